//! Focus nodes: what a shape is held against.

use super::queries;
use super::shape::Target;
use demarche_query::{QueryError, Store};
use oxigraph::model::{NamedNode, Term};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

/// Focus nodes, given one by one or by patterns that bind `?focus` to them.
pub(super) enum Focus<'f> {
    /// These, no more than go into one query.
    Nodes(&'f [Term]),
    /// What any of the patterns matches. Each node comes once from each if they are sets.
    Patterns { patterns: Vec<String>, sets: bool },
}

impl<'f> Focus<'f> {
    pub(super) fn nodes(nodes: &'f [Term]) -> Self {
        Self::Nodes(nodes)
    }

    /// What a target means.
    pub(super) fn of(target: &'f Target, classes: &Classes<'_>) -> Result<Self, QueryError> {
        let open = |pattern: String| Self::Patterns {
            patterns: vec![pattern],
            sets: false,
        };
        Ok(match target {
            Target::Class(class) => Self::Patterns {
                patterns: classes
                    .with_instances(class)?
                    .iter()
                    .map(queries::instances)
                    .collect(),
                sets: true,
            },
            Target::Node(node) => Self::Nodes(std::slice::from_ref(node)),
            Target::SubjectsOf(property) => open(format!("?focus {property} ?target .")),
            Target::ObjectsOf(property) => open(format!("?target {property} ?focus .")),
        })
    }

    /// The nodes, where they are given one by one.
    pub(super) fn given(&self) -> Option<&[Term]> {
        match self {
            Self::Nodes(nodes) => Some(nodes),
            Self::Patterns { .. } => None,
        }
    }

    /// Whether no pattern binds a node twice.
    pub(super) fn is_set(&self) -> bool {
        match self {
            Self::Nodes(_) => true,
            Self::Patterns { sets, .. } => *sets,
        }
    }

    /// Patterns that bind `?focus` to each node.
    ///
    /// # Errors
    /// [`QueryError::Unsupported`] where a node is blank: no query can name it.
    pub(super) fn patterns(&self) -> Result<Vec<String>, QueryError> {
        match self {
            Self::Nodes([]) => Ok(Vec::new()),
            Self::Nodes(nodes) => {
                let nodes = named(nodes)?;
                Ok(vec![queries::values("focus", &nodes)])
            }
            Self::Patterns { patterns, .. } => Ok(patterns.clone()),
        }
    }
}

/// Terms that a query can name.
///
/// # Errors
/// [`QueryError::Unsupported`] where one is a blank node.
pub(super) fn named(terms: &[Term]) -> Result<Vec<&Term>, QueryError> {
    match terms.iter().any(Term::is_blank_node) {
        true => Err(QueryError::Unsupported {
            what: "a shape of blank nodes",
            reason: "no query can ask about a blank node that an earlier answer had; \
                     a graph file has none",
        }),
        false => Ok(terms.iter().collect()),
    }
}

/// Classes and their subclasses.
pub(super) struct Classes<'c> {
    store: &'c dyn Store,
    /// By superclass.
    subclasses: HashMap<NamedNode, Vec<NamedNode>>,
    with_instances: RefCell<HashMap<NamedNode, Vec<NamedNode>>>,
}

impl<'c> Classes<'c> {
    /// Reads all pairs of subclass and superclass: the ontologies', which are few.
    pub(super) fn read(store: &'c dyn Store) -> Result<Self, QueryError> {
        let mut subclasses: HashMap<NamedNode, Vec<NamedNode>> = HashMap::new();
        store.select(queries::SUBCLASSES, &mut |row| {
            if let [Some(Term::NamedNode(sub)), Some(Term::NamedNode(over))] = row {
                subclasses
                    .entry(over.clone())
                    .or_default()
                    .push(sub.clone());
            }
            Ok(())
        })?;
        Ok(Self {
            store,
            subclasses,
            with_instances: RefCell::default(),
        })
    }

    /// A class and all below it, of those that have instances of their own.
    pub(super) fn with_instances(&self, class: &NamedNode) -> Result<Vec<NamedNode>, QueryError> {
        if let Some(known) = self.with_instances.borrow().get(class) {
            return Ok(known.clone());
        }
        let (mut all, mut open) = (BTreeSet::from([class.clone()]), vec![class.clone()]);
        while let Some(class) = open.pop() {
            for sub in self.subclasses.get(&class).into_iter().flatten() {
                if all.insert(sub.clone()) {
                    open.push(sub.clone());
                }
            }
        }
        let mut found = Vec::new();
        for candidate in all {
            let mut any = false;
            let query = queries::any_instance(&candidate);
            self.store.select(&query, &mut |_| {
                any = true;
                Ok(())
            })?;
            if any {
                // The class itself first: mostly it has all of them.
                let at = if candidate == *class { 0 } else { found.len() };
                found.insert(at, candidate);
            }
        }
        let mut known = self.with_instances.borrow_mut();
        known.insert(class.clone(), found.clone());
        Ok(found)
    }
}
