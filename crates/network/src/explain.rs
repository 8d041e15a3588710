//! What stands behind one pair: every statement, by claim.

use super::addressed::body;
use super::assemble::EndedTie;
use super::explanation::{ExplainedTie, Explanation, Group, Named, Reason, Said};
use super::filter::RowFilter;
use super::follow::{Follow, Step, Why};
use super::made::Made;
use super::model::{Mode, NetworkKind, Node, Tie, TieKind};
use super::options::{Logic, Options, Ties};
use super::place::{Placed, place};
use super::rollup::Ladder;
use super::{NetworkError, describe};
use demarche_core::diagnostic::near;
use demarche_core::model::Stance;
use demarche_core::statements::{Corpus, EntityId, StatementText, Statements, local_name};

/// Explains the ties of a pair of nodes, named by identifier or IRI. In a directed network the
/// first is the speaker; in a two-mode network one of them is a claim.
///
/// All claims are listed, whatever the options say.
///
/// # Errors
/// As [`build`](super::build), and [`NetworkError::NoNode`] where an end is not in the network.
pub fn explain(
    corpus: &dyn Corpus,
    kind: NetworkKind,
    options: &Options,
    ends: [&str; 2],
) -> Result<Explanation, NetworkError> {
    options.check(kind)?;
    let options = Options {
        list_claims: u32::MAX,
        ..options.clone()
    };
    let filter = RowFilter::resolve(corpus, &options.filter)?;
    let statements = corpus.statements();
    let (placed, _) = place(corpus, &statements, &filter, options.nodes);
    let made = Made::of(corpus, &statements, placed.clone(), (kind, &options), false)?;
    let at = find(&made.nodes, ends)?;
    let ids = at.map(|at| corpus.find(&made.nodes[at as usize].iri));
    let [Some(one), Some(other)] = ids else {
        return Err(NetworkError::Damaged);
    };
    let mut evidence = Evidence {
        corpus,
        kind,
        options: &options,
        statements: &statements,
        follow: (options.logic == Logic::Implied).then(|| Follow::of(corpus, &placed.claims)),
        placed,
        ends: [one, other],
        of_ends: Vec::new(),
    };
    evidence.of_ends = evidence.rows_of_ends();
    let turned = kind != NetworkKind::Addressed;
    let of_pair = |(ends, _): &&EndedTie| *ends == at || turned && *ends == [at[1], at[0]];
    let ties = made.ties.iter().filter(of_pair).map(|(_, tie)| {
        let act = tie.act.and_then(|act| made.acts.get(act as usize));
        let claims = tie.claims.iter();
        let groups = claims.filter_map(|rank| made.claims.by_rank.get(*rank as usize));
        ExplainedTie {
            kind: act.map_or(tie.kind.as_str(), String::as_str).to_owned(),
            weight: tie.weight,
            groups: groups
                .map(|group| evidence.group(*group, tie, act.map(String::as_str)))
                .collect(),
        }
    });
    let name = |at: u32| Named {
        id: made.nodes[at as usize].id.clone(),
        label: made.nodes[at as usize].label.clone(),
    };
    let explanation = Explanation {
        network: describe::describe(kind, &options),
        ends: at.map(name),
        by: match kind {
            NetworkKind::Claims => "node",
            _ => "claim",
        },
        ties: ties.collect(),
    };
    NetworkError::check(corpus)?;
    Ok(explanation)
}

/// The nodes of these names; where an actor and a claim share one, the first name is an actor's.
fn find(nodes: &[Node], ends: [&str; 2]) -> Result<[u32; 2], NetworkError> {
    let of_mode = |name: &str, mode: Option<Mode>| {
        let node = |node: &Node| {
            (node.id == name || node.iri == name) && mode.is_none_or(|mode| mode == node.mode)
        };
        nodes.iter().position(node)
    };
    let found = [
        of_mode(ends[0], Some(Mode::Actor)).or_else(|| of_mode(ends[0], None)),
        of_mode(ends[1], Some(Mode::Claim)).or_else(|| of_mode(ends[1], None)),
    ];
    match found {
        // Nodes are terms, and those are counted in 32 bits.
        [Some(one), Some(other)] => Ok([one as u32, other as u32]),
        [None, _] => Err(no_node(nodes, ends[0])),
        [_, None] => Err(no_node(nodes, ends[1])),
    }
}

fn no_node(nodes: &[Node], name: &str) -> NetworkError {
    let near = near(name, nodes.iter().map(|node| node.id.as_str()));
    NetworkError::NoNode {
        name: name.to_owned(),
        near: near.into_iter().map(str::to_owned).collect(),
    }
}

/// What the statements behind a pair are found with.
struct Evidence<'a> {
    corpus: &'a dyn Corpus,
    kind: NetworkKind,
    options: &'a Options,
    statements: &'a Statements<'a>,
    placed: Placed,
    follow: Option<Follow>,
    ends: [EntityId; 2],
    /// The statements of the ends that take a side, by position in `placed`, each with its end.
    of_ends: Vec<(usize, usize)>,
}

/// A row that stands for a side of a group at one of the ends.
struct Found {
    end: usize,
    row: u32,
    opposing: bool,
    steps: Vec<Step>,
}

/// Those that meet one of the other end in a tie of this kind. What was said counts where it meets
/// what was said; only else what is implied.
fn meeting(found: Vec<Found>, kind: TieKind) -> Vec<Found> {
    let meets = |one: &Found, other: &Found| {
        let same = one.opposing == other.opposing;
        one.end != other.end && same == (kind == TieKind::Agreement)
    };
    let said = |one: &Found| one.steps.is_empty();
    let direct = found.iter().filter(|one| said(one)).any(|one| {
        let mut others = found.iter().filter(|other| said(other));
        others.any(|other| meets(one, other))
    });
    let keeps: Vec<bool> = found
        .iter()
        .map(|one| {
            let counts = |other: &Found| !direct || said(other);
            let mut others = found.iter().filter(|other| counts(other));
            counts(one) && others.any(|other| meets(one, other))
        })
        .collect();
    let found = found.into_iter().zip(keeps);
    found
        .filter_map(|(one, keep)| keep.then_some(one))
        .collect()
}

impl Evidence<'_> {
    fn group(&self, group: EntityId, tie: &Tie, act: Option<&str>) -> Group {
        let mut found = self.found(group, act);
        let sided = matches!(tie.kind, TieKind::Agreement | TieKind::Disagreement);
        if sided && self.options.ties == Ties::Both {
            found = meeting(found, tie.kind);
        } else if sided && self.follow.is_some() {
            // Netted, but by what is implied each end has one side of a claim, and so meets the other
            // in one way.
            let side = |end| {
                found
                    .iter()
                    .find(|one| one.end == end)
                    .map(|one| one.opposing)
            };
            let same = side(0) == side(1);
            let kind = if same {
                TieKind::Agreement
            } else {
                TieKind::Disagreement
            };
            found = meeting(found, kind);
        }
        let date = |row: u32| self.statements.earliest.value(row as usize);
        found.sort_by_key(|one| (one.end, date(one.row), one.row));
        Group {
            about: self.named(group),
            statements: found.iter().map(|one| self.said(one)).collect(),
        }
    }

    /// The statements that can be behind a tie of the ends, whatever the claim.
    fn rows_of_ends(&self) -> Vec<(usize, usize)> {
        let ladder = Ladder::new(self.corpus, self.options.nodes);
        let to_second = |row: u32| {
            let mut addressees = self.statements.addressees.of(row).iter();
            addressees.any(|addressee| {
                body(&ladder, self.options.nodes, *addressee) == Some(self.ends[1])
            })
        };
        let end_of = |at: usize| {
            let id = match self.kind {
                NetworkKind::Claims => self.placed.claims[self.placed.claim[at] as usize],
                _ => self.placed.nodes[self.placed.node[at] as usize],
            };
            let end = self.ends.iter().position(|end| *end == id)?;
            let speaks =
                self.kind != NetworkKind::Addressed || end == 0 && to_second(self.placed.rows[at]);
            (speaks && self.placed.stance[at] != Stance::Neutral).then_some((at, end))
        };
        (0..self.placed.rows.len()).filter_map(end_of).collect()
    }

    /// Every statement of the ends that takes a side in the group.
    fn found(&self, group: EntityId, act: Option<&str>) -> Vec<Found> {
        let mut found = Vec::new();
        for &(at, end) in &self.of_ends {
            let row = self.placed.rows[at];
            let claim = self.placed.claims[self.placed.claim[at] as usize];
            let opposing = self.placed.stance[at] == Stance::Opposes;
            let sides = match self.kind {
                NetworkKind::Claims => {
                    let node = self.placed.nodes[self.placed.node[at] as usize];
                    own(node == group, opposing)
                }
                NetworkKind::Addressed => {
                    own(claim == group && self.act(row).as_deref() == act, opposing)
                }
                _ => self.sides(claim, opposing, group),
            };
            found.extend(sides.into_iter().map(|(steps, opposing)| Found {
                end,
                row,
                opposing,
                steps,
            }));
        }
        found
    }

    fn act(&self, row: u32) -> Option<String> {
        let act = self.statements.act.value(row as usize)?;
        self.corpus.code(act)
    }

    /// The sides of a claim that a side which was taken stands for: itself, and those that it
    /// implies, each with the steps to it.
    fn sides(&self, claim: EntityId, opposing: bool, of: EntityId) -> Vec<(Vec<Step>, bool)> {
        let Some(follow) = &self.follow else {
            return own(claim == of, opposing);
        };
        let all = follow.from(follow.side_of(claim, opposing.into()));
        let sides = all.iter().enumerate();
        let sides = sides.filter(|(_, step)| follow.claim(step.side) == of);
        sides
            .map(|(at, step)| (chain(all, at), step.side % 2 == 1))
            .collect()
    }

    fn said(&self, found: &Found) -> Said {
        let row = found.row as usize;
        let statement = self.statements.id(row).unwrap_or_default();
        let source = self.statements.source.value(row);
        let text = |text| self.corpus.statement_text(statement, text);
        Said {
            end: found.end,
            statement: self.named(statement).id,
            speaker: self.named(self.statements.speaker.value(row).unwrap_or_default()),
            stance: stance(found.opposing),
            because: found.steps.iter().map(|step| self.reason(step)).collect(),
            date: text(StatementText::Date),
            act: self.act(found.row),
            paraphrase: text(StatementText::Paraphrase),
            source: source.map(|source| self.named(source)),
            url: source.and_then(|source| self.corpus.source_url(source)),
            locator: text(StatementText::Locator),
        }
    }

    fn reason(&self, step: &Step) -> Reason {
        let claim = self.follow.as_ref().map(|follow| follow.claim(step.side));
        Reason {
            why: match step.why {
                Why::Said => "says",
                Why::Entails => "entails",
                Why::Contradicts => "contradicts",
                Why::EntailedBy => "is entailed by",
            },
            claim: self.named(claim.unwrap_or_default()),
            stance: stance(step.side % 2 == 1),
        }
    }

    fn named(&self, id: EntityId) -> Named {
        let iri = self.corpus.iri(id).unwrap_or_default();
        let name = local_name(&iri).to_owned();
        Named {
            label: self.corpus.label(id).unwrap_or_else(|| name.clone()),
            id: name,
        }
    }
}

/// The side that was taken, if it is wanted, with no steps to it.
fn own(wanted: bool, opposing: bool) -> Vec<(Vec<Step>, bool)> {
    wanted.then(|| (Vec::new(), opposing)).into_iter().collect()
}

/// The steps to one of all sides that follow; none to the one that was taken.
fn chain(all: &[Step], mut at: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    while at > 0 {
        steps.push(all[at]);
        at = all[at].from as usize;
    }
    if !steps.is_empty() {
        steps.push(all[0]);
    }
    steps.reverse();
    steps
}

fn stance(opposing: bool) -> &'static str {
    if opposing { "opposes" } else { "supports" }
}
