//! A network as a file, and networks of windows of time.

use super::{Destination, Prepared};
use crate::error::JobError;
use crate::settings::Settings;
use crate::written::{Content, Written};
use demarche_core::model::Day;
use demarche_export::report::OverTime;
use demarche_export::svg::timeline::{self, Timeline};
use demarche_export::{self as export, ExportError, NetworkFormat, png};
use demarche_graph::Graph;
use demarche_network::{self as network, Network, NetworkKind, Window};
use std::io::Write;
use std::path::Path;

/// A network to make.
#[derive(Debug)]
pub struct NetworkJob {
    kind: NetworkKind,
    format: NetworkFormat,
    settings: Settings,
}

impl NetworkJob {
    /// Makes the job of a network that goes to this file. Its format is that of the settings, else
    /// that of the file's extension.
    ///
    /// # Errors
    /// [`JobError`] for a format that is not known, not built in, or cannot hold such networks, and
    /// for windows without a length.
    pub fn new(kind: NetworkKind, settings: Settings, file: &Path) -> Result<Self, JobError> {
        let named = settings.format.as_deref();
        let format = match named {
            Some(name) => name.parse().ok(),
            None => NetworkFormat::of_path(file),
        };
        let format = format.ok_or_else(|| JobError::NoFormat {
            file: file.to_owned(),
            what: "network format",
            known: NetworkFormat::names(),
        })?;
        if !format.is_built() {
            return Err(ExportError::NoPng.into());
        }
        format.check(kind, settings.nodes.unwrap_or_default())?;
        let is_over_time = settings.window.is_some();
        if !is_over_time && (settings.step.is_some() || settings.split) {
            return Err(JobError::NoWindow);
        }
        if is_over_time && !settings.split && !holds_windows(format) {
            return Err(JobError::WindowsIn(format));
        }
        Ok(Self {
            kind,
            format,
            settings,
        })
    }

    /// Makes the network, or those of all windows. Files carry `modified` as the day of their last
    /// change.
    ///
    /// # Errors
    /// [`JobError::Network`].
    pub fn prepare(
        &self,
        graph: &Graph,
        modified: Option<Day>,
    ) -> Result<PreparedNetwork, JobError> {
        let options = self.settings.network_options();
        let form = match self.settings.window {
            None => Form::Still(Box::new(network::build(graph, self.kind, &options)?)),
            Some(length) => self.over_time(graph, &options, length)?,
        };
        Ok(PreparedNetwork {
            kind: self.kind,
            format: self.format,
            options: self.settings.export_options(modified),
            form,
        })
    }

    fn over_time(
        &self,
        graph: &Graph,
        options: &network::Options,
        length: network::Duration,
    ) -> Result<Form, JobError> {
        options.check(self.kind)?;
        let network::Windows { windows, undated } =
            network::windows(graph, options, length, self.settings.step)?;
        if !self.settings.split && self.format == NetworkFormat::Gexf {
            let network = network::dynamic(graph, self.kind, options, &windows)?;
            return Ok(Form::Dynamic {
                network: Box::new(network),
                undated,
            });
        }
        let networks = windows
            .iter()
            .map(|window| {
                let network = network::in_window(graph, self.kind, options, *window)?;
                Ok((*window, network))
            })
            .collect::<Result<Vec<(Window, Network)>, JobError>>()?;
        if self.settings.split {
            return Ok(Form::Split { networks, undated });
        }
        let whole = network::build(graph, self.kind, options)?;
        Ok(Form::Measures {
            measured: OverTime::of(&networks, &whole),
            title: whole.titles.join("; "),
            description: whole.description,
            undated,
        })
    }
}

/// Whether one file of the format holds several windows: a network that moves, or a table or picture
/// of measures.
fn holds_windows(format: NetworkFormat) -> bool {
    matches!(
        format,
        NetworkFormat::Gexf | NetworkFormat::Csv | NetworkFormat::Svg | NetworkFormat::Png
    )
}

/// A network, made.
#[derive(Debug)]
pub struct PreparedNetwork {
    kind: NetworkKind,
    format: NetworkFormat,
    options: export::Options,
    /// What it became.
    pub form: Form,
}

/// The forms that networks take.
#[derive(Debug)]
pub enum Form {
    /// One network of all statements.
    Still(Box<Network>),
    /// One network, whose nodes and ties know when they are there.
    Dynamic {
        /// The network.
        network: Box<Network>,
        /// Statements without a date, which are in no window.
        undated: usize,
    },
    /// A network for each window.
    Split {
        /// Windows and their networks, by time.
        networks: Vec<(Window, Network)>,
        /// Statements without a date, which are in no window.
        undated: usize,
    },
    /// Measures of the networks by window.
    Measures {
        /// The measures.
        measured: OverTime,
        /// The title of the study.
        title: String,
        /// How the networks were made.
        description: String,
        /// Statements without a date, which are in no window.
        undated: usize,
    },
}

impl Form {
    /// Returns whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Still(network) | Self::Dynamic { network, .. } => network.graph.node_count() == 0,
            Self::Split { networks, .. } => networks.is_empty(),
            Self::Measures { measured, .. } => measured.windows.is_empty(),
        }
    }

    /// The statements without a date, which are in no window.
    pub fn undated(&self) -> usize {
        match self {
            Self::Still(_) => 0,
            Self::Dynamic { undated, .. }
            | Self::Split { undated, .. }
            | Self::Measures { undated, .. } => *undated,
        }
    }
}

impl Prepared for PreparedNetwork {
    fn write(&self, to: Destination<'_>) -> Result<Vec<Written>, JobError> {
        match (&self.form, to) {
            (Form::Still(network), to) => self.one(network, false, to),
            (Form::Dynamic { network, .. }, to) => self.one(network, true, to),
            (Form::Split { .. }, Destination::Stream { .. }) => Err(JobError::SplitStream),
            (Form::Split { networks, .. }, Destination::File(file)) => {
                let mut written = Vec::new();
                for (window, network) in networks {
                    let path = export::beside(file, &format!("-{}", window.first));
                    written.extend(self.one(network, false, Destination::File(&path))?);
                }
                Ok(written)
            }
            (
                Form::Measures {
                    measured,
                    title,
                    description,
                    ..
                },
                to,
            ) => {
                let picture = || timeline(measured, title, description);
                let file = to.write_one(|out, _| self.measures(measured, picture, out))?;
                let content = Content::Measures {
                    kind: self.kind,
                    windows: measured.windows.len(),
                };
                Ok(file
                    .map(|file| Written { file, content })
                    .into_iter()
                    .collect())
            }
        }
    }
}

impl PreparedNetwork {
    /// The format of its file.
    pub fn format(&self) -> NetworkFormat {
        self.format
    }

    fn one(
        &self,
        network: &Network,
        by_time: bool,
        to: Destination<'_>,
    ) -> Result<Vec<Written>, JobError> {
        let content = Content::Network {
            kind: self.kind,
            nodes: network.graph.node_count(),
            ties: network.graph.edge_count(),
            by_time,
        };
        let files = match to {
            Destination::File(file) => export::write(network, self.format, file, &self.options)?,
            Destination::Stream { out, .. } => {
                export::write_to(network, self.format, &self.options, out)?;
                Vec::new()
            }
        };
        Ok(files
            .into_iter()
            .map(|file| Written {
                file,
                content: content.clone(),
            })
            .collect())
    }

    fn measures(
        &self,
        measured: &OverTime,
        picture: impl FnOnce() -> Timeline,
        out: &mut dyn Write,
    ) -> Result<(), JobError> {
        if self.format == NetworkFormat::Csv {
            return Ok(measured.write(self.options.csv, out)?);
        }
        let mut svg = Vec::new();
        timeline::write(&picture(), &mut svg)?;
        if self.format == NetworkFormat::Png {
            svg = png::of_svg(&svg)?;
        }
        Ok(out.write_all(&svg)?)
    }
}

/// The measures that say most, which are those in a picture.
const PICTURED: [&str; 6] = [
    "statements",
    "nodes",
    "agreement_share",
    "modularity",
    "balance",
    "polarisation_of_whole",
];

fn timeline(measured: &OverTime, title: &str, description: &str) -> Timeline {
    let windows = measured.windows.iter().map(|window| timeline::Window {
        label: window.first.to_string(),
        start: window.first,
        end: window.last,
    });
    let shown = measured
        .series
        .iter()
        .filter(|series| PICTURED.contains(&series.name));
    Timeline {
        title: title.to_owned(),
        description: description.to_owned(),
        windows: windows.collect(),
        series: shown
            .map(|series| timeline::Series {
                name: series.name.replace('_', " "),
                unit: series.unit.to_owned(),
                values: series.values.clone(),
            })
            .collect(),
    }
}
