//! Settings that cannot be.

use super::Subject;
use demarche_core::diagnostic::{Advice, ErrorKind, Hint, nearest};

/// A setting that cannot be as it was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// The subject has no such setting.
    #[error("an output of this kind has no `{name}`")]
    Unknown {
        /// The name as given.
        name: String,
        /// The nearest name that the subject has.
        near: Option<&'static str>,
        /// The subjects that have a setting of this name.
        elsewhere: Vec<Subject>,
        /// All names that the subject has.
        known: Vec<&'static str>,
    },
    /// The value does not fit.
    #[error("`{name}` cannot be \"{value}\": {reason}")]
    Value {
        /// The setting.
        name: &'static str,
        /// The value as given.
        value: String,
        /// Why it does not fit.
        reason: String,
        /// The nearest value that does.
        near: Option<String>,
    },
    /// The setting takes one value and was given two.
    #[error("`{0}` is given more than once")]
    Twice(&'static str),
    /// A table stands where a value should.
    #[error("`{0}` must be a text, a number, true or false, or a list of these")]
    NoValue(String),
    /// What was read holds no settings at all.
    #[error("the settings cannot be read: {0}")]
    Unreadable(String),
}

impl SettingError {
    pub(super) fn unknown(subject: Subject, name: &str) -> Self {
        let known: Vec<&'static str> = subject.settings().map(|setting| setting.name).collect();
        let has = |other: &Subject| other.settings().any(|setting| setting.name == name);
        Self::Unknown {
            name: name.to_owned(),
            near: nearest(name, known.iter().copied()),
            elsewhere: Subject::ALL.into_iter().filter(has).collect(),
            known,
        }
    }
}

impl Advice for SettingError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Usage
    }

    fn hint(&self) -> Option<Hint> {
        match self {
            Self::Unknown {
                elsewhere,
                near,
                known,
                ..
            } => Some(match (elsewhere.as_slice(), near) {
                ([_, ..], _) => {
                    let have: Vec<&str> = elsewhere.iter().map(|other| other.plural()).collect();
                    format!("{} have it", have.join(" and ")).into()
                }
                ([], Some(near)) => format!("did you mean `{near}`?").into(),
                ([], None) => format!("there are: {}", known.join(", ")).into(),
            }),
            Self::Value { near, .. } => near.clone().map(|near| Hint::Nearest(vec![near])),
            Self::Twice(_) => Some("give it once".into()),
            Self::NoValue(_) | Self::Unreadable(_) => None,
        }
    }
}
