//! Hints as data: a terminal, a page and a program each have words of their own for an option.

use std::borrow::Cow;
use std::fmt;

/// What to do about an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// The same words everywhere.
    Text(Cow<'static, str>),
    /// Names that may have been meant, nearest first.
    Nearest(Vec<String>),
    /// All names that there are.
    Known(Vec<String>),
    /// A sentence with options and commands in it.
    Phrase(Vec<Part>),
    /// The server wants to know who asks.
    Credentials,
}

/// A part of a [`Hint::Phrase`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words, with the spaces and commas around them.
    Text(Cow<'static, str>),
    /// An option to set, by the name it has on the command line without dashes, in a manifest and
    /// in a URL.
    Option {
        /// Its name: `nodes`.
        name: &'static str,
        /// What to set it to: `state`. A placeholder in capitals where any value will do.
        value: Option<Cow<'static, str>>,
    },
    /// A command to run, without the name of the program: `ingest STUDY -o GRAPH`.
    Command(Cow<'static, str>),
}

impl Part {
    /// An option.
    pub const fn option(name: &'static str) -> Self {
        Self::Option { name, value: None }
    }

    /// An option and what to set it to.
    pub const fn setting(name: &'static str, value: &'static str) -> Self {
        Self::Option {
            name,
            value: Some(Cow::Borrowed(value)),
        }
    }

    /// A command.
    pub fn command(command: impl Into<Cow<'static, str>>) -> Self {
        Self::Command(command.into())
    }
}

impl From<&'static str> for Part {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<&'static str> for Hint {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Hint {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl Hint {
    /// A sentence of these parts.
    pub fn phrase<const N: usize>(parts: [Part; N]) -> Self {
        Self::Phrase(parts.into())
    }

    /// The names that may have been meant; where none is near, all that there are. `None` where
    /// both lists are empty.
    pub fn nearest_or_known(near: &[String], known: &[String]) -> Option<Self> {
        match (near, known) {
            ([], []) => None,
            ([], known) => Some(Self::Known(known.to_vec())),
            (near, _) => Some(Self::Nearest(near.to_vec())),
        }
    }

    /// The hint in the words of whoever shows it, one line.
    pub fn worded(&self, wording: &dyn Wording) -> String {
        match self {
            Self::Text(text) => text.clone().into_owned(),
            Self::Nearest(names) => format!("did you mean {}?", names.join(" or ")),
            Self::Known(names) => format!("it has {}", names.join(", ")),
            Self::Credentials => wording.credentials(),
            Self::Phrase(parts) => parts
                .iter()
                .map(|part| match part {
                    Part::Text(text) => text.clone(),
                    Part::Option { name, value } => wording.option(name, value.as_deref()).into(),
                    Part::Command(command) => wording.command(command).into(),
                })
                .collect(),
        }
    }
}

/// The words in which options and commands are named to a user.
pub trait Wording {
    /// An option, and what to set it to.
    fn option(&self, name: &str, value: Option<&str>) -> String;

    /// A command, given without the name of the program.
    fn command(&self, command: &str) -> String;

    /// How to say who asks a server.
    fn credentials(&self) -> String;
}

/// Words that fit where there is no command line: a manifest, a URL, a page.
struct Plain;

impl Wording for Plain {
    fn option(&self, name: &str, value: Option<&str>) -> String {
        match value {
            Some(value) => format!("`{name}` {value}"),
            None => format!("`{name}`"),
        }
    }

    fn command(&self, command: &str) -> String {
        format!("`demarche {command}`")
    }

    fn credentials(&self) -> String {
        "give a name and a password, or a token".to_owned()
    }
}

/// In words that fit where there is no command line.
impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.worded(&Plain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_named_in_plain_words_where_there_is_no_command_line() {
        let hint = Hint::phrase([
            "use ".into(),
            Part::setting("nodes", "actor"),
            ", or see ".into(),
            Part::command("info GRAPH"),
        ]);
        assert_eq!(
            hint.to_string(),
            "use `nodes` actor, or see `demarche info GRAPH`"
        );
    }

    #[test]
    fn near_names_come_before_all_names() {
        let names = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let hint = |near: &[&str], known: &[&str]| {
            Hint::nearest_or_known(&names(near), &names(known)).map(|hint| hint.to_string())
        };
        assert_eq!(hint(&[], &[]), None);
        assert_eq!(hint(&[], &["a", "b"]).as_deref(), Some("it has a, b"));
        assert_eq!(hint(&["a"], &["b"]).as_deref(), Some("did you mean a?"));
    }
}
