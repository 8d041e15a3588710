//! Barnes and Hut's approximation (1986, Nature 324): a far-away square of nodes repels like one
//! node in its centre of mass.

use super::Point;

/// A square counts as far away when its side is less than this times its distance.
const THETA: f64 = 1.2;
/// Squares of up to this many nodes are not divided.
const LEAF: usize = 8;
/// Nodes in the same place would be divided for ever.
const MAX_DEPTH: u32 = 40;

/// Squares within squares.
pub(super) struct Quadtree {
    cells: Vec<Cell>,
    /// Nodes in the order of the squares that hold them.
    members: Vec<u32>,
}

struct Cell {
    centre: Point,
    mass: f64,
    side: f64,
    /// Its nodes, as a range of `members`.
    range: (usize, usize),
    /// Where its smaller squares are in `cells`; empty for a leaf.
    children: Vec<usize>,
}

impl Quadtree {
    pub(super) fn new(points: &[Point], masses: &[f64]) -> Self {
        let low = |axis: usize| points.iter().fold(f64::INFINITY, |m, p| m.min(p[axis]));
        let high = |axis: usize| points.iter().fold(f64::NEG_INFINITY, |m, p| m.max(p[axis]));
        let corner = [low(0), low(1)];
        let side = (high(0) - corner[0]).max(high(1) - corner[1]);
        let members = (0..).take(points.len()).collect();
        let mut tree = Self {
            cells: Vec::new(),
            members,
        };
        tree.divide(points, masses, (0, points.len()), (corner, side), 0);
        tree
    }

    /// Makes the square that holds these members, and those within it; returns where it is.
    fn divide(
        &mut self,
        points: &[Point],
        masses: &[f64],
        range: (usize, usize),
        (corner, side): (Point, f64),
        depth: u32,
    ) -> usize {
        let (centre, mass) = self.weigh(points, masses, range);
        let index = self.cells.len();
        self.cells.push(Cell {
            centre,
            mass,
            side,
            range,
            children: Vec::new(),
        });
        if range.1 - range.0 <= LEAF || depth == MAX_DEPTH {
            return index;
        }
        let half = side / 2.0;
        let middle = [corner[0] + half, corner[1] + half];
        let quarter = |member: u32| {
            let point = points[member as usize];
            usize::from(point[0] > middle[0]) + 2 * usize::from(point[1] > middle[1])
        };
        // A stable sort: the order of sums, and so the last bit of them, is fixed.
        self.members[range.0..range.1].sort_by_key(|&member| quarter(member));
        let mut start = range.0;
        for wanted in 0..4 {
            let inside = self.members[start..range.1].iter();
            let end = start
                + inside
                    .take_while(|&&member| quarter(member) == wanted)
                    .count();
            if end > start {
                let [x, y] = [(wanted % 2) as f64, (wanted / 2) as f64];
                let part = [corner[0] + half * x, corner[1] + half * y];
                let child = self.divide(points, masses, (start, end), (part, half), depth + 1);
                self.cells[index].children.push(child);
            }
            start = end;
        }
        index
    }

    /// The centre of mass of these members, and their mass.
    fn weigh(&self, points: &[Point], masses: &[f64], range: (usize, usize)) -> (Point, f64) {
        let (mut mass, mut sum) = (0.0, [0.0; 2]);
        for &member in &self.members[range.0..range.1] {
            let (point, own) = (points[member as usize], masses[member as usize]);
            mass += own;
            sum = [sum[0] + own * point[0], sum[1] + own * point[1]];
        }
        ([sum[0] / mass, sum[1] / mass], mass)
    }

    /// The sum over all other nodes of their mass over the distance, pointing away from them.
    pub(super) fn field(&self, node: usize, points: &[Point], masses: &[f64]) -> Point {
        let mut sum = [0.0; 2];
        let mut add = |from: Point, mass: f64| {
            let [x, y] = [points[node][0] - from[0], points[node][1] - from[1]];
            let square = x * x + y * y;
            if square > 0.0 {
                sum = [sum[0] + mass * x / square, sum[1] + mass * y / square];
            }
        };
        let mut open = vec![0];
        while let Some(index) = open.pop() {
            let cell = &self.cells[index];
            let [x, y] = [
                points[node][0] - cell.centre[0],
                points[node][1] - cell.centre[1],
            ];
            if cell.side * cell.side < THETA * THETA * (x * x + y * y) {
                add(cell.centre, cell.mass);
            } else if cell.children.is_empty() {
                for &member in &self.members[cell.range.0..cell.range.1] {
                    add(points[member as usize], masses[member as usize]);
                }
            } else {
                open.extend(&cell.children);
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_is_close_to_the_exact_one() {
        let points = super::super::scattered(2000, 7);
        let masses: Vec<f64> = (0..2000).map(|i| 1.0 + f64::from(i % 5)).collect();
        let tree = Quadtree::new(&points, &masses);
        let (mut off, mut all) = (0.0, 0.0);
        for a in 0..points.len() {
            let mut exact = [0.0; 2];
            for b in (0..points.len()).filter(|&b| b != a) {
                let [x, y] = super::super::minus(points[a], points[b]);
                let square = x * x + y * y;
                exact = [
                    exact[0] + masses[b] * x / square,
                    exact[1] + masses[b] * y / square,
                ];
            }
            let field = tree.field(a, &points, &masses);
            off += super::super::length(super::super::minus(field, exact));
            all += super::super::length(exact);
        }
        assert!(off < 0.05 * all, "off by {off} of {all}");
    }

    #[test]
    fn nodes_in_one_place_do_not_divide_for_ever() {
        let points = vec![[3.0, 4.0]; 100];
        let tree = Quadtree::new(&points, &[1.0; 100]);
        assert_eq!(tree.field(5, &points, &[1.0; 100]), [0.0, 0.0]);
    }
}
