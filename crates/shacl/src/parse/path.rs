//! Property paths, read from their RDF.

use super::super::path::Path;
use super::super::sh;
use super::super::source::{ListError, Source, subject};
use oxigraph::model::{NamedOrBlankNode, Term};

/// How deep paths may stand in paths. They are read, and written as SPARQL, by recursion.
const DEEPEST: usize = 32;

/// Properties that a path may name. Paths in paths may be one and the same node, so a few triples
/// can stand for any number of them; and stores read long paths by recursion.
const MOST_PROPERTIES: usize = 256;

/// Why a term is no property path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum PathError {
    #[error("it is none")]
    Malformed,
    #[error("the path of sh:path is nested more than {DEEPEST} deep")]
    TooDeep,
    #[error("the path of sh:path names more than {MOST_PROPERTIES} properties")]
    TooLong,
}

/// Reads a property path.
pub(super) fn read(source: &Source, term: &Term) -> Result<Path, PathError> {
    let mut reader = PathReader {
        source,
        properties_left: MOST_PROPERTIES,
    };
    reader.read(term, 0)
}

struct PathReader<'s> {
    source: &'s Source,
    properties_left: usize,
}

impl PathReader<'_> {
    fn read(&mut self, term: &Term, depth: usize) -> Result<Path, PathError> {
        if depth > DEEPEST {
            return Err(PathError::TooDeep);
        }
        let node = subject(term).ok_or(PathError::Malformed)?;
        if self.source.is_list(&node) {
            return self.read_several(term, depth).map(Path::Sequence);
        }
        if let NamedOrBlankNode::NamedNode(property) = node {
            let left = self.properties_left.checked_sub(1);
            self.properties_left = left.ok_or(PathError::TooLong)?;
            return Ok(Path::Property(property));
        }
        let mut properties = self.source.properties(&node);
        let (Some((kind, [object])), None) = (properties.next(), properties.next()) else {
            return Err(PathError::Malformed);
        };
        let operator: fn(Box<Path>) -> Path = match sh::local(kind) {
            Some("alternativePath") => {
                return self
                    .read_several(&object.term, depth)
                    .map(Path::Alternative);
            }
            Some("inversePath") => Path::Inverse,
            Some("zeroOrMorePath") => Path::ZeroOrMore,
            Some("oneOrMorePath") => Path::OneOrMore,
            Some("zeroOrOnePath") => Path::ZeroOrOne,
            _ => return Err(PathError::Malformed),
        };
        let inner = self.read(&object.term, depth + 1)?;
        Ok(operator(Box::new(inner)))
    }

    /// Reads the paths of a list, which are two at least.
    fn read_several(&mut self, list: &Term, depth: usize) -> Result<Vec<Path>, PathError> {
        let members = self.source.list(list, self.properties_left);
        let members = members.map_err(|error| match error {
            ListError::Malformed | ListError::Circular => PathError::Malformed,
            ListError::TooLong => PathError::TooLong,
        })?;
        if members.len() < 2 {
            return Err(PathError::Malformed);
        }
        members
            .iter()
            .map(|member| self.read(member, depth + 1))
            .collect()
    }
}
