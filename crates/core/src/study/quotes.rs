//! Cells of a CSV text: where they begin and end, and quotes that went wrong.
//!
//! One way to read quotes for all that cuts a text: RFC 4180, and beyond it what spreadsheets do,
//! who read `"a "b" c"` as `a b" c"` and go on.

use memchr::memchr;

/// A quoted cell that does not end as one must: never, or with text after its closing quote.
///
/// What is meant cannot be known: a quote that was not doubled, or a cell above not closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct QuoteFault {
    /// Where its opening quote is.
    pub(super) byte: usize,
    /// Whether it runs to the end of the text.
    pub(super) unclosed: bool,
}

/// Where a quoted cell closes and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quoted {
    /// Its closing quote; the end of the text where it is never closed.
    pub(super) close: usize,
    /// The comma or line end after it, or the end of the text.
    pub(super) end: usize,
}

impl Quoted {
    /// The quoted cell that begins here.
    pub(super) fn at(bytes: &[u8], start: usize) -> Self {
        let close = closing_quote(bytes, start);
        let after = (close + 1).min(bytes.len());
        Self {
            close,
            end: separator(bytes, after),
        }
    }

    /// What is wrong with it, where the text is known to its end.
    pub(super) fn fault(self, bytes: &[u8], start: usize) -> Option<QuoteFault> {
        let unclosed = self.close == bytes.len();
        let after = bytes.get(self.close + 1..self.end).unwrap_or_default();
        let wrong = unclosed || !after.iter().all(u8::is_ascii_whitespace);
        wrong.then_some(QuoteFault {
            byte: start,
            unclosed,
        })
    }
}

/// Where the next quoted cell begins, outside of one. A quote within a cell that is not quoted is a
/// character like any other. A text begins with a cell.
pub(super) fn next_quoted(bytes: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let quote = from + memchr(b'"', &bytes[from..])?;
        if quote == 0 || is_separator(bytes[quote - 1]) {
            return Some(quote);
        }
        from = quote + 1;
    }
}

/// Where a cell of the first row of a text begins, in bytes; the row's end where it has fewer.
pub(super) fn cell_start(bytes: &[u8], index: usize) -> usize {
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

/// Where the first row of a text ends, before its line end.
pub(super) fn row_end(bytes: &[u8]) -> usize {
    let mut end = cell_end(bytes, 0);
    while bytes.get(end) == Some(&b',') {
        end = cell_end(bytes, end + 1);
    }
    end
}

/// Where the comma or line end after a cell is, or the end of the text.
pub(super) fn cell_end(bytes: &[u8], start: usize) -> usize {
    match bytes.get(start) {
        Some(b'"') => Quoted::at(bytes, start).end,
        _ => separator(bytes, start),
    }
}

/// The quote that closes the cell beginning here, or the end of the text. Two quotes in a row stand
/// for one within it.
fn closing_quote(bytes: &[u8], start: usize) -> usize {
    let mut from = start + 1;
    loop {
        let rest = bytes.get(from..).unwrap_or_default();
        let Some(offset) = memchr(b'"', rest) else {
            return bytes.len();
        };
        let quote = from + offset;
        if bytes.get(quote + 1) != Some(&b'"') {
            return quote;
        }
        from = quote + 2;
    }
}

/// The first comma or line end from a place on, or the end of the text.
pub(super) fn separator(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    // Most cells are a few bytes, too short for anything cleverer.
    rest.iter()
        .position(|byte| is_separator(*byte))
        .map_or(bytes.len(), |offset| from + offset)
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b',' | b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_and_line_ends_in_quotes_end_no_cell() {
        let row = b"a,\"b,\n\"\"c\" ,d\"\"e,f\ng,h";
        let starts: Vec<usize> = (0..6).map(|index| cell_start(row, index)).collect();
        assert_eq!(starts, [0, 2, 12, 17, 18, 18]);
        assert_eq!(row_end(row), 18);
    }

    #[test]
    fn a_quote_opens_a_cell_only_where_a_cell_begins() {
        assert_eq!(next_quoted(b"6\" pipe,a\"b\"c\n", 0), None);
        assert_eq!(next_quoted(b"a \"b\",\"c\"", 0), Some(6));
        assert_eq!(next_quoted(b"\"a\"", 0), Some(0));
    }
}
