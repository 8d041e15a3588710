//! RDF files that join a graph: background knowledge, or another tool's triples.

use super::TripleSink;
use super::limits::excess;
use super::mint::hex;
use demarche_core::diagnostic::{Code, Excerpt, Place, Problem, Problems};
use demarche_core::meter::Meter;
use demarche_core::sink::Compression;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{BlankNode, NamedNode, NamedOrBlankNode, Quad, Term, Triple, TripleRef};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

/// Extensions of RDF files, for messages.
pub const RDF_EXTENSIONS: &str = ".ttl, .nt, .nq, .trig, .rdf, .jsonld, each also .gz or .zst";

/// A file is read on to find this many syntax errors: to say where each is takes time, and a file
/// that is all wrong is another format.
const ERRORS_LISTED: usize = 100;

/// Text around an error is drawn up to this many bytes.
const LONGEST_EXCERPT: usize = 1000;

/// Whether a file's name ends as an RDF file's does.
pub fn is_rdf_file(path: &Path) -> bool {
    format_of(path).is_some()
}

/// The format that a file's name asks for, whatever compression comes after.
pub fn format_of(path: &Path) -> Option<RdfFormat> {
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

/// Reads an RDF file; gives its triples in as many sinks as threads read it.
///
/// Blank nodes get IRIs under `base` made from the file's content and their order in it, as RDF 1.1
/// (3.5) suggests, so that the same file always gives the same triples. Graph names are dropped,
/// with a warning.
pub fn read_rdf<S: TripleSink + Default + Send>(
    path: &Path,
    base: &str,
    meter: &Meter,
    problems: &mut Problems,
) -> Vec<S> {
    let Some(format) = format_of(path) else {
        problems.push(
            Problem::new(
                Code::RdfFormat,
                Place::file(path),
                "no RDF file by its name",
            )
            .with_hint(format!("the extensions are {RDF_EXTENSIONS}")),
        );
        return Vec::new();
    };
    let text = match read_file(path, meter) {
        Ok(text) => text,
        Err(error) => {
            problems.push(Problem::new(
                Code::Unreadable,
                Place::file(path),
                format!("cannot be read: {error}"),
            ));
            return Vec::new();
        }
    };
    if let Some(problem) = limit_problem(path, &text, format) {
        problems.push(problem);
        return Vec::new();
    }
    let mut reading = Reading {
        path,
        text: &text,
        base,
        blank_nodes: 0,
        graph_names: false,
    };
    // An error's place is counted from the beginning of what a thread reads, so a file with errors
    // is read once more, by one.
    let sinks = match reading.parse_together(format) {
        Some(sinks) => sinks,
        None => vec![reading.parse(format, problems)],
    };
    reading.report_changes(problems);
    sinks
}

/// One RDF file being read.
struct Reading<'a> {
    path: &'a Path,
    text: &'a [u8],
    base: &'a str,
    blank_nodes: usize,
    /// Whether a triple stood in a named graph.
    graph_names: bool,
}

impl Reading<'_> {
    /// Reads with all threads. `None` where the format cannot be cut into lines, or where there are
    /// blank nodes, which are numbered in the order of the file, or errors.
    fn parse_together<S: TripleSink + Default + Send>(
        &mut self,
        format: RdfFormat,
    ) -> Option<Vec<S>> {
        let in_lines = matches!(format, RdfFormat::NTriples | RdfFormat::NQuads);
        if !in_lines || memchr::memmem::find(self.text, b"_:").is_some() {
            return None;
        }
        let parsers = RdfParser::from_format(format)
            .split_slice_for_parallel_parsing(self.text, rayon::current_num_threads());
        let parts = parsers.into_par_iter().map(|parser| {
            let (mut sink, mut graph_names) = (S::default(), false);
            for quad in parser {
                let quad = quad.ok()?;
                graph_names |= !quad.graph_name.is_default_graph();
                sink.insert(TripleRef::from(quad.as_ref()));
            }
            Some((sink, graph_names))
        });
        let parts: Vec<(S, bool)> = parts.collect::<Option<_>>()?;
        self.graph_names = parts.iter().any(|(_, graph_names)| *graph_names);
        Some(parts.into_iter().map(|(sink, _)| sink).collect())
    }

    fn parse<S: TripleSink + Default>(&mut self, format: RdfFormat, problems: &mut Problems) -> S {
        let digest = hex(&Sha256::digest(self.text)[..8]);
        let mut namer = BlankNodes {
            prefix: format!("{}.well-known/genid/{digest}-", self.base),
            numbers: HashMap::new(),
        };
        let (mut sink, mut errors) = (S::default(), 0);
        for quad in RdfParser::from_format(format).for_slice(self.text) {
            match quad {
                Ok(quad) => {
                    self.graph_names |= !quad.graph_name.is_default_graph();
                    sink.insert(namer.name(quad).as_ref());
                }
                Err(_) if errors == ERRORS_LISTED => {
                    let message =
                        format!("more than {ERRORS_LISTED} syntax errors; the rest is not read");
                    problems.push(self.problem(Code::RdfSyntax, message));
                    break;
                }
                Err(error) => {
                    errors += 1;
                    problems.push(syntax_problem(self.path, self.text, &error));
                }
            }
        }
        self.blank_nodes = namer.numbers.len();
        sink
    }

    /// Says what of the file is not in the graph as it stands there.
    fn report_changes(&self, problems: &mut Problems) {
        if self.graph_names {
            let message = "the names of its named graphs are dropped".to_owned();
            problems.push(self.problem(Code::GraphNamesDropped, message));
        }
        if self.blank_nodes > 0 {
            let message = format!("{} blank nodes are given IRIs", self.blank_nodes);
            problems.push(self.problem(Code::BlankNodesNamed, message));
        }
    }

    fn problem(&self, code: Code, message: String) -> Problem {
        Problem::new(code, Place::file(self.path), message)
    }
}

/// A file's bytes, decompressed as its name says.
pub fn read_file(path: &Path, meter: &Meter) -> std::io::Result<Vec<u8>> {
    let bytes = std::fs::read(path)?;
    meter.add(bytes.len() as u64);
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

/// Returns the problem of a text that would take a parser too much memory or too deep a stack, at
/// the place where it passes a limit.
pub fn limit_problem(path: &Path, text: &[u8], format: RdfFormat) -> Option<Problem> {
    let excess = excess(text, format)?;
    let before = &text[..excess.at];
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    let line = memchr::memchr_iter(b'\n', before).count() as u64 + 1;
    let column = String::from_utf8_lossy(&before[line_start..])
        .chars()
        .count() as u64
        + 1;
    let place = Place::at(path, line, column);
    Some(Problem::new(Code::RdfSyntax, place, excess.message).with_hint(excess.hint))
}

/// A parser's error at its place in the text.
pub fn syntax_problem(path: &Path, text: &[u8], error: &oxigraph::io::RdfSyntaxError) -> Problem {
    let message = without_place(&error.to_string());
    let Some(range) = error.location() else {
        return Problem::new(Code::RdfSyntax, Place::file(path), message);
    };
    let (start, end) = (range.start.offset as usize, range.end.offset as usize);
    let place = Place::at(path, range.start.line + 1, range.start.column + 1);
    let problem = Problem::new(Code::RdfSyntax, place, message);
    let excerpt = std::str::from_utf8(text)
        .ok()
        .filter(|text| start <= end && end <= text.len())
        .map(|text| Excerpt::of(text, start..end))
        .filter(|excerpt| excerpt.text.len() <= LONGEST_EXCERPT);
    match excerpt {
        Some(excerpt) => problem.with_excerpt(excerpt),
        None => problem,
    }
}

/// A parser's message without the place it begins with, which is said already, on one line.
fn without_place(message: &str) -> String {
    let message = message.replace('\n', " ");
    let placed = message.strip_prefix("Parser error ");
    match placed.and_then(|rest| rest.split_once(": ")) {
        Some((_, rest)) => rest.to_owned(),
        None => message,
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
