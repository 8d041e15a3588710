//! Places of many offsets in one text, in time that grows with the text alone.

use super::Place;
use std::path::Path;

/// Finds the places of offsets that rise, each from where the one before was found.
pub struct Cursor<'a> {
    file: &'a Path,
    text: &'a str,
    offset: usize,
    line: u64,
    column: u64,
}

impl<'a> Cursor<'a> {
    /// Starts at the beginning of a file's text.
    pub fn new(file: &'a Path, text: &'a str) -> Self {
        Self {
            file,
            text,
            offset: 0,
            line: 1,
            column: 1,
        }
    }

    /// Returns the place of a byte offset. One before the last that was asked for is found from the
    /// beginning again.
    pub fn place(&mut self, offset: usize) -> Place {
        if offset < self.offset {
            *self = Self::new(self.file, self.text);
        }
        let between = self.text.get(self.offset..offset).unwrap_or_default();
        for character in between.chars() {
            if character == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.offset = offset;
        Place::at(self.file, self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_that_each_offset_has_alone() {
        let text = "一二\nthree\n\nfour 五";
        let file = Path::new("a.toml");
        let mut cursor = Cursor::new(file, text);
        let offsets = text.char_indices().map(|(at, _)| at);
        for offset in offsets.chain([0, 7]) {
            let alone = Place::in_text(file, text, offset);
            assert_eq!(cursor.place(offset), alone, "{offset}");
        }
    }
}
