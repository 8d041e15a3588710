//! Measures of a debate, window by window.

use crate::real;
use crate::svg::timeline::{self, Event, Timeline};
use demarche_core::display::{CsvDialect, CsvWriter};
use demarche_network::measures::{self, Measures, Polarisation, SignedTies};
use demarche_network::{Network, Window};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// What is measured of each window's network.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OverTime {
    /// The windows, by time.
    pub windows: Vec<Window>,
    /// The measures, each with a value a window.
    pub series: Vec<Series>,
}

/// One measure over all windows.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name, as columns have it.
    pub name: &'static str,
    /// What it is measured in; nothing for counts and pure numbers.
    pub unit: &'static str,
    /// Its values; `None` where a window has too little for it.
    pub values: Vec<Option<f64>>,
}

/// The measure by which windows are told to be sparse.
const COUNTED: &str = "counted";
/// The measures that a picture shows.
const PICTURED: [&str; 6] = [
    "statements",
    "nodes",
    "agreement_share",
    "modularity",
    "balance",
    "polarisation_of_whole",
];

/// Names, units, and how each is read.
type Reader = fn(&Network, &Measures) -> Option<f64>;
const READERS: [(&str, &str, Reader); 18] = [
    ("statements", "", |network, _| {
        Some(network.summary.selected.into())
    }),
    (COUNTED, "", |network, _| {
        Some(network.summary.counted.into())
    }),
    ("nodes", "", |_, measures| Some(measures.nodes.into())),
    ("ties", "", |_, measures| Some(measures.ties.into())),
    ("density", "share of pairs", |_, measures| measures.density),
    ("agreement", "weight", |_, measures| {
        Some(measures.agreement)
    }),
    ("disagreement", "weight", |_, measures| {
        Some(measures.disagreement)
    }),
    ("agreement_share", "share of weight", |_, measures| {
        let all = measures.agreement + measures.disagreement;
        (all > 0.0).then(|| measures.agreement / all)
    }),
    ("coalitions", "", |_, measures| {
        let found = measures.coalitions.len();
        (found > 0).then_some(found as f64)
    }),
    ("largest_coalition", "", |_, measures| {
        measures.coalitions.first().map(|members| (*members).into())
    }),
    ("modularity", "", |_, measures| measures.modularity),
    ("triangles", "", |_, measures| {
        measures
            .balance
            .as_ref()
            .map(|balance| balance.triangles as f64)
    }),
    ("balance", "share of triangles", |_, measures| {
        measures.balance.as_ref()?.share()
    }),
    ("frustration", "weight", |_, measures| {
        measures
            .frustration
            .as_ref()
            .map(|frustration| frustration.weight)
    }),
    ("frustration_share", "share of weight", |_, measures| {
        measures
            .frustration
            .as_ref()
            .map(|frustration| frustration.share)
    }),
    ("net_within", "weight a pair", |_, measures| {
        measures
            .polarisation
            .as_ref()
            .map(Polarisation::mean_within)
    }),
    ("net_between", "weight a pair", |_, measures| {
        measures
            .polarisation
            .as_ref()
            .map(Polarisation::mean_between)
    }),
    ("polarisation", "weight a pair", |_, measures| {
        measures.polarisation.as_ref().map(Polarisation::difference)
    }),
];

impl OverTime {
    /// Measures the networks of windows. The last series is the polarisation of each window by the
    /// coalitions of the whole period, `whole`: what changes in it is what was said, not who is
    /// counted with whom.
    pub fn of(networks: &[(Window, Network)], whole: &Network) -> Self {
        let measured: Vec<Measures> = networks
            .iter()
            .map(|(_, network)| measures::of(network))
            .collect();
        let read = |reader: Reader| -> Vec<Option<f64>> {
            let both = networks.iter().zip(&measured);
            both.map(|((_, network), measures)| reader(network, measures))
                .collect()
        };
        let mut series: Vec<Series> = READERS
            .iter()
            .map(|&(name, unit, reader)| Series {
                name,
                unit,
                values: read(reader),
            })
            .collect();
        let coalitions: BTreeMap<&str, u32> = whole
            .graph
            .node_weights()
            .filter_map(|node| Some((node.iri.as_str(), node.coalition?)))
            .collect();
        series.push(Series {
            name: "polarisation_of_whole",
            unit: "weight a pair",
            values: networks
                .iter()
                .map(|(_, network)| by_coalitions(network, &coalitions))
                .collect(),
        });
        Self {
            windows: networks.iter().map(|(window, _)| *window).collect(),
            series,
        }
    }

    /// Returns the measures that say most as a picture, with these days marked.
    pub fn timeline(&self, title: &str, description: &str, events: &[Event]) -> Timeline {
        let counted = self.series.iter().find(|series| series.name == COUNTED);
        let window = |(at, window): (usize, &Window)| {
            let counted = counted.and_then(|series| series.values.get(at).copied().flatten());
            timeline::Window {
                label: timeline::Window::name(window.first, window.last),
                start: window.first,
                end: window.last,
                is_sparse: counted.is_some_and(|counted| counted < timeline::FEW.into()),
            }
        };
        let shown = self.series.iter();
        let shown = shown.filter(|series| PICTURED.contains(&series.name));
        Timeline {
            title: title.to_owned(),
            description: description.to_owned(),
            windows: self.windows.iter().enumerate().map(window).collect(),
            series: shown
                .map(|series| timeline::Series {
                    name: series.name.replace('_', " "),
                    unit: series.unit.to_owned(),
                    values: series.values.clone(),
                })
                .collect(),
            events: events.to_vec(),
        }
    }

    /// Writes a CSV, a row a window; what could not be measured is an empty cell.
    ///
    /// # Errors
    /// Those of writing.
    pub fn write(&self, dialect: CsvDialect, out: &mut dyn Write) -> io::Result<()> {
        let mut file = CsvWriter::new(out, dialect)?;
        let names = self.series.iter().map(|series| series.name);
        for name in ["first", "last"].into_iter().chain(names) {
            file.number(&name)?;
        }
        file.end_row()?;
        for (at, window) in self.windows.iter().enumerate() {
            file.number(&window.first)?;
            file.number(&window.last)?;
            for series in &self.series {
                match series.values.get(at).copied().flatten() {
                    Some(value) => file.number(&real(value))?,
                    None => file.number(&"")?,
                }
            }
            file.end_row()?;
        }
        file.finish()
    }
}

fn by_coalitions(network: &Network, coalitions: &BTreeMap<&str, u32>) -> Option<f64> {
    if network.kind != demarche_network::NetworkKind::Signed {
        return None;
    }
    let nodes = network.graph.node_weights();
    let of_nodes: Vec<Option<u32>> = nodes
        .map(|node| coalitions.get(node.iri.as_str()).copied())
        .collect();
    let polarisation = Polarisation::of(&SignedTies::of(network), &of_nodes)?;
    Some(polarisation.difference())
}
