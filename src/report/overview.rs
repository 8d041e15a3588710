//! What is in a graph: counts, coverage, digest.

use crate::graph::{Graph, GraphError, TermId};
use crate::rdf::{GraphFormat, write_triples};
use crate::vocab::dm;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt;
use std::io::{self, Write};

/// Counts, coverage and digest of a graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overview {
    /// Titles of the studies in it.
    pub studies: Vec<String>,
    /// Triples, the ontology's among them.
    pub triples: usize,
    /// Distinct terms.
    pub terms: usize,
    /// Length of the graph file in bytes.
    pub bytes: usize,
    /// Statements.
    pub statements: usize,
    /// Actors.
    pub actors: usize,
    /// Claims.
    pub claims: usize,
    /// Themes.
    pub themes: usize,
    /// Sources.
    pub sources: usize,
    /// First day that a statement can date from.
    pub first: Option<String>,
    /// Last day that a statement can date from.
    pub last: Option<String>,
    /// How many statements have each property.
    pub coverage: Vec<Coverage>,
    /// SHA-256 of the graph as N-Triples in canonical order: what `demarche export -f nt` writes.
    pub digest: String,
}

/// How many statements have a property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The property's local name.
    pub property: &'static str,
    /// Statements that have it.
    pub statements: usize,
}

impl Overview {
    /// Looks a graph over.
    ///
    /// # Errors
    /// [`GraphError`] if the file is damaged.
    pub fn of(graph: &Graph) -> Result<Self, GraphError> {
        let statements: Vec<TermId> = graph.instances(dm::STATEMENT).collect();
        let (first, last) = date_range(graph, &statements);
        Ok(Self {
            studies: graph
                .datasets()
                .into_iter()
                .map(|dataset| dataset.title)
                .collect(),
            triples: graph.len(),
            terms: graph.term_count(),
            bytes: graph.byte_len(),
            statements: statements.len(),
            actors: graph.instances(dm::ACTOR).count(),
            claims: graph.instances(dm::CLAIM).count(),
            themes: graph.instances(dm::THEME).count(),
            sources: graph.instances(dm::SOURCE).count(),
            first,
            last,
            coverage: coverage(graph, &statements),
            digest: digest(graph)?,
        })
    }
}

fn date_range(graph: &Graph, statements: &[TermId]) -> (Option<String>, Option<String>) {
    // Dates of four-digit years order as their text does.
    let dates = |property| {
        let property = graph.iri_id(property);
        let objects = statements
            .iter()
            .filter_map(move |statement| graph.object(*statement, property?));
        objects
            .filter_map(|date| graph.text(date))
            .map(|date| date.into_owned())
    };
    (dates(dm::EARLIEST).min(), dates(dm::LATEST).max())
}

fn coverage(graph: &Graph, statements: &[TermId]) -> Vec<Coverage> {
    let properties = [
        ("date", dm::STATED_ON),
        ("act", dm::ACT),
        ("authority", dm::AUTHORITY),
        ("on_behalf_of", dm::ON_BEHALF_OF),
        ("addressee", dm::ADDRESSEE),
        ("paraphrase", dm::PARAPHRASE),
        ("locator", dm::LOCATOR),
        ("coder", dm::CODED_BY),
    ];
    let count = |property: &str| {
        let property = graph.iri_id(property);
        let has = |statement: &&TermId| {
            property.is_some_and(|property| graph.object(**statement, property).is_some())
        };
        statements.iter().filter(has).count()
    };
    properties
        .map(|(name, property)| Coverage {
            property: name,
            statements: count(property),
        })
        .to_vec()
}

fn digest(graph: &Graph) -> Result<String, GraphError> {
    let mut hash = HashWriter(Sha256::new());
    write_triples(
        || graph.triples().map(|triple| triple.map_err(Stopped::Graph)),
        &[],
        GraphFormat::NTriples,
        &mut hash,
    )
    .map_err(|stopped| match stopped {
        Stopped::Graph(error) => error,
        // Hashing does not fail.
        Stopped::Io => GraphError::Damaged("a triple"),
    })?;
    Ok(hash
        .0
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

enum Stopped {
    Graph(GraphError),
    Io,
}

impl From<io::Error> for Stopped {
    fn from(_: io::Error) -> Self {
        Self::Io
    }
}

struct HashWriter(Sha256);

impl Write for HashWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Display for Overview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for title in &self.studies {
            writeln!(f, "{title}")?;
        }
        let counts = [
            ("statements", self.statements),
            ("actors", self.actors),
            ("claims", self.claims),
            ("themes", self.themes),
            ("sources", self.sources),
            ("triples", self.triples),
            ("terms", self.terms),
            ("bytes", self.bytes),
        ];
        for (name, count) in counts {
            writeln!(f, "  {name:<14}{count:>10}")?;
        }
        if let (Some(first), Some(last)) = (&self.first, &self.last) {
            writeln!(f, "  {:<14}{first} to {last}", "dated")?;
        }
        writeln!(f, "statements that have")?;
        for Coverage {
            property,
            statements,
        } in &self.coverage
        {
            let share = if self.statements == 0 {
                0.0
            } else {
                100.0 * *statements as f64 / self.statements as f64
            };
            writeln!(f, "  {property:<14}{statements:>10}  {share:>5.1} %")?;
        }
        writeln!(f, "sha256 of its N-Triples\n  {}", self.digest)
    }
}
