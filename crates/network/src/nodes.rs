//! Nodes with all that the graph knows of them, and what was counted.

use super::days::Days;
use super::model::{Mode, Node};
use super::options::NodeLevel;
use super::place::Placed;
use demarche_core::model::{Authority, Stance};
use demarche_core::vocab::{DM, dcterms, dm, rdf, rdfs, skos};
use demarche_graph::{Graph, GraphError, Statements, TermId, local_name};
use oxigraph::model::Term;

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
        graph: &Graph,
        statements: &Statements<'_>,
        placed: &Placed,
        (of, count): (&[u32], usize),
    ) -> Vec<Self> {
        let levels = levels(graph);
        // The rank of each code's level; a study may have levels of its own, which have none.
        let rank = |level: &TermId| levels.iter().position(|known| *known == Some(*level));
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

/// The concepts of the levels of authority, highest first.
fn levels(graph: &Graph) -> [Option<TermId>; 3] {
    [
        Authority::Authoritative,
        Authority::QuasiAuthoritative,
        Authority::NonAuthoritative,
    ]
    .map(|level| graph.iri_id(&format!("{DM}authority-{level}")))
}

/// Describes nodes from the graph.
pub(super) struct Describer<'a> {
    graph: &'a Graph,
    level: NodeLevel,
}

impl<'a> Describer<'a> {
    pub(super) fn new(graph: &'a Graph, level: NodeLevel) -> Self {
        Self { graph, level }
    }

    /// A node of the first mode.
    pub(super) fn actor(
        &self,
        id: TermId,
        tally: &Tally,
        activity: u32,
    ) -> Result<Node, GraphError> {
        let mut node = self.node(id, tally, activity)?;
        match self.level {
            NodeLevel::Sector => node.kind = "sector".to_owned(),
            NodeLevel::Authority => node.kind = "authority".to_owned(),
            NodeLevel::Actor | NodeLevel::Institution | NodeLevel::State | NodeLevel::Polity => {
                node.kind = self.actor_kind(id);
                node.sector = self.property(id, dm::SECTOR).and_then(|s| self.code(s));
                let country = self.property(id, dm::COUNTRY);
                node.country = country
                    .and_then(|o| self.graph.text(o))
                    .map(|code| code.into_owned());
                let whole = self.property(id, dcterms::IS_PART_OF);
                node.part_of = whole.and_then(|o| self.local(o));
            }
        }
        Ok(node)
    }

    /// A node of the second mode.
    pub(super) fn claim(
        &self,
        id: TermId,
        tally: &Tally,
        activity: u32,
    ) -> Result<Node, GraphError> {
        let mut node = self.node(id, tally, activity)?;
        node.mode = Mode::Claim;
        node.kind = "claim".to_owned();
        let themes = self.properties(id, dm::THEME_PROPERTY);
        node.themes = themes.filter_map(|theme| self.local(theme)).collect();
        node.themes.sort_unstable();
        Ok(node)
    }

    fn node(&self, id: TermId, tally: &Tally, activity: u32) -> Result<Node, GraphError> {
        let iri = self.graph.iri(id).ok_or(GraphError::Damaged("a term"))?;
        Ok(Node {
            id: local_name(&iri).to_owned(),
            label: self
                .label(id)
                .unwrap_or_else(|| local_name(&iri).to_owned()),
            iri: iri.into_owned(),
            mode: Mode::Actor,
            kind: String::new(),
            sector: None,
            country: None,
            part_of: None,
            themes: Vec::new(),
            attributes: Vec::new(),
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

    /// A node's name: the English one, where there is one, since the ontology's concepts have two;
    /// otherwise the first.
    pub(super) fn label(&self, id: TermId) -> Option<String> {
        [rdfs::LABEL, skos::PREF_LABEL].iter().find_map(|property| {
            let mut any = None;
            for object in self.properties(id, property) {
                let Ok(Term::Literal(label)) = self.graph.term(object) else {
                    continue;
                };
                let english = label.language() == Some("en");
                let (text, ..) = label.destruct();
                if english {
                    return Some(text);
                }
                any.get_or_insert(text);
            }
            any
        })
    }

    /// The code of an actor's type. Classes of actors carry their codes; those of other
    /// vocabularies that an actor may belong to as well do not.
    fn actor_kind(&self, id: TermId) -> String {
        let mut codes = self
            .properties(id, rdf::TYPE)
            .filter_map(|class| self.notation(class));
        codes.next().unwrap_or_else(|| "actor".to_owned())
    }

    /// The code of a concept, or the last part of its IRI.
    pub(super) fn code(&self, concept: TermId) -> Option<String> {
        self.notation(concept).or_else(|| self.local(concept))
    }

    fn notation(&self, concept: TermId) -> Option<String> {
        let notation = self.property(concept, skos::NOTATION)?;
        self.graph.text(notation).map(|code| code.into_owned())
    }

    fn local(&self, id: TermId) -> Option<String> {
        self.graph.iri(id).map(|iri| local_name(&iri).to_owned())
    }

    fn property(&self, id: TermId, property: &str) -> Option<TermId> {
        self.graph.property(id, property)
    }

    fn properties(&self, id: TermId, property: &str) -> impl Iterator<Item = TermId> {
        let property = self.graph.iri_id(property).into_iter();
        property.flat_map(move |property| self.graph.objects(id, property))
    }
}
