//! RDF files that join a graph: background knowledge, or another tool's triples.

use super::mint::hex;
use crate::diagnostic::{Code, Excerpt, Place, Problem, Problems};
use crate::sink::Compression;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{BlankNode, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

/// Extensions of RDF files, for messages.
pub const RDF_EXTENSIONS: &str = ".ttl, .nt, .nq, .trig, .rdf, .jsonld, each also .gz or .zst";

/// Whether a file's name ends as an RDF file's does.
pub fn is_rdf_file(path: &Path) -> bool {
    format_of(path).is_some()
}

fn format_of(path: &Path) -> Option<RdfFormat> {
    let inner = Compression::of(path).1;
    match inner.extension()?.to_str()? {
        "ttl" => Some(RdfFormat::Turtle),
        "nt" => Some(RdfFormat::NTriples),
        "nq" => Some(RdfFormat::NQuads),
        "trig" => Some(RdfFormat::TriG),
        "rdf" | "owl" => Some(RdfFormat::RdfXml),
        "jsonld" => Some(RdfFormat::JsonLd {
            profile: oxigraph::io::JsonLdProfileSet::empty(),
        }),
        _ => None,
    }
}

/// Reads an RDF file and gives its triples to `emit`.
///
/// Blank nodes get IRIs under `base` made from the file's content and their order in it, as RDF 1.1
/// (3.5) suggests, so that the same file always gives the same triples. Graph names are dropped,
/// with a warning.
pub fn read_rdf(path: &Path, base: &str, problems: &mut Problems, emit: &mut dyn FnMut(Triple)) {
    let Some(format) = format_of(path) else {
        problems.push(
            Problem::new(
                Code::RdfFormat,
                Place::file(path),
                "no RDF file by its name",
            )
            .with_hint(format!("the extensions are {RDF_EXTENSIONS}")),
        );
        return;
    };
    let text = match read_file(path) {
        Ok(text) => text,
        Err(error) => {
            problems.push(Problem::new(
                Code::Unreadable,
                Place::file(path),
                format!("cannot be read: {error}"),
            ));
            return;
        }
    };
    let digest = hex(&Sha256::digest(&text)[..8]);
    let mut namer = BlankNodes {
        prefix: format!("{base}.well-known/genid/{digest}-"),
        numbers: HashMap::new(),
    };
    let mut graph_names = false;
    for quad in RdfParser::from_format(format).for_slice(&text) {
        match quad {
            Ok(quad) => {
                graph_names |= !quad.graph_name.is_default_graph();
                emit(namer.name(quad));
            }
            Err(error) => problems.push(syntax_problem(path, &text, &error)),
        }
    }
    if graph_names {
        let place = Place::file(path);
        problems.push(Problem::new(
            Code::GraphNamesDropped,
            place,
            "the names of its named graphs are dropped",
        ));
    }
    if !namer.numbers.is_empty() {
        let message = format!("{} blank nodes are given IRIs", namer.numbers.len());
        problems.push(Problem::new(
            Code::BlankNodesNamed,
            Place::file(path),
            message,
        ));
    }
}

fn read_file(path: &Path) -> std::io::Result<Vec<u8>> {
    let bytes = std::fs::read(path)?;
    let mut text = Vec::new();
    match Compression::of(path).0 {
        Compression::None => return Ok(bytes),
        Compression::Gzip => {
            flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut text)?;
        }
        Compression::Zstd => {
            ruzstd::decoding::StreamingDecoder::new(bytes.as_slice())
                .map_err(std::io::Error::other)?
                .read_to_end(&mut text)?;
        }
    }
    Ok(text)
}

fn syntax_problem(path: &Path, text: &[u8], error: &oxigraph::io::RdfSyntaxError) -> Problem {
    match error.location() {
        Some(range) => {
            let (start, end) = (range.start.offset as usize, range.end.offset as usize);
            let place = Place::at(path, range.start.line + 1, range.start.column + 1);
            let problem = Problem::new(Code::RdfSyntax, place, error.to_string());
            match std::str::from_utf8(text) {
                Ok(text) if end <= text.len() && end - start < 200 => {
                    problem.with_excerpt(Excerpt::of(text, start..end))
                }
                _ => problem,
            }
        }
        None => Problem::new(Code::RdfSyntax, Place::file(path), error.to_string()),
    }
}

struct BlankNodes {
    prefix: String,
    numbers: HashMap<BlankNode, usize>,
}

impl BlankNodes {
    fn name(&mut self, quad: Quad) -> Triple {
        let subject = match quad.subject {
            NamedOrBlankNode::NamedNode(node) => node,
            NamedOrBlankNode::BlankNode(node) => self.node(node),
        };
        let object = match quad.object {
            Term::BlankNode(node) => self.node(node).into(),
            object => object,
        };
        Triple::new(subject, quad.predicate, object)
    }

    fn node(&mut self, node: BlankNode) -> NamedNode {
        let next = self.numbers.len() + 1;
        let number = self.numbers.entry(node).or_insert(next);
        NamedNode::new_unchecked(format!("{}{number}", self.prefix))
    }
}
