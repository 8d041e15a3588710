//! Shapes that are made to take all stack, time or memory: each is refused at its place, with a
//! code, and what is just allowed is validated.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

use crate::shacl_support::{from_turtle, prefixes};
use demarche::diagnostic::{Code, Problem};
use demarche::graph::Graph;
use demarche::validate::{LIMIT, Report, Shapes, validate};

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// What a main thread has on Linux and macOS.
const STACK: usize = 8 << 20;

/// Many times what any of these takes on a machine that is busy, and less than what is quadratic would.
const TIME: Duration = Duration::from_secs(240);

/// Runs a test with the stack of a main thread, and holds it to [`TIME`].
fn within_limits<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    let since = Instant::now();
    let answer = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let thread = thread.spawn_scoped(scope, run).unwrap();
        thread.join().unwrap()
    });
    assert!(since.elapsed() < TIME, "took {:?}", since.elapsed());
    answer
}

fn parse(turtle: &str, ignore_unsupported: bool) -> Result<Shapes, Vec<Problem>> {
    let text = format!("{}{turtle}", prefixes());
    let shapes = Shapes::parse(Path::new("shapes.ttl"), text.as_bytes(), ignore_unsupported);
    shapes.map_err(|error| error.0.iter().cloned().collect())
}

/// The one problem of shapes that are not well-formed, with its line in the text.
fn refused(turtle: &str) -> (String, u64) {
    let problems = within_limits(|| parse(turtle, false).err().unwrap());
    let [problem] = problems.as_slice() else {
        panic!("{problems:#?}");
    };
    assert_eq!(problem.code, Code::ShapeSyntax);
    assert!(problem.hint.is_some(), "{problem:?}");
    let before = prefixes().matches('\n').count() as u64;
    (
        problem.message.clone(),
        problem.place.line.unwrap() - before,
    )
}

/// Nodes `ex:n0` and `ex:n1` of the class `ex:C`, each the other's `ex:p`.
fn graph() -> Graph {
    let data = "ex:n0 a ex:C ; ex:p ex:n1 . ex:n1 a ex:C ; ex:p ex:n0 .";
    Graph::from_triples(&from_turtle(&format!("{}{data}", prefixes()))).unwrap()
}

fn report(turtle: &str) -> Report {
    within_limits(|| {
        let shapes = parse(turtle, false).unwrap_or_else(|problems| panic!("{problems:#?}"));
        validate(&graph(), &shapes, LIMIT).unwrap()
    })
}

/// Shapes `ex:S1` to `ex:S…`, of which each asks by `ask` what the next one says; the last one
/// wants a property that nobody has.
fn chain(length: usize, ask: impl Fn(usize) -> String) -> String {
    let mut text = "ex:S1 sh:targetClass ex:C .\n".to_owned();
    for number in 1..length {
        writeln!(text, "ex:S{number} {} .", ask(number + 1)).unwrap();
    }
    writeln!(text, "ex:S{length} sh:property ex:Last .").unwrap();
    text.push_str("ex:Last sh:path ex:none ; sh:minCount 1 .\n");
    text
}

/// Each way in which shapes lead to shapes, and by how much it is deeper than one.
const WAYS: &[&str] = &[
    "sh:node ex:S",
    "sh:not ex:S",
    "sh:property [ sh:path ex:p ; sh:node ex:S",
    "sh:property [ sh:path ex:p ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape ex:S",
    "sh:and ( ex:S",
    "sh:or ( ex:S",
    "sh:xone ( ex:S",
];

fn ask(way: &str, next: usize) -> String {
    let close = match way {
        way if way.contains('[') => " ]",
        way if way.contains('(') => " )",
        _ => "",
    };
    format!("{way}{next}{close}")
}

#[test]
fn shapes_in_shapes_are_validated_as_deep_as_they_may_be() {
    for way in WAYS {
        // The property shape at the end is one more, and with `sh:property` each step is two.
        let length = if way.contains('[') { 32 } else { 63 };
        let report = report(&chain(length, |next| ask(way, next)));
        let is_contrary = way.contains("not") && length % 2 == 0;
        assert_eq!(report.conforms(), is_contrary, "{way}");
    }
}

#[test]
fn shapes_nested_deeper_are_refused() {
    for way in WAYS {
        let (message, _) = refused(&chain(66, |next| ask(way, next)));
        assert!(message.ends_with("nested more than 64 deep"), "{message}");
    }
    for length in [1_000, 30_000] {
        let (message, line) = refused(&chain(length, |next| ask("sh:not ex:S", next)));
        let name = format!("within <https://example.org/S{}>", length - 63);
        assert!(message.starts_with(&name), "{message}");
        assert_eq!(line, length as u64 - 62);
    }
}

#[test]
fn shapes_that_pass_many_others_again_and_again_are_refused() {
    let both = |next: usize| format!("sh:and ( ex:S{next} [ sh:not ex:S{next} ] )");
    let (message, _) = refused(&chain(20, both));
    assert!(
        message.contains("leads to more than 100000 shapes"),
        "{message}"
    );
    // A thousand is no reason to refuse anything.
    assert!(!report(&chain(8, both)).conforms());
}

#[test]
fn a_circle_of_shapes_is_refused_also_where_something_is_passed_over() {
    for circle in [
        "ex:A sh:targetClass ex:C ; sh:node ex:A .",
        "ex:A sh:targetClass ex:C ; sh:not [ sh:property [ sh:path ex:p ; sh:node ex:A ] ] .",
    ] {
        let (message, line) = refused(circle);
        assert_eq!(
            (message.as_str(), line),
            ("<https://example.org/A> leads back to itself", 1)
        );
        let unsupported = format!("{circle}\nex:A sh:sparql [ sh:select \"\" ] .");
        let problems = within_limits(|| parse(&unsupported, true).err().unwrap());
        assert_eq!(problems.len(), 1, "{problems:#?}");
        assert!(problems[0].message.ends_with("leads back to itself"));
    }
    // A circle of many.
    let mut text = String::new();
    for number in 0..30_000 {
        let next = (number + 1) % 30_000;
        writeln!(text, "ex:S{number} sh:node ex:S{next} .").unwrap();
    }
    let (message, _) = refused(&text);
    assert_eq!(message, "<https://example.org/S0> leads back to itself");
}

fn property_shape(path: &str) -> String {
    format!("ex:S sh:targetClass ex:C ; sh:property ex:P .\nex:P sh:maxCount 0 ; sh:path {path} .")
}

#[test]
fn paths_are_read_as_deep_and_as_long_as_they_may_be() {
    let nested = |depth: usize| {
        let inner = "[ sh:inversePath ".repeat(depth);
        format!("{inner} ex:p{}", " ]".repeat(depth))
    };
    let sequence = |length: usize| format!("( {})", "ex:p ".repeat(length));
    let either = |length: usize| format!("[ sh:alternativePath ( {}) ]", "ex:p ".repeat(length));
    for path in [nested(32), sequence(256), either(256)] {
        assert_eq!(report(&property_shape(&path)).findings().len(), 2, "{path}");
    }
    for depth in [33, 30_000] {
        let (message, line) = refused(&property_shape(&chained_path(depth)));
        assert!(message.contains("nested more than 32 deep"), "{message}");
        assert_eq!(line, 2);
    }
    for path in [sequence(257), either(257), sequence(50_000)] {
        let (message, line) = refused(&property_shape(&path));
        assert!(message.contains("more than 256 properties"), "{message}");
        assert_eq!(line, 2);
    }
}

/// A path of named nodes, each the inverse of the next one.
fn chained_path(depth: usize) -> String {
    let mut text = "_:q1".to_owned();
    for number in 1..depth {
        write!(text, " .\n_:q{number} sh:inversePath _:q{}", number + 1).unwrap();
    }
    write!(text, " .\n_:q{depth} sh:inversePath ex:p").unwrap();
    text
}

#[test]
fn paths_without_end_are_refused() {
    let (message, _) = refused(&property_shape("_:q .\n_:q sh:inversePath _:q"));
    assert!(message.contains("nested more than 32 deep"), "{message}");
    // Ten steps that name the next one twice are a thousand.
    let mut doubled = "_:q1".to_owned();
    for number in 1..30 {
        let next = number + 1;
        write!(
            doubled,
            " .\n_:q{number} sh:alternativePath ( _:q{next} _:q{next} )"
        )
        .unwrap();
    }
    doubled.push_str(" .\n_:q30 sh:inversePath ex:p");
    let (message, _) = refused(&property_shape(&doubled));
    assert!(message.contains("more than 256 properties"), "{message}");
    let circle = "_:l .\n_:l rdf:first ex:p ; rdf:rest _:l";
    let problems = within_limits(|| parse(&property_shape(circle), false).err().unwrap());
    assert!(
        problems[0]
            .message
            .contains("sh:path takes a property path")
    );
}

#[test]
fn lists_are_read_as_long_as_they_may_be() {
    let among = |list: &str| format!("ex:S sh:targetClass ex:C ; sh:in {list} .");
    let mut long = "ex:n0 ".to_owned();
    for number in 0..50_000 {
        write!(long, "{number} ").unwrap();
    }
    assert_eq!(report(&among(&format!("( {long})"))).findings().len(), 1);
    let (message, line) = refused(&among("_:l .\n_:l rdf:first 1 ; rdf:rest _:l"));
    assert_eq!(
        (message.as_str(), line),
        ("the list of sh:in leads back to itself", 1)
    );
    // One list, named from each of its members: a square.
    let mut square = String::new();
    for number in 0..2_000 {
        let next = number + 1;
        writeln!(
            square,
            "_:l{number} rdf:first {number} ; rdf:rest _:l{next} ."
        )
        .unwrap();
        writeln!(
            square,
            "ex:S{number} sh:targetClass ex:C ; sh:in _:l{number} ."
        )
        .unwrap();
    }
    square.push_str("_:l2000 rdf:first 1 ; rdf:rest rdf:nil .");
    let problems = within_limits(|| parse(&square, false).err().unwrap());
    assert!(
        problems[0].message.contains("more than 1000000 members"),
        "{:?}",
        problems[0]
    );
}

#[test]
fn a_shape_may_name_many_nodes() {
    let mut text = "ex:S sh:nodeKind sh:Literal ; sh:targetNode ex:n0".to_owned();
    for number in 1..50_000 {
        write!(text, ", ex:n{number}").unwrap();
    }
    text.push_str(" .");
    let shapes = within_limits(|| parse(&text, false));
    assert_eq!(shapes.unwrap().with_targets(), 1);
}

#[test]
fn qualified_shapes_that_exclude_each_other_are_bounded() {
    let disjoint = |number: usize| {
        let mut text = "ex:S sh:targetClass ex:C .\n".to_owned();
        for number in 0..number {
            writeln!(
                text,
                "ex:S sh:property [ sh:path ex:p ; sh:qualifiedMinCount 1 ; \
                 sh:qualifiedValueShapesDisjoint true ; sh:qualifiedValueShape [ sh:in ( {number} ) ] ] ."
            )
            .unwrap();
        }
        text
    };
    assert_eq!(report(&disjoint(20)).findings().len(), 40);
    let problems = within_limits(|| parse(&disjoint(1_200), false).err().unwrap());
    assert!(
        problems[0].message.contains("too many siblings"),
        "{:?}",
        problems[0]
    );
}
