//! Nodes with all that the graph knows of them, and what was counted.

use super::count::Placed;
use super::model::{Mode, Node};
use super::options::NodeLevel;
use super::rows::Span;
use crate::graph::{Graph, GraphError, TermId, local_name};
use crate::model::{Authority, Stance};
use crate::vocab::{DM, dcterms, dm, rdf, rdfs, skos};
use oxigraph::model::Term;

/// The statements behind a node, before counting rules.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    supports: u32,
    opposes: u32,
    neutral: u32,
    authority: [u32; 3],
    days: Option<Span>,
}

impl Tally {
    /// Tallies for nodes, or claims, that are sorted and include every one that `of` gives.
    pub(super) fn all(
        graph: &Graph,
        placed: &[Placed<'_>],
        ids: &[TermId],
        of: impl Fn(&Placed<'_>) -> TermId,
    ) -> Vec<Self> {
        let levels = levels(graph);
        let mut tallies = vec![Self::default(); ids.len()];
        for placed in placed {
            if let Ok(position) = ids.binary_search(&of(placed)) {
                tallies[position].add(placed, &levels);
            }
        }
        tallies
    }

    fn add(&mut self, placed: &Placed<'_>, levels: &[Option<TermId>; 3]) {
        match placed.row.stance {
            Stance::Supports => self.supports += 1,
            Stance::Opposes => self.opposes += 1,
            Stance::Neutral => self.neutral += 1,
        }
        if let Some(level) = placed.row.authority {
            let place = levels.iter().position(|known| *known == Some(level));
            if let Some(count) = place.and_then(|place| self.authority.get_mut(place)) {
                *count += 1;
            }
        }
        self.days = Span::join_known(self.days, placed.row.days);
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
            NodeLevel::Actor | NodeLevel::Institution | NodeLevel::State => {
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
            supports: tally.supports,
            opposes: tally.opposes,
            neutral: tally.neutral,
            authority: tally.authority,
            first: tally.days.map(|days| days.first),
            last: tally.days.map(|days| days.last),
            activity,
        })
    }

    /// A node's name: the English one, where there is one, since the ontology's concepts have two;
    /// otherwise the first.
    fn label(&self, id: TermId) -> Option<String> {
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
    fn code(&self, concept: TermId) -> Option<String> {
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
