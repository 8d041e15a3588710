//! Files read back.

use demarche::export::{NetworkFormat, Options, write_to};
use demarche::network::Network;
use roxmltree::Document;
use std::collections::BTreeMap;

pub fn text(network: &Network, format: NetworkFormat, options: &Options) -> String {
    let mut out = Vec::new();
    write_to(network, format, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

pub fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

pub fn elements<'a>(document: &'a Document<'_>, name: &str) -> Vec<roxmltree::Node<'a, 'a>> {
    document
        .descendants()
        .filter(|n| n.is_element() && n.tag_name().name() == name)
        .collect()
}

/// The values of an element of a GEXF file, by attribute.
pub fn values<'a>(element: roxmltree::Node<'a, 'a>) -> BTreeMap<&'a str, &'a str> {
    let values = element
        .descendants()
        .filter(|n| n.tag_name().name() == "attvalue");
    values
        .map(|v| (v.attribute("for").unwrap(), v.attribute("value").unwrap()))
        .collect()
}

pub fn children<'a>(element: roxmltree::Node<'a, 'a>) -> Vec<&'a str> {
    element
        .children()
        .filter(|n| n.is_element())
        .map(|n| n.tag_name().name())
        .collect()
}
