//! Parts of SHACL that the engine does not know: each is named, none is passed over in silence.

use super::sh;
use super::source::Source;
use demarche_core::diagnostic::{Code, Problem, nearest};
use oxigraph::model::{NamedOrBlankNode, Term};

const IMPORTS: &str = "http://www.w3.org/2002/07/owl#imports";

/// Classes of SHACL that belong to what is not supported.
const CLASSES: &[&str] = &[
    "ConstraintComponent",
    "Function",
    "JSConstraint",
    "JSTarget",
    "Rule",
    "SPARQLFunction",
    "SPARQLTarget",
    "SPARQLTargetType",
    "SPARQLRule",
    "TripleRule",
];

/// Every use of what is not supported, each once a subject, in the order of the file.
pub(super) fn find(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    for subject in source.subjects() {
        for (property, objects) in source.properties(subject) {
            let Some(line) = objects.first().map(|object| object.line) else {
                continue;
            };
            let found = match sh::local(property) {
                Some(local) => unknown_property(local),
                None if property == IMPORTS => Some(("owl:imports".to_owned(), None)),
                None => None,
            };
            if let Some((what, hint)) = found {
                let hint = hint.unwrap_or_else(|| HINT.to_owned());
                problems.push(problem(source, line, subject, &what).with_hint(hint));
            }
        }
        problems.extend(classes(source, subject));
    }
    problems.sort_by(|one, other| one.place.cmp(&other.place));
    problems
}

const HINT: &str = "use SHACL core, or pass over it with --ignore-unsupported";

fn problem(source: &Source, line: u64, subject: &NamedOrBlankNode, what: &str) -> Problem {
    let message = format!("{what} of {subject} is not supported");
    Problem::new(Code::ShapeUnsupported, source.place(line), message)
}

/// What a property is that the engine does not know, and what may have been meant.
fn unknown_property(local: &str) -> Option<(String, Option<String>)> {
    let lists = [sh::CONSTRAINTS, sh::TARGETS, sh::OTHERS, sh::ELSEWHERE];
    let known = || lists.iter().copied().flatten().copied();
    if known().any(|other| other == local) {
        return None;
    }
    let of_list = sh::UNSUPPORTED.iter().find(|(name, _)| *name == local);
    Some(match of_list {
        Some((_, what)) => (format!("sh:{local} ({what})"), None),
        None => {
            let meant = nearest(local, known()).map(|near| format!("did you mean sh:{near}?"));
            (
                format!("sh:{local}, which SHACL core does not have,"),
                meant,
            )
        }
    })
}

fn classes(source: &Source, subject: &NamedOrBlankNode) -> Vec<Problem> {
    let types = source.objects(subject, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type");
    let classes = types.iter().filter_map(|object| match &object.term {
        Term::NamedNode(class) => Some((sh::local(class.as_str())?, object.line)),
        _ => None,
    });
    let unsupported = classes.filter(|(class, _)| CLASSES.contains(class));
    unsupported
        .map(|(class, line)| {
            problem(source, line, subject, &format!("the class sh:{class}")).with_hint(HINT)
        })
        .collect()
}
