//! A parameter of a query: its name, its type, and the variable that stands for it.

use super::bind::Use;
use super::value;
use serde::Deserialize;

/// A parameter of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, as in `name=value`.
    pub name: String,
    /// What it means.
    pub description: String,
    /// What its values are.
    pub kind: ParameterType,
    /// The IRI of the class that the value belongs to; only of type `iri`.
    pub class: Option<String>,
    /// The value taken where none is given.
    pub default: Option<String>,
    /// The only values it can take; any if empty.
    pub allowed: Vec<String>,
    /// Whether it can be left out although it has no default; its variable is then unbound.
    pub optional: bool,
}

/// What the values of a parameter are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ParameterType {
    /// A node of the graph, by its IRI or its short name.
    Iri,
    /// A plain string.
    Literal,
    /// A whole number.
    Integer,
    /// A day, as `2013-02-20`.
    Date,
}

impl ParameterType {
    /// Every type.
    pub const ALL: [Self; 4] = [Self::Iri, Self::Literal, Self::Integer, Self::Date];

    /// The type as headers write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Iri => "iri",
            Self::Literal => "literal",
            Self::Integer => "integer",
            Self::Date => "date",
        }
    }

    fn suffix(self) -> String {
        match self {
            Self::Literal => String::new(),
            kind => format!("_{}", kind.name()),
        }
    }
}

impl Parameter {
    /// A parameter of which nothing is known but what its variable says.
    pub(super) fn of_variable(variable: &str) -> Option<Self> {
        let name = variable.strip_prefix('_')?;
        let optional = name.starts_with('_');
        let name = name.strip_prefix('_').unwrap_or(name);
        let typed = ParameterType::ALL
            .iter()
            .filter(|kind| **kind != ParameterType::Literal)
            .find_map(|kind| Some((name.strip_suffix(&kind.suffix())?, *kind)));
        let (name, kind) = typed.unwrap_or((name, ParameterType::Literal));
        is_name(name).then(|| Self {
            name: name.to_owned(),
            description: String::new(),
            kind,
            class: None,
            default: None,
            allowed: Vec::new(),
            optional,
        })
    }

    /// The variable of the query that stands for it, without the question mark.
    pub fn variable(&self) -> String {
        let mark = if self.optional { "__" } else { "_" };
        format!("{mark}{}{}", self.name, self.kind.suffix())
    }

    /// Whether a value must be given.
    pub fn is_required(&self) -> bool {
        !self.optional && self.default.is_none()
    }

    /// What is wrong with it by itself.
    pub(super) fn fault(&self) -> Option<String> {
        let name = &self.name;
        if !is_name(name) {
            return Some(format!(
                "\"{name}\" is no name: letters, digits, single underscores"
            ));
        }
        if Self::of_variable(&self.variable()).is_none_or(|again| again.name != *name) {
            return Some(format!(
                "the name \"{name}\" ends like a type; choose another"
            ));
        }
        if self.optional && self.default.is_some() {
            return Some(format!(
                "\"{name}\" has a default, so it cannot be optional as well"
            ));
        }
        if self.class.is_some() && self.kind != ParameterType::Iri {
            return Some(format!("\"{name}\" has a class, so its type must be iri"));
        }
        let values = self.allowed.iter().chain(&self.default);
        if let Some((value, reason)) = values
            .filter_map(|value| Some((value, misfit(self.kind, value)?)))
            .next()
        {
            return Some(format!("\"{value}\" is no value for \"{name}\": {reason}"));
        }
        self.default
            .as_ref()
            .filter(|default| !self.allowed.is_empty() && !self.allowed.contains(default))
            .map(|default| format!("the default \"{default}\" of \"{name}\" is not among allowed"))
    }

    /// What is wrong with how the query uses it.
    pub(super) fn misuse(&self, found: Use) -> Option<String> {
        let variable = self.variable();
        if found.assigned {
            Some(format!(
                "?{variable} is a parameter; the query cannot give it values"
            ))
        } else if found.as_iri && self.kind != ParameterType::Iri {
            let kind = self.kind.name();
            Some(format!(
                "?{variable} stands where only an IRI can, but its type is {kind}"
            ))
        } else {
            None
        }
    }
}

/// Why a value cannot be of a type, whatever the graph. IRIs depend on the graph.
fn misfit(kind: ParameterType, value: &str) -> Option<String> {
    if kind == ParameterType::Iri {
        return None;
    }
    value::literal(kind, value)
        .err()
        .map(|misfit| misfit.reason)
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !name.contains("__")
        && !name.ends_with('_')
}
