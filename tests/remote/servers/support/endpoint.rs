//! A SPARQL endpoint on loopback: Oxigraph's own store behind the least of a protocol, with
//! faults on demand.

use super::{Seen, Server, reply};
use demarche::graph::Graph;
use oxigraph::model::{GraphName, NamedNode, Quad};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use sparesults::{QueryResultsFormat, QueryResultsSerializer};

/// How an endpoint misbehaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Not at all.
    None,
    /// It gives no more than so many rows, and does not say so.
    Capped(usize),
    /// Of every ten answers one is cut off in the middle, and one is a 503.
    Broken,
    /// It counts one triple more each time it is asked.
    Growing,
    /// It gives no more than so many rows, whatever part of them is asked for.
    Stuck(usize),
}

/// The name of the graph that [`start`] fills.
pub const NAME: &str = "https://example.org/graphs/study";

/// Starts an endpoint with a graph's triples in the named graph [`NAME`]; its default graph is
/// empty.
pub fn start(graph: &Graph, fault: Fault) -> Server {
    let store = Store::new().unwrap();
    let name = GraphName::from(NamedNode::new(NAME).unwrap());
    for triple in graph.triples() {
        let triple = triple.unwrap();
        let (s, p, o) = (triple.subject, triple.predicate, triple.object);
        store.insert(&Quad::new(s, p, o, name.clone())).unwrap();
    }
    Server::start(move |number, seen| answer(&store, fault, number, seen))
}

fn answer(store: &Store, fault: Fault, number: usize, seen: &Seen) -> Vec<u8> {
    let form: Vec<(String, String)> = form_urlencoded::parse(&seen.body).into_owned().collect();
    let of = |name: &str| {
        form.iter()
            .find(|(key, _)| key == name)
            .map(|(_, v)| v.clone())
    };
    let query = of("query").unwrap();
    if fault == Fault::Broken && number % 10 == 4 {
        return reply("503 Busy", "Retry-After: 0\r\n", "later");
    }
    let mut prepared = match SparqlEvaluator::new().parse_query(&query) {
        Ok(prepared) => prepared,
        Err(error) => return reply("400 Bad Request", "", error.to_string()),
    };
    if let Some(graph) = of("default-graph-uri") {
        let graph = GraphName::from(NamedNode::new(graph).unwrap());
        prepared.dataset_mut().set_default_graph(vec![graph]);
    }
    let results = prepared.on_store(store).execute().unwrap();
    let (media_type, body) = written(results, fault, number, &query);
    let whole = reply("200 OK", &format!("Content-Type: {media_type}\r\n"), body);
    match fault == Fault::Broken && number % 10 == 8 {
        true => whole[..whole.len() - 9].to_vec(),
        false => whole,
    }
}

fn written(
    results: QueryResults<'_>,
    fault: Fault,
    number: usize,
    query: &str,
) -> (&'static str, Vec<u8>) {
    let serializer = QueryResultsSerializer::from_format(QueryResultsFormat::Json);
    let mut body = Vec::new();
    match results {
        QueryResults::Graph(triples) => {
            for triple in triples {
                body.extend(format!("{} .\n", triple.unwrap()).into_bytes());
            }
            return ("application/n-triples", body);
        }
        QueryResults::Boolean(truth) => {
            serializer
                .serialize_boolean_to_writer(&mut body, truth)
                .unwrap();
        }
        QueryResults::Solutions(rows) => {
            let most = match fault {
                Fault::Capped(most) => most,
                Fault::Stuck(most) if !query.contains("OFFSET") => most,
                Fault::Stuck(_) => 0,
                _ => usize::MAX,
            };
            let mut writer = serializer
                .serialize_solutions_to_writer(&mut body, rows.variables().to_vec())
                .unwrap();
            for row in rows.take(most) {
                writer.serialize(row.unwrap().iter()).unwrap();
            }
            writer.finish().unwrap();
        }
    }
    if fault == Fault::Growing
        && query.contains("AS ?count) WHERE { ?s ?p ?o }")
        && !query.contains("GROUP")
    {
        let text = String::from_utf8(body).unwrap();
        let start = text.find("\"value\":\"").unwrap() + 9;
        let grown = format!("{}{number}{}", &text[..start], &text[start..]);
        return ("application/sparql-results+json", grown.into_bytes());
    }
    ("application/sparql-results+json", body)
}
