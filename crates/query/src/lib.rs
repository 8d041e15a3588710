//! Questions to a graph: saved queries with typed parameters, SPARQL texts, and their answers.
//!
//! A text is parsed (`syntax`), its header read (`header`), the values of its parameters turned into
//! terms of the graph (`value`) and put into its algebra (`bind`), and what they decide is worked out (`fold`); the result is [`Prepared`], which
//! is evaluated over a graph (`evaluate`; what the indexes know is not counted again, `counts`) or
//! printed for another store (`print`) and answered by it (`remote`); it may ask others in its midst
//! (`services`), and whose answer is written in
//! one of many formats (`results`).

mod answer;
mod bind;
mod catalogue;
mod counts;
mod error;
mod evaluate;
mod fold;
mod header;
mod limits;
mod parameter;
mod parsed;
mod print;
mod question;
mod remote;
mod results;
mod rows;
mod services;
mod stack;
mod store;
mod syntax;
mod syntax_error;
mod tokens;
mod value;
mod walk;

#[cfg(test)]
mod tests;

pub use catalogue::{Catalogue, SavedQuery};
pub use error::QueryError;
pub use evaluate::{Prepared, Rows};
pub use header::Header;
pub use parameter::{Parameter, ParameterType};
pub use question::Question;
pub use results::{QueryForm, ResultFormat};
pub use rows::TooManyRows;
pub use services::Services;
pub use store::{Store, TakeRow};
pub use syntax_error::QuerySyntaxError;
pub use value::parse_pair;
