//! Rolling up: which node of the level asked for a statement belongs to.

use super::options::NodeLevel;
use demarche_core::statements::{Column, Corpus, EntityId, NO_CODE, Statements};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// A pair of speaker and body that nothing was looked up for yet.
const UNKNOWN: u32 = u32::MAX;
/// A pair without a node of the level. Nodes are terms of which there are fewer.
const NOWHERE: u32 = u32::MAX - 1;

/// Finds nodes for statements: once for each speaker and body, not once for each statement.
pub(super) struct RollUp<'a> {
    ladder: Ladder<'a>,
    /// Codes of each statement's speaker, body and, for nodes that are levels, level of authority.
    speakers: Vec<u32>,
    bodies: Column<'a>,
    authorities: Column<'a>,
    speaker_ids: &'a [EntityId],
    /// Positions in `nodes` of the nodes of speakers without a body, by code.
    alone: Vec<u32>,
    /// The same by the codes of speaker and body.
    together: FxHashMap<(u32, u32), u32>,
    nodes: Vec<EntityId>,
    positions: FxHashMap<EntityId, u32>,
}

impl<'a> RollUp<'a> {
    pub(super) fn new(
        corpus: &'a dyn Corpus,
        statements: &Statements<'a>,
        level: NodeLevel,
    ) -> Self {
        let speaker_ids = statements.speaker.values();
        let nodes = match level {
            NodeLevel::Actor => speaker_ids.to_vec(),
            NodeLevel::Authority => statements.authority.values().to_vec(),
            NodeLevel::Institution | NodeLevel::State | NodeLevel::Polity | NodeLevel::Sector => {
                Vec::new()
            }
        };
        Self {
            ladder: Ladder::new(corpus, level),
            speakers: statements.speaker.decode(),
            bodies: statements.on_behalf_of,
            authorities: statements.authority,
            speaker_ids,
            alone: vec![UNKNOWN; speaker_ids.len()],
            together: FxHashMap::default(),
            nodes,
            positions: FxHashMap::default(),
        }
    }

    /// Whether the statement of a row says who spoke.
    pub(super) fn has_speaker(&self, row: usize) -> bool {
        self.speakers.get(row).is_some_and(|code| *code != NO_CODE)
    }

    /// The nodes that [`RollUp::node`] gives positions of, in no order.
    pub(super) fn nodes(&self) -> &[EntityId] {
        &self.nodes
    }

    /// The position of the node that the statement of a row belongs to, if there is one on its
    /// path.
    ///
    /// The path is the speaker, then the body spoken for and all that it is part of. Only without
    /// such a body is it the speaker and all that the speaker is part of: a general who speaks for the
    /// foreign ministry counts for the ministry, not for the army.
    pub(super) fn node(&mut self, row: usize) -> Option<u32> {
        let speaker = *self.speakers.get(row)?;
        match self.ladder.level {
            NodeLevel::Actor => return Some(speaker),
            NodeLevel::Authority => return self.authorities.code(row),
            NodeLevel::Institution | NodeLevel::State | NodeLevel::Polity | NodeLevel::Sector => {}
        }
        let body = self.bodies.code(row);
        let known = match body {
            None => self.alone.get(speaker as usize).copied(),
            Some(body) => self.together.get(&(speaker, body)).copied(),
        };
        let node = match known.filter(|known| *known != UNKNOWN) {
            Some(known) => known,
            None => self.look_up(speaker, body)?,
        };
        (node != NOWHERE).then_some(node)
    }

    fn look_up(&mut self, speaker: u32, body: Option<u32>) -> Option<u32> {
        let speaker_id = *self.speaker_ids.get(speaker as usize)?;
        let body_id = body.and_then(|body| self.bodies.values().get(body as usize).copied());
        let node = match self.ladder.search(speaker_id, body_id) {
            None => NOWHERE,
            Some(id) => *self.positions.entry(id).or_insert_with(|| {
                self.nodes.push(id);
                // Nodes are terms, and those are counted in 32 bits.
                self.nodes.len() as u32 - 1
            }),
        };
        match body {
            Some(body) => {
                self.together.insert((speaker, body), node);
            }
            None => {
                if let Some(alone) = self.alone.get_mut(speaker as usize) {
                    *alone = node;
                }
            }
        }
        Some(node)
    }
}

/// What is part of what, and which rung the nodes stand on.
pub(super) struct Ladder<'a> {
    corpus: &'a dyn Corpus,
    level: NodeLevel,
}

impl<'a> Ladder<'a> {
    pub(super) fn new(corpus: &'a dyn Corpus, level: NodeLevel) -> Self {
        Self { corpus, level }
    }

    /// Walks the path, near before far, and each actor once: background data can hold cycles, and
    /// actors that are part of several others.
    pub(super) fn search(&self, speaker: EntityId, body: Option<EntityId>) -> Option<EntityId> {
        let found = self.walk(speaker, body, |actor| self.of_level(actor));
        if self.level != NodeLevel::Polity {
            return found;
        }
        found.or_else(|| {
            let union = |actor| self.corpus.is_international(actor).then_some(actor);
            self.walk(speaker, body, union)
        })
    }

    /// The first that is found on the path.
    fn walk(
        &self,
        speaker: EntityId,
        body: Option<EntityId>,
        find: impl Fn(EntityId) -> Option<EntityId>,
    ) -> Option<EntityId> {
        if let Some(node) = find(speaker) {
            return Some(node);
        }
        let mut seen = Vec::new();
        let mut ahead = VecDeque::from([body.unwrap_or(speaker)]);
        while let Some(actor) = ahead.pop_front() {
            if seen.contains(&actor) {
                continue;
            }
            if let Some(node) = find(actor) {
                return Some(node);
            }
            seen.push(actor);
            ahead.extend(self.corpus.part_of(actor));
        }
        None
    }

    /// The node that an actor on the path gives, if it is of the level asked for.
    fn of_level(&self, actor: EntityId) -> Option<EntityId> {
        match self.level {
            NodeLevel::State | NodeLevel::Polity => self.corpus.is_state(actor).then_some(actor),
            NodeLevel::Institution => self.corpus.is_collective(actor).then_some(actor),
            NodeLevel::Sector => self.corpus.sector(actor),
            NodeLevel::Actor | NodeLevel::Authority => None,
        }
    }
}
