//! Property paths: how a shape gets from a focus node to the values it is about.

use oxigraph::model::vocab::rdf;
use oxigraph::model::{BlankNode, NamedNode, NamedOrBlankNode, Term, Triple};
use std::fmt;

/// A property path of SHACL (2.3.1), which is one of SPARQL too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Path {
    /// A property.
    Property(NamedNode),
    /// A path walked from its end.
    Inverse(Box<Path>),
    /// Paths, one after the other.
    Sequence(Vec<Path>),
    /// Any of these paths.
    Alternative(Vec<Path>),
    /// A path walked any number of times.
    ZeroOrMore(Box<Path>),
    /// A path walked once or more.
    OneOrMore(Box<Path>),
    /// A path walked once or not at all.
    ZeroOrOne(Box<Path>),
}

impl Path {
    /// The property, where the path is one.
    pub fn property(&self) -> Option<&NamedNode> {
        match self {
            Self::Property(property) => Some(property),
            _ => None,
        }
    }

    /// The path with each property as `name` writes it: SPARQL, as long as that does.
    pub fn write(&self, name: &dyn Fn(&NamedNode) -> String) -> String {
        let join = |paths: &[Self], between: &str| {
            let parts: Vec<String> = paths.iter().map(|path| path.inner(name)).collect();
            parts.join(between)
        };
        match self {
            Self::Property(property) => name(property),
            Self::Inverse(path) => format!("^{}", path.inner(name)),
            Self::Sequence(paths) => join(paths, "/"),
            Self::Alternative(paths) => join(paths, "|"),
            Self::ZeroOrMore(path) => format!("{}*", path.inner(name)),
            Self::OneOrMore(path) => format!("{}+", path.inner(name)),
            Self::ZeroOrOne(path) => format!("{}?", path.inner(name)),
        }
    }

    /// The same, bracketed where it is more than a property.
    fn inner(&self, name: &dyn Fn(&NamedNode) -> String) -> String {
        match self {
            Self::Property(property) => name(property),
            path => format!("({})", path.write(name)),
        }
    }

    /// The path as SHACL writes it in RDF; its triples are added to these. Blank nodes are numbered
    /// from `next` on.
    pub(super) fn to_rdf(&self, triples: &mut Vec<Triple>, next: &mut usize) -> Term {
        let (local, inner) = match self {
            Self::Property(property) => return property.clone().into(),
            Self::Sequence(paths) => return list(paths, triples, next),
            Self::Alternative(paths) => {
                let node = fresh(next);
                let list = list(paths, triples, next);
                triples.push(Triple::new(node.clone(), sh("alternativePath"), list));
                return node.into();
            }
            Self::Inverse(path) => ("inversePath", path),
            Self::ZeroOrMore(path) => ("zeroOrMorePath", path),
            Self::OneOrMore(path) => ("oneOrMorePath", path),
            Self::ZeroOrOne(path) => ("zeroOrOnePath", path),
        };
        let node = fresh(next);
        let inner = inner.to_rdf(triples, next);
        triples.push(Triple::new(node.clone(), sh(local), inner));
        node.into()
    }
}

fn sh(local: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{}{local}", super::sh::SH))
}

fn fresh(next: &mut usize) -> BlankNode {
    *next += 1;
    BlankNode::new_unchecked(format!("path{next}"))
}

fn list(paths: &[Path], triples: &mut Vec<Triple>, next: &mut usize) -> Term {
    let nodes: Vec<BlankNode> = paths.iter().map(|_| fresh(next)).collect();
    let mut rest: NamedOrBlankNode = rdf::NIL.into_owned().into();
    for (path, node) in paths.iter().zip(&nodes).rev() {
        let first = path.to_rdf(triples, next);
        triples.push(Triple::new(node.clone(), rdf::FIRST, first));
        triples.push(Triple::new(node.clone(), rdf::REST, rest));
        rest = node.clone().into();
    }
    rest.into()
}

impl fmt::Display for Path {
    /// The path in SPARQL.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.write(&NamedNode::to_string))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_paths_are_bracketed() {
        let property = |name: &str| Path::Property(NamedNode::new_unchecked(name));
        let path = Path::Sequence(vec![
            Path::Inverse(Box::new(property("a"))),
            Path::ZeroOrMore(Box::new(Path::Alternative(vec![
                property("b"),
                property("c"),
            ]))),
        ]);
        assert_eq!(path.to_string(), "(^<a>)/((<b>|<c>)*)");
    }
}
