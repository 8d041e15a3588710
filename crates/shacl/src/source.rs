//! A file of shapes as triples, each with its line.

use demarche_core::diagnostic::{Code, Place, Problem};
use demarche_core::meter::Meter;
use demarche_graph::rdf::{RDF_EXTENSIONS, format_of, limit_problem, read_file, syntax_problem};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{BlankNode, NamedOrBlankNode, Quad, Term, Triple};
use std::cell::Cell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read;
use std::path::{Path, PathBuf};

/// An object, and the line on which it stands.
#[derive(Debug, Clone)]
pub(super) struct Object {
    pub(super) term: Term,
    pub(super) line: u64,
}

/// Why a term is no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListError {
    /// It is none, or one without an end.
    Malformed,
    /// It leads back to itself.
    Circular,
    /// It has more members than may be.
    TooLong,
}

/// The triples of a file of shapes.
pub(super) struct Source {
    file: PathBuf,
    /// By subject and property. Objects are in the order of the file.
    triples: BTreeMap<String, BTreeMap<String, Vec<Object>>>,
    /// Subjects by what they are written as, in the order of the file.
    subjects: Vec<NamedOrBlankNode>,
}

impl Source {
    /// Reads a file.
    pub(super) fn read(path: &Path) -> Result<Self, Box<Problem>> {
        let Some(format) = format_of(path) else {
            let place = Place::file(path);
            let problem = Problem::new(Code::RdfFormat, place, "no RDF file by its name");
            let hint = format!("the extensions are {RDF_EXTENSIONS}");
            return Err(problem.with_hint(hint).into());
        };
        let text = read_file(path, &Meter::default()).map_err(|error| {
            let message = format!("cannot be read: {error}");
            Problem::new(Code::Unreadable, Place::file(path), message)
        })?;
        Self::parse(path, &text, format)
    }

    /// Reads a text.
    pub(super) fn parse(file: &Path, text: &[u8], format: RdfFormat) -> Result<Self, Box<Problem>> {
        if let Some(problem) = limit_problem(file, text, format) {
            return Err(problem.into());
        }
        let line = Cell::new(0);
        let reader = Lines {
            rest: text,
            line: &line,
            within: false,
        };
        let mut source = Self {
            file: file.to_owned(),
            triples: BTreeMap::new(),
            subjects: Vec::new(),
        };
        let (mut names, mut known) = (HashMap::new(), HashSet::new());
        for quad in RdfParser::from_format(format).for_reader(reader) {
            match quad {
                Ok(quad) => {
                    let triple = Triple::from(steady(quad, &mut names));
                    // The same triple twice is one triple.
                    if known.insert(triple.clone()) {
                        source.insert(triple, line.get());
                    }
                }
                Err(_) => return Err(first_error(file, text, format).into()),
            }
        }
        Ok(source)
    }

    fn insert(&mut self, triple: Triple, line: u64) {
        let properties = match self.triples.entry(triple.subject.to_string()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                self.subjects.push(triple.subject.clone());
                new.insert(BTreeMap::new())
            }
        };
        let objects = properties.entry(triple.predicate.into_string());
        objects.or_default().push(Object {
            term: triple.object,
            line,
        });
    }

    /// Every subject, in the order of the file.
    pub(super) fn subjects(&self) -> impl Iterator<Item = &NamedOrBlankNode> {
        self.subjects.iter()
    }

    /// The properties of a subject, by IRI.
    pub(super) fn properties(
        &self,
        subject: &NamedOrBlankNode,
    ) -> impl Iterator<Item = (&str, &[Object])> {
        let properties = self.triples.get(&subject.to_string()).into_iter().flatten();
        properties.map(|(property, objects)| (property.as_str(), objects.as_slice()))
    }

    /// The objects of a subject's property, in the order of the file.
    pub(super) fn objects(&self, subject: &NamedOrBlankNode, property: &str) -> &[Object] {
        let properties = self.triples.get(&subject.to_string());
        properties
            .and_then(|properties| properties.get(property))
            .map_or(&[], Vec::as_slice)
    }

    /// Whether a node is of one of these classes.
    pub(super) fn is_a(&self, subject: &NamedOrBlankNode, classes: &[&str]) -> bool {
        let types = self.objects(subject, rdf::TYPE.as_str()).iter();
        let mut types = types.filter_map(|object| match &object.term {
            Term::NamedNode(class) => Some(class.as_str()),
            _ => None,
        });
        types.any(|class| classes.contains(&class))
    }

    /// Returns the members of a list, of which there may be so many.
    pub(super) fn list(&self, head: &Term, most: usize) -> Result<Vec<Term>, ListError> {
        let (mut members, mut at) = (Vec::new(), head);
        loop {
            let node = subject(at).ok_or(ListError::Malformed)?;
            if node == NamedOrBlankNode::from(rdf::NIL) {
                return Ok(members);
            }
            let [first] = self.objects(&node, rdf::FIRST.as_str()) else {
                return Err(ListError::Malformed);
            };
            let [rest] = self.objects(&node, rdf::REST.as_str()) else {
                return Err(ListError::Malformed);
            };
            // Every member takes a subject, so one more member than subjects is a circle.
            if members.len() == self.subjects.len() {
                return Err(ListError::Circular);
            }
            if members.len() == most {
                return Err(ListError::TooLong);
            }
            members.push(first.term.clone());
            at = &rest.term;
        }
    }

    /// Whether a node begins a list.
    pub(super) fn is_list(&self, node: &NamedOrBlankNode) -> bool {
        !self.objects(node, rdf::FIRST.as_str()).is_empty()
    }

    /// The place of a line.
    pub(super) fn place(&self, line: u64) -> Place {
        Place {
            file: self.file.clone(),
            line: Some(line),
            column: None,
        }
    }

    /// The place where a subject first stands, as far as its triples tell.
    pub(super) fn place_of(&self, subject: &NamedOrBlankNode) -> Place {
        let lines = self.properties(subject);
        let line = lines
            .flat_map(|(_, objects)| objects.iter().map(|object| object.line))
            .min();
        Place {
            line,
            ..Place::file(self.file.clone())
        }
    }
}

/// A term as the subject of triples; `None` for literals.
pub(super) fn subject(term: &Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(node) => Some(node.clone().into()),
        Term::BlankNode(node) => Some(node.clone().into()),
        Term::Literal(_) => None,
    }
}

/// Hands a parser one line at a time, so that each triple can be told the line it ends on.
struct Lines<'a> {
    rest: &'a [u8],
    line: &'a Cell<u64>,
    /// Whether the last read ended within a line.
    within: bool,
}

impl Read for Lines<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let whole = memchr::memchr(b'\n', self.rest).map_or(self.rest.len(), |at| at + 1);
        let length = whole.min(buffer.len());
        let (now, rest) = self.rest.split_at(length);
        buffer[..length].copy_from_slice(now);
        self.rest = rest;
        // Counted as it begins: of a line that is longer than the buffer, the first triples are
        // known before its end is.
        if !self.within && length > 0 {
            self.line.set(self.line.get() + 1);
        }
        self.within = length < whole;
        Ok(length)
    }
}

/// Blank nodes in the order of the file: the parser's own names are random.
fn steady(quad: Quad, names: &mut HashMap<BlankNode, BlankNode>) -> Quad {
    let mut name = |node: BlankNode| {
        let next = names.len() + 1;
        let named = names.entry(node);
        named
            .or_insert_with(|| BlankNode::new_unchecked(format!("shape{next}")))
            .clone()
    };
    Quad {
        subject: match quad.subject {
            NamedOrBlankNode::BlankNode(node) => name(node).into(),
            node => node,
        },
        object: match quad.object {
            Term::BlankNode(node) => name(node).into(),
            term => term,
        },
        ..quad
    }
}

fn first_error(file: &Path, text: &[u8], format: RdfFormat) -> Problem {
    // Read as a whole, errors have their places.
    let errors = RdfParser::from_format(format).for_slice(text);
    match errors.filter_map(Result::err).next() {
        Some(error) => syntax_problem(file, text, &error),
        None => Problem::new(Code::RdfSyntax, Place::file(file), "cannot be parsed"),
    }
}
