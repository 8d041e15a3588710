//! Triples as RDF files.

use crate::vocab::PREFIXES;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::model::{Term, Triple};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

/// A format for triples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphFormat {
    /// Turtle
    Turtle,
    /// N-Triples
    NTriples,
    /// N-Quads
    NQuads,
    /// TriG
    TriG,
    /// RDF/XML
    RdfXml,
    /// JSON-LD
    JsonLd,
}

impl GraphFormat {
    /// Every format.
    pub const ALL: &'static [Self] = &[
        Self::Turtle,
        Self::NTriples,
        Self::NQuads,
        Self::TriG,
        Self::RdfXml,
        Self::JsonLd,
    ];

    /// Its name, which is its extension.
    pub fn name(self) -> &'static str {
        match self {
            Self::Turtle => "ttl",
            Self::NTriples => "nt",
            Self::NQuads => "nq",
            Self::TriG => "trig",
            Self::RdfXml => "rdf",
            Self::JsonLd => "jsonld",
        }
    }

    /// The format of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.name() == name)
    }

    /// The format that a file's name asks for, whatever compression comes after.
    pub fn of(path: &Path) -> Option<Self> {
        let inner = crate::sink::Compression::of(path).1;
        Self::from_name(inner.extension()?.to_str()?)
    }

    fn rdf_format(self) -> RdfFormat {
        match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::NTriples => RdfFormat::NTriples,
            Self::NQuads => RdfFormat::NQuads,
            Self::TriG => RdfFormat::TriG,
            Self::RdfXml => RdfFormat::RdfXml,
            Self::JsonLd => RdfFormat::JsonLd {
                profile: JsonLdProfileSet::empty(),
            },
        }
    }

    /// Whether its output shortens IRIs by prefixes.
    fn has_prefixes(self) -> bool {
        !matches!(self, Self::NTriples | Self::NQuads)
    }
}

/// Writes triples in the order they come, with those prefixes that occur in them.
///
/// `triples` is called once or, for formats with prefixes, twice. `bases` are those of the studies
/// the triples come from: their tables get prefixes too.
///
/// # Errors
/// Those of `out` and of the triples.
pub fn write_triples<E, I>(
    triples: impl Fn() -> I,
    bases: &[String],
    format: GraphFormat,
    out: &mut dyn Write,
) -> Result<(), E>
where
    E: From<io::Error>,
    I: Iterator<Item = Result<Triple, E>>,
{
    let mut serializer = RdfSerializer::from_format(format.rdf_format());
    if format.has_prefixes() {
        for (prefix, iri) in used_prefixes(triples(), bases)? {
            serializer = serializer
                .with_prefix(prefix, iri)
                .map_err(io::Error::other)?;
        }
    }
    let mut writer = serializer.for_writer(out);
    for triple in triples() {
        writer.serialize_triple(&triple?)?;
    }
    writer.finish()?.flush()?;
    Ok(())
}

/// The prefixes that shorten an IRI of these triples, by name.
fn used_prefixes<E>(
    triples: impl Iterator<Item = Result<Triple, E>>,
    bases: &[String],
) -> Result<Vec<(String, String)>, E> {
    let known = prefixes_for(bases);
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let mut note = |iri: &str| {
        used.extend(known.iter().position(|(_, namespace)| {
            // Only what is left after it can tell whether a prefix serves: nothing more may have
            // to be split off.
            iri.strip_prefix(namespace.as_str())
                .is_some_and(|rest| !rest.contains(['/', '#']))
        }));
    };
    for triple in triples {
        let Triple {
            subject,
            predicate,
            object,
        } = triple?;
        if let oxigraph::model::NamedOrBlankNode::NamedNode(subject) = &subject {
            note(subject.as_str());
        }
        // Turtle writes `a` for it, and no format needs a prefix for it otherwise.
        if predicate.as_str() != crate::vocab::rdf::TYPE {
            note(predicate.as_str());
        }
        match &object {
            Term::NamedNode(object) => note(object.as_str()),
            Term::Literal(literal)
                if literal.language().is_none()
                    && literal.datatype().as_str() != crate::vocab::xsd::STRING =>
            {
                note(literal.datatype().as_str())
            }
            _ => {}
        }
    }
    Ok(used.into_iter().map(|index| known[index].clone()).collect())
}

/// The usual prefixes, and one for each table of each study.
fn prefixes_for(bases: &[String]) -> Vec<(String, String)> {
    let mut known: Vec<(String, String)> = PREFIXES
        .iter()
        .map(|(prefix, iri)| ((*prefix).to_owned(), (*iri).to_owned()))
        .collect();
    for (index, base) in bases.iter().enumerate() {
        // With one study its tables have the plain names; a second one's are told apart by number.
        let suffix = if index == 0 {
            String::new()
        } else {
            (index + 1).to_string()
        };
        for table in ["actor", "claim", "source", "statement", "theme"] {
            known.push((format!("{table}{suffix}"), format!("{base}{table}/")));
        }
    }
    known
}
