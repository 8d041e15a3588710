//! CSV files for spreadsheets and statistics programs.

use std::borrow::Cow;
use std::fmt::{self, Display, Write as _};
use std::io::{self, Write};
use std::str::FromStr;
use thiserror::Error;

/// The character between the cells of a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Delimiter {
    /// `,`, as RFC 4180 has it.
    #[default]
    Comma,
    /// `;`, which spreadsheets expect where a comma stands in numbers.
    Semicolon,
    /// The tab character.
    Tab,
}

impl Delimiter {
    /// The words for them, on the command line and in manifests.
    pub const NAMES: &'static [&'static str] = &["comma", "semicolon", "tab"];

    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        }
    }

    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

impl Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is no delimiter's.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is none of comma, semicolon, tab")]
pub struct UnknownDelimiter(String);

impl FromStr for Delimiter {
    type Err = UnknownDelimiter;

    fn from_str(word: &str) -> Result<Self, UnknownDelimiter> {
        match word {
            "comma" => Ok(Self::Comma),
            "semicolon" => Ok(Self::Semicolon),
            "tab" => Ok(Self::Tab),
            _ => Err(UnknownDelimiter(word.to_owned())),
        }
    }
}

/// How CSV files are written for the programs that read them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CsvDialect {
    /// Puts `'` before text cells that a spreadsheet would run as a formula.
    pub safe_cells: bool,
    /// Begins with a byte order mark, by which Excel knows UTF-8. Others take it for a part of the
    /// first word.
    pub bom: bool,
    /// What stands between cells.
    pub delimiter: Delimiter,
}

/// A CSV file that is written cell by cell.
pub struct CsvWriter<'a> {
    writer: csv::Writer<&'a mut dyn Write>,
    is_safe: bool,
    /// Room to write a number in.
    cell: String,
}

impl<'a> CsvWriter<'a> {
    /// Begins a file.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(out: &'a mut dyn Write, dialect: CsvDialect) -> io::Result<Self> {
        if dialect.bom {
            out.write_all("\u{feff}".as_bytes())?;
        }
        // RFC 4180, but lines end as they do everywhere else in what this program writes.
        let mut builder = csv::WriterBuilder::new();
        builder.delimiter(dialect.delimiter.byte());
        Ok(Self {
            writer: builder.from_writer(out),
            is_safe: dialect.safe_cells,
            cell: String::new(),
        })
    }

    /// Writes a cell of text, made safe for spreadsheets where that is asked for.
    ///
    /// # Errors
    /// Those of the file.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        let text = if self.is_safe {
            safe(text)
        } else {
            Cow::Borrowed(text)
        };
        Ok(self.writer.write_field(text.as_ref())?)
    }

    /// Writes a cell as it is: a heading, or a number, since `-1` is no formula.
    ///
    /// # Errors
    /// Those of the file.
    pub fn number(&mut self, number: &dyn Display) -> io::Result<()> {
        self.cell.clear();
        // Writing to a string cannot fail.
        let _ = write!(self.cell, "{number}");
        Ok(self.writer.write_field(&self.cell)?)
    }

    /// Ends a row.
    ///
    /// # Errors
    /// Those of the file.
    pub fn end_row(&mut self) -> io::Result<()> {
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Those of the file.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Returns text with `'` before it where a spreadsheet would run it as a formula. Spaces in front do
/// not stop all of them.
fn safe(text: &str) -> Cow<'_, str> {
    if text
        .trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
    {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused() {
        assert_eq!(safe("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!(safe(" @SUM(A1)"), "' @SUM(A1)");
        assert_eq!(safe("＝1+1"), "'＝1+1");
        assert_eq!(safe("外交部 = MFA"), "外交部 = MFA");
    }

    #[test]
    fn cells_are_parted_and_quoted_by_the_delimiter() {
        for (delimiter, expected) in [
            (Delimiter::Comma, "\u{feff}\"a,b\",'=c;d,-1\n"),
            (Delimiter::Semicolon, "\u{feff}a,b;\"'=c;d\";-1\n"),
            (Delimiter::Tab, "\u{feff}a,b\t'=c;d\t-1\n"),
        ] {
            let dialect = CsvDialect {
                safe_cells: true,
                bom: true,
                delimiter,
            };
            let mut out = Vec::new();
            let mut file = CsvWriter::new(&mut out, dialect).unwrap();
            file.text("a,b").unwrap();
            file.text("=c;d").unwrap();
            file.number(&-1).unwrap();
            file.end_row().unwrap();
            file.finish().unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), expected);
            assert_eq!(delimiter.as_str().parse(), Ok(delimiter));
        }
    }
}
