//! What the fuzz targets share: studies in a folder, and triples to make graphs of.

use demarche::compile::{check, compile};
use demarche::diagnostic::{Place, Problems, render, to_json};
use demarche::meter::Meter;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, Term, Triple};
use std::fs;
use std::sync::OnceLock;

/// What stands between the tables of one input.
pub const SEPARATOR: u8 = 0x1E;

/// A manifest over which tables are read.
pub const MANIFEST: &str = "title = \"Fuzzed\"\nbase = \"https://example.org/fuzzed/\"\n";

/// The tables' files and their columns.
pub const TABLES: [(&str, &str); 5] = [
    ("themes.csv", "id,label,definition\n"),
    (
        "claims.csv",
        "id,label,theme,definition,contradicts,entails\n",
    ),
    (
        "actors.csv",
        "id,label,type,part_of,country,sector,aliases,same_as,note\n",
    ),
    (
        "sources.csv",
        "id,title,type,date,publisher,authority,language,url\n",
    ),
    (
        "statements.csv",
        "id,source,date,actor,on_behalf_of,claim,stance,act,addressee,paraphrase,locator,coder\n",
    ),
];

/// The folder of a study that is written anew for every input.
pub struct Study(tempfile::TempDir);

impl Study {
    /// One folder a process, where `TMPDIR` says.
    pub fn shared() -> &'static Self {
        static STUDY: OnceLock<Study> = OnceLock::new();
        STUDY.get_or_init(|| Study(tempfile::tempdir().unwrap()))
    }

    /// Writes a file of the study.
    pub fn write(&self, name: &str, content: &[u8]) {
        fs::write(self.0.path().join(name), content).unwrap();
    }

    /// Reads the study; whatever is found must hold what problems and graphs promise.
    pub fn read(&self) {
        let (path, meter) = (self.0.path(), Meter::default());
        // Files that a manifest names could lie anywhere, and are another parser's matter.
        let opened = demarche::study::open(path, &meter);
        if opened
            .manifest()
            .is_some_and(|manifest| !manifest.rdf.is_empty())
        {
            return;
        }
        let checked = check(&[path.to_owned()], &meter);
        self.check(&checked.problems);
        let compiled = compile(&[path.to_owned()]).unwrap();
        assert_eq!(compiled.graph.is_none(), checked.problems.has_errors());
        if let Some(graph) = compiled.graph {
            let bytes = graph.finish().unwrap();
            let graph = demarche::graph::Graph::from_bytes(&bytes).unwrap();
            graph.triples().for_each(|triple| valid(&triple.unwrap()));
        }
    }

    fn check(&self, problems: &Problems) {
        for problem in problems.iter() {
            assert!(!problem.message.is_empty());
            assert!(
                problem.place.file.starts_with(self.0.path()),
                "{:?}",
                problem.place
            );
            self.check_place(&problem.place);
            render(problem, false);
            to_json(problem);
        }
    }

    /// A line of the file, and a column in it or right behind it.
    fn check_place(&self, place: &Place) {
        let bytes = fs::read(self.0.path().join(&place.file)).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        // Lines of the first Macintosh end in CR alone.
        let macintosh =
            !text.contains('\n') && text.contains('\r') && std::str::from_utf8(&bytes).is_ok();
        let end = if macintosh { '\r' } else { '\n' };
        let Some(line) = place.line else {
            assert_eq!(place.column, None);
            return;
        };
        let Some(found) = text.split(end).nth(line as usize - 1) else {
            panic!("{place:?}: no such line");
        };
        if let Some(column) = place.column {
            let length = found.chars().count() as u64;
            assert!(
                (1..=length + 1).contains(&column),
                "{place:?}: no such column"
            );
        }
    }
}

/// Every IRI is one, and every literal has what it needs.
fn valid(triple: &Triple) {
    let iri = |node: &NamedNode| {
        if let Err(error) = NamedNode::new(node.as_str()) {
            panic!("{node}: {error}");
        }
    };
    iri(&NamedNode::try_from(Term::from(triple.subject.clone())).unwrap());
    iri(&triple.predicate);
    match &triple.object {
        Term::NamedNode(node) => iri(node),
        Term::Literal(literal) => {
            iri(&literal.datatype().into_owned());
            if let Some(language) = literal.language() {
                Literal::new_language_tagged_literal("", language).unwrap();
            }
        }
        Term::BlankNode(node) => panic!("blank node {node}"),
    }
}

/// So many triples, with every kind of term, some of them those of a study.
pub fn triples(count: usize) -> Vec<Triple> {
    let iri = |text: String| NamedNode::new_unchecked(text);
    let dm = |name: &str| iri(format!("https://w3id.org/demarche/ns#{name}"));
    let a = iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type".to_owned());
    (0..count)
        .map(|at| {
            let subject = iri(format!("https://example.org/{}", at / 6));
            let text = format!("text {at}");
            let (predicate, object): (_, Term) = match at % 6 {
                0 => (a.clone(), dm("Statement").into()),
                1 => (
                    dm("speaker"),
                    iri(format!("https://example.org/{}", at / 9)).into(),
                ),
                2 => (
                    dm("claim"),
                    iri("https://example.org/claim/岚江".to_owned()).into(),
                ),
                3 => (dm("stance"), dm("stance-supports").into()),
                4 => (
                    dm("paraphrase"),
                    Literal::new_language_tagged_literal_unchecked(text, "zh").into(),
                ),
                _ if at % 12 == 5 => (dm("locator"), Literal::new_simple_literal(text).into()),
                _ => (
                    dm("earliest"),
                    Literal::new_typed_literal(format!("2013-02-{:02}", at % 28 + 1), xsd::DATE)
                        .into(),
                ),
            };
            Triple::new(subject, predicate, object)
        })
        .collect()
}
