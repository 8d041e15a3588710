//! Lists the saved queries, so that adding one is adding a file to `queries/`.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    // Of a folder, cargo watches every file in it.
    println!("cargo::rerun-if-changed=../../queries");
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    let mut names = Vec::new();
    // Without the folder there are no saved queries.
    for entry in fs::read_dir(Path::new(&root).join("../../queries"))
        .into_iter()
        .flatten()
    {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if let Some(stem) = name.strip_suffix(".rq") {
            names.push(stem.to_owned());
        }
    }
    names.sort_unstable();
    let entries: String = names
        .iter()
        .map(|name| {
            // By the folder that is compiled, not the one this list was made in: several checkouts may share what
            // is built.
            format!(
                "    ({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../../queries/{name}.rq\"))),\n"
            )
        })
        .collect();
    let list = format!("&[\n{entries}]\n");
    fs::write(Path::new(&out).join("queries.rs"), list)
}
