//! References to nothing, by the hundred thousand, and rows that are there again and again.

use super::support::{Study, list, table};

#[test]
fn a_cell_of_140_000_unknown_claims() {
    let unknown = list((0..140_000).map(|n| format!("x{n}")));
    let study = Study::with("claims.csv", format!("id,label,entails\nc,C,{unknown}\n"));
    let told = "E112]: 139000 more of E401 are not listed";
    study.check().is(1, &["E401", told]);
}

#[test]
fn a_cell_of_140_000_unknown_claims_in_a_row_that_is_wrong_otherwise() {
    let unknown = list((0..140_000).map(|n| format!("x{n}")));
    let study = Study::with("claims.csv", format!("id,label,entails\nc,,{unknown}\n"));
    study.check().is(1, &["E301", "139000 more of E401"]);
}

#[test]
fn a_cell_of_140_000_unknown_addressees() {
    let unknown = list((0..140_000).map(|n| format!("x{n}")));
    let header = "source,actor,claim,stance,addressee";
    let row = format!("s,a,c,supports,{unknown}");
    let study = Study::with("statements.csv", table(header, [row].into_iter()));
    study.check().is(1, &["E401", "139000 more of E401"]);
}

#[test]
fn a_cell_of_500_000_empty_items() {
    let items = ";".repeat(500_000);
    let study = Study::with("claims.csv", format!("id,label,entails\nc,C,{items}\n"));
    study.check().is(0, &[]);
}

#[test]
fn a_cell_of_a_million_items() {
    let items = list((0..1_000_000).map(|n| format!("x{n}")));
    let study = Study::with("claims.csv", format!("id,label,entails\nc,C,{items}\n"));
    study.check().is(1, &["E109"]);
}

#[test]
fn a_cell_of_150_000_aliases() {
    let aliases = list((0..150_000).map(|n| n.to_string()));
    let row = format!("a,A,state,{aliases}");
    let text = table("id,label,type,aliases", [row].into_iter());
    let study = Study::with("actors.csv", text);
    study
        .run(&["ingest", "study", "-o", "g.demarche"])
        .is(0, &[]);
}

#[test]
fn a_cell_of_60_000_addresses_that_are_none() {
    let addresses = list((0..60_000).map(|n| format!("no iri {n}")));
    let row = format!("a,A,state,{addresses}");
    let text = table("id,label,type,same_as", [row].into_iter());
    let study = Study::with("actors.csv", text);
    study.check().is(1, &["E306", "59000 more of E306"]);
}

#[test]
fn statements_of_100_000_unknown_actors() {
    let rows = (0..100_000).map(|n| format!("s,x{n},c,supports"));
    let study = Study::with("statements.csv", table("source,actor,claim,stance", rows));
    study
        .check()
        .is(1, &["unknown actor", "99000 more of E401"]);
}

#[test]
fn unknown_identifiers_that_are_long_and_alike() {
    let name = |n: usize| format!("{}{n}", "x".repeat(5_000));
    let rows = (0..500).map(|n| format!("{},A,state", name(n)));
    let rows = rows.chain(["a,A,state".to_owned()]);
    let study = Study::with("actors.csv", table("id,label,type", rows));
    let rows = (500..1_000).map(|n| format!("s,{},c,supports", name(n)));
    let text = table("source,actor,claim,stance", rows);
    study.write("statements.csv", text);
    study.check().is(1, &["unknown actor"]);
}

#[test]
fn unknown_identifiers_of_which_each_has_a_thousand_neighbours() {
    let name = |n: usize| format!("{}-{n:04}", "neighbour".repeat(9));
    let rows = (0..1_000).map(|n| format!("{},A,state", name(n)));
    let study = Study::with("actors.csv", table("id,label,type", rows));
    let rows = (1_000..3_000).map(|n| format!("s,{},c,supports", name(n)));
    let text = table("source,actor,claim,stance", rows);
    study.write("statements.csv", text);
    study.check().is(1, &["did you mean", "1000 more of E401"]);
}

#[test]
fn publishers_of_50_000_names() {
    let rows = (0..50_000).map(|n| format!("s{n},S,Publisher {n}"));
    let rows = rows.chain(["s,S,".to_owned()]);
    let study = Study::with("sources.csv", table("id,title,publisher", rows));
    study.check().is(0, &["49000 more of W605"]);
}

#[test]
fn an_identifier_that_100_000_actors_have() {
    let rows = (0..100_000).map(|_| "a,A,state".to_owned());
    let study = Study::with("actors.csv", table("id,label,type", rows));
    study.check().is(1, &["E303", "98999 more of E303"]);
}

#[test]
fn an_identifier_that_50_000_statements_have() {
    let rows = (0..50_000).map(|_| "q,s,a,c,supports".to_owned());
    let text = table("id,source,actor,claim,stance", rows);
    let study = Study::with("statements.csv", text);
    study
        .check()
        .is(1, &["E303", "more of W604", "more of E303"]);
}

#[test]
fn a_statement_that_is_there_50_000_times() {
    let rows = (0..50_000).map(|_| ",s,a,c,supports".to_owned());
    let text = table("id,source,actor,claim,stance", rows);
    let study = Study::with("statements.csv", text);
    study.check().is(1, &["E404", "48999 more of E404"]);
}

#[test]
fn a_stance_that_is_coded_50_000_times() {
    let rows = (0..50_000).map(|n| format!("q{n},s,a,c,supports"));
    let text = table("id,source,actor,claim,stance", rows);
    let study = Study::with("statements.csv", text);
    study.check().is(0, &["W604", "48999 more of W604"]);
}
