//! The voices of each group and the sides they take, read off networks of positions: there is no
//! second way of counting.

use super::options::{By, CompareError, Options};
use crate::{Mode, Network, NetworkKind, Node, NodeLevel, Summary};
use demarche_core::diagnostic::near;
use demarche_core::model::Authority;
use demarche_core::statements::Corpus;
use petgraph::visit::EdgeRef;
use std::collections::{BTreeMap, BTreeSet};

/// A claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) themes: Vec<String>,
}

/// What one voice said of one claim, after the counting rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    /// IRI of the claim.
    pub(super) claim: String,
    /// IRI of the voice.
    pub(super) voice: String,
    pub(super) supports: u32,
    pub(super) opposes: u32,
}

/// What was read off the networks.
#[derive(Debug, Default)]
pub(super) struct Voices {
    /// Positions by group, sorted. Every group that a statement passed the filters for is there.
    pub(super) groups: BTreeMap<String, Vec<Position>>,
    /// By IRI.
    pub(super) claims: BTreeMap<String, Claim>,
    pub(super) summary: Summary,
    /// Voices that are of no group; by authority, statements without a level.
    pub(super) without_group: u32,
    pub(super) description: String,
    pub(super) titles: Vec<String>,
}

impl Voices {
    /// Reads the voices of all groups.
    pub(super) fn of(corpus: &dyn Corpus, options: &Options) -> Result<Self, CompareError> {
        let mut voices = match options.by {
            By::Authority => Self::by_level(corpus, options)?,
            by => Self::by_attribute(corpus, options, by)?,
        };
        for positions in voices.groups.values_mut() {
            positions.sort_unstable();
        }
        Ok(voices)
    }

    fn by_attribute(corpus: &dyn Corpus, options: &Options, by: By) -> Result<Self, CompareError> {
        let network = positions(corpus, options, options.nodes)?;
        let mut voices = Self::default();
        for node in network.graph.node_weights() {
            match group_of(node, by) {
                Some(group) => {
                    voices.groups.entry(group.to_owned()).or_default();
                }
                None => voices.without_group += u32::from(node.mode == Mode::Actor),
            }
        }
        voices.read(&network, |node| group_of(node, by));
        Ok(Self {
            summary: network.summary,
            description: described(options),
            titles: network.titles,
            ..voices
        })
    }

    /// A network for each level: what was said there, and nothing else.
    fn by_level(corpus: &dyn Corpus, options: &Options) -> Result<Self, CompareError> {
        let levels = positions(corpus, options, NodeLevel::Authority)?;
        let mut voices = Self {
            without_group: levels.summary.without_node,
            description: described(options),
            titles: levels.titles,
            ..Self::default()
        };
        voices.summary = Summary {
            neutral: 0,
            without_node: 0,
            counted: 0,
            ..levels.summary
        };
        let nodes = levels.graph.node_weights();
        for level in nodes.filter(|node| node.mode == Mode::Actor) {
            let mut of_level = options.clone();
            of_level.filter.only.authority = vec![level.iri.clone()];
            let network = positions(corpus, &of_level, options.nodes)?;
            let code = level_code(level);
            voices.groups.entry(code.to_owned()).or_default();
            voices.read(&network, |_| Some(code));
            voices.summary.neutral += network.summary.neutral;
            voices.summary.without_node += network.summary.without_node;
            voices.summary.counted += network.summary.counted;
        }
        Ok(voices)
    }

    /// Adds the ties of a network to the groups that `group` gives their voices.
    fn read<'n>(&mut self, network: &'n Network, group: impl Fn(&'n Node) -> Option<&'n str>) {
        for tie in network.graph.edge_references() {
            // A tie goes from a voice to a claim.
            let ends = [tie.source(), tie.target()].map(|end| network.graph.node_weight(end));
            let [Some(voice), Some(claim)] = ends else {
                continue;
            };
            let Some(group) = group(voice) else {
                continue;
            };
            let positions = self.groups.entry(group.to_owned()).or_default();
            positions.push(Position {
                claim: claim.iri.clone(),
                voice: voice.iri.clone(),
                supports: tie.weight().supports,
                opposes: tie.weight().opposes,
            });
            self.claims
                .entry(claim.iri.clone())
                .or_insert_with(|| Claim {
                    id: claim.id.clone(),
                    label: claim.label.clone(),
                    themes: claim.themes.clone(),
                });
        }
    }

    /// The groups to compare, in order, and those passed over since they have one voice.
    ///
    /// # Errors
    /// [`CompareError::UnknownGroup`] for one that no voice of the graph is of, filters or not.
    pub(super) fn chosen(
        &self,
        corpus: &dyn Corpus,
        options: &Options,
    ) -> Result<(Vec<String>, Vec<String>), CompareError> {
        if options.groups.is_empty() {
            let mut all: Vec<&String> = self.groups.keys().collect();
            all.sort_by_key(|name| rank(options.by, name));
            let (some, few) = all.into_iter().cloned().partition(|name| {
                let positions = self.groups.get(name).into_iter().flatten();
                let voices: BTreeSet<&str> = positions.map(|at| at.voice.as_str()).collect();
                voices.len() > 1
            });
            return Ok((some, few));
        }
        let mut chosen: Vec<String> = Vec::new();
        for name in &options.groups {
            if !self.groups.contains_key(name) {
                known(corpus, options, name)?;
            }
            if !chosen.contains(name) {
                chosen.push(name.clone());
            }
        }
        Ok((chosen, Vec::new()))
    }
}

/// Checks that the graph has voices of a group, whatever filters leave of them.
fn known(corpus: &dyn Corpus, options: &Options, name: &str) -> Result<(), CompareError> {
    let all = Options {
        nodes: options.nodes,
        ..Options::by(options.by)
    };
    let voices = Voices::of(corpus, &all)?;
    if voices.groups.contains_key(name) {
        return Ok(());
    }
    let names = voices.groups.keys().map(String::as_str);
    let found: Vec<String> = near(name, names).into_iter().map(str::to_owned).collect();
    Err(CompareError::UnknownGroup {
        by: options.by,
        group: name.to_owned(),
        known: match found.is_empty() {
            true => voices.groups.into_keys().collect(),
            false => Vec::new(),
        },
        near: found,
    })
}

/// Levels stand from the highest down; all else by name.
fn rank(by: By, name: &str) -> (usize, String) {
    let level = match by {
        By::Authority => Authority::ALL.iter().position(|level| level.code() == name),
        _ => None,
    };
    (level.unwrap_or(Authority::ALL.len()), name.to_owned())
}

fn network_options(options: &Options) -> crate::Options {
    crate::Options {
        filter: options.filter.clone(),
        nodes: options.nodes,
        count: options.count,
        // Voices that are neutral throughout still say which groups there are.
        isolates: true,
        list_claims: 0,
        ..crate::Options::default()
    }
}

/// How the positions of voices were made.
fn described(options: &Options) -> String {
    let options = crate::Options {
        isolates: false,
        ..network_options(options)
    };
    crate::description(NetworkKind::Positions, &options)
}

fn positions(
    corpus: &dyn Corpus,
    options: &Options,
    nodes: NodeLevel,
) -> Result<Network, CompareError> {
    let options = crate::Options {
        nodes,
        ..network_options(options)
    };
    Ok(crate::build(corpus, NetworkKind::Positions, &options)?)
}

fn group_of(node: &Node, by: By) -> Option<&str> {
    if node.mode != Mode::Actor {
        return None;
    }
    match by {
        By::Sector => node.sector.as_deref(),
        By::Country => node.country.as_deref(),
        By::ActorType => Some(&node.kind),
        By::Authority => None,
    }
}

/// "authoritative", of the concept "authority-authoritative".
fn level_code(level: &Node) -> &str {
    level.id.strip_prefix("authority-").unwrap_or(&level.id)
}
