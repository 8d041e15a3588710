//! The saved queries: those built in, and those of a folder.

use super::error::QueryError;
use super::header::Header;
use super::parsed::ParsedQuery;
use super::syntax;
use super::syntax_error::QueryText;
use demarche_core::diagnostic::nearest;
use demarche_graph::rdf::usual_prefixes;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Name and text of every file in `queries/`, by name.
const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/queries.rs"));

/// A saved query: parsed, its header in agreement with it.
#[derive(Debug, Clone)]
pub struct SavedQuery {
    /// Its name: that of its file, without `.rq`.
    pub name: String,
    /// What its text goes by in errors: the file's name or path.
    pub label: String,
    /// Its text, header included.
    pub text: String,
    /// What it says of itself.
    pub header: Header,
    query: ParsedQuery,
}

impl SavedQuery {
    /// Reads a saved query from its text.
    ///
    /// # Errors
    /// [`QueryError::Syntax`] if the header is missing or wrong, the query is, or they disagree;
    /// [`QueryError::ReadOnly`] if it is an update.
    pub fn read(name: &str, label: &str, text: &str) -> Result<Self, QueryError> {
        let text = syntax::without_mark(text);
        let source = QueryText { label, text };
        let query = syntax::parse(source, &usual_prefixes())?;
        let header = Header::read(source)?.ok_or_else(|| {
            let message = "a saved query begins with a header: \"#+ summary: ...\"".to_owned();
            syntax::error(source, 0..0, message)
        })?;
        query.with(|query| header.check(source, query))?;
        Ok(Self {
            name: name.to_owned(),
            label: label.to_owned(),
            text: text.to_owned(),
            header,
            query,
        })
    }

    /// The query, its parameters still variables.
    pub(super) fn query(&self) -> &ParsedQuery {
        &self.query
    }
}

/// Saved queries by name.
#[derive(Debug, Clone, Default)]
pub struct Catalogue(BTreeMap<String, SavedQuery>);

impl Catalogue {
    /// The built-in queries.
    ///
    /// # Errors
    /// Those of [`SavedQuery::read`]; a test makes sure that there are none.
    pub fn embedded() -> Result<Self, QueryError> {
        let mut queries = BTreeMap::new();
        for (name, text) in EMBEDDED {
            let query = SavedQuery::read(name, &format!("{name}.rq"), text)?;
            queries.insert(query.name.clone(), query);
        }
        Ok(Self(queries))
    }

    /// The built-in queries and those in the `.rq` files of a folder, which come first where
    /// both have a query of the same name.
    ///
    /// # Errors
    /// [`QueryError::Read`] for a folder or file that cannot be read, else as
    /// [`Catalogue::embedded`].
    pub fn with_folder(folder: &Path) -> Result<Self, QueryError> {
        let mut catalogue = Self::embedded()?;
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| QueryError::Read { path, source }
        };
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(failed(folder))? {
            paths.push(entry.map_err(failed(folder))?.path());
        }
        // Of several broken files, the same one is reported on every machine.
        paths.sort_unstable();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "rq"));
        for path in paths {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let text = fs::read_to_string(&path).map_err(failed(&path))?;
            let query = SavedQuery::read(&name, &path.display().to_string(), &text)?;
            catalogue.0.insert(query.name.clone(), query);
        }
        Ok(catalogue)
    }

    /// The query of this name.
    ///
    /// # Errors
    /// [`QueryError::UnknownQuery`] with the nearest name.
    pub fn get(&self, name: &str) -> Result<&SavedQuery, QueryError> {
        self.0.get(name).ok_or_else(|| QueryError::UnknownQuery {
            name: name.to_owned(),
            suggestion: nearest(name, self.0.keys().map(String::as_str)).map(str::to_owned),
        })
    }

    /// The queries by name.
    pub fn iter(&self) -> impl Iterator<Item = &SavedQuery> {
        self.0.values()
    }

    /// Number of queries.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no query.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
