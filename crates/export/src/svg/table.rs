//! Positions as a table: which actors and claims a heat map shows, and in which order.

use super::cell::{net, sides};
use super::order::by_similarity;
use demarche_network::{Mode, Network, Node, Tie};
use petgraph::visit::EdgeRef;

/// Rows and columns of a network beyond these are left out, the least active ones first.
pub(super) const MOST: usize = 150;

/// The table.
pub(super) struct Table<'a> {
    /// Actors, coalition by coalition.
    pub(super) rows: Vec<&'a Node>,
    /// Claims.
    pub(super) columns: Vec<&'a Node>,
    /// Ties by row and column.
    pub(super) cells: Vec<(usize, usize, &'a Tie)>,
    /// How many actors and claims were left out.
    pub(super) left_out: [usize; 2],
}

impl<'a> Table<'a> {
    pub(super) fn of(network: &'a Network) -> Self {
        let raw = Raw::of(network);
        let ([rows, columns], left_out) = raw.most_active();
        let dense = raw.dense(&rows, &columns);
        let mut in_order: Vec<usize> = Vec::new();
        for coalition in coalitions(&raw.nodes, &rows) {
            let members: Vec<usize> = (0..rows.len())
                .filter(|&row| raw.nodes[rows[row]].coalition == coalition)
                .collect();
            let vectors: Vec<Vec<f64>> = members.iter().map(|&row| dense[row].clone()).collect();
            let mut order = by_similarity(&vectors);
            let activity =
                |place: Option<&usize>| place.map_or(0, |&at| raw.activity[rows[members[at]]]);
            if activity(order.first()) < activity(order.last()) {
                order.reverse();
            }
            in_order.extend(order.into_iter().map(|at| rows[members[at]]));
        }
        let columns = raw.order_columns(&in_order, columns);
        raw.table(&in_order, &columns, left_out)
    }

    /// The coalitions of the rows, from top to bottom, with the number of rows of each.
    pub(super) fn groups(&self) -> Vec<(Option<u32>, usize)> {
        let mut groups: Vec<(Option<u32>, usize)> = Vec::new();
        for node in &self.rows {
            match groups.last_mut() {
                Some((coalition, size)) if *coalition == node.coalition => *size += 1,
                _ => groups.push((node.coalition, 1)),
            }
        }
        groups
    }
}

/// The coalitions of these nodes, the first first, and last those that are in none.
fn coalitions(nodes: &[&Node], rows: &[usize]) -> Vec<Option<u32>> {
    let mut found: Vec<Option<u32>> = rows.iter().map(|&row| nodes[row].coalition).collect();
    found.sort_unstable_by_key(|coalition| (coalition.is_none(), *coalition));
    found.dedup();
    found
}

/// All of the network, in its own order.
struct Raw<'a> {
    nodes: Vec<&'a Node>,
    /// Row, column, tie, each end by its place among the nodes.
    ties: Vec<(usize, usize, &'a Tie)>,
    /// What was counted of each node.
    activity: Vec<u64>,
}

impl<'a> Raw<'a> {
    fn of(network: &'a Network) -> Self {
        let nodes: Vec<&Node> = network.graph.node_weights().collect();
        let mut activity = vec![0; nodes.len()];
        let mut ties = Vec::new();
        for edge in network.graph.edge_references() {
            let (mut row, mut column) = (edge.source().index(), edge.target().index());
            if nodes[row].mode == Mode::Claim {
                (row, column) = (column, row);
            }
            let (supports, opposes) = sides(edge.weight());
            for end in [row, column] {
                activity[end] += u64::from(supports) + u64::from(opposes);
            }
            ties.push((row, column, edge.weight()));
        }
        Self {
            nodes,
            ties,
            activity,
        }
    }

    /// The actors and claims that are shown, and how many are not.
    fn most_active(&self) -> ([Vec<usize>; 2], [usize; 2]) {
        let mut left_out = [0; 2];
        let mut place = 0;
        let shown = [Mode::Actor, Mode::Claim].map(|mode| {
            let is_of_mode = |&at: &usize| self.nodes[at].mode == mode;
            let mut all: Vec<usize> = (0..self.nodes.len()).filter(is_of_mode).collect();
            all.sort_by_key(|&at| std::cmp::Reverse(self.activity[at]));
            left_out[place] = all.len().saturating_sub(MOST);
            place += 1;
            all.truncate(MOST);
            all.sort_unstable();
            all
        });
        (shown, left_out)
    }

    /// The place of each node in a list of nodes.
    fn places(&self, list: &[usize]) -> Vec<Option<usize>> {
        let mut places = vec![None; self.nodes.len()];
        for (place, &node) in list.iter().enumerate() {
            places[node] = Some(place);
        }
        places
    }

    /// The ties that are in the table, by row and column.
    fn within(&self, rows: &[usize], columns: &[usize]) -> Vec<(usize, usize, &'a Tie)> {
        let (row_of, column_of) = (self.places(rows), self.places(columns));
        let cell = |&(row, column, tie): &(usize, usize, &'a Tie)| {
            Some((row_of[row]?, column_of[column]?, tie))
        };
        self.ties.iter().filter_map(cell).collect()
    }

    /// Where each row stands on each column, from -1 to 1.
    fn dense(&self, rows: &[usize], columns: &[usize]) -> Vec<Vec<f64>> {
        let mut dense = vec![vec![0.0; columns.len()]; rows.len()];
        for (row, column, tie) in self.within(rows, columns) {
            let (supports, opposes) = sides(tie);
            dense[row][column] = net(supports, opposes);
        }
        dense
    }

    /// The claims by how far the two largest coalitions differ on them, what the first supports
    /// first; without coalitions, by how much they are supported.
    fn order_columns(&self, rows: &[usize], mut columns: Vec<usize>) -> Vec<usize> {
        let mut sizes: Vec<(Option<u32>, usize)> = coalitions(&self.nodes, rows)
            .into_iter()
            .filter(Option::is_some)
            .map(|one| {
                (
                    one,
                    rows.iter()
                        .filter(|&&row| self.nodes[row].coalition == one)
                        .count(),
                )
            })
            .collect();
        sizes.sort_by_key(|&(_, size)| std::cmp::Reverse(size));
        let row_of = self.places(rows);
        let mean = |column: usize, coalition: Option<Option<u32>>| {
            let (mut sum, mut count) = (0.0, 0.0);
            for &(row, at, tie) in &self.ties {
                let is_counted = at == column
                    && row_of[row].is_some()
                    && coalition.is_none_or(|one| self.nodes[row].coalition == one);
                if is_counted {
                    let (supports, opposes) = sides(tie);
                    sum += net(supports, opposes);
                    count += 1.0;
                }
            }
            if count > 0.0 { sum / count } else { 0.0 }
        };
        let score = |column: usize| match sizes.as_slice() {
            [(first, _), (second, _), ..] => {
                mean(column, Some(*first)) - mean(column, Some(*second))
            }
            _ => mean(column, None),
        };
        let mut scored: Vec<(f64, usize)> = columns.drain(..).map(|at| (score(at), at)).collect();
        scored.sort_by(|a, b| {
            let by_activity = self.activity[b.1].cmp(&self.activity[a.1]);
            b.0.total_cmp(&a.0).then(by_activity).then(a.1.cmp(&b.1))
        });
        scored.into_iter().map(|(_, at)| at).collect()
    }

    fn table(&self, rows: &[usize], columns: &[usize], left_out: [usize; 2]) -> Table<'a> {
        let of = |list: &[usize]| list.iter().map(|&at| self.nodes[at]).collect();
        let mut cells = self.within(rows, columns);
        cells.sort_by_key(|&(row, column, _)| (row, column));
        Table {
            rows: of(rows),
            columns: of(columns),
            cells,
            left_out,
        }
    }
}
