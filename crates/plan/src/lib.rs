//! What can be asked of a study, in one vocabulary.
//!
//! [`Settings`] say how a network, a comparison or a page of coalitions is made. A command line, the
//! `[[output]]` of a manifest, JSON and the query string of a URL give them as the same names and
//! values. A [`Job`] is one thing to make; it is prepared, then written. [`run`] makes everything
//! that a study's manifest lists.
//!
//! Nothing here knows of a terminal: what was done is a [`Report`], what went wrong an error with
//! [`Advice`](demarche_core::diagnostic::Advice).

mod error;
mod outputs;
mod place;
mod run;
mod settings;
mod strongest;
mod written;

pub use error::{JobError, RunError};
pub use outputs::{
    CoalitionsJob, CompareJob, Destination, Form, GraphJob, Job, NetworkJob, Output, Prepared,
    PreparedNetwork, QueryJob, QueryText, graph_format, page_format, read,
};
pub use run::{Outcome, Report, Request, Stage, run};
pub use settings::{Group, SETTINGS, Setting, SettingError, Settings, Subject, Value};
pub use strongest::{StrongestTies, strongest_ties};
pub use written::{Content, Written};
