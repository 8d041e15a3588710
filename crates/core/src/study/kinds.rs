//! The open vocabularies of a study: kinds that the ontology has, and those its manifest adds.

use super::manifest::Manifest;
use crate::model::{BUILTIN_ACTOR_TYPES, BUILTIN_SECTORS, BUILTIN_SOURCE_TYPES, Id, Kind, KindOf};
use std::collections::HashSet;

/// The kinds of one vocabulary.
#[derive(Debug)]
pub(super) struct Kinds {
    builtin: &'static [&'static str],
    /// In the order of the manifest; `None` where there is no manifest to say.
    declared: Option<Vec<Id>>,
    /// The same, to be looked up for each row.
    codes: HashSet<Id>,
}

impl Kinds {
    fn new(of: KindOf, manifest: Option<&Manifest>) -> Self {
        let builtin = match of {
            KindOf::Actor => BUILTIN_ACTOR_TYPES,
            KindOf::Sector => BUILTIN_SECTORS,
            KindOf::Source => BUILTIN_SOURCE_TYPES,
        };
        let declared = manifest.map(|manifest| {
            let kinds = manifest.kinds.iter().filter(|kind| kind.of == of);
            kinds.map(|kind| kind.code.clone()).collect::<Vec<Id>>()
        });
        Self {
            builtin,
            codes: declared.iter().flatten().cloned().collect(),
            declared,
        }
    }

    /// The kind of this code. Where there is no manifest, any code could be a declared one.
    pub(super) fn get(&self, code: &str) -> Option<Kind> {
        let declared = self.declared.is_none() || self.codes.contains(code);
        if !declared && !self.builtin.contains(&code) {
            return None;
        }
        let code = Id::new(code).ok()?;
        Some(Kind { code, declared })
    }

    /// Tells whether all codes are known.
    pub(super) fn is_complete(&self) -> bool {
        self.declared.is_some()
    }

    /// All codes that are known.
    pub(super) fn codes(&self) -> Vec<&str> {
        let declared = self.declared.iter().flatten();
        let builtin = self.builtin.iter().copied();
        builtin.chain(declared.map(Id::as_str)).collect()
    }
}

/// The open vocabularies of a study.
#[derive(Debug)]
pub(super) struct AllKinds {
    pub(super) actors: Kinds,
    pub(super) sectors: Kinds,
    pub(super) sources: Kinds,
}

impl AllKinds {
    pub(super) fn new(manifest: Option<&Manifest>) -> Self {
        Self {
            actors: Kinds::new(KindOf::Actor, manifest),
            sectors: Kinds::new(KindOf::Sector, manifest),
            sources: Kinds::new(KindOf::Source, manifest),
        }
    }
}
