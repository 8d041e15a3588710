//! Circles of imports: files of one crate, each of which needs the next to be understood.
//!
//! Files are parsed. A name counts for the file that defines it, whichever file exports it further.

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};

/// A path of names, from the top of a crate.
type Names = Vec<String>;

/// The module that a file is.
#[derive(Default)]
struct Module {
    defined: BTreeSet<String>,
    /// Names that `use` brings in, under which name, and from where.
    imported: BTreeMap<String, Names>,
    /// Modules all of whose names are brought in.
    globs: Vec<Names>,
    /// Every path that the file mentions, as written.
    mentioned: Vec<Names>,
}

/// The files of a crate.
pub(crate) struct Crate {
    modules: BTreeMap<Names, (PathBuf, Module)>,
}

impl Crate {
    /// Reads a crate's files below the folder of its `lib.rs`.
    pub(crate) fn read(source: &Path) -> Self {
        let mut files = Vec::new();
        crate::rust_files(source, &mut files);
        let modules = files.into_iter().map(|file| {
            let inner = file.strip_prefix(source).unwrap().with_extension("");
            let names = inner.iter().map(|part| part.to_str().unwrap().to_owned());
            let mut names: Names = names.collect();
            if matches!(
                names.last().map(String::as_str),
                Some("mod" | "lib" | "main")
            ) {
                names.pop();
            }
            let syntax = syn::parse_file(&std::fs::read_to_string(&file).unwrap()).unwrap();
            let mut module = Module::default();
            module.visit_file(&syntax);
            (names, (file, module))
        });
        // The library's root and the program's are both the empty path; the program's imports nothing of the
        // crate by `crate::`, and comes second.
        let mut read = Self {
            modules: BTreeMap::new(),
        };
        for (names, module) in modules {
            read.modules.entry(names).or_insert(module);
        }
        read
    }

    /// The circles: groups of files that need each other, each sorted.
    pub(crate) fn circles(&self) -> Vec<Vec<String>> {
        let mut arrows: DiGraphMap<&Path, ()> = DiGraphMap::new();
        for (at, (file, module)) in &self.modules {
            let imported = module.imported.values().chain(&module.globs);
            for path in imported.chain(&module.mentioned) {
                if let Some(needed) = self.file_of(at, path, 0)
                    && needed != file
                {
                    arrows.add_edge(file, needed, ());
                }
            }
        }
        let groups = tarjan_scc(&arrows).into_iter();
        let mut circles: Vec<Vec<String>> = groups
            .filter(|group| group.len() > 1)
            .map(|group| {
                let files = group.iter().map(|file| {
                    let inner = file.strip_prefix(crate::root()).unwrap();
                    inner.display().to_string()
                });
                let mut files: Vec<String> = files.collect();
                files.sort_unstable();
                files
            })
            .collect();
        circles.sort_unstable();
        circles
    }

    /// Number of arrows from file to file.
    pub(crate) fn arrows(&self) -> usize {
        let arrows: BTreeSet<(&Path, &Path)> = self
            .modules
            .iter()
            .flat_map(|(at, (file, module))| {
                let paths = module.imported.values().chain(&module.mentioned);
                let needed = paths.flat_map(|path| self.file_of(at, path, 0));
                needed.map(|needed| (file.as_path(), needed))
            })
            .collect();
        arrows.len()
    }

    /// The file that defines what a path, written in a module, leads to.
    fn file_of(&self, module: &[String], path: &[String], depth: usize) -> Option<&Path> {
        // Names that are exported in a circle lead nowhere.
        if depth > 20 {
            return None;
        }
        let mut at: Names = module.to_vec();
        let mut rest = path;
        while let Some((name, after)) = rest.split_first() {
            match name.as_str() {
                "crate" => at.clear(),
                "self" => {}
                "super" => {
                    at.pop()?;
                }
                name => {
                    let mut inner = at.clone();
                    inner.push(name.to_owned());
                    if self.modules.contains_key(&inner) {
                        at = inner;
                    } else {
                        return self.file_of_name(&at, name, after, depth);
                    }
                }
            }
            rest = after;
        }
        // A module by itself says nothing of what is needed of it.
        None
    }

    fn file_of_name(
        &self,
        at: &[String],
        name: &str,
        after: &[String],
        depth: usize,
    ) -> Option<&Path> {
        let (file, module) = self.modules.get(at)?;
        if module.defined.contains(name) {
            return Some(file);
        }
        if let Some(target) = module.imported.get(name) {
            let mut path = target.clone();
            path.extend_from_slice(after);
            return self.file_of(at, &path, depth + 1);
        }
        let name = [name.to_owned()];
        module.globs.iter().find_map(|glob| {
            let path: Names = glob.iter().chain(&name).cloned().collect();
            self.file_of(at, &path, depth + 1)
        })
    }
}

/// Whether an item is there in tests only.
fn is_of_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|word| word == "test")
    })
}

impl Module {
    fn add_use(&mut self, before: &[String], tree: &syn::UseTree) {
        let longer = |name: &syn::Ident| {
            let mut path = before.to_vec();
            path.push(name.to_string());
            path
        };
        match tree {
            syn::UseTree::Path(path) => self.add_use(&longer(&path.ident), &path.tree),
            syn::UseTree::Name(name) if name.ident == "self" => {
                let last = before.last().cloned().unwrap_or_default();
                self.imported.insert(last, before.to_vec());
            }
            syn::UseTree::Name(name) => {
                self.imported
                    .insert(name.ident.to_string(), longer(&name.ident));
            }
            syn::UseTree::Rename(name) => {
                self.imported
                    .insert(name.rename.to_string(), longer(&name.ident));
            }
            syn::UseTree::Glob(_) => self.globs.push(before.to_vec()),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.add_use(before, tree);
                }
            }
        }
    }
}

impl<'ast> Visit<'ast> for Module {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let (name, attributes) = match item {
            syn::Item::Mod(item) if is_of_tests(&item.attrs) => return,
            syn::Item::Struct(item) => (Some(&item.ident), &item.attrs),
            syn::Item::Enum(item) => (Some(&item.ident), &item.attrs),
            syn::Item::Fn(item) => (Some(&item.sig.ident), &item.attrs),
            syn::Item::Const(item) => (Some(&item.ident), &item.attrs),
            syn::Item::Static(item) => (Some(&item.ident), &item.attrs),
            syn::Item::Type(item) => (Some(&item.ident), &item.attrs),
            syn::Item::Trait(item) => (Some(&item.ident), &item.attrs),
            syn::Item::Macro(item) => (item.ident.as_ref(), &item.attrs),
            syn::Item::Use(item) => (None, &item.attrs),
            _ => return visit::visit_item(self, item),
        };
        if is_of_tests(attributes) {
            return;
        }
        if let Some(name) = name {
            self.defined.insert(name.to_string());
        }
        if let syn::Item::Use(item) = item {
            self.add_use(&[], &item.tree);
        }
        visit::visit_item(self, item);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path.segments.iter();
        let names: Names = names.map(|name| name.ident.to_string()).collect();
        if names.len() > 1 {
            self.mentioned.push(names);
        }
        visit::visit_path(self, path);
    }
}
