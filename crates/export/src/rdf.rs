//! Ties as RDF, to be loaded beside the study's own triples: its actors and claims are named here
//! as they are there, and nothing is said of them again.
//!
//! A tie is named after its ends, its kind, and the network it is in, so that the ties of networks
//! that were counted in different ways can stand in one store, each with its own weight.

use super::{ExportError, Exporter, Options};
use demarche_core::vocab::{dcterms, dm, rdf, rdfs, xsd};
use demarche_graph::rdf::{GraphFormat, Prefix, hex, usual_prefixes, write_triples};
use demarche_network::{Network, NetworkKind, NodeLevel, Tie, TieKind};
use oxigraph::model::{Literal, NamedNode, Term, Triple};
use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef;
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// Ties in a format for triples.
pub(super) struct Ties(pub(super) GraphFormat);

impl Exporter for Ties {
    fn write(
        &self,
        network: &Network,
        _options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        check(network.kind, level(network))?;
        let told = Told::of(network);
        write_triples(|| told.triples(), &told.prefixes(), self.0, out)
    }
}

/// Whether the ontology has ties for such networks.
pub(super) fn check(kind: NetworkKind, nodes: NodeLevel) -> Result<(), ExportError> {
    let without = match (kind, nodes) {
        (NetworkKind::Shared, _) => "what is spoken of alike",
        (NetworkKind::Positions, _) => "actors and claims",
        (NetworkKind::Claims, _) => "claims",
        (NetworkKind::Addressed, _) => "speakers and addressees",
        (_, NodeLevel::Sector) => "sectors",
        (_, NodeLevel::Authority) => "levels of authority",
        _ => return Ok(()),
    };
    Err(ExportError::NoTiesInRdf(without))
}

/// What the nodes are, as far as it matters here.
fn level(network: &Network) -> NodeLevel {
    let mut kinds = network.graph.node_weights().map(|node| node.kind.as_str());
    match kinds.next() {
        Some("sector") => NodeLevel::Sector,
        Some("authority") => NodeLevel::Authority,
        _ => NodeLevel::Actor,
    }
}

/// A network, and how its parts are named.
struct Told<'n> {
    network: &'n Network,
    /// How it was made, and from what.
    description: String,
    /// What the IRIs of the study begin with.
    base: String,
}

type Made = Result<Triple, ExportError>;

impl<'n> Told<'n> {
    fn of(network: &'n Network) -> Self {
        let first = network.graph.node_weights().next();
        let folder = first.map_or("", |node| folder(&node.iri));
        Self {
            network,
            description: super::description(network),
            base: folder.strip_suffix("actor/").unwrap_or(folder).to_owned(),
        }
    }

    /// The usual prefixes, and those of the tables that ties name things of.
    fn prefixes(&self) -> Vec<Prefix> {
        let mut prefixes = usual_prefixes();
        let mut add = |name: &str, folder: String| {
            if !folder.is_empty() {
                prefixes.push((name.to_owned(), folder));
            }
        };
        let first = self.network.graph.node_weights().next();
        add(
            "actor",
            first.map_or("", |node| folder(&node.iri)).to_owned(),
        );
        let claim = self.network.claim_iris.first();
        add("claim", claim.map_or("", |iri| folder(iri)).to_owned());
        add("tie", format!("{}tie/", self.base));
        prefixes
    }

    /// All triples: the network, who agrees and disagrees with whom, and the ties.
    fn triples(&self) -> impl Iterator<Item = Made> {
        let partners = self.partners();
        let alike = partners.into_iter().enumerate();
        let alike = alike.flat_map(move |(at, partners)| {
            let about = move |(property, other)| self.between(at, property, other);
            partners.into_iter().map(about)
        });
        let edges = self.network.graph.edge_references();
        let ties = edges.flat_map(|edge| match self.tie(edge) {
            Ok(triples) => triples.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        });
        self.about().into_iter().chain(alike).chain(ties)
    }

    /// How the network came about. Nothing where there is none.
    fn about(&self) -> Vec<Made> {
        if self.base.is_empty() {
            return Vec::new();
        }
        let text = Literal::new_simple_literal(self.description.as_str());
        let label = |network| Triple::new(network, known(rdfs::LABEL), text);
        vec![self.network_iri().map(label)]
    }

    fn network_iri(&self) -> Result<NamedNode, ExportError> {
        iri(&format!(
            "{}network/{}",
            self.base,
            digest(&[&self.description])
        ))
    }

    /// For each node the property and the other end of each of its ties, once each, in order.
    fn partners(&self) -> Vec<Vec<(&'static str, usize)>> {
        let mut partners = vec![Vec::new(); self.network.graph.node_count()];
        for edge in self.network.graph.edge_references() {
            let property = property(edge.weight());
            let [one, other] = [edge.source().index(), edge.target().index()];
            partners[one].push((property, other));
            partners[other].push((property, one));
        }
        for of_node in &mut partners {
            of_node.sort_unstable();
            of_node.dedup();
        }
        partners
    }

    fn between(&self, at: usize, property: &'static str, other: usize) -> Made {
        Ok(Triple::new(
            self.node(at)?,
            known(property),
            self.node(other)?,
        ))
    }

    fn node(&self, at: usize) -> Result<NamedNode, ExportError> {
        let node = self.network.graph.node_weight(NodeIndex::new(at));
        iri(node.map_or("", |node| &node.iri))
    }

    fn tie(&self, edge: EdgeReference<'_, Tie>) -> Result<Vec<Triple>, ExportError> {
        let tie = edge.weight();
        let mut ends = [
            self.node(edge.source().index())?,
            self.node(edge.target().index())?,
        ];
        ends.sort_unstable();
        let fields = [
            tie.kind.as_str(),
            ends[0].as_str(),
            ends[1].as_str(),
            &self.description,
        ];
        let subject = iri(&format!("{}tie/{}", self.base, digest(&fields)))?;
        let mut triples = Vec::new();
        let mut say = |property, object: Term| {
            triples.push(Triple::new(subject.clone(), known(property), object));
        };
        say(rdf::TYPE, known(dm::TIE).into());
        say(
            dm::TIE_KIND,
            Literal::new_simple_literal(tie.kind.as_str()).into(),
        );
        ends.into_iter()
            .for_each(|end| say(dm::BETWEEN, end.into()));
        say(dm::WEIGHT, typed(decimal(tie.weight), xsd::DECIMAL));
        say(
            dm::STATEMENT_COUNT,
            typed(tie.statements.to_string(), xsd::INTEGER),
        );
        say(
            dm::CLAIM_COUNT,
            typed(tie.claim_count.to_string(), xsd::INTEGER),
        );
        for claim in &tie.claims {
            if let Some(claim) = self.network.claim_iris.get(*claim as usize) {
                say(dm::CLAIM_PROPERTY, iri(claim)?.into());
            }
        }
        for (property, day) in [(dm::EARLIEST, tie.first), (dm::LATEST, tie.last)] {
            if let Some(day) = day {
                say(property, typed(day.to_string(), xsd::DATE));
            }
        }
        say(dcterms::IS_PART_OF, self.network_iri()?.into());
        Ok(triples)
    }
}

/// What the ends of a tie do.
fn property(tie: &Tie) -> &'static str {
    match tie.kind {
        TieKind::Disagreement => dm::DISAGREES_WITH,
        _ => dm::AGREES_WITH,
    }
}

/// All of an IRI but its last part.
fn folder(iri: &str) -> &str {
    let end = iri.rfind(['/', '#']).map_or(0, |at| at + 1);
    &iri[..end]
}

/// A term of a vocabulary.
fn known(iri: &str) -> NamedNode {
    NamedNode::new_unchecked(iri)
}

fn iri(text: &str) -> Result<NamedNode, ExportError> {
    let invalid = |error| io::Error::new(io::ErrorKind::InvalidData, format!("{text:?}: {error}"));
    Ok(NamedNode::new(text).map_err(invalid)?)
}

fn typed(text: String, datatype: &str) -> Term {
    Literal::new_typed_literal(text, known(datatype)).into()
}

/// With a point always, so that Turtle writes it as a number.
fn decimal(number: f64) -> String {
    let text = super::real(number).to_string();
    if text.contains('.') {
        text
    } else {
        text + ".0"
    }
}

/// 128 bits of SHA-256 over the texts, each after its length.
fn digest(texts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for text in texts {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    }
    hex(&hasher.finalize()[..16])
}
