//! The order of rows and columns in which a heat map shows who goes with whom.

/// An order in which similar rows stand side by side.
///
/// The two most similar groups of rows are joined, again and again, each time with those ends
/// together that are most alike; groups are as similar as the sums of their rows (the cosine). Of
/// equals the first rows come first, so the order is the same on every machine.
pub(super) fn by_similarity(rows: &[Vec<f64>]) -> Vec<usize> {
    let mut groups: Vec<Option<Group>> = rows.iter().enumerate().map(Group::of).map(Some).collect();
    let mut alike: Vec<Vec<f64>> = rows
        .iter()
        .map(|a| rows.iter().map(|b| cosine(a, b)).collect())
        .collect();
    while let Some((a, b)) = most_alike(&groups, &alike) {
        let (Some(first), Some(second)) = (groups[a].take(), groups[b].take()) else {
            break;
        };
        let joined = first.join(second, rows);
        for (other, group) in groups.iter().enumerate() {
            if let Some(group) = group {
                let similarity = cosine(&joined.sum, &group.sum);
                alike[a][other] = similarity;
                alike[other][a] = similarity;
            }
        }
        groups[a] = Some(joined);
    }
    groups
        .into_iter()
        .flatten()
        .flat_map(|group| group.rows)
        .collect()
}

/// Rows side by side, and their sum.
struct Group {
    rows: Vec<usize>,
    sum: Vec<f64>,
}

impl Group {
    fn of((index, row): (usize, &Vec<f64>)) -> Self {
        Self {
            rows: vec![index],
            sum: row.clone(),
        }
    }

    /// Both groups as one, turned so that the most similar ends meet.
    fn join(mut self, mut other: Self, rows: &[Vec<f64>]) -> Self {
        let ends = |group: &Self| {
            let end = |row: Option<&usize>| row.copied().unwrap_or(0);
            [end(group.rows.first()), end(group.rows.last())]
        };
        let ([first, last], [other_first, other_last]) = (ends(&self), ends(&other));
        let alike = |a: usize, b: usize| cosine(&rows[a], &rows[b]);
        // Whether this group and the other one are turned round; as they are, if nothing is better.
        let ways = [
            (alike(last, other_first), false, false),
            (alike(last, other_last), false, true),
            (alike(first, other_first), true, false),
            (alike(first, other_last), true, true),
        ];
        let mut best = ways[0];
        for way in ways {
            if way.0 > best.0 {
                best = way;
            }
        }
        if best.1 {
            self.rows.reverse();
        }
        if best.2 {
            other.rows.reverse();
        }
        self.rows.append(&mut other.rows);
        for (sum, more) in self.sum.iter_mut().zip(other.sum) {
            *sum += more;
        }
        self
    }
}

/// The two groups that are most alike, the first of equals.
fn most_alike(groups: &[Option<Group>], alike: &[Vec<f64>]) -> Option<(usize, usize)> {
    let mut best: Option<(f64, usize, usize)> = None;
    let there: Vec<usize> = (0..groups.len())
        .filter(|&at| groups[at].is_some())
        .collect();
    for (place, &a) in there.iter().enumerate() {
        for &b in &there[place + 1..] {
            if best.is_none_or(|(most, ..)| alike[a][b] > most) {
                best = Some((alike[a][b], a, b));
            }
        }
    }
    best.map(|(_, a, b)| (a, b))
}

/// The cosine of the angle between two rows; 0 where one is empty.
fn cosine(a: &[f64], b: &[f64]) -> f64 {
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).fold(0.0, |sum, (x, y)| sum + x * y);
    let norms = (product(a, a) * product(b, b)).sqrt();
    if norms > 0.0 {
        product(a, b) / norms
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn those_who_say_the_same_stand_together() {
        let rows = [
            vec![1.0, 1.0, 0.0],
            vec![-1.0, -1.0, 1.0],
            vec![1.0, 0.0, 0.0],
            vec![-1.0, 0.0, 1.0],
            vec![1.0, 1.0, -1.0],
        ];
        let order = by_similarity(&rows);
        let place = |row| order.iter().position(|&at| at == row).unwrap();
        assert_eq!(place(1).abs_diff(place(3)), 1, "{order:?}");
        let camp = [place(0), place(2), place(4)];
        assert!(
            camp.iter().max().unwrap() - camp.iter().min().unwrap() == 2,
            "{order:?}"
        );
    }

    proptest! {
        #[test]
        fn every_row_has_one_place(
            rows in prop::collection::vec(prop::collection::vec(-1.0..1.0, 4), 0..20),
        ) {
            let mut order = by_similarity(&rows);
            order.sort_unstable();
            prop_assert_eq!(order, (0..rows.len()).collect::<Vec<_>>());
        }
    }
}
