//! What a shape asks, read from its properties.

use super::super::expressions::Bound;
use super::super::expressions::is_regex;
use super::super::sh;
use super::super::shape::{Constraint, Qualified, ShapeId};
use super::super::source::{Object, subject};
use super::super::value::{NodeKind, ValueTest};
use super::reader::Reader;
use oxigraph::model::{NamedNode, NamedOrBlankNode, Term};
use std::collections::BTreeSet;

/// Properties that only property shapes can have.
const OF_PATHS: &[&str] = &[
    "lessThan",
    "lessThanOrEquals",
    "maxCount",
    "minCount",
    "qualifiedValueShape",
    "uniqueLang",
];

/// A property, and the constraint that is made of what it names.
type Made<T> = (&'static str, fn(T) -> Constraint);

const BOUNDS: [(&str, Bound); 4] = [
    ("minExclusive", Bound::Greater),
    ("minInclusive", Bound::GreaterOrEqual),
    ("maxExclusive", Bound::Less),
    ("maxInclusive", Bound::LessOrEqual),
];

impl Reader<'_> {
    pub(super) fn constraints(
        &mut self,
        node: &NamedOrBlankNode,
        property: bool,
    ) -> Vec<Constraint> {
        for local in OF_PATHS.iter().filter(|_| !property) {
            if let Some(object) = self.objects(node, local).first() {
                let place = self.source.place(object.line);
                self.report(
                    place,
                    format!("sh:{local} is for property shapes; {node} has no sh:path"),
                );
            }
        }
        let mut constraints = self.of_values(node, property);
        constraints.extend(self.of_sets(node));
        constraints.extend(self.of_shapes(node));
        constraints.extend(self.qualified(node));
        constraints.extend(self.closed(node));
        constraints
    }

    fn of_values(&mut self, node: &NamedOrBlankNode, property: bool) -> Vec<Constraint> {
        let mut checks = Vec::new();
        if let Some(object) = self.one(node, "datatype") {
            checks.extend(self.iri_of(&object, "datatype").map(ValueTest::Datatype));
        }
        if let Some(object) = self.one(node, "nodeKind") {
            let kind = match &object.term {
                Term::NamedNode(kind) => sh::local(kind.as_str()).and_then(NodeKind::named),
                _ => None,
            };
            let kind = self.expected(&object, "nodeKind", "one of the six kinds of nodes", kind);
            checks.extend(kind.map(ValueTest::NodeKind));
        }
        for object in self.objects(node, "in") {
            let members = self.list_of(&object, "in");
            checks.extend(members.map(|members| ValueTest::In(members.into_iter().collect())));
        }
        let pattern = self.pattern(node);
        checks.extend(pattern.map(|(pattern, flags)| ValueTest::Pattern(pattern, flags)));
        checks.extend(self.number_of(node, "minLength").map(ValueTest::MinLength));
        checks.extend(self.number_of(node, "maxLength").map(ValueTest::MaxLength));
        if let Some(object) = self.one(node, "languageIn") {
            let tags = self.list_of(&object, "languageIn").unwrap_or_default();
            let tags = tags.into_iter().filter_map(|tag| match tag {
                Term::Literal(tag) => Some(tag.value().to_owned()),
                _ => None,
            });
            checks.push(ValueTest::LanguageIn(tags.collect()));
        }
        for (local, bound) in BOUNDS {
            if let Some(object) = self.one(node, local) {
                let literal = self.literal_of(&object, local);
                checks.extend(literal.map(|literal| ValueTest::Range(bound, literal)));
            }
        }
        if !property {
            let values = self.objects(node, "hasValue").into_iter();
            checks.extend(values.map(|object| ValueTest::Is(object.term)));
        }
        let mut constraints: Vec<Constraint> = checks.into_iter().map(Constraint::Value).collect();
        for object in self.objects(node, "class") {
            constraints.extend(self.iri_of(&object, "class").map(Constraint::Class));
        }
        constraints
    }

    /// Reads a regular expression and its flags.
    fn pattern(&mut self, node: &NamedOrBlankNode) -> Option<(String, Option<String>)> {
        let pattern = self.text_of(node, "pattern")?;
        let flags = self.text_of(node, "flags");
        if !matches!(is_regex(&pattern, flags.as_deref()), Ok(true)) {
            let with = flags.map_or(String::new(), |flags| format!(" with flags {flags:?}"));
            let line = self.objects(node, "pattern")[0].line;
            let message = format!("sh:pattern takes a regular expression, not {pattern:?}{with}");
            self.report(self.source.place(line), message);
            return None;
        }
        Some((pattern, flags))
    }

    /// What is asked of all values of a focus node together.
    fn of_sets(&mut self, node: &NamedOrBlankNode) -> Vec<Constraint> {
        let mut constraints = Vec::new();
        // None at least is asked of nobody.
        let least = self.number_of(node, "minCount").filter(|least| *least > 0);
        constraints.extend(least.map(Constraint::MinCount));
        constraints.extend(self.number_of(node, "maxCount").map(Constraint::MaxCount));
        if self.flag_of(node, "uniqueLang") {
            constraints.push(Constraint::UniqueLang);
        }
        if !self.objects(node, "path").is_empty() {
            let values = self.objects(node, "hasValue").into_iter();
            constraints.extend(values.map(|object| Constraint::HasValue(object.term)));
        }
        let mut pairs = |local: &str, make: &dyn Fn(NamedNode) -> Constraint| {
            for object in self.objects(node, local) {
                constraints.extend(self.iri_of(&object, local).map(make));
            }
        };
        pairs("equals", &Constraint::Equals);
        pairs("disjoint", &Constraint::Disjoint);
        pairs("lessThan", &|than| Constraint::Less {
            than,
            or_equal: false,
        });
        pairs("lessThanOrEquals", &|than| Constraint::Less {
            than,
            or_equal: true,
        });
        constraints
    }

    fn of_shapes(&mut self, node: &NamedOrBlankNode) -> Vec<Constraint> {
        let mut constraints = Vec::new();
        let single: [Made<ShapeId>; 3] = [
            ("node", Constraint::Node),
            ("property", Constraint::Property),
            ("not", Constraint::Not),
        ];
        for (local, make) in single {
            for object in self.objects(node, local) {
                let shape = self.shape_of(&object, local);
                if local == "property" && shape.is_some() && !self.has_path(&object) {
                    let place = self.source.place(object.line);
                    let message = format!(
                        "sh:property takes a property shape; {} has no sh:path",
                        object.term
                    );
                    self.report(place, message);
                }
                constraints.extend(shape.map(make));
            }
        }
        let lists: [Made<Vec<ShapeId>>; 3] = [
            ("and", Constraint::And),
            ("or", Constraint::Or),
            ("xone", Constraint::Xone),
        ];
        for (local, make) in lists {
            for object in self.objects(node, local) {
                let members = self.list_of(&object, local).unwrap_or_default();
                let line = object.line;
                let shapes = members
                    .into_iter()
                    .filter_map(|term| self.shape_of(&Object { term, line }, local));
                let shapes = shapes.collect();
                constraints.push(make(shapes));
            }
        }
        constraints
    }

    fn has_path(&self, object: &Object) -> bool {
        subject(&object.term).is_some_and(|node| !self.objects(&node, "path").is_empty())
    }

    fn qualified(&mut self, node: &NamedOrBlankNode) -> Vec<Constraint> {
        let least = self
            .number_of(node, "qualifiedMinCount")
            .filter(|least| *least > 0);
        let most = self.number_of(node, "qualifiedMaxCount");
        let siblings = match self.flag_of(node, "qualifiedValueShapesDisjoint") {
            true => self.siblings(node),
            false => Vec::new(),
        };
        let mut constraints = Vec::new();
        for object in self.objects(node, "qualifiedValueShape") {
            let Some(shape) = self.shape_of(&object, "qualifiedValueShape") else {
                continue;
            };
            let siblings = siblings
                .iter()
                .copied()
                .filter(|other| *other != shape)
                .collect();
            constraints.push(Constraint::Qualified(Qualified {
                shape,
                siblings,
                least,
                most,
            }));
        }
        constraints
    }

    /// Returns the qualified value shapes of all property shapes that the shapes around have.
    fn siblings(&mut self, node: &NamedOrBlankNode) -> Vec<ShapeId> {
        let mut siblings = BTreeSet::new();
        for parent in self.parents(node) {
            let properties = self.objects(&parent, "property");
            // Each of n siblings looks at all n.
            if !self.has_room_for(properties.len()) {
                let place = self.source.place_of(node);
                self.report(
                    place,
                    format!("{node} has too many siblings under sh:qualifiedValueShapesDisjoint"),
                );
                break;
            }
            for property in properties.iter().filter_map(|object| subject(&object.term)) {
                for object in self.objects(&property, "qualifiedValueShape") {
                    siblings.extend(self.shape_of(&object, "qualifiedValueShape"));
                }
            }
        }
        siblings.into_iter().collect()
    }

    fn closed(&mut self, node: &NamedOrBlankNode) -> Option<Constraint> {
        if !self.flag_of(node, "closed") {
            return None;
        }
        let mut allowed = Vec::new();
        for object in self.objects(node, "property") {
            let paths = subject(&object.term).map(|shape| self.objects(&shape, "path"));
            allowed.extend(
                paths
                    .into_iter()
                    .flatten()
                    .filter_map(|path| match path.term {
                        Term::NamedNode(property) => Some(property),
                        _ => None,
                    }),
            );
        }
        if let Some(object) = self.one(node, "ignoredProperties") {
            for term in self
                .list_of(&object, "ignoredProperties")
                .unwrap_or_default()
            {
                let object = Object { term, ..object };
                allowed.extend(self.iri_of(&object, "ignoredProperties"));
            }
        }
        Some(Constraint::Closed(allowed))
    }
}
