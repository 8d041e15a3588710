//! The graph file: what goes in comes out by every pattern, and a file that is cut, damaged, newer
//! or foreign is told, never a crash.

// Helpers are not test functions, and a panic in them is the test failing all the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use demarche::graph::format::{HEADER_LEN, SECTIONS, VERSION};
use demarche::graph::{Graph, GraphBuilder, GraphError};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{BlankNode, Literal, NamedNode, NamedNodeRef, Term, Triple};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn iri(text: &str) -> NamedNode {
    NamedNode::new(format!("https://example.org/{text}")).unwrap()
}

/// Few enough that triples share terms, with texts that sort against the grain.
fn iris() -> impl Strategy<Value = NamedNode> {
    prop::sample::select(vec!["", "a", "a/b", "ab", "b", "岚江", "z"]).prop_map(iri)
}

fn literals() -> impl Strategy<Value = Literal> {
    let text = prop_oneof!["", "[a-c]{1,2}", "\\PC{0,6}", Just("a\0b\n".to_owned())];
    let tag = prop::sample::select(vec!["en", "zh", "en-gb"]);
    let datatype = prop::sample::select(vec![xsd::DATE, xsd::INTEGER, xsd::BOOLEAN]);
    prop_oneof![
        text.clone().prop_map(Literal::new_simple_literal),
        (text.clone(), tag)
            .prop_map(|(text, tag)| Literal::new_language_tagged_literal(text, tag).unwrap()),
        (text, datatype).prop_map(|(text, datatype): (String, NamedNodeRef<'_>)| {
            Literal::new_typed_literal(text, datatype)
        }),
    ]
}

fn triples() -> impl Strategy<Value = Vec<Triple>> {
    let object = prop_oneof![iris().prop_map(Term::from), literals().prop_map(Term::from)];
    let triple = (iris(), iris(), object).prop_map(|(s, p, o)| Triple::new(s, p, o));
    prop::collection::vec(triple, 0..30)
}

fn bytes_of(triples: &[Triple]) -> Vec<u8> {
    let mut builder = GraphBuilder::new();
    for triple in triples {
        builder.insert(triple.as_ref()).unwrap();
    }
    builder.finish().unwrap()
}

/// Triples as text, each once.
fn texts<'a>(triples: impl IntoIterator<Item = &'a Triple>) -> BTreeSet<String> {
    triples.into_iter().map(ToString::to_string).collect()
}

fn all_of(graph: &Graph) -> Vec<Triple> {
    graph.triples().map(Result::unwrap).collect()
}

/// The eight ways to bind or not to bind subject, predicate and object.
fn shapes([s, p, o]: [u32; 3]) -> impl Iterator<Item = [Option<u32>; 3]> {
    (0..8).map(move |bits: u32| {
        let bound = |bit: u32, id| (bits & bit != 0).then_some(id);
        [bound(1, s), bound(2, p), bound(4, o)]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn triples_come_out_as_they_went_in(triples in triples()) {
        let graph = Graph::from_triples(&triples).unwrap();
        let out = all_of(&graph);
        prop_assert_eq!(texts(&out), texts(&triples));
        prop_assert_eq!(out.len(), graph.len(), "a triple comes once");
    }

    #[test]
    fn order_and_repetition_change_no_byte(triples in triples(), turn in 0..30_usize) {
        let mut other = triples.clone();
        other.rotate_left(turn.min(triples.len()));
        other.extend(triples.iter().take(3).cloned());
        other.reverse();
        prop_assert_eq!(bytes_of(&triples), bytes_of(&other));
    }

    #[test]
    fn every_pattern_gives_what_a_plain_filter_gives(
        triples in triples(),
        absent in 0..100_u32,
    ) {
        let graph = Graph::from_triples(&triples).unwrap();
        let all: Vec<[u32; 3]> = graph.matching(None, None, None).collect();
        prop_assert!(all.is_sorted(), "in canonical order");
        // The triples there are, one with a foreign part, and ids past the dictionary.
        let mut asked = all.clone();
        asked.extend(all.first().map(|[s, p, _]| [*s, *p, absent]));
        asked.push([absent, u32::MAX, u32::MAX - 1]);
        for pattern in asked.into_iter().flat_map(shapes) {
            let fits = |triple: &&[u32; 3]| {
                pattern.iter().zip(*triple).all(|(asked, id)| asked.is_none_or(|asked| asked == *id))
            };
            let mut expected: Vec<[u32; 3]> = all.iter().filter(fits).copied().collect();
            let [s, p, o] = pattern;
            let matches = graph.matching(s, p, o);
            prop_assert_eq!(matches.len(), expected.len());
            let mut found: Vec<[u32; 3]> = matches.collect();
            found.sort_unstable();
            expected.sort_unstable();
            prop_assert_eq!(found, expected, "{:?}", pattern);
        }
    }

    #[test]
    fn a_term_and_its_id_stand_for_each_other(triples in triples(), foreign in literals()) {
        let graph = Graph::from_triples(&triples).unwrap();
        let mut terms = BTreeSet::new();
        for id in 0..graph.term_count() as u32 {
            let term = graph.term(id).unwrap();
            prop_assert_eq!(graph.id(&term), Some(id));
            match &term {
                Term::NamedNode(node) => {
                    prop_assert_eq!(graph.iri(id), Some(node.as_str()));
                    prop_assert_eq!(graph.iri_id(node.as_str()), Some(id));
                    prop_assert_eq!(graph.text(id), None);
                }
                Term::Literal(literal) => {
                    prop_assert_eq!(graph.text(id), Some(literal.value()));
                    prop_assert_eq!(graph.iri(id), None);
                }
                Term::BlankNode(_) => prop_assert!(false, "a blank node in a graph file"),
            }
            terms.insert(term.to_string());
        }
        prop_assert_eq!(terms.len(), graph.term_count(), "terms are distinct");
        prop_assert!(graph.term(graph.term_count() as u32).is_err());
        let known = terms.contains(&Term::from(foreign.clone()).to_string());
        prop_assert_eq!(graph.id(&foreign.into()).is_some(), known);
    }
}

/// A graph with every kind of term, so small that each of its bytes can be broken.
fn small_graph() -> Vec<Triple> {
    let (a, b, p) = (iri("a"), iri("岚江"), iri("p"));
    vec![
        Triple::new(a.clone(), p.clone(), b.clone()),
        Triple::new(b.clone(), p.clone(), Literal::new_simple_literal("plain")),
        Triple::new(
            b.clone(),
            iri("q"),
            Literal::new_language_tagged_literal("江", "zh").unwrap(),
        ),
        Triple::new(a, p, Literal::new_typed_literal("2013-02-20", xsd::DATE)),
    ]
}

/// All that can be read of a graph, errors among it, as text.
fn everything(graph: &Graph) -> String {
    let mut seen = format!("{} {}\n", graph.len(), graph.term_count());
    let ids = 0..graph.term_count().min(100) as u32 + 2;
    for id in ids.clone() {
        seen += &format!(
            "{:?} {:?} {:?}\n",
            graph.term(id),
            graph.iri(id),
            graph.text(id)
        );
        if let Ok(term) = graph.term(id) {
            seen += &format!("{:?}\n", graph.id(&term));
        }
    }
    for id in ids {
        for [s, p, o] in shapes([id, id / 2, id.saturating_sub(1)]) {
            let matches: Vec<[u32; 3]> = graph.matching(s, p, o).take(100).collect();
            seen += &format!("{matches:?}\n");
        }
    }
    let triples: Vec<_> = graph
        .triples()
        .take(100)
        .map(|triple| triple.ok())
        .collect();
    seen + &format!(
        "{triples:?} {:?} {}",
        graph.datasets(),
        graph.instances(demarche::vocab::dm::STATEMENT).count()
    )
}

#[test]
fn a_cut_file_is_told_from_a_foreign_one() {
    let bytes = bytes_of(&small_graph());
    for length in 0..bytes.len() {
        let error = Graph::from_bytes(&bytes[..length]).err();
        match (length, error) {
            (0..8, Some(GraphError::NotAGraph)) | (8.., Some(GraphError::Truncated { .. })) => {}
            (_, error) => panic!("{length} bytes: {error:?}"),
        }
    }
    let longer = [bytes.as_slice(), b"\0"].concat();
    assert!(matches!(
        Graph::from_bytes(&longer),
        Err(GraphError::Damaged(_))
    ));
}

#[test]
fn a_flipped_byte_is_an_error_or_read_by_nothing() {
    let bytes = bytes_of(&small_graph());
    let sound = everything(&Graph::from_bytes(&bytes).unwrap());
    let mut unread = 0;
    for at in 0..bytes.len() {
        for flip in [0x01, 0x80, 0xFF] {
            let mut damaged = bytes.clone();
            damaged[at] ^= flip;
            if let Ok(graph) = Graph::from_bytes(&damaged) {
                assert_eq!(everything(&graph), sound, "byte {at}");
                unread += 1;
            }
        }
    }
    // Padding between the sections.
    assert!(unread <= 3 * 7 * SECTIONS, "{unread} flips were not seen");
}

/// Where the header keeps offset, length and checksum of each section, and its own checksum.
const TABLE_AT: usize = 40;
const CHECKSUM_AT: usize = TABLE_AT + 24 * SECTIONS;

/// Makes every checksum right again, as someone who wants to do harm would.
fn with_checksums(mut bytes: Vec<u8>) -> Vec<u8> {
    for section in 0..SECTIONS {
        let entry = TABLE_AT + 24 * section;
        let word = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
        let start = word(entry) as usize;
        let end = start.saturating_add(word(entry + 8) as usize);
        if let Some(content) = bytes.get(start..end) {
            let checksum = crc32fast::hash(content);
            bytes[entry + 16..entry + 20].copy_from_slice(&checksum.to_le_bytes());
        }
    }
    let checksum = crc32fast::hash(&bytes[..CHECKSUM_AT]);
    bytes[CHECKSUM_AT..CHECKSUM_AT + 4].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

/// Large files are opened without comparing checksums, so what a damaged section says is looked up.
#[test]
fn damage_that_no_checksum_shows_ends_nothing() {
    let bytes = bytes_of(&small_graph());
    assert_eq!(
        with_checksums(bytes.clone()),
        bytes,
        "the layout is as it is here"
    );
    let sound = everything(&Graph::from_bytes(&bytes).unwrap());
    let mut opened_otherwise = 0;
    for at in 8..bytes.len() {
        for flip in [0x01, 0x02, 0x10, 0x80, 0xFF] {
            let mut damaged = bytes.clone();
            damaged[at] ^= flip;
            if let Ok(graph) = Graph::from_bytes(&with_checksums(damaged)) {
                opened_otherwise += usize::from(everything(&graph) != sound);
            }
        }
    }
    assert!(
        opened_otherwise > 1000,
        "only {opened_otherwise} damaged graphs were read"
    );
}

#[test]
fn a_newer_file_says_so() {
    let mut bytes = bytes_of(&small_graph());
    bytes[8..12].copy_from_slice(&(VERSION + 1).to_le_bytes());
    // Whatever a later version does with the rest.
    bytes.push(7);
    let error = Graph::from_bytes(&bytes).err().unwrap();
    assert!(matches!(error, GraphError::Newer(version) if version == VERSION + 1));
    assert_eq!(
        error.to_string(),
        "the graph file has format version 2, this program reads up to 1"
    );
}

#[test]
fn files_on_disk_are_judged_as_bytes_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("graph");
    let bytes = bytes_of(&small_graph());
    let mut newer = bytes.clone();
    newer[8] = 2;
    let mut damaged = bytes.clone();
    damaged[HEADER_LEN] ^= 1;
    let cases: [(&[u8], &str); 7] = [
        (b"", "not a demarche graph file"),
        (b"DEMARCH", "not a demarche graph file"),
        (
            b"@prefix ex: <https://example.org/> .",
            "not a demarche graph file",
        ),
        (b"DEMARCHE", "the graph file is cut short: 8 bytes of 256"),
        (&bytes[..300], "the graph file is cut short: 300 bytes of "),
        (&newer, "the graph file has format version 2"),
        (&damaged, "the graph file is damaged: the table of terms "),
    ];
    for (content, expected) in cases {
        std::fs::write(&path, content).unwrap();
        let on_disk = Graph::open(&path).err().unwrap().to_string();
        assert!(on_disk.starts_with(expected), "{on_disk}");
        assert_eq!(
            Graph::from_bytes(content).err().unwrap().to_string(),
            on_disk
        );
    }
    std::fs::write(&path, &bytes).unwrap();
    assert_eq!(all_of(&Graph::open(&path).unwrap()).len(), 4);
    assert!(matches!(
        Graph::open(folder.path()),
        Err(GraphError::Io { .. })
    ));
}

#[test]
fn an_empty_graph_is_a_graph() {
    let graph = Graph::from_triples(&[]).unwrap();
    assert!(graph.is_empty());
    assert_eq!((graph.term_count(), all_of(&graph).len()), (0, 0));
    assert_eq!(graph.matching(Some(0), None, Some(0)).len(), 0);
}

#[test]
fn blank_nodes_are_refused() {
    let triple = Triple::new(BlankNode::default(), iri("p"), iri("o"));
    let error = GraphBuilder::new().insert(triple.as_ref()).unwrap_err();
    assert!(matches!(error, GraphError::BlankNode(_)));
}
