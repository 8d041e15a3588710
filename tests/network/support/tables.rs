//! A study as the program's own tables, and as the graph that is compiled of them.

use super::{ACTS, BASE, COUNTRIES, KINDS, LEVELS, SECTORS, Study, date};
use demarche::graph::{Graph, GraphBuilder, GraphPart};
use demarche::model::{
    self, Attribute, Authority, EdtfDate, Id, Kind, KindDeclaration, KindOf, Metadata, RowId,
    SpeechAct, Stance, StatementName, Values,
};
use demarche::rdf::{Mapping, Totals, TripleSink, ontology};
use demarche::statements::{StatementRows, TableCorpus};
use oxigraph::model::Triple;
use std::sync::LazyLock;

/// Parsed once: it is larger than any random study.
static ONTOLOGY: LazyLock<Vec<Triple>> = LazyLock::new(|| ontology().collect());

/// The tables of a study, and the texts that its statements borrow.
pub struct Tables<'a> {
    pub study: model::Study,
    told: &'a Study,
    names: Vec<String>,
    dates: Vec<Option<EdtfDate>>,
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn kind(code: &str) -> Kind {
    Kind {
        code: id(code),
        declared: code == "alliance",
    }
}

fn attribute(column: &str, value: String) -> Attribute {
    Attribute {
        column: column.to_owned(),
        value,
    }
}

impl<'a> Tables<'a> {
    pub fn new(told: &'a Study) -> Self {
        let day = |days: &super::Ymd| date(*days);
        let dates = told.statements.iter().map(|statement| {
            let (first, last) = statement.days.as_ref()?;
            let text = if first == last {
                day(first)
            } else {
                format!("{}/{}", day(first), day(last))
            };
            Some(EdtfDate::parse(&text).unwrap())
        });
        Self {
            study: study(told),
            told,
            names: (0..told.statements.len())
                .map(|number| format!("{number:03}"))
                .collect(),
            dates: dates.collect(),
        }
    }

    fn statements(&self) -> impl DoubleEndedIterator<Item = model::Statement<'_>> {
        self.told.statements.iter().enumerate().map(|(at, told)| {
            // Every third has no identifier.
            let name = if at % 3 == 0 {
                StatementName::Digest([at as u8; 16])
            } else {
                StatementName::Id(RowId::new(&self.names[at]).unwrap())
            };
            let mut addressees = told.addressees.clone();
            addressees.sort_unstable();
            addressees.dedup();
            model::Statement {
                name,
                source: told.source.unwrap_or(0),
                date: self.dates[at].as_ref(),
                actor: told.actor,
                on_behalf_of: told.on_behalf_of,
                claim: told.claim,
                stance: [Stance::Opposes, Stance::Neutral, Stance::Supports]
                    [(told.stance + 1) as usize],
                act: told.act.map(|act| SpeechAct::from_code(ACTS[act]).unwrap()),
                addressees,
                paraphrase: Some(&self.names[at]),
                locator: None,
                coders: Values::default(),
                authority: told
                    .authority
                    .map(|level| Authority::from_code(LEVELS[level]).unwrap()),
                attributes: vec![Attribute {
                    column: "mood",
                    value: &self.names[at],
                }],
            }
        })
    }

    /// The tables as a corpus, from two threads that had turned shares of the statements.
    pub fn corpus(&self) -> TableCorpus<'_> {
        let mut parts = [StatementRows::default(), StatementRows::default()];
        for (at, statement) in self.statements().rev().enumerate() {
            parts[at % 2].push(&self.study, &statement);
        }
        TableCorpus::new(&self.study, parts)
    }

    /// The graph that is compiled of them.
    pub fn graph(&self) -> Graph {
        let mut builder = GraphBuilder::new();
        let mut of_ontology = GraphPart::new();
        ONTOLOGY
            .iter()
            .for_each(|triple| of_ontology.insert(triple.as_ref()));
        builder.add(of_ontology);
        let mut mapping = Mapping::new(&self.study, GraphPart::new());
        mapping.tables(&Totals {
            statements: self.told.statements.len(),
            headers: ["mood".to_owned()].into(),
        });
        self.statements()
            .for_each(|statement| mapping.statement(&statement));
        builder.add(mapping.into_sink());
        Graph::from_bytes(&builder.finish().unwrap()).unwrap()
    }
}

fn study(told: &Study) -> model::Study {
    let claim_id = |at: &usize| id(&told.claims[*at].id);
    let actors = told.actors.iter().map(|actor| model::Actor {
        id: id(&actor.id),
        label: format!("The {}", actor.id),
        kind: kind(KINDS[actor.kind]),
        part_of: actor.part_of.map(|whole| id(&told.actors[whole].id)),
        country: actor.country.map(|code| COUNTRIES[code].to_owned()),
        sector: actor.sector.map(|code| kind(SECTORS[code])),
        aliases: vec![actor.id.to_uppercase(), "another".to_owned()],
        same_as: Vec::new(),
        note: None,
        attributes: vec![
            attribute("party", format!("of {}", actor.id)),
            attribute("Born in", "1949".to_owned()),
        ],
    });
    let claims = told.claims.iter().map(|claim| model::Claim {
        id: id(&claim.id),
        label: format!("Claim {}", claim.id),
        themes: claim
            .themes
            .iter()
            .map(|at| id(&format!("t{at}")))
            .collect(),
        definition: None,
        contradicts: claim.contradicts.iter().map(claim_id).collect(),
        entails: claim.entails.iter().map(claim_id).collect(),
        attributes: vec![attribute("code", claim.id.clone())],
    });
    let sources = (0..5).map(|number| model::Source {
        id: id(&format!("s{number}")),
        title: format!("Source {number}"),
        kind: None,
        date: (number < 2).then(|| EdtfDate::parse("2013-05").unwrap()),
        publisher: None,
        authority: (number < 3).then_some(Authority::QuasiAuthoritative),
        language: None,
        url: (number < 4).then(|| format!("https://example.org/{number}")),
        attributes: Vec::new(),
    });
    let themes = (0..3).map(|number| model::Theme {
        id: id(&format!("t{number}")),
        label: format!("Theme {number}"),
        definition: None,
        attributes: Vec::new(),
    });
    model::Study {
        metadata: Metadata {
            title: "A study".to_owned(),
            description: None,
            base: BASE.to_owned(),
            licence: None,
            language: Some("en".to_owned()),
            creators: Vec::new(),
            version: None,
        },
        kinds: vec![KindDeclaration {
            of: KindOf::Actor,
            code: id("alliance"),
            label: "Alliance".to_owned(),
            definition: None,
        }],
        themes: themes.collect(),
        claims: claims.collect(),
        actors: actors.collect(),
        sources: sources.collect(),
    }
}
