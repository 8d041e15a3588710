//! Questions to a graph: saved queries with typed parameters, SPARQL texts, and their answers.
//!
//! A text is cut into words (`tokens`), on which its size is limited (`limits`), and parsed (`syntax`);
//! its header is read (`header`). The values of its parameters become terms of the graph (`value`) and
//! are put into its algebra (`bind`), and what they decide is worked out (`fold`). The result,
//! [`Prepared`], is evaluated over a graph (`evaluate`; `counts` for what the indexes know), on a stack
//! that holds it (`stack`), or printed for another store (`print`) and answered by it (`remote`). It
//! may ask others in its midst (`services`). Answers are written in one of many formats (`results`).

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
