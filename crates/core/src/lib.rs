//! The words of the field, the tables of a study, and problems at their places.

pub mod diagnostic;
pub mod display;
pub mod meter;
pub mod model;
pub mod random;
pub mod sink;
pub mod statements;
pub mod study;
pub mod synthetic;
pub mod vocab;
