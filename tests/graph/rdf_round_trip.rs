//! What is exported is what the graph holds, as other readers see it: rio_turtle, which shares no
//! code with the writer, and the parsers of Oxigraph.

// Helpers are not test functions, and a panic in them is the test failing all the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use demarche::compile::compile;
use demarche::diagnostic::{Code, Problems};
use demarche::graph::Graph;
use demarche::meter::Meter;
use demarche::rdf::{GraphFormat, Prefix, TripleSink, read_rdf, write_triples};
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{GraphName, Literal, NamedNode, Triple, TripleRef};
use rio_api::parser::TriplesParser;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

fn in_repository(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn studies() -> [PathBuf; 2] {
    [
        in_repository("tests/studies/small"),
        in_repository("data/cyber-debate"),
    ]
}

fn compiled(inputs: &[PathBuf]) -> Graph {
    let compiled = compile(inputs).unwrap();
    let problems: Vec<_> = compiled.problems.iter().collect();
    let graph = compiled.graph.unwrap_or_else(|| panic!("{problems:?}"));
    Graph::from_bytes(&graph.finish().unwrap()).unwrap()
}

/// Texts that writers get wrong.
fn nasty_graph() -> Graph {
    let s = NamedNode::new("https://example.org/lan-dam/actor/外交部").unwrap();
    let iri = |text: &str| NamedNode::new(text).unwrap();
    let p = iri("https://example.org/lan-dam/column/Page%20no.");
    let texts = [
        "",
        " ",
        "\"",
        "\\",
        "\\\"",
        "ends in a quote\"",
        "\"\"\"three\"\"\"",
        "line\nline\r\nline\rline",
        "tab\tand trailing space ",
        "<b>&amp;</b> ]]> <!-- -->",
        "岚江 🌊 👩‍👩‍👧",
        "العربية ‏rtl‏ עברית",
        "\u{202E}turned\u{202C} \u{FEFF}mark \u{2028}line",
        "cafe\u{301} café",
        "\\u0041 \\n %41",
        "a: b; c. d, e @en ^^x",
        "\u{7F}\u{85}\u{A0}",
    ];
    let mut triples = Vec::new();
    for text in texts {
        triples.push(Triple::new(
            s.clone(),
            p.clone(),
            Literal::new_simple_literal(text),
        ));
        for tag in ["zh-hant", "ar"] {
            let literal = Literal::new_language_tagged_literal(text, tag).unwrap();
            triples.push(Triple::new(s.clone(), p.clone(), literal));
        }
        let datatype = iri("https://example.org/lan-dam/type/quirk");
        triples.push(Triple::new(
            s.clone(),
            p.clone(),
            Literal::new_typed_literal(text, datatype),
        ));
    }
    for (text, datatype) in [
        ("2013-02-20", xsd::DATE),
        ("02013-2-20", xsd::DATE),
        ("01", xsd::INTEGER),
        ("-0", xsd::INTEGER),
        ("1.", xsd::DECIMAL),
        ("1.50", xsd::DECIMAL),
        ("1e0", xsd::DOUBLE),
        ("true", xsd::BOOLEAN),
        ("1", xsd::BOOLEAN),
    ] {
        triples.push(Triple::new(
            s.clone(),
            p.clone(),
            Literal::new_typed_literal(text, datatype),
        ));
    }
    for object in [
        "https://example.org/岚江?q=1&r=2#frag",
        "https://example.org/lan-dam/",
        "https://example.org/lan-dam/actor/",
        "https://example.org/lan-dam/actor/a.b.",
        "https://example.org/lan-dam/actor/-a~b",
        "https://example.org/lan-dam/actor/a/b",
        "https://example.org/lan-dam/actor/%E5%A4%96",
        "http://www.w3.org/2001/XMLSchema#",
        "urn:uuid:5d5b2a0e-0000-4000-8000-000000000000",
        "mailto:a@example.org",
    ] {
        triples.push(Triple::new(s.clone(), p.clone(), iri(object)));
        triples.push(Triple::new(iri(object), p.clone(), s.clone()));
    }
    Graph::from_triples(&triples).unwrap()
}

fn graphs() -> Vec<(String, Graph)> {
    let named = |path: PathBuf| (path.display().to_string(), compiled(&[path]));
    let mut graphs: Vec<(String, Graph)> = studies().into_iter().map(named).collect();
    graphs.push(("nasty texts".to_owned(), nasty_graph()));
    graphs
}

fn prefixes(graph: &Graph) -> Vec<Prefix> {
    let mut prefixes = graph.prefixes();
    if graph.datasets().is_empty() {
        let base = "https://example.org/lan-dam/";
        prefixes.push((String::new(), base.to_owned()));
        prefixes.push(("actor".to_owned(), format!("{base}actor/")));
    }
    prefixes
}

fn exported(graph: &Graph, format: GraphFormat) -> String {
    let mut out = Vec::new();
    write_triples::<io::Error, _>(
        || {
            graph
                .triples()
                .map(|triple| triple.map_err(io::Error::other))
        },
        &prefixes(graph),
        format,
        &mut out,
    )
    .unwrap();
    String::from_utf8(out).unwrap()
}

fn triples_of(graph: &Graph) -> BTreeSet<String> {
    graph
        .triples()
        .map(|triple| triple.unwrap().to_string())
        .collect()
}

fn rdf_format(format: GraphFormat) -> RdfFormat {
    match format {
        GraphFormat::Turtle => RdfFormat::Turtle,
        GraphFormat::NTriples => RdfFormat::NTriples,
        GraphFormat::NQuads => RdfFormat::NQuads,
        GraphFormat::TriG => RdfFormat::TriG,
        GraphFormat::RdfXml => RdfFormat::RdfXml,
        GraphFormat::JsonLd => RdfFormat::JsonLd {
            profile: JsonLdProfileSet::empty(),
        },
    }
}

fn read_by_oxigraph(text: &str, format: GraphFormat) -> BTreeSet<String> {
    let quads = RdfParser::from_format(rdf_format(format)).for_slice(text);
    quads
        .map(|quad| {
            let quad = quad.unwrap();
            assert_eq!(quad.graph_name, GraphName::DefaultGraph);
            Triple::from(quad).to_string()
        })
        .collect()
}

/// Rio's triples in the terms of Oxigraph, so that both are written out by the same hand.
fn from_rio(triple: rio_api::model::Triple<'_>) -> String {
    use rio_api::model::{Literal as RioLiteral, Subject, Term};
    let node = |iri: &str| NamedNode::new(iri).unwrap();
    let Subject::NamedNode(subject) = triple.subject else {
        panic!("no IRI: {triple}");
    };
    let object: oxigraph::model::Term = match triple.object {
        Term::NamedNode(object) => node(object.iri).into(),
        Term::Literal(RioLiteral::Simple { value }) => Literal::new_simple_literal(value).into(),
        Term::Literal(RioLiteral::LanguageTaggedString { value, language }) => {
            Literal::new_language_tagged_literal(value, language)
                .unwrap()
                .into()
        }
        Term::Literal(RioLiteral::Typed { value, datatype }) => {
            Literal::new_typed_literal(value, node(datatype.iri)).into()
        }
        other => panic!("neither IRI nor literal: {other}"),
    };
    Triple::new(node(subject.iri), node(triple.predicate.iri), object).to_string()
}

fn read_by_rio(text: &str, format: GraphFormat) -> BTreeSet<String> {
    let mut read = BTreeSet::new();
    let mut note = |triple: rio_api::model::Triple<'_>| {
        read.insert(from_rio(triple));
        Ok::<(), rio_turtle::TurtleError>(())
    };
    match format {
        GraphFormat::Turtle => {
            rio_turtle::TurtleParser::new(text.as_bytes(), None).parse_all(&mut note)
        }
        _ => rio_turtle::NTriplesParser::new(text.as_bytes()).parse_all(&mut note),
    }
    .unwrap();
    read
}

/// Says which triples differ, not all there are.
fn assert_same(read: &BTreeSet<String>, wanted: &BTreeSet<String>, what: &str) {
    let lost: Vec<_> = wanted.difference(read).take(5).collect();
    let invented: Vec<_> = read.difference(wanted).take(5).collect();
    assert!(
        lost.is_empty() && invented.is_empty(),
        "{what}\nlost: {lost:#?}\ninvented: {invented:#?}"
    );
}

#[test]
fn every_format_reads_back_as_the_graph() {
    for (name, graph) in graphs() {
        let wanted = triples_of(&graph);
        for format in GraphFormat::ALL.iter().copied() {
            let text = exported(&graph, format);
            let read = read_by_oxigraph(&text, format);
            assert_same(&read, &wanted, &format!("{name} as {}", format.name()));
        }
    }
}

#[test]
fn an_independent_parser_reads_turtle_and_n_triples_the_same() {
    for (name, graph) in graphs() {
        let wanted = triples_of(&graph);
        for format in [GraphFormat::Turtle, GraphFormat::NTriples] {
            let read = read_by_rio(&exported(&graph, format), format);
            assert_same(&read, &wanted, &format!("{name} as {}", format.name()));
        }
    }
}

#[test]
fn rdf_xml_is_xml() {
    for (name, graph) in graphs() {
        let text = exported(&graph, GraphFormat::RdfXml);
        let root =
            roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(root.root_element().tag_name().name(), "RDF");
    }
}

#[test]
fn what_rdf_xml_cannot_say_is_refused() {
    let iri = |text: &str| NamedNode::new(text).unwrap();
    let s = iri("https://example.org/s");
    for (property, text, told) in [
        (
            "https://example.org/column/2013",
            "x",
            "the property <https://example.org/column/2013>",
        ),
        (
            "https://example.org/p%20",
            "x",
            "the property <https://example.org/p%20>",
        ),
        (
            "https://example.org/",
            "x",
            "the property <https://example.org/>",
        ),
        (
            "https://example.org/p",
            "a\u{1}",
            "a control character in \"a\\u0001\"",
        ),
        (
            "https://example.org/p",
            "\u{FFFE}",
            "a control character in \"\\uFFFE\"",
        ),
    ] {
        let triple = Triple::new(s.clone(), iri(property), Literal::new_simple_literal(text));
        let graph = Graph::from_triples(&[triple]).unwrap();
        let write = |format| {
            let triples = || {
                graph
                    .triples()
                    .map(|triple| triple.map_err(io::Error::other))
            };
            write_triples::<io::Error, _>(triples, &[], format, &mut Vec::new())
        };
        let error = write(GraphFormat::RdfXml).unwrap_err().to_string();
        assert_eq!(
            error,
            format!("{told} cannot be written as RDF/XML; the other formats can")
        );
        for format in GraphFormat::ALL
            .iter()
            .copied()
            .filter(|f| *f != GraphFormat::RdfXml)
        {
            assert_eq!(
                read_by_oxigraph(&exported(&graph, format), format),
                triples_of(&graph)
            );
        }
    }
}

#[test]
fn an_export_read_back_and_exported_again_is_the_same_text() {
    for (_, graph) in graphs() {
        for format in GraphFormat::ALL.iter().copied() {
            let text = exported(&graph, format);
            let quads = RdfParser::from_format(rdf_format(format)).for_slice(&text);
            let triples: Vec<Triple> = quads.map(|quad| quad.unwrap().into()).collect();
            let again = exported(&Graph::from_triples(&triples).unwrap(), format);
            assert!(again == text, "{} differs", format.name());
        }
    }
}

#[test]
fn every_prefix_is_used() {
    for (name, graph) in graphs() {
        for format in [GraphFormat::Turtle, GraphFormat::TriG] {
            let text = exported(&graph, format);
            let is_prefix = |line: &&str| line.starts_with("@prefix ");
            let body: String = text
                .lines()
                .filter(|line| !is_prefix(line))
                .collect::<Vec<_>>()
                .join("\n");
            for line in text.lines().filter(is_prefix) {
                let prefix = line.split_whitespace().nth(1).unwrap();
                let used = body
                    .split([' ', '\n', '\t', '^', ',', ';'])
                    .any(|word| word.starts_with(prefix));
                assert!(used, "{name}: {prefix} is declared and not used");
            }
            assert!(text.contains("@prefix "), "{name}: nothing is shortened");
        }
    }
}

/// Makes a copy of the small study with something else in a table.
fn edited(table: &str, from: &str, to: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(in_repository("tests/studies/small")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let path = folder.path().join(table);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from}");
    fs::write(&path, text.replace(from, to)).unwrap();
    folder
}

#[test]
fn one_cell_edited_is_few_lines_of_difference() {
    let before = exported(&compiled(&studies()[..1]), GraphFormat::Turtle);
    for (table, from, to) in [
        ("actors.csv", "River Watch", "River Watch International"),
        ("statements.csv", "neutral,,,,p. 1", "opposes,,,,p. 1"),
        ("statements.csv", "该河不应自由流动。", "该河应当自由流动。"),
        (
            "claims.csv",
            "Dams of this kind are safe",
            "Such dams are safe",
        ),
    ] {
        let folder = edited(table, from, to);
        let after = exported(&compiled(&[folder.path().to_owned()]), GraphFormat::Turtle);
        let lines = |text: &str| -> BTreeSet<String> { text.lines().map(str::to_owned).collect() };
        let (old, new) = (lines(&before), lines(&after));
        let changed = old.symmetric_difference(&new).count();
        assert!((1..=8).contains(&changed), "{from}: {changed} lines differ");
    }
}

#[test]
fn compressed_exports_hold_the_same_text() {
    let folder = tempfile::tempdir().unwrap();
    let study = in_repository("tests/studies/small");
    let export = |name: &str| {
        let path = folder.path().join(name);
        let status = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .args(["export", "-q"])
            .arg(&study)
            .arg("-o")
            .arg(&path)
            .status()
            .unwrap();
        assert!(status.success(), "{name}");
        fs::read(path).unwrap()
    };
    for format in GraphFormat::ALL {
        let plain = export(&format!("graph.{}", format.name()));
        let packed = export(&format!("graph.{}.gz", format.name()));
        let unpacked = io::read_to_string(flate2::read::GzDecoder::new(packed.as_slice())).unwrap();
        assert!(unpacked.into_bytes() == plain, "{} in .gz", format.name());
        let packed = export(&format!("graph.{}.zst", format.name()));
        let decoder = ruzstd::decoding::StreamingDecoder::new(packed.as_slice()).unwrap();
        assert!(io::read_to_string(decoder).unwrap().into_bytes() == plain);
        assert!(packed.len() < plain.len() / 2);
        let again = export(&format!("again.{}.gz", format.name()));
        assert!(
            again == export(&format!("graph.{}.gz", format.name())),
            "the same bytes"
        );
    }
}

#[test]
fn an_export_ingested_again_is_the_same_graph() {
    let folder = tempfile::tempdir().unwrap();
    for study in studies() {
        let graph = compiled(&[study]);
        let wanted = triples_of(&graph);
        for format in GraphFormat::ALL.iter().copied() {
            let path = folder.path().join(format!("graph.{}", format.name()));
            fs::write(&path, exported(&graph, format)).unwrap();
            assert_same(&triples_of(&compiled(&[path])), &wanted, format.name());
        }
    }
}

/// Triples as text.
#[derive(Default)]
struct Lines(BTreeSet<String>);

impl TripleSink for Lines {
    type Term = ();

    fn iri(&mut self, _: &[&str]) {}
    fn plain(&mut self, _: &str) {}
    fn tagged(&mut self, _: &str, _: &str) {}
    fn typed(&mut self, _: &str, _: &str) {}
    fn triple(&mut self, (): (), (): (), (): ()) {
        panic!("RDF files give whole triples");
    }
    fn insert(&mut self, triple: TripleRef<'_>) {
        self.0.insert(triple.to_string());
    }
}

/// Triples of an RDF file, and the codes of the problems in it.
fn read_file(path: &Path) -> (BTreeSet<String>, Vec<Code>) {
    let (mut problems, meter) = (Problems::new(), Meter::default());
    let read: Vec<Lines> = read_rdf(path, "https://example.org/", &meter, &mut problems);
    let codes = problems.iter().map(|problem| problem.code).collect();
    (read.into_iter().flat_map(|lines| lines.0).collect(), codes)
}

#[test]
fn blank_nodes_get_the_same_iris_every_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rivers.ttl");
    let text = "@prefix ex: <https://example.org/> .\n\
        ex:lan ex:from [ ex:height 3000 ] ; ex:banks ( ex:left ex:right ) .\n\
        _:b ex:p _:b .\n";
    fs::write(&path, text).unwrap();
    let (triples, codes) = read_file(&path);
    assert_eq!(codes, [Code::BlankNodesNamed]);
    assert_eq!(read_file(&path), (triples.clone(), codes));
    assert_eq!(triples.len(), 8);
    assert!(
        triples.iter().all(|triple| !triple.contains("_:")),
        "{triples:#?}"
    );
    let genid = "https://example.org/.well-known/genid/";
    assert!(triples.iter().any(|triple| triple.contains(genid)));
    let is_loop = |triple: &String| {
        let terms: Vec<&str> = triple.split(' ').collect();
        terms[0] == terms[2]
    };
    assert_eq!(
        triples.iter().filter(|triple| is_loop(triple)).count(),
        1,
        "one label, one IRI"
    );
    // The file's name does not matter, its content does.
    let other = folder.path().join("other.ttl");
    fs::write(&other, text).unwrap();
    assert_eq!(read_file(&other).0, triples);
    fs::write(&other, text.replace("3000", "3001")).unwrap();
    let changed = read_file(&other).0;
    assert!(
        changed
            .iter()
            .filter(|triple| triple.contains(genid))
            .all(|t| !triples.contains(t))
    );
}

#[test]
fn names_of_graphs_are_dropped_and_said_to_be() {
    let folder = tempfile::tempdir().unwrap();
    let plain = "<https://example.org/a> <https://example.org/p> \"x\"";
    let quad = format!("{plain} <https://example.org/g> .\n");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    io::Write::write_all(&mut packed, quad.as_bytes()).unwrap();
    let trig = format!("<https://example.org/g> {{ {plain} }}\n");
    for (file, content) in [
        ("g.nq", quad.into_bytes()),
        ("g.trig", trig.into_bytes()),
        ("g.nq.gz", packed.finish().unwrap()),
    ] {
        let path = folder.path().join(file);
        fs::write(&path, content).unwrap();
        let (triples, codes) = read_file(&path);
        assert_eq!(triples, BTreeSet::from([plain.to_owned()]), "{file}");
        assert_eq!(codes, [Code::GraphNamesDropped], "{file}");
    }
}

#[test]
fn a_file_that_is_all_wrong_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.nt");
    fs::write(&path, "id,label,definition\n".repeat(50_000)).unwrap();
    let (triples, codes) = read_file(&path);
    assert!(triples.is_empty());
    assert_eq!(codes.len(), 101);
}

#[test]
fn an_error_of_the_graph_ends_the_export() {
    let failed = || [Err::<Triple, io::Error>(io::Error::other("damaged"))].into_iter();
    for format in GraphFormat::ALL.iter().copied() {
        let result = write_triples(failed, &[], format, &mut Vec::new());
        assert_eq!(
            result.unwrap_err().to_string(),
            "damaged",
            "{}",
            format.name()
        );
    }
}

/// Lines that no blank node ties together are read by all threads; of an error in the last of them
/// the place is still that in the file.
#[test]
fn errors_in_long_files_are_at_their_lines() {
    let folder = tempfile::tempdir().unwrap();
    let line = |number: usize| {
        format!("<https://example.org/{number}> <https://example.org/p> \"value\" .\n")
    };
    let good: String = (0..20_000).map(line).collect();
    let path = folder.path().join("long.nt");
    fs::write(&path, &good).unwrap();
    let (triples, codes) = read_file(&path);
    assert_eq!((triples.len(), codes), (20_000, Vec::new()));
    fs::write(&path, good + "<https://example.org/a> oops .\n").unwrap();
    let mut problems = Problems::new();
    let meter = Meter::default();
    let _: Vec<Lines> = read_rdf(&path, "https://example.org/", &meter, &mut problems);
    let lines: Vec<Option<u64>> = problems.iter().map(|problem| problem.place.line).collect();
    assert_eq!(lines, [Some(20_001)]);
}
