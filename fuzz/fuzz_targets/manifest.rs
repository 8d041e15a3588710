//! A manifest of any bytes over empty tables.

#![no_main]

use demarche_fuzz::{Study, TABLES};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let study = Study::shared();
    for (name, header) in TABLES {
        study.write(name, header.as_bytes());
    }
    study.write("demarche.toml", data);
    study.read();
});
