//! Studies told in sentences, and networks read back as lines.

use super::{Actor, Claim, Statement, Study, Ymd};
use demarche::network::{Network, NetworkKind, Options, build};
use petgraph::visit::EdgeRef;

pub const STATE: usize = 2;
pub const PERSON: usize = 0;
pub const INSTITUTION: usize = 1;
pub const COMPANY: usize = 4;
pub const ALLIANCE: usize = 6;

/// Writes a study down as one would tell it.
#[derive(Default)]
pub struct Story(pub Study);

impl Story {
    pub fn actor(&mut self, id: &str, kind: usize, part_of: Option<&str>) -> &mut Self {
        let part_of = part_of.map(|whole| self.find(whole));
        let at = self.find(id);
        self.0.actors[at].kind = kind;
        self.0.actors[at].part_of = part_of;
        self
    }

    /// "china supports sovereignty", in a source. Actors not told of otherwise are states.
    pub fn says(&mut self, sentence: &str, source: usize) -> &mut Self {
        let words: Vec<&str> = sentence.split(' ').collect();
        let [who, stance, claim] = words[..] else {
            panic!("{sentence}")
        };
        let (actor, body) = match who.split_once('@') {
            Some((actor, body)) => (self.find(actor), Some(self.find(body))),
            None => (self.find(who), None),
        };
        let known = self.0.claims.iter().position(|other| other.id == claim);
        let claim = known.unwrap_or_else(|| {
            let claim = Claim {
                id: claim.into(),
                ..Claim::default()
            };
            self.0.claims.push(claim);
            self.0.claims.len() - 1
        });
        self.0.statements.push(Statement {
            actor,
            on_behalf_of: body,
            claim,
            source: Some(source),
            stance: match stance {
                "supports" => 1,
                "opposes" => -1,
                "weighs" => 0,
                other => panic!("{other}"),
            },
            ..Statement::default()
        });
        self
    }

    /// The date of what was said last.
    pub fn on(&mut self, first: Ymd, last: Ymd) -> &mut Self {
        self.0.statements.last_mut().unwrap().days = Some((first, last));
        self
    }

    pub fn find(&mut self, id: &str) -> usize {
        let known = self.0.actors.iter().position(|actor| actor.id == id);
        known.unwrap_or_else(|| {
            let actor = Actor {
                id: id.into(),
                kind: STATE,
                ..Actor::default()
            };
            self.0.actors.push(actor);
            self.0.actors.len() - 1
        })
    }

    pub fn network(&self, kind: NetworkKind, options: &Options) -> Network {
        build(&self.0.graph(), kind, options).unwrap()
    }
}

/// Ties as lines: one end, kind, other end, weight, claims, statements.
pub fn lines(network: &Network) -> Vec<String> {
    let id = |node: petgraph::graph::NodeIndex| network.graph[node].id.clone();
    let edges = network.graph.edge_references();
    edges
        .map(|edge| {
            let tie = edge.weight();
            let (one, other) = (id(edge.source()), id(edge.target()));
            let claims = network.claims_of(tie).collect::<Vec<_>>().join("+");
            format!(
                "{one} {} {other} {} {claims} {}",
                tie.kind, tie.weight, tie.statements
            )
        })
        .collect()
}

pub fn ids(network: &Network) -> Vec<&str> {
    network
        .graph
        .node_weights()
        .map(|node| node.id.as_str())
        .collect()
}

/// China and Russia are for sovereignty, the United States against it; on a treaty only Russia takes
/// a side, since the United States weigh it.
pub fn sovereignty() -> Story {
    let mut story = Story::default();
    story
        .says("china supports sovereignty", 0)
        .says("china supports sovereignty", 0)
        .says("china supports sovereignty", 1)
        .says("russia supports sovereignty", 2)
        .says("usa opposes sovereignty", 3)
        .says("russia supports treaty", 2)
        .says("usa weighs treaty", 3);
    story
}
