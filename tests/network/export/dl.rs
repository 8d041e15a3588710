//! UCINET's DL and its key.

use super::networks::{awkward, empty, network, node, tie, two_mode};
use super::reading::{rows, text};
use demarche::export::{NetworkFormat, Options, write};
use demarche::network::{Mode, Network, NetworkKind, TieKind};
use std::collections::{BTreeMap, BTreeSet};

/// What UCINET reads: labels of rows, labels of columns, and the values of pairs, counted from 1.
struct Read {
    header: String,
    rows: Vec<String>,
    columns: Vec<String>,
    values: BTreeMap<(usize, usize), f64>,
}

/// Reads a DL file line by line, by the rules of the format: labels from their heading to the next,
/// then a row, a column and a value a line.
fn read(network: &Network) -> Read {
    let text = text(network, NetworkFormat::Dl, &Options::default());
    assert!(text.is_ascii() && text.ends_with('\n'));
    let mut lines = text.lines();
    let header = [lines.next().unwrap(), lines.next().unwrap()].join("; ");
    let (mut of_rows, mut of_columns) = (Vec::new(), Vec::new());
    let mut heading = lines.next().unwrap();
    for line in lines.by_ref() {
        match line {
            "data:" => break,
            "column labels:" => heading = line,
            label if heading == "column labels:" => of_columns.push(label.to_owned()),
            label => of_rows.push(label.to_owned()),
        }
    }
    let mut values = BTreeMap::new();
    for line in lines {
        let [row, column, value] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{line:?} is no row, column and value");
        };
        let pair = (row.parse().unwrap(), column.parse().unwrap());
        assert!(
            values.insert(pair, value.parse().unwrap()).is_none(),
            "{pair:?} twice"
        );
    }
    Read {
        header,
        rows: of_rows,
        columns: of_columns,
        values,
    }
}

#[test]
fn undirected_ties_go_both_ways_and_are_netted() {
    let read = read(&awkward());
    assert_eq!(read.header, "DL n=5; format = edgelist1");
    assert_eq!(read.rows, ["mfa", "quotes", "control", "formula", "alone"]);
    let third = 1.0 / 3.0;
    let expected = [((1, 2), 1.5), ((2, 3), -0.1), ((3, 4), third)];
    let turned = expected.map(|((row, column), value)| ((column, row), value));
    assert_eq!(read.values, expected.into_iter().chain(turned).collect());
}

#[test]
fn pairs_that_cancel_out_have_no_row() {
    let nodes = vec![node("a", "A", Mode::Actor), node("b", "B", Mode::Actor)];
    let both = [TieKind::Agreement, TieKind::Disagreement];
    let ties = both.map(|kind| (0, 1, tie(kind, 2.0))).to_vec();
    assert!(
        read(&network(NetworkKind::Signed, nodes, ties))
            .values
            .is_empty()
    );
}

#[test]
fn directed_ties_go_one_way() {
    let directed = Network {
        directed: true,
        ..awkward()
    };
    let pairs: Vec<_> = read(&directed).values.into_keys().collect();
    assert_eq!(pairs, [(1, 2), (2, 3), (3, 4)]);
}

#[test]
fn two_modes_are_rows_and_columns() {
    let read = read(&two_mode());
    assert_eq!(read.header, "DL nr=2 nc=2; format = edgelist2");
    assert_eq!(read.rows, ["shared", "other"]);
    assert_eq!(read.columns, ["shared_2", "treaty"]);
    let expected = [((1, 1), 2.0), ((1, 2), -2.0), ((2, 2), -1.0)];
    assert_eq!(read.values, BTreeMap::from(expected));
}

#[test]
fn a_network_without_nodes_is_still_a_file() {
    assert_eq!(
        text(&empty(), NetworkFormat::Dl, &Options::default()),
        "DL n=0\nformat = edgelist1\nlabels:\ndata:\n"
    );
}

/// UCINET cuts labels after eighteen characters and takes capitals for small letters.
#[test]
fn labels_stay_apart_however_ucinet_reads_them() {
    let ids = [
        "外交部",
        "外交部-2",
        "an-identifier-that-is-long-1",
        "an-identifier-that-is-long-2",
        "DATA",
        "data",
        "data_2",
        "a,b=c d",
        "n1",
        "42",
    ];
    let nodes: Vec<_> = ids.iter().map(|id| node(id, "L", Mode::Actor)).collect();
    let count = nodes.len();
    let labels = read(&network(NetworkKind::Signed, nodes, Vec::new())).rows;
    assert_eq!(labels.len(), count);
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    assert!(
        labels
            .iter()
            .all(|label| !label.is_empty() && label.chars().all(plain))
    );
    let seen: BTreeSet<String> = labels
        .iter()
        .map(|label| label.chars().take(18).collect::<String>().to_uppercase())
        .collect();
    assert_eq!(seen.len(), count, "{labels:?}");
    assert_eq!(
        (&labels[4], &labels[9]),
        (&"DATA".to_owned(), &"42".to_owned())
    );
}

#[test]
fn the_key_says_who_a_label_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.dl");
    let files = write(&awkward(), NetworkFormat::Dl, &path, &Options::default()).unwrap();
    assert_eq!(files, [path, folder.path().join("net.key.csv")]);
    let key = rows(&std::fs::read_to_string(&files[1]).unwrap());
    assert_eq!(key[0][..4], ["Name", "Id", "Label", "key"]);
    let names: Vec<_> = key[1..].iter().map(|row| row[0].clone()).collect();
    assert_eq!(names, read(&awkward()).rows);
    assert_eq!(key[1][..3], ["mfa", "mfa", "外交部"]);
}
