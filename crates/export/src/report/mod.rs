//! A graph at a glance, and who stands together in it.

mod coalitions;
mod over_time;
mod overview;
mod page;
mod summary;

pub use coalitions::{
    Broker, Claim, Coalition, Coalitions, Crossing, Frustrated, LEAST_STATEMENTS, Member, Outsider,
    Polarisation,
};
pub use over_time::{OverTime, Series};
pub use overview::{Coverage, Overview, digest};
pub use summary::{Contest, Pair, Summary};
