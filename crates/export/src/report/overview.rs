//! What is in a graph: counts and coverage, and its digest.

use demarche_core::model::Day;
use demarche_core::vocab::dm;
use demarche_graph::rdf::{GraphFormat, write_triples};
use demarche_graph::{Graph, GraphError, TermId};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt;
use std::io::{self, Write};

/// Counts and coverage of a graph.
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
    /// How many of them its terms take.
    pub term_bytes: usize,
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
    pub fn of(graph: &Graph) -> Self {
        let statements: Vec<TermId> = graph.instances(dm::STATEMENT).collect();
        let columns = graph.statements();
        let day = |packed: &u32| Day::from_packed(*packed).map(|day| day.to_string());
        Self {
            studies: graph
                .datasets()
                .into_iter()
                .map(|dataset| dataset.title)
                .collect(),
            triples: graph.len(),
            terms: graph.term_count(),
            bytes: graph.byte_len(),
            term_bytes: graph.dictionary_len(),
            statements: statements.len(),
            actors: graph.instances(dm::ACTOR).count(),
            claims: graph.instances(dm::CLAIM).count(),
            themes: graph.instances(dm::THEME).count(),
            sources: graph.instances(dm::SOURCE).count(),
            first: columns.earliest.values().first().and_then(day),
            last: columns.latest.values().last().and_then(day),
            coverage: coverage(graph, &statements),
        }
    }
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

/// SHA-256 of a graph as N-Triples in canonical order: of what `demarche export -f nt` writes.
///
/// # Errors
/// [`GraphError`] if the file is damaged.
pub fn digest(graph: &Graph) -> Result<String, GraphError> {
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
            ("of them terms", self.term_bytes),
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
        Ok(())
    }
}
