//! `demarche.toml`: what a study says of itself.

use super::manifest_text::ManifestText;
use super::schema::{TableName, TableSchema};
use super::switches::RawCheck;
use super::text::read_text;
use super::values::is_language_tag;
use crate::diagnostic::{Code, Cursor, Place, Problem, Problems, nearest};
use crate::model::{
    BUILTIN_ACTOR_TYPES, BUILTIN_SECTORS, BUILTIN_SOURCE_TYPES, Id, KindDeclaration, KindOf,
    Metadata,
};
use oxiri::Iri;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// The manifest's file name.
pub const MANIFEST: &str = "demarche.toml";

/// A manifest, checked.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// Title, base, licence and the like.
    pub metadata: Metadata,
    /// Kinds that it adds.
    pub kinds: Vec<KindDeclaration>,
    /// For each table, the format's columns to the headers that stand for them.
    pub columns: BTreeMap<String, BTreeMap<String, String>>,
    /// RDF files that join the graph, relative to the study's folder.
    pub rdf: Vec<PathBuf>,
    /// Outputs that `demarche run` makes, as written: what is possible in them is known higher up.
    pub outputs: Vec<OutputEntry>,
    /// Warnings and notes that are not reported of this study.
    pub off: Vec<Code>,
}

/// One `[[output]]` of a manifest.
#[derive(Debug, Clone)]
pub struct OutputEntry {
    /// Its keys.
    pub table: toml::Table,
    /// Where it stands.
    pub place: Place,
}

/// The manifest as TOML has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    title: Spanned<String>,
    base: Spanned<String>,
    description: Option<String>,
    #[serde(alias = "license")]
    licence: Option<Spanned<String>>,
    language: Option<Spanned<String>>,
    #[serde(default)]
    creators: Vec<String>,
    version: Option<String>,
    #[serde(default)]
    rdf: Vec<PathBuf>,
    #[serde(default)]
    columns: BTreeMap<String, Spanned<BTreeMap<String, String>>>,
    #[serde(default)]
    kinds: RawKinds,
    #[serde(default)]
    check: RawCheck,
    #[serde(default)]
    output: Vec<Spanned<toml::Table>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawKinds {
    #[serde(default)]
    actor: Vec<Spanned<RawKind>>,
    #[serde(default)]
    sector: Vec<Spanned<RawKind>>,
    #[serde(default)]
    source: Vec<Spanned<RawKind>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKind {
    id: String,
    label: String,
    definition: Option<String>,
}

/// Reads the manifest of a study's folder.
pub(super) fn read(folder: &Path, problems: &mut Problems) -> Option<Manifest> {
    let path = folder.join(MANIFEST);
    let text = read_text(&path, problems)?;
    let mut manifest = ManifestText {
        path,
        text: &text,
        problems,
    };
    let raw: Raw = match toml::from_str(&text) {
        Ok(raw) => raw,
        Err(error) => {
            manifest.report_syntax(&error);
            return None;
        }
    };
    manifest.check(raw)
}

impl ManifestText<'_> {
    fn report_syntax(&mut self, error: &toml::de::Error) {
        let message = error.message().trim().replace('\n', "; ");
        // The parser says in its message which key it is about, and which it knows.
        let mut quoted = message.split('`').skip(1).step_by(2);
        let hint = if message.starts_with("missing field") {
            let field = quoted.next();
            field.map(|field| format!("add a line `{field} = \"…\"`"))
        } else if message.starts_with("unknown field") {
            let near = quoted.next().and_then(|field| nearest(field, quoted));
            near.map(|field| format!("did you mean `{field}`?"))
        } else {
            None
        };
        match error.span() {
            // A key that is missing from the file as a whole is missing nowhere in particular.
            Some(span) if span.start > 0 => self.report(Code::ManifestSyntax, span, message, hint),
            _ => {
                let problem =
                    Problem::new(Code::ManifestSyntax, Place::at(&self.path, 1, 1), message);
                self.problems.push(problem.with_hint_if(hint));
            }
        }
    }

    fn check(&mut self, raw: Raw) -> Option<Manifest> {
        self.check_base(&raw.base);
        if raw.title.get_ref().trim().is_empty() {
            self.report(
                Code::ManifestValue,
                raw.title.span(),
                "the title is empty",
                None,
            );
        }
        if let Some(licence) = &raw.licence
            && Iri::parse(licence.get_ref().as_str()).is_err()
        {
            let hint = "for example https://creativecommons.org/licenses/by/4.0/";
            self.report(
                Code::ManifestValue,
                licence.span(),
                "the licence is no IRI",
                Some(hint.to_owned()),
            );
        }
        if let Some(language) = &raw.language
            && !is_language_tag(language.get_ref())
        {
            let hint = Some("write a BCP 47 tag, for example en, zh, pt-BR".to_owned());
            self.report(
                Code::ManifestValue,
                language.span(),
                "not a language tag",
                hint,
            );
        }
        let kinds = self.check_kinds(raw.kinds);
        self.check_columns(&raw.columns);
        let off = self.check_switches(raw.check);
        let mut cursor = Cursor::new(&self.path, self.text);
        let outputs = raw.output.into_iter().map(|output| OutputEntry {
            place: cursor.place(output.span().start),
            table: output.into_inner(),
        });
        Some(Manifest {
            metadata: Metadata {
                title: raw.title.into_inner(),
                description: raw.description,
                base: raw.base.into_inner(),
                licence: raw.licence.map(Spanned::into_inner),
                language: raw.language.map(Spanned::into_inner),
                creators: raw.creators,
                version: raw.version,
            },
            kinds,
            outputs: outputs.collect(),
            columns: raw
                .columns
                .into_iter()
                .map(|(table, columns)| (table, columns.into_inner()))
                .collect(),
            rdf: raw.rdf,
            off,
        })
    }

    fn check_base(&mut self, base: &Spanned<String>) {
        let text = base.get_ref();
        if let Err(error) = Iri::parse(text.as_str()) {
            let hint = "write an absolute IRI, for example https://example.org/my-study/";
            self.report(
                Code::BaseIri,
                base.span(),
                format!("the base is no IRI: {error}"),
                Some(hint.to_owned()),
            );
        } else if !text.ends_with(['/', '#']) {
            let hint = Some(format!("write `{text}/`"));
            self.report(
                Code::BaseIri,
                base.span(),
                "the base must end in / or #",
                hint,
            );
        }
    }

    fn check_kinds(&mut self, raw: RawKinds) -> Vec<KindDeclaration> {
        let groups = [
            (KindOf::Actor, raw.actor, BUILTIN_ACTOR_TYPES),
            (KindOf::Sector, raw.sector, BUILTIN_SECTORS),
            (KindOf::Source, raw.source, BUILTIN_SOURCE_TYPES),
        ];
        let mut kinds: Vec<KindDeclaration> = Vec::new();
        for (of, declared, builtin) in groups {
            for kind in declared {
                let span = kind.span();
                let RawKind {
                    id,
                    label,
                    definition,
                } = kind.into_inner();
                let repeated = kinds
                    .iter()
                    .any(|kind| kind.of == of && kind.code.as_str() == id);
                match Id::new(&id) {
                    Err(error) => {
                        self.report(
                            Code::InvalidId,
                            span,
                            format!("not an identifier: {error}"),
                            None,
                        );
                    }
                    Ok(_) if repeated || builtin.contains(&id.as_str()) => {
                        self.report(
                            Code::KindDeclaration,
                            span,
                            format!("the kind `{id}` exists already"),
                            None,
                        );
                    }
                    Ok(code) => kinds.push(KindDeclaration {
                        of,
                        code,
                        label,
                        definition,
                    }),
                }
            }
        }
        kinds
    }

    fn check_columns(&mut self, renamed: &BTreeMap<String, Spanned<BTreeMap<String, String>>>) {
        for (table, columns) in renamed {
            let mut tables = TableName::ALL.into_iter();
            let Some(known) = tables.find(|known| known.as_str() == table) else {
                let names = TableName::ALL.map(TableName::as_str);
                let hint = nearest(table, names).map(|name| format!("did you mean `{name}`?"));
                let hint = hint.or_else(|| Some(format!("one of: {}", names.join(", "))));
                self.report(
                    Code::ColumnRename,
                    columns.span(),
                    format!("no table `{table}`"),
                    hint,
                );
                continue;
            };
            let known = known.schema();
            self.check_headers(known, columns);
            for column in columns.get_ref().keys() {
                if known.names().any(|name| name == column) {
                    continue;
                }
                let hint = match nearest(column, known.names()) {
                    Some(name) => format!("did you mean `{name}`?"),
                    None => format!("one of: {}", known.names().collect::<Vec<_>>().join(", ")),
                };
                let message = format!("no column `{column}` in {table} to rename");
                self.report(Code::ColumnRename, columns.span(), message, Some(hint));
            }
        }
    }

    /// One header cannot stand for two columns.
    fn check_headers(&mut self, table: &TableSchema, columns: &Spanned<BTreeMap<String, String>>) {
        let mut first: BTreeMap<&str, &str> = BTreeMap::new();
        let is_known = |column: &str| table.names().any(|name| name == column);
        for (column, header) in columns
            .get_ref()
            .iter()
            .filter(|(column, _)| is_known(column))
        {
            let other = *first.entry(header.trim()).or_insert(column);
            if other != column {
                let message = format!(
                    "`{header}` stands for both `{other}` and `{column}` in {}",
                    table.table
                );
                self.report(Code::ColumnRename, columns.span(), message, None);
            }
        }
    }
}
