//! Writing XML, indented, through one buffer.
//!
//! Elements are written as they come and nothing is built first: networks have many ties, and a tie
//! is a dozen elements.

use std::fmt::{self, Display, Write as _};
use std::io::{self, Write};

/// Text is handed on in pieces of about this size.
const PIECE: usize = 1 << 16;

pub(super) struct Xml<'a> {
    out: &'a mut dyn Write,
    text: String,
    depth: usize,
}

/// An attribute's name and value.
pub(super) type Pair<'a> = (&'a str, &'a dyn Display);

impl<'a> Xml<'a> {
    /// Begins a document.
    pub(super) fn new(out: &'a mut dyn Write) -> Self {
        Self {
            out,
            text: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"),
            depth: 0,
        }
    }

    /// Begins an element that has others in it.
    pub(super) fn open(&mut self, name: &str, attributes: &[Pair<'_>]) {
        self.begin(name, attributes);
        self.text.push('>');
        self.depth += 1;
    }

    /// Ends the element of this name that was begun last.
    pub(super) fn close(&mut self, name: &str) -> io::Result<()> {
        self.depth = self.depth.saturating_sub(1);
        self.indent();
        self.end(name);
        if self.text.len() >= PIECE {
            self.flush()?;
        }
        Ok(())
    }

    /// Writes an element with nothing in it.
    pub(super) fn empty(&mut self, name: &str, attributes: &[Pair<'_>]) {
        self.begin(name, attributes);
        self.text.push_str("/>");
    }

    /// Writes an element with text in it.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[Pair<'_>], content: &dyn Display) {
        self.begin(name, attributes);
        self.text.push('>');
        self.escaped(content);
        self.end(name);
    }

    /// Writes an element with text in it as it is: text that has no markup in it.
    pub(super) fn plain(&mut self, name: &str, text: &str) {
        self.begin(name, &[]);
        self.text.push('>');
        self.text.push_str(text);
        self.end(name);
    }

    /// Ends the document.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.text.push('\n');
        self.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(self.text.as_bytes())?;
        self.text.clear();
        Ok(())
    }

    fn begin(&mut self, name: &str, attributes: &[Pair<'_>]) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            self.escaped(*value);
            self.text.push('"');
        }
    }

    fn end(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
    }

    fn indent(&mut self) {
        self.text.push('\n');
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
    }

    fn escaped(&mut self, value: &dyn Display) {
        // Writing to a string cannot fail.
        let _ = write!(Escaped(&mut self.text), "{value}");
    }
}

/// Writes text with entities where it could be taken for markup.
struct Escaped<'a>(&'a mut String);

impl fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.find(['<', '>', '&', '\'', '"']) {
            let (plain, marked) = rest.split_at(at);
            self.0.push_str(plain);
            // The character found is of one byte.
            let (character, after) = marked.split_at(1);
            self.0.push_str(match character {
                "<" => "&lt;",
                ">" => "&gt;",
                "&" => "&amp;",
                "'" => "&apos;",
                _ => "&quot;",
            });
            rest = after;
        }
        self.0.push_str(rest);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn elements_stand_in_each_other() {
        let mut out = Vec::new();
        let mut xml = Xml::new(&mut out);
        xml.open("a", &[("b", &"<'\"外&>"), ("c", &1.5)]);
        xml.empty("d", &[]);
        xml.leaf("e", &[], &"1 < 2");
        xml.close("a").unwrap();
        xml.finish().unwrap();
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <a b=\"&lt;&apos;&quot;外&amp;&gt;\" c=\"1.5\">\n  <d/>\n  <e>1 &lt; 2</e>\n</a>\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
