//! Numbers as they are written. All are rounded, so that files are the same on every machine.

/// "1 claim", "2 claims".
pub(super) fn count(number: u32, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// "a, b and c".
pub(super) fn join(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A share, difference or alpha for people.
pub(super) fn three(number: f64) -> String {
    plain(format!("{number:.3}"))
}

/// A p-value for people.
pub(super) fn probability(p: f64) -> String {
    if p < 0.0005 {
        "less than 0.001".to_owned()
    } else {
        three(p)
    }
}

/// A p-value in the cell of a table.
pub(super) fn short_probability(p: f64) -> String {
    probability(p).replace("less than ", "<")
}

/// Any of these for programs: six digits, which are the same everywhere.
pub(super) fn six(number: f64) -> String {
    plain(format!("{number:.6}"))
}

/// As JSON has it.
pub(super) fn rounded(number: f64) -> f64 {
    // What `{:.6}` writes is a number.
    six(number).parse().unwrap_or(number)
}

/// No minus before a zero.
fn plain(text: String) -> String {
    match text.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|byte| matches!(byte, b'0' | b'.')) => rest.to_owned(),
        _ => text,
    }
}
