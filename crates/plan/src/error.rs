//! What can go wrong with an output, and with a whole run.

use crate::settings::SettingError;
use demarche_core::diagnostic::{Advice, ErrorKind, Hint, Part, Problems};
use demarche_core::study::OutsideStudy;
use demarche_export::{ExportError, NetworkFormat};
use demarche_graph::GraphError;
use demarche_network::NetworkError;
use demarche_network::compare::CompareError;
use demarche_query::QueryError;
use demarche_shacl::ShapesError;
use std::io;
use std::path::PathBuf;

/// An output that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// A setting cannot be as it is.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// The network cannot be made.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The comparison cannot be made.
    #[error(transparent)]
    Compare(#[from] CompareError),
    /// The query cannot be answered.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The network cannot be written in its format.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The graph is damaged.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// Nothing can be written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A file of the manifest lies outside the study.
    #[error(transparent)]
    Outside(#[from] OutsideStudy),
    /// A file with a query cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    QueryFile {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Windows have a step or files of their own, but no length.
    #[error("step and split are of windows, and there is none")]
    NoWindow,
    /// The format holds one network, not several.
    #[error("{0} has no place for several windows")]
    WindowsIn(NetworkFormat),
    /// Several files would go to one stream.
    #[error("a file a window needs a name")]
    SplitStream,
    /// The file's extension names no format.
    #[error("the extension of `{}` names no {what}", file.display())]
    NoFormat {
        /// The file.
        file: PathBuf,
        /// What the format is of.
        what: &'static str,
        /// The formats there are.
        known: String,
    },
    /// JSON has no parts.
    #[error("JSON holds all parts of a comparison")]
    JsonIsWhole,
}

impl Advice for JobError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Setting(error) => error.kind(),
            Self::Network(error) => error.kind(),
            Self::Compare(error) => error.kind(),
            Self::Query(error) => error.kind(),
            Self::Export(error) => error.kind(),
            Self::Graph(error) => error.kind(),
            Self::Io(error) | Self::QueryFile { source: error, .. } => Advice::kind(error),
            Self::Outside(error) => error.kind(),
            Self::NoWindow
            | Self::WindowsIn(_)
            | Self::SplitStream
            | Self::NoFormat { .. }
            | Self::JsonIsWhole => ErrorKind::Usage,
        }
    }

    fn hint(&self) -> Option<Hint> {
        match self {
            Self::Setting(error) => error.hint(),
            Self::Network(error) => error.hint(),
            Self::Compare(error) => error.hint(),
            Self::Query(error) => error.hint(),
            Self::Export(error) => error.hint(),
            Self::Graph(error) => error.hint(),
            Self::Outside(error) => error.hint(),
            Self::Io(_) | Self::QueryFile { .. } => None,
            Self::NoWindow => Some("give the windows a length: window 1y".into()),
            Self::WindowsIn(_) => Some(Hint::phrase([
                "add ".into(),
                Part::option("split"),
                " for a file a window, or write .gexf, or measures by window as .csv or .svg"
                    .into(),
            ])),
            Self::SplitStream => Some("name a file in place of `-`".into()),
            Self::NoFormat { known, .. } => Some(Hint::phrase([
                "name it by ".into(),
                Part::option("format"),
                format!(": {known}").into(),
            ])),
            Self::JsonIsWhole => Some(Hint::phrase([
                "leave ".into(),
                Part::option("part"),
                " out, or use csv, md or table".into(),
            ])),
        }
    }

    fn problems(&self) -> Option<Problems> {
        match self {
            Self::Query(error) => error.problems(),
            _ => None,
        }
    }
}

/// A run that did not come to its end. Nothing was put in place.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// An output cannot be made.
    #[error("output {}: {source}", file.display())]
    Output {
        /// Its file, as the manifest names it.
        file: PathBuf,
        /// Why.
        source: Box<JobError>,
    },
    /// The saved queries cannot be read.
    #[error(transparent)]
    Queries(#[from] QueryError),
    /// The study makes no graph.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// The shapes of a graph cannot be read.
    #[error(transparent)]
    Shapes(#[from] ShapesError),
    /// The graph cannot be summed up.
    #[error(transparent)]
    Summary(#[from] NetworkError),
    /// A file or folder cannot be read or written.
    #[error("{} cannot be {doing}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was to be done with it: "read", "written", "made".
        doing: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// The study's folder has no name that the graph file could have.
    #[error("a study needs a folder with a name")]
    Nameless,
    /// A file would be written outside the folder of outputs, through a link in it.
    #[error("{} leads out of {} by a link", path.display(), folder.display())]
    Outside {
        /// The file or folder.
        path: PathBuf,
        /// The folder that it has to be in.
        folder: PathBuf,
    },
    /// Something that is no file stands where one has to go.
    #[error("{} is there and is no file", .0.display())]
    NoFile(PathBuf),
    /// Two outputs write the same file.
    #[error("two outputs go to {}", .0.display())]
    Twice(PathBuf),
}

impl Advice for RunError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Output { source, .. } => source.kind(),
            Self::Queries(error) => error.kind(),
            Self::Graph(error) => error.kind(),
            Self::Shapes(error) => error.kind(),
            Self::Summary(error) => error.kind(),
            Self::Io { source, .. } => Advice::kind(source),
            Self::Nameless => ErrorKind::Usage,
            Self::Outside { .. } | Self::NoFile(_) | Self::Twice(_) => ErrorKind::Data,
        }
    }

    fn hint(&self) -> Option<Hint> {
        match self {
            Self::Output { source, .. } => source.hint(),
            Self::Queries(error) => error.hint(),
            Self::Graph(error) => error.hint(),
            Self::Shapes(error) => error.hint(),
            Self::Summary(error) => error.hint(),
            Self::Io { .. } => None,
            Self::Nameless => Some("not the root".into()),
            Self::Outside { .. } => Some(Hint::phrase([
                "remove the link, or name another folder with ".into(),
                Part::option("output"),
            ])),
            Self::NoFile(_) => Some("move it away, or give the output another name".into()),
            Self::Twice(_) => Some("give one of them another name".into()),
        }
    }

    fn problems(&self) -> Option<Problems> {
        match self {
            Self::Output { source, .. } => source.problems(),
            Self::Shapes(error) => error.problems(),
            _ => None,
        }
    }
}
