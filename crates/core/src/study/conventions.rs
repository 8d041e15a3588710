//! How the cells of a study's tables are written, as its manifest says: notations of dates, and
//! values that stand for those of the format.

use super::manifest_text::ManifestText;
use super::notations::{Notation, Notations};
use super::schema::{CellKind, ColumnSchema, TableName};
use super::values;
use crate::diagnostic::{Code, nearest};
use crate::model::{
    BUILTIN_ACTOR_TYPES, BUILTIN_SECTORS, BUILTIN_SOURCE_TYPES, KindDeclaration, KindOf,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// For columns by their number in the schema: the values that cells have, and what they mean.
pub(super) type ValueMaps = BTreeMap<usize, BTreeMap<String, String>>;

/// How the cells of a study's tables are written.
#[derive(Debug, Clone, Default)]
pub(super) struct Conventions {
    pub(super) notations: Notations,
    pub(super) values: BTreeMap<TableName, ValueMaps>,
}

/// The table `[tables]` of a manifest.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTables {
    dates: Option<Spanned<OneOrMany>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// The values of a column, by what stands in its cells.
type RawValueMap = Spanned<BTreeMap<String, Spanned<String>>>;

/// The table `[values]` of a manifest: by table and column.
pub(super) type RawValues = BTreeMap<String, Spanned<BTreeMap<String, RawValueMap>>>;

impl ManifestText<'_> {
    /// The notations of dates that are read beside EDTF.
    pub(super) fn check_notations(&mut self, raw: RawTables) -> Notations {
        let Some(written) = raw.dates else {
            return Notations::default();
        };
        let span = written.span();
        let names = match written.into_inner() {
            OneOrMany::One(name) => vec![name],
            OneOrMany::Many(names) => names,
        };
        let mut notations = Vec::new();
        for name in names {
            match Notation::from_name(&name) {
                Some(notation) => notations.push(notation),
                None => self.report(
                    Code::ManifestValue,
                    span.clone(),
                    format!("no notation of dates is called `{name}`"),
                    Some("one of: dmy, mdy, serials, or a list of them".to_owned()),
                ),
            }
        }
        Notations::new(notations).unwrap_or_else(|| {
            let message = "`dmy` and `mdy` cannot be told apart";
            let hint = "keep the one that the tables have";
            self.report(Code::ManifestValue, span, message, Some(hint.to_owned()));
            Notations::default()
        })
    }

    /// The values that stand for those of the format.
    pub(super) fn check_values(
        &mut self,
        raw: RawValues,
        kinds: &[KindDeclaration],
    ) -> BTreeMap<TableName, ValueMaps> {
        let mut all = BTreeMap::new();
        for (name, columns) in raw {
            let tables = TableName::ALL;
            let Some(table) = tables.into_iter().find(|table| table.as_str() == name) else {
                let names = tables.map(TableName::as_str);
                self.report(
                    Code::ValueMapping,
                    columns.span(),
                    format!("no table `{name}`"),
                    Some(did_you_mean(&name, &names)),
                );
                continue;
            };
            let maps = self.check_columns_of_values(table, columns.into_inner(), kinds);
            all.insert(table, maps);
        }
        all
    }

    fn check_columns_of_values(
        &mut self,
        table: TableName,
        raw: BTreeMap<String, RawValueMap>,
        kinds: &[KindDeclaration],
    ) -> ValueMaps {
        let schema = table.schema();
        let mut maps = ValueMaps::new();
        for (name, map) in raw {
            let mut columns = schema.columns.iter().enumerate();
            let found = columns.find(|(_, column)| column.name == name && is_coded(column.kind));
            let Some((number, column)) = found else {
                let coded = schema.columns.iter().filter(|column| is_coded(column.kind));
                let names: Vec<&str> = coded.map(|column| column.name).collect();
                self.report(
                    Code::ValueMapping,
                    map.span(),
                    format!("no column `{name}` of codes in {table}"),
                    Some(did_you_mean(&name, &names)),
                );
                continue;
            };
            let mut meanings = BTreeMap::new();
            for (written, meaning) in map.into_inner() {
                if let Some(hint) = fault(table, column, meaning.get_ref(), kinds) {
                    let message = format!("`{name}` has no value `{}`", meaning.get_ref());
                    self.report(Code::ValueMapping, meaning.span(), message, Some(hint));
                }
                meanings.insert(written.trim().to_owned(), meaning.into_inner());
            }
            maps.insert(number, meanings);
        }
        maps
    }
}

/// Tells whether the cells of a column hold one code each, which another code can stand for.
fn is_coded(kind: CellKind) -> bool {
    matches!(
        kind,
        CellKind::Code(_) | CellKind::Kind(_) | CellKind::Country | CellKind::Language
    )
}

/// What to do about a meaning that the column cannot have; `None` where it can.
fn fault(
    table: TableName,
    column: &ColumnSchema,
    meaning: &str,
    kinds: &[KindDeclaration],
) -> Option<String> {
    let CellKind::Kind(of) = column.kind else {
        let fault = values::check(table, column, meaning).err()?;
        return Some(fault.hint.unwrap_or(fault.message));
    };
    let builtin = match of {
        KindOf::Actor => BUILTIN_ACTOR_TYPES,
        KindOf::Sector => BUILTIN_SECTORS,
        KindOf::Source => BUILTIN_SOURCE_TYPES,
    };
    let declared = kinds.iter().filter(|kind| kind.of == of);
    let declared = declared.map(|kind| kind.code.as_str());
    let codes: Vec<&str> = builtin.iter().copied().chain(declared).collect();
    (!codes.contains(&meaning)).then(|| did_you_mean(meaning, &codes))
}

fn did_you_mean(name: &str, names: &[&str]) -> String {
    match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("one of: {}", names.join(", ")),
    }
}
