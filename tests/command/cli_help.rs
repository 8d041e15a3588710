//! The whole `--help`, as a reference that changes on purpose: `just snapshots` writes it anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

use std::process::{Command, Stdio};

fn help(command: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(command)
        .arg("--help")
        // Text is as wide as the terminal, of which there is none here.
        .env_remove("COLUMNS")
        .stdin(Stdio::null())
        .output()
        .expect("the command runs");
    assert!(output.status.success(), "{command:?}");
    assert!(output.stderr.is_empty(), "{command:?}");
    String::from_utf8(output.stdout).expect("help is UTF-8")
}

/// The commands that the main help lists, but for `help` itself.
fn commands(main: &str) -> Vec<String> {
    main.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        // A summary that goes on in a second line is indented further.
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_help_is_as_it_was() {
    let main = help(&[]);
    let commands = commands(&main);
    assert!(commands.iter().any(|name| name == "run"), "{commands:?}");
    let mut reference = format!("$ demarche --help\n{main}");
    for name in &commands {
        reference.push_str(&format!("\n$ demarche {name} --help\n{}", help(&[name])));
    }
    insta::assert_snapshot!(reference);
}
