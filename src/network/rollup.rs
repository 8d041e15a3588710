//! Rolling up: which node of the level asked for a statement belongs to.

use super::options::NodeLevel;
use super::rows::Row;
use crate::graph::{Graph, TermId};
use crate::vocab::{DM, dcterms, dm, rdf, rdfs};
use std::collections::{HashMap, VecDeque};

/// Classes of collective actors below a state.
const COLLECTIVE: [&str; 4] = [dm::INSTITUTION, dm::ORGANIZATION, dm::COMPANY, dm::GROUP];

/// Finds nodes for rows, and remembers what it found.
pub(super) struct RollUp<'a> {
    graph: &'a Graph,
    level: NodeLevel,
    /// Classes of collective actors below a state, those that a study declares among them.
    collective: Vec<TermId>,
    state: Option<TermId>,
    kind: Option<TermId>,
    part_of: Option<TermId>,
    sector: Option<TermId>,
    found: HashMap<(TermId, Option<TermId>), Option<TermId>>,
}

impl<'a> RollUp<'a> {
    pub(super) fn new(graph: &'a Graph, level: NodeLevel) -> Self {
        Self {
            graph,
            level,
            collective: collective_classes(graph),
            state: graph.iri_id(dm::STATE),
            kind: graph.iri_id(rdf::TYPE),
            part_of: graph.iri_id(dcterms::IS_PART_OF),
            sector: graph.iri_id(dm::SECTOR),
            found: HashMap::new(),
        }
    }

    /// The node that a row belongs to, if there is one on its path.
    ///
    /// The path is the speaker, then the body spoken for and all that it is part of. Only without
    /// such a body is it the speaker and all that the speaker is part of: a general who speaks for the
    /// foreign ministry counts for the ministry, not for the army.
    pub(super) fn node(&mut self, row: &Row) -> Option<TermId> {
        match self.level {
            NodeLevel::Actor => Some(row.speaker),
            NodeLevel::Authority => row.authority,
            NodeLevel::Institution | NodeLevel::State | NodeLevel::Sector => {
                let key = (row.speaker, row.on_behalf_of);
                if let Some(node) = self.found.get(&key) {
                    return *node;
                }
                let node = self.search(key);
                self.found.insert(key, node);
                node
            }
        }
    }

    /// Walks the path, near before far, and each actor once: background data can hold cycles, and
    /// actors that are part of several others.
    fn search(&self, (speaker, body): (TermId, Option<TermId>)) -> Option<TermId> {
        if let Some(node) = self.of_level(speaker) {
            return Some(node);
        }
        let mut seen = Vec::new();
        let mut ahead = VecDeque::from([body.unwrap_or(speaker)]);
        while let Some(actor) = ahead.pop_front() {
            if seen.contains(&actor) {
                continue;
            }
            if let Some(node) = self.of_level(actor) {
                return Some(node);
            }
            seen.push(actor);
            ahead.extend(self.parents(actor));
        }
        None
    }

    fn parents(&self, actor: TermId) -> impl Iterator<Item = TermId> {
        self.part_of
            .into_iter()
            .flat_map(move |property| self.graph.objects(actor, property))
    }

    /// The node that an actor on the path gives, if it is of the level asked for.
    fn of_level(&self, actor: TermId) -> Option<TermId> {
        match self.level {
            NodeLevel::State => self.is_state(actor).then_some(actor),
            NodeLevel::Institution => {
                let collective = self
                    .kinds(actor)
                    .any(|kind| self.collective.contains(&kind));
                (collective && !self.is_state(actor)).then_some(actor)
            }
            NodeLevel::Sector => {
                let sector = self.graph.object(actor, self.sector?)?;
                self.graph.iri(sector).map(|_| sector)
            }
            NodeLevel::Actor | NodeLevel::Authority => None,
        }
    }

    fn is_state(&self, actor: TermId) -> bool {
        self.kinds(actor).any(|kind| Some(kind) == self.state)
    }

    fn kinds(&self, actor: TermId) -> impl Iterator<Item = TermId> {
        self.kind
            .into_iter()
            .flat_map(move |property| self.graph.objects(actor, property))
    }
}

/// The ontology's classes of collective actors, and those outside it that are declared to be
/// subclasses of actors: a study's own kinds.
fn collective_classes(graph: &Graph) -> Vec<TermId> {
    let declared = graph
        .iri_id(rdfs::SUB_CLASS_OF)
        .zip(graph.iri_id(dm::ACTOR))
        .into_iter()
        .flat_map(|(property, actor)| graph.matching(None, Some(property), Some(actor)))
        .map(|[class, ..]| class)
        .filter(|class| graph.iri(*class).is_some_and(|iri| !iri.starts_with(DM)));
    COLLECTIVE
        .iter()
        .filter_map(|class| graph.iri_id(class))
        .chain(declared)
        .collect()
}
