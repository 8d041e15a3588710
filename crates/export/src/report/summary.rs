//! A study at a glance: who agrees, who disagrees, and about what.

use crate::report::Overview;
use demarche_core::diagnostic::count;
use demarche_graph::Graph;
use demarche_network::{
    self, Mode, Network, NetworkError, NetworkKind, NodeLevel, Options, TieKind, Ties,
};
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;
use std::fmt;
use unicode_width::UnicodeWidthStr;

/// Lines in each list.
const SHOWN: usize = 7;

/// A study at a glance.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Counts and dates.
    pub overview: Overview,
    /// Supporting, opposing and neutral statements.
    pub stances: [u32; 3],
    /// What the pairs are pairs of.
    pub level: NodeLevel,
    /// The strongest agreements.
    pub agreements: Vec<Pair>,
    /// The strongest disagreements.
    pub disagreements: Vec<Pair>,
    /// The claims with most actors on the smaller side.
    pub contested: Vec<Contest>,
}

/// Two nodes and what ties them.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Labels of the two.
    pub ends: [String; 2],
    /// Weight of the tie, by sources.
    pub weight: f64,
    /// Number of claims behind it.
    pub claims: usize,
}

/// A claim and how many actors took each side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contest {
    /// Label of the claim.
    pub claim: String,
    /// Actors who supported it at least once.
    pub supporters: usize,
    /// Actors who opposed it at least once.
    pub opponents: usize,
}

impl Summary {
    /// Looks a graph over.
    ///
    /// # Errors
    /// [`NetworkError`] if the graph is damaged.
    pub fn of(graph: &Graph) -> Result<Self, NetworkError> {
        let (level, network) = net(graph)?;
        let positions = demarche_network::build_unread(
            graph,
            NetworkKind::Positions,
            &Options {
                isolates: true,
                ..Options::default()
            },
        )?;
        let mut stances = [0; 3];
        for node in positions
            .graph
            .node_weights()
            .filter(|node| node.mode == Mode::Actor)
        {
            for (total, count) in
                stances
                    .iter_mut()
                    .zip([node.supports, node.opposes, node.neutral])
            {
                *total += count;
            }
        }
        Ok(Self {
            overview: Overview::of(graph),
            stances,
            level,
            agreements: strongest(&network, TieKind::Agreement),
            disagreements: strongest(&network, TieKind::Disagreement),
            contested: contested(&positions),
        })
    }
}

/// The network of net ties at the highest level that has any: between states where the debate is one
/// of states, else between institutions, else between actors.
///
/// Net, since who speaks most both agrees and disagrees most: of two rivals who share some ground,
/// the glance should say that they are rivals.
fn net(graph: &Graph) -> Result<(NodeLevel, Network), NetworkError> {
    let build = |nodes| {
        let options = Options {
            nodes,
            ties: Ties::Net,
            ..Options::default()
        };
        demarche_network::build_unread(graph, NetworkKind::Signed, &options)
    };
    for level in [NodeLevel::State, NodeLevel::Institution] {
        let network = build(level)?;
        if network.graph.edge_count() > 0 {
            return Ok((level, network));
        }
    }
    Ok((NodeLevel::Actor, build(NodeLevel::Actor)?))
}

fn strongest(network: &Network, kind: TieKind) -> Vec<Pair> {
    let mut ties: Vec<_> = network
        .graph
        .edge_references()
        .filter(|tie| tie.weight().kind == kind)
        .collect();
    // Ties come in a fixed order, and the sort keeps it among equals.
    ties.sort_by(|a, b| b.weight().weight.total_cmp(&a.weight().weight));
    let label = |node| {
        network
            .graph
            .node_weight(node)
            .map(|node| node.label.clone())
            .unwrap_or_default()
    };
    ties.into_iter()
        .take(SHOWN)
        .map(|tie| Pair {
            ends: [label(tie.source()), label(tie.target())],
            weight: tie.weight().weight,
            claims: tie.weight().claim_count as usize,
        })
        .collect()
}

fn contested(positions: &Network) -> Vec<Contest> {
    let mut sides: BTreeMap<usize, Contest> = BTreeMap::new();
    for tie in positions.graph.edge_references() {
        let claim = [tie.source(), tie.target()].into_iter().find(|end| {
            positions
                .graph
                .node_weight(*end)
                .is_some_and(|node| node.mode == Mode::Claim)
        });
        let Some((end, node)) =
            claim.and_then(|end| Some((end, positions.graph.node_weight(end)?)))
        else {
            continue;
        };
        let contest = sides.entry(end.index()).or_insert_with(|| Contest {
            claim: node.label.clone(),
            supporters: 0,
            opponents: 0,
        });
        contest.supporters += usize::from(tie.weight().supports > 0);
        contest.opponents += usize::from(tie.weight().opposes > 0);
    }
    let mut contests: Vec<Contest> = sides
        .into_values()
        .filter(|c| c.supporters.min(c.opponents) > 0)
        .collect();
    contests.sort_by_key(|c| {
        let (small, large) = (c.supporters.min(c.opponents), c.supporters.max(c.opponents));
        std::cmp::Reverse((small, large))
    });
    contests.truncate(SHOWN);
    contests
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Overview {
            studies,
            statements,
            actors,
            claims,
            sources,
            first,
            last,
            ..
        } = &self.overview;
        writeln!(f, "{}", studies.join("; "))?;
        writeln!(
            f,
            "  {} on {}, by {}, in {}",
            count(*statements, "statement"),
            count(*claims, "claim"),
            count(*actors, "actor"),
            count(*sources, "source")
        )?;
        let [supports, opposes, neutral] = self.stances;
        writeln!(
            f,
            "  {supports} support, {opposes} oppose, {neutral} neutral"
        )?;
        if let (Some(first), Some(last)) = (first, last) {
            writeln!(f, "  from {first} to {last}")?;
        }
        let level = match self.level {
            NodeLevel::State => "states",
            NodeLevel::Institution => "institutions",
            _ => "actors",
        };
        write_pairs(
            f,
            &format!("Strongest agreements between {level}, net of disagreements"),
            &self.agreements,
        )?;
        write_pairs(
            f,
            &format!("Strongest disagreements between {level}, net of agreements"),
            &self.disagreements,
        )?;
        write_contested(f, &self.contested)
    }
}

fn write_contested(f: &mut fmt::Formatter<'_>, contested: &[Contest]) -> fmt::Result {
    if contested.is_empty() {
        return Ok(());
    }
    writeln!(f, "\nMost contested claims")?;
    let width = contested
        .iter()
        .map(|contest| contest.claim.width())
        .max()
        .unwrap_or(0);
    for Contest {
        claim,
        supporters,
        opponents,
    } in contested
    {
        let pad = width - claim.width();
        let plural = if *supporters == 1 { "" } else { "s" };
        writeln!(
            f,
            "  {claim}{:pad$}  {supporters:>3} actor{plural} for, {opponents:>3} against",
            ""
        )?;
    }
    Ok(())
}

fn write_pairs(f: &mut fmt::Formatter<'_>, title: &str, pairs: &[Pair]) -> fmt::Result {
    if pairs.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n{title}")?;
    let names: Vec<String> = pairs.iter().map(|pair| pair.ends.join(" – ")).collect();
    let width = names.iter().map(|name| name.width()).max().unwrap_or(0);
    for (name, pair) in names.iter().zip(pairs) {
        let pad = width - name.width();
        let plural = if pair.claims == 1 { "" } else { "s" };
        writeln!(
            f,
            "  {name}{:pad$}  {:>5}  on {} claim{plural}",
            "", pair.weight, pair.claims
        )?;
    }
    Ok(())
}
