//! `demarche validate` against pySHACL: on the example study, whole and damaged, and on snippets of
//! each part of SHACL core. What pySHACL finds is in files that `tests/shacl/oracle.py` makes.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

use crate::shacl_support::{Damage, damages, found, from_turtle, parse, prefixes, study};
use demarche::graph::Graph;
use demarche::validate::{LIMIT, Shapes, validate};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A case in which pySHACL is known to differ, and why what we find is right.
struct Difference {
    case: &'static str,
    #[expect(dead_code, reason = "said to whoever reads it")]
    why: &'static str,
    only_ours: &'static [&'static str],
    only_theirs: &'static [&'static str],
}

const DIFFERENCES: &[Difference] = &[
    Difference {
        case: "earliest-impossible",
        why: "pySHACL ends with an exception where ill-typed values are compared; SHACL 4.5.4 asks \
              for a result",
        only_ours: &[
            "<https://w3id.org/demarche/study/cyber-debate/statement/s0007> <https://w3id.org/demarche/ns#earliest> Datatype \"2010-02-30\"^^<http://www.w3.org/2001/XMLSchema#date>",
            "<https://w3id.org/demarche/study/cyber-debate/statement/s0007> <https://w3id.org/demarche/ns#earliest> LessThanOrEquals \"2010-02-30\"^^<http://www.w3.org/2001/XMLSchema#date>",
        ],
        only_theirs: &["pySHACL fails"],
    },
    Difference {
        case: "language-in",
        why: "langMatches does not tell capitals from small letters (RFC 4647, 2); pySHACL does in \
              tags of several parts",
        only_ours: &[],
        only_theirs: &[
            "<https://example.org/n5> <https://example.org/p> LanguageIn \"a\"@zh-hans-cn",
        ],
    },
    Difference {
        case: "less-than-or-equals",
        why: "SPARQL has no order of IRIs, and what cannot be compared is a result (SHACL 4.5.4); \
              pySHACL orders them as texts",
        only_ours: &[
            "<https://example.org/d> <https://example.org/p> LessThanOrEquals <https://example.org/x>",
        ],
        only_theirs: &[],
    },
    Difference {
        case: "range-of-dates",
        why: "a number and a date cannot be compared; pySHACL finds the number greater",
        only_ours: &[
            "<https://example.org/n5> <https://example.org/p> MinInclusive \"2013\"^^<http://www.w3.org/2001/XMLSchema#integer>",
        ],
        only_theirs: &[],
    },
];

/// What pySHACL finds, with what is known to be otherwise put right.
fn corrected(case: &str, mut lines: Vec<String>) -> Vec<String> {
    for difference in DIFFERENCES
        .iter()
        .filter(|difference| difference.case == case)
    {
        for line in difference.only_theirs {
            let at = lines.iter().position(|other| other == line);
            lines.remove(at.unwrap_or_else(|| panic!("{case}: no difference any more: {line}")));
        }
        for line in difference.only_ours {
            assert!(
                !lines.contains(&(*line).to_owned()),
                "{case}: no difference any more: {line}"
            );
            lines.push((*line).to_owned());
        }
    }
    lines.sort();
    lines
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shacl")
}

/// The expected results of each damage.
fn expected() -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(folder().join("damages.expected")).unwrap();
    let mut expected: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut name = String::new();
    for line in text.lines() {
        match line.strip_prefix("## ") {
            Some(heading) => {
                name = heading.to_owned();
                expected.insert(name.clone(), Vec::new());
            }
            None => expected.get_mut(&name).unwrap().push(line.to_owned()),
        }
    }
    expected
}

#[test]
fn damages_are_found_as_pyshacl_finds_them() {
    let (study, expected, shapes) = (study(), expected(), Shapes::embedded().unwrap());
    let damages: BTreeMap<String, Damage> = damages();
    assert!(damages.len() > 40);
    assert!(
        damages.keys().eq(expected.keys()),
        "run tests/shacl/oracle.py"
    );
    let mut wrong = Vec::new();
    for (name, damage) in &damages {
        let graph = Graph::from_triples(&damage.apply(&study)).unwrap();
        let report = validate(&graph, &shapes, LIMIT).unwrap();
        let ours = found(&report);
        let expected = corrected(name, expected[name].clone());
        if ours != expected {
            wrong.push(format!("{name}\n  ours {ours:#?}\n  pySHACL {expected:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_part_of_shacl_means_what_pyshacl_says_it_means() {
    let mut files: Vec<PathBuf> = fs::read_dir(folder().join("snippets"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "ttl"))
        .collect();
    files.sort();
    assert!(files.len() > 80);
    let mut wrong = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&file).unwrap();
        let (head, data) = text.split_once("#### data\n").unwrap();
        let shapes = parse(&format!("{}{head}", prefixes()));
        let graph = Graph::from_triples(&from_turtle(&format!("{}{data}", prefixes()))).unwrap();
        let ours = found(&validate(&graph, &shapes, LIMIT).unwrap());
        let expected = fs::read_to_string(file.with_extension("expected")).unwrap();
        let expected: Vec<String> = expected.lines().map(str::to_owned).collect();
        let expected = corrected(&name, expected);
        if ours != expected {
            wrong.push(format!("{name}\n  ours {ours:#?}\n  pySHACL {expected:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
