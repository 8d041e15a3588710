//! Filters choose statements, never ties: what is left out leaves no trace in any count.

use super::NetworkError;
use super::days::Days;
use super::options::{Criteria, Filter};
use demarche_core::diagnostic::near;
use demarche_core::vocab::dm;
use demarche_graph::{Column, Graph, Statements, TermId};

/// Up to this many names are all listed, where none is near.
const FEW: usize = 12;

/// A filter whose values are resolved against a graph.
pub(super) struct RowFilter {
    /// Packed days.
    since: Option<u32>,
    until: Option<u32>,
    only: Vec<Rule>,
    not: Vec<Rule>,
}

/// A property of a statement and the values it may have, sorted.
struct Rule {
    property: Property,
    ids: Vec<TermId>,
}

/// Which columns a rule looks at.
#[derive(Clone, Copy)]
enum Property {
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
            since: filter.since.as_ref().map(|date| date.earliest().packed()),
            until: filter.until.as_ref().map(|date| date.latest().packed()),
            only: rules(graph, &filter.only)?,
            not: rules(graph, &filter.not)?,
        })
    }

    /// For each statement whether it passes.
    pub(super) fn admitted(&self, statements: &Statements<'_>, days: &[Days]) -> Vec<bool> {
        let mut admitted = vec![true; statements.len()];
        if self.since.is_some() || self.until.is_some() {
            for (admitted, days) in admitted.iter_mut().zip(days) {
                *admitted = days.meets(self.since, self.until);
            }
        }
        let rules = self.only.iter().map(|rule| (rule, true));
        for (rule, wanted) in rules.chain(self.not.iter().map(|rule| (rule, false))) {
            for (admitted, holds) in admitted.iter_mut().zip(rule.holds(statements)) {
                *admitted &= holds == wanted;
            }
        }
        admitted
    }
}

impl Rule {
    /// For each statement whether the rule holds. A value is looked up once, not once a statement.
    fn holds(&self, statements: &Statements<'_>) -> Vec<bool> {
        let mut holds = vec![false; statements.len()];
        let mut mark = |column: &Column<'_>| {
            let wanted = |value: &TermId| self.ids.binary_search(value).is_ok();
            let wanted: Vec<bool> = column.values().iter().map(wanted).collect();
            for (row, holds) in holds.iter_mut().enumerate() {
                let code = column.code(row);
                *holds |= code.is_some_and(|code| wanted.get(code as usize) == Some(&true));
            }
        };
        match self.property {
            Property::Claim => mark(&statements.claim),
            Property::Speaker => mark(&statements.speaker),
            Property::SpeakerOrBody => {
                mark(&statements.speaker);
                mark(&statements.on_behalf_of);
            }
            Property::Act => mark(&statements.act),
            Property::Authority => mark(&statements.authority),
            Property::Source => mark(&statements.source),
        }
        holds
    }
}

/// One rule for each property that has values.
fn rules(graph: &Graph, criteria: &Criteria) -> Result<Vec<Rule>, NetworkError> {
    let named = |what, values: &[String], class| nodes(graph, what, values, class);
    let themes = named("theme", &criteria.theme, dm::THEME)?;
    let sectors = named("sector", &criteria.sector, dm::SECTOR_CLASS)?;
    let properties = [
        (
            Property::Claim,
            themes.map(|ids| holders(graph, dm::THEME_PROPERTY, &ids)),
        ),
        (Property::Claim, named("claim", &criteria.claim, dm::CLAIM)?),
        (
            Property::SpeakerOrBody,
            named("actor", &criteria.actor, dm::ACTOR)?,
        ),
        (Property::Act, named("act", &criteria.act, dm::SPEECH_ACT)?),
        (
            Property::Authority,
            named("authority", &criteria.authority, dm::AUTHORITY_LEVEL)?,
        ),
        (
            Property::Speaker,
            sectors.map(|ids| holders(graph, dm::SECTOR, &ids)),
        ),
        (Property::Speaker, residents(graph, &criteria.country)?),
        (
            Property::Source,
            named("source", &criteria.source, dm::SOURCE)?,
        ),
    ];
    Ok(properties
        .into_iter()
        .filter_map(|(property, ids)| {
            let mut ids = ids?;
            ids.sort_unstable();
            ids.dedup();
            Some(Rule { property, ids })
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
