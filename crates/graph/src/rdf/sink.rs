//! Where triples go.

use oxigraph::model::TripleRef;

/// Takes triples. Terms are interned once; a triple is three of the small values they became.
///
/// What goes wrong (too many terms, a blank node) is remembered by the sink and comes up where its
/// triples are asked for, so that nobody who maps has to look.
pub trait TripleSink {
    /// An interned term.
    type Term: Copy + Eq;

    /// An IRI, given as parts that follow each other, so that no string is built for a cell.
    fn iri(&mut self, parts: &[&str]) -> Self::Term;

    /// A literal of type `xsd:string`.
    fn plain(&mut self, value: &str) -> Self::Term;

    /// A literal in a language, whose tag is in lower case.
    fn tagged(&mut self, value: &str, language: &str) -> Self::Term;

    /// A literal of another datatype.
    fn typed(&mut self, value: &str, datatype: &str) -> Self::Term;

    /// Takes a triple of terms.
    fn triple(&mut self, subject: Self::Term, predicate: Self::Term, object: Self::Term);

    /// Takes a whole triple, of an RDF file or the ontology.
    fn insert(&mut self, triple: TripleRef<'_>);
}
