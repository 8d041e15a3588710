//! `demarche network --window`: a network for each window of time.

use super::args::NetworkSettings;
use super::failure::usage;
use super::network::{options, size, write};
use super::output::{is_stdout, write_to};
use super::terminal::count;
use crate::export::NetworkFormat;
use crate::graph::Graph;
use crate::network::{self, Network, NetworkKind, Window};
use crate::report::OverTime as Measured;
use crate::sink::Compression;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What networks over time become.
pub(super) struct OverTime {
    pub(super) form: Form,
    /// How many statements have no date, and so are in no window.
    pub(super) undated: usize,
}

/// In which form.
pub(super) enum Form {
    /// One network, whose parts know when they are there.
    Dynamic(Box<Network>),
    /// A network for each window.
    Split(Vec<(Window, Network)>),
    /// A table of measures by window.
    Measures(Measured),
}

impl OverTime {
    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        match &self.form {
            Form::Dynamic(network) => network.graph.node_count() == 0,
            Form::Split(networks) => networks.is_empty(),
            Form::Measures(measured) => measured.windows.is_empty(),
        }
    }
}

/// Makes the networks of all windows.
pub(super) fn project(
    graph: &Graph,
    kind: NetworkKind,
    settings: &NetworkSettings,
    (length, format): (network::Duration, NetworkFormat),
) -> anyhow::Result<OverTime> {
    let options = options(settings);
    options.check(kind)?;
    let network::Windows { windows, undated } =
        network::windows(graph, &options, length, settings.step)?;
    if !settings.split && format == NetworkFormat::Gexf {
        let dynamic = network::dynamic(graph, kind, &options, &windows)?;
        return Ok(OverTime {
            form: Form::Dynamic(Box::new(dynamic)),
            undated,
        });
    }
    let of_window = |window: &Window| {
        let network = network::in_window(graph, kind, &options, *window)?;
        Ok((*window, network))
    };
    let networks = windows
        .iter()
        .map(of_window)
        .collect::<anyhow::Result<_>>()?;
    let form = match format {
        _ if settings.split => Form::Split(networks),
        NetworkFormat::Csv => {
            let whole = network::build(graph, kind, &options)?;
            Form::Measures(Measured::of(&networks, &whole))
        }
        _ => {
            return Err(usage(
                format!("{format} has no place for several windows"),
                "add --split for a file a window, or write .gexf, or .csv for measures by window",
            ));
        }
    };
    Ok(OverTime { form, undated })
}

/// Writes them; says of each file what is in it.
pub(super) fn write_all(
    made: &OverTime,
    format: NetworkFormat,
    output: &Path,
    settings: &NetworkSettings,
) -> anyhow::Result<Vec<(PathBuf, String)>> {
    match &made.form {
        Form::Dynamic(network) => {
            let files = write(network, format, output, settings)?;
            let what = format!("{}, by time", size(network));
            Ok(files.into_iter().map(|file| (file, what.clone())).collect())
        }
        Form::Split(networks) => {
            if is_stdout(output) {
                return Err(usage(
                    "a file a window needs a name",
                    "name a file in place of `-`",
                ));
            }
            let mut written = Vec::new();
            for (window, network) in networks {
                let path = path_of(output, window);
                let files = write(network, format, &path, settings)?;
                written.extend(files.into_iter().map(|file| (file, size(network))));
            }
            Ok(written)
        }
        Form::Measures(measured) => {
            let to = (!is_stdout(output)).then_some(output);
            write_to(to, |out| Ok(measured.write(out)?))?;
            let windows = count(measured.windows.len(), "window");
            let what = format!("measures of {windows}");
            Ok(to.map(|path| (path.to_owned(), what)).into_iter().collect())
        }
    }
}

/// `name-2013-01-01.gexf` for `name.gexf`.
fn path_of(output: &Path, window: &Window) -> PathBuf {
    let plain = Compression::of(output).1;
    let mut name = plain.file_stem().unwrap_or_default().to_os_string();
    name.push(format!("-{}", window.first));
    let mut extend = |extension: Option<&std::ffi::OsStr>| {
        if let Some(extension) = extension {
            name.push(".");
            name.push(extension);
        }
    };
    extend(plain.extension());
    if plain != output {
        extend(output.extension());
    }
    let name: OsString = name;
    output.with_file_name(name)
}
