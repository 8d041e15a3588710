//! Text that every format and reader takes.

use std::borrow::Cow;

/// Returns the text without what files cannot carry: characters XML forbids (they abort an import, and no
/// spreadsheet shows them) are dropped; tabs and line breaks, which XML attributes cannot hold as
/// such, become spaces. All formats use it, so that the same node reads the same everywhere.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    // Nearly all text is plain, and looked at byte by byte.
    if text.bytes().all(|byte| (b' '..0x7f).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let dirty = |c: char| c < ' ' || matches!(c, '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}');
    if !text.contains(dirty) {
        return Cow::Borrowed(text);
    }
    let text = text
        .replace("\r\n", " ")
        .replace(['\t', '\n', '\r', '\u{85}'], " ");
    Cow::Owned(text.chars().filter(|&c| !dirty(c)).collect())
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn clean_drops_what_xml_forbids_and_keeps_the_rest() {
        assert_eq!(clean("外交部 \"R&D\" <x> 🗳"), "外交部 \"R&D\" <x> 🗳");
        assert_eq!(clean("a\u{0}b\u{1f}c\u{fffe}\u{ffff}d"), "abcd");
        assert_eq!(clean("two\r\nlines\tand\rmore"), "two lines and more");
    }
}
