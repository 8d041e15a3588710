//! Texts made safe for where they are shown.

/// Puts a text on one line and replaces characters that steer a terminal or turn the direction of
/// writing by `\u{fffd}`.
///
/// ```
/// use demarche_core::display::visible;
/// assert_eq!(visible("two\nlines \u{1b}[31m"), "two lines \u{fffd}[31m");
/// ```
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => ' ',
            c if c.is_control() => '\u{fffd}',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// Writes a text as Markdown that shows it as it is, in one cell of a table.
///
/// ```
/// use demarche_core::display::escaped;
/// assert_eq!(escaped("a|b <i>\n*c*"), "a\\|b &lt;i><br>\\*c\\*");
/// ```
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => escaped.push_str("<br>"),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '~' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}
