//! The header of a saved query: what it answers, and the parameters it takes.
//!
//! ```text
//! #+ summary: Who takes which stance on a claim
//! #+ tags: [claims]
//! #+ parameters:
//! #+   claim:
//! #+     description: the claim
//! #+     type: iri
//! #+     class: dm:Claim
//! SELECT ?actor ?stance WHERE { ?s dm:claim ?_claim_iri ; dm:speaker ?actor ; dm:stance ?stance }
//! ```
//!
//! To SPARQL the header is a comment; its text is YAML. A parameter is a variable of the query
//! whose name says so: an underscore, the parameter's name, and its type unless that is `literal`.
//! Two underscores make it optional.

use super::bind;
use super::error::QueryError;
use super::parameter::{Parameter, ParameterType};
use super::syntax::error as syntax;
use super::syntax_error::QueryText;
use super::tokens;
use demarche_core::vocab;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use spargebra::Query;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// What a saved query says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// What it answers, in one line.
    pub summary: String,
    /// More about it.
    #[serde(default)]
    pub description: Option<String>,
    /// Words to find it by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Its parameters, in the order they are written.
    #[serde(default, deserialize_with = "in_order")]
    pub parameters: Vec<Parameter>,
}

/// A parameter as the header writes it, its name aside.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    description: String,
    #[serde(rename = "type")]
    kind: ParameterType,
    #[serde(default)]
    class: Option<String>,
    #[serde(default)]
    default: Option<Scalar>,
    #[serde(default)]
    allowed: Vec<Scalar>,
    #[serde(default)]
    optional: bool,
}

/// A value as it is written, quoted or not: `10`, `2013-02-20` and `CHN` are texts here.
struct Scalar(String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a number or a date")
            }

            fn visit_str<E>(self, value: &str) -> Result<Scalar, E> {
                Ok(Scalar(value.to_owned()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }
        }
        deserializer.deserialize_any(Text)
    }
}

fn in_order<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Parameter>, D::Error> {
    struct InOrder;
    impl<'de> Visitor<'de> for InOrder {
        type Value = Vec<Parameter>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("parameters by name")
        }

        fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Vec<Parameter>, M::Error> {
            let mut parameters = Vec::new();
            while let Some((name, written)) = map.next_entry::<String, Written>()? {
                parameters.push(Parameter {
                    name,
                    description: written.description,
                    kind: written.kind,
                    class: written.class,
                    default: written.default.map(|Scalar(text)| text),
                    allowed: written
                        .allowed
                        .into_iter()
                        .map(|Scalar(text)| text)
                        .collect(),
                    optional: written.optional,
                });
            }
            Ok(parameters)
        }
    }
    deserializer.deserialize_map(InOrder)
}

impl Header {
    /// The header of a query text; `None` where no line begins with `#+`.
    ///
    /// # Errors
    /// [`QueryError::Syntax`] with the place in the query text.
    pub(super) fn read(source: QueryText<'_>) -> Result<Option<Self>, QueryError> {
        let text = source.text;
        let Some((yaml, _)) = yaml(text) else {
            return Ok(None);
        };
        let mut header: Self = serde_saphyr::from_str(&yaml).map_err(|error| {
            let at = error
                .location()
                .map(|at| (at.line() as usize, at.column() as usize));
            let message = first_line(&error.without_snippet().to_string());
            syntax(
                source,
                position(text, at),
                format!("in the header: {message}"),
            )
        })?;
        for parameter in &mut header.parameters {
            let span = name_in_header(text, &parameter.name);
            if let Some(class) = &parameter.class {
                let iri = class_iri(class).ok_or_else(|| {
                    syntax(source, span.clone(), format!("\"{class}\" is no IRI"))
                })?;
                parameter.class = Some(iri);
            }
            if let Some(fault) = parameter.fault() {
                return Err(syntax(source, span, fault));
            }
        }
        Ok(Some(header))
    }

    /// Compares the parameters with the variables of the query, both ways.
    ///
    /// # Errors
    /// [`QueryError::Syntax`] for a parameter without its variable, a variable without its
    /// parameter, and one that the query could not use or itself gives values to.
    pub(super) fn check(&self, source: QueryText<'_>, query: &Query) -> Result<(), QueryError> {
        let text = source.text;
        let uses = bind::uses(query);
        for parameter in &self.parameters {
            let variable = parameter.variable();
            let Some(found) = uses.get(&variable) else {
                let message = format!("the query has no ?{variable} for this parameter");
                return Err(syntax(
                    source,
                    name_in_header(text, &parameter.name),
                    message,
                ));
            };
            if let Some(message) = parameter.misuse(*found) {
                return Err(syntax(source, variable_in_text(text, &variable), message));
            }
        }
        let declared: BTreeMap<String, ()> = self
            .parameters
            .iter()
            .map(|parameter| (parameter.variable(), ()))
            .collect();
        match uses
            .keys()
            .find(|name| name.starts_with('_') && !declared.contains_key(*name))
        {
            Some(name) => {
                let message = format!("?{name} is no parameter of the header");
                Err(syntax(source, variable_in_text(text, name), message))
            }
            None => Ok(()),
        }
    }
}

/// The header's YAML with every character at its line and column in the query text, and where the
/// header is, in bytes.
fn yaml(text: &str) -> Option<(String, Range<usize>)> {
    let mut yaml = String::new();
    let mut range: Option<Range<usize>> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(content) = line.strip_prefix("#+") {
            yaml.push_str("  ");
            yaml.push_str(content.trim_end());
            range = Some(range.map_or(at, |range| range.start)..at + line.len());
        } else if range.is_some() || !(line.trim().is_empty() || line.starts_with('#')) {
            break;
        }
        yaml.push('\n');
        at += line.len();
    }
    range.map(|range| (yaml, range))
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

/// The rest of a line from a line and column on.
fn position(text: &str, at: Option<(usize, usize)>) -> Range<usize> {
    let (line, column) = at.unwrap_or((1, 1));
    let mut lines = text.split_inclusive('\n');
    let start: usize = lines
        .by_ref()
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let rest = lines.next().unwrap_or_default().trim_end();
    let skipped = rest
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or(rest.len(), |(at, _)| at);
    start + skipped..start + rest.len()
}

/// Where the header names a parameter.
fn name_in_header(text: &str, name: &str) -> Range<usize> {
    let range = yaml(text).map_or(0..0, |(_, range)| range);
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        let key = line.trim_start_matches(['#', '+', ' ', '"', '\'']);
        if key
            .strip_prefix(name)
            .is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
        {
            let start = at + line.len() - key.len();
            return start..start + name.len();
        }
        at += line.len();
    }
    0..0
}

/// Where the query first names a variable.
fn variable_in_text(text: &str, variable: &str) -> Range<usize> {
    tokens::split(text)
        .into_iter()
        .map(|token| token.range)
        .find(|range| text[range.clone()].strip_prefix(['?', '$']) == Some(variable))
        .unwrap_or(0..0)
}

fn class_iri(class: &str) -> Option<String> {
    let expanded = class.split_once(':').and_then(|(prefix, local)| {
        let (_, iri) = vocab::PREFIXES.iter().find(|(known, _)| *known == prefix)?;
        Some(format!("{iri}{local}"))
    });
    let iri = expanded.unwrap_or_else(|| class.to_owned());
    oxigraph::model::NamedNode::new(iri)
        .ok()
        .map(|node| node.into_string())
}

#[cfg(test)]
mod tests {
    use crate::SavedQuery;

    fn told(text: &str) -> String {
        SavedQuery::read("q", "q.rq", text).unwrap_err().to_string()
    }

    #[test]
    fn a_header_gives_parameters_in_order_with_values_as_written() {
        let text = "# A comment first.\n\n#+ summary: |\n#+   Two\n#+   lines\n#+ tags: [a, b]\n#+ parameters:\n\
                    #+   top: {type: integer, default: 10, description: how many}\n\
                    #+   country:\n#+     type: literal\n#+     allowed: [CHN, 'NO', 1]\n\
                    SELECT * { ?s dm:country ?_country FILTER(?n < ?_top_integer) }";
        let header = SavedQuery::read("q", "q.rq", text).unwrap().header;
        assert_eq!(header.summary, "Two\nlines\n");
        assert_eq!(header.tags, ["a", "b"]);
        let names: Vec<&str> = header.parameters.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["top", "country"]);
        assert_eq!(header.parameters[0].default.as_deref(), Some("10"));
        assert_eq!(header.parameters[1].allowed, ["CHN", "NO", "1"]);
    }

    #[test]
    fn mistakes_in_headers_are_put_at_their_line_and_column() {
        assert_eq!(
            told("ASK {}"),
            "q.rq:1:1: a saved query begins with a header: \"#+ summary: ...\""
        );
        let unknown = told("#+ summary: x\n#+ sumary: y\nASK {}");
        assert!(
            unknown.starts_with("q.rq:2:4: in the header: unknown field `sumary`"),
            "{unknown}"
        );
        let kind = told("#+ summary: x\n#+ parameters:\n#+   a: { type: text }\nASK { ?s ?p ?_a }");
        assert!(
            kind.starts_with("q.rq:3:17: in the header: unknown variant `text`"),
            "{kind}"
        );
        assert!(told("#+ summary: [\nASK {}").contains("in the header"));
        let twice = told("#+ summary: x\n#+ summary: y\nASK {}");
        assert!(twice.starts_with("q.rq:2:"), "{twice}");
    }

    #[test]
    fn header_and_query_have_to_agree() {
        let with = |parameter: &str, query: &str| {
            told(&format!(
                "#+ summary: x\n#+ parameters:\n#+   {parameter}\n{query}"
            ))
        };
        assert_eq!(
            with("a: {type: iri}", "ASK { ?s ?p ?_b_iri }"),
            "q.rq:3:6: the query has no ?_a_iri for this parameter"
        );
        assert_eq!(
            with("a: {type: iri}", "ASK { ?_b ?p ?_a_iri }"),
            "q.rq:4:7: ?_b is no parameter of the header"
        );
        assert_eq!(
            with(
                "a: {type: iri, optional: true, default: x}",
                "ASK { ?s ?p ?__a_iri }"
            ),
            "q.rq:3:6: \"a\" has a default, so it cannot be optional as well"
        );
        assert_eq!(
            with(
                "a: {type: integer, default: ten}",
                "ASK { ?s ?p ?_a_integer }"
            ),
            "q.rq:3:6: \"ten\" is no value for \"a\": it is not a whole number"
        );
        assert_eq!(
            with(
                "a: {type: literal, default: x, allowed: [y]}",
                "ASK { ?s ?p ?_a }"
            ),
            "q.rq:3:6: the default \"x\" of \"a\" is not among allowed"
        );
        assert_eq!(
            with("a: {type: literal, class: dm:Claim}", "ASK { ?s ?p ?_a }"),
            "q.rq:3:6: \"a\" has a class, so its type must be iri"
        );
        assert_eq!(
            with("a_iri: {type: literal}", "ASK { ?s ?p ?_a_iri }"),
            "q.rq:3:6: the name \"a_iri\" ends like a type; choose another"
        );
        assert_eq!(
            with("a: {type: literal}", "ASK { ?s ?_a ?o }"),
            "q.rq:4:10: ?_a stands where only an IRI can, but its type is literal"
        );
        assert_eq!(
            with("a: {type: literal}", "ASK { ?s ?p ?o BIND(1 AS ?_a) }"),
            "q.rq:4:26: ?_a is a parameter; the query cannot give it values"
        );
    }
}
