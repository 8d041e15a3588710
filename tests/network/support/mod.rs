//! A study as plain structs, and its triples as `docs/graph.md` describes them.

#![allow(dead_code, reason = "each test file uses its own part of this")]

pub mod oracle;
pub mod random;
pub mod story;
pub mod tables;

use demarche::graph::Graph;
use oxigraph::model::{Literal, NamedNode, Term, Triple};

pub const BASE: &str = "https://example.org/study/";
pub const DM: &str = "https://w3id.org/demarche/ns#";
const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const XSD_DATE: &str = "http://www.w3.org/2001/XMLSchema#date";

pub const KINDS: [&str; 7] = [
    "person",
    "institution",
    "state",
    "organization",
    "company",
    "group",
    "alliance",
];
pub const SECTORS: [&str; 3] = ["military", "media", "international"];
pub const LEVELS: [&str; 3] = ["authoritative", "quasi-authoritative", "non-authoritative"];
pub const ACTS: [&str; 3] = ["asserts", "denies", "calls-for"];
pub const COUNTRIES: [&str; 3] = ["CHN", "RUS", "USA"];

/// Year, month, day.
pub type Ymd = (u16, u8, u8);

#[derive(Debug, Clone, Default)]
pub struct Study {
    pub actors: Vec<Actor>,
    pub claims: Vec<Claim>,
    pub statements: Vec<Statement>,
}

#[derive(Debug, Clone, Default)]
pub struct Actor {
    pub id: String,
    pub kind: usize,
    pub part_of: Option<usize>,
    pub sector: Option<usize>,
    pub country: Option<usize>,
}

#[derive(Debug, Clone, Default)]
pub struct Claim {
    pub id: String,
    pub themes: Vec<usize>,
    pub entails: Vec<usize>,
    pub contradicts: Vec<usize>,
}

#[derive(Debug, Clone, Default)]
pub struct Statement {
    pub actor: usize,
    pub on_behalf_of: Option<usize>,
    pub claim: usize,
    pub source: Option<usize>,
    /// 1 supports, -1 opposes, 0 neutral.
    pub stance: i8,
    pub days: Option<(Ymd, Ymd)>,
    pub authority: Option<usize>,
    pub act: Option<usize>,
    pub addressees: Vec<usize>,
}

pub fn date((year, month, day): Ymd) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

/// Collects triples.
#[derive(Default)]
pub struct Triples(pub Vec<Triple>);

impl Triples {
    pub fn link(&mut self, subject: &str, property: &str, object: &str) {
        self.push(subject, property, NamedNode::new_unchecked(object).into());
    }

    pub fn text(&mut self, subject: &str, property: &str, text: &str) {
        self.push(subject, property, Literal::new_simple_literal(text).into());
    }

    pub fn in_language(&mut self, subject: &str, property: &str, text: &str, language: &str) {
        let label = Literal::new_language_tagged_literal_unchecked(text, language);
        self.push(subject, property, label.into());
    }

    pub fn day(&mut self, subject: &str, property: &str, day: &str) {
        let datatype = NamedNode::new_unchecked(XSD_DATE);
        self.push(
            subject,
            property,
            Literal::new_typed_literal(day, datatype).into(),
        );
    }

    fn push(&mut self, subject: &str, property: &str, object: Term) {
        self.0.push(Triple::new(
            NamedNode::new_unchecked(subject),
            NamedNode::new_unchecked(expand(property)),
            object,
        ));
    }

    pub fn graph(&self) -> Graph {
        Graph::from_triples(&self.0).unwrap()
    }

    /// What of the ontology networks rely on.
    fn ontology(&mut self) {
        for kind in KINDS {
            self.text(&class(kind), "skos:notation", kind);
        }
        let declared = class("alliance");
        self.link(&declared, "rdfs:subClassOf", &format!("{DM}Actor"));
        for (scheme, kind, codes) in [
            ("sector-", "Sector", &SECTORS[..]),
            ("authority-", "AuthorityLevel", &LEVELS),
            ("act-", "SpeechAct", &ACTS),
            ("stance-", "Stance", &["supports", "opposes", "neutral"]),
        ] {
            for code in codes {
                let concept = format!("{DM}{scheme}{code}");
                self.link(&concept, "a", &format!("{DM}{kind}"));
                self.text(&concept, "skos:notation", code);
                self.in_language(&concept, "skos:prefLabel", &code.to_uppercase(), "en");
                self.in_language(&concept, "skos:prefLabel", "中文", "zh");
            }
        }
    }
}

fn expand(property: &str) -> String {
    match property.split_once(':') {
        None => RDF_TYPE.to_owned(),
        Some(("dm", local)) => format!("{DM}{local}"),
        Some(("rdfs", local)) => format!("{RDFS}{local}"),
        Some(("skos", local)) => format!("{SKOS}{local}"),
        Some(("void", local)) => format!("http://rdfs.org/ns/void#{local}"),
        Some(("dcterms", local)) => format!("http://purl.org/dc/terms/{local}"),
        Some(_) => property.to_owned(),
    }
}

fn class(kind: &str) -> String {
    match kind {
        "alliance" => format!("{BASE}actor-type/alliance"),
        kind => format!("{DM}{}{}", kind[..1].to_uppercase(), &kind[1..]),
    }
}

impl Study {
    pub fn graph(&self) -> Graph {
        self.triples().graph()
    }

    /// Statements are numbered in order.
    pub fn triples(&self) -> Triples {
        let mut out = Triples::default();
        out.ontology();
        out.link(BASE, "a", "http://rdfs.org/ns/void#Dataset");
        out.text(BASE, "void:uriSpace", BASE);
        out.text(BASE, "dcterms:title", "A study");
        for theme in 0..3 {
            out.link(&format!("{BASE}theme/t{theme}"), "a", &format!("{DM}Theme"));
        }
        for source in 0..5 {
            let iri = format!("{BASE}source/s{source}");
            out.link(&iri, "a", &format!("{DM}Source"));
            out.link(
                &iri,
                "dm:authority",
                &format!("{DM}authority-authoritative"),
            );
            out.day(&iri, "dm:earliest", "1999-01-01");
        }
        for actor in &self.actors {
            self.actor(actor, &mut out);
        }
        for claim in &self.claims {
            let iri = format!("{BASE}claim/{}", claim.id);
            out.link(&iri, "a", &format!("{DM}Claim"));
            out.text(&iri, "rdfs:label", &format!("Claim {}", claim.id));
            for theme in &claim.themes {
                out.link(&iri, "dm:theme", &format!("{BASE}theme/t{theme}"));
            }
            let linked = [
                ("dm:entails", &claim.entails),
                ("dm:contradicts", &claim.contradicts),
            ];
            for (property, others) in linked {
                for other in others {
                    let other = &self.claims[*other].id;
                    out.link(&iri, property, &format!("{BASE}claim/{other}"));
                }
            }
        }
        for (number, statement) in self.statements.iter().enumerate() {
            self.statement(&format!("{BASE}statement/{number:03}"), statement, &mut out);
        }
        out
    }

    pub fn actor_iri(&self, actor: usize) -> String {
        format!("{BASE}actor/{}", self.actors[actor].id)
    }

    fn actor(&self, actor: &Actor, out: &mut Triples) {
        let iri = format!("{BASE}actor/{}", actor.id);
        out.link(&iri, "a", &format!("{DM}Actor"));
        out.link(&iri, "a", &class(KINDS[actor.kind]));
        out.in_language(&iri, "rdfs:label", &format!("The {}", actor.id), "en");
        if let Some(whole) = actor.part_of {
            out.link(&iri, "dcterms:isPartOf", &self.actor_iri(whole));
        }
        if let Some(sector) = actor.sector {
            out.link(
                &iri,
                "dm:sector",
                &format!("{DM}sector-{}", SECTORS[sector]),
            );
        }
        if let Some(country) = actor.country {
            out.text(&iri, "dm:country", COUNTRIES[country]);
        }
    }

    fn statement(&self, iri: &str, statement: &Statement, out: &mut Triples) {
        out.link(iri, "a", &format!("{DM}Statement"));
        out.link(iri, "dm:speaker", &self.actor_iri(statement.actor));
        if let Some(body) = statement.on_behalf_of {
            out.link(iri, "dm:onBehalfOf", &self.actor_iri(body));
        }
        let claim = &self.claims[statement.claim].id;
        out.link(iri, "dm:claim", &format!("{BASE}claim/{claim}"));
        let stance = ["opposes", "neutral", "supports"][(statement.stance + 1) as usize];
        out.link(iri, "dm:stance", &format!("{DM}stance-{stance}"));
        if let Some(source) = statement.source {
            out.link(iri, "dm:statedIn", &format!("{BASE}source/s{source}"));
        }
        if let Some((earliest, latest)) = statement.days {
            out.day(iri, "dm:earliest", &date(earliest));
            out.day(iri, "dm:latest", &date(latest));
        }
        if let Some(level) = statement.authority {
            out.link(
                iri,
                "dm:authority",
                &format!("{DM}authority-{}", LEVELS[level]),
            );
        }
        if let Some(act) = statement.act {
            out.link(iri, "dm:act", &format!("{DM}act-{}", ACTS[act]));
        }
        for addressee in &statement.addressees {
            out.link(iri, "dm:addressee", &self.actor_iri(*addressee));
        }
    }
}
