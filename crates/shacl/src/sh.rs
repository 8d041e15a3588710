//! IRIs of the SHACL vocabulary.

/// `sh:`, the namespace.
pub(super) const SH: &str = "http://www.w3.org/ns/shacl#";

/// The local name of an IRI of the vocabulary.
pub(super) fn local(iri: &str) -> Option<&str> {
    iri.strip_prefix(SH)
}

/// Properties by which a shape says what it constrains, without those of targets.
pub(super) const CONSTRAINTS: &[&str] = &[
    "and",
    "class",
    "closed",
    "datatype",
    "disjoint",
    "equals",
    "hasValue",
    "in",
    "languageIn",
    "lessThan",
    "lessThanOrEquals",
    "maxCount",
    "maxExclusive",
    "maxInclusive",
    "maxLength",
    "minCount",
    "minExclusive",
    "minInclusive",
    "minLength",
    "node",
    "nodeKind",
    "not",
    "or",
    "pattern",
    "property",
    "qualifiedValueShape",
    "uniqueLang",
    "xone",
];

/// Properties by which a shape says what it is about.
pub(super) const TARGETS: &[&str] = &[
    "targetClass",
    "targetNode",
    "targetObjectsOf",
    "targetSubjectsOf",
];

/// Properties of shapes that come with others or say nothing to a validator.
pub(super) const OTHERS: &[&str] = &[
    "deactivated",
    "defaultValue",
    "description",
    "flags",
    "group",
    "ignoredProperties",
    "message",
    "name",
    "order",
    "path",
    "qualifiedMaxCount",
    "qualifiedMinCount",
    "qualifiedValueShapesDisjoint",
    "severity",
];

/// Properties of other nodes than shapes: paths, groups, the shapes graph itself.
pub(super) const ELSEWHERE: &[&str] = &[
    "alternativePath",
    "inversePath",
    "oneOrMorePath",
    "zeroOrMorePath",
    "zeroOrOnePath",
    "declare",
    "namespace",
    "prefix",
    "shapesGraph",
    "suggestedShapesGraph",
];

/// Parts of SHACL that are known and not supported, each with what it is.
pub(super) const UNSUPPORTED: &[(&str, &str)] = &[
    ("ask", "SPARQL-based constraint components"),
    ("condition", "rules"),
    ("construct", "rules"),
    ("entailment", "entailment regimes"),
    ("expression", "expression constraints"),
    ("js", "JavaScript constraints"),
    ("jsFunctionName", "JavaScript constraints"),
    ("nodeValidator", "SPARQL-based constraint components"),
    ("parameter", "constraint components of one's own"),
    ("prefixes", "SPARQL-based constraints"),
    ("propertyValidator", "SPARQL-based constraint components"),
    ("rule", "rules"),
    ("select", "SPARQL-based constraints"),
    ("sparql", "SPARQL-based constraints"),
    ("target", "SPARQL-based targets"),
    ("targetShape", "targets by shape"),
    ("targetWhere", "targets by shape"),
    ("update", "rules"),
    ("validator", "SPARQL-based constraint components"),
    ("values", "value rules"),
];
