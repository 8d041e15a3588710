//! A graph at a glance.

mod overview;

pub use overview::{Coverage, Overview};
