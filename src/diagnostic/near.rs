//! "Did you mean": the nearest of the values there are.

/// The candidate nearest to a misspelt text, if one is near enough to be meant.
///
/// Distance is Damerau-Levenshtein; a third of the text's length may differ, and letter case and
/// `_` for `-` or spaces do not count.
///
/// ```
/// use demarche::diagnostic::nearest;
/// assert_eq!(nearest("prc-mfaa", ["china", "prc-mfa", "prc-mnd"]), Some("prc-mfa"));
/// assert_eq!(nearest("iceland", ["china", "prc-mfa"]), None);
/// ```
pub fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(text);
    let limit = (folded.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&folded, &fold(candidate)),
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= limit)
        // The first in alphabetical order of those equally near, so that the hint is always the same.
        .min()
        .map(|(_, candidate)| candidate)
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase().replace(['_', ' '], "-")
}
