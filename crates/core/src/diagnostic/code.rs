//! The numbered kinds of problems.

use std::fmt;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is written while there is one.
    Error,
    /// Probably a mistake; the value is used as it stands.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Declares the codes: their number as users see it, and what they mean in general.
macro_rules! codes {
    ($($name:ident = $number:literal, $meaning:literal;)+) => {
        /// A kind of problem. Numbers are never reused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $meaning] $name,)+ }

        impl Code {
            /// Every code, by number.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The number as users see it: `E`, `W` or `N` and three digits.
            pub fn number(self) -> &'static str {
                match self { $(Self::$name => $number,)+ }
            }

            /// What it means in general.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)+ }
            }
        }
    };
}

codes! {
    Unreadable = "E101", "A file or folder cannot be read.";
    NotUtf8 = "E102", "A file is not UTF-8 text.";
    NoHeader = "E103", "A table has no header row.";
    MissingColumn = "E104", "A table lacks a column that it must have.";
    RepeatedColumn = "E105", "A table has two columns of one name, or one without a name.";
    RowLength = "E106", "A row has more or fewer cells than the header.";
    UnclosedQuote = "E107", "A quoted cell is never closed.";
    ControlCharacter = "E108", "A cell holds a NUL or another control character.";
    CellTooLong = "E109", "A cell is longer than a mebibyte.";
    TooManyColumns = "E110", "A table has more columns than a spreadsheet can have.";
    RowTooLong = "E111", "A row is longer than 128 mebibytes.";
    ErrorsLeftOut = "E112", "A table has more errors of one kind than are listed.";
    ManifestSyntax = "E201", "The manifest is not the TOML that is expected.";
    BaseIri = "E202", "The base IRI is none that identifiers can be appended to.";
    ManifestValue = "E203", "A value in the manifest is not of the form it must have.";
    ColumnRename = "E204", "The manifest renames a column that the format does not have.";
    KindDeclaration = "E205", "A kind that the manifest declares exists already.";
    OutputSpec = "E206", "An output that the manifest lists cannot be made as written.";
    OutsideStudy = "E207", "A file that the manifest names is outside the study's folder.";
    RequiredCell = "E301", "A cell that must have a value is empty.";
    InvalidId = "E302", "An identifier holds a character that would have to be escaped in an IRI.";
    RepeatedId = "E303", "Two rows of a table have one identifier.";
    NotInVocabulary = "E304", "A value is not in the vocabulary of its column.";
    InvalidDate = "E305", "A date does not exist or is in another notation than EDTF level 0.";
    InvalidIri = "E306", "A value is no absolute IRI.";
    InvalidCountry = "E307", "A country is not given by three capital letters.";
    SingleValue = "E308", "A cell that takes one value has several.";
    InvalidLanguage = "E309", "A language is not given by a BCP 47 tag.";
    UnknownReference = "E401", "A cell names a row that its table does not have.";
    PartOfCycle = "E402", "Actors are part of each other in a circle.";
    EntailsContrary = "E403", "A claim contradicts itself or what it entails, or entails claims that contradict each other.";
    RepeatedStatement = "E404", "Two rows without identifiers code the same statement.";
    RdfSyntax = "E501", "An RDF file does not parse.";
    RdfFormat = "E502", "An RDF file has an extension that names no RDF format.";
    QuerySyntax = "E503", "A query is not SPARQL, or its header is not what is expected.";
    ShapeSyntax = "E504", "A SHACL shape is not well-formed.";
    ShapeUnsupported = "E505", "A shape uses a part of SHACL that is not supported.";
    ShapeViolation = "E506", "A node breaks a shape.";
    OneSidedContradiction = "W601", "Only one of two claims says that they contradict each other.";
    ActAgainstStance = "W602", "The act and the stance of a statement rarely go together.";
    EntailmentCycle = "W603", "Claims entail each other in a circle, and so mean the same.";
    TwinStatement = "W604", "Two rows code the same stance of one actor at one place of a source on one day.";
    UnknownPublisher = "W605", "A publisher is no actor of the study and is kept as a name.";
    StatedAfterSource = "W606", "A statement is dated after the source it stands in.";
    GraphNamesDropped = "W607", "An RDF file has named graphs; their triples are kept, their names not.";
    AlmostColumn = "W608", "A column is named almost like one of the format's.";
    ShapePartIgnored = "W609", "A part of SHACL that is not supported is passed over, as was asked.";
    ShapeWarning = "W610", "A node breaks a shape that only warns.";
    WarningsLeftOut = "W611", "A table has more warnings of one kind than are listed.";
    CheckGivenUp = "W612", "A check would take too long on this study and was not finished.";
    LinkScheme = "W613", "An address is neither http nor https, so nothing shows it as a link.";
    HiddenCharacter = "W614", "A cell holds a character that is not seen: it turns the direction of text, or is none.";
    UnstatedClaim = "N701", "No statement is about a claim.";
    SilentActor = "N702", "An actor never speaks, nor does anyone for it.";
    KeptColumn = "N703", "A column that the format does not know is kept as an attribute.";
    Undated = "N704", "Neither a statement nor its source has a date.";
    UnusedSource = "N705", "No statement stands in a source.";
    UnusedTheme = "N706", "No claim belongs to a theme.";
    BlankNodesNamed = "N707", "Blank nodes of an RDF file are given IRIs.";
    ShapeInfo = "N708", "A node breaks a shape that only informs.";
    NotesLeftOut = "N709", "A table has more notes of one kind than are listed.";
    NoStatements = "N710", "A study has no statements.";
}

impl Code {
    /// How bad it is, as the letter of its number says.
    pub fn severity(self) -> Severity {
        match self.number().as_bytes()[0] {
            b'E' => Severity::Error,
            b'W' => Severity::Warning,
            _ => Severity::Note,
        }
    }

    /// Whether it is about reading files, not about what they say.
    pub fn is_io(self) -> bool {
        self == Self::Unreadable
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_distinct_and_rise() {
        assert!(
            Code::ALL
                .windows(2)
                .all(|pair| pair[0].number()[1..] < pair[1].number()[1..])
        );
    }
}
