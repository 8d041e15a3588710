//! Queries made ready for a graph, and evaluated over it.

use super::bind::{self, Bindings};
use super::catalogue::SavedQuery;
use super::counts;
use super::error::QueryError;
use super::fold::fold;
use super::header::Header;
use super::parameter::Parameter;
use super::print;
use super::results::{self, QueryForm, ResultFormat};
use super::rows;
use super::services::Services;
use super::syntax;
use super::value::Resolver;
use super::walk::{Visitor, walk};
use demarche_core::diagnostic::nearest;
use demarche_graph::Graph;
use oxigraph::model::{Term, Variable};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolutionIter, SparqlEvaluator};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::NamedNodePattern;
use std::collections::BTreeMap;
use std::io::Write;

/// A query with its parameters bound.
#[derive(Debug, Clone)]
pub struct Prepared {
    query: Query,
    services: Services,
    most_rows: Option<u64>,
}

impl Prepared {
    /// A saved query with these values for its parameters.
    ///
    /// # Errors
    /// [`QueryError::UnknownParameter`], [`QueryError::RepeatedParameter`],
    /// [`QueryError::MissingParameter`], [`QueryError::InvalidValue`],
    /// [`QueryError::AmbiguousName`].
    pub fn from_saved(
        saved: &SavedQuery,
        values: &[(String, String)],
        graph: &Graph,
    ) -> Result<Self, QueryError> {
        let prefixes = graph.prefixes();
        let (graph, prefixes) = (graph, prefixes.as_slice());
        let resolver = Resolver { graph, prefixes };
        let bindings = bindings(&saved.name, &saved.header.parameters, values, &resolver)?;
        Ok(Self::from_query(fold(bind::bind(saved.query(), &bindings))))
    }

    /// A query text, with or without a header. Errors call it by its label.
    ///
    /// Without a header, variables named as parameters are (`?_claim_iri`) can be given values by
    /// name (`claim=...`); those that get none stay variables.
    ///
    /// In a graph of one study, `:` stands for the study's base, and `actor:`, `claim:`,
    /// `source:`, `statement:` and `theme:` for the IRIs of its tables; beside
    /// [`vocab::PREFIXES`](demarche_core::vocab::PREFIXES).
    ///
    /// # Errors
    /// [`QueryError::Syntax`], [`QueryError::ReadOnly`], and those of [`Prepared::from_saved`].
    pub fn from_text(
        text: &str,
        label: &str,
        values: &[(String, String)],
        graph: &Graph,
    ) -> Result<Self, QueryError> {
        let text = syntax::without_mark(text);
        let prefixes = graph.prefixes();
        let query = syntax::parse(label, text, &prefixes)?;
        let parameters = match Header::read(label, text)? {
            Some(header) => {
                header.check(label, text, &query)?;
                header.parameters
            }
            None => implied_parameters(&query, values),
        };
        let (graph, prefixes) = (graph, prefixes.as_slice());
        let resolver = Resolver { graph, prefixes };
        let bindings = bindings(label, &parameters, values, &resolver)?;
        Ok(Self::from_query(fold(bind::bind(&query, &bindings))))
    }

    /// A query made here.
    pub(super) fn from_query(query: Query) -> Self {
        Self {
            query,
            services: Services::default(),
            most_rows: None,
        }
    }

    /// Allows the query to ask these endpoints by `SERVICE`; without it, none.
    #[must_use]
    pub fn with_services(mut self, services: Services) -> Self {
        self.services = services;
        self
    }

    /// Ends the answer with [`TooManyRows`](super::TooManyRows) where it has more rows, or triples,
    /// than this.
    #[must_use]
    pub fn with_most_rows(mut self, most: Option<u64>) -> Self {
        self.most_rows = most;
        self
    }

    /// A query of the program's own, which names all IRIs in full and has no parameters.
    pub(super) fn from_plain(text: &str) -> Result<Self, QueryError> {
        Ok(Self::from_query(syntax::parse("a query", text, &[])?))
    }

    /// The query, its parameters replaced by their values.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// The query as text that any SPARQL 1.1 store reads.
    pub fn sparql(&self) -> String {
        print::to_sparql(&self.query)
    }

    /// The form of the query, which decides the formats its answer can have.
    pub fn form(&self) -> QueryForm {
        QueryForm::of(&self.query)
    }

    /// Evaluates the query and writes its answer; gives the number of rows (of triples for
    /// `CONSTRUCT` and `DESCRIBE`; 1 for `ASK`). Tables fit into `width` columns if it is given.
    ///
    /// # Errors
    /// [`QueryError::FormatMismatch`], [`QueryError::Unsupported`], [`QueryError::Evaluation`],
    /// [`QueryError::Write`].
    pub fn execute(
        &self,
        graph: &Graph,
        format: ResultFormat,
        width: Option<usize>,
        out: &mut dyn Write,
    ) -> Result<usize, QueryError> {
        let form = self.form();
        if !format.fits(form) {
            return Err(QueryError::FormatMismatch { format, form });
        }
        let rows = results::write(self.evaluate(graph)?, format, width, &graph.prefixes(), out)?;
        graph
            .check()
            .map_err(|error| QueryEvaluationError::Dataset(Box::new(error)))?;
        Ok(rows)
    }

    /// Evaluates a `SELECT` query, row by row.
    ///
    /// # Errors
    /// As [`Prepared::execute`]; [`QueryError::FormatMismatch`] for other forms of query.
    pub fn solutions<'a>(&self, graph: &'a Graph) -> Result<Rows<'a>, QueryError> {
        match self.evaluate(graph)? {
            QueryResults::Solutions(solutions) => Ok(Rows(solutions)),
            _ => Err(QueryError::FormatMismatch {
                format: ResultFormat::Table,
                form: self.form(),
            }),
        }
    }

    /// Evaluates the query.
    ///
    /// # Errors
    /// [`QueryError::Unsupported`], [`QueryError::ServiceNotAllowed`], [`QueryError::Evaluation`].
    pub fn evaluate<'a>(&self, graph: &'a Graph) -> Result<QueryResults<'a>, QueryError> {
        refuse_unsupported(&self.query, &self.services)?;
        let mut query = self.query.clone();
        counts::replace(&mut query, graph)
            .map_err(|error| QueryEvaluationError::Dataset(Box::new(error)))?;
        let evaluator = self.services.give_to(SparqlEvaluator::new());
        let dataset = graph.view();
        let results = evaluator
            .for_query(query)
            .on_queryable_dataset(dataset)
            .execute()?;
        Ok(match self.most_rows {
            Some(most) => rows::at_most(most, results),
            None => results,
        })
    }
}

/// The rows of a `SELECT` query.
pub struct Rows<'a>(QuerySolutionIter<'a>);

impl Rows<'_> {
    /// The columns, in order.
    pub fn variables(&self) -> &[Variable] {
        self.0.variables()
    }
}

impl Iterator for Rows<'_> {
    /// A row: for each column its term, `None` where it is unbound.
    type Item = Result<Vec<Option<Term>>, QueryError>;

    fn next(&mut self) -> Option<Self::Item> {
        let solution = self.0.next()?;
        Some(match solution {
            Ok(solution) => Ok(solution.values().to_vec()),
            Err(error) => Err(error.into()),
        })
    }
}

/// Variables of a query without header that are named as parameters are: those with values have
/// to be, the others may be.
fn implied_parameters(query: &Query, values: &[(String, String)]) -> Vec<Parameter> {
    let parameters = bind::uses(query)
        .into_iter()
        .filter_map(|(variable, found)| Parameter::of_variable(&variable).zip(Some(found)))
        .filter(|(parameter, found)| parameter.misuse(*found).is_none());
    parameters
        .map(|(parameter, _)| parameter)
        .filter(|parameter| {
            // An unnamed one is none of ours to demand.
            parameter.optional || values.iter().any(|(name, _)| plain(name) == parameter.name)
        })
        .collect()
}

/// A parameter's name as its variable has it: `min-weight` may be typed for `min_weight`.
fn plain(name: &str) -> String {
    name.replace('-', "_")
}

/// The terms for a query's parameters.
fn bindings(
    query: &str,
    parameters: &[Parameter],
    values: &[(String, String)],
    resolver: &Resolver<'_>,
) -> Result<Bindings, QueryError> {
    let mut given: BTreeMap<String, &str> = BTreeMap::new();
    for (name, value) in values {
        if !parameters
            .iter()
            .any(|parameter| parameter.name == plain(name))
        {
            return Err(QueryError::UnknownParameter {
                query: query.to_owned(),
                name: name.clone(),
                suggestion: nearest(name, parameters.iter().map(|p| p.name.as_str()))
                    .map(str::to_owned),
                known: parameters.iter().map(|p| p.name.clone()).collect(),
            });
        }
        if given.insert(plain(name), value).is_some() {
            return Err(QueryError::RepeatedParameter(name.clone()));
        }
    }
    let mut bindings = Bindings::new();
    for parameter in parameters {
        let term = match (given.get(&parameter.name), &parameter.default) {
            (Some(value), _) => Some(resolver.term(parameter, value)?),
            // A default that another study has no node for is nothing the user could mend.
            (None, Some(default)) => resolver.term(parameter, default).ok(),
            (None, None) => None,
        };
        if let Some(term) = term {
            bindings.insert(parameter.variable(), term);
        } else if !parameter.optional {
            return Err(QueryError::MissingParameter {
                query: query.to_owned(),
                name: parameter.name.clone(),
                description: parameter.description.clone(),
                values: resolver.values(parameter),
            });
        }
    }
    Ok(bindings)
}

/// Refuses what would silently find nothing: there is one graph, and no other place to ask than
/// those that are allowed.
fn refuse_unsupported(query: &Query, services: &Services) -> Result<(), QueryError> {
    if query.dataset().is_some() {
        return Err(ONE_GRAPH("FROM"));
    }
    let mut query = query.clone();
    let mut asked = Asked {
        services,
        refused: None,
    };
    walk(&mut query, &mut asked);
    let mut named = Named(false);
    walk(&mut query, &mut named);
    match (asked.refused, named.0) {
        (Some(name), _) => Err(QueryError::ServiceNotAllowed(name)),
        (None, true) => Err(ONE_GRAPH("GRAPH")),
        (None, false) => Ok(()),
    }
}

const ONE_GRAPH: fn(&'static str) -> QueryError = |what| QueryError::Unsupported {
    what,
    reason: "a graph file holds a single graph without a name",
};

/// Looks for a `SERVICE` that is not allowed, and empties the others: what they are asked is theirs
/// to understand.
struct Asked<'a> {
    services: &'a Services,
    refused: Option<String>,
}

impl Visitor for Asked<'_> {
    fn pattern(&mut self, pattern: &mut GraphPattern) {
        let GraphPattern::Service { name, inner, .. } = pattern else {
            return;
        };
        let may_be_asked = match name {
            NamedNodePattern::NamedNode(name) => self.services.allows(name),
            // The evaluator joins what a service answers with the rest, so nothing binds its name.
            NamedNodePattern::Variable(_) => false,
        };
        if !may_be_asked {
            self.refused = Some(name.to_string());
        }
        **inner = GraphPattern::default();
    }

    fn expression(&mut self, _: &mut Expression) {}
}

/// Whether there is a `GRAPH`.
struct Named(bool);

impl Visitor for Named {
    fn pattern(&mut self, pattern: &mut GraphPattern) {
        self.0 |= matches!(pattern, GraphPattern::Graph { .. });
    }

    fn expression(&mut self, _: &mut Expression) {}
}
