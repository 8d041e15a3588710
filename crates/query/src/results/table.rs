//! Rows as tables for people.

use super::short::{cell, is_number};
use crate::error::QueryError;
use demarche_core::display::{Content, Table, escaped, visible};
use demarche_graph::rdf::Prefix;
use oxigraph::model::Term;
use oxigraph::sparql::QuerySolutionIter;
use std::io::Write;

/// Returns what a cell with this term holds.
fn content(term: &Term) -> Content {
    match term {
        Term::NamedNode(_) => Content::Words,
        term if is_number(term) => Content::Numbers,
        Term::Literal(literal) if !literal.value().contains(char::is_whitespace) => Content::Words,
        _ => Content::Texts,
    }
}

fn read(
    solutions: QuerySolutionIter<'_>,
    clean: impl Fn(&str) -> String,
    prefixes: &[Prefix],
) -> Result<Table, QueryError> {
    let names = solutions.variables().iter();
    let header: Vec<String> = names.map(|name| clean(name.as_str())).collect();
    let mut columns = vec![Content::Empty; header.len()];
    let mut rows = Vec::new();
    for solution in solutions {
        let solution = solution?;
        let cells = solution.values().iter().zip(&mut columns);
        let row = cells.map(|(term, column)| {
            let Some(term) = term else {
                return String::new();
            };
            *column = column.joined(content(term));
            clean(&cell(term, prefixes))
        });
        rows.push(row.collect());
    }
    Ok(Table {
        header,
        rows,
        columns,
    })
}

/// Writes an aligned table; with a width, cells wrap so that it fits. Returns the number of rows.
pub(super) fn text(
    solutions: QuerySolutionIter<'_>,
    width: Option<usize>,
    prefixes: &[Prefix],
    out: &mut dyn Write,
) -> Result<usize, QueryError> {
    let table = read(solutions, visible, prefixes)?;
    table.text(width, out)?;
    Ok(table.rows.len())
}

/// Writes a table in Markdown. Returns the number of rows.
pub(super) fn markdown(
    solutions: QuerySolutionIter<'_>,
    prefixes: &[Prefix],
    out: &mut dyn Write,
) -> Result<usize, QueryError> {
    let table = read(solutions, escaped, prefixes)?;
    table.markdown(out)?;
    Ok(table.rows.len())
}
