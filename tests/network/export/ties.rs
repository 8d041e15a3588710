//! Ties as RDF, read back by rio_turtle.

use super::networks::{awkward, empty, network, node, tie, two_mode};
use super::reading::text;
use demarche::export::{ExportError, NetworkFormat, Options, write_to};
use demarche::network::{Mode, Network, NetworkKind, TieKind};
use rio_api::parser::TriplesParser;
use rio_turtle::{NTriplesParser, TurtleError, TurtleParser};
use std::collections::{BTreeMap, BTreeSet};

const DM: &str = "https://w3id.org/demarche/ns#";

type Triples = BTreeSet<[String; 3]>;

/// The triples of a file, terms in the notation of N-Triples.
fn read(network: &Network, format: NetworkFormat) -> Triples {
    let text = text(network, format, &Options::default());
    let mut triples = Triples::new();
    let mut note = |triple: rio_api::model::Triple<'_>| {
        let terms = [
            triple.subject.to_string(),
            triple.predicate.to_string(),
            triple.object.to_string(),
        ];
        assert!(triples.insert(terms), "{triple} twice");
        Ok::<(), TurtleError>(())
    };
    match format {
        NetworkFormat::Turtle => TurtleParser::new(text.as_bytes(), None)
            .parse_all(&mut note)
            .unwrap(),
        _ => NTriplesParser::new(text.as_bytes())
            .parse_all(&mut note)
            .unwrap(),
    }
    triples
}

fn dm(name: &str) -> String {
    format!("<{DM}{name}>")
}

fn actor(id: &str) -> String {
    format!("<https://example.org/actor/{id}>")
}

/// Subjects of the class of ties, with what is said of them by property.
fn ties(triples: &Triples) -> BTreeMap<&str, BTreeMap<&str, BTreeSet<&str>>> {
    let mut ties: BTreeMap<_, BTreeMap<_, BTreeSet<_>>> = BTreeMap::new();
    let of_class = triples.iter().filter(|[_, _, object]| *object == dm("Tie"));
    let subjects: BTreeSet<_> = of_class.map(|[subject, ..]| subject).collect();
    for [subject, property, object] in triples.iter().filter(|t| subjects.contains(&t[0])) {
        let of_tie: &mut BTreeMap<_, BTreeSet<_>> = ties.entry(subject.as_str()).or_default();
        of_tie
            .entry(property.as_str())
            .or_default()
            .insert(object.as_str());
    }
    ties
}

#[test]
fn turtle_and_n_triples_say_the_same() {
    for network in [awkward(), empty()] {
        let triples = read(&network, NetworkFormat::NTriples);
        assert_eq!(read(&network, NetworkFormat::Turtle), triples);
        assert_eq!(triples.is_empty(), network.graph.node_count() == 0);
    }
}

/// What a shape would ask of a tie: two actors, one kind, one weight above zero, counts, claims.
#[test]
fn ties_have_what_the_ontology_says_of_them() {
    let network = awkward();
    let triples = read(&network, NetworkFormat::Turtle);
    let ties = ties(&triples);
    assert_eq!(ties.len(), network.graph.edge_count());
    let mut kinds = Vec::new();
    for (iri, said) in &ties {
        assert!(iri.starts_with("<https://example.org/tie/"), "{iri}");
        let one = |name: &str| {
            let objects = &said[dm(name).as_str()];
            assert_eq!(objects.len(), 1, "{name}");
            objects.first().unwrap().to_string()
        };
        assert_eq!(said[dm("between").as_str()].len(), 2);
        assert_eq!(said[dm("claim").as_str()].len(), 2);
        let weight = one("weight");
        let number = weight.trim_start_matches('"').split('"').next().unwrap();
        assert!(weight.ends_with("XMLSchema#decimal>") && number.contains('.'));
        assert!(number.parse::<f64>().unwrap() > 0.0);
        assert!(
            one("claimCount").starts_with("\"2\"^^<")
                && one("statementCount").starts_with("\"7\"^^<")
        );
        assert!(
            one("earliest").starts_with("\"2012-03-01\"^^<")
                && one("latest").starts_with("\"2013-01-31\"^^<")
        );
        kinds.push((
            said[dm("between").as_str()].clone(),
            one("tieKind"),
            number.to_owned(),
        ));
    }
    let (mfa, quotes) = (actor("mfa"), actor("quotes"));
    let pair = BTreeSet::from([mfa.as_str(), quotes.as_str()]);
    let both: BTreeSet<_> = kinds
        .iter()
        .filter(|(ends, ..)| *ends == pair)
        .map(|(_, kind, weight)| (kind.as_str(), weight.as_str()))
        .collect();
    assert_eq!(
        both,
        BTreeSet::from([("\"agreement\"", "2.5"), ("\"disagreement\"", "1.0")])
    );
}

#[test]
fn agreement_and_disagreement_are_said_both_ways() {
    let triples = read(&awkward(), NetworkFormat::NTriples);
    let expected = [
        ("agreesWith", "mfa", "quotes"),
        ("disagreesWith", "mfa", "quotes"),
        ("disagreesWith", "quotes", "control"),
        ("agreesWith", "control", "formula"),
    ];
    let turned = expected.map(|(property, one, other)| (property, other, one));
    let expected: Triples = expected
        .into_iter()
        .chain(turned)
        .map(|(property, one, other)| [actor(one), dm(property), actor(other)])
        .collect();
    let of_actors = triples
        .iter()
        .filter(|[subject, ..]| subject.contains("/actor/"));
    assert_eq!(of_actors.cloned().collect::<Triples>(), expected);
}

/// Two networks of other rules can stand in one store: no tie has two weights.
#[test]
fn a_tie_is_named_after_its_ends_its_kind_and_its_network() {
    let names = |network: &Network| -> BTreeSet<String> {
        let triples = read(network, NetworkFormat::NTriples);
        ties(&triples).keys().map(|iri| (*iri).to_owned()).collect()
    };
    let signed = names(&awkward());
    assert_eq!(signed, names(&awkward()));
    let otherwise = Network {
        description: "normalised".to_owned(),
        ..awkward()
    };
    assert!(signed.is_disjoint(&names(&otherwise)));
    let mut heavier = awkward();
    heavier
        .graph
        .edge_weights_mut()
        .for_each(|tie| tie.weight *= 2.0);
    assert_eq!(
        signed,
        names(&heavier),
        "a recount under the same rules edits in place"
    );
    let ends = |from: usize, to: usize| {
        let nodes = vec![node("a", "A", Mode::Actor), node("b", "B", Mode::Actor)];
        names(&network(
            NetworkKind::Signed,
            nodes,
            vec![(from, to, tie(TieKind::Agreement, 1.0))],
        ))
    };
    assert_eq!(ends(0, 1), ends(1, 0));
}

#[test]
fn what_the_ontology_has_no_ties_for_is_refused() {
    let sectors = {
        let mut network = awkward();
        network
            .graph
            .node_weights_mut()
            .for_each(|node| node.kind = "sector".to_owned());
        network
    };
    for network in [two_mode(), sectors] {
        for format in [NetworkFormat::Turtle, NetworkFormat::NTriples] {
            let mut out = Vec::new();
            let result = write_to(&network, format, &Options::default(), &mut out);
            assert!(matches!(result, Err(ExportError::NoTiesInRdf(_))));
            assert!(out.is_empty());
        }
    }
}

#[test]
fn an_iri_that_is_none_is_an_error_and_not_a_broken_file() {
    let mut network = awkward();
    network
        .graph
        .node_weights_mut()
        .for_each(|node| node.iri = "not an iri".to_owned());
    let result = write_to(
        &network,
        NetworkFormat::Turtle,
        &Options::default(),
        &mut Vec::new(),
    );
    assert!(matches!(result, Err(ExportError::Io(_))));
}
