//! Where a graph goes: the addresses of a store, and the graph's name there.

use crate::http::Address;
use oxigraph::model::NamedNode;
use std::fmt;

/// The graph of a store that is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// The default graph.
    Default,
    /// A named one.
    Named(NamedNode),
}

impl Name {
    /// As a SPARQL Update has it after `TO`.
    pub(super) fn in_update(&self) -> String {
        match self {
            Self::Default => "DEFAULT".to_owned(),
            Self::Named(name) => format!("GRAPH {name}"),
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("the default graph"),
            Self::Named(name) => write!(f, "{name}"),
        }
    }
}

/// The addresses of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// Of the Graph Store Protocol.
    pub store: Address,
    /// Of queries.
    pub query: Address,
    /// Of updates, where the store has one.
    pub update: Option<Address>,
    /// What queries have to call the default graph, where without a name they see all graphs.
    pub default: Option<NamedNode>,
}

/// What RDF4J, and GraphDB, call the default graph alone.
const RDF4J_DEFAULT: &str = "http://rdf4j.org/schema/rdf4j#nil";

/// How stores arrange their addresses: what the path of the one for graphs ends in, and what stands
/// in its place for queries and for updates.
const KNOWN: [(&str, &str, &str); 6] = [
    // Apache Jena Fuseki
    ("/data", "/sparql", "/update"),
    // RDF4J and GraphDB
    ("/rdf-graphs/service", "", "/statements"),
    // Virtuoso
    ("/sparql-graph-crud", "/sparql", "/sparql"),
    // Oxigraph
    ("/store", "/query", "/update"),
    // Stardog and others that name each protocol
    ("/graph-store", "/sparql", "/update"),
    ("/rdf-graph-store", "/query", "/update"),
];

impl Addresses {
    /// The addresses of a store that is known by the end of the one given; otherwise queries go to
    /// the same address, and no updates are sent.
    ///
    /// ```
    /// use demarche_remote::http::Address;
    /// use demarche_remote::push::Addresses;
    ///
    /// let fuseki = Addresses::of(Address::parse("http://localhost:3030/ds/data")?);
    /// assert_eq!(fuseki.query.to_string(), "http://localhost:3030/ds/sparql");
    /// assert_eq!(fuseki.update.unwrap().to_string(), "http://localhost:3030/ds/update");
    /// # Ok::<(), demarche_remote::http::AddressError>(())
    /// ```
    pub fn of(store: Address) -> Self {
        let path = store.path().trim_end_matches('/').to_owned();
        let known = KNOWN.iter().find_map(|(end, query, update)| {
            let start = path.strip_suffix(end)?;
            let query = store.join(&format!("{start}{query}"))?;
            let update = store.join(&format!("{start}{update}"))?;
            Some((query, update))
        });
        if let Some((query, update)) = known {
            let is_rdf4j = path.ends_with("/rdf-graphs/service");
            return Self {
                store,
                query,
                update: Some(update),
                default: is_rdf4j.then(|| NamedNode::new_unchecked(RDF4J_DEFAULT)),
            };
        }
        Self::repository(&store, &path).unwrap_or_else(|| Self {
            query: store.clone(),
            update: None,
            default: None,
            store,
        })
    }

    /// RDF4J's repositories are given by the address of their queries.
    fn repository(address: &Address, path: &str) -> Option<Self> {
        let (_, name) = path.rsplit_once("/repositories/")?;
        if name.is_empty() || name.contains('/') {
            return None;
        }
        Some(Self {
            store: address.join(&format!("{path}/rdf-graphs/service"))?,
            query: address.clone(),
            update: address.join(&format!("{path}/statements")),
            default: Some(NamedNode::new_unchecked(RDF4J_DEFAULT)),
        })
    }

    /// The address of a graph.
    pub(super) fn graph(&self, name: &Name) -> Address {
        match name {
            Name::Default => self.store.with_parameters(&[("default", "")]),
            Name::Named(name) => self.store.with_parameters(&[("graph", name.as_str())]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> [String; 3] {
        let addresses = Addresses::of(Address::parse(text).unwrap());
        let update = addresses.update.map(|update| update.to_string());
        [
            addresses.store.to_string(),
            addresses.query.to_string(),
            update.unwrap_or_default(),
        ]
    }

    #[test]
    fn known_stores() {
        let of = |text: &str| of(&format!("http://h{text}")).map(|a| a.replace("http://h", ""));
        assert_eq!(of("/store"), ["/store", "/query", "/update"]);
        assert_eq!(of("/a/data/"), ["/a/data/", "/a/sparql", "/a/update"]);
        assert_eq!(
            of("/sparql-graph-crud"),
            ["/sparql-graph-crud", "/sparql", "/sparql"]
        );
        let repository = "/rdf4j-server/repositories/x";
        let service = format!("{repository}/rdf-graphs/service");
        let statements = format!("{repository}/statements");
        let rdf4j = [service.as_str(), repository, &statements];
        assert_eq!(of(repository), rdf4j);
        assert_eq!(of(&service), rdf4j);
        assert_eq!(of("/other"), ["/other", "/other", ""]);
    }

    #[test]
    fn graphs() {
        let addresses = Addresses::of(Address::parse("http://h/store").unwrap());
        let graph = |name: &Name| addresses.graph(name).to_string();
        assert_eq!(graph(&Name::Default), "http://h/store?default=");
        let name = NamedNode::new("http://a/b?c").unwrap();
        assert_eq!(
            graph(&Name::Named(name)),
            "http://h/store?graph=http%3A%2F%2Fa%2Fb%3Fc"
        );
    }
}
