//! Terms by rank, and ranks by term, over front-coded text.

use super::error::GraphError;
use super::format::{BLOCK, TermId};
use oxigraph::model::{Literal, LiteralRef, NamedNode, Term, TermRef};
use std::borrow::Cow;
use std::cmp::Ordering;

/// What the text of an IRI begins with.
pub(super) const IRI: u8 = b'I';
const LANGUAGE: u8 = b'L';
const PLAIN: u8 = b'S';
const TYPED: u8 = b'T';

/// A term in the parts that its text is made of.
#[derive(Clone, Copy)]
pub(super) enum Parts<'a> {
    /// An IRI, in pieces.
    Iri(&'a [&'a str]),
    /// A string without a language.
    Plain(&'a str),
    /// Language tag and value.
    Tagged(&'a str, &'a str),
    /// Datatype and value.
    Typed(&'a str, &'a str),
}

impl Parts<'_> {
    /// Appends the text of the term as the dictionary sorts it.
    ///
    /// Language tags and IRIs hold no NUL, so the value after it can be any string.
    pub(super) fn write(self, out: &mut Vec<u8>) {
        let mut put = |kind: u8, before: &str, value: &str| {
            out.push(kind);
            out.extend_from_slice(before.as_bytes());
            out.push(0);
            out.extend_from_slice(value.as_bytes());
        };
        match self {
            Self::Tagged(language, value) => put(LANGUAGE, language, value),
            Self::Typed(datatype, value) => put(TYPED, datatype, value),
            Self::Plain(value) => {
                out.push(PLAIN);
                out.extend_from_slice(value.as_bytes());
            }
            Self::Iri(pieces) => {
                out.push(IRI);
                for piece in pieces {
                    out.extend_from_slice(piece.as_bytes());
                }
            }
        }
    }
}

/// Appends the text of a term as the dictionary sorts it. `None` for a blank node.
pub(super) fn encode(term: TermRef<'_>, out: &mut Vec<u8>) -> Option<()> {
    match term {
        TermRef::NamedNode(node) => Parts::Iri(&[node.as_str()]).write(out),
        TermRef::Literal(literal) => literal_parts(literal).write(out),
        TermRef::BlankNode(_) => return None,
    }
    Some(())
}

fn literal_parts(literal: LiteralRef<'_>) -> Parts<'_> {
    if let Some(language) = literal.language() {
        Parts::Tagged(language, literal.value())
    } else if literal.datatype() == oxigraph::model::vocab::xsd::STRING {
        Parts::Plain(literal.value())
    } else {
        Parts::Typed(literal.datatype().as_str(), literal.value())
    }
}

/// What a term's text says of it.
pub(super) enum Decoded<'a> {
    Iri(&'a str),
    Plain(&'a str),
    Tagged { language: &'a str, value: &'a str },
    Typed { datatype: &'a str, value: &'a str },
}

impl<'a> Decoded<'a> {
    /// Reads the text of a term; `None` where the file is damaged.
    fn read(text: &'a [u8]) -> Option<Self> {
        let (kind, text) = text.split_first()?;
        // Validated on every read: the file may have been damaged since it was opened.
        let text = std::str::from_utf8(text).ok()?;
        Some(match *kind {
            IRI => Self::Iri(text),
            PLAIN => Self::Plain(text),
            LANGUAGE => {
                let (language, value) = text.split_once('\0')?;
                Self::Tagged { language, value }
            }
            TYPED => {
                let (datatype, value) = text.split_once('\0')?;
                Self::Typed { datatype, value }
            }
            _ => return None,
        })
    }

    /// The term itself.
    pub(super) fn term(&self) -> Term {
        match *self {
            Self::Iri(iri) => NamedNode::new_unchecked(iri).into(),
            Self::Plain(value) => Literal::new_simple_literal(value).into(),
            Self::Tagged { language, value } => {
                Literal::new_language_tagged_literal_unchecked(value, language).into()
            }
            Self::Typed { datatype, value } => {
                Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into()
            }
        }
    }
}

/// A graph's terms.
#[derive(Clone, Copy)]
pub(super) struct Dictionary<'a> {
    /// Where blocks begin, and where the last ends.
    pub(super) blocks: &'a [u64],
    pub(super) text: &'a [u8],
    pub(super) terms: usize,
}

impl<'a> Dictionary<'a> {
    /// The term with this id.
    pub(super) fn term(self, id: TermId) -> Result<Term, GraphError> {
        self.decode(id, |text| text.term())
            .ok_or(GraphError::Damaged("a term"))
    }

    /// What `read` makes of a term; `None` where there is none or the file is damaged there.
    pub(super) fn decode<T>(self, id: TermId, read: impl FnOnce(Decoded<'_>) -> T) -> Option<T> {
        Decoded::read(&self.raw(id)?).map(read)
    }

    /// The IRI with this id.
    pub(super) fn iri(self, id: TermId) -> Option<Cow<'a, str>> {
        // The first byte is the kind.
        let text = self.raw(id)?;
        (text.first() == Some(&IRI)).then_some(())?;
        into_str(text, 1)
    }

    /// The lexical form of the literal with this id.
    pub(super) fn text(self, id: TermId) -> Option<Cow<'a, str>> {
        let text = self.raw(id)?;
        match text.first()? {
            &PLAIN => into_str(text, 1),
            &LANGUAGE | &TYPED => {
                let before = memchr::memchr(0, &text)?;
                into_str(text, before + 1)
            }
            _ => None,
        }
    }

    /// The id of a term.
    pub(super) fn id(self, term: TermRef<'_>) -> Option<TermId> {
        let mut key = Vec::with_capacity(128);
        encode(term, &mut key)?;
        self.find(&key)
    }

    /// The id of an IRI.
    pub(super) fn iri_id(self, iri: &str) -> Option<TermId> {
        let mut key = Vec::with_capacity(iri.len() + 1);
        Parts::Iri(&[iri]).write(&mut key);
        self.find(&key)
    }

    /// How many terms are IRIs. They come first, since `I` comes before the other kinds.
    pub(super) fn iri_count(self) -> u32 {
        let before = self.position(&[IRI + 1]);
        TermId::try_from(before.unwrap_or_else(|at| at)).unwrap_or(TermId::MAX)
    }

    /// The id of the term with this text.
    pub(super) fn find(self, key: &[u8]) -> Option<TermId> {
        TermId::try_from(self.position(key).ok()?).ok()
    }

    /// Where this text stands, or where it would.
    fn position(self, key: &[u8]) -> Result<usize, usize> {
        let blocks = self.blocks.len().saturating_sub(1);
        // The last block whose first term is not beyond the key.
        let (mut low, mut high) = (0, blocks);
        while low < high {
            let middle = low + (high - low) / 2;
            let first = self.block(middle).and_then(|mut block| block.first());
            match first.map(|first| first.cmp(key)) {
                Some(Ordering::Equal) => return Ok(middle * BLOCK),
                Some(Ordering::Less) => low = middle + 1,
                Some(Ordering::Greater) | None => high = middle,
            }
        }
        let Some(block) = low.checked_sub(1) else {
            return Err(0);
        };
        let mut at = block * BLOCK;
        let mut entries = self.entries(block);
        while let Some(text) = entries.next() {
            match text.cmp(key) {
                Ordering::Less => at += 1,
                Ordering::Equal => return Ok(at),
                Ordering::Greater => break,
            }
        }
        Err(at)
    }

    /// The text of a term, kind first.
    fn raw(self, id: TermId) -> Option<Cow<'a, [u8]>> {
        let id = id as usize;
        if id >= self.terms {
            return None;
        }
        let mut block = self.block(id / BLOCK)?;
        let first = block.first()?;
        if id.is_multiple_of(BLOCK) {
            return Some(Cow::Borrowed(first));
        }
        let mut text = Vec::with_capacity(first.len() + 32);
        text.extend_from_slice(first);
        for _ in 0..id % BLOCK {
            block.next(&mut text)?;
        }
        Some(Cow::Owned(text))
    }

    fn block(self, number: usize) -> Option<Block<'a>> {
        let start = usize::try_from(*self.blocks.get(number)?).ok()?;
        let end = usize::try_from(*self.blocks.get(number + 1)?).ok()?;
        Some(Block(self.text.get(start..end)?))
    }

    fn entries(self, block: usize) -> Entries<'a> {
        let left = self.terms.saturating_sub(block * BLOCK).min(BLOCK);
        Entries {
            block: self.block(block).unwrap_or(Block(&[])),
            text: Vec::with_capacity(128),
            started: false,
            left,
        }
    }
}

/// The terms of a block, one after the other.
struct Entries<'a> {
    block: Block<'a>,
    text: Vec<u8>,
    started: bool,
    left: usize,
}

impl Entries<'_> {
    fn next(&mut self) -> Option<&[u8]> {
        self.left = self.left.checked_sub(1)?;
        if self.started {
            self.block.next(&mut self.text)?;
        } else {
            self.text.extend_from_slice(self.block.first()?);
            self.started = true;
        }
        Some(&self.text)
    }
}

/// What is left to read of a block.
struct Block<'a>(&'a [u8]);

impl<'a> Block<'a> {
    fn first(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.bytes(length)
    }

    /// Turns the text of a term into that of the next.
    fn next(&mut self, text: &mut Vec<u8>) -> Option<()> {
        let (shared, length) = (self.number()?, self.number()?);
        if shared > text.len() {
            return None;
        }
        text.truncate(shared);
        text.extend_from_slice(self.bytes(length)?);
        Some(())
    }

    fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    fn number(&mut self) -> Option<usize> {
        // Most are below 128.
        let mut number = 0_u64;
        for shift in (0..63).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7F) << shift;
            if *byte < 0x80 {
                return usize::try_from(number).ok();
            }
        }
        None
    }
}

/// The text from a byte on, as a string.
fn into_str(text: Cow<'_, [u8]>, from: usize) -> Option<Cow<'_, str>> {
    Some(match text {
        Cow::Borrowed(bytes) => Cow::Borrowed(std::str::from_utf8(bytes.get(from..)?).ok()?),
        Cow::Owned(mut bytes) => {
            bytes.drain(..from);
            Cow::Owned(String::from_utf8(bytes).ok()?)
        }
    })
}

/// Writes sorted, distinct terms as blocks.
#[derive(Default)]
pub(super) struct DictionaryWriter {
    blocks: Vec<u64>,
    text: Vec<u8>,
    terms: usize,
}

impl DictionaryWriter {
    /// Adds the next term, of which so many bytes are those of the one before.
    pub(super) fn push(&mut self, term: &[u8], shared: usize) {
        if self.terms.is_multiple_of(BLOCK) {
            self.blocks.push(self.text.len() as u64);
            self.number(term.len());
            self.text.extend_from_slice(term);
        } else {
            self.number(shared);
            self.number(term.len() - shared);
            self.text.extend_from_slice(&term[shared..]);
        }
        self.terms += 1;
    }

    fn number(&mut self, mut number: usize) {
        while number >= 0x80 {
            self.text.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.text.push(number as u8);
    }

    /// Number of terms.
    pub(super) fn len(&self) -> usize {
        self.terms
    }

    /// Where blocks begin, and their text.
    pub(super) fn finish(mut self) -> (Vec<u64>, Vec<u8>) {
        self.blocks.push(self.text.len() as u64);
        (self.blocks, self.text)
    }
}
