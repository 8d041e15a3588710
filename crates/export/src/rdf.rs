//! Ties as RDF, to be loaded beside the study's own triples: its actors and claims are named here
//! as they are there, and nothing is said of them again.
//!
//! A tie is named after its ends, its kind, and the network it is in, so that the ties of networks
//! that were counted in different ways can stand in one store, each with its own weight.

use super::triples::{NTriples, Object, Prefix, Sink, Turtle, UsedPrefixes};
use super::{ExportError, Exporter, Options};
use demarche_core::vocab::{PREFIXES, dcterms, dm, rdf, rdfs};
use demarche_network::{Network, NetworkKind, NodeLevel, Tie, TieKind};
use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef;
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// Ties in Turtle.
pub(super) struct TurtleTies;

/// Ties in N-Triples.
pub(super) struct NTriplesTies;

impl Exporter for TurtleTies {
    fn write(
        &self,
        network: &Network,
        _options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        check(network.kind, level(network))?;
        let ties = Ties::new(network);
        let known = ties.prefixes();
        let mut used = UsedPrefixes::new(&known);
        ties.give(&mut used)?;
        let mut turtle = Turtle::new(out, used.into_prefixes())?;
        ties.give(&mut turtle)?;
        Ok(turtle.finish()?)
    }
}

impl Exporter for NTriplesTies {
    fn write(
        &self,
        network: &Network,
        _options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        check(network.kind, level(network))?;
        Ok(Ties::new(network).give(&mut NTriples(out))?)
    }
}

/// Checks that the ontology has ties for such networks.
///
/// # Errors
/// [`ExportError::NoTiesInRdf`] where it has none.
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

/// Returns the level of the nodes, as far as it matters here.
fn level(network: &Network) -> NodeLevel {
    let mut kinds = network.graph.node_weights().map(|node| node.kind.as_str());
    match kinds.next() {
        Some("sector") => NodeLevel::Sector,
        Some("authority") => NodeLevel::Authority,
        _ => NodeLevel::Actor,
    }
}

/// The ties of a network, and how they are named.
struct Ties<'n> {
    network: &'n Network,
    /// How the network was made, and from what.
    description: String,
    /// What the IRIs of the study begin with.
    base: String,
    /// The network itself.
    iri: String,
}

impl<'n> Ties<'n> {
    fn new(network: &'n Network) -> Self {
        let first = network.graph.node_weights().next();
        let folder = first.map_or("", |node| folder(&node.iri));
        let base = folder.strip_suffix("actor/").unwrap_or(folder).to_owned();
        let description = super::description(network);
        let iri = format!("{base}network/{}", digest(&[&description]));
        Self {
            network,
            description,
            base,
            iri,
        }
    }

    /// The usual prefixes, and those of the tables that ties name things of.
    fn prefixes(&self) -> Vec<Prefix> {
        let usual = PREFIXES.iter();
        let mut prefixes: Vec<Prefix> = usual
            .map(|(name, iri)| ((*name).to_owned(), (*iri).to_owned()))
            .collect();
        let first = self.network.graph.node_weights().next();
        let actors = first.map_or("", |node| folder(&node.iri));
        let claims = self
            .network
            .claim_iris
            .first()
            .map_or("", |iri| folder(iri));
        let of_study = [
            ("actor", actors.to_owned()),
            ("claim", claims.to_owned()),
            ("tie", format!("{}tie/", self.base)),
        ];
        let named = of_study
            .into_iter()
            .filter(|(_, folder)| !folder.is_empty());
        prefixes.extend(named.map(|(name, folder)| (name.to_owned(), folder)));
        prefixes
    }

    /// Gives all triples: the network, who agrees and disagrees with whom, and the ties.
    fn give(&self, sink: &mut dyn Sink) -> io::Result<()> {
        if !self.base.is_empty() {
            sink.triple(&self.iri, rdfs::LABEL, Object::Text(&self.description))?;
        }
        for (at, partners) in self.partners().into_iter().enumerate() {
            for (property, other) in partners {
                sink.triple(self.node(at), property, Object::Iri(self.node(other)))?;
            }
        }
        let mut edges = self.network.graph.edge_references();
        edges.try_for_each(|edge| self.tie(edge, sink))
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

    fn node(&self, at: usize) -> &'n str {
        let node = self.network.graph.node_weight(NodeIndex::new(at));
        node.map_or("", |node| &node.iri)
    }

    fn tie(&self, edge: EdgeReference<'_, Tie>, sink: &mut dyn Sink) -> io::Result<()> {
        let tie = edge.weight();
        let mut ends = [edge.source(), edge.target()].map(|end| self.node(end.index()));
        ends.sort_unstable();
        let kind = tie.kind.as_str();
        let name = digest(&[kind, ends[0], ends[1], &self.description]);
        let iri = format!("{}tie/{name}", self.base);
        let mut say = |property, object| sink.triple(&iri, property, object);
        say(rdf::TYPE, Object::Iri(dm::TIE))?;
        say(dm::TIE_KIND, Object::Text(kind))?;
        for end in ends {
            say(dm::BETWEEN, Object::Iri(end))?;
        }
        say(dm::WEIGHT, Object::Decimal(tie.weight))?;
        say(dm::STATEMENT_COUNT, Object::Integer(tie.statements))?;
        say(dm::CLAIM_COUNT, Object::Integer(tie.claim_count))?;
        for claim in &tie.claims {
            if let Some(claim) = self.network.claim_iris.get(*claim as usize) {
                say(dm::CLAIM_PROPERTY, Object::Iri(claim))?;
            }
        }
        for (property, day) in [(dm::EARLIEST, tie.first), (dm::LATEST, tie.last)] {
            if let Some(day) = day {
                say(property, Object::Date(day))?;
            }
        }
        say(dcterms::IS_PART_OF, Object::Iri(&self.iri))
    }
}

/// Returns the property that the ends of a tie have to each other.
fn property(tie: &Tie) -> &'static str {
    match tie.kind {
        TieKind::Disagreement => dm::DISAGREES_WITH,
        _ => dm::AGREES_WITH,
    }
}

/// Returns all of an IRI but its last part.
fn folder(iri: &str) -> &str {
    let end = iri.rfind(['/', '#']).map_or(0, |at| at + 1);
    &iri[..end]
}

/// Returns 128 bits of SHA-256 over the texts, each after its length, in hexadecimal digits.
fn digest(texts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for text in texts {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    }
    let digest = hasher.finalize();
    let bytes = digest.iter().take(16);
    bytes.map(|byte| format!("{byte:02x}")).collect()
}
