//! `demarche init`

use super::Outcome;
use super::args::InitArgs;
use super::failure::{CommandError, Context, usage};
use super::terminal::Terminal;
use crate::sink::write_atomically;
use crate::study::template;
use std::io;
use std::path::Path;

pub(super) fn run(args: &InitArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let folder = &args.folder;
    new_folder(folder)?;
    let name = folder
        .canonicalize()
        .with_context(|| format!("{} cannot be made", folder.display()))?;
    let name = name
        .file_name()
        .map_or_else(|| "study".into(), |name| name.to_string_lossy());
    for file in template(args.title.as_deref().unwrap_or(&name)) {
        let path = folder.join(file.name);
        write_atomically(&path, |out| out.write_all(file.content.as_bytes()))
            .map_err(|error: io::Error| error)
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    terminal.say(format!(
        "{}: a new study; README.md in it says how to code",
        folder.display()
    ));
    Ok(Outcome::Done)
}

/// Makes a folder. One that is there already must be empty.
pub(super) fn new_folder(folder: &Path) -> Result<(), CommandError> {
    if folder.is_file()
        || folder
            .read_dir()
            .is_ok_and(|mut entries| entries.next().is_some())
    {
        return Err(usage(
            format!("{} exists and is not an empty folder", folder.display()),
            "name a new folder",
        ));
    }
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))
}
