//! Names near a name: "did you mean".

/// The nearest candidate, if one is near enough to be a slip of the keyboard.
pub(super) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    near(name, candidates).into_iter().next()
}

/// Up to three candidates that are near enough, nearest first, equally near ones by name.
pub(super) fn near<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    const FEW: usize = 3;
    let name = name.to_lowercase();
    let mut found: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&name, candidate)?, candidate)))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
        .into_iter()
        .take(FEW)
        .map(|(_, candidate)| candidate.to_owned())
        .collect()
}

/// Letters to change, if they are at most a third of the name; a part of the candidate's name
/// counts as near too, but after every slip.
fn distance(name: &str, candidate: &str) -> Option<usize> {
    let lower = candidate.to_lowercase();
    let edits = strsim::damerau_levenshtein(name, &lower);
    let length = name.chars().count();
    if edits <= (length / 3).max(1) {
        return Some(edits);
    }
    (length >= 3 && lower.contains(name)).then_some(length + edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_come_before_parts_and_strangers_never() {
        let names = ["actors-of-theme", "actor", "claims"];
        assert_eq!(near("actr", names), ["actor"]);
        assert_eq!(near("actor", names), ["actor", "actors-of-theme"]);
        assert!(near("zebra", names).is_empty());
        assert_eq!(nearest("Claim", names).as_deref(), Some("claims"));
    }
}
