//! Values given as text turned into terms, against the parameter and the graph they are for.

use super::error::{QueryError, listed};
use super::parameter::{Parameter, ParameterType};
use demarche_core::diagnostic::near;
use demarche_graph::rdf::Prefix;
use demarche_graph::{Graph, local_name};
use jiff::civil;
use oxigraph::model::{Literal, NamedNode, vocab::xsd};
use spargebra::term::GroundTerm;

/// Why a text is no value of a type.
pub(super) struct Misfit {
    pub(super) reason: String,
    pub(super) hint: Option<String>,
}

/// Splits `name=value` at its first equals sign.
///
/// # Errors
/// [`QueryError::NotAPair`] without an equals sign or a name before it.
pub fn parse_pair(text: &str) -> Result<(String, String), QueryError> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.to_owned()))
        }
        _ => Err(QueryError::NotAPair(text.to_owned())),
    }
}

/// The literal that a text is, for every type but `iri`.
pub(super) fn literal(kind: ParameterType, text: &str) -> Result<Literal, Misfit> {
    match kind {
        ParameterType::Iri | ParameterType::Literal => Ok(Literal::new_simple_literal(text)),
        ParameterType::Integer => integer(text),
        ParameterType::Date => date(text),
    }
}

fn integer(text: &str) -> Result<Literal, Misfit> {
    let number: i64 = text.trim().parse().map_err(|_| Misfit {
        reason: "it is not a whole number".to_owned(),
        hint: Some("for instance 10".to_owned()),
    })?;
    Ok(Literal::new_typed_literal(number.to_string(), xsd::INTEGER))
}

fn date(text: &str) -> Result<Literal, Misfit> {
    let text = text.trim();
    // The shape first: the calendar would take other ways of writing a day too.
    let parts: Vec<&str> = text.split('-').collect();
    let digits =
        |part: &&str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let shape = parts
        .iter()
        .zip([4, 2, 2])
        .all(|(part, length)| digits(part, length));
    match (shape, parts.len()) {
        (true, 3) if text.parse::<civil::Date>().is_ok() => {
            Ok(Literal::new_typed_literal(text, xsd::DATE))
        }
        (true, 3) => Err(Misfit {
            reason: "the calendar has no such day".to_owned(),
            hint: None,
        }),
        (true, 1 | 2) => Err(Misfit {
            reason: "a day is needed".to_owned(),
            hint: whole_period(text),
        }),
        _ => Err(Misfit {
            reason: "it is not a day".to_owned(),
            hint: Some("write it as YEAR-MONTH-DAY, for instance 2013-02-20".to_owned()),
        }),
    }
}

/// First and last day of a year or a month.
fn whole_period(text: &str) -> Option<String> {
    let (first, last) = match text.split_once('-') {
        None => (format!("{text}-01-01"), format!("{text}-12-31")),
        Some(_) => {
            let first: civil::Date = format!("{text}-01").parse().ok()?;
            (first.to_string(), first.last_of_month().to_string())
        }
    };
    Some(format!("{text} begins on {first} and ends on {last}"))
}

/// Turns texts into terms for one graph.
pub(super) struct Resolver<'a> {
    pub(super) graph: &'a Graph,
    pub(super) prefixes: &'a [Prefix],
}

impl Resolver<'_> {
    /// The term that a text is for a parameter.
    ///
    /// # Errors
    /// [`QueryError::InvalidValue`], [`QueryError::AmbiguousName`].
    pub(super) fn term(&self, parameter: &Parameter, text: &str) -> Result<GroundTerm, QueryError> {
        let term = if parameter.kind == ParameterType::Iri {
            self.iri(parameter, text)?.into()
        } else {
            literal(parameter.kind, text)
                .map_err(|Misfit { reason, hint }| invalid(parameter, text, reason, hint))?
                .into()
        };
        self.check_allowed(parameter, text, &term)?;
        Ok(term)
    }

    fn check_allowed(
        &self,
        parameter: &Parameter,
        text: &str,
        term: &GroundTerm,
    ) -> Result<(), QueryError> {
        let same = |allowed: &String| match parameter.kind {
            // The same thing may be written in several ways: by its IRI, by its short name.
            ParameterType::Iri => self
                .iri(parameter, allowed)
                .is_ok_and(|iri| *term == GroundTerm::from(iri)),
            kind => literal(kind, allowed).is_ok_and(|allowed| *term == allowed.into()),
        };
        if parameter.allowed.is_empty() || parameter.allowed.iter().any(same) {
            return Ok(());
        }
        let hint = format!("allowed: {}", parameter.allowed.join(", "));
        Err(invalid(
            parameter,
            text,
            "it is not allowed here".to_owned(),
            Some(hint),
        ))
    }

    fn iri(&self, parameter: &Parameter, text: &str) -> Result<NamedNode, QueryError> {
        let text = text.trim();
        let Some(written) = self.written_iri(text) else {
            return self.named(parameter, text);
        };
        let node = NamedNode::new(written).map_err(|error| {
            invalid(parameter, text, format!("it is not an IRI ({error})"), None)
        })?;
        match &parameter.class {
            Some(class) if !self.has(&node, class) => {
                let reason = format!("the graph has no such {}", local_name(class));
                Err(invalid(
                    parameter,
                    text,
                    reason,
                    self.names_hint(class, local_name(node.as_str())),
                ))
            }
            _ => Ok(node),
        }
    }

    fn has(&self, node: &NamedNode, class: &str) -> bool {
        let id = self.graph.iri_id(node.as_str());
        id.is_some_and(|id| self.graph.is_a(id, class))
    }

    /// The IRI that a text spells out: in full, with or without angle brackets, or with a prefix.
    fn written_iri(&self, text: &str) -> Option<String> {
        if let Some(inside) = text
            .strip_prefix('<')
            .and_then(|rest| rest.strip_suffix('>'))
        {
            return Some(inside.to_owned());
        }
        let (scheme, local) = text.split_once(':')?;
        if local.starts_with("//") || scheme == "urn" {
            return Some(text.to_owned());
        }
        let (_, iri) = self.prefixes.iter().find(|(known, _)| known == scheme)?;
        Some(format!("{iri}{local}"))
    }

    fn named(&self, parameter: &Parameter, text: &str) -> Result<NamedNode, QueryError> {
        let class = parameter.class.as_deref();
        let found = self.graph.named(text, class);
        let iris: Vec<_> = found.iter().filter_map(|id| self.graph.iri(*id)).collect();
        match iris.as_slice() {
            [iri] => Ok(NamedNode::new_unchecked(iri.as_ref())),
            [] => {
                let kind = class.map_or("thing", local_name);
                let reason = format!("the graph has no {kind} of this name");
                let hint = match class {
                    Some(class) => self.names_hint(class, text),
                    None => Some("give the IRI".to_owned()),
                };
                Err(invalid(parameter, text, reason, hint))
            }
            several => Err(QueryError::AmbiguousName {
                parameter: parameter.name.clone(),
                value: text.to_owned(),
                iris: several.iter().map(|iri| format!("<{iri}>")).collect(),
            }),
        }
    }

    fn names_hint(&self, class: &str, text: &str) -> Option<String> {
        let names = self.graph.names_of(class);
        if names.is_empty() {
            return Some(format!("the graph has no {} at all", local_name(class)));
        }
        let near = near(text, names.iter().map(String::as_str));
        Some(match near.as_slice() {
            [] => format!("there are {}", listed(&names)),
            near => format!("did you mean {}?", near.join(" or ")),
        })
    }

    /// Names that a parameter can take, for an error that it is missing.
    pub(super) fn values(&self, parameter: &Parameter) -> Vec<String> {
        match &parameter.class {
            _ if !parameter.allowed.is_empty() => parameter.allowed.clone(),
            Some(class) => self.graph.names_of(class),
            None => Vec::new(),
        }
    }
}

fn invalid(parameter: &Parameter, value: &str, reason: String, hint: Option<String>) -> QueryError {
    QueryError::InvalidValue {
        parameter: parameter.name.clone(),
        value: value.to_owned(),
        reason,
        hint,
    }
}
