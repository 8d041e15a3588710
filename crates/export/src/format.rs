//! The formats by name and by extension, and which files each takes.

use super::{
    ExportError, Exporter, csv, cyjs, dl, gexf, graphml, graphology, matrix, nodes_path, packed_as,
    pajek, png, rdf, svg,
};
use demarche_core::sink::Compression;
use demarche_network::{NetworkKind, NodeLevel};
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use thiserror::Error;

/// The formats a network can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NetworkFormat {
    /// GEXF, with layout and looks.
    Gexf,
    /// GraphML.
    Graphml,
    /// An edge file, with the node file beside it.
    Csv,
    /// One CSV with the nodes in the first row and column.
    Matrix,
    /// UCINET's DL, with the names in full beside it.
    Dl,
    /// Pajek, with coalitions and numbers of statements beside it.
    Pajek,
    /// The JSON of Cytoscape.
    Cyjs,
    /// The JSON of graphology.
    Graphology,
    /// A picture: nodes and ties, or for two modes a heat map.
    Svg,
    /// The same picture in pixels, where [`png::BUILT`] says so.
    Png,
    /// Ties as RDF, in Turtle.
    Turtle,
    /// Ties as RDF, in N-Triples.
    NTriples,
}

impl NetworkFormat {
    /// Every format, in the order they are listed to people.
    pub const ALL: [Self; 12] = [
        Self::Gexf,
        Self::Graphml,
        Self::Csv,
        Self::Matrix,
        Self::Dl,
        Self::Pajek,
        Self::Cyjs,
        Self::Graphology,
        Self::Svg,
        Self::Png,
        Self::Turtle,
        Self::NTriples,
    ];

    /// Their names, in the same order.
    pub const NAMES: [&'static str; Self::ALL.len()] = {
        let mut names = [""; Self::ALL.len()];
        let mut at = 0;
        while at < names.len() {
            names[at] = Self::ALL[at].as_str();
            at += 1;
        }
        names
    };

    /// The name people call it by.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gexf => "gexf",
            Self::Graphml => "graphml",
            Self::Csv => "csv",
            Self::Matrix => "matrix",
            Self::Dl => "dl",
            Self::Pajek => "pajek",
            Self::Cyjs => "cyjs",
            Self::Graphology => "graphology",
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Turtle => "ttl",
            Self::NTriples => "nt",
        }
    }

    /// The names of all formats, for messages: `gexf, graphml, csv, ...`.
    pub fn names() -> String {
        Self::NAMES.join(", ")
    }

    /// The format that a file name asks for, past `.gz` or `.zst`. A matrix is a CSV file too, so
    /// it has to be asked for by name.
    ///
    /// ```
    /// use demarche_export::NetworkFormat;
    /// use std::path::Path;
    /// let of = |name| NetworkFormat::of_path(Path::new(name));
    /// assert_eq!(of("camps.GEXF.gz"), Some(NetworkFormat::Gexf));
    /// assert_eq!(of("camps.csv"), Some(NetworkFormat::Csv));
    /// assert_eq!(of("camps.svgz"), Some(NetworkFormat::Svg));
    /// assert_eq!(of("camps.net"), Some(NetworkFormat::Pajek));
    /// assert_eq!(of("camps.matrix"), None);
    /// ```
    pub fn of_path(path: &Path) -> Option<Self> {
        let plain = Compression::of(path).1;
        match plain.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "gexf" => Some(Self::Gexf),
            "graphml" => Some(Self::Graphml),
            "csv" => Some(Self::Csv),
            "dl" => Some(Self::Dl),
            "net" => Some(Self::Pajek),
            "cyjs" => Some(Self::Cyjs),
            // Cytoscape has an extension of its own.
            "json" => Some(Self::Graphology),
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            "ttl" => Some(Self::Turtle),
            "nt" => Some(Self::NTriples),
            _ => None,
        }
    }

    /// Whether this library can write it: all but PNG always can be.
    pub fn is_built(self) -> bool {
        self != Self::Png || png::BUILT
    }

    /// Whether it can hold networks of this kind, of such nodes: RDF has words for agreement and
    /// disagreement of actors alone.
    ///
    /// # Errors
    /// [`ExportError::NoTiesInRdf`] where it cannot.
    pub fn check(self, kind: NetworkKind, nodes: NodeLevel) -> Result<(), ExportError> {
        match self {
            Self::Turtle | Self::NTriples => rdf::check(kind, nodes),
            _ => Ok(()),
        }
    }

    pub(super) fn exporter(self) -> &'static dyn Exporter {
        match self {
            Self::Gexf => &gexf::Gexf,
            Self::Graphml => &graphml::Graphml,
            Self::Csv => &csv::Edges,
            Self::Matrix => &matrix::Matrix,
            Self::Dl => &dl::Dl,
            Self::Pajek => &pajek::Network,
            Self::Cyjs => &cyjs::Cyjs,
            Self::Graphology => &graphology::Graphology,
            Self::Svg => &svg::Svg,
            Self::Png => &png::Png,
            Self::Turtle => &rdf::TurtleTies,
            Self::NTriples => &rdf::NTriplesTies,
        }
    }

    /// The files that go beside one of this format.
    pub(super) fn companions(self, path: &Path) -> Vec<(PathBuf, &'static dyn Exporter)> {
        match self {
            Self::Csv => vec![(nodes_path(path), &csv::Nodes)],
            Self::Dl => vec![(with_ending(path, "dl", "key.csv"), &dl::Key)],
            Self::Pajek => vec![
                (with_ending(path, "net", "clu"), &pajek::Coalitions),
                (with_ending(path, "net", "vec"), &pajek::Statements),
            ],
            _ => Vec::new(),
        }
    }
}

/// A file beside another, with `to` in the place of the extension `from`: `camps.key.csv.gz` for
/// `camps.dl.gz`. A file that has not that extension keeps what it has, so that no two are the same.
fn with_ending(path: &Path, from: &str, to: &str) -> PathBuf {
    let plain = Compression::of(path).1;
    let is_usual = plain
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case(from));
    let name = if is_usual {
        plain.file_stem()
    } else {
        plain.file_name()
    };
    let mut name = name.unwrap_or_default().to_os_string();
    name.push(".");
    name.push(to);
    packed_as(path, name)
}

impl fmt::Display for NetworkFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is not a format's or a setting's, with the names that are.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("unknown {what} {name:?}; choose one of: {known}")]
pub struct UnknownName {
    /// What was being named: "network format", ...
    pub what: &'static str,
    /// The name that was given.
    pub name: String,
    /// The names there are, joined by commas.
    pub known: String,
}

impl FromStr for NetworkFormat {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL
            .into_iter()
            .find(|f| f.as_str().eq_ignore_ascii_case(name));
        found.ok_or_else(|| UnknownName {
            what: "network format",
            name: name.to_owned(),
            known: Self::names(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_companion_is_the_file_itself() {
        let of = |format: NetworkFormat, name: &str| -> Vec<String> {
            let companions = format.companions(Path::new(name));
            let names = companions
                .iter()
                .map(|(path, _)| path.display().to_string());
            names.collect()
        };
        assert_eq!(of(NetworkFormat::Pajek, "a/b.net"), ["a/b.clu", "a/b.vec"]);
        assert_eq!(
            of(NetworkFormat::Pajek, "b.NET.gz"),
            ["b.clu.gz", "b.vec.gz"]
        );
        assert_eq!(
            of(NetworkFormat::Pajek, "b.clu"),
            ["b.clu.clu", "b.clu.vec"]
        );
        assert_eq!(of(NetworkFormat::Dl, "b.dl.zst"), ["b.key.csv.zst"]);
        assert_eq!(of(NetworkFormat::Dl, "b.key.csv"), ["b.key.csv.key.csv"]);
    }
}
