//! Other people's SPARQL endpoints, asked by the SPARQL 1.1 Protocol.

mod error;
mod rows;

pub use error::EndpointError;
pub use rows::{Row, Table, TakeRow, page};

use crate::http::{Address, Body, Client, Content, Method, Request, Response};
use oxigraph::io::{RdfFormat, RdfParser, ReaderQuadParser};
use oxigraph::model::{NamedNode, Term, Triple};
use sparesults::ReaderSolutionsParser;
use sparesults::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};
use std::io::BufReader;

/// Rows and truth values: the two formats that keep what kind each term is.
const ACCEPT_ROWS: &str = "application/sparql-results+json, application/sparql-results+xml;q=0.8";

/// Triples: the simplest first.
const ACCEPT_TRIPLES: &str = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5";

/// Rows as they come.
pub type RowReader = ReaderSolutionsParser<BufReader<Body>>;

/// A SPARQL endpoint, and the graph of it that is asked.
pub struct Endpoint {
    client: Client,
    address: Address,
    graph: Option<NamedNode>,
}

impl Endpoint {
    /// An endpoint. Without a graph's name its default graph is asked: what that holds (nothing, a
    /// graph of its own, or all named graphs together) is the store's to say.
    pub fn new(address: Address, graph: Option<NamedNode>, client: Client) -> Self {
        Self {
            client,
            address,
            graph,
        }
    }

    /// Its address.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// The graph of it that is asked; its default graph if none.
    pub fn graph(&self) -> Option<&NamedNode> {
        self.graph.as_ref()
    }

    /// The client that speaks to it.
    pub fn client(&self) -> &Client {
        &self.client
    }

    fn results(
        &self,
        sparql: &str,
    ) -> Result<ReaderQueryResultsParserOutput<BufReader<Body>>, EndpointError> {
        let response = self.send(sparql, ACCEPT_ROWS)?;
        let format = match response.media_type.as_str() {
            "application/json" => Some(QueryResultsFormat::Json),
            "application/xml" | "text/xml" => Some(QueryResultsFormat::Xml),
            other => QueryResultsFormat::from_media_type(other),
        };
        let is_typed = |format: &QueryResultsFormat| *format != QueryResultsFormat::Csv;
        let Some(format) = format.filter(is_typed) else {
            return Err(self.no_sparql(&response));
        };
        QueryResultsParser::from_format(format)
            .for_reader(BufReader::new(response.body))
            .map_err(|error| self.broken(error))
    }

    /// Answers a `SELECT` query.
    ///
    /// # Errors
    /// [`EndpointError`]. That the answer breaks off is an error of reading its rows.
    pub fn rows(&self, sparql: &str) -> Result<RowReader, EndpointError> {
        match self.results(sparql)? {
            ReaderQueryResultsParserOutput::Solutions(rows) => Ok(rows),
            ReaderQueryResultsParserOutput::Boolean(_) => Err(self.wrong_form()),
        }
    }

    /// Answers an `ASK` query.
    ///
    /// # Errors
    /// As [`Endpoint::rows`].
    pub fn truth(&self, sparql: &str) -> Result<bool, EndpointError> {
        self.whole(|| match self.results(sparql)? {
            ReaderQueryResultsParserOutput::Boolean(truth) => Ok(truth),
            ReaderQueryResultsParserOutput::Solutions(_) => Err(self.wrong_form()),
        })
    }

    /// The one number that a query has for an answer.
    ///
    /// # Errors
    /// As [`Endpoint::rows`]; [`EndpointError::WrongForm`] where it is none.
    pub fn number(&self, sparql: &str) -> Result<u64, EndpointError> {
        let number = self.whole(|| {
            let mut number = None;
            for row in self.rows(sparql)? {
                let row = row.map_err(|error| self.broken(error))?;
                number = row.get(0).and_then(number_of);
            }
            Ok(number)
        })?;
        number.ok_or_else(|| self.wrong_form())
    }

    /// How many triples the graph has.
    ///
    /// # Errors
    /// As [`Endpoint::number`].
    pub fn count(&self) -> Result<u64, EndpointError> {
        self.number("SELECT (COUNT(*) AS ?count) WHERE { ?s ?p ?o }")
    }

    /// Answers a `CONSTRUCT` or `DESCRIBE` query.
    ///
    /// # Errors
    /// As [`Endpoint::rows`].
    pub fn triples(
        &self,
        sparql: &str,
    ) -> Result<impl Iterator<Item = Result<Triple, EndpointError>> + use<>, EndpointError> {
        let response = self.send(sparql, ACCEPT_TRIPLES)?;
        let format = match response.media_type.as_str() {
            // What N-Triples were called before they had a type of their own.
            "text/plain" => Some(RdfFormat::NTriples),
            "application/xml" | "text/xml" => Some(RdfFormat::RdfXml),
            other => RdfFormat::from_media_type(other),
        };
        let Some(format) = format else {
            return Err(self.no_sparql(&response));
        };
        let address = self.address.clone();
        let parser = RdfParser::from_format(format)
            .rename_blank_nodes()
            .for_reader(BufReader::new(response.body));
        Ok(parsed(parser, address))
    }

    /// Reads an answer, from the beginning where it breaks off, as often as the client's settings
    /// say.
    ///
    /// # Errors
    /// That of the last try.
    pub fn whole<T>(
        &self,
        mut read: impl FnMut() -> Result<T, EndpointError>,
    ) -> Result<T, EndpointError> {
        let mut tried = 1;
        loop {
            match read() {
                Err(error @ EndpointError::Broken { .. })
                    if self.client.pause(error.to_string(), None, tried) =>
                {
                    tried += 1;
                }
                done => return done,
            }
        }
    }

    fn send(&self, sparql: &str, accept: &str) -> Result<Response, EndpointError> {
        let graph = self.graph.as_ref().map(|graph| graph.as_str());
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("query", sparql);
        form.extend_pairs(graph.map(|graph| ("default-graph-uri", graph)));
        let form = form.finish();
        let response = self.client.send(&Request {
            method: Method::Post,
            address: &self.address,
            accept,
            content: Some(Content {
                media_type: "application/x-www-form-urlencoded",
                bytes: form.as_bytes(),
                gzip: false,
            }),
        })?;
        // Virtuoso's way of saying that it stopped at its time limit and what it sends is a part.
        if response.header("x-sql-state").is_some() {
            return Err(EndpointError::Partial {
                address: self.address.clone(),
                why: response.header("x-sql-message").unwrap_or("").to_owned(),
            });
        }
        Ok(response)
    }

    fn no_sparql(&self, response: &Response) -> EndpointError {
        EndpointError::NotSparql {
            address: self.address.clone(),
            media_type: response.media_type.clone(),
        }
    }

    /// That an answer is none to what was asked.
    pub fn wrong_form(&self) -> EndpointError {
        EndpointError::WrongForm {
            address: self.address.clone(),
        }
    }

    /// An answer that is not what its media type says, or breaks off.
    pub fn broken(&self, source: impl std::error::Error + Send + Sync + 'static) -> EndpointError {
        EndpointError::Broken {
            address: self.address.clone(),
            source: Box::new(source),
        }
    }
}

fn parsed(
    parser: ReaderQuadParser<BufReader<Body>>,
    address: Address,
) -> impl Iterator<Item = Result<Triple, EndpointError>> {
    parser.map(move |quad| match quad {
        Ok(quad) => Ok(quad.into()),
        Err(error) => Err(EndpointError::Broken {
            address: address.clone(),
            source: Box::new(error),
        }),
    })
}

/// A count, of whatever kind of number the store makes it.
fn number_of(term: &Term) -> Option<u64> {
    match term {
        Term::Literal(literal) => literal.value().parse().ok(),
        _ => None,
    }
}
