//! The same study gives the same bytes, however its tables are written down.

// Helpers are not test functions, and a panic in them is the test failing all the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use demarche::compile::compile;
use demarche::graph::Graph;
use demarche::rdf::{GraphFormat, write_triples};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const TABLES: [&str; 5] = ["themes", "claims", "actors", "sources", "statements"];

fn in_repository(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn small() -> PathBuf {
    in_repository("tests/studies/small")
}

/// The bytes of the graph file.
fn compiled(inputs: &[&Path]) -> Vec<u8> {
    let inputs: Vec<PathBuf> = inputs.iter().map(|path| path.to_path_buf()).collect();
    let compiled = compile(&inputs).unwrap();
    let problems: Vec<_> = compiled
        .problems
        .iter()
        .filter(|p| p.code.number() < "N")
        .collect();
    let graph = compiled.graph.unwrap_or_else(|| panic!("{problems:#?}"));
    graph.finish().unwrap()
}

fn n_triples(bytes: &[u8]) -> String {
    let graph = Graph::from_bytes(bytes).unwrap();
    let triples = || {
        graph
            .triples()
            .map(|triple| triple.map_err(io::Error::other))
    };
    let mut out = Vec::new();
    write_triples::<io::Error, _>(triples, &[], GraphFormat::NTriples, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A way to write the same table down.
#[derive(Debug, Clone)]
struct Hand {
    /// Decides the order of rows and of columns.
    seed: u64,
    line_end: &'static str,
    mark: bool,
    quotes: csv::QuoteStyle,
    last_line_end: bool,
}

fn hands() -> impl Strategy<Value = Hand> {
    let quotes = prop::sample::select(vec![csv::QuoteStyle::Always, csv::QuoteStyle::Necessary]);
    let line_end = prop::sample::select(vec!["\n", "\r\n"]);
    (any::<u64>(), line_end, any::<bool>(), quotes, any::<bool>()).prop_map(
        |(seed, line_end, mark, quotes, last_line_end)| Hand {
            seed,
            line_end,
            mark,
            quotes,
            last_line_end,
        },
    )
}

/// Shuffles by a generator of its own (splitmix64), so that a seed says it all.
fn shuffle<T>(items: &mut [T], mut seed: u64) {
    for last in (1..items.len()).rev() {
        seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (seed ^ (seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        items.swap(last, ((mixed ^ (mixed >> 31)) % (last as u64 + 1)) as usize);
    }
}

impl Hand {
    fn rewrite(&self, table: &str) -> Vec<u8> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(table.as_bytes());
        let mut rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        shuffle(&mut rows[1..], self.seed);
        let mut columns: Vec<usize> = (0..rows[0].len()).collect();
        shuffle(&mut columns, !self.seed);
        let terminator = match self.line_end {
            "\n" => csv::Terminator::Any(b'\n'),
            _ => csv::Terminator::CRLF,
        };
        let mut writer = csv::WriterBuilder::new()
            .quote_style(self.quotes)
            .terminator(terminator)
            .from_writer(Vec::new());
        for row in rows {
            writer
                .write_record(columns.iter().map(|column| &row[*column]))
                .unwrap();
        }
        let mut text = writer.into_inner().unwrap();
        if !self.last_line_end {
            text.truncate(text.len() - self.line_end.len());
        }
        match self.mark {
            true => [b"\xEF\xBB\xBF", text.as_slice()].concat(),
            false => text,
        }
    }

    /// A copy of a study in this hand.
    fn copy(&self, study: &Path) -> TempDir {
        let folder = copy_of(study);
        for table in TABLES {
            let path = folder.path().join(format!("{table}.csv"));
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, self.rewrite(&text)).unwrap();
        }
        folder
    }
}

fn copy_of(study: &Path) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(study).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    folder
}

/// A copy of the small study with other texts in a table; each must be there once.
fn edited(table: &str, edits: &[(&str, &str)]) -> TempDir {
    let folder = copy_of(&small());
    let path = folder.path().join(table);
    let mut text = fs::read_to_string(&path).unwrap();
    for (from, to) in edits {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text = text.replace(from, to);
    }
    fs::write(&path, text).unwrap();
    folder
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_in_another_hand_is_the_same_table(hand in hands()) {
        let other = hand.copy(&small());
        prop_assert!(compiled(&[&small()]) == compiled(&[other.path()]));
    }
}

#[test]
fn the_large_study_in_another_hand_is_the_same_study() {
    let study = in_repository("data/cyber-debate");
    let bytes = compiled(&[&study]);
    for (seed, line_end, mark, quotes) in [
        (1, "\r\n", true, csv::QuoteStyle::Always),
        (2, "\n", false, csv::QuoteStyle::Necessary),
    ] {
        let hand = Hand {
            seed,
            line_end,
            mark,
            quotes,
            last_line_end: mark,
        };
        let other = compiled(&[hand.copy(&study).path()]);
        assert!(bytes == other, "{hand:?}");
        assert!(n_triples(&bytes) == n_triples(&other));
    }
}

#[test]
fn a_hand_does_change_the_table() {
    let table = fs::read_to_string(small().join("statements.csv")).unwrap();
    let hand = Hand {
        seed: 7,
        line_end: "\r\n",
        mark: true,
        quotes: csv::QuoteStyle::Always,
        last_line_end: false,
    };
    let rewritten = String::from_utf8(hand.rewrite(&table)).unwrap();
    let header = rewritten.lines().next().unwrap();
    assert!(header.starts_with("\u{FEFF}\"") && !header.contains("id\",\"source\",\"date"));
    assert!(rewritten.contains("\"\r\n\""));
    let lines_before = |text: &str| {
        text.lines()
            .take_while(|line| !line.contains("该河"))
            .count()
    };
    assert_ne!(lines_before(&rewritten), lines_before(&table));
}

#[test]
fn a_study_named_twice_is_there_once() {
    assert!(compiled(&[&small()]) == compiled(&[&small(), &small()]));
}

#[test]
fn the_order_of_studies_does_not_matter() {
    let (one, other) = (small(), in_repository("data/cyber-debate"));
    let both = compiled(&[&one, &other]);
    assert!(both == compiled(&[&other, &one]));
    let lines = |bytes: &[u8]| -> BTreeSet<String> {
        n_triples(bytes).lines().map(str::to_owned).collect()
    };
    let union: BTreeSet<String> = &lines(&compiled(&[&one])) | &lines(&compiled(&[&other]));
    assert!(lines(&both) == union, "nothing is lost, nothing is added");
}

fn statements_of(folder: &Path) -> BTreeSet<String> {
    let text = n_triples(&compiled(&[folder]));
    let class = "<https://w3id.org/demarche/ns#Statement> .";
    let is_statement = |line: &&str| line.ends_with(class) && line.contains("/statement/");
    let subjects = text.lines().filter(is_statement);
    subjects
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_recoded_statement_keeps_its_name() {
    let before = statements_of(&small());
    assert_eq!(before.len(), 10);
    let last = "treaty-2014,,delta,,build-the-dam,opposes,,,,art. 2,lin,";
    // What is coded of an utterance changes; which utterance it is does not.
    for recoded in [
        "treaty-2014,,delta,,build-the-dam,neutral,,,,art. 2,lin,",
        "treaty-2014,,delta,,build-the-dam,opposes,rejects,qingchuan,,art. 2,lin,",
        "treaty-2014,,delta,delta-post,build-the-dam,opposes,,,said so,art. 2,lin,7",
    ] {
        let folder = edited("statements.csv", &[(last, recoded)]);
        assert_eq!(statements_of(folder.path()), before, "{recoded}");
    }
    for another in [
        "treaty-2014,,delta,,build-the-dam,opposes,,,,art. 3,lin,",
        "treaty-2014,2014,delta,,build-the-dam,opposes,,,,art. 2,lin,",
        "treaty-2014,,delta,,dams-are-safe,opposes,,,,art. 2,lin,",
        "treaty-2014,,delta,,build-the-dam,opposes,,,,art. 2,lin;meyer,",
        "post-2013-03,,delta,,build-the-dam,opposes,,,,art. 2,lin,",
        "treaty-2014,,river-watch,,build-the-dam,opposes,,,,art. 2,lin,",
    ] {
        let after = statements_of(edited("statements.csv", &[(last, another)]).path());
        assert_eq!(after.difference(&before).count(), 1, "{another}");
        assert_eq!(before.difference(&after).count(), 1, "{another}");
    }
}

#[test]
fn composed_and_decomposed_texts_name_one_statement() {
    let with = |locator: &str| {
        let to = format!("build-the-dam,opposes,,,,{locator},lin,");
        statements_of(
            edited(
                "statements.csv",
                &[("build-the-dam,opposes,,,,art. 2,lin,", &to)],
            )
            .path(),
        )
    };
    assert_eq!(with("caf\u{e9}"), with("cafe\u{301}"));
    assert_ne!(with("caf\u{e9}"), with("cafe"));
}

#[test]
fn contradiction_goes_both_ways_whichever_row_says_so() {
    let both = compiled(&[&small()]);
    let ways = [
        (
            "build-the-dam,The dam should be built,energy,,keep-the-river-free,",
            "build-the-dam,The dam should be built,energy,,,",
        ),
        ("no weir.\",build-the-dam,", "no weir.\",,"),
    ];
    for edit in ways {
        let one_sided = edited("claims.csv", &[edit]);
        assert!(compiled(&[one_sided.path()]) == both);
    }
    let neither = edited("claims.csv", &ways);
    let (with, without) = (n_triples(&both), n_triples(&compiled(&[neither.path()])));
    let of_claims = |text: &str| {
        let property = "/claim/build-the-dam> <https://w3id.org/demarche/ns#contradicts> ";
        text.matches(property).count()
    };
    assert_eq!((of_claims(&with), of_claims(&without)), (1, 0));
}
