//! The two-mode network: who takes which side on what.

use super::assemble::{ClaimIds, EndedTie};
use super::count::{Cell, Counts};
use super::days::Days;
use super::implied::Closed;
use super::model::{Tie, TieKind};
use super::options::{Normalization, Options};
use super::project::select;

/// A node's position on a claim.
pub(super) struct Position {
    pub(super) node: u32,
    pub(super) cell: Cell,
}

impl Position {
    /// Whether the node takes one side, or both.
    pub(super) fn kind(&self) -> TieKind {
        match (self.cell.supports.count, self.cell.opposes.count) {
            (_, 0) => TieKind::Supports,
            (0, _) => TieKind::Opposes,
            _ => TieKind::Both,
        }
    }

    /// The sign of support less opposition.
    pub(super) fn sign(&self) -> i8 {
        let (supports, opposes) = (self.cell.supports.count, self.cell.opposes.count);
        match supports.cmp(&opposes) {
            std::cmp::Ordering::Less => -1,
            std::cmp::Ordering::Equal => 0,
            std::cmp::Ordering::Greater => 1,
        }
    }

    /// What the counting rule leaves of both sides.
    pub(super) fn weight(&self) -> f64 {
        f64::from(self.cell.supports.count) + f64::from(self.cell.opposes.count)
    }

    /// Statements on both sides.
    pub(super) fn statements(&self) -> u32 {
        self.cell.supports.statements + self.cell.opposes.statements
    }

    /// The days these can date from.
    pub(super) fn days(&self) -> Days {
        self.cell.supports.days.join(self.cell.opposes.days)
    }
}

/// All positions, by node, then claim.
pub(super) fn positions(counts: &Counts) -> impl Iterator<Item = Position> {
    (0..counts.node_count()).flat_map(move |node| {
        let cells = counts.of_node(node).iter();
        cells.map(move |cell| Position { node, cell: *cell })
    })
}

/// Ties of nodes to claims; claims come after the nodes. `closed` says which stances are implied.
pub(super) fn two_mode(
    counts: &Counts,
    closed: Option<&Closed>,
    claims: &ClaimIds,
    options: &Options,
) -> Vec<EndedTie> {
    let shares = Shares::of(counts, options.normalize);
    let strong: Vec<Weighed> = positions(counts)
        .enumerate()
        .map(|(at, position)| Weighed {
            weight: shares.weight(&position),
            implied: closed.is_some_and(|closed| closed.is_implied(at, &position.cell)),
            position,
        })
        .filter(|weighed| weighed.weight >= options.min_weight)
        .collect();
    let mut kept = Vec::with_capacity(strong.len());
    let node = |weighed: &Weighed| weighed.position.node;
    for of_node in strong.chunk_by(|one, other| node(one) == node(other)) {
        let mut places: Vec<usize> = (0..of_node.len()).collect();
        let top = options.top.map_or(usize::MAX, |top| top as usize);
        let mut places = select(&mut places, top, |one, other| {
            let weight = |place: &usize| of_node[*place].weight;
            weight(other).total_cmp(&weight(one)).then(one.cmp(other))
        })
        .to_vec();
        places.sort_unstable();
        for place in places {
            let weighed = &of_node[place];
            let claim = counts.node_count() + weighed.position.cell.claim;
            kept.push((
                [node(weighed), claim],
                position_tie(weighed, claims, options),
            ));
        }
    }
    kept
}

/// A position with the weight of its tie.
struct Weighed {
    position: Position,
    weight: f64,
    implied: bool,
}

/// What the weights of two-mode ties are divided by.
struct Shares {
    rule: Normalization,
    /// By node or by claim.
    divisors: Vec<u32>,
}

impl Shares {
    fn of(counts: &Counts, rule: Normalization) -> Self {
        let divisors = match rule {
            Normalization::Activity => (0..counts.node_count())
                .map(|node| counts.activity(node))
                .collect(),
            Normalization::Prominence => prominence(counts),
            _ => Vec::new(),
        };
        Self { rule, divisors }
    }

    /// The weight, or its share of all that the node says, or that is said of the claim.
    fn weight(&self, position: &Position) -> f64 {
        let divisor = match self.rule {
            Normalization::Activity => self.divisors[position.node as usize],
            Normalization::Prominence => self.divisors[position.cell.claim as usize],
            _ => return position.weight(),
        };
        position.weight() / f64::from(divisor)
    }
}

/// What the counting rule leaves of what is said of each claim.
pub(super) fn prominence(counts: &Counts) -> Vec<u32> {
    let mut sums = vec![0; counts.claims.len()];
    for position in positions(counts) {
        let cell = position.cell;
        sums[cell.claim as usize] += cell.supports.count + cell.opposes.count;
    }
    sums
}

fn position_tie(weighed: &Weighed, claims: &ClaimIds, options: &Options) -> Tie {
    let position = &weighed.position;
    let cell = &position.cell;
    let claim = claims.ranks.get(cell.claim as usize).copied();
    let claim = claim.filter(|_| options.list_claims > 0);
    Tie {
        kind: position.kind(),
        weight: weighed.weight,
        sign: position.sign(),
        act: None,
        claims: claim.into_iter().collect(),
        claim_count: 1,
        implied: weighed.implied.into(),
        statements: position.statements(),
        first: position.days().first(),
        last: position.days().last(),
        supports: cell.supports.count,
        opposes: cell.opposes.count,
    }
}
