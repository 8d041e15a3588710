//! Tables of odd shapes: too many columns, cells, quotes, or no end to a row.

use super::support::{Study, table};

const MEBIBYTE: u64 = 1 << 20;

/// A header with many columns beside the usual ones.
fn wide(columns: usize, name: impl Fn(usize) -> String) -> String {
    let mut header = "id,label,type".to_owned();
    for n in 0..columns {
        header.push(',');
        header.push_str(&name(n));
    }
    format!("{header}\na,A,state{}\n", ",".repeat(columns))
}

#[test]
fn a_header_of_a_million_columns() {
    let study = Study::with("actors.csv", wide(1_000_000, |n| format!("column {n}")));
    study
        .check()
        .is(1, &["E110]: 1000003 columns, and a table can have 16384"]);
}

#[test]
fn a_header_of_100_000_columns() {
    let study = Study::with("statements.csv", wide(100_000, |n| format!("column {n}")));
    study.check().is(1, &["E110"]);
}

#[test]
fn a_header_of_as_many_columns_as_there_can_be() {
    let study = Study::with("actors.csv", wide(16_381, |n| format!("column {n}")));
    study.check().is(0, &["15381 more of N703"]);
}

#[test]
fn a_header_of_columns_that_are_almost_those_of_the_format() {
    let study = Study::with("actors.csv", wide(10_000, |n| format!("secto{n}")));
    study.check().is(0, &["W608"]);
}

#[test]
fn a_header_of_one_name_10_000_times() {
    let study = Study::with("actors.csv", wide(10_000, |_| "again".to_owned()));
    study.check().is(1, &["E105", "8999 more of E105"]);
}

#[test]
fn a_header_of_10_000_columns_without_a_name() {
    let study = Study::with("actors.csv", wide(10_000, |_| String::new()));
    study
        .check()
        .is(1, &["a column without a name", "9000 more of E105"]);
}

#[test]
fn a_header_with_a_name_of_two_mebibytes() {
    let study = Study::with("actors.csv", wide(1, |_| "x".repeat(2 << 20)));
    study.check().is(1, &["E109"]);
}

#[test]
fn a_header_of_50_megabytes_of_commas() {
    let study = Study::with("actors.csv", ",".repeat(50_000_000));
    study.check().is(1, &["E103"]);
}

#[test]
fn a_row_of_50_megabytes_of_commas() {
    let commas = ",".repeat(50_000_000);
    let study = Study::with(
        "actors.csv",
        format!("id,label,type\na,A,state\n{commas}\n"),
    );
    study
        .check()
        .is(1, &["actors.csv:3", "E106]: a row of 50000001 cells"]);
}

#[test]
fn a_row_of_a_million_cells() {
    let cells = "x,".repeat(1_000_000);
    let study = Study::with("actors.csv", format!("id,label,type\na,A,state\n{cells}\n"));
    study.check().is(1, &["E106]: a row of 1000001 cells"]);
}

#[test]
fn rows_that_are_all_too_short() {
    let rows = (0..300_000).map(|n| format!("a{n},A"));
    let study = Study::with("actors.csv", table("id,label,type", rows));
    study.check().is(1, &["E106", "299000 more of E106"]);
}

#[test]
fn a_million_blank_rows() {
    let blank = ",,\n".repeat(1_000_000);
    let study = Study::with("actors.csv", format!("id,label,type\n{blank}a,A,state\n"));
    study.check().is(0, &[]);
}

#[test]
fn a_million_empty_lines() {
    let blank = "\r\n".repeat(1_000_000);
    let study = Study::with(
        "actors.csv",
        format!("{blank}id,label,type\n{blank}a,A,state"),
    );
    study.check().is(0, &[]);
}

#[test]
fn five_million_stray_quotes_in_one_row() {
    let cells = "\"a\"x,".repeat(1_250_000);
    let study = Study::with("actors.csv", format!("id,label,type\n{cells}\n"));
    study.check().is(1, &["E107"]);
}

#[test]
fn stray_quotes_in_300_000_rows() {
    let rows = "a\"b,A,state\n".repeat(300_000);
    let study = Study::with("actors.csv", format!("id,label,type\n{rows}"));
    study.check().is(1, &["E302", "299000 more of E302"]);
}

#[test]
fn five_million_quotes_and_nothing_else() {
    let study = Study::with("actors.csv", "\"".repeat(5_000_001));
    study.check().is(1, &["E10"]);
}

#[test]
fn quotes_that_open_in_each_line() {
    let rows = "a,\"A,state\n".repeat(500_000);
    let study = Study::with("actors.csv", format!("id,label,type\n{rows}"));
    study.check().is(1, &["E107"]);
}

#[test]
fn quotes_that_are_all_doubled() {
    let quotes = "\"\"".repeat(500_000);
    let row = format!("a,\"{quotes}\",state");
    let study = Study::with("actors.csv", format!("id,label,type\n{row}\n"));
    study.check().is(0, &[]);
}

#[test]
fn a_quote_that_is_not_closed_for_200_mebibytes() {
    let study = Study::new();
    let beginning = "id,label,type\na,\"A";
    study.write_sparse("actors.csv", beginning, 200 * MEBIBYTE);
    study
        .check()
        .is(1, &["E111]: a row of more than 128 mebibytes"]);
}

#[test]
fn a_line_of_200_mebibytes() {
    let study = Study::new();
    study.write_sparse("statements.csv", "source,actor", 200 * MEBIBYTE);
    study.check().is(1, &["E111"]);
}

#[test]
fn a_table_that_would_take_the_whole_disk() {
    let study = Study::new();
    study.write_sparse("themes.csv", "id,label\nt,T", 1 << 40);
    study.check().is(1, &["E111"]);
}

#[test]
fn lines_that_all_end_in_cr() {
    let rows = (0..100_000).map(|n| format!("a{n},A,person"));
    let text = table("id,label,type", rows.chain(["a,A,state".to_owned()]));
    let study = Study::with("actors.csv", text.replace('\n', "\r"));
    study.check().is(0, &[]);
}
