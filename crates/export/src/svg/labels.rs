//! Where labels stand: beside their nodes, on no other node and no other label.
//!
//! The largest nodes choose first. A label is tried inside its node, then around it, first on the
//! side that the node's ties do not come from, in one line, then in more, then in smaller letters;
//! where nothing is free it is left out. Only `+ - * /` and `sqrt` are used: every machine finds the
//! same places.

use super::page::{Anchor, widest};
use super::text::LEADING;
use crate::layout::Point;

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Bounds {
    fn around(middle: Point, [wide, high]: [f64; 2]) -> Self {
        Self {
            left: middle[0] - wide / 2.0,
            top: middle[1] - high / 2.0,
            right: middle[0] + wide / 2.0,
            bottom: middle[1] + high / 2.0,
        }
    }

    /// Whether the two share more than an edge.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn is_within(&self, area: &Self) -> bool {
        self.left >= area.left
            && self.right <= area.right
            && self.top >= area.top
            && self.bottom <= area.bottom
    }

    /// Whether the circle reaches into the rectangle.
    pub(super) fn meets_circle(&self, [x, y]: Point, radius: f64) -> bool {
        let [dx, dy] = [
            x - x.clamp(self.left, self.right),
            y - y.clamp(self.top, self.bottom),
        ];
        dx * dx + dy * dy < radius * radius
    }
}

/// A form of a label: its lines, and the size of its letters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Form {
    pub(super) lines: Vec<String>,
    pub(super) size: f64,
}

impl Form {
    /// The room it takes.
    fn extent(&self) -> [f64; 2] {
        let high = self.lines.len() as f64 * self.size * LEADING;
        [widest(&self.lines, self.size) + 2.0, high]
    }
}

/// A node, and what its label can look like, the best first. Without forms it has no label.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) at: Point,
    pub(super) radius: f64,
    pub(super) forms: Vec<Form>,
    /// Where most of its ties lead; its own place if nowhere.
    pub(super) drawn_to: Point,
}

/// A label that has found its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) form: Form,
    pub(super) bounds: Bounds,
    pub(super) anchor: Anchor,
    /// Whether it stands in its node.
    pub(super) inside: bool,
}

/// Places the labels of all nodes within the area.
pub(super) fn place(nodes: &[Wanted], area: Bounds) -> Vec<Option<Placed>> {
    let mut taken = Taken::new(area);
    for (index, node) in nodes.iter().enumerate() {
        let side = 2.0 * node.radius;
        taken.add(Bounds::around(node.at, [side, side]), Thing::Node(index));
    }
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    order.sort_by(|&a, &b| nodes[b].radius.total_cmp(&nodes[a].radius).then(a.cmp(&b)));
    let mut placed = vec![None; nodes.len()];
    for index in order {
        let node = &nodes[index];
        let forms = node.forms.iter();
        let found = forms.flat_map(|form| places(node, form)).find(|place| {
            place.bounds.is_within(&area) && taken.is_free(&place.bounds, index, nodes)
        });
        if let Some(place) = &found {
            taken.add(place.bounds, Thing::Label(place.bounds));
        }
        placed[index] = found;
    }
    placed
}

/// The places that a label of this form can take, the best first.
fn places(node: &Wanted, form: &Form) -> Vec<Placed> {
    let [wide, high] = form.extent();
    let placed = |middle: Point, anchor: Anchor, inside: bool| Placed {
        form: form.clone(),
        bounds: Bounds::around(middle, [wide, high]),
        anchor,
        inside,
    };
    let mut places = Vec::with_capacity(9);
    if (wide * wide + high * high).sqrt() / 2.0 <= node.radius - 1.0 {
        places.push(placed(node.at, Anchor::Middle, true));
    }
    for (direction, anchor) in directions(node) {
        let reach = node.radius + 2.5;
        let [x, y] = [
            node.at[0] + direction[0] * reach,
            node.at[1] + direction[1] * reach,
        ];
        let across = match anchor {
            Anchor::Start => wide / 2.0,
            Anchor::Middle => 0.0,
            Anchor::End => -wide / 2.0,
        };
        let down = direction[1] * high / 2.0;
        places.push(placed([x + across, y + down], anchor, false));
    }
    places
}

/// The eight sides of a node, the one away from its ties first; to the right where it has none.
fn directions(node: &Wanted) -> Vec<(Point, Anchor)> {
    const SLANT: f64 = std::f64::consts::FRAC_1_SQRT_2;
    let sides = [
        ([1.0, 0.0], Anchor::Start, 0.30),
        ([-1.0, 0.0], Anchor::End, 0.25),
        ([0.0, -1.0], Anchor::Middle, 0.15),
        ([0.0, 1.0], Anchor::Middle, 0.15),
        ([SLANT, -SLANT], Anchor::Start, 0.0),
        ([SLANT, SLANT], Anchor::Start, 0.0),
        ([-SLANT, -SLANT], Anchor::End, 0.0),
        ([-SLANT, SLANT], Anchor::End, 0.0),
    ];
    let away = [node.at[0] - node.drawn_to[0], node.at[1] - node.drawn_to[1]];
    let length = (away[0] * away[0] + away[1] * away[1]).sqrt();
    let score = |&([x, y], _, liked): &(Point, Anchor, f64)| {
        let along = if length > 0.0 {
            (x * away[0] + y * away[1]) / length
        } else {
            0.0
        };
        along + liked
    };
    let mut sides = sides.to_vec();
    sides.sort_by(|a, b| score(b).total_cmp(&score(a)));
    let without_score = |(direction, anchor, _)| (direction, anchor);
    sides.into_iter().map(without_score).collect()
}

/// What stands somewhere already.
#[derive(Debug, Clone, Copy)]
enum Thing {
    Node(usize),
    Label(Bounds),
}

/// What is taken of the area, in squares, so that only neighbours are looked at.
struct Taken {
    area: Bounds,
    columns: usize,
    rows: usize,
    squares: Vec<Vec<Thing>>,
}

impl Taken {
    const SIDE: f64 = 48.0;

    fn new(area: Bounds) -> Self {
        let count = |length: f64| (length.max(0.0) / Self::SIDE) as usize + 1;
        let (columns, rows) = (count(area.right - area.left), count(area.bottom - area.top));
        Self {
            area,
            columns,
            rows,
            squares: vec![Vec::new(); columns * rows],
        }
    }

    /// The squares that a rectangle lies in; what is outside counts to those at the edge.
    fn squares_of(&self, bounds: &Bounds) -> impl Iterator<Item = usize> + use<> {
        let at = |position: f64, start: f64, count: usize| {
            (((position - start) / Self::SIDE).max(0.0) as usize).min(count - 1)
        };
        let columns = at(bounds.left, self.area.left, self.columns)
            ..=at(bounds.right, self.area.left, self.columns);
        let rows =
            at(bounds.top, self.area.top, self.rows)..=at(bounds.bottom, self.area.top, self.rows);
        let across = self.columns;
        rows.flat_map(move |row| columns.clone().map(move |column| row * across + column))
    }

    fn add(&mut self, bounds: Bounds, thing: Thing) {
        for square in self.squares_of(&bounds) {
            self.squares[square].push(thing);
        }
    }

    /// Whether nothing but the node it belongs to stands in the rectangle.
    fn is_free(&self, bounds: &Bounds, owner: usize, nodes: &[Wanted]) -> bool {
        let is_clear = |thing: &Thing| match *thing {
            Thing::Node(index) if index == owner => true,
            Thing::Node(index) => !bounds.meets_circle(nodes[index].at, nodes[index].radius),
            Thing::Label(other) => !bounds.overlaps(&other),
        };
        self.squares_of(bounds)
            .all(|square| self.squares[square].iter().all(is_clear))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const AREA: Bounds = Bounds {
        left: 0.0,
        top: 0.0,
        right: 600.0,
        bottom: 400.0,
    };

    fn wanted(at: Point, radius: f64, label: &str, drawn_to: Point) -> Wanted {
        let form = Form {
            lines: vec![label.to_owned()],
            size: 12.0,
        };
        Wanted {
            at,
            radius,
            forms: vec![form],
            drawn_to,
        }
    }

    #[test]
    fn a_label_stands_in_a_large_node_and_beside_a_small_one() {
        let nodes = [
            wanted([200.0, 200.0], 60.0, "China", [200.0, 200.0]),
            wanted([400.0, 200.0], 5.0, "Cuba", [200.0, 200.0]),
            wanted([80.0, 200.0], 5.0, "Iran", [200.0, 200.0]),
        ];
        let placed: Vec<Placed> = place(&nodes, AREA).into_iter().flatten().collect();
        assert!(placed[0].inside);
        assert_eq!((placed[1].inside, placed[1].anchor), (false, Anchor::Start));
        assert_eq!(placed[2].anchor, Anchor::End, "away from its ties");
    }

    #[test]
    fn what_finds_no_room_is_left_out() {
        let at = [300.0, 200.0];
        let nodes = vec![wanted(at, 3.0, "The same place", at); 40];
        let placed = place(&nodes, AREA);
        let shown = placed.iter().flatten().count();
        assert!((1..=8).contains(&shown), "{shown}");
        assert!(placed[0].is_some(), "the first comes first");
    }

    proptest! {
        #[test]
        fn labels_meet_no_label_no_other_node_and_no_edge(
            nodes in prop::collection::vec(
                (0.0..600.0, 0.0..400.0, 1.0..50.0, "[a-zA-Z 外交部]{0,20}", 0.0..600.0), 0..60),
        ) {
            let nodes: Vec<Wanted> = nodes
                .into_iter()
                .map(|(x, y, radius, label, to)| wanted([x, y], radius, &label, [to, y]))
                .collect();
            let placed = place(&nodes, AREA);
            for (a, label) in placed.iter().enumerate() {
                let Some(label) = label else { continue };
                prop_assert!(label.bounds.is_within(&AREA));
                for (b, node) in nodes.iter().enumerate().filter(|&(b, _)| b != a) {
                    prop_assert!(!label.bounds.meets_circle(node.at, node.radius));
                    let other = placed[b].as_ref();
                    prop_assert!(other.is_none_or(|other| !label.bounds.overlaps(&other.bounds)));
                }
            }
        }
    }
}
