//! Triples as RDF files.

use demarche_core::vocab::PREFIXES;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::model::{Literal, NamedOrBlankNode, Term, Triple, vocab};
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
        let inner = demarche_core::sink::Compression::of(path).1;
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

/// A prefix and the namespace it stands for.
pub type Prefix = (String, String);

/// The usual prefixes, which need no declaration in queries.
pub fn usual_prefixes() -> Vec<Prefix> {
    let owned = |(name, iri): &(&str, &str)| ((*name).to_owned(), (*iri).to_owned());
    PREFIXES.iter().map(owned).collect()
}

/// Writes triples in the order they come, declaring those prefixes that shorten something.
///
/// `triples` is called once or, for formats with prefixes, twice.
///
/// # Errors
/// Those of `out` and of the triples.
pub fn write_triples<E, I>(
    triples: impl Fn() -> I,
    prefixes: &[Prefix],
    format: GraphFormat,
    out: &mut dyn Write,
) -> Result<(), E>
where
    E: From<io::Error>,
    I: Iterator<Item = Result<Triple, E>>,
{
    let mut serializer = RdfSerializer::from_format(format.rdf_format());
    if format.has_prefixes() {
        for (prefix, iri) in used_prefixes(triples(), prefixes)? {
            serializer = serializer
                .with_prefix(prefix, iri)
                .map_err(io::Error::other)?;
        }
    }
    let mut writer = serializer.for_writer(out);
    for triple in triples() {
        let triple = triple?;
        if format == GraphFormat::RdfXml {
            check_for_xml(&triple)?;
        }
        writer.serialize_triple(&triple)?;
    }
    writer.finish()?.flush()?;
    Ok(())
}

/// RDF/XML cannot say everything: a property must end in an XML name, and some characters have no
/// place in XML, escaped or not. The serializer would write what is no XML.
fn check_for_xml(triple: &Triple) -> io::Result<()> {
    let refused = |what: String| {
        let message = format!("{what} cannot be written as RDF/XML; the other formats can");
        Err(io::Error::new(io::ErrorKind::InvalidData, message))
    };
    let starts_name = |c: char| c.is_alphabetic() || c == '_';
    let in_name = |c: char| starts_name(c) || c.is_numeric() || matches!(c, '-' | '.');
    let property = triple.predicate.as_str();
    let rest = property.trim_end_matches(in_name);
    if !property[rest.len()..].contains(starts_name) {
        return refused(format!("the property {}", triple.predicate));
    }
    let is_foreign = |c: char| match c {
        '\t' | '\n' | '\r' => false,
        '\u{FFFE}' | '\u{FFFF}' => true,
        c => c < ' ',
    };
    match &triple.object {
        Term::Literal(literal) if literal.value().contains(is_foreign) => {
            refused(format!("a control character in {literal}"))
        }
        _ => Ok(()),
    }
}

/// The prefixes that shorten an IRI of these triples, by name.
fn used_prefixes<E>(
    triples: impl Iterator<Item = Result<Triple, E>>,
    prefixes: &[Prefix],
) -> Result<BTreeSet<&Prefix>, E> {
    let mut used = BTreeSet::new();
    let mut note = |iri: &str| used.extend(prefix_of(iri, prefixes).map(|(prefix, _)| prefix));
    for triple in triples {
        let Triple {
            subject,
            predicate,
            object,
        } = triple?;
        if let NamedOrBlankNode::NamedNode(subject) = &subject {
            note(subject.as_str());
        }
        // Turtle writes `a` for it, and no format needs a prefix for it otherwise.
        if predicate != vocab::rdf::TYPE {
            note(predicate.as_str());
        }
        match &object {
            Term::NamedNode(object) => note(object.as_str()),
            Term::Literal(literal) if is_typed(literal) => note(literal.datatype().as_str()),
            _ => {}
        }
    }
    Ok(used)
}

/// Whether a literal is written with its datatype: Turtle has short ways for the common ones.
fn is_typed(literal: &Literal) -> bool {
    use vocab::xsd;
    let short = [
        xsd::STRING,
        xsd::INTEGER,
        xsd::DECIMAL,
        xsd::DOUBLE,
        xsd::BOOLEAN,
    ];
    literal.language().is_none() && !short.contains(&literal.datatype())
}

/// The prefix of an IRI and what comes after it, where that can be written as a name. Of several
/// the longest namespace: `actor:china` is shorter than `:actor/china`.
pub fn prefix_of<'p, 'i>(iri: &'i str, prefixes: &'p [Prefix]) -> Option<(&'p Prefix, &'i str)> {
    let split = |prefix: &'p Prefix| {
        let local = iri.strip_prefix(prefix.1.as_str())?;
        is_local(local).then_some((prefix, local))
    };
    prefixes
        .iter()
        .filter_map(split)
        .min_by_key(|(_, local)| local.len())
}

/// Whether a text can follow a prefix as it is. More could with escapes, which nobody reads well.
fn is_local(text: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    text.chars().all(inner) && !text.starts_with(['-', '.']) && !text.ends_with('.')
}
