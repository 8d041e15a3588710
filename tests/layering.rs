//! The house stands as `src/lib.rs` draws it: a module imports only from lower floors.
//!
//! The picture itself is read, so it cannot say one thing and the code another.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn source(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Floors by module, from the lines `//! 3  graph/   the graph file: …`.
fn floors() -> BTreeMap<String, u32> {
    let mut floors = BTreeMap::new();
    for line in source("lib.rs").lines() {
        let mut words = line
            .strip_prefix("//!")
            .into_iter()
            .flat_map(str::split_whitespace);
        let (Some(floor), Some(module)) = (words.next(), words.next()) else {
            continue;
        };
        if let Ok(floor) = floor.parse() {
            let module = module.trim_end_matches('/').to_owned();
            assert!(floors.insert(module, floor).is_none(), "twice: {line}");
        }
    }
    floors
}

/// The modules that `src/lib.rs` declares.
fn declared() -> BTreeSet<String> {
    let text = source("lib.rs");
    let module = |line: &str| {
        let rest = line.strip_prefix("pub ").unwrap_or(line);
        Some(rest.strip_prefix("mod ")?.strip_suffix(';')?.to_owned())
    };
    text.lines().filter_map(module).collect()
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

/// The modules that come after each `crate::`, in a path or in braces.
fn imports(code: &str) -> Vec<String> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let first_name = |text: &str| {
        text.trim_start()
            .split(|c| !is_name(c))
            .next()
            .map(str::to_owned)
    };
    let mut found = Vec::new();
    for (at, path) in code.match_indices("crate::") {
        // `$crate::` counts, `another_crate::` does not.
        if code[..at].ends_with(is_name) {
            continue;
        }
        let rest = &code[at + path.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(members(group).filter_map(first_name)),
            None => found.extend(first_name(rest)),
        }
    }
    found
}

/// The members of `a::{b, c}, d}`, up to the brace that closes it.
fn members(group: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let mut ended = false;
    group
        .split(move |c| {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                _ => return (c == ',' || c == '}') && depth == 0,
            }
            false
        })
        .take_while(move |member| {
            let inside = !ended;
            ended = ended || member.contains(';');
            inside && !member.contains(';')
        })
}

#[test]
fn imports_are_read() {
    let code =
        "use crate::model::Day; use crate::{graph::{Graph, TermId}, vocab}; other_crate::x()";
    assert_eq!(imports(code), ["model", "graph", "vocab"]);
}

#[test]
fn the_picture_shows_every_module_and_no_other() {
    let floors = floors();
    let drawn: BTreeSet<String> = floors.into_keys().collect();
    assert_eq!(drawn, declared());
}

#[test]
fn modules_import_from_lower_floors_only() {
    let floors = floors();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    files.sort_unstable();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in files {
        let inner = file.strip_prefix(&root).unwrap();
        let top = inner.components().next().unwrap();
        let module = Path::new(top.as_os_str()).file_stem().unwrap();
        let module = module.to_str().unwrap();
        // `lib.rs` and `main.rs` stand on top of all floors.
        let Some(floor) = floors.get(module) else {
            continue;
        };
        let text = fs::read_to_string(&file).unwrap();
        let code: Vec<&str> = text.lines().map(without_comment).collect();
        for import in imports(&code.join("\n")) {
            seen += 1;
            if import != module && floors.get(&import).is_none_or(|below| below >= floor) {
                wrong.push(format!(
                    "src/{} (floor {floor}) imports {import} (floor {:?})",
                    inner.display(),
                    floors.get(&import)
                ));
            }
        }
    }
    assert!(
        seen > 50,
        "only {seen} imports were found: the test is blind"
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Files that may hold `unsafe`, each with what it is for.
const UNSAFE: [(&str, &str); 2] = [
    (
        "src/cli/shortened.rs",
        "ends the process in order where a mapped file is cut short",
    ),
    (
        "src/graph/backing.rs",
        "maps the graph file into memory",
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
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("build.rs")];
    for folder in ["src", "tests", "benches", "fuzz/src", "fuzz/fuzz_targets"] {
        // A package has no `fuzz`.
        if root.join(folder).is_dir() {
            rust_files(&root.join(folder), &mut files);
        }
    }
    // This file has to name what it looks for.
    files.retain(|file| !file.ends_with("tests/layering.rs"));
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
