//! Any bytes as a graph file, and a sound file with some of its bytes changed, opened without
//! comparing checksums: reading ends, with errors at most.

#![no_main]

use demarche::graph::{Graph, GraphBuilder};
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

#[path = "../../tests/faults/reading.rs"]
mod reading;

/// Files of this version, made anew by every process, so that no saved input goes stale with the
/// format.
fn sound(large: bool) -> &'static [u8] {
    static FILES: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
    let files = FILES.get_or_init(|| {
        [6, 60].map(|count| {
            let mut builder = GraphBuilder::new();
            for triple in demarche_fuzz::triples(count) {
                builder.insert(triple.as_ref()).unwrap();
            }
            builder.finish().unwrap()
        })
    });
    &files[usize::from(large)]
}

/// The file with bytes changed: each edit is four bytes, where (two), what with, and how.
fn edited(file: &[u8], edits: &[u8]) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for edit in edits.chunks_exact(4) {
        let at = usize::from(u16::from_le_bytes([edit[0], edit[1]])) % bytes.len();
        match edit[3] % 4 {
            0 => bytes[at] ^= edit[2],
            1 => bytes[at] = edit[2],
            2 => bytes[at] = bytes[at].wrapping_add(edit[2]),
            _ => bytes.truncate(at.max(1)),
        }
    }
    bytes
}

fuzz_target!(|data: &[u8]| {
    let bytes = match data.split_first() {
        Some((b's', edits)) => edited(sound(false), edits),
        Some((b'l', edits)) => edited(sound(true), edits),
        _ => data.to_vec(),
    };
    let verified = Graph::from_bytes(&bytes);
    if let Ok(graph) = Graph::from_bytes_unverified(&bytes) {
        // Opening small files compares the checksums, and nothing else sets the two apart.
        assert_eq!(graph.verify().is_ok(), verified.is_ok());
        reading::everything(&graph, 8);
    }
});
