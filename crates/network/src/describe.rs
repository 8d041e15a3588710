//! One line that says how a network was made: the same words for the same settings, always.

use super::model::NetworkKind;
use super::options::{Counting, Criteria, Filter, Logic, NodeLevel, Normalization, Options, Ties};

/// The description of a network made with these settings.
pub(super) fn describe(kind: NetworkKind, options: &Options) -> String {
    let mut made = vec![
        format!("{kind} network of {}", nodes(kind, options.nodes)),
        counting(options.count).to_owned(),
    ];
    if options.ties == Ties::Net {
        made.push("net ties".to_owned());
    }
    made.extend(normalization(options.normalize).map(str::to_owned));
    if options.logic == Logic::Implied {
        made.push("with implied stances".to_owned());
    }
    if let Some(compat) = options.compat {
        made.push(format!("as {compat} computes"));
    }
    if options.min_weight > 0.0 {
        made.push(format!("ties from weight {}", options.min_weight));
    }
    if let Some(top) = options.top {
        made.push(match (kind, top) {
            (NetworkKind::Positions, 1) => "the strongest claim of each node".to_owned(),
            (NetworkKind::Positions, _) => format!("the {top} strongest claims of each node"),
            (_, 1) => "the strongest tie of each node".to_owned(),
            _ => format!("the {top} strongest ties of each node"),
        });
    }
    if options.resolution != 1.0 {
        made.push(format!("coalitions at resolution {}", options.resolution));
    }
    if options.isolates {
        made.push("with isolates".to_owned());
    }
    let mut parts = vec![made.join(", ")];
    parts.extend(period(&options.filter));
    parts.extend(criteria("", &options.filter.only));
    parts.extend(criteria("not ", &options.filter.not));
    parts.join("; ")
}

fn nodes(kind: NetworkKind, level: NodeLevel) -> String {
    let nodes = match level {
        NodeLevel::Actor => "actors",
        NodeLevel::Institution => "institutions",
        NodeLevel::State => "states",
        NodeLevel::Polity => "states and international organizations",
        NodeLevel::Sector => "sectors",
        NodeLevel::Authority => "levels of authority",
    };
    match kind {
        NetworkKind::Positions => format!("{nodes} and claims"),
        NetworkKind::Claims => format!("claims by {nodes}"),
        _ => nodes.to_owned(),
    }
}

fn counting(counting: Counting) -> &'static str {
    match counting {
        Counting::Statements => "every statement counted",
        Counting::Sources => "counted once per source",
        Counting::Year => "counted once per year",
        Counting::Month => "counted once per month",
        Counting::Week => "counted once per week",
        Counting::Once => "counted once",
    }
}

fn normalization(rule: Normalization) -> Option<&'static str> {
    match rule {
        Normalization::None => None,
        Normalization::Average => Some("normalised by average activity"),
        Normalization::Jaccard => Some("normalised by the weighted Jaccard index"),
        Normalization::Cosine => Some("normalised by the lengths of vectors (cosine)"),
        Normalization::Activity => Some("shares of each node's activity"),
        Normalization::Prominence => Some("shares of what is said of each claim"),
    }
}

fn period(filter: &Filter) -> Option<String> {
    let (since, until) = (&filter.since, &filter.until);
    match (since, until) {
        (None, None) => None,
        (Some(since), None) => Some(format!("statements from {since}")),
        (None, Some(until)) => Some(format!("statements until {until}")),
        (Some(since), Some(until)) => Some(format!("statements from {since} until {until}")),
    }
}

fn criteria<'a>(not: &'a str, criteria: &'a Criteria) -> impl Iterator<Item = String> + 'a {
    [
        ("theme", &criteria.theme),
        ("claim", &criteria.claim),
        ("actor", &criteria.actor),
        ("act", &criteria.act),
        ("authority", &criteria.authority),
        ("sector", &criteria.sector),
        ("country", &criteria.country),
        ("source", &criteria.source),
    ]
    .into_iter()
    .filter(|(_, values)| !values.is_empty())
    .map(move |(name, values)| format!("{not}{name} {}", values.join(" or ")))
}
