//! A query as it was asked for, before it is known of what graph.

use super::catalogue::SavedQuery;
use super::error::QueryError;
use super::evaluate::Prepared;
use super::header::Header;
use super::parameter::ParameterType;
use super::syntax;
use super::syntax_error::QueryText;
use demarche_graph::Graph;

/// A query, and values for its parameters.
#[derive(Debug, Clone)]
pub struct Question {
    asked: Asked,
    values: Vec<(String, String)>,
}

#[derive(Debug, Clone)]
enum Asked {
    Saved(Box<SavedQuery>),
    Text { text: String, label: String },
}

impl Question {
    /// A saved query.
    pub fn saved(saved: &SavedQuery, values: Vec<(String, String)>) -> Self {
        Self {
            asked: Asked::Saved(Box::new(saved.clone())),
            values,
        }
    }

    /// A text. Errors call it by its label.
    pub fn text(text: String, label: &str, values: Vec<(String, String)>) -> Self {
        let label = label.to_owned();
        Self {
            asked: Asked::Text { text, label },
            values,
        }
    }

    /// The classes whose members have to be known to make it ready; `None` if those of any may be
    /// named.
    ///
    /// # Errors
    /// [`QueryError::Syntax`] for a header that is wrong.
    pub fn classes(&self) -> Result<Option<Vec<String>>, QueryError> {
        let header = match &self.asked {
            Asked::Saved(saved) => Some(saved.header.clone()),
            Asked::Text { text, label } => Header::read(QueryText {
                label,
                text: syntax::without_mark(text),
            })?,
        };
        let Some(header) = header else {
            return Ok(self.values.is_empty().then(Vec::new));
        };
        let of_nodes = header.parameters.into_iter();
        // Of a node of no particular class there is no class to give.
        Ok(of_nodes
            .filter(|parameter| parameter.kind == ParameterType::Iri)
            .map(|parameter| parameter.class)
            .collect())
    }

    /// Makes it ready for a graph.
    ///
    /// # Errors
    /// Those of [`Prepared::from_saved`] and [`Prepared::from_text`].
    pub fn prepare(&self, graph: &Graph) -> Result<Prepared, QueryError> {
        match &self.asked {
            Asked::Saved(saved) => Prepared::from_saved(saved, &self.values, graph),
            Asked::Text { text, label } => Prepared::from_text(text, label, &self.values, graph),
        }
    }
}
