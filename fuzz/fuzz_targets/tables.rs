//! Five tables of any bytes: problems at places that exist, or a study that becomes a graph of
//! valid terms.

#![no_main]

use demarche_fuzz::{MANIFEST, SEPARATOR, Study, TABLES};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let study = Study::shared();
    study.write("demarche.toml", MANIFEST.as_bytes());
    let mut parts = data.split(|byte| *byte == SEPARATOR);
    for (name, header) in TABLES {
        // A table that is left out is an empty one, so that the others still count.
        study.write(name, parts.next().unwrap_or(header.as_bytes()));
    }
    study.read();
});
