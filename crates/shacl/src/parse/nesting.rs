//! Shapes in shapes: how deep and how many they may be, and that none leads back to itself.

use super::super::shape::{Constraint, Shape, ShapeId};
use demarche_core::diagnostic::{Code, Problem};

/// How deep shapes may be nested: validating goes from shape to shape by recursion.
const DEEPEST: u32 = 64;

/// Shapes that may be passed on all ways through a shape. Where several constraints name one shape
/// it counts for each, as it is validated for each: thirty levels that name the next one twice
/// would be a billion.
const MOST_PASSED: u64 = 100_000;

/// What lies within a shape whose inner shapes are all known.
#[derive(Clone, Copy)]
struct Extent {
    /// Shapes on the longest way through it, itself included.
    depth: u32,
    /// Shapes on all ways through it, itself included.
    passed: u64,
}

/// How far the search has come with a shape.
#[derive(Clone, Copy)]
enum Visit {
    Unseen,
    /// The search is within it: whoever leads to it now closes a circle.
    Open,
    Closed(Extent),
}

/// Returns what is wrong with how shapes lead to each other, if anything is: the first circle, or
/// the first shape that holds too much.
pub(super) fn problem(shapes: &[Shape]) -> Option<Problem> {
    let inner: Vec<Vec<ShapeId>> = shapes
        .iter()
        .map(|shape| {
            let constraints = shape.constraints.iter();
            constraints.flat_map(Constraint::shapes).collect()
        })
        .collect();
    let mut visits = vec![Visit::Unseen; shapes.len()];
    for start in 0..shapes.len() {
        // A stack on the heap: a chain of shapes may be as long as the file.
        let mut stack = vec![(start, 0)];
        while let Some((at, next)) = stack.pop() {
            if matches!(visits[at], Visit::Closed(_)) {
                continue;
            }
            visits[at] = Visit::Open;
            let Some(&child) = inner[at].get(next) else {
                let extent = extent(&inner[at], &visits);
                if let Some(problem) = excess(&shapes[at], extent) {
                    return Some(problem);
                }
                visits[at] = Visit::Closed(extent);
                continue;
            };
            stack.push((at, next + 1));
            match visits[child] {
                Visit::Unseen => stack.push((child, 0)),
                Visit::Open => return Some(circle(&shapes[child])),
                Visit::Closed(_) => {}
            }
        }
    }
    None
}

fn extent(inner: &[ShapeId], visits: &[Visit]) -> Extent {
    let mut all = Extent {
        depth: 1,
        passed: 1,
    };
    for shape in inner {
        if let Visit::Closed(extent) = visits[*shape] {
            all.depth = all.depth.max(extent.depth + 1);
            all.passed = all.passed.saturating_add(extent.passed);
        }
    }
    all
}

fn excess(shape: &Shape, extent: Extent) -> Option<Problem> {
    let name = &shape.name;
    let message = if extent.depth > DEEPEST {
        format!("within {name}, shapes are nested more than {DEEPEST} deep")
    } else if extent.passed > MOST_PASSED {
        format!("{name} leads to more than {MOST_PASSED} shapes, on all ways taken together")
    } else {
        return None;
    };
    let problem = Problem::new(Code::ShapeSyntax, shape.place.clone(), message);
    Some(problem.with_hint("say the same with fewer shapes in shapes"))
}

/// To pass over a circle would mean passing over the shape: that is for the user to do.
fn circle(shape: &Shape) -> Problem {
    let message = format!("{} leads back to itself", shape.name);
    Problem::new(Code::ShapeSyntax, shape.place.clone(), message)
        .with_hint("SHACL leaves open what recursive shapes mean; take one of the references out")
}
