//! The triples of a graph as chunks of N-Triples.

use demarche_graph::{Graph, GraphError};
use std::fmt::Write;

/// Some triples, in canonical order.
pub(super) struct Chunk {
    /// As N-Triples.
    pub(super) text: String,
    /// How many there are.
    pub(super) triples: u64,
}

/// The triples from one on, in chunks of about so many bytes: none but the last is shorter, none is
/// longer by more than a triple.
pub(super) fn chunks(
    graph: &Graph,
    from: u64,
    bytes: usize,
) -> impl Iterator<Item = Result<Chunk, GraphError>> {
    // A graph has fewer than 2³² triples.
    let mut ids = graph.matching(None, None, None).skip(from as usize);
    std::iter::from_fn(move || {
        let mut chunk = Chunk {
            text: String::with_capacity(bytes + bytes / 8),
            triples: 0,
        };
        while chunk.text.len() < bytes {
            let Some(ids) = ids.next() else { break };
            match graph.triple(ids) {
                // Writing to a text cannot fail.
                Ok(triple) => drop(writeln!(chunk.text, "{triple} .")),
                Err(error) => return Some(Err(error)),
            }
            chunk.triples += 1;
        }
        (chunk.triples > 0).then_some(Ok(chunk))
    })
}
