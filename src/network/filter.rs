//! Filters choose rows, never ties: what is left out leaves no trace in any count.

use super::NetworkError;
use super::options::{Criteria, Filter};
use super::rows::{Row, Span};
use crate::diagnostic::near;
use crate::graph::{Graph, TermId};
use crate::model::Day;
use crate::vocab::dm;

/// Up to this many names are all listed, where none is near.
const FEW: usize = 12;

/// A filter whose values are resolved against a graph.
pub(super) struct RowFilter {
    since: Option<Day>,
    until: Option<Day>,
    only: Vec<Rule>,
    not: Vec<Rule>,
}

/// A property of a row and the values it may have, sorted.
struct Rule {
    column: Column,
    ids: Vec<TermId>,
}

/// Which cells of a row a rule looks at.
#[derive(Clone, Copy)]
enum Column {
    Claim,
    Speaker,
    SpeakerOrBody,
    Act,
    Authority,
    Source,
}

impl RowFilter {
    /// Resolves a filter's values.
    ///
    /// # Errors
    /// [`NetworkError::UnknownValue`] for the first value that the graph does not have.
    pub(super) fn resolve(graph: &Graph, filter: &Filter) -> Result<Self, NetworkError> {
        Ok(Self {
            since: filter.since.as_ref().map(|date| date.earliest()),
            until: filter.until.as_ref().map(|date| date.latest()),
            only: rules(graph, &filter.only)?,
            not: rules(graph, &filter.not)?,
        })
    }

    /// Whether a row passes.
    pub(super) fn admits(&self, row: &Row) -> bool {
        self.admits_days(row.days)
            && self.only.iter().all(|rule| rule.holds(row))
            && !self.not.iter().any(|rule| rule.holds(row))
    }

    fn admits_days(&self, days: Option<Span>) -> bool {
        match days {
            None => self.since.is_none() && self.until.is_none(),
            Some(days) => {
                self.since.is_none_or(|since| days.last >= since)
                    && self.until.is_none_or(|until| days.first <= until)
            }
        }
    }
}

impl Rule {
    fn holds(&self, row: &Row) -> bool {
        let has = |id: Option<TermId>| id.is_some_and(|id| self.ids.binary_search(&id).is_ok());
        match self.column {
            Column::Claim => has(Some(row.claim)),
            Column::Speaker => has(Some(row.speaker)),
            Column::SpeakerOrBody => has(Some(row.speaker)) || has(row.on_behalf_of),
            Column::Act => has(row.act),
            Column::Authority => has(row.authority),
            Column::Source => has(row.source),
        }
    }
}

/// One rule for each property that has values.
fn rules(graph: &Graph, criteria: &Criteria) -> Result<Vec<Rule>, NetworkError> {
    let named = |what, values: &[String], class| nodes(graph, what, values, class);
    let themes = named("theme", &criteria.theme, dm::THEME)?;
    let sectors = named("sector", &criteria.sector, dm::SECTOR_CLASS)?;
    let columns = [
        (
            Column::Claim,
            themes.map(|ids| holders(graph, dm::THEME_PROPERTY, &ids)),
        ),
        (Column::Claim, named("claim", &criteria.claim, dm::CLAIM)?),
        (
            Column::SpeakerOrBody,
            named("actor", &criteria.actor, dm::ACTOR)?,
        ),
        (Column::Act, named("act", &criteria.act, dm::SPEECH_ACT)?),
        (
            Column::Authority,
            named("authority", &criteria.authority, dm::AUTHORITY_LEVEL)?,
        ),
        (
            Column::Speaker,
            sectors.map(|ids| holders(graph, dm::SECTOR, &ids)),
        ),
        (Column::Speaker, residents(graph, &criteria.country)?),
        (
            Column::Source,
            named("source", &criteria.source, dm::SOURCE)?,
        ),
    ];
    Ok(columns
        .into_iter()
        .filter_map(|(column, ids)| {
            let mut ids = ids?;
            ids.sort_unstable();
            ids.dedup();
            Some(Rule { column, ids })
        })
        .collect())
}

/// The nodes of a class that the values stand for; `None` without values.
fn nodes(
    graph: &Graph,
    what: &'static str,
    values: &[String],
    class: &str,
) -> Result<Option<Vec<TermId>>, NetworkError> {
    if values.is_empty() {
        return Ok(None);
    }
    let mut ids = Vec::new();
    for value in values {
        let found = match graph.iri_id(value) {
            Some(id) if graph.is_a(id, class) => vec![id],
            _ => graph.named(value, Some(class)),
        };
        if found.is_empty() {
            return Err(unknown(what, value, graph.names_of(class)));
        }
        ids.extend(found);
    }
    Ok(Some(ids))
}

/// The subjects that have one of these values for a property.
fn holders(graph: &Graph, property: &str, values: &[TermId]) -> Vec<TermId> {
    let Some(property) = graph.iri_id(property) else {
        return Vec::new();
    };
    values
        .iter()
        .flat_map(|value| graph.matching(None, Some(property), Some(*value)))
        .map(|[subject, ..]| subject)
        .collect()
}

/// The actors of these countries; `None` without countries.
fn residents(graph: &Graph, countries: &[String]) -> Result<Option<Vec<TermId>>, NetworkError> {
    if countries.is_empty() {
        return Ok(None);
    }
    let known: Vec<(std::borrow::Cow<'_, str>, TermId)> = graph
        .iri_id(dm::COUNTRY)
        .into_iter()
        .flat_map(|property| graph.matching(None, Some(property), None))
        .filter_map(|[subject, _, object]| Some((graph.text(object)?, subject)))
        .collect();
    let mut ids = Vec::new();
    for country in countries {
        let before = ids.len();
        let of_country = known.iter().filter(|(code, _)| code == country);
        ids.extend(of_country.map(|(_, actor)| *actor));
        if ids.len() == before {
            let mut codes: Vec<String> = known.iter().map(|(code, _)| code.to_string()).collect();
            codes.sort_unstable();
            codes.dedup();
            return Err(unknown("country", country, codes));
        }
    }
    Ok(Some(ids))
}

/// The error for an unknown value, with the names most like it; where none is like it and there
/// are few, with all.
fn unknown(what: &'static str, value: &str, names: Vec<String>) -> NetworkError {
    let found = near(value, names.iter().map(String::as_str));
    let near: Vec<String> = found.into_iter().map(str::to_owned).collect();
    let known = if near.is_empty() && names.len() <= FEW {
        names
    } else {
        Vec::new()
    };
    NetworkError::UnknownValue {
        what,
        value: value.to_owned(),
        near,
        known,
    }
}
