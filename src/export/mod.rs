//! Networks as files that other programs open.
//!
//! One format a file, each behind the same small trait. What is said of nodes and ties is listed
//! once, in [`attributes`], so that no format carries less than another; where nodes stand and how
//! they look is worked out once, in [`layout`] and [`look`].
//!
//! | format | files | for |
//! |---|---|---|
//! | `gexf` | one | Gephi, Gephi Lite: layout, colours and sizes are in the file |
//! | `graphml` | one | networkx, igraph, graph-tool, visone, yEd |
//! | `csv` | an edge file and a node file | spreadsheets, R, Gephi's import wizard |
//! | `matrix` | one | UCINET and R: the signed weights, a row and a column a node |
//! | `svg` | one | print, pages, drawing programs: a finished picture with legend |
//! | `png` | one | the same in pixels; only with the feature `png` |

pub mod attributes;
mod csv;
mod gexf;
mod graphml;
pub mod layout;
pub mod look;
mod matrix;
mod names;
pub mod png;
pub mod svg;
mod xml;

pub use attributes::real;
pub use gexf::GexfVersion;
pub use look::ColorBy;

use crate::model::Day;
use crate::network::Network;
use crate::sink::{Compression, write_atomically};
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use thiserror::Error;

/// The formats a network can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NetworkFormat {
    /// GEXF 1.3, with layout and looks.
    Gexf,
    /// GraphML.
    Graphml,
    /// An edge file, with the node file beside it.
    Csv,
    /// One CSV with the nodes in the first row and column.
    Matrix,
    /// A picture: nodes and ties, or for two modes a heat map.
    Svg,
    /// The same picture in pixels, where [`png::BUILT`] says so.
    Png,
}

impl NetworkFormat {
    /// Every format, in the order they are listed to people.
    pub const ALL: [Self; 6] = [
        Self::Gexf,
        Self::Graphml,
        Self::Csv,
        Self::Matrix,
        Self::Svg,
        Self::Png,
    ];

    /// The name people call it by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gexf => "gexf",
            Self::Graphml => "graphml",
            Self::Csv => "csv",
            Self::Matrix => "matrix",
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }

    /// The names of all formats, for messages: `gexf, graphml, csv, matrix, svg, png`.
    pub fn names() -> String {
        Self::ALL.map(Self::as_str).join(", ")
    }

    /// The format that a file name asks for, past `.gz` or `.zst`. A matrix is a CSV file too, so
    /// it has to be asked for by name.
    ///
    /// ```
    /// use demarche::export::NetworkFormat;
    /// use std::path::Path;
    /// let of = |name| NetworkFormat::of_path(Path::new(name));
    /// assert_eq!(of("camps.GEXF.gz"), Some(NetworkFormat::Gexf));
    /// assert_eq!(of("camps.csv"), Some(NetworkFormat::Csv));
    /// assert_eq!(of("camps.svgz"), Some(NetworkFormat::Svg));
    /// assert_eq!(of("camps.matrix"), None);
    /// ```
    pub fn of_path(path: &Path) -> Option<Self> {
        let plain = Compression::of(path).1;
        match plain.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "gexf" => Some(Self::Gexf),
            "graphml" => Some(Self::Graphml),
            "csv" => Some(Self::Csv),
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            _ => None,
        }
    }

    /// Whether this library can write it: all but PNG always can be.
    pub fn is_built(self) -> bool {
        self != Self::Png || png::BUILT
    }

    fn exporter(self) -> &'static dyn Exporter {
        match self {
            Self::Gexf => &gexf::Gexf,
            Self::Graphml => &graphml::Graphml,
            Self::Csv => &csv::Edges,
            Self::Matrix => &matrix::Matrix,
            Self::Svg => &svg::Svg,
            Self::Png => &png::Png,
        }
    }
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

/// How to write a network.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which GEXF to write.
    pub gexf: GexfVersion,
    /// GraphML as Gephi wants it: edges carry a label, without which Gephi merges an agreement and
    /// a disagreement of the same pair into one edge; nodes carry position, size and colour.
    pub graphml_for_gephi: bool,
    /// Prefix text cells of CSV files that a spreadsheet would run as a formula with `'`.
    pub safe_cells: bool,
    /// What the colour of a node stands for.
    pub color_by: ColorBy,
    /// Where the layout starts from. The same seed gives the same layout.
    pub layout_seed: u64,
    /// The program that made the file, as in `demarche 0.1.0`.
    pub generator: String,
    /// The date files carry as that of their last change; the network's last day unless given.
    pub modified: Option<Day>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            gexf: GexfVersion::V1_3,
            graphml_for_gephi: false,
            safe_cells: false,
            color_by: ColorBy::Auto,
            layout_seed: 0,
            generator: concat!("demarche ", env!("CARGO_PKG_VERSION")).to_owned(),
            modified: None,
        }
    }
}

/// Why a network could not be written.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The file could not be created, written or renamed into place.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A weight that files cannot carry: programs delete an edge of weight zero, and a negative,
    /// infinite or missing one makes them fail or mislead.
    #[error(
        "the tie between {source_id} and {target_id} has weight {weight}, which is not above zero"
    )]
    Weight {
        /// One end.
        source_id: String,
        /// The other end.
        target_id: String,
        /// What it weighs.
        weight: f64,
    },
    /// PNG was asked for, and is not built in.
    #[error("this demarche was built without pictures in pixels (PNG)")]
    NoPng,
    /// A picture could not be drawn in pixels.
    #[error("no PNG could be drawn: {0}")]
    Pixels(String),
}

/// A format.
trait Exporter {
    /// Writes the whole file.
    fn write(
        &self,
        network: &Network,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError>;
}

/// Writes a network to `path` and returns the files that were written, the one asked for first.
///
/// Each file appears whole or not at all. Of the CSV pair, the node file goes beside the edge file
/// (`camps.nodes.csv` beside `camps.csv`), and both are complete before either is put in place.
/// Where `path` is a pipe or a device, only the edges are written.
///
/// # Errors
/// See [`ExportError`]. Nothing is left behind.
pub fn write(
    network: &Network,
    format: NetworkFormat,
    path: &Path,
    options: &Options,
) -> Result<Vec<PathBuf>, ExportError> {
    check(network)?;
    let mut files: Vec<(PathBuf, &dyn Exporter)> = vec![(path.to_owned(), format.exporter())];
    let is_file = path.metadata().map_or(true, |metadata| metadata.is_file());
    if format == NetworkFormat::Csv && is_file {
        files.push((nodes_path(path), &csv::Nodes));
    }
    write_files(&files, network, options)?;
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

/// Writes a network to a stream. Of the CSV pair that is the edges only.
///
/// # Errors
/// See [`ExportError`].
pub fn write_to(
    network: &Network,
    format: NetworkFormat,
    options: &Options,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    check(network)?;
    format.exporter().write(network, options, out)
}

/// The node file that goes with an edge file: `camps.nodes.csv` for `camps.csv`, and
/// `camps.nodes.csv.gz` for `camps.csv.gz`.
pub fn nodes_path(edges: &Path) -> PathBuf {
    beside(edges, ".nodes")
}

/// A file beside another, `ending` set before all extensions: `camps-2013.gexf.gz` for
/// `camps.gexf.gz` and `-2013`.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let plain = Compression::of(path).1;
    let mut name = plain.file_stem().unwrap_or_default().to_os_string();
    name.push(ending);
    let packed = (plain != path).then(|| path.extension()).flatten();
    for extension in plain.extension().into_iter().chain(packed) {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

/// Writes the first file aside, then all others the same way, and only then puts them in place,
/// the last one first: a failure on the way leaves every old file as it was.
fn write_files(
    files: &[(PathBuf, &dyn Exporter)],
    network: &Network,
    options: &Options,
) -> Result<(), ExportError> {
    let Some(((path, exporter), others)) = files.split_first() else {
        return Ok(());
    };
    write_atomically(path, |out| {
        exporter.write(network, options, out)?;
        out.flush()?;
        write_files(others, network, options)
    })
}

fn check(network: &Network) -> Result<(), ExportError> {
    let graph = &network.graph;
    for edge in graph.edge_indices() {
        let weight = graph[edge].weight;
        if !(weight.is_finite() && weight > 0.0) {
            let name = |node| {
                graph
                    .node_weight(node)
                    .map(|n| n.id.clone())
                    .unwrap_or_default()
            };
            let (source, target) = graph.edge_endpoints(edge).unzip();
            return Err(ExportError::Weight {
                source_id: source.map(name).unwrap_or_default(),
                target_id: target.map(name).unwrap_or_default(),
                weight,
            });
        }
    }
    Ok(())
}

/// What the file says of itself: the studies' titles and how the network was made.
fn description(network: &Network) -> String {
    if network.titles.is_empty() {
        return network.description.clone();
    }
    format!("{}: {}", network.titles.join("; "), network.description)
}
