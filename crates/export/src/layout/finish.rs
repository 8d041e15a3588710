//! From forces at rest to positions in a file: turned, scaled, without overlaps, rounded.

use super::{Point, length, minus, plus};

/// The share of the picture that nodes with their margins may cover. The picture grows with them.
const COVERED: f64 = 0.08;
/// The margin of a node, for its label.
const MARGIN: f64 = 12.0;
/// Room left between two nodes.
const GAP: f64 = 6.0;
/// Passes over all pairs that overlap, at most.
const PASSES: usize = 300;

/// Turns, scales, separates, centres and rounds the points.
pub(super) fn finish(points: &mut [Point], masses: &[f64], radii: &[f64]) {
    centre(points);
    lay_flat(points);
    face(points, masses);
    scale(points, radii);
    separate(points, radii);
    centre(points);
    for coordinate in points.iter_mut().flatten() {
        // Adding zero makes -0 plain 0.
        *coordinate = (*coordinate * 100.0).round() / 100.0 + 0.0;
    }
}

/// Puts the middle of the points' bounding box on zero.
fn centre(points: &mut [Point]) {
    for axis in 0..2 {
        let low = points.iter().fold(f64::INFINITY, |m, p| m.min(p[axis]));
        let high = points.iter().fold(f64::NEG_INFINITY, |m, p| m.max(p[axis]));
        for point in points.iter_mut() {
            point[axis] -= (low + high) / 2.0;
        }
    }
}

/// Turns the points about zero so that they spread most along the first axis: the first
/// eigenvector of their covariance.
fn lay_flat(points: &mut [Point]) {
    let count = points.len() as f64;
    let mean = points
        .iter()
        .fold([0.0; 2], |sum, p| plus(sum, [p[0] / count, p[1] / count]));
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for point in points.iter() {
        let [x, y] = minus(*point, mean);
        (xx, xy, yy) = (xx + x * x, xy + x * y, yy + y * y);
    }
    let largest = (xx + yy + ((xx - yy) * (xx - yy) + 4.0 * xy * xy).sqrt()) / 2.0;
    // Of the two forms of the eigenvector, the one further from zero is the exact one.
    let axis = if xx > yy {
        [largest - yy, xy]
    } else {
        [xy, largest - xx]
    };
    let norm = length(axis);
    if norm > 0.0 {
        let [cos, sin] = [axis[0] / norm, axis[1] / norm];
        for point in points.iter_mut() {
            *point = [
                cos * point[0] + sin * point[1],
                cos * point[1] - sin * point[0],
            ];
        }
    }
}

/// Mirrors the points so that the first of the best-connected nodes stands left and up: layouts of
/// the same network from other seeds then look alike.
fn face(points: &mut [Point], masses: &[f64]) {
    let Some(most) = masses.iter().copied().reduce(f64::max) else {
        return;
    };
    let first = masses.iter().position(|&mass| mass == most).unwrap_or(0);
    let flips = [points[first][0] > 0.0, points[first][1] < 0.0];
    for point in points.iter_mut() {
        for axis in 0..2 {
            if flips[axis] {
                point[axis] = -point[axis];
            }
        }
    }
}

/// Scales the points to fill the picture, the same on both axes.
fn scale(points: &mut [Point], radii: &[f64]) {
    let reach = points
        .iter()
        .flatten()
        .fold(0.0, |most: f64, c| most.max(c.abs()));
    if reach > 0.0 {
        let squares = radii
            .iter()
            .fold(0.0, |sum, r| sum + (r + MARGIN) * (r + MARGIN));
        let factor = (squares / COVERED).sqrt() / reach;
        for coordinate in points.iter_mut().flatten() {
            *coordinate *= factor;
        }
    }
}

/// Moves overlapping nodes apart, half the way each, until none overlap.
fn separate(points: &mut [Point], radii: &[f64]) {
    let widest = radii.iter().copied().fold(0.0, f64::max);
    let mut order: Vec<usize> = (0..points.len()).collect();
    for _ in 0..PASSES {
        // Sorted by the first axis, only neighbours in the order can touch.
        order.sort_by(|&a, &b| points[a][0].total_cmp(&points[b][0]).then(a.cmp(&b)));
        let mut moved = false;
        for (place, &a) in order.iter().enumerate() {
            let reach = points[a][0] + radii[a] + widest + GAP;
            for &b in &order[place + 1..] {
                if points[b][0] >= reach {
                    break;
                }
                moved |= part(points, (a, b), radii[a] + radii[b] + GAP);
            }
        }
        if !moved {
            return;
        }
    }
}

/// Moves two nodes to the given distance if they are closer; says whether they were.
fn part(points: &mut [Point], (a, b): (usize, usize), distance: f64) -> bool {
    let apart = minus(points[b], points[a]);
    let now = length(apart);
    // Short of the whole distance by less than the rounding: done.
    if now >= distance - 0.1 {
        return false;
    }
    // Nodes in one place part along a line that differs from pair to pair.
    let slope = ((a + b) % 7) as f64 - 3.0;
    let (apart, now) = if now > 0.0 {
        (apart, now)
    } else {
        ([1.0, slope], length([1.0, slope]))
    };
    let step = if length(minus(points[b], points[a])) > 0.0 {
        distance - now
    } else {
        distance
    };
    let half = [apart[0] / now * step / 2.0, apart[1] / now * step / 2.0];
    points[a] = minus(points[a], half);
    points[b] = plus(points[b], half);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_in_one_place_are_parted() {
        let mut points = vec![[0.0, 0.0]; 20];
        let radii = [10.0; 20];
        finish(&mut points, &[1.0; 20], &radii);
        for a in 0..20 {
            for b in 0..a {
                assert!(length(minus(points[a], points[b])) >= 20.0, "{points:?}");
            }
        }
    }

    #[test]
    fn the_longest_axis_lies_flat() {
        let mut points = vec![[0.0, 0.0], [10.0, 20.0], [20.0, 40.0], [31.0, 59.0]];
        centre(&mut points);
        lay_flat(&mut points);
        let spread = |axis: usize| {
            points
                .iter()
                .fold(0.0, |most: f64, p| most.max(p[axis].abs()))
        };
        assert!(spread(0) > 30.0 && spread(1) < 2.0, "{points:?}");
    }
}
