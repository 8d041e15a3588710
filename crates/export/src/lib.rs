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
//! | `dl` | one, and a key | UCINET: net ties by number, names that it can hold |
//! | `pajek` | `.net`, `.clu`, `.vec` | Pajek: ties with signs, coalitions, statements |
//! | `cyjs` | one | Cytoscape, Cytoscape.js |
//! | `graphology` | one | graphology and sigma, Gephi Lite |
//! | `ttl`, `nt` | one | RDF stores: ties of actors beside the study's own triples |
//! | `svg` | one | print, pages, drawing programs: a finished picture with legend |
//! | `png` | one | the same in pixels; only with the feature `png` |

pub mod attributes;
mod clean;
mod csv;
mod cyjs;
mod dl;
mod format;
mod gexf;
mod graphml;
mod graphology;
mod json;
pub mod layout;
pub mod look;
mod matrix;
mod names;
mod pajek;
pub mod png;
mod rdf;
pub mod report;
pub mod svg;
mod triples;
mod xml;

pub use attributes::real;
pub use format::{NetworkFormat, UnknownName};
pub use gexf::GexfVersion;
pub use look::ColorBy;

use demarche_core::diagnostic::{Advice, ErrorKind, Hint};
use demarche_core::display::CsvDialect;
use demarche_core::model::Day;
use demarche_core::sink::{Compression, write_atomically};
use demarche_network::measures::in_words;
use demarche_network::{Network, NetworkKind};
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// How to write a network.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which GEXF to write.
    pub gexf: GexfVersion,
    /// As Gephi alone wants it. GraphML: edges carry a label, without which Gephi merges an agreement
    /// and a disagreement of the same pair into one edge; nodes carry position, size and colour. GEXF
    /// of a network over time: a tie has a weight for each window.
    pub for_gephi: bool,
    /// How CSV files are written. Pajek files begin with a byte order mark where CSV files do.
    pub csv: CsvDialect,
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
            for_gephi: false,
            csv: CsvDialect::default(),
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
    /// Nodes were to be coloured by a column that none of them has.
    #[error(transparent)]
    NoColumn(#[from] UnknownName),
    /// RDF was asked for a network that the ontology has no ties for.
    #[error("RDF has ties of agreement and disagreement between actors, and none of {0}")]
    NoTiesInRdf(&'static str),
    /// PNG was asked for, and is not built in.
    #[error("this demarche was built without pictures in pixels (PNG)")]
    NoPng,
    /// A picture could not be drawn in pixels.
    #[error("no PNG could be drawn: {0}")]
    Pixels(String),
}

impl Advice for ExportError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Io(error) => Advice::kind(error),
            Self::NoColumn(_) | Self::NoTiesInRdf(_) | Self::NoPng => ErrorKind::Usage,
            Self::Weight { .. } | Self::Pixels(_) => ErrorKind::Data,
        }
    }

    fn hint(&self) -> Option<Hint> {
        match self {
            Self::NoTiesInRdf(_) => Some(
                "an agreement, disagreement or signed network of actors, institutions, states or \
                 polities can be RDF; all others fit .gexf, .graphml and .json"
                    .into(),
            ),
            Self::NoPng => {
                Some("write .svg; or build it in: cargo install --path . --features png".into())
            }
            _ => None,
        }
    }
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
/// Each file appears whole or not at all. Some formats take several: of the CSV pair, the node file
/// goes beside the edge file (`camps.nodes.csv` beside `camps.csv`); names in full go beside DL
/// (`camps.key.csv`), coalitions and numbers of statements beside Pajek (`camps.clu`, `camps.vec`).
/// All are complete before any is put in place. Where `path` is a pipe or a device, only the first is
/// written.
///
/// # Errors
/// See [`ExportError`]. Nothing is left behind.
pub fn write(
    network: &Network,
    format: NetworkFormat,
    path: &Path,
    options: &Options,
) -> Result<Vec<PathBuf>, ExportError> {
    check(network, options)?;
    let mut files: Vec<(PathBuf, &dyn Exporter)> = vec![(path.to_owned(), format.exporter())];
    let is_file = path.metadata().map_or(true, |metadata| metadata.is_file());
    if is_file {
        files.extend(format.companions(path));
    }
    write_files(&files, network, options)?;
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

/// Writes a network to a stream. Where a format takes several files, that is the first: of the CSV
/// pair the edges.
///
/// # Errors
/// See [`ExportError`].
pub fn write_to(
    network: &Network,
    format: NetworkFormat,
    options: &Options,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    check(network, options)?;
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
    if let Some(extension) = plain.extension() {
        name.push(".");
        name.push(extension);
    }
    packed_as(path, name)
}

/// The name with the extension of `path` on it that says how that is compressed.
fn packed_as(path: &Path, mut name: OsString) -> PathBuf {
    let is_packed = Compression::of(path).1 != path;
    if let Some(extension) = path.extension().filter(|_| is_packed) {
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

fn check(network: &Network, options: &Options) -> Result<(), ExportError> {
    options.color_by.check(network)?;
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

/// Begins a Pajek file as the options ask for.
fn begin_text(out: &mut dyn Write, options: &Options) -> io::Result<()> {
    if options.csv.bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    Ok(())
}

/// What to do for a better file, worded by whoever shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Suggestion {
    /// The picture has so many ties that they hide each other: the strongest of each node alone show
    /// more, in a fraction of the bytes.
    FewerTies {
        /// How many there are.
        ties: usize,
    },
}

/// More ties than these are a thicket in a picture.
pub const TIES_IN_PICTURE: usize = 1500;

/// Returns what would make a better file of this network in this format, if anything would.
///
/// ```
/// use demarche_export::{NetworkFormat, suggestion};
/// use demarche_graph::Graph;
/// use demarche_network::{NetworkKind, Options, build};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let network = build(&Graph::from_triples(&[])?, NetworkKind::Signed, &Options::default())?;
/// assert_eq!(suggestion(&network, NetworkFormat::Svg), None);
/// # Ok(())
/// # }
/// ```
pub fn suggestion(network: &Network, format: NetworkFormat) -> Option<Suggestion> {
    // A heat map shows the most active rows and columns alone.
    let is_picture = matches!(format, NetworkFormat::Svg | NetworkFormat::Png)
        && network.kind != NetworkKind::Positions;
    let ties = network.graph.edge_count();
    (is_picture && ties > TIES_IN_PICTURE).then_some(Suggestion::FewerTies { ties })
}

/// Returns how a network was made and how well its coalitions part it, for the heading of a picture
/// that shows coalitions.
fn caption(network: &Network) -> String {
    let coalitions = network
        .graph
        .node_weights()
        .filter_map(|node| node.coalition);
    let (Some(count), Some(modularity)) = (coalitions.max(), network.modularity) else {
        return network.description.clone();
    };
    let coalitions = if count == 1 {
        "one coalition".to_owned()
    } else {
        format!("{count} coalitions")
    };
    format!(
        "{}; {coalitions}, {}: signed modularity {}",
        network.description,
        in_words(modularity),
        svg::short(modularity)
    )
}

/// What the file says of itself: the studies' titles and how the network was made.
fn description(network: &Network) -> String {
    if network.titles.is_empty() {
        return network.description.clone();
    }
    format!("{}: {}", network.titles.join("; "), network.description)
}
