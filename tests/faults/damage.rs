//! Graph files that are cut or changed: told on opening, or by `verify`, or read by nothing; and
//! where no checksum is compared, an error at most.

use crate::reading::everything;
use crate::support::large_study;
use demarche::compile::compile;
use demarche::graph::{Graph, GraphBuilder, GraphError};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, Triple};
use proptest::prelude::*;
use std::sync::OnceLock;

/// Six triples with every kind of term; few enough terms that every pattern over them can be asked
/// for every damaged bit.
fn small_file() -> Vec<u8> {
    let iri = |text: &str| NamedNode::new(format!("https://example.org/{text}")).unwrap();
    let (a, b, p) = (iri("a"), iri("岚江"), iri("p"));
    let plain = Literal::new_simple_literal("plain");
    let tagged = Literal::new_language_tagged_literal("江", "zh").unwrap();
    let typed = Literal::new_typed_literal("2013-02-20", xsd::DATE);
    let mut builder = GraphBuilder::new();
    for triple in [
        Triple::new(a.clone(), p.clone(), b.clone()),
        Triple::new(a.clone(), p.clone(), plain),
        Triple::new(a.clone(), b.clone(), tagged),
        Triple::new(b.clone(), p.clone(), typed.clone()),
        Triple::new(b.clone(), b.clone(), typed),
        Triple::new(b, p, a),
    ] {
        builder.insert(triple.as_ref()).unwrap();
    }
    builder.finish().unwrap()
}

/// All ids of the small file in all places.
const DENSE: u32 = 8;

fn is_told(error: &GraphError) -> bool {
    matches!(
        error,
        GraphError::NotAGraph
            | GraphError::Truncated { .. }
            | GraphError::Damaged(_)
            | GraphError::Newer(_)
    )
}

/// Judges a damaged file, opened both ways. Says whether the damage was seen.
fn judge(damaged: &[u8], sound: u64, dense: u32) -> bool {
    let seen = match Graph::from_bytes(damaged) {
        Ok(graph) => {
            assert_eq!(
                everything(&graph, dense),
                sound,
                "read otherwise, and not told"
            );
            false
        }
        Err(error) => {
            assert!(is_told(&error), "{error}");
            true
        }
    };
    match Graph::from_bytes_unverified(damaged) {
        Ok(graph) => {
            // Ends, without a panic.
            let read = everything(&graph, dense);
            assert_eq!(graph.verify().is_err(), seen);
            assert!(seen || read == sound);
        }
        Err(error) => assert!(is_told(&error) && seen, "{error}"),
    }
    seen
}

#[test]
fn a_file_cut_at_any_length_is_told() {
    let bytes = small_file();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("graph");
    for length in 0..bytes.len() {
        let cut = &bytes[..length];
        std::fs::write(&path, cut).unwrap();
        for opened in [
            Graph::from_bytes(cut),
            Graph::from_bytes_unverified(cut),
            Graph::open(&path),
        ] {
            let error = opened
                .err()
                .unwrap_or_else(|| panic!("{length} bytes open"));
            assert!(is_told(&error), "{length} bytes: {error}");
        }
    }
}

#[test]
fn every_bit_that_flips_is_told_or_read_by_nothing() {
    let bytes = small_file();
    let graph = Graph::from_bytes(&bytes).unwrap();
    assert_eq!(
        graph.term_count(),
        DENSE as usize - 2,
        "DENSE covers all ids"
    );
    let sound = everything(&graph, DENSE);
    assert_eq!(
        everything(&Graph::from_bytes_unverified(&bytes).unwrap(), DENSE),
        sound
    );
    let mut unseen = 0;
    // An interpreter takes a second for each.
    let step = if cfg!(miri) { 997 } else { 1 };
    for bit in (0..bytes.len() * 8).step_by(step) {
        let mut damaged = bytes.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        unseen += usize::from(!judge(&damaged, sound, DENSE));
    }
    println!("{} bits, {unseen} of them padding", bytes.len() * 8);
    assert!(unseen < bytes.len() / 2, "{unseen} bits count for nothing");
}

/// The graph of the example study, and what is read of it.
fn study_file() -> &'static (Vec<u8>, u64) {
    static FILE: OnceLock<(Vec<u8>, u64)> = OnceLock::new();
    FILE.get_or_init(|| {
        let compiled = compile(&[large_study()]).unwrap();
        let bytes = compiled.graph.unwrap().finish().unwrap();
        let sound = everything(&Graph::from_bytes(&bytes).unwrap(), 3);
        (bytes, sound)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bits_that_flip_in_a_study_are_told(
        places in prop::collection::vec((any::<prop::sample::Index>(), 0..8_u8), 1..4),
    ) {
        let (bytes, sound) = study_file();
        let mut damaged = bytes.clone();
        for (at, bit) in places {
            damaged[at.index(bytes.len())] ^= 1 << bit;
        }
        judge(&damaged, *sound, 3);
    }
}
