//! Filters choose statements, never ties: what is left out leaves no trace in any count.

use super::NetworkError;
use super::days::Days;
use super::options::{Criteria, Filter};
use demarche_core::diagnostic::near;
use demarche_core::statements::{Column, Corpus, EntityClass, EntityId, Statements};

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
    ids: Vec<EntityId>,
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
    pub(super) fn resolve(corpus: &dyn Corpus, filter: &Filter) -> Result<Self, NetworkError> {
        Ok(Self {
            since: filter.since.as_ref().map(|date| date.earliest().packed()),
            until: filter.until.as_ref().map(|date| date.latest().packed()),
            only: rules(corpus, &filter.only)?,
            not: rules(corpus, &filter.not)?,
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
            let wanted = |value: &EntityId| self.ids.binary_search(value).is_ok();
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
fn rules(corpus: &dyn Corpus, criteria: &Criteria) -> Result<Vec<Rule>, NetworkError> {
    let named = |what, values: &[String], class| nodes(corpus, what, values, class);
    let themes = named("theme", &criteria.theme, EntityClass::Theme)?;
    let sectors = named("sector", &criteria.sector, EntityClass::Sector)?;
    let properties = [
        (
            Property::Claim,
            themes.map(|ids| each(&ids, |theme| corpus.claims_of(theme))),
        ),
        (
            Property::Claim,
            named("claim", &criteria.claim, EntityClass::Claim)?,
        ),
        (
            Property::SpeakerOrBody,
            named("actor", &criteria.actor, EntityClass::Actor)?,
        ),
        (
            Property::Act,
            named("act", &criteria.act, EntityClass::SpeechAct)?,
        ),
        (
            Property::Authority,
            named(
                "authority",
                &criteria.authority,
                EntityClass::AuthorityLevel,
            )?,
        ),
        (
            Property::Speaker,
            sectors.map(|ids| each(&ids, |sector| corpus.actors_in(sector))),
        ),
        (Property::Speaker, residents(corpus, &criteria.country)?),
        (
            Property::Source,
            named("source", &criteria.source, EntityClass::Source)?,
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
    corpus: &dyn Corpus,
    what: &'static str,
    values: &[String],
    class: EntityClass,
) -> Result<Option<Vec<EntityId>>, NetworkError> {
    if values.is_empty() {
        return Ok(None);
    }
    let mut ids = Vec::new();
    for value in values {
        let found = corpus.resolve(value, class);
        if found.is_empty() {
            return Err(unknown(what, value, corpus.names(class)));
        }
        ids.extend(found);
    }
    Ok(Some(ids))
}

/// Everything that `members` gives for each of some groups.
fn each(groups: &[EntityId], members: impl Fn(EntityId) -> Vec<EntityId>) -> Vec<EntityId> {
    groups.iter().flat_map(|group| members(*group)).collect()
}

/// The actors of these countries; `None` without countries.
fn residents(
    corpus: &dyn Corpus,
    countries: &[String],
) -> Result<Option<Vec<EntityId>>, NetworkError> {
    if countries.is_empty() {
        return Ok(None);
    }
    let known = corpus.countries();
    let mut ids = Vec::new();
    for country in countries {
        let before = ids.len();
        let of_country = known.iter().filter(|(_, code)| code == country);
        ids.extend(of_country.map(|(actor, _)| *actor));
        if ids.len() == before {
            let mut codes: Vec<String> = known.iter().map(|(_, code)| code.to_string()).collect();
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
