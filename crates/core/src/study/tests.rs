//! However the tables are cut and however many threads read them, the same comes of it.

use super::read::open_with;
use super::{Consumer, template};
use crate::diagnostic::Problem;
use crate::meter::Meter;
use crate::model::Statement;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// Takes statements as text.
#[derive(Default)]
struct Written(Vec<String>);

impl Consumer for Written {
    fn take(&mut self, statement: &Statement<'_>) {
        self.0.push(format!("{statement:?}"));
    }
}

/// What reading a folder gives: statements in no order, how many, headers, problems in theirs.
type Outcome = (Option<Vec<String>>, usize, BTreeSet<String>, Vec<Problem>);

fn outcome(folder: &Path, block: usize, threads: usize) -> Outcome {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    pool.build().unwrap().install(|| {
        let meter = Meter::default();
        let opened = open_with(folder, &meter, block);
        let reading = opened.read(|_| Written::default());
        let statements = reading.consumers.map(|consumers| {
            let mut all: Vec<String> = consumers.into_iter().flat_map(|all| all.0).collect();
            all.sort();
            all
        });
        let problems = reading.problems.iter().cloned().collect();
        (statements, reading.statements, reading.headers, problems)
    })
}

/// Rows of statements, right and wrong in many ways.
fn rows() -> impl Strategy<Value = Vec<String>> {
    let row = prop_oneof![
        6 => (0..9_u8, "[ab\u{e9}]{0,2}", 0..3_u8).prop_map(|(number, locator, stance)| {
            let stance = ["supports", "opposes", "neutral"][usize::from(stance)];
            format!("s{number},s,a,c,{stance},2013-02-0{},{locator},x", number % 4 + 1)
        }),
        3 => (0..9_u8).prop_map(|number| format!(",s,a,c,opposes,2013,\"p. {number},\nq \"\"x\"\"\",")),
        1 => Just("z,s,nobody,c,supports,,,\u{5916}\u{4ea4}".to_owned()),
        1 => Just("y,s,a,c,suports,2013-2-5,,".to_owned()),
        1 => Just("x,s,a,c,supports".to_owned()),
        1 => Just("w,\"s\"s,a,c,supports,,,".to_owned()),
        1 => Just("v,s,a,c,supports,,\u{7},".to_owned()),
        1 => Just(String::new()),
        1 => Just(",,,,,,,".to_owned()),
    ];
    prop::collection::vec(row, 0..12)
}

fn write(folder: &Path, rows: &[String], line_end: &str, mark: bool) {
    for file in template("x") {
        std::fs::write(folder.join(file.name), file.content).unwrap();
    }
    let table = |name: &str, text: String| std::fs::write(folder.join(name), text).unwrap();
    table("claims.csv", "id,label\nc,C\nunheard,U\n".to_owned());
    table("actors.csv", "id,label,type\na,A,state\n".to_owned());
    table("sources.csv", "id,title,type\ns,S,speech\n".to_owned());
    let mut text = String::from(if mark { "\u{FEFF}" } else { "" });
    text.push_str("id,source,actor,claim,stance,date,locator,coded on");
    for row in rows {
        text.push_str(line_end);
        text.push_str(row);
    }
    table("statements.csv", text);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn neither_blocks_nor_threads_change_what_is_read(
        rows in rows(),
        line_end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        mark in any::<bool>(),
        block in 1..64_usize,
        threads in 1..4_usize,
    ) {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &rows, line_end, mark);
        let whole = outcome(folder.path(), 1 << 20, 1);
        prop_assert_eq!(outcome(folder.path(), block, threads), whole);
    }
}

#[test]
fn bytes_that_are_no_text_are_found_in_any_block() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &["a,s,a,c,supports,2013,,".to_owned()],
        "\n",
        true,
    );
    let path = folder.path().join("statements.csv");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend_from_slice(b"\nb,s,\xc3\xa9\xff,c,supports,2013,,\nz,s,nobody,c,,,,");
    std::fs::write(&path, bytes).unwrap();
    for block in [1, 40, 1 << 20] {
        let (statements, _, _, problems) = outcome(folder.path(), block, 2);
        assert_eq!(statements, None);
        let places: Vec<_> = problems
            .iter()
            .map(|problem| (problem.place.line, problem.place.column))
            .collect();
        assert_eq!(places, [(Some(3), Some(6))], "{problems:#?}");
    }
}
