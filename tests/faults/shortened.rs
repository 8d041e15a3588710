//! Graph files that another program shortens or overwrites while a command reads them.

use crate::commands::{COMMANDS, over};
use crate::support::{Numbers, large_study, temporary_files};
use demarche::compile::compile;
use demarche::graph::{Graph, GraphError};
use demarche::network::{NetworkKind, Options, build};
use oxigraph::model::{Literal, NamedNode, Triple};
use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::time::{Duration, Instant};

/// How often the file is shortened under each command.
const TIMES: u64 = 3;

/// The example study with a text of so many bytes, so that reading the file takes a while.
fn write_graph(path: &Path, text: usize) {
    let mut builder = compile(&[large_study()]).unwrap().graph.unwrap();
    let iri = NamedNode::new_unchecked("https://example.org/long");
    let literal = Literal::new_simple_literal("x".repeat(text));
    let triple = Triple::new(iri.clone(), iri, literal);
    builder.insert(triple.as_ref()).unwrap();
    let mut file = File::create(path).unwrap();
    builder.build().unwrap().write(&mut file).unwrap();
}

#[test]
fn a_file_shortened_under_a_command_ends_it_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole");
    write_graph(&whole, 4 << 20);
    let graph = folder.path().join("graph");
    let mut numbers = Numbers::new(11);
    let mut cut_short = 0_u64;
    for command in COMMANDS {
        fs::copy(&whole, &graph).unwrap();
        let begin = Instant::now();
        let output = over(&graph, command, folder.path()).output().unwrap();
        let span = begin.elapsed().as_micros() as u64;
        assert!(matches!(output.status.code(), Some(0 | 1)), "{command:?}");
        for _ in 0..TIMES {
            fs::copy(&whole, &graph).unwrap();
            let child = over(&graph, command, folder.path()).spawn().unwrap();
            std::thread::sleep(Duration::from_micros(numbers.below(span)));
            File::options()
                .write(true)
                .open(&graph)
                .unwrap()
                .set_len(4096)
                .unwrap();
            let output = child.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.signal(), None, "{command:?}: {said}");
            assert!(temporary_files(folder.path()).is_empty(), "{command:?}");
            match output.status.code() {
                Some(0) => {}
                Some(1 | 2) => assert!(said.contains("error"), "{command:?}: {said}"),
                Some(3) => {
                    let is_cut = said.contains("was cut short by another program");
                    // Where all was read already, the end of the command finds out.
                    assert!(
                        is_cut || said.contains("was changed while it was read"),
                        "{said}"
                    );
                    assert!(said.contains("  hint: "), "{said}");
                    cut_short += u64::from(is_cut);
                }
                code => panic!("{command:?}: {code:?}, {said}"),
            }
        }
    }
    println!(
        "{cut_short} of {} read what was gone",
        COMMANDS.len() as u64 * TIMES
    );
    assert!(cut_short > 0, "the file was never cut at the right moment");
}

/// Long enough for the clock of the file system to go on.
const TICK: Duration = Duration::from_millis(30);

#[test]
fn a_file_overwritten_in_place_is_an_error_of_whatever_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("graph");
    write_graph(&path, 10);
    for open in [Graph::open, Graph::open_as_large] {
        write_graph(&path, 10);
        std::thread::sleep(TICK);
        let graph = open(&path).unwrap();
        build(&graph, NetworkKind::Signed, &Options::default()).unwrap();
        graph.check().unwrap();
        let mut file = File::options().write(true).open(&path).unwrap();
        file.seek(SeekFrom::Start(5000)).unwrap();
        file.write_all(b"something else").unwrap();
        assert!(matches!(graph.check(), Err(GraphError::Changed)));
        assert!(build(&graph, NetworkKind::Signed, &Options::default()).is_err());
        assert!(graph.triples().last().unwrap().is_err());
    }
}

#[test]
fn a_file_that_another_replaces_is_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("graph"), folder.path().join("other"));
    write_graph(&path, 10);
    write_graph(&other, 20);
    let graph = Graph::open(&path).unwrap();
    std::thread::sleep(TICK);
    fs::rename(&other, &path).unwrap();
    graph.check().unwrap();
    fs::remove_file(&path).unwrap();
    graph.check().unwrap();
}
