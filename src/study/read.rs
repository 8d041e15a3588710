//! Reading a study's folder: manifest, tables, references, consistency, in one run.

use super::columns::Columns;
use super::manifest::{self, DeclaredKinds, Manifest};
use super::references::{self, Tables};
use super::table::{Content, Table};
use super::text::unreadable;
use super::{actors, claims, consistency, sources, statements, themes};
use crate::diagnostic::Problems;
use crate::model::Study;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What reading a folder gave.
pub struct Reading {
    /// The folder, as the user named it.
    pub folder: PathBuf,
    /// The study. Empty if there was any error.
    pub study: Option<Study>,
    /// The manifest. Empty if it could not be read.
    pub manifest: Option<Manifest>,
    /// Everything wrong or worth knowing, in order of place.
    pub problems: Problems,
}

/// A table and the rows it gave, each with its place.
pub(super) struct Rows<T> {
    /// `None` if the file could not be read.
    pub(super) table: Option<Table>,
    pub(super) content: Content<T>,
}

impl<T> Rows<T> {
    /// Whether every row's identifier is known.
    pub(super) fn is_complete(&self) -> bool {
        self.table.as_ref().is_some_and(Table::is_sound)
    }

    /// Rows without their places.
    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.content.rows.iter().map(|(_, row)| row)
    }

    fn into_values(self) -> Vec<T> {
        self.content.rows.into_iter().map(|(_, row)| row).collect()
    }
}

/// Reads a study.
///
/// All problems of the manifest and the five tables are found in one run.
pub fn read(folder: &Path) -> Reading {
    let mut problems = Problems::new();
    if let Err(error) = std::fs::read_dir(folder) {
        problems.push(unreadable(folder, &error));
        return Reading {
            folder: folder.to_owned(),
            study: None,
            manifest: None,
            problems,
        };
    }
    let manifest = manifest::read(folder, &mut problems);
    let kinds = DeclaredKinds::of(manifest.as_ref());
    let files = Files {
        folder,
        renamed: manifest.as_ref().map(|manifest| &manifest.columns),
    };
    let mut tables = Tables {
        themes: files.read(themes::COLUMNS, &mut problems, themes::parse),
        claims: files.read(claims::COLUMNS, &mut problems, claims::parse),
        actors: files.read(actors::COLUMNS, &mut problems, |row| {
            actors::parse(row, &kinds)
        }),
        sources: files.read(sources::COLUMNS, &mut problems, |row| {
            sources::parse(row, &kinds)
        }),
        statements: files.read(statements::COLUMNS, &mut problems, statements::parse),
    };
    references::check(&mut tables, &mut problems);
    consistency::check(&mut tables, &mut problems);
    let study = manifest
        .as_ref()
        .filter(|_| !problems.has_errors())
        .map(|manifest| Study {
            metadata: manifest.metadata.clone(),
            kinds: manifest.kinds.clone(),
            themes: tables.themes.into_values(),
            claims: tables.claims.into_values(),
            actors: tables.actors.into_values(),
            sources: tables.sources.into_values(),
            statements: tables.statements.into_values(),
        });
    Reading {
        folder: folder.to_owned(),
        study,
        manifest,
        problems: problems.sorted(),
    }
}

struct Files<'a> {
    folder: &'a Path,
    /// `None` where there is no manifest to say.
    renamed: Option<&'a BTreeMap<String, BTreeMap<String, String>>>,
}

impl Files<'_> {
    fn read<T>(
        &self,
        columns: Columns,
        problems: &mut Problems,
        parse: impl FnMut(&mut super::row::Row<'_>) -> Option<T>,
    ) -> Rows<T> {
        let none = BTreeMap::new();
        let renamed = self
            .renamed
            .map(|renamed| renamed.get(columns.table).unwrap_or(&none));
        let path = self.folder.join(format!("{}.csv", columns.table));
        let Some(table) = Table::open(&path, columns, renamed, problems) else {
            return Rows {
                table: None,
                content: Content::default(),
            };
        };
        let content = table.rows(problems, parse);
        Rows {
            table: Some(table),
            content,
        }
    }
}
