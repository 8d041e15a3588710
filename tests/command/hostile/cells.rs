//! Cells that hold what no cell should.

use super::support::{Study, table};

/// Statements that only differ in one cell.
fn actors(header: &str, cells: &[&str]) -> Study {
    let rows = cells.iter().map(|cell| format!("{cell},A,state"));
    Study::with("actors.csv", table(header, rows))
}

#[test]
fn identifiers_that_are_paths() {
    let ids = [
        "../../etc/passwd",
        "/etc/passwd",
        "C:\\boot.ini",
        "a/../b",
        "%2e%2e%2f",
        "~/.bashrc",
    ];
    let told = ["E302", "not an identifier"];
    actors("id,label,type", &ids).check().is(1, &told);
}

#[test]
fn identifiers_that_are_dots() {
    let ids = [".", "..", "..."];
    let told = ["an identifier cannot be made of dots alone"];
    actors("id,label,type", &ids).check().is(1, &told);
}

#[test]
fn identifiers_that_break_out_of_iris() {
    let ids = [
        "a> <b",
        "a>",
        "<a",
        "a{b}",
        "a|b",
        "a^b",
        "a`b",
        "a\\u003eb",
        "a#b",
        "a?b=c",
        "a%00",
        "a b",
        "a\tb",
    ];
    actors("id,label,type", &ids).check().is(1, &["E302"]);
}

#[test]
fn identifiers_of_characters_that_are_not_seen() {
    let ids = [
        "a\u{200B}",
        "a\u{202E}b",
        "a\u{FEFF}",
        "a\u{2066}",
        "a\u{AD}",
    ];
    actors("id,label,type", &ids).check().is(1, &["E302"]);
}

#[test]
fn an_identifier_of_half_a_mebibyte() {
    let id = "x".repeat(1 << 19);
    let study = actors("id,label,type", &[&id, "a"]);
    study
        .run(&["ingest", "study", "-o", "g.demarche"])
        .is(0, &[]);
}

#[test]
fn an_identifier_of_marks_above_one_letter() {
    let id = format!("a{}", "\u{301}".repeat(400_000));
    actors("id,label,type", &[&id]).check().is(1, &["E302"]);
}

#[test]
fn identifiers_that_are_one_when_composed() {
    let ids = ["caf\u{e9}", "cafe\u{301}", "a"];
    actors("id,label,type", &ids).check().is(1, &["E303"]);
}

#[test]
fn addresses_that_run_scripts() {
    for url in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
    ] {
        let study = Study::with("sources.csv", format!("id,title,url\ns,S,\"{url}\"\n"));
        let told = "W613]: an address that is neither http nor https";
        study.check().is(0, &[told]);
    }
}

#[test]
fn labels_that_turn_the_direction_of_text() {
    for label in [
        "a\u{202E}b",
        "\u{2066}a",
        "\u{FFFF}",
        "\u{FDD0}",
        "\u{1FFFE}",
    ] {
        let study = Study::with("claims.csv", format!("id,label\nc,{label}\n"));
        study
            .check()
            .is(0, &["W614]: a character that is not seen"]);
    }
}

#[test]
fn control_characters_in_10_000_cells_of_a_row() {
    let columns: String = (0..10_000).map(|n| format!(",c{n}")).collect();
    let cells = ",\u{7}".repeat(10_000);
    let text = format!("id,label,type{columns}\na,A,state{cells}\n");
    let study = Study::with("actors.csv", text);
    study.check().is(1, &["E108", "9000 more of E108"]);
}

#[test]
fn nul_in_100_000_rows() {
    let rows = (0..100_000).map(|n| format!("a{n},A\0,state"));
    let study = Study::with("actors.csv", table("id,label,type", rows));
    study.check().is(1, &["U+0000", "99000 more of E108"]);
}

#[test]
fn dates_that_are_none_in_100_000_rows() {
    let rows = (0..100_000).map(|n| format!("s{n},S,{n}.2.2013"));
    let study = Study::with("sources.csv", table("id,title,date", rows));
    study.check().is(1, &["E305", "99000 more of E305"]);
}

#[test]
fn a_date_of_a_mebibyte() {
    for date in ["2".repeat(1 << 20), "2013-".repeat(200_000)] {
        let study = Study::with("sources.csv", format!("id,title,date\ns,S,{date}\n"));
        study.check().is(1, &["E305"]);
    }
}

#[test]
fn a_type_of_a_mebibyte() {
    let kind = "x".repeat(1 << 20);
    let study = Study::with("actors.csv", format!("id,label,type\na,A,{kind}\n"));
    study.check().is(1, &["E304"]);
}

#[test]
fn types_of_3_000_kinds_and_none_of_them() {
    let kinds = (0..3_000).map(|n| format!("[[kinds.actor]]\nid = \"k{n}\"\nlabel = \"K\"\n"));
    let kinds: String = kinds.collect();
    let study = Study::with(
        "demarche.toml",
        format!("title = \"T\"\nbase = \"https://example.org/t/\"\n{kinds}"),
    );
    let rows = (0..3_000).map(|n| format!("a{n},A,nothing-like-it"));
    study.write("actors.csv", table("id,label,type", rows));
    study
        .check()
        .is(1, &["E304", "and 2956 more", "2000 more of E304"]);
}

#[test]
fn bytes_that_are_no_text() {
    let study = Study::with("actors.csv", vec![0xFF; 1 << 20]);
    study.check().is(1, &["E102"]);
}
