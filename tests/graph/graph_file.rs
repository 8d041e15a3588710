//! The graph file: what goes in comes out by every pattern, and a file that is cut, damaged, newer
//! or foreign is told, never a crash.

// Helpers are not test functions, and a panic in them is the test failing all the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use demarche::graph::format::{CHECKSUM_AT, ENTRY_LEN, HEADER_LEN, SECTIONS, TABLE_AT, VERSION};
use demarche::graph::{Graph, GraphBuilder, GraphError, GraphPart, NO_CODE};
use demarche::model::Day;
use demarche::rdf::TripleSink;
use demarche::vocab;
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
                    prop_assert!(graph.iri(id).is_some_and(|iri| iri == node.as_str()));
                    prop_assert_eq!(graph.iri_id(node.as_str()), Some(id));
                    prop_assert_eq!(graph.text(id), None);
                }
                Term::Literal(literal) => {
                    prop_assert!(graph.text(id).is_some_and(|text| text == literal.value()));
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
        Triple::new(
            iri("s"),
            NamedNode::new_unchecked(vocab::rdf::TYPE),
            NamedNode::new_unchecked(vocab::dm::STATEMENT),
        ),
        Triple::new(
            iri("s"),
            NamedNode::new_unchecked(vocab::dm::SPEAKER),
            b.clone(),
        ),
        Triple::new(iri("s"), NamedNode::new_unchecked(vocab::dm::ADDRESSEE), b),
    ]
}

/// What the columns say of the first statements.
fn rows_of(graph: &Graph) -> String {
    let statements = graph.statements();
    let columns = [
        statements.speaker,
        statements.on_behalf_of,
        statements.claim,
        statements.act,
        statements.source,
        statements.authority,
        statements.stance,
        statements.earliest,
        statements.latest,
    ];
    let mut seen = format!(
        "{} {:?}\n",
        statements.len(),
        statements.addressees.iter().take(100).collect::<Vec<_>>()
    );
    for row in 0..statements.len().min(100) {
        let cells = columns.map(|column| column.value(row));
        let addressees = statements.addressees.of(row as u32);
        seen += &format!("{:?} {cells:?} {addressees:?}\n", statements.id(row));
    }
    for column in columns {
        let codes = column.decode();
        assert_eq!(codes.len(), statements.len());
        for (row, code) in codes.into_iter().enumerate().take(100) {
            assert_eq!(column.code(row), (code != NO_CODE).then_some(code));
        }
    }
    seen
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
    seen + &rows_of(graph)
        + &format!(
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

/// Makes every checksum right again, as someone who wants to do harm would.
fn with_checksums(mut bytes: Vec<u8>) -> Vec<u8> {
    for section in 0..SECTIONS {
        let entry = TABLE_AT + ENTRY_LEN * section;
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

/// The file of [`small_graph`] as it stands in this version of the format. `UPDATE_EXPECT=1` writes it
/// anew. Reading it sorts nothing, so that Miri, which would take hours to, can do it.
const MADE_BEFORE: &[u8] = include_bytes!("graph_file/small.graph");

#[test]
fn the_same_triples_make_the_file_they_made_before() {
    let bytes = bytes_of(&small_graph());
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/graph/graph_file");
        std::fs::write(format!("{folder}/small.graph"), bytes).unwrap();
    } else {
        assert!(
            bytes == MADE_BEFORE,
            "the layout changed, its version did not"
        );
    }
}

#[test]
fn a_file_made_before_is_read_whole_or_damaged() {
    let graph = Graph::from_bytes(MADE_BEFORE).unwrap();
    assert_eq!(graph.len(), small_graph().len());
    let sound = everything(&graph);
    assert!(sound.contains("岚江"));
    let mut opened_otherwise = 0;
    // Miri takes a minute for each.
    let step = if cfg!(miri) { 401 } else { 41 };
    for at in (8..MADE_BEFORE.len()).step_by(step) {
        let mut damaged = MADE_BEFORE.to_vec();
        damaged[at] ^= 0x03;
        if let Ok(graph) = Graph::from_bytes_unverified(&damaged) {
            opened_otherwise += usize::from(everything(&graph) != sound);
        }
    }
    assert!(opened_otherwise > 0);
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
        "the graph file has format version 3, this program reads 2"
    );
}

#[test]
fn files_on_disk_are_judged_as_bytes_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("graph");
    let bytes = bytes_of(&small_graph());
    let mut newer = bytes.clone();
    newer[8] = 3;
    let mut older = bytes.clone();
    older[8] = 1;
    let mut damaged = bytes.clone();
    damaged[HEADER_LEN] ^= 1;
    let cases: [(&[u8], &str); 8] = [
        (b"", "not a demarche graph file"),
        (b"DEMARCH", "not a demarche graph file"),
        (
            b"@prefix ex: <https://example.org/> .",
            "not a demarche graph file",
        ),
        (b"DEMARCHE", "the graph file is cut short: 8 bytes of 1024"),
        (&bytes[..300], "the graph file is cut short: 300 bytes of "),
        (&newer, "the graph file has format version 3"),
        (&older, "the graph file has the earlier format version 1"),
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
    assert_eq!(
        all_of(&Graph::open(&path).unwrap()).len(),
        small_graph().len()
    );
    assert!(matches!(
        Graph::open(folder.path()),
        Err(GraphError::Io { .. })
    ));
}

/// Statements with what no checked study has: several values, literals for IRIs, foreign stances,
/// bounds alone and the wrong way round.
fn odd_statements() -> impl Strategy<Value = Vec<Triple>> {
    let node = prop::sample::select(vec!["s1", "s2", "s3", "t"]).prop_map(iri);
    let property = prop::sample::select(vec![
        vocab::rdf::TYPE,
        vocab::dm::SPEAKER,
        vocab::dm::CLAIM_PROPERTY,
        vocab::dm::STANCE,
        vocab::dm::EARLIEST,
        vocab::dm::LATEST,
        vocab::dm::ADDRESSEE,
    ]);
    let dm = |name: &str| Term::from(NamedNode::new_unchecked(format!("{}{name}", vocab::DM)));
    let object = prop::sample::select(vec![
        Term::from(NamedNode::new_unchecked(vocab::dm::STATEMENT)),
        dm("stance-opposes"),
        dm("stance-neutral"),
        dm("stance-of-nobody"),
        iri("a").into(),
        iri("b").into(),
        Literal::new_typed_literal("2013-02-20", xsd::DATE).into(),
        Literal::new_typed_literal("2012-02-30", xsd::DATE).into(),
        Literal::new_simple_literal("2011-01-01").into(),
    ]);
    let triple = (node, property, object)
        .prop_map(|(s, p, o)| Triple::new(s, NamedNode::new_unchecked(p), o));
    prop::collection::vec(triple, 0..60)
}

/// The first object, in term order, of a property that `read` makes something of.
fn first_of<T>(
    graph: &Graph,
    subject: u32,
    property: &str,
    read: impl Fn(&Term) -> Option<T>,
) -> Option<T> {
    let mut objects = graph.objects(subject, graph.iri_id(property)?);
    objects.find_map(|object| read(&graph.term(object).unwrap()))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn columns_say_what_the_triples_say(triples in odd_statements()) {
        let graph = Graph::from_triples(&triples).unwrap();
        let statements = graph.statements();
        let instances: Vec<u32> = graph.instances(vocab::dm::STATEMENT).collect();
        prop_assert_eq!(statements.len(), instances.len());
        for (row, statement) in instances.into_iter().enumerate() {
            prop_assert_eq!(statements.id(row), Some(statement));
            let node = |term: &Term| matches!(term, Term::NamedNode(_)).then(|| graph.id(term).unwrap());
            let stance = |term: &Term| {
                let text = term.to_string();
                [("supports", 0), ("opposes", 1), ("neutral", 2)]
                    .into_iter()
                    .find_map(|(code, number)| text.contains(&format!("stance-{code}")).then_some(number))
            };
            let day = |term: &Term| match term {
                Term::Literal(literal) => Day::parse(literal.value()).map(Day::packed),
                _ => None,
            };
            let first = |property| first_of(&graph, statement, property, node);
            prop_assert_eq!(statements.speaker.value(row), first(vocab::dm::SPEAKER));
            prop_assert_eq!(statements.claim.value(row), first(vocab::dm::CLAIM_PROPERTY));
            prop_assert_eq!(statements.source.value(row), None);
            prop_assert_eq!(
                statements.stance.value(row),
                first_of(&graph, statement, vocab::dm::STANCE, stance)
            );
            let (one, other) = (
                first_of(&graph, statement, vocab::dm::EARLIEST, day),
                first_of(&graph, statement, vocab::dm::LATEST, day),
            );
            let known = [one, other].into_iter().flatten();
            prop_assert_eq!(statements.earliest.value(row), known.clone().min());
            prop_assert_eq!(statements.latest.value(row), known.max());
            let addressees: Vec<u32> = graph.iri_id(vocab::dm::ADDRESSEE).map_or(Vec::new(), |property| {
                let objects = graph.objects(statement, property);
                objects.filter(|object| graph.iri(*object).is_some()).collect()
            });
            prop_assert_eq!(statements.addressees.of(row as u32), addressees.as_slice());
        }
    }

    #[test]
    fn parts_make_the_graph_that_one_makes(triples in triples(), more in odd_statements()) {
        let whole: Vec<Triple> = triples.iter().chain(&more).cloned().collect();
        let mut builder = GraphBuilder::new();
        for pieces in [&triples, &more, &triples] {
            let mut part = GraphPart::new();
            for triple in pieces {
                part.insert(triple.as_ref());
            }
            builder.add(part);
        }
        prop_assert_eq!(builder.finish().unwrap(), bytes_of(&whole));
    }
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
