//! Graph files that are cut or changed: told on opening, or by `verify`, or read by nothing; and
//! where no checksum is compared, an error at most.

use crate::commands::{COMMANDS, over};
use crate::reading::everything;
use crate::support::{Numbers, files_in, large_study};
use demarche::compile::compile;
use demarche::graph::format::{ENTRY_LEN, SECTIONS, TABLE_AT};
use demarche::graph::{Graph, GraphBuilder, GraphError};
use demarche::network::NetworkKind;
use demarche::query::{Prepared, ResultFormat};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, Triple};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
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

/// Damages that are tried; `DEMARCHE_DAMAGES=2000` tries as many.
fn damages(usual: u64) -> u64 {
    let asked = std::env::var("DEMARCHE_DAMAGES").ok();
    asked.map_or(usual, |text| text.parse().unwrap())
}

/// Damages a file: flips a bit, overwrites or empties a stretch, or cuts it, at a random place of a
/// random section, so that small sections are met as often as large ones.
fn damage(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut damaged = bytes.to_vec();
    let entry = TABLE_AT + ENTRY_LEN * numbers.below(SECTIONS as u64) as usize;
    let word = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
    let (start, length) = (word(entry), word(entry + 8));
    let at = match (numbers.below(8), length) {
        (0, _) | (_, 0) => numbers.below(bytes.len() as u64),
        _ => start + numbers.below(length),
    } as usize;
    let end = (at + 1 + numbers.below(64) as usize).min(bytes.len());
    match numbers.below(8) {
        0 => damaged.truncate(at),
        1 => damaged[at..end].fill(0),
        2 => damaged[at..end].fill(0xFF),
        _ => damaged[at] ^= 1 << numbers.below(8),
    }
    damaged
}

/// What a command came to: its exit code, what it printed, and the files it wrote.
type Answer = (Option<i32>, Vec<u8>, BTreeMap<String, Vec<u8>>);

fn answer(graph: &Path, command: (&str, &[&str]), folder: &Path) -> Answer {
    let output = over(graph, command, folder).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.signal(), None, "{command:?}: {said}");
    assert!(!said.contains("panicked"), "{command:?}: {said}");
    let files = files_in(folder);
    for name in files.keys() {
        fs::remove_file(folder.join(name)).unwrap();
    }
    (output.status.code(), output.stdout, files)
}

/// A damaged file gives the right answer or an error, by every command.
#[test]
fn no_command_gives_a_wrong_answer_of_a_damaged_file() {
    let bytes = &study_file().0;
    let (inputs, outputs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let graph = inputs.path().join("graph");
    fs::write(&graph, bytes).unwrap();
    let sound = COMMANDS.map(|command| answer(&graph, command, outputs.path()));
    let mut numbers = Numbers::new(12);
    let mut errors = 0;
    for number in 0..damages(8) {
        fs::write(&graph, damage(bytes, &mut numbers)).unwrap();
        for (command, sound) in COMMANDS.into_iter().zip(&sound) {
            let found = answer(&graph, command, outputs.path());
            if found.0 == sound.0 && sound.0 == Some(0) {
                assert!(
                    found == *sound,
                    "damage {number}, {command:?}: another answer"
                );
            } else {
                assert!(matches!(found.0, Some(1..=3)), "damage {number}: {found:?}");
                assert!(
                    found.2.is_empty(),
                    "damage {number}: {command:?} wrote a file"
                );
                errors += 1;
            }
        }
    }
    println!("{errors} errors");
    assert!(errors > 0);
}

/// What is read of a graph as commands read it; an error where any of it is known to be wrong.
fn answers(graph: &Graph) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let options = demarche::network::Options::default();
    let network = demarche::network::build(graph, NetworkKind::Signed, &options)?;
    let ties: Vec<_> = network.graph.edge_weights().collect();
    let shapes = demarche::validate::Shapes::embedded()?;
    let report = demarche::validate::validate(graph, &shapes, 10)?;
    let mut rows = Vec::new();
    for text in [
        "SELECT ?o (COUNT(*) AS ?n) { ?s <https://w3id.org/demarche/ns#stance> ?o } GROUP BY ?o",
        "SELECT ?s ?o { ?s <https://w3id.org/demarche/ns#country> ?o } ORDER BY ?s ?o",
    ] {
        let query = Prepared::from_text(text, "a query", &[], graph)?;
        query.execute(graph, ResultFormat::Csv, None, &mut rows)?;
    }
    Ok(vec![
        format!("{ties:?}"),
        format!("{} {}", report.conforms(), report.findings().len()),
        String::from_utf8(rows)?,
        demarche::report::digest(graph)?,
    ])
}

/// Of a large file each section is compared when it is first read.
#[test]
fn what_is_read_of_a_large_file_is_verified() {
    let bytes = &study_file().0;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("graph");
    fs::write(&path, bytes).unwrap();
    let sound = answers(&Graph::open_as_large(&path).unwrap()).unwrap();
    let mut numbers = Numbers::new(13);
    let mut errors = 0;
    for number in 0..damages(24) {
        fs::write(&path, damage(bytes, &mut numbers)).unwrap();
        match Graph::open_as_large(&path) {
            Ok(graph) => match answers(&graph) {
                Ok(found) => assert!(found == sound, "damage {number}: another answer"),
                Err(_) => errors += 1,
            },
            Err(error) => {
                assert!(is_told(&error), "{error}");
                errors += 1;
            }
        }
    }
    assert!(errors > 0);
}
