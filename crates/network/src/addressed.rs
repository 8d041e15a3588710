//! Who speaks to whom: directed ties, one for each act.
//!
//! A tie's weight is what the counting rule leaves of the statements of the speaker's node that
//! address the other node with this act, each claim and stance counted apart. As in all networks,
//! neutral statements tie nobody and nobody is tied to itself.

use super::NetworkError;
use super::assemble::{ClaimIds, EndedTie};
use super::count::Occasions;
use super::days::Days;
use super::heaviest::Heaviest;
use super::model::{Node, Tie, TieKind};
use super::nodes::{Describer, Tally};
use super::options::{NodeLevel, Options};
use super::place::Placed;
use super::project::keep_strongest;
use super::rollup::Ladder;
use demarche_core::model::Stance;
use demarche_core::statements::{Corpus, EntityId, Statements};
use rustc_hash::{FxHashMap, FxHashSet};

/// Nodes, ties and the acts these are of.
pub(super) struct Addressed {
    pub(super) nodes: Vec<Node>,
    pub(super) ties: Vec<EndedTie>,
    pub(super) acts: Vec<String>,
    /// What the counting rule left of all.
    pub(super) counted: u32,
}

/// A statement to one addressee.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    ends: [EntityId; 2],
    act: Option<u32>,
    /// Claim and side, as a number.
    side: u32,
    occasion: u32,
    row: u32,
}

pub(super) fn addressed(
    corpus: &dyn Corpus,
    statements: &Statements<'_>,
    placed: &Placed,
    claims: &ClaimIds,
    options: &Options,
) -> Result<Addressed, NetworkError> {
    let describer = Describer::new(corpus, options.nodes);
    let codes = statements.act.values().iter();
    let codes: Vec<String> = codes
        .map(|act| corpus.code(*act).unwrap_or_default())
        .collect();
    let mut acts = codes.clone();
    acts.sort_unstable();
    acts.dedup();
    // Each was put in.
    let act_of = |code: u32| acts.partition_point(|act| *act < codes[code as usize]) as u32;
    let words = words(corpus, statements, placed, options, act_of);
    let mut ids = placed.nodes.clone();
    ids.extend(words.iter().flat_map(|word| word.ends));
    ids.sort_unstable();
    ids.dedup();
    let mut ties = Vec::new();
    let mut activity = vec![0; ids.len()];
    for of_tie in words.chunk_by(|one, two| (one.ends, one.act) == (two.ends, two.act)) {
        let ends = of_tie[0]
            .ends
            .map(|end| ids.partition_point(|id| *id < end) as u32);
        let tie = tie(of_tie, statements, claims, options.list_claims);
        activity[ends[0] as usize] += tie.weight as u32;
        ties.push((ends, tie));
    }
    let counted = activity.iter().sum();
    ties.retain(|(_, tie)| tie.weight >= options.min_weight);
    if let Some(top) = options.top {
        ties = keep_strongest(ties, top);
    }
    let tallies = Tally::all(
        corpus,
        statements,
        placed,
        (&placed.node, placed.nodes.len()),
    );
    let nodes = ids.iter().zip(activity).map(|(id, activity)| {
        let speaks = placed.nodes.binary_search(id).ok();
        let tally = speaks.map(|at| tallies[at]).unwrap_or_default();
        describer.actor(*id, &tally, activity)
    });
    Ok(Addressed {
        nodes: nodes.collect::<Result<_, _>>()?,
        ties,
        acts,
        counted,
    })
}

/// Statements by ends, act, claim, stance and occasion.
fn words(
    corpus: &dyn Corpus,
    statements: &Statements<'_>,
    placed: &Placed,
    options: &Options,
    act_of: impl Fn(u32) -> u32,
) -> Vec<Word> {
    let ladder = Ladder::new(corpus, options.nodes);
    let mut bodies: FxHashMap<EntityId, Option<EntityId>> = FxHashMap::default();
    let mut occasions = Occasions::new(statements, options);
    let mut words = Vec::new();
    for (at, stance) in placed.stance.iter().enumerate() {
        if *stance == Stance::Neutral {
            continue;
        }
        let row = placed.rows[at];
        let from = placed.nodes[placed.node[at] as usize];
        let occasion = occasions.of(row, placed.days[at]);
        for addressee in statements.addressees.of(row) {
            let to = bodies
                .entry(*addressee)
                .or_insert_with(|| body(&ladder, options.nodes, *addressee));
            if let Some(to) = to.filter(|to| *to != from) {
                words.push(Word {
                    ends: [from, to],
                    act: statements.act.code(row as usize).map(&act_of),
                    side: 2 * placed.claim[at] + u32::from(*stance == Stance::Opposes),
                    occasion,
                    row,
                });
            }
        }
    }
    words.sort_unstable();
    // Two of the addressees may belong to one node.
    words.dedup();
    words
}

/// The node that an addressee belongs to.
pub(super) fn body(ladder: &Ladder<'_>, level: NodeLevel, addressee: EntityId) -> Option<EntityId> {
    match level {
        NodeLevel::Actor => Some(addressee),
        _ => ladder.search(addressee, None),
    }
}

fn tie(words: &[Word], statements: &Statements<'_>, claims: &ClaimIds, list: u32) -> Tie {
    let mut heaviest = Heaviest::default();
    heaviest.restart(list);
    let (mut weight, mut claim_count) = (0, 0);
    for of_claim in words.chunk_by(|one, two| one.side / 2 == two.side / 2) {
        let occasion = |word: &Word| (word.side, word.occasion);
        let counted = of_claim
            .chunk_by(|one, two| occasion(one) == occasion(two))
            .count();
        heaviest.push(
            counted as u64,
            claims.ranks[(of_claim[0].side / 2) as usize],
        );
        weight += counted;
        claim_count += 1;
    }
    let rows: FxHashSet<u32> = words.iter().map(|word| word.row).collect();
    let days = rows.iter().fold(Days::UNKNOWN, |days, row| {
        let row = *row as usize;
        days.join(Days::of(
            statements.earliest.value(row),
            statements.latest.value(row),
        ))
    });
    Tie {
        kind: TieKind::Addressed,
        // Statements are counted in 32 bits.
        weight: weight as f64,
        sign: TieKind::Addressed.sign(),
        act: words[0].act,
        claims: heaviest.ranks(),
        claim_count,
        implied: 0,
        statements: rows.len() as u32,
        first: days.first(),
        last: days.last(),
        supports: 0,
        opposes: 0,
    }
}
