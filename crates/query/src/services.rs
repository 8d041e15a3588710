//! Other endpoints that a query may ask in its midst, by `SERVICE` (SPARQL 1.1 Federated Query):
//! those that were allowed by name, and no other.

use super::print;
use super::walk::in_scope;
use demarche_remote::endpoint::{Endpoint, EndpointError, Row};
use oxigraph::model::{NamedNode, Variable};
use oxigraph::sparql::{QuerySolution, QuerySolutionIter, ServiceHandler, SparqlEvaluator};
use oxiri::Iri;
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Makes what speaks to an endpoint.
type Connect = Arc<dyn Fn() -> Result<Endpoint, EndpointError> + Send + Sync>;

/// The endpoints that `SERVICE` may ask. By default none.
#[derive(Clone, Default)]
pub struct Services(Vec<(NamedNode, Connect)>);

impl Services {
    /// Allows queries to ask an endpoint, which they have to call by this name exactly. It is
    /// connected to by a query that asks it, not before.
    pub fn allow(
        &mut self,
        name: NamedNode,
        connect: impl Fn() -> Result<Endpoint, EndpointError> + Send + Sync + 'static,
    ) {
        self.0.push((name, Arc::new(connect)));
    }

    /// Whether the endpoint of this name may be asked.
    pub fn allows(&self, name: &NamedNode) -> bool {
        self.0.iter().any(|(allowed, _)| allowed == name)
    }

    /// Gives the endpoints to an evaluator, which is for one query.
    pub(super) fn give_to(&self, evaluator: SparqlEvaluator) -> SparqlEvaluator {
        self.0.iter().fold(evaluator, |evaluator, (name, connect)| {
            let service = Service {
                connect: Arc::clone(connect),
                answers: Mutex::default(),
            };
            evaluator.with_service_handler(name.clone(), service)
        })
    }
}

impl std::fmt::Debug for Services {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

/// An endpoint, and what it has answered.
struct Service {
    connect: Connect,
    /// By what was asked: a join in loops asks the same for each row of its other side.
    answers: Mutex<HashMap<GraphPattern, Answer>>,
}

#[derive(Clone)]
struct Answer {
    variables: Arc<[Variable]>,
    rows: Arc<[Row]>,
}

impl Service {
    fn answer(&self, pattern: &GraphPattern) -> Result<Answer, EndpointError> {
        // What another thread left is whole: an answer is put there at once.
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = answers.get(pattern) {
            return Ok(answer.clone());
        }
        let variables: Vec<Variable> = in_scope(pattern).into_iter().collect();
        let question = print::to_sparql(&question(pattern, &variables));
        let mut rows = Vec::new();
        (self.connect)()?.every_row::<EndpointError>(&question, &mut |row| {
            rows.push(row.to_vec());
            Ok(())
        })?;
        let answer = Answer {
            variables: variables.into(),
            rows: rows.into(),
        };
        answers.insert(pattern.clone(), answer.clone());
        Ok(answer)
    }
}

impl ServiceHandler for Service {
    type Error = EndpointError;

    fn handle(
        &self,
        pattern: &GraphPattern,
        _base_iri: Option<&Iri<String>>,
    ) -> Result<QuerySolutionIter<'static>, EndpointError> {
        let Answer { variables, rows } = self.answer(pattern)?;
        let columns = Arc::clone(&variables);
        let solutions = (0..rows.len()).map(move |at| {
            Ok(QuerySolution::from((
                Arc::clone(&columns),
                rows[at].clone(),
            )))
        });
        Ok(QuerySolutionIter::new(variables, solutions))
    }
}

/// The pattern as a query of its own, with these columns.
fn question(pattern: &GraphPattern, variables: &[Variable]) -> Query {
    Query::Select {
        dataset: None,
        pattern: GraphPattern::Project {
            inner: Box::new(pattern.clone()),
            variables: variables.to_vec(),
        },
        base_iri: None,
    }
}
