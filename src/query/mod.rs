//! Questions to a graph: saved queries with typed parameters, SPARQL texts, and their answers.
//!
//! A text is [parsed](syntax), its [header](header) read, the parameters' [values](value) turned
//! into terms of the graph and [bound](bind) in its algebra; the result is [`Prepared`], which is
//! evaluated over a graph or [printed](print) for another store, and whose answer is
//! [written](results) in one of many formats.

mod bind;
mod catalogue;
mod error;
mod evaluate;
mod header;
mod parameter;
mod print;
mod results;
mod syntax;
mod tokens;
mod value;
mod walk;

#[cfg(test)]
mod tests;

pub use catalogue::{Catalogue, SavedQuery};
pub use error::{QueryError, QueryErrorKind};
pub use evaluate::{Prepared, Rows};
pub use header::Header;
pub use parameter::{Parameter, ParameterType};
pub use results::{QueryForm, ResultFormat};
pub use syntax::QuerySyntaxError;
pub use value::parse_pair;
