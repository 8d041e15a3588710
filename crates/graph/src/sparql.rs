//! A graph as a dataset that Oxigraph's SPARQL evaluator runs over.
//!
//! Ids are plain `u32` inside the evaluator, so joins, groups and `sameTerm` hash and compare four
//! bytes; text is made only where an expression or a result needs it.

use super::dictionary::Decoded;
use super::error::GraphError;
use super::format::TermId;
use super::open::Graph;
use super::patterns::{Matches, Triples};
use demarche_core::vocab::xsd;
use oxigraph::model::{NamedNode, Term};
use rustc_hash::FxHashMap;
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};
use std::cell::RefCell;

/// Values of expressions that are kept for the next time: the slots of a small direct-mapped cache,
/// a power of two. A filter over dates or labels asks for few distinct terms, many times each.
const KEPT: usize = 1 << 12;

/// A graph for one evaluation: the graph's terms by id, and terms that the query itself brings or
/// computes, numbered from the end of the dictionary on.
pub struct GraphView<'a> {
    graph: &'a Graph,
    /// The sections of triples, found once: a join looks patterns up by the million.
    triples: Triples<'a>,
    computed: RefCell<Computed>,
    values: RefCell<Vec<Option<(TermId, ExpressionTerm)>>>,
}

#[derive(Default)]
struct Computed {
    terms: Vec<Term>,
    ids: FxHashMap<Term, TermId>,
}

impl Graph {
    /// Returns the graph as a dataset for Oxigraph's evaluator.
    pub fn view(&self) -> GraphView<'_> {
        GraphView::new(self)
    }
}

impl<'a> GraphView<'a> {
    fn new(graph: &'a Graph) -> Self {
        Self {
            graph,
            triples: graph.patterns(),
            computed: RefCell::default(),
            values: RefCell::default(),
        }
    }

    /// Terms that are in the dictionary have their ids below this.
    fn is_computed(&self, id: TermId) -> bool {
        id as usize >= self.graph.term_count()
    }

    /// Returns a term of the dictionary as an expression takes it, without a term in between.
    fn value(&self, id: TermId) -> Result<ExpressionTerm, GraphError> {
        self.graph
            .dictionary()
            .decode(id, |text| value_of(&text))
            .ok_or(GraphError::Damaged("a term"))
    }
}

fn value_of(text: &Decoded<'_>) -> ExpressionTerm {
    match *text {
        Decoded::Iri(iri) => ExpressionTerm::NamedNode(NamedNode::new_unchecked(iri)),
        Decoded::Plain(value) => ExpressionTerm::StringLiteral(value.to_owned()),
        Decoded::Tagged { language, value } => ExpressionTerm::LangStringLiteral {
            value: value.to_owned(),
            language: language.to_owned(),
        },
        Decoded::Typed { datatype, value } => {
            typed_value(datatype, value).unwrap_or_else(|| text.term().into())
        }
    }
}

/// The datatypes that a graph of statements is full of; all others go through a term.
fn typed_value(datatype: &str, value: &str) -> Option<ExpressionTerm> {
    match datatype {
        xsd::DATE => value.parse().ok().map(ExpressionTerm::DateLiteral),
        xsd::INTEGER => value.parse().ok().map(ExpressionTerm::IntegerLiteral),
        xsd::BOOLEAN => value.parse().ok().map(ExpressionTerm::BooleanLiteral),
        _ => None,
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
                Matches::find(
                    &self.triples,
                    subject.copied(),
                    predicate.copied(),
                    object.copied(),
                )
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
        // A damaged dictionary knows no term, and the query would find nothing.
        self.graph.verification.check()?;
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

    fn externalize_expression_term(&self, id: TermId) -> Result<ExpressionTerm, GraphError> {
        if self.is_computed(id) {
            return Ok(self.externalize_term(id)?.into());
        }
        let mut values = self.values.borrow_mut();
        if values.is_empty() {
            values.resize_with(KEPT, || None);
        }
        let slot = &mut values[id as usize % KEPT];
        if let Some((kept, value)) = slot
            && *kept == id
        {
            return Ok(value.clone());
        }
        let value = self.value(id)?;
        *slot = Some((id, value.clone()));
        Ok(value)
    }

    fn internal_term_effective_boolean_value(
        &self,
        id: TermId,
    ) -> Result<Option<bool>, GraphError> {
        // Without a copy of the text: a string is true where it is not empty, a date never.
        if self.is_computed(id) {
            return Ok(effective_boolean_value(&self.externalize_term(id)?.into()));
        }
        let truth = |text: Decoded<'_>| match text {
            Decoded::Plain(value) => Some(!value.is_empty()),
            Decoded::Iri(_) | Decoded::Tagged { .. } => None,
            Decoded::Typed { .. } => effective_boolean_value(&value_of(&text)),
        };
        let dictionary = self.graph.dictionary();
        dictionary
            .decode(id, truth)
            .ok_or(GraphError::Damaged("a term"))
    }
}

/// SPARQL 1.1, 17.2.2. A number is false where it is zero or not a number.
fn effective_boolean_value(value: &ExpressionTerm) -> Option<bool> {
    use oxsdatatypes::Boolean;
    Some(match value {
        ExpressionTerm::BooleanLiteral(value) => (*value).into(),
        ExpressionTerm::StringLiteral(value) => !value.is_empty(),
        ExpressionTerm::IntegerLiteral(value) => Boolean::from(*value).into(),
        ExpressionTerm::DecimalLiteral(value) => Boolean::from(*value).into(),
        ExpressionTerm::FloatLiteral(value) => Boolean::from(*value).into(),
        ExpressionTerm::DoubleLiteral(value) => Boolean::from(*value).into(),
        _ => return None,
    })
}
