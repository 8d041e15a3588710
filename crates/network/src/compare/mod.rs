//! Groups of voices side by side: how far each is of one mind, how far they are apart, and whether
//! what parts them could be chance.
//!
//! ```text
//! graph → networks of positions → voices → work (pairs, alpha, difference) → comparison → findings, sheets → write
//! ```
//!
//! The statistics are a file each, and stand on their own: [`alpha`], [`Pairs`], [`exact`],
//! [`permutation`], [`holm`]. [`compare`] puts them together.

mod alpha;
mod difference;
mod exact;
mod findings;
mod holm;
mod json;
mod model;
mod numbers;
mod options;
mod pairs;
mod permutation;
mod sheets;
mod voices;
mod work;
mod write;

pub use alpha::{Undefined, alpha};
pub use difference::{Method, Test};
pub use exact::{Exact, Sides, exact};
pub use holm::holm;
pub use model::{Between, Claim, Compared, Comparison, Group, Unanimity, share};
pub use options::{By, CompareError, Options, PERMUTATIONS, Unit};
pub use pairs::Pairs;
pub use permutation::permutation;
pub use work::compare;
pub use write::{Part, write};
