//! The documentation holds: its tables list what there is, and its commands run.
//!
//! A block marked `sh` is run as it stands, in a folder that holds `data/` and `queries/` of this
//! repository; the blocks of one page run one after the other in the same folder. Commands of
//! other programs stand in blocks marked `console`, and are not run.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic is the test failing"
)]

use demarche::diagnostic::{Code, Severity};
use demarche::export::attributes;
use demarche::graph::Graph;
use demarche::network::{self, NetworkKind};
use demarche::query::Catalogue;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The pages whose commands are run.
fn pages() -> Vec<String> {
    let mut names = vec!["README.md".to_owned()];
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".md") {
            names.push(format!("docs/{name}"));
        }
    }
    names.sort();
    names
}

/// The blocks of a page that are marked with this word.
fn blocks(text: &str, mark: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<(bool, String)> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some((info.trim() == mark, String::new())),
            (Some(_), Some(_)) => {
                if let Some((true, block)) = open.take() {
                    blocks.push(block);
                }
            }
            (Some((_, block)), None) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is never closed");
    blocks
}

/// The cells of the rows of a page's tables whose first cell is in code font, without the font.
fn rows(text: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| -> Vec<String> {
        let inner = line.trim().trim_matches('|');
        inner
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect()
    };
    text.lines()
        .filter(|line| line.starts_with("| `"))
        .map(cells)
        .map(|mut row| {
            row[0] = row[0].trim_matches('`').to_owned();
            row
        })
        .collect()
}

/// The words of a text that are in code font.
fn in_code_font(text: &str) -> BTreeSet<String> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_saved_query_is_listed_with_its_parameters() {
    let catalogue = Catalogue::embedded().unwrap();
    let text = page("docs/queries.md");
    let table = blocks_of_section(&text, "## All of them");
    let rows = rows(&table);
    let listed: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    let known: Vec<&str> = catalogue.iter().map(|query| query.name.as_str()).collect();
    assert_eq!(
        listed, known,
        "docs/queries.md lists other queries than there are"
    );
    for (row, query) in rows.iter().zip(catalogue.iter()) {
        let parameters = query.header.parameters.iter();
        let expected: BTreeSet<String> = parameters.map(|p| p.name.clone()).collect();
        assert_eq!(
            in_code_font(&row[2]),
            expected,
            "parameters of {}",
            query.name
        );
        assert_eq!(row[1], query.header.summary, "summary of {}", query.name);
    }
}

/// A section of a page: from its heading to the next of the same level.
fn blocks_of_section(text: &str, heading: &str) -> String {
    let start = text.find(&format!("\n{heading}\n"));
    let start = start.unwrap_or_else(|| panic!("no section {heading}"));
    let rest = &text[start + heading.len() + 2..];
    rest[..rest.find("\n## ").unwrap_or(rest.len())].to_owned()
}

#[test]
fn every_problem_is_explained() {
    let text = page("docs/problems.md");
    let headings: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .collect();
    let expected: Vec<String> = Code::ALL
        .iter()
        .map(|code| format!("{code}: {}", code.meaning()))
        .collect();
    assert_eq!(
        headings, expected,
        "docs/problems.md explains other codes than there are"
    );
}

#[test]
fn problems_stand_under_their_severity() {
    let text = page("docs/problems.md");
    for (heading, severity) in [
        ("## Errors", Severity::Error),
        ("## Warnings", Severity::Warning),
        ("## Notes", Severity::Note),
    ] {
        let section = blocks_of_section(&text, heading);
        for code in Code::ALL {
            let there = section.contains(&format!("\n### {code}:"));
            assert_eq!(there, code.severity() == severity, "{code} and {heading}");
        }
    }
}

#[test]
fn links_lead_somewhere() {
    for name in pages().into_iter().chain(other_pages()) {
        let text = page(&name);
        let folder = root().join(&name).parent().unwrap().to_owned();
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            if !link.contains("://") && !link.starts_with('#') {
                let path = link.split('#').next().unwrap_or_default();
                assert!(folder.join(path).exists(), "{name}: {link}");
            }
        }
    }
}

fn other_pages() -> Vec<String> {
    let names = [
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "data/cyber-debate/README.md",
        "ontology/README.md",
        "queries/README.md",
    ];
    names.map(str::to_owned).to_vec()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if !entry.file_type().unwrap().is_dir() {
            fs::copy(entry.path(), target).unwrap();
        } else if entry.file_name() != "out" {
            copy(&entry.path(), &target);
        }
    }
}

#[cfg(unix)]
#[test]
fn commands_run_as_they_stand() {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_demarche"));
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", program.parent().unwrap().display());
    let mut commands = 0;
    for name in pages() {
        let folder = tempfile::tempdir().unwrap();
        for part in ["data", "queries"] {
            copy(&root().join(part), &folder.path().join(part));
        }
        for block in blocks(&page(&name), "sh") {
            commands += block
                .lines()
                .filter(|line| line.starts_with("demarche "))
                .count();
            let output = Command::new("sh")
                .args(["-euc", &block])
                .env("PATH", &path)
                .current_dir(folder.path())
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{name}:\n{block}{said}");
        }
    }
    assert!(
        commands > 30,
        "{commands} commands are too few: are blocks marked?"
    );
}

#[test]
fn every_attribute_of_a_network_is_explained() {
    let explained = in_code_font(&page("docs/networks.md"));
    let compiled = demarche::compile::compile(&[root().join("data/cyber-debate")]).unwrap();
    let graph = Graph::from_bytes(&compiled.graph.unwrap().finish().unwrap()).unwrap();
    for kind in [NetworkKind::Signed, NetworkKind::Positions] {
        let network = network::build(&graph, kind, &network::Options::default()).unwrap();
        let of_nodes = attributes::of_nodes(&network)
            .into_iter()
            .map(|attribute| attribute.name);
        let of_ties = attributes::of_ties(&network)
            .into_iter()
            .map(|attribute| attribute.name);
        for name in of_nodes.chain(of_ties) {
            assert!(
                explained.contains(name.as_ref()),
                "docs/networks.md lacks {name}"
            );
        }
    }
}

#[test]
fn every_option_of_a_network_or_comparison_is_listed_as_a_key_of_an_output() {
    for command in ["network", "compare"] {
        options_are_listed(command);
    }
}

fn options_are_listed(command: &str) {
    let listed = in_code_font(&blocks_of_section(&page("docs/study.md"), "## Output"));
    let output = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args([command, "--help"])
        .output()
        .unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let options: Vec<&str> = help
        .lines()
        .filter_map(|line| {
            line.split("--")
                .nth(1)
                .filter(|_| line.trim().starts_with('-'))
        })
        .filter_map(|rest| rest.split([' ', '.']).next())
        .collect();
    // What an output is made of is the study's own graph.
    let not_of_outputs = [
        "by",
        "output",
        "explain",
        "timeout",
        "max-memory",
        "quiet",
        "verbose",
        "color",
        "help",
        "version",
        "graph",
        "wait",
        "tries",
        "longest-answer",
    ];
    assert!(
        options.contains(&"nodes") && options.contains(&"format"),
        "{help}"
    );
    for option in options {
        let apart = option.starts_with("not-") || not_of_outputs.contains(&option);
        assert!(
            apart || listed.contains(option),
            "docs/study.md lacks {option}"
        );
    }
}
