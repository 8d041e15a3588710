//! Text in a picture: how much room it takes, estimated, since no font is at hand.
//!
//! Widths are those of Noto Sans, rounded up by class of character: a label takes no more room than
//! was kept for it, whichever of the usual fonts draws it.

use crate::clean::clean;
use std::borrow::Cow;
use unicode_width::UnicodeWidthChar;

/// Fonts that look alike; the later ones have what the first lacks, Chinese above all.
pub(super) const FONTS: &str = "Noto Sans, Noto Sans CJK SC, Source Han Sans SC, \
     Microsoft YaHei, PingFang SC, WenQuanYi Micro Hei, sans-serif";

/// The distance of the lines of a text, in sizes of its font.
pub(super) const LEADING: f64 = 1.18;
/// How far above the foot of a line its letters reach, in sizes of its font.
pub(super) const ASCENT: f64 = 0.86;

/// The width of a line of text of this size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// The width of a character in sizes of its font.
fn em(c: char) -> f64 {
    match c {
        ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'i' | 'j' | 'l' | 'I' => 0.31,
        '(' | ')' | '[' | ']' | 'f' | 'r' | 't' | '-' | '/' => 0.4,
        'm' | 'M' | 'W' | '@' | '%' => 0.93,
        'w' | 'G' | 'O' | 'Q' | 'N' | 'H' | 'D' | 'U' => 0.78,
        'A'..='Z' => 0.66,
        'c' | 's' | 'v' | 'x' | 'y' | 'z' | 'k' => 0.53,
        ' '..='~' => 0.6,
        // Pictures are wider than the signs of any script.
        '\u{1f000}'.. => 1.3,
        _ => match c.width() {
            None | Some(0) => 0.0,
            Some(1) => 0.64,
            Some(_) => 1.0,
        },
    }
}

/// The text as a line no wider than `room`: cut, with `…` at its end, where it would be.
pub(super) fn fit(text: &str, size: f64, room: f64) -> Cow<'_, str> {
    if width(text, size) <= room {
        return Cow::Borrowed(text);
    }
    let mut left = room - width("…", size);
    let mut end = 0;
    for (at, c) in text.char_indices() {
        left -= em(c) * size;
        if left < 0.0 {
            break;
        }
        end = at + c.len_utf8();
    }
    Cow::Owned(format!("{}…", text[..end].trim_end()))
}

/// The text in lines no wider than `room`, at most `most` of them: the last one is cut where there
/// would be more. Lines end at spaces, or at any sign as wide as Chinese ones.
pub(super) fn wrap(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let text = clean(text);
    let words = words(text.trim());
    let mut lines: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() && lines.len() < most.max(1) {
        let mut line = String::new();
        while let Some(word) = words.get(at) {
            let longer = format!("{line}{word}");
            if !line.is_empty() && width(longer.trim_end(), size) > room {
                break;
            }
            line = longer;
            at += 1;
        }
        if lines.len() + 1 == most.max(1) {
            line.extend(words[at..].iter().copied());
            at = words.len();
        }
        lines.push(fit(line.trim(), size, room).into_owned());
    }
    lines
}

/// Pieces of a text that stay on one line, each with the spaces after it.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let is_wide = |c: char| c.width() == Some(2);
        let breaks = before.is_some_and(|b: char| {
            c != ' '
                && (b == ' ' || (is_wide(b) || is_wide(c)) && !"，。、；：！？）》”…".contains(c))
        });
        if breaks {
            words.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn chinese_is_as_wide_as_high() {
        assert!((width("外交部", 10.0) - 30.0).abs() < 1e-9);
        assert!(width("iii", 10.0) < width("mmm", 10.0));
        assert!(width("e\u{301}", 10.0) == width("e", 10.0));
    }

    #[test]
    fn long_text_is_cut_and_says_so() {
        assert_eq!(fit("short", 10.0, 100.0), "short");
        assert_eq!(fit("rather a long text", 10.0, 60.0), "rather a lo…");
        assert_eq!(fit("外交部发言人", 10.0, 40.0), "外交部…");
    }

    #[test]
    fn lines_end_at_spaces_and_between_chinese_signs() {
        let lines = wrap("People's Republic of China", 10.0, 100.0, 3);
        assert_eq!(lines, ["People's Republic", "of China"]);
        assert_eq!(
            wrap("中华人民共和国", 10.0, 45.0, 9),
            ["中华人民", "共和国"]
        );
        assert_eq!(
            wrap("one two three four five", 10.0, 50.0, 2),
            ["one two", "three fo…"]
        );
        assert!(wrap(" \u{0} ", 10.0, 50.0, 2).is_empty());
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_room(text in any::<String>(), room in 20.0..200.0, most in 1..5_usize) {
            let lines = wrap(&text, 10.0, room, most);
            prop_assert!(lines.len() <= most);
            for line in lines {
                prop_assert!(width(&line, 10.0) <= room + 1e-6, "{line}");
            }
        }
    }
}
