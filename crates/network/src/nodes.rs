//! Nodes with all that the graph knows of them, and what was counted.

use super::NetworkError;
use super::days::Days;
use super::model::{Mode, Node};
use super::options::NodeLevel;
use super::place::Placed;
use demarche_core::model::{Authority, Stance};
use demarche_core::statements::{Corpus, EntityId, Statements, local_name};

/// The statements behind a node, before counting rules.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    supports: u32,
    opposes: u32,
    neutral: u32,
    authority: [u32; 3],
    days: Days,
}

impl Tally {
    /// Tallies of `count` nodes, or claims. `of` says whose each statement is.
    pub(super) fn all(
        corpus: &dyn Corpus,
        statements: &Statements<'_>,
        placed: &Placed,
        (of, count): (&[u32], usize),
    ) -> Vec<Self> {
        // The rank of each code's level; a study may have levels of its own, which have none.
        let rank = |level: &EntityId| {
            let level = corpus.authority(*level)?;
            Authority::ALL.iter().position(|known| *known == level)
        };
        let authority = statements.authority;
        let ranks: Vec<Option<usize>> = authority.values().iter().map(rank).collect();
        let mut tallies = vec![Self::default(); count];
        for (at, node) in of.iter().enumerate() {
            let Some(tally) = tallies.get_mut(*node as usize) else {
                continue;
            };
            match placed.stance[at] {
                Stance::Supports => tally.supports += 1,
                Stance::Opposes => tally.opposes += 1,
                Stance::Neutral => tally.neutral += 1,
            }
            let code = authority.code(placed.rows[at] as usize);
            let rank = code.and_then(|code| ranks.get(code as usize).copied().flatten());
            if let Some(count) = rank.and_then(|rank| tally.authority.get_mut(rank)) {
                *count += 1;
            }
            tally.days = tally.days.join(placed.days[at]);
        }
        tallies
    }
}

/// Describes nodes from the directory.
pub(super) struct Describer<'a> {
    corpus: &'a dyn Corpus,
    level: NodeLevel,
}

impl<'a> Describer<'a> {
    pub(super) fn new(corpus: &'a dyn Corpus, level: NodeLevel) -> Self {
        Self { corpus, level }
    }

    /// A node of the first mode.
    pub(super) fn actor(
        &self,
        id: EntityId,
        tally: &Tally,
        activity: u32,
    ) -> Result<Node, NetworkError> {
        let mut node = self.node(id, tally, activity)?;
        match self.level {
            NodeLevel::Sector => node.kind = "sector".to_owned(),
            NodeLevel::Authority => node.kind = "authority".to_owned(),
            NodeLevel::Actor | NodeLevel::Institution | NodeLevel::State | NodeLevel::Polity => {
                let corpus = self.corpus;
                let kind = corpus.actor_type(id);
                node.kind = kind.unwrap_or_else(|| "actor".to_owned());
                node.sector = corpus.sector(id).and_then(|sector| corpus.code(sector));
                node.country = corpus.country(id);
                node.part_of = corpus
                    .part_of(id)
                    .first()
                    .and_then(|whole| self.local(*whole));
            }
        }
        Ok(node)
    }

    /// A node of the second mode.
    pub(super) fn claim(
        &self,
        id: EntityId,
        tally: &Tally,
        activity: u32,
    ) -> Result<Node, NetworkError> {
        let mut node = self.node(id, tally, activity)?;
        node.mode = Mode::Claim;
        node.kind = "claim".to_owned();
        let themes = self.corpus.themes(id).into_iter();
        node.themes = themes.filter_map(|theme| self.local(theme)).collect();
        node.themes.sort_unstable();
        Ok(node)
    }

    fn node(&self, id: EntityId, tally: &Tally, activity: u32) -> Result<Node, NetworkError> {
        let iri = self.corpus.iri(id).ok_or(NetworkError::Damaged)?;
        Ok(Node {
            id: local_name(&iri).to_owned(),
            label: self
                .corpus
                .label(id)
                .unwrap_or_else(|| local_name(&iri).to_owned()),
            iri: iri.into_owned(),
            mode: Mode::Actor,
            kind: String::new(),
            sector: None,
            country: None,
            part_of: None,
            themes: Vec::new(),
            attributes: self.corpus.attributes(id),
            supports: tally.supports,
            opposes: tally.opposes,
            neutral: tally.neutral,
            authority: tally.authority,
            first: tally.days.first(),
            last: tally.days.last(),
            activity,
            coalition: None,
            betweenness: None,
        })
    }

    fn local(&self, id: EntityId) -> Option<String> {
        self.corpus.iri(id).map(|iri| local_name(&iri).to_owned())
    }
}
