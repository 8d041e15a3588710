//! The questions that are put to a store, in plain SPARQL 1.1.
//!
//! Each is small, names all IRIs in full, and binds `?focus` before any path is walked from it, so
//! that stores which differ in how they optimise, or in what they let a path begin with, all
//! answer. Where a store could decide differently than SHACL says, it is asked for the terms, and
//! they are judged here.

use super::path::Path;
use oxigraph::model::{NamedNode, Term};

const RDF_TYPE: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";

/// All pairs of class and superclass.
pub(super) const SUBCLASSES: &str =
    "SELECT ?sub ?super WHERE { ?sub <http://www.w3.org/2000/01/rdf-schema#subClassOf> ?super }";

/// Terms as the values of a variable.
pub(super) fn values(variable: &str, terms: &[&Term]) -> String {
    let terms: Vec<String> = terms.iter().map(ToString::to_string).collect();
    format!("VALUES ?{variable} {{ {} }}", terms.join(" "))
}

/// What is an instance of a class itself.
pub(super) fn instances(class: &NamedNode) -> String {
    format!("?focus {RDF_TYPE} {class} .")
}

/// Whether a class has instances of its own: a row or none.
pub(super) fn any_instance(class: &NamedNode) -> String {
    format!("SELECT ?focus WHERE {{ {} }} LIMIT 1", instances(class))
}

/// Which of these terms are instances of a class itself.
pub(super) fn instances_among(terms: &[&Term], class: &NamedNode) -> String {
    let values = values("value", terms);
    format!("SELECT DISTINCT ?value WHERE {{ {values} ?value {RDF_TYPE} {class} }}")
}

/// Focus nodes, by the pattern that binds them; `once` says that it binds each only once.
pub(super) fn focus_nodes(pattern: &str, once: bool) -> String {
    let distinct = if once { "" } else { "DISTINCT " };
    format!("SELECT {distinct}?focus WHERE {{ {pattern} }}")
}

/// All values of a property, whoever has them. It groups, since an index may know the groups.
pub(super) fn values_of_property(property: &NamedNode) -> String {
    format!(
        "SELECT ?value (COUNT(*) AS ?times) WHERE {{ ?focus {property} ?value }} GROUP BY ?value"
    )
}

/// The values of all focus nodes, each once.
pub(super) fn values_of_focus(pattern: &str, path: &Path) -> String {
    format!("SELECT DISTINCT ?value WHERE {{ {pattern} ?focus {path} ?value }}")
}

/// Focus nodes with each of their values.
pub(super) fn pairs(pattern: &str, path: &Path) -> String {
    format!("SELECT DISTINCT ?focus ?value WHERE {{ {pattern} ?focus {path} ?value }}")
}

/// Focus nodes that have one of these values, with it.
pub(super) fn pairs_with(pattern: &str, path: &Path, terms: &[&Term]) -> String {
    let values = values("value", terms);
    format!("SELECT DISTINCT ?focus ?value WHERE {{ {pattern} {values} ?focus {path} ?value }}")
}

/// How many triples a property has.
pub(super) fn triples_of(property: &NamedNode) -> String {
    format!("SELECT (COUNT(*) AS ?number) WHERE {{ ?focus {property} ?value }}")
}

/// How many subjects a property has.
pub(super) fn subjects_of(property: &NamedNode) -> String {
    format!("SELECT (COUNT(DISTINCT ?focus) AS ?number) WHERE {{ ?focus {property} ?value }}")
}

/// Focus nodes without a value, or without this one.
pub(super) fn without(pattern: &str, path: &Path, value: &str) -> String {
    format!(
        "SELECT DISTINCT ?focus WHERE {{ {pattern} FILTER NOT EXISTS {{ ?focus {path} {value} }} }}"
    )
}

/// Focus nodes with fewer values than this, more than none. Those with none are `without`.
pub(super) fn fewer(pattern: &str, path: &Path, least: u64) -> String {
    counted(pattern, path, "<", least)
}

/// Focus nodes with more values than this.
pub(super) fn more(pattern: &str, path: &Path, most: u64) -> String {
    match most {
        0 => format!("SELECT DISTINCT ?focus WHERE {{ {pattern} ?focus {path} ?value }}"),
        // A join holds no counts of all focus nodes in memory.
        1 => format!(
            "SELECT DISTINCT ?focus WHERE {{ {pattern} ?focus {path} ?value . ?focus {path} ?other \
             FILTER(!sameTerm(?value, ?other)) }}"
        ),
        _ => counted(pattern, path, ">", most),
    }
}

fn counted(pattern: &str, path: &Path, compares: &str, number: u64) -> String {
    format!(
        "SELECT ?focus (COUNT(DISTINCT ?value) AS ?number) WHERE {{ {pattern} ?focus {path} ?value }} \
         GROUP BY ?focus HAVING (COUNT(DISTINCT ?value) {compares} {number})"
    )
}

/// Focus nodes with values in a language that another of their values has.
pub(super) fn same_language(pattern: &str, path: &Path) -> String {
    format!(
        "SELECT DISTINCT ?focus (LANG(?value) AS ?language) WHERE {{ {pattern} \
         ?focus {path} ?value . ?focus {path} ?other \
         FILTER(LANG(?value) != \"\" && LCASE(LANG(?value)) = LCASE(LANG(?other)) \
         && !sameTerm(?value, ?other)) }}"
    )
}

/// Focus nodes with values by one path that they do not have by another.
pub(super) fn only_by(pattern: &str, path: &str, other: &str) -> String {
    format!(
        "SELECT DISTINCT ?focus ?value WHERE {{ {pattern} ?focus {path} ?value \
         FILTER NOT EXISTS {{ ?focus {other} ?value }} }}"
    )
}

/// Focus nodes with values that they have by both paths.
pub(super) fn by_both(pattern: &str, path: &str, other: &str) -> String {
    format!(
        "SELECT DISTINCT ?focus ?value WHERE {{ {pattern} ?focus {path} ?value . ?focus {other} ?value }}"
    )
}

/// Focus nodes that are, or are not, a value of their own property.
pub(super) fn itself(pattern: &str, property: &NamedNode, is: bool) -> String {
    let triple = format!("?focus {property} ?focus");
    match is {
        true => format!("SELECT DISTINCT ?focus WHERE {{ {pattern} {triple} }}"),
        false => {
            format!("SELECT DISTINCT ?focus WHERE {{ {pattern} FILTER NOT EXISTS {{ {triple} }} }}")
        }
    }
}

/// Focus nodes with values of a property other than themselves.
pub(super) fn others_than_itself(pattern: &str, property: &NamedNode) -> String {
    format!(
        "SELECT DISTINCT ?focus ?value WHERE {{ {pattern} ?focus {property} ?value \
         FILTER(!sameTerm(?focus, ?value)) }}"
    )
}

/// Pairs of a value by a path and one of a property, each once.
pub(super) fn value_pairs(pattern: &str, path: &Path, than: &NamedNode) -> String {
    format!(
        "SELECT DISTINCT ?value ?other WHERE {{ {pattern} ?focus {path} ?value . ?focus {than} ?other }}"
    )
}

/// The same, with the focus node.
pub(super) fn value_pairs_of_focus(pattern: &str, path: &Path, than: &NamedNode) -> String {
    format!(
        "SELECT ?value ?other ?focus WHERE {{ {pattern} ?focus {path} ?value . ?focus {than} ?other }}"
    )
}

/// Properties and values of focus nodes, beside those properties that they may have.
pub(super) fn other_properties(pattern: &str, allowed: &[NamedNode]) -> String {
    let filter = match allowed {
        [] => String::new(),
        allowed => {
            let allowed: Vec<String> = allowed.iter().map(ToString::to_string).collect();
            format!(" FILTER(?property NOT IN ({}))", allowed.join(", "))
        }
    };
    format!(
        "SELECT DISTINCT ?focus ?property ?value WHERE {{ {pattern} ?focus ?property ?value{filter} }}"
    )
}

/// What nodes are called.
pub(super) fn labels(nodes: &[&Term]) -> String {
    let values = values("focus", nodes);
    format!(
        "SELECT ?focus ?label WHERE {{ {values} ?focus <http://www.w3.org/2000/01/rdf-schema#label> ?label }}"
    )
}
