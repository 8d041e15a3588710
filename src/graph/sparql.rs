//! A graph as a dataset that Oxigraph's SPARQL evaluator runs over.

use super::{Graph, GraphError, TermId};
use oxigraph::model::Term;
use spareval::{InternalQuad, QueryableDataset};
use std::cell::RefCell;
use std::collections::HashMap;

/// A graph for one evaluation: the graph's terms by id, and terms that the query itself brings or
/// computes, numbered from the end of the dictionary on.
///
/// Ids are plain `u32` inside the evaluator, so joins hash and compare four bytes; text is made
/// only where an expression or a result needs it.
pub struct GraphView<'a> {
    graph: &'a Graph,
    computed: RefCell<Computed>,
}

#[derive(Default)]
struct Computed {
    terms: Vec<Term>,
    ids: HashMap<Term, TermId>,
}

impl<'a> GraphView<'a> {
    pub(super) fn new(graph: &'a Graph) -> Self {
        Self {
            graph,
            computed: RefCell::default(),
        }
    }
}

impl<'a> QueryableDataset<'a> for GraphView<'a> {
    type InternalTerm = TermId;
    type Error = GraphError;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&TermId>,
        predicate: Option<&TermId>,
        object: Option<&TermId>,
        graph_name: Option<Option<&TermId>>,
    ) -> impl Iterator<Item = Result<InternalQuad<TermId>, GraphError>> + use<'a> {
        // All triples are in the default graph; computed ids lie past the dictionary and match
        // nothing.
        let in_default_graph = matches!(graph_name, Some(None));
        in_default_graph
            .then(|| {
                self.graph
                    .matching(subject.copied(), predicate.copied(), object.copied())
            })
            .into_iter()
            .flatten()
            .map(|[subject, predicate, object]| {
                Ok(InternalQuad {
                    subject,
                    predicate,
                    object,
                    graph_name: None,
                })
            })
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<TermId, GraphError>> + use<'a> {
        std::iter::empty()
    }

    fn contains_internal_graph_name(&self, _: &TermId) -> Result<bool, GraphError> {
        Ok(false)
    }

    fn internalize_term(&self, term: Term) -> Result<TermId, GraphError> {
        if let Some(id) = self.graph.id(&term) {
            return Ok(id);
        }
        let mut computed = self.computed.borrow_mut();
        if let Some(id) = computed.ids.get(&term) {
            return Ok(*id);
        }
        let id = TermId::try_from(self.graph.term_count() + computed.terms.len())
            .map_err(|_| GraphError::TooMany("terms"))?;
        computed.terms.push(term.clone());
        computed.ids.insert(term, id);
        Ok(id)
    }

    fn externalize_term(&self, id: TermId) -> Result<Term, GraphError> {
        match (id as usize).checked_sub(self.graph.term_count()) {
            None => self.graph.term(id),
            Some(position) => {
                let computed = self.computed.borrow();
                computed
                    .terms
                    .get(position)
                    .cloned()
                    .ok_or(GraphError::Damaged("a term"))
            }
        }
    }
}
