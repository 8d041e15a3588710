//! A graph at a glance.

mod overview;
mod summary;

pub use overview::{Coverage, Overview, digest};
pub use summary::{Contest, Pair, Summary};
