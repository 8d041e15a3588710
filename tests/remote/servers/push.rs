//! `demarche push`: whatever happens on the way, the store ends with exactly the graph's triples, or
//! an error says that it does not.

use crate::servers::support::store::{Deed, Graphs, start};
use crate::servers::support::{Seen, Server, reply, study_file};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use tempfile::TempDir;

const NAME: &str = "https://example.org/graphs/study";

/// The graph file of the study, and its triples as lines of N-Triples.
struct Study {
    folder: TempDir,
    lines: BTreeSet<String>,
}

impl Study {
    fn new() -> Self {
        let bytes = study_file();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("study.demarche"), &bytes).unwrap();
        let graph = demarche::graph::Graph::from_bytes(&bytes).unwrap();
        let lines = graph
            .triples()
            .map(|triple| format!("{} .", triple.unwrap()));
        Self {
            lines: lines.collect(),
            folder,
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("study.demarche")
    }

    fn command(&self, server: &Server, options: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
        command
            .arg("push")
            .arg(self.file())
            .arg(format!("{}/store", server.origin))
            .args(options)
            // Small, or the study would be a single chunk.
            .args(match options.contains(&"--chunk") {
                true => &[][..],
                false => &["--chunk", "200kB"],
            })
            .env_remove("DEMARCHE_USER")
            .env("NETRC", "/dev/null");
        command
    }

    fn push(&self, server: &Server, options: &[&str]) -> Output {
        let named = [options, &["--graph", NAME]].concat();
        self.command(server, &named).output().unwrap()
    }

    /// Whether a graph has exactly the study's triples.
    fn is_in(&self, graphs: &Graphs, name: &str) -> bool {
        graphs.lock().unwrap().get(name) == Some(&self.lines)
    }

    /// What lies beside the graph file, but for what a killed process was writing aside: the next
    /// command that writes into the folder a minute later removes that.
    fn left_behind(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names
            .filter(|name| name != "study.demarche" && !name.starts_with(".demarche-"))
            .collect();
        names.sort();
        names
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Whether no request went to the address of graphs.
fn sent_nothing(server: &Server) -> bool {
    let seen = server.seen();
    seen.iter().all(|seen| !seen.line.contains("/store"))
}

fn put_old(graphs: &Graphs) {
    let old = BTreeSet::from(["<http://a/s> <http://a/p> \"old\" .".to_owned()]);
    let mut graphs = graphs.lock().unwrap();
    graphs.insert(NAME.to_owned(), old.clone());
    graphs.insert(String::new(), old);
}

#[test]
fn a_graph_replaces_the_one_of_its_name_and_leaves_nothing_else() {
    let study = Study::new();
    for options in [
        &["--gzip", "always"][..],
        &["--in-place"],
        &["--gzip", "never"],
    ] {
        let (server, graphs) = start(|_, _| None);
        put_old(&graphs);
        let output = study.push(&server, options);
        assert!(output.status.success(), "{}", said(&output));
        assert!(study.is_in(&graphs, NAME), "{options:?}");
        assert_eq!(graphs.lock().unwrap().len(), 2, "{options:?}");
        assert!(output.stdout.is_empty());
        assert!(said(&output).contains("10772 triples"), "{}", said(&output));
        assert!(study.left_behind().is_empty(), "{:?}", study.left_behind());
        let packed = |seen: &Seen| seen.header("content-encoding") == Some("gzip");
        let any_packed = server.seen().iter().any(packed);
        assert_eq!(any_packed, options.contains(&"always"));
    }
}

#[test]
fn the_default_graph_is_replaced_where_it_is_asked_for() {
    let study = Study::new();
    let (server, graphs) = start(|_, _| None);
    put_old(&graphs);
    let output = study
        .command(&server, &["--default-graph"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert!(study.is_in(&graphs, ""));
    assert_eq!(graphs.lock().unwrap()[NAME].len(), 1);
}

/// Readers see the old graph until the new one is whole.
#[test]
fn nothing_is_mixed_on_the_way() {
    let study = Study::new();
    let (server, graphs) = start(|_, _| None);
    put_old(&graphs);
    let watched = graphs.clone();
    let whole = study.lines.len();
    let output = std::thread::scope(|scope| {
        let (stop, stopped) = std::sync::mpsc::channel::<()>();
        scope.spawn(move || {
            while stopped.try_recv().is_err() {
                let seen = watched.lock().unwrap().get(NAME).map_or(0, BTreeSet::len);
                assert!(seen == 1 || seen == whole, "{seen} triples are seen");
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        let output = study.push(&server, &["--chunk", "50kB"]);
        stop.send(()).unwrap();
        output
    });
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn a_store_that_is_busy_or_hangs_up_gets_it_all_in_the_end() {
    let study = Study::new();
    let (server, graphs) = start(|number, _| match number % 7 {
        2 => Some(Deed::Says(reply("503 Busy", "Retry-After: 0\r\n", "later"))),
        4 => Some(Deed::Says(reply("429 Slow down", "Retry-After: 0\r\n", ""))),
        5 => Some(Deed::Says(Vec::new())),
        6 => Some(Deed::ActsAndHangsUp),
        _ => None,
    });
    put_old(&graphs);
    let output = study.push(&server, &["--tries", "8"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(study.is_in(&graphs, NAME));
    assert!(said(&output).contains("503"), "{}", said(&output));
}

/// Some stores empty the target when nothing is staged: a `MOVE` whose answer is lost is not sent again blindly.
#[test]
fn a_move_whose_answer_is_lost_is_not_done_twice() {
    let study = Study::new();
    let hang_up: [fn() -> Deed; 3] = [
        || Deed::ActsAndHangsUp,
        || Deed::Says(Vec::new()),
        || Deed::Says(reply("503 Busy", "Retry-After: 0\r\n", "later")),
    ];
    for (number, deed) in hang_up.into_iter().enumerate() {
        let is_first = AtomicBool::new(true);
        let (server, graphs) = start(move |_, seen| {
            let is_move = String::from_utf8_lossy(&seen.body).contains("MOVE");
            (is_move && is_first.swap(false, Ordering::SeqCst)).then(deed)
        });
        put_old(&graphs);
        let output = study.push(&server, &[]);
        assert!(output.status.success(), "{number}: {}", said(&output));
        assert!(study.is_in(&graphs, NAME), "{number}");
        assert_eq!(graphs.lock().unwrap().len(), 2, "{number}");
    }
}

/// A gateway gives up, and the store behind it goes on; stores write one update after the other, and
/// count what was there before.
#[test]
fn a_move_that_is_still_at_work_is_waited_for() {
    let study = Study::new();
    let held: Arc<OnceLock<Graphs>> = Arc::default();
    let (writing, moves) = (Arc::new(Mutex::new(())), Arc::new(AtomicUsize::new(0)));
    let (behind, counted) = (Arc::clone(&held), Arc::clone(&moves));
    let (server, graphs) = start(move |_, seen| {
        let is_move = String::from_utf8_lossy(&seen.body).contains("MOVE");
        if is_move && counted.fetch_add(1, Ordering::SeqCst) == 0 {
            let (is_at_work, wait) = std::sync::mpsc::channel();
            let (graphs, writing) = (behind.get().unwrap().clone(), Arc::clone(&writing));
            std::thread::spawn(move || {
                let _one_at_a_time = writing.lock().unwrap();
                is_at_work.send(()).unwrap();
                std::thread::sleep(Duration::from_millis(2500));
                move_staged(&graphs);
            });
            wait.recv().unwrap();
            return Some(Deed::Says(reply("504 Gateway Timeout", "", "gave up")));
        }
        if seen.line.contains("/update") {
            drop(writing.lock().unwrap());
        }
        None
    });
    held.set(graphs.clone()).unwrap();
    put_old(&graphs);
    let output = study.push(&server, &[]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("504"), "{}", said(&output));
    assert!(study.is_in(&graphs, NAME));
    assert_eq!(moves.load(Ordering::SeqCst), 1);
}

fn move_staged(graphs: &Graphs) {
    let mut graphs = graphs.lock().unwrap();
    let is_staging = |name: &&String| name.starts_with("urn:demarche:staging:");
    let staging = graphs.keys().find(is_staging).unwrap().clone();
    let moved = graphs.remove(&staging).unwrap();
    graphs.insert(NAME.to_owned(), moved);
}

/// A server that fails at the move itself seldom succeeds at it later.
#[test]
fn a_move_that_the_store_fails_at_is_given_up_after_three_tries() {
    let study = Study::new();
    let moves = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&moves);
    let (server, graphs) = start(move |_, seen| {
        let is_move = String::from_utf8_lossy(&seen.body).contains("MOVE");
        counted.fetch_add(usize::from(is_move), Ordering::SeqCst);
        is_move.then(|| Deed::Says(reply("500 Internal Server Error", "", "SR325")))
    });
    put_old(&graphs);
    let output = study.push(&server, &[]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("--in-place"), "{}", said(&output));
    assert_eq!(moves.load(Ordering::SeqCst), 3);
    assert_eq!(graphs.lock().unwrap()[NAME].len(), 1, "the old one stays");
    // In place it works, and what was staged goes.
    let staged = || {
        let graphs = graphs.lock().unwrap();
        let names = graphs.keys();
        names
            .filter(|name| name.starts_with("urn:demarche:"))
            .count()
    };
    assert_eq!(staged(), 1);
    let output = study.push(&server, &["--in-place"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(study.is_in(&graphs, NAME));
    assert_eq!(staged(), 0, "the staging graph stays");
    assert!(study.left_behind().is_empty(), "{:?}", study.left_behind());
}

/// Two pushes of other graphs to the same place leave what they staged; the next one clears it away.
#[test]
fn what_several_pushes_have_staged_goes_with_the_next_one() {
    let study = Study::new();
    let is_broken = Arc::new(AtomicBool::new(true));
    let broken = Arc::clone(&is_broken);
    let (server, graphs) = start(move |_, seen| {
        let is_move = String::from_utf8_lossy(&seen.body).contains("MOVE");
        let refused = is_move && broken.load(Ordering::SeqCst);
        refused.then(|| Deed::Says(reply("400 Bad Request", "", "no")))
    });
    let whole = std::fs::read(study.file()).unwrap();
    let staged = || {
        let graphs = graphs.lock().unwrap();
        let names = graphs.keys();
        names
            .filter(|name| name.starts_with("urn:demarche:"))
            .count()
    };
    for (number, subject) in ["https://a.example/1", "https://a.example/2"]
        .iter()
        .enumerate()
    {
        let node = oxigraph::model::NamedNode::new_unchecked(*subject);
        let triple = oxigraph::model::Triple::new(node.clone(), node.clone(), node);
        let mut builder = demarche::graph::GraphBuilder::new();
        builder.insert(triple.as_ref()).unwrap();
        std::fs::write(study.file(), builder.finish().unwrap()).unwrap();
        let output = study.push(&server, &[]);
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
        assert_eq!(staged(), number + 1);
    }
    std::fs::write(study.file(), whole).unwrap();
    is_broken.store(false, Ordering::SeqCst);
    let output = study.push(&server, &[]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(study.is_in(&graphs, NAME));
    assert_eq!(staged(), 0, "what was staged stays");
    assert!(study.left_behind().is_empty(), "{:?}", study.left_behind());
}

/// A journal may say that all was being put in place, and the store have neither the one nor the other.
#[test]
fn what_was_lost_while_it_was_put_in_place_is_sent_anew() {
    let study = Study::new();
    let is_broken = Arc::new(AtomicBool::new(true));
    let broken = Arc::clone(&is_broken);
    let (server, graphs) = start(move |_, seen| {
        let is_move = String::from_utf8_lossy(&seen.body).contains("MOVE");
        let refused = is_move && broken.load(Ordering::SeqCst);
        refused.then(|| Deed::Says(reply("400 Bad Request", "", "no")))
    });
    let output = study.push(&server, &[]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(
        said(&output).contains("did not put it in place"),
        "{}",
        said(&output)
    );
    graphs.lock().unwrap().clear();
    is_broken.store(false, Ordering::SeqCst);
    let output = study.push(&server, &[]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(study.is_in(&graphs, NAME));
    assert!(study.left_behind().is_empty(), "{:?}", study.left_behind());
}

#[test]
fn a_store_that_lies_is_found_out_and_what_was_there_stays() {
    let study = Study::new();
    let nothing = |_: usize, seen: &Seen| {
        let is_sending = seen.line.contains("/store");
        is_sending.then(|| Deed::Says(reply("201 Created", "", "")))
    };
    let half_of_one = |_: usize, seen: &Seen| {
        let is_second = seen.line.starts_with("POST /store");
        is_second.then_some(Deed::TakesHalf)
    };
    for (number, (server, graphs)) in [start(nothing), start(half_of_one)].iter().enumerate() {
        put_old(graphs);
        let output = study.push(server, &[]);
        assert_eq!(output.status.code(), Some(3), "{number}: {}", said(&output));
        assert!(said(&output).contains("counts"), "{}", said(&output));
        assert!(said(&output).contains("\n  hint: "), "{}", said(&output));
        assert_eq!(graphs.lock().unwrap()[NAME].len(), 1, "the old one stays");
    }
}

#[test]
fn without_gzip_or_updates_it_is_done_in_a_plainer_way_and_said() {
    let study = Study::new();
    let (server, graphs) = start(|_, seen| {
        let refused = match seen.header("content-encoding") {
            Some(_) => "415 Unsupported Media Type",
            None if seen.line.contains("/update") => "403 Forbidden",
            None => return None,
        };
        Some(Deed::Says(reply(refused, "", "")))
    });
    let output = study.push(&server, &["--gzip", "always"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(study.is_in(&graphs, NAME));
    let text = said(&output);
    assert!(
        text.contains("does not take gzip") && text.contains("takes no updates"),
        "{text}"
    );
}

#[test]
fn what_cannot_work_is_said_with_a_hint() {
    let study = Study::new();
    let says = |status: &'static str| {
        start(move |_, seen| {
            let is_sending = seen.line.contains("/store");
            is_sending.then(|| Deed::Says(reply(status, "", "<p>no</p>")))
        })
    };
    for (status, hint) in [
        ("404 Not Found", "Graph Store Protocol"),
        ("405 Method Not Allowed", "Graph Store Protocol"),
        ("401 Unauthorized", "DEMARCHE_USER"),
    ] {
        let (server, _) = says(status);
        let output = study.push(&server, &["--in-place"]);
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
        assert!(said(&output).contains(hint), "{status}: {}", said(&output));
        assert!(study.left_behind().is_empty(), "{:?}", study.left_behind());
    }
    for options in [
        &[][..],
        &["--graph", NAME, "--default-graph"],
        &["--graph", "no iri"],
        &["--graph", NAME, "--chunk", "10"],
        &["--graph", NAME, "--journal", "/no/such/folder/journal"],
    ] {
        let (server, _) = start(|_, _| None);
        let output = study.command(&server, options).output().unwrap();
        let expected = if options.contains(&"--journal") { 3 } else { 2 };
        assert_eq!(
            output.status.code(),
            Some(expected),
            "{options:?}: {}",
            said(&output)
        );
        assert!(sent_nothing(&server));
    }
}

#[test]
fn a_file_that_is_no_journal_stays_as_it_is() {
    let study = Study::new();
    let (server, _) = start(|_, _| None);
    let mine = study.folder.path().join("notes.txt");
    for text in ["my notes", "", "{}"] {
        std::fs::write(&mine, text).unwrap();
        let output = study.push(&server, &["--journal", mine.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains("no journal"), "{}", said(&output));
        assert!(said(&output).contains("--journal"), "{}", said(&output));
        assert_eq!(std::fs::read_to_string(&mine).unwrap(), text);
        assert!(sent_nothing(&server));
    }
}

#[test]
fn a_dry_run_sends_nothing() {
    let study = Study::new();
    let (server, _) = start(|_, _| None);
    let output = study.push(&server, &["--dry-run"]);
    assert!(output.status.success());
    assert!(server.seen().is_empty());
    let text = said(&output);
    assert!(
        text.contains("10772 triples") && text.contains("nothing was sent"),
        "{text}"
    );
}

#[test]
fn two_at_once_do_not_get_into_each_others_way() {
    let study = Study::new();
    let (server, graphs) = start(|_, seen| {
        if seen.line.starts_with("PUT") {
            std::thread::sleep(Duration::from_millis(1500));
        }
        None
    });
    let named = ["--graph", NAME];
    let mut first = study
        .command(&server, &named)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while server
        .seen()
        .iter()
        .all(|seen| !seen.line.starts_with("PUT"))
    {
        std::thread::sleep(Duration::from_millis(5));
    }
    let second = study.push(&server, &[]);
    assert_eq!(second.status.code(), Some(1), "{}", said(&second));
    assert!(said(&second).contains("another push"), "{}", said(&second));
    assert!(first.wait().unwrap().success());
    assert!(study.is_in(&graphs, NAME));
}

/// Kills at twenty moments, from one seed, then lets it come to its end.
#[test]
fn a_push_that_is_killed_again_and_again_ends_exactly_right() {
    let study = Study::new();
    for in_place in [false, true] {
        let (server, graphs) = start(|_, _| {
            std::thread::sleep(Duration::from_millis(2));
            None
        });
        put_old(&graphs);
        let mut options = vec!["--graph", NAME, "--chunk", "15kB"];
        options.extend(in_place.then_some("--in-place"));
        let mut random = 0x2545_f491_4f6c_dd1d_u64;
        let mut kills = 0;
        for _ in 0..20 {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let before = server.seen().len();
            let wanted = before + 1 + (random % 9) as usize;
            let mut child = study
                .command(&server, &options)
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            while server.seen().len() < wanted && child.try_wait().unwrap().is_none() {
                std::thread::sleep(Duration::from_micros(300));
            }
            if child.try_wait().unwrap().is_none() {
                kills += 1;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            if !in_place {
                let seen = graphs.lock().unwrap()[NAME].len();
                assert!(
                    seen == 1 || seen == study.lines.len(),
                    "{seen} triples are seen"
                );
            }
        }
        assert!(
            kills >= 15,
            "only {kills} were at work when they were killed"
        );
        let output = study.command(&server, &options).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        assert!(study.is_in(&graphs, NAME));
        assert!(study.left_behind().is_empty(), "{:?}", study.left_behind());
    }
}

#[test]
fn a_journal_of_what_the_store_has_lost_is_not_trusted() {
    let study = Study::new();
    let (server, graphs) = start(|number, seen| {
        let is_late = number > 8 && number < 12 && seen.line.contains("/store");
        is_late.then(|| Deed::Says(reply("400 Bad Request", "", "no")))
    });
    let output = study.push(&server, &["--gzip", "never"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert_eq!(study.left_behind().len(), 2, "{:?}", study.left_behind());
    graphs.lock().unwrap().clear();
    let output = study.push(&server, &["--gzip", "never"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(
        said(&output).contains("all are sent anew"),
        "{}",
        said(&output)
    );
    assert!(study.is_in(&graphs, NAME));
}
