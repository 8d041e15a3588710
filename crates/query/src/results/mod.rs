//! Answers written as tables, as SPARQL result formats, and as RDF.

mod rdf;
mod short;
pub(super) mod table;
mod xml;

use super::error::QueryError;
use demarche_core::diagnostic::nearest;
use demarche_core::sink::Compression;
use demarche_graph::rdf::{GraphFormat, Prefix};
use oxigraph::sparql::{QueryResults, QuerySolutionIter};
use sparesults::{QueryResultsFormat, QueryResultsSerializer};
use spargebra::Query;
use std::fmt;
use std::io::Write;
use std::path::Path;

/// The form of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryForm {
    /// Rows.
    Select,
    /// Yes or no.
    Ask,
    /// Triples made from a template.
    Construct,
    /// Triples about nodes.
    Describe,
}

impl QueryForm {
    /// The form of a query.
    pub fn of(query: &Query) -> Self {
        match query {
            Query::Select { .. } => Self::Select,
            Query::Ask { .. } => Self::Ask,
            Query::Construct { .. } => Self::Construct,
            Query::Describe { .. } => Self::Describe,
        }
    }

    /// Whether the answer is a graph.
    pub fn is_graph(self) -> bool {
        matches!(self, Self::Construct | Self::Describe)
    }

    /// The format to use where none is asked for.
    pub fn default_format(self) -> ResultFormat {
        if self.is_graph() {
            ResultFormat::Graph(GraphFormat::Turtle)
        } else {
            ResultFormat::Table
        }
    }

    /// Names of the formats that can hold the answer.
    pub fn formats(self) -> Vec<&'static str> {
        ResultFormat::ALL
            .into_iter()
            .filter(|format| format.fits(self))
            .map(ResultFormat::name)
            .collect()
    }
}

impl fmt::Display for QueryForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Select => "a SELECT query",
            Self::Ask => "an ASK query",
            Self::Construct => "a CONSTRUCT query",
            Self::Describe => "a DESCRIBE query",
        })
    }
}

/// A format of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultFormat {
    /// Aligned text for reading in a terminal.
    Table,
    /// SPARQL 1.1 CSV: plain values.
    Csv,
    /// SPARQL 1.1 TSV: terms in full.
    Tsv,
    /// SPARQL 1.1 JSON.
    Json,
    /// SPARQL XML.
    Xml,
    /// A table in Markdown.
    Markdown,
    /// An RDF format, for answers that are graphs.
    Graph(GraphFormat),
}

impl ResultFormat {
    /// Every format.
    pub const ALL: [Self; 12] = [
        Self::Table,
        Self::Csv,
        Self::Tsv,
        Self::Json,
        Self::Xml,
        Self::Markdown,
        Self::Graph(GraphFormat::Turtle),
        Self::Graph(GraphFormat::NTriples),
        Self::Graph(GraphFormat::NQuads),
        Self::Graph(GraphFormat::TriG),
        Self::Graph(GraphFormat::RdfXml),
        Self::Graph(GraphFormat::JsonLd),
    ];

    /// Its name, which is its file extension too.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Markdown => "md",
            Self::Graph(format) => format.name(),
        }
    }

    /// The names of all formats.
    pub fn names() -> [&'static str; 12] {
        Self::ALL.map(Self::name)
    }

    /// The format of this name; upper and lower case are the same.
    ///
    /// # Errors
    /// [`QueryError::UnknownFormat`] with the nearest name.
    ///
    /// ```
    /// use demarche_query::ResultFormat;
    /// assert_eq!(ResultFormat::from_name("CSV")?, ResultFormat::Csv);
    /// # Ok::<(), demarche_query::QueryError>(())
    /// ```
    pub fn from_name(name: &str) -> Result<Self, QueryError> {
        let lower = name.to_ascii_lowercase();
        let alias = match lower.as_str() {
            "markdown" => "md",
            "turtle" => "ttl",
            "txt" | "text" => "table",
            "srj" => "json",
            "srx" => "xml",
            name => name,
        };
        let found = Self::ALL.into_iter().find(|format| format.name() == alias);
        found.ok_or_else(|| QueryError::UnknownFormat {
            name: name.to_owned(),
            suggestion: nearest(name, Self::names()).map(str::to_owned),
        })
    }

    /// The format that a file's extension asks for; that of a compression on top is passed over.
    ///
    /// # Errors
    /// [`QueryError::UnknownFormat`] for an unknown extension, or none.
    pub fn from_path(path: &Path) -> Result<Self, QueryError> {
        let (_, path) = Compression::of(path);
        let extension = path.extension().unwrap_or_default();
        Self::from_name(&extension.to_string_lossy())
    }

    /// Whether it can hold the answer of a form of query.
    pub fn fits(self, form: QueryForm) -> bool {
        matches!(self, Self::Graph(_)) == form.is_graph()
    }

    fn sparql(self) -> Option<QueryResultsFormat> {
        Some(match self {
            Self::Csv => QueryResultsFormat::Csv,
            Self::Tsv => QueryResultsFormat::Tsv,
            Self::Json => QueryResultsFormat::Json,
            Self::Xml => QueryResultsFormat::Xml,
            _ => return None,
        })
    }
}

impl fmt::Display for ResultFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Writes an answer; gives the number of rows or triples.
pub(super) fn write(
    results: QueryResults<'_>,
    format: ResultFormat,
    width: Option<usize>,
    prefixes: &[Prefix],
    out: &mut dyn Write,
) -> Result<usize, QueryError> {
    match results {
        QueryResults::Boolean(answer) => write_boolean(answer, format, out),
        QueryResults::Graph(triples) => match format {
            ResultFormat::Graph(format) => rdf::write(triples, format, prefixes, out),
            format => Err(QueryError::FormatMismatch {
                format,
                form: QueryForm::Construct,
            }),
        },
        QueryResults::Solutions(solutions) => match (format, format.sparql()) {
            (_, Some(format)) => write_solutions(solutions, format, out),
            (ResultFormat::Markdown, _) => table::markdown(solutions, prefixes, out),
            _ => table::text(solutions, width, prefixes, out),
        },
    }
}

fn write_boolean(
    answer: bool,
    format: ResultFormat,
    out: &mut dyn Write,
) -> Result<usize, QueryError> {
    if let Some(format) = format.sparql() {
        QueryResultsSerializer::from_format(format)
            .serialize_boolean_to_writer(&mut *out, answer)?;
    } else {
        write!(out, "{answer}")?;
    }
    // The CSV and JSON of an answer are one line; files end with a line end.
    writeln!(out)?;
    Ok(1)
}

fn write_solutions(
    solutions: QuerySolutionIter<'_>,
    format: QueryResultsFormat,
    out: &mut dyn Write,
) -> Result<usize, QueryError> {
    let mut writer = QueryResultsSerializer::from_format(format)
        .serialize_solutions_to_writer(&mut *out, solutions.variables().to_vec())?;
    let mut rows = 0;
    for solution in solutions {
        let solution = solution?;
        rows += 1;
        if format == QueryResultsFormat::Xml {
            xml::check(&solution, rows)?;
        }
        writer.serialize(solution.iter())?;
    }
    writer.finish()?;
    if matches!(format, QueryResultsFormat::Json | QueryResultsFormat::Xml) {
        writeln!(out)?;
    }
    Ok(rows)
}
