//! Studies in a graph, and names of their parts.

use super::format::TermId;
use super::open::Graph;
use crate::rdf::{Prefix, usual_prefixes};
use demarche_core::statements::local_name;
use demarche_core::vocab::{dcterms, rdf, void};

/// What a graph says of one study in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    /// Its IRI.
    pub iri: String,
    /// What its IRIs begin with.
    pub base: String,
    /// Its title.
    pub title: String,
}

impl Graph {
    /// The prefixes known in queries over this graph and used in its Turtle: the usual ones, and for
    /// a graph of one study `:` for its base and one for each of its tables. With several studies
    /// `actor:` could mean either's.
    pub fn prefixes(&self) -> Vec<Prefix> {
        const TABLES: [&str; 5] = ["actor", "claim", "source", "statement", "theme"];
        let mut prefixes = usual_prefixes();
        if let [study] = self.datasets().as_slice() {
            prefixes.push((String::new(), study.base.clone()));
            let of_table = |table| (String::from(table), format!("{}{table}/", study.base));
            prefixes.extend(TABLES.map(of_table));
        }
        prefixes
    }

    /// The studies in the graph, by IRI.
    pub fn datasets(&self) -> Vec<Dataset> {
        self.instances(void::DATASET)
            .filter_map(|id| {
                let text = |property| self.property(id, property).and_then(|o| self.text(o));
                let iri = self.iri(id)?;
                Some(Dataset {
                    base: text(void::URI_SPACE)?.into_owned(),
                    title: text(dcterms::TITLE)
                        .unwrap_or_else(|| iri.clone())
                        .into_owned(),
                    iri: iri.into_owned(),
                })
            })
            .collect()
    }

    /// Nodes of a class, by IRI.
    pub fn instances(&self, class: &str) -> impl Iterator<Item = TermId> {
        self.instances_of(class).iter().copied()
    }

    /// The same as the list that the file has of them.
    pub(super) fn instances_of(&self, class: &str) -> &[TermId] {
        let ids = self.iri_id(rdf::TYPE).zip(self.iri_id(class));
        ids.map_or(&[], |(property, class)| {
            self.patterns().subjects(property, class)
        })
    }

    /// The first object of a property given by its IRI.
    pub fn property(&self, subject: TermId, property: &str) -> Option<TermId> {
        self.object(subject, self.iri_id(property)?)
    }

    /// Nodes that a short name can stand for: the IRIs with this last part that the studies' bases
    /// and the tables' names make, and the ontology's concepts with this code. With a class, only
    /// its members.
    pub fn named(&self, name: &str, class: Option<&str>) -> Vec<TermId> {
        const TABLES: [&str; 8] = [
            "actor/",
            "claim/",
            "source/",
            "statement/",
            "theme/",
            "sector/",
            "source-type/",
            "actor-type/",
        ];
        const CONCEPTS: [&str; 5] = ["stance-", "act-", "authority-", "sector-", "source-type-"];
        let mut candidates: Vec<TermId> = self
            .datasets()
            .iter()
            .flat_map(|dataset| TABLES.map(|table| format!("{}{table}{name}", dataset.base)))
            .chain(CONCEPTS.map(|scheme| format!("{}{scheme}{name}", demarche_core::vocab::DM)))
            .filter_map(|iri| self.iri_id(&iri))
            .filter(|id| class.is_none_or(|class| self.is_a(*id, class)))
            // Mentioned is not described: a typing error in a background file is no candidate.
            .filter(|id| {
                self.iri_id(rdf::TYPE)
                    .is_some_and(|a| self.object(*id, a).is_some())
            })
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }

    /// Whether a node is an instance of a class, as stated.
    pub fn is_a(&self, node: TermId, class: &str) -> bool {
        let ids = self.iri_id(rdf::TYPE).zip(self.iri_id(class));
        ids.is_some_and(|(property, class)| {
            self.matching(Some(node), Some(property), Some(class)).len() > 0
        })
    }

    /// Short names of a class's members, sorted: what a parameter of that class can be.
    pub fn names_of(&self, class: &str) -> Vec<String> {
        let mut names: Vec<String> = self
            .instances(class)
            .filter_map(|id| {
                let notation = self.property(id, demarche_core::vocab::skos::NOTATION);
                let notation = notation.and_then(|o| self.text(o));
                // Actors' classes carry notations, actors do not.
                Some(match notation {
                    Some(notation) => notation.into_owned(),
                    None => local_name(&self.iri(id)?).to_owned(),
                })
            })
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
