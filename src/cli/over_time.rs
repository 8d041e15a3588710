//! `demarche network --window`: a network for each window of time.

use super::args::NetworkSettings;
use super::failure::{CommandError, usage};
use super::network::{options, size, write};
use super::output::{is_stdout, write_to};
use super::terminal::count;
use crate::export::svg::timeline;
use crate::export::{self, NetworkFormat, png};
use crate::graph::Graph;
use crate::network::{self, Network, NetworkKind, Window};
use crate::report::OverTime as Measured;
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
    /// A table of measures by window, or a picture of them, with what it is of.
    Measures(Measured, [String; 2]),
}

impl OverTime {
    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        match &self.form {
            Form::Dynamic(network) => network.graph.node_count() == 0,
            Form::Split(networks) => networks.is_empty(),
            Form::Measures(measured, _) => measured.windows.is_empty(),
        }
    }
}

/// Makes the networks of all windows.
pub(super) fn project(
    graph: &Graph,
    kind: NetworkKind,
    settings: &NetworkSettings,
    (length, format): (network::Duration, NetworkFormat),
) -> Result<OverTime, CommandError> {
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
        .collect::<Result<_, CommandError>>()?;
    let form = match format {
        _ if settings.split => Form::Split(networks),
        NetworkFormat::Csv | NetworkFormat::Svg | NetworkFormat::Png => {
            let whole = network::build(graph, kind, &options)?;
            let about = [whole.titles.join("; "), whole.description.clone()];
            Form::Measures(Measured::of(&networks, &whole), about)
        }
        _ => {
            return Err(usage(
                format!("{format} has no place for several windows"),
                "add --split for a file a window, or write .gexf, or measures by window as .csv or .svg",
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
) -> Result<Vec<(PathBuf, String)>, CommandError> {
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
                let path = export::beside(output, &format!("-{}", window.first));
                let files = write(network, format, &path, settings)?;
                written.extend(files.into_iter().map(|file| (file, size(network))));
            }
            Ok(written)
        }
        Form::Measures(measured, about) => {
            let to = (!is_stdout(output)).then_some(output);
            write_to(to, |out| {
                if format == NetworkFormat::Csv {
                    return Ok(measured.write(settings.look.csv.dialect(), out)?);
                }
                let mut svg = Vec::new();
                let [title, description] = about;
                let picture = measured.timeline(title, description, &settings.event);
                timeline::write(&picture, &mut svg)?;
                let picture = match format {
                    NetworkFormat::Png => png::of_svg(&svg)?,
                    _ => svg,
                };
                Ok(out.write_all(&picture)?)
            })?;
            let windows = count(measured.windows.len(), "window");
            let what = format!("measures of {windows}");
            Ok(to.map(|path| (path.to_owned(), what)).into_iter().collect())
        }
    }
}
