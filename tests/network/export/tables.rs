//! The CSV pair and the matrix.

use super::networks::{awkward, network, node, tie, two_mode};
use super::reading::{rows, text};
use demarche::display::CsvDialect;
use demarche::export::{NetworkFormat, Options, nodes_path, write};
use demarche::network::{Mode, NetworkKind, TieKind};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn csv_is_a_pair_of_files_that_fit_together() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.csv");
    let files = write(&awkward(), NetworkFormat::Csv, &path, &Options::default()).unwrap();
    assert_eq!(files, [path.clone(), folder.path().join("net.nodes.csv")]);
    let edges = rows(&std::fs::read_to_string(&files[0]).unwrap());
    let nodes = rows(&std::fs::read_to_string(&files[1]).unwrap());
    assert_eq!(
        edges[0][..7],
        ["Id", "Source", "Target", "Type", "Kind", "Weight", "Label"]
    );
    assert_eq!(nodes[0][..2], ["Id", "Label"]);
    assert_eq!((edges.len(), nodes.len()), (5, 6));
    let ids: BTreeSet<_> = nodes[1..].iter().map(|row| &row[0]).collect();
    assert_eq!(ids.len(), 5);
    for row in &edges[1..] {
        assert!(ids.contains(&row[1]) && ids.contains(&row[2]));
        assert_eq!(row[3], "Undirected");
    }
    assert_eq!(edges[4][5].parse::<f64>().unwrap(), 1.0 / 3.0);
    assert!(edges[1].contains(&"a-claim;b-\"claim\"".to_owned()));
}

#[test]
fn the_node_file_is_named_after_the_edge_file() {
    let named = |name: &str| nodes_path(Path::new(name)).to_str().unwrap().to_owned();
    assert_eq!(named("out/net.csv"), "out/net.nodes.csv");
    assert_eq!(named("net.csv.gz"), "net.nodes.csv.gz");
    assert_eq!(named("a.b.csv.zst"), "a.b.nodes.csv.zst");
    assert_eq!(named("net"), "net.nodes");
}

#[test]
fn neither_file_of_the_pair_changes_when_one_fails() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.csv");
    std::fs::write(&path, "old").unwrap();
    std::fs::create_dir(folder.path().join("net.nodes.csv")).unwrap();
    assert!(write(&awkward(), NetworkFormat::Csv, &path, &Options::default()).is_err());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn safe_cells_defuse_formulas_and_leave_numbers_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.csv");
    let options = Options {
        csv: CsvDialect {
            safe_cells: true,
            ..CsvDialect::default()
        },
        ..Options::default()
    };
    let files = write(&awkward(), NetworkFormat::Csv, &path, &options).unwrap();
    let nodes = rows(&std::fs::read_to_string(&files[1]).unwrap());
    assert_eq!(nodes[4][1], "'=HYPERLINK(\"http://example.org\")");
    assert_eq!(nodes[1][1], "外交部");
    let edges = rows(&std::fs::read_to_string(&files[0]).unwrap());
    assert_eq!(edges[2][7..9], ["-1", "-1"]);
}

#[test]
fn a_signed_matrix_nets_and_is_symmetric() {
    let matrix = rows(&text(
        &awkward(),
        NetworkFormat::Matrix,
        &Options::default(),
    ));
    assert_eq!(
        matrix[0],
        ["", "mfa", "quotes", "control", "formula", "alone"]
    );
    assert_eq!(matrix[1], ["mfa", "0", "1.5", "0", "0", "0"]);
    assert_eq!(
        matrix[3],
        ["control", "0", "-0.1", "0", "0.3333333333333333", "0"]
    );
    assert_eq!(matrix[5], ["alone", "0", "0", "0", "0", "0"]);
    for (i, row) in matrix.iter().enumerate().skip(1) {
        for j in 1..row.len() {
            assert_eq!(row[j], matrix[j][i]);
        }
    }
}

#[test]
fn a_matrix_of_one_kind_has_plain_weights() {
    let nodes = vec![node("a", "A", Mode::Actor), node("b", "B", Mode::Actor)];
    let ties = vec![(0, 1, tie(TieKind::Disagreement, 3.0))];
    let network = network(NetworkKind::Disagreement, nodes, ties);
    assert_eq!(
        text(&network, NetworkFormat::Matrix, &Options::default()),
        ",a,b\na,0,3\nb,3,0\n"
    );
}

#[test]
fn a_matrix_of_positions_has_actors_by_claims() {
    let matrix = rows(&text(
        &two_mode(),
        NetworkFormat::Matrix,
        &Options::default(),
    ));
    assert_eq!(
        matrix[0],
        ["", "https://example.org/claim/shared", "treaty"]
    );
    assert_eq!(matrix[1], ["https://example.org/actor/shared", "2", "-2"]);
    assert_eq!(matrix[2], ["other", "0", "-1"]);
}

#[test]
fn a_normalised_matrix_of_positions_stays_normalised() {
    let mut network = two_mode();
    for tie in network.graph.edge_weights_mut() {
        tie.weight /= 8.0;
    }
    let matrix = rows(&text(&network, NetworkFormat::Matrix, &Options::default()));
    assert_eq!(matrix[1][1..], ["0.25", "-0.25"]);
}

#[test]
#[cfg(unix)]
fn a_device_gets_the_edges_only() {
    let device = Path::new("/dev/null");
    let files = write(&awkward(), NetworkFormat::Csv, device, &Options::default()).unwrap();
    assert_eq!(files, [device]);
}

#[test]
fn compressed_pairs_are_both_compressed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.csv.gz");
    let files = write(&awkward(), NetworkFormat::Csv, &path, &Options::default()).unwrap();
    for file in files {
        let bytes = std::fs::read(file).unwrap();
        assert_eq!(bytes[..2], [0x1f, 0x8b]);
    }
}
