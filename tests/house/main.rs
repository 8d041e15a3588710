//! The house stands as `ARCHITECTURE.md` draws it: which crate may import which, and where `unsafe` may stand.
//!
//! The picture itself is read, so it cannot say one thing and the code another.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

mod circles;

use circles::Crate;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: &str) -> String {
    let path = root().join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Crates, and those that each may import, from the lines `| `core` | … | `graph`, `query` |` of the table of
/// crates.
fn drawn() -> BTreeMap<String, BTreeSet<String>> {
    let name = |cell: &str| cell.trim().trim_matches('`').to_owned();
    let mut drawn = BTreeMap::new();
    for line in read("ARCHITECTURE.md").lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
        let [krate, _, imports] = cells.as_slice() else {
            continue;
        };
        if krate.trim().starts_with('`') {
            let imports = imports.split(',').map(name);
            let imports = imports.filter(|import| import != "none").collect();
            assert!(
                drawn.insert(name(krate), imports).is_none(),
                "twice: {line}"
            );
        }
    }
    drawn
}

/// The crates of this workspace that a manifest's `[dependencies]` name.
fn imports(manifest: &str) -> BTreeSet<String> {
    let manifest: toml::Table = toml::from_str(&read(manifest)).unwrap();
    let dependencies = manifest["dependencies"].as_table().unwrap();
    let ours = dependencies.keys();
    ours.filter_map(|name| Some(name.strip_prefix("demarche-")?.to_owned()))
        .collect()
}

fn crates() -> Vec<String> {
    let mut crates: Vec<String> = fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    crates.sort_unstable();
    crates
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The line as code: links in comments are no imports.
fn without_comment(line: &str) -> &str {
    line.split_once("//").map_or(line, |(code, _)| code)
}

#[test]
fn crates_import_what_the_picture_shows_and_nothing_else() {
    let drawn = drawn();
    let mut found: BTreeMap<String, BTreeSet<String>> = crates()
        .into_iter()
        .map(|name| {
            let imports = imports(&format!("crates/{name}/Cargo.toml"));
            (name, imports)
        })
        .collect();
    found.insert("demarche".to_owned(), imports("Cargo.toml"));
    assert_eq!(found, drawn);
}

/// Names of types between backticks.
fn types_in(text: &str) -> Vec<&str> {
    let quoted = text.split('`').skip(1).step_by(2);
    let is_type = |name: &&str| {
        name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.chars().all(char::is_alphanumeric)
            && name.chars().any(|c| c.is_lowercase())
    };
    quoted.filter(is_type).collect()
}

/// The text of all files of a crate.
fn text_of_crate(name: &str) -> String {
    let mut files = Vec::new();
    rust_files(&root().join("crates").join(name).join("src"), &mut files);
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    texts.collect::<Vec<_>>().join("\n")
}

/// Each step of the journey names its crate first, then types that are defined there or in a crate of an
/// earlier step.
#[test]
fn the_journey_of_a_statement_leads_through_types_that_exist() {
    let page = read("ARCHITECTURE.md");
    let (mut seen, mut wrong, mut below) = (0, Vec::new(), String::new());
    // An item is a line with a number, and the indented lines below it.
    for part in page.split("\n\n") {
        let mut items: Vec<String> = Vec::new();
        for line in part.lines() {
            let is_new = line.starts_with(|c: char| c.is_ascii_digit());
            match items.last_mut() {
                _ if is_new => items.push(line.to_owned()),
                Some(item) => {
                    item.push(' ');
                    item.push_str(line.trim());
                }
                None => {}
            }
        }
        for item in items {
            let krate = item.split('`').nth(1).unwrap();
            below.push_str(&text_of_crate(krate));
            for name in types_in(&item) {
                seen += 1;
                let kinds = ["struct", "enum", "trait", "type"];
                let is_defined = kinds.iter().any(|kind| {
                    let start = format!("{kind} {name}");
                    below.match_indices(&start).any(|(at, _)| {
                        let next = below[at + start.len()..].chars().next();
                        !next.is_some_and(|c| c.is_alphanumeric() || c == '_')
                    })
                });
                if !is_defined {
                    wrong.push(format!("{krate} has no {name}"));
                }
            }
        }
    }
    assert!(seen > 15, "only {seen} types were found: the test is blind");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Files that stand in circles, by crate: so many are known. Where a circle is opened,
/// the number goes down.
const FILES_IN_CIRCLES: [(&str, usize); 10] = [
    ("core", 23),
    ("export", 34),
    ("graph", 0),
    ("network", 35),
    ("plan", 7),
    ("query", 7),
    ("remote", 8),
    ("serve", 2),
    ("shacl", 0),
    ("demarche", 20),
];

#[test]
fn no_files_of_a_crate_come_to_import_each_other_in_a_circle() {
    let (mut arrows, mut wrong) = (0, Vec::new());
    for (name, known) in FILES_IN_CIRCLES {
        let folder = if name == "demarche" {
            root().join("src")
        } else {
            root().join("crates").join(name).join("src")
        };
        let read = Crate::read(&folder);
        arrows += read.arrows();
        let circles = read.circles();
        let found: usize = circles.iter().map(Vec::len).sum();
        let drawn: Vec<String> = circles.iter().map(|files| files.join(" ")).collect();
        if found != known {
            wrong.push(format!(
                "{name}: {found} files in circles, {known} are known:\n{}",
                drawn.join("\n")
            ));
        }
    }
    assert!(
        arrows > 500,
        "only {arrows} imports were found: the test is blind"
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(
        FILES_IN_CIRCLES.len(),
        crates().len() + 1,
        "a crate is missing here"
    );
}

/// Files that may hold `unsafe`, each with what it is for.
const UNSAFE: [(&str, &str); 2] = [
    (
        "crates/graph/src/backing.rs",
        "maps the graph file into memory",
    ),
    (
        "src/cli/shortened.rs",
        "ends the process in order where a mapped file is cut short",
    ),
];

/// Whether a word stands in the code as a word of its own.
fn has_word(code: &str, word: &str) -> bool {
    code.split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|part| part == word)
}

/// Whether the comment right above a line says why it is sound.
fn is_explained(lines: &[&str], at: usize) -> bool {
    let above = lines[..at].iter().rev().map(|line| line.trim_start());
    above
        .take_while(|line| line.starts_with("//"))
        .any(|line| line.starts_with("// SAFETY: "))
}

#[test]
fn unsafe_code_stands_where_it_is_known_to_and_says_why() {
    let root = root();
    let mut files = Vec::new();
    for folder in [
        "src",
        "crates",
        "tests",
        "benches",
        "examples",
        "fuzz/src",
        "fuzz/fuzz_targets",
    ] {
        // A package has no `fuzz`.
        if root.join(folder).is_dir() {
            rust_files(&root.join(folder), &mut files);
        }
    }
    // This file has to name what it looks for.
    files.retain(|file| !file.ends_with("tests/house/main.rs"));
    let (mut wrong, mut found) = (Vec::new(), BTreeSet::new());
    for file in files {
        let name = file.strip_prefix(root).unwrap().to_str().unwrap();
        let text = fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            if !has_word(without_comment(line), "unsafe") {
                continue;
            }
            found.insert(name.to_owned());
            if !is_explained(&lines, at) {
                wrong.push(format!("{name}:{}: no comment with SAFETY above", at + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let listed: BTreeSet<String> = UNSAFE.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(
        found, listed,
        "files with unsafe code, and those known to have it"
    );
}
