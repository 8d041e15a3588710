//! Quotes that went wrong in a CSV text.

/// A quoted cell that does not end as one must: never, or with text after its closing quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct QuoteFault {
    /// Where its opening quote is.
    pub(super) byte: usize,
    /// Whether it runs to the end of the text.
    pub(super) unclosed: bool,
}

/// So many are found in a text at most: past a few, one went wrong that all others follow from.
const MOST: usize = 100;

/// The quoted cells of a text that do not end as RFC 4180 wants it.
///
/// The `csv` crate reads `"a "b" c"` as `a b" c"` and goes on, as spreadsheets do. What is meant
/// cannot be known: a quote that was not doubled, or a cell above that was not closed.
pub(super) fn quote_faults(text: &str) -> Vec<QuoteFault> {
    let bytes = text.as_bytes();
    let mut faults = Vec::new();
    let mut at = 0;
    while at < bytes.len() && faults.len() < MOST {
        let fault = match closing_quote(bytes, at) {
            None => None,
            Some(None) => Some(true),
            Some(Some(quote)) => {
                let after = &bytes[quote + 1..separator(bytes, quote + 1)];
                (!after.iter().all(u8::is_ascii_whitespace)).then_some(false)
            }
        };
        faults.extend(fault.map(|unclosed| QuoteFault { byte: at, unclosed }));
        at = cell_end(bytes, at) + 1;
    }
    faults
}

/// Where a cell of the first row of a text begins, in bytes; the row's end where it has fewer.
pub(super) fn cell_start(text: &str, index: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    for _ in 0..index {
        let end = cell_end(bytes, at);
        if bytes.get(end) != Some(&b',') {
            return end;
        }
        at = end + 1;
    }
    at
}

/// Where the comma or line end after a cell is, or the end of the text.
fn cell_end(bytes: &[u8], start: usize) -> usize {
    match closing_quote(bytes, start) {
        None => separator(bytes, start),
        Some(None) => bytes.len(),
        Some(Some(quote)) => separator(bytes, quote + 1),
    }
}

/// The quote that closes the cell beginning here: `None` where the cell is not quoted, `Some(None)`
/// where it is never closed. Two quotes in a row stand for one within it.
fn closing_quote(bytes: &[u8], start: usize) -> Option<Option<usize>> {
    if bytes.get(start) != Some(&b'"') {
        return None;
    }
    let mut from = start + 1;
    loop {
        let quote = find(bytes, from, |b| b == b'"');
        if quote == bytes.len() {
            return Some(None);
        }
        if bytes.get(quote + 1) != Some(&b'"') {
            return Some(Some(quote));
        }
        from = quote + 2;
    }
}

fn separator(bytes: &[u8], from: usize) -> usize {
    find(bytes, from, |b| matches!(b, b',' | b'\r' | b'\n'))
}

/// The first such byte from a place on, or the end.
fn find(bytes: &[u8], from: usize, is_it: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter()
        .position(|b| is_it(*b))
        .map_or(bytes.len(), |offset| from + offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<(usize, bool)> {
        let faults = quote_faults(text).into_iter();
        faults.map(|fault| (fault.byte, fault.unclosed)).collect()
    }

    #[test]
    fn well_formed_quotes_have_no_faults() {
        for text in [
            "",
            "\"\"",
            "a,\"b, \"\"c\"\"\"\r\n\"d\ne\" ,f\n",
            // A quote within a cell that is not quoted is a character like any other.
            "6\" pipe,a\"b\"c\n",
            "\"\"\"\"",
        ] {
            assert_eq!(faults(text), [], "{text}");
        }
    }

    #[test]
    fn faults_are_where_their_cells_begin() {
        assert_eq!(faults("a,b\nc,\"d\ne,f\n"), [(6, true)]);
        assert_eq!(
            faults("a,\"b \"c\" d\",e\n\"f\"g\n"),
            [(2, false), (14, false)]
        );
        assert_eq!(faults("\""), [(0, true)]);
        assert_eq!(faults("\"\"\""), [(0, true)]);
    }

    #[test]
    fn commas_and_line_ends_in_quotes_end_no_cell() {
        let row = "a,\"b,\n\"\"c\" ,d\"\"e,f\ng,h";
        let starts: Vec<usize> = (0..6).map(|index| cell_start(row, index)).collect();
        assert_eq!(starts, [0, 2, 12, 17, 18, 18]);
    }
}
