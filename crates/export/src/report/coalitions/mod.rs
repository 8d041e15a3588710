//! Who stands together, over what, and how divided they are.

mod claims;
mod write;

use demarche_graph::Graph;
use demarche_network::measures::{
    self, Bridge, Frustration, Measures, SignedTies, bridges, normalised,
};
use demarche_network::page::{PageFormat, PageStyle};
use demarche_network::{Network, NetworkError, NetworkKind, Node, Normalization, Options, Ties};
use serde::Serialize;
use std::io::{self, Write};

/// A claim tells coalitions apart only where so many counted statements on it come from the
/// coalition, and so many from all others.
pub const LEAST_STATEMENTS: u32 = 3;
/// Brokers, bridges, and nodes whose ties cross most that are told of.
const TOLD: usize = 10;

/// The coalitions of a network, and what they are like.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coalitions {
    /// Titles of the studies.
    pub titles: Vec<String>,
    /// How the network was made that coalitions were found in.
    pub description: String,
    /// Nodes that have a selected statement, ties or not.
    pub nodes: u32,
    /// Those of them that have ties. Network files leave the others out unless asked for isolates.
    pub tied: u32,
    /// Ties; a pair with agreement and disagreement has two.
    pub ties: u32,
    /// Weight of all agreement.
    pub agreement: f64,
    /// Weight of all disagreement.
    pub disagreement: f64,
    /// The share of pairs that are tied.
    pub density: Option<f64>,
    /// The resolution at which coalitions were found.
    pub resolution: f64,
    /// Signed modularity at resolution 1; none without ties.
    pub modularity: Option<f64>,
    /// The coalitions, the largest first.
    pub coalitions: Vec<Coalition>,
    /// Net weights inside and between; none where there are no pairs to compare.
    pub polarisation: Option<Polarisation>,
    /// The share of balanced triangles; none without triangles.
    pub balance: Option<f64>,
    /// Triangles of which each pair has a sign.
    pub triangles: u64,
    /// What crosses the rule of two camps; none without ties.
    pub frustration: Option<Frustrated>,
    /// Those through whom most agreement runs.
    pub brokers: Vec<Broker>,
    /// Those with the largest share of their agreement in other coalitions.
    pub bridges: Vec<Outsider>,
    /// Every node, by IRI.
    pub members: Vec<Member>,
}

/// A coalition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coalition {
    /// Its number, from 1.
    pub number: u32,
    /// Labels of its members.
    pub members: Vec<String>,
    /// Places in `members` of those whom few statements place there ([`Node::is_sparse`]).
    pub sparse: Vec<usize>,
    /// Claims that it supports more than the rest, the most telling first. Of the twenty largest
    /// coalitions, these and the next.
    pub supports: Vec<Claim>,
    /// Claims that it opposes more than the rest.
    pub opposes: Vec<Claim>,
}

/// A claim on which a coalition stands apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claim {
    /// Identifier.
    pub id: String,
    /// What it says.
    pub label: String,
    /// Counted statements of the coalition that support it.
    pub supporting: u32,
    /// Counted statements of the coalition on it, for or against; [`LEAST_STATEMENTS`] or more.
    pub statements: u32,
    /// The same of all others.
    pub rest_supporting: u32,
    /// The same of all others.
    pub rest_statements: u32,
    /// Share of support in the coalition less that among all others, -1 to 1.
    pub difference: f64,
}

/// See [`measures::Polarisation`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Polarisation {
    /// Mean net weight of a pair of one coalition.
    pub within: f64,
    /// Mean net weight of a pair of two coalitions.
    pub between: f64,
    /// The first less the second.
    pub difference: f64,
}

/// See [`measures::Frustration`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Frustrated {
    /// Weight that crosses.
    pub weight: f64,
    /// Its share of all weight.
    pub share: f64,
    /// Whether no two camps can be better.
    pub exact: bool,
    /// Those whose ties cross most.
    pub crossing: Vec<Crossing>,
}

/// A node whose ties cross the rule of two camps.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Crossing {
    /// Identifier.
    pub id: String,
    /// Name.
    pub label: String,
    /// Its camp, 1 or 2.
    pub camp: Option<u32>,
    /// Weight of its ties that cross.
    pub weight: f64,
}

/// A node that agreement runs through.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Broker {
    /// Identifier.
    pub id: String,
    /// Name.
    pub label: String,
    /// Its coalition.
    pub coalition: Option<u32>,
    /// Shortest paths between pairs of others that lead through it.
    pub betweenness: f64,
    /// The same as a share of all pairs of others.
    pub normalised: Option<f64>,
}

/// A node that agrees with other coalitions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outsider {
    /// Identifier.
    pub id: String,
    /// Name.
    pub label: String,
    /// Its coalition.
    pub coalition: Option<u32>,
    /// The share of its agreement that is with other coalitions, 0 to 1.
    pub share: f64,
    /// Weight of that agreement.
    pub weight: f64,
}

/// A node, with all that is told of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Member {
    /// Its coalition; none without ties.
    pub coalition: Option<u32>,
    /// Identifier.
    pub id: String,
    /// Name.
    pub label: String,
    /// Type of actor, or what else it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// Country code.
    pub country: Option<String>,
    /// Statements behind it.
    pub statements: u32,
    /// Whether so few statements for or against claims place it that it may as well be elsewhere
    /// ([`Node::is_sparse`]).
    pub sparse: bool,
    /// Shortest paths of agreement through it; none where the network is too large.
    pub betweenness: Option<f64>,
    /// The share of its agreement that is with other coalitions; none without agreement.
    pub outside: Option<f64>,
    /// Its camp where there are two; none without ties.
    pub camp: Option<u32>,
    /// Weight of its ties that cross the rule of two camps.
    pub crossing: f64,
}

impl Coalitions {
    /// Finds coalitions and describes them. Of the settings, `ties`, `isolates` and `list_claims`
    /// have no effect.
    ///
    /// # Errors
    /// [`NetworkError`] as [`demarche_network::build`] gives it.
    pub fn of(graph: &Graph, options: &Options) -> Result<Self, NetworkError> {
        let options = Options {
            ties: Ties::Both,
            isolates: true,
            list_claims: 0,
            ..options.clone()
        };
        let network = demarche_network::build(graph, NetworkKind::Signed, &options)?;
        // What was said on claims, whatever ties were left out.
        let said = Options {
            normalize: Normalization::None,
            min_weight: 0.0,
            top: None,
            ..options.clone()
        };
        let positions = demarche_network::build_unread(graph, NetworkKind::Positions, &said)?;
        // Nodes without ties are told of whatever the settings say, so that says nothing.
        let shown = Options {
            isolates: false,
            ..options
        };
        let description = demarche_network::description(NetworkKind::Signed, &shown);
        Ok(Self::described(
            network,
            &positions,
            description,
            shown.resolution,
        ))
    }

    fn described(
        network: Network,
        positions: &Network,
        description: String,
        resolution: f64,
    ) -> Self {
        let measures = measures::of(&network);
        let ties = SignedTies::of(&network);
        let nodes: Vec<&Node> = network.graph.node_weights().collect();
        let numbers: Vec<Option<u32>> = nodes.iter().map(|node| node.coalition).collect();
        let bridges = bridges(&ties, &numbers);
        let balance = measures.balance.unwrap_or_default();
        Self {
            nodes: measures.nodes,
            tied: nodes.iter().filter(|node| node.coalition.is_some()).count() as u32,
            ties: measures.ties,
            agreement: measures.agreement,
            disagreement: measures.disagreement,
            density: measures.density,
            resolution,
            modularity: measures.modularity,
            coalitions: coalitions(&nodes, positions, measures.coalitions.len()),
            polarisation: measures.polarisation.map(|found| Polarisation {
                within: found.mean_within(),
                between: found.mean_between(),
                difference: found.difference(),
            }),
            balance: balance.share(),
            triangles: balance.triangles,
            frustration: measures
                .frustration
                .as_ref()
                .map(|found| frustrated(&nodes, found)),
            brokers: brokers(&nodes),
            bridges: bridges
                .iter()
                .take(TOLD)
                .map(|bridge| outsider(nodes[bridge.node as usize], bridge))
                .collect(),
            members: members(&nodes, &ties, &bridges, &measures),
            titles: network.titles,
            description,
        }
    }

    /// Writes it down.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, style: &PageStyle, out: &mut dyn Write) -> io::Result<()> {
        match style.format {
            PageFormat::Table => super::page::text(&self.page(), style.width, out),
            PageFormat::Markdown => super::page::markdown(&self.page(), out),
            PageFormat::Csv => self.rows(style.csv, out),
            PageFormat::Json => {
                serde_json::to_writer_pretty(&mut *out, self)?;
                writeln!(out)
            }
        }
    }
}

fn coalitions(nodes: &[&Node], positions: &Network, count: usize) -> Vec<Coalition> {
    let mut found: Vec<Coalition> = (1..=count as u32)
        .map(|number| Coalition {
            number,
            members: Vec::new(),
            sparse: Vec::new(),
            supports: Vec::new(),
            opposes: Vec::new(),
        })
        .collect();
    for node in nodes {
        // Coalitions are numbered from 1.
        let coalition = node.coalition.and_then(|n| found.get_mut(n as usize - 1));
        if let Some(coalition) = coalition {
            if node.is_sparse() {
                coalition.sparse.push(coalition.members.len());
            }
            coalition.members.push(node.label.clone());
        }
    }
    claims::define(&mut found, nodes, positions);
    found
}

fn brokers(nodes: &[&Node]) -> Vec<Broker> {
    let through = |node: &&&Node| node.betweenness.is_some_and(|paths| paths > 0.0);
    let mut brokers: Vec<Broker> = nodes
        .iter()
        .filter(through)
        .map(|node| Broker {
            id: node.id.clone(),
            label: node.label.clone(),
            coalition: node.coalition,
            betweenness: node.betweenness.unwrap_or_default(),
            normalised: normalised(node.betweenness.unwrap_or_default(), nodes.len()),
        })
        .collect();
    // Nodes come by IRI, and the sort keeps that among equals.
    brokers.sort_by(|one, other| other.betweenness.total_cmp(&one.betweenness));
    brokers.truncate(TOLD);
    brokers
}

fn outsider(node: &Node, bridge: &Bridge) -> Outsider {
    Outsider {
        id: node.id.clone(),
        label: node.label.clone(),
        coalition: node.coalition,
        share: bridge.share(),
        weight: bridge.outside,
    }
}

fn frustrated(nodes: &[&Node], found: &Frustration) -> Frustrated {
    let mut crossing: Vec<Crossing> = nodes
        .iter()
        .zip(found.camps.iter().zip(&found.crossing))
        .filter(|(_, (_, weight))| **weight > 0.0)
        .map(|(node, (camp, weight))| Crossing {
            id: node.id.clone(),
            label: node.label.clone(),
            camp: *camp,
            weight: *weight,
        })
        .collect();
    crossing.sort_by(|one, other| other.weight.total_cmp(&one.weight));
    crossing.truncate(TOLD);
    Frustrated {
        weight: found.weight,
        share: found.share,
        exact: found.exact,
        crossing,
    }
}

fn members(
    nodes: &[&Node],
    ties: &SignedTies,
    bridges: &[Bridge],
    measures: &Measures,
) -> Vec<Member> {
    let mut outside = vec![None; nodes.len()];
    for pair in ties.pairs().iter().filter(|pair| pair.agreement > 0.0) {
        for end in pair.ends {
            outside[end as usize] = Some(0.0);
        }
    }
    for bridge in bridges {
        outside[bridge.node as usize] = Some(bridge.share());
    }
    let frustration = measures.frustration.as_ref();
    let member = |(at, node): (usize, &&Node)| Member {
        coalition: node.coalition,
        id: node.id.clone(),
        label: node.label.clone(),
        kind: node.kind.clone(),
        country: node.country.clone(),
        statements: node.statements(),
        sparse: node.coalition.is_some() && node.is_sparse(),
        betweenness: node.betweenness,
        outside: outside[at],
        camp: frustration.and_then(|found| found.camps[at]),
        crossing: frustration.map_or(0.0, |found| found.crossing[at]),
    };
    nodes.iter().enumerate().map(member).collect()
}
