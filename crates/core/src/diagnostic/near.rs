//! "Did you mean": the nearest of the values there are.

/// The candidate nearest to a misspelt name, if one is near enough to be meant.
///
/// ```
/// use demarche_core::diagnostic::nearest;
/// assert_eq!(nearest("prc-mfaa", ["china", "prc-mfa", "prc-mnd"]), Some("prc-mfa"));
/// assert_eq!(nearest("iceland", ["china", "prc-mfa"]), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(name, candidates).into_iter().next()
}

/// Up to three candidates that are near enough to be meant, nearest first, equally near ones by
/// name.
///
/// Near are those that at most a third of the name's characters separate it from, by
/// Damerau-Levenshtein distance; after them, those that the name is a part of. Letter case does
/// not count, nor `_` or a space for `-`.
pub fn near<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    const FEW: usize = 3;
    let name = fold(name);
    let mut found: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter(|candidate| !candidate.is_empty())
        .filter_map(|candidate| Some((distance(&name, &fold(candidate))?, candidate)))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
        .into_iter()
        .take(FEW)
        .map(|(_, candidate)| candidate)
        .collect()
}

fn distance(name: &str, candidate: &str) -> Option<usize> {
    let length = name.chars().count();
    let limit = (length / 3).max(1);
    let is_part = length >= 3 && candidate.contains(name);
    // What differs more in length cannot be near, which is far cheaper to see.
    if !is_part && candidate.chars().count().abs_diff(length) > limit {
        return None;
    }
    let edits = strsim::damerau_levenshtein(name, candidate);
    if edits <= limit {
        return Some(edits);
    }
    is_part.then_some(length + edits)
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase().replace(['_', ' '], "-")
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
        assert_eq!(nearest("Claim", names), Some("claims"));
        assert_eq!(
            nearest("on behalf of", ["on_behalf_of"]),
            Some("on_behalf_of")
        );
    }
}
