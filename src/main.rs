//! The `demarche` command.

use std::io::Write;
fn main() {
    let args: Vec<std::path::PathBuf> = std::env::args_os().skip(1).map(Into::into).collect();
    let compiled = demarche::compile::compile(&args).unwrap();
    for p in compiled.problems.iter() { print!("{}", demarche::diagnostic::render(p, false)); }
    println!("{:?}", compiled.studies);
    if let Some(g) = compiled.graph {
        let bytes = g.finish().unwrap();
        std::fs::File::create("/tmp/g.demarche").unwrap().write_all(&bytes).unwrap();
        let g = demarche::graph::Graph::open(std::path::Path::new("/tmp/g.demarche")).unwrap();
        let bases: Vec<String> = g.datasets().into_iter().map(|d| d.base).collect();
        println!("{} triples {} terms {} bytes", g.len(), g.term_count(), g.byte_len());
        let mut out = std::fs::File::create("/tmp/g.ttl").unwrap();
        demarche::rdf::write_triples(|| g.triples().map(|t| t.map_err(std::io::Error::other)), &bases, demarche::rdf::GraphFormat::Turtle, &mut out).unwrap();
    }
}
