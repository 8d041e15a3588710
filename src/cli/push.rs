//! `demarche push`

use super::Outcome;
use super::args::{ConnectionArgs, Gzip, PushArgs};
use super::connect::{address, client};
use super::failure::{CommandError, usage};
use super::open::{Opened, open_here};
use super::progress::{Progress, Unit};
use super::terminal::{Terminal, count};
use crate::graph::Graph;
use crate::http::{Address, Client};
use crate::meter::Meter;
use crate::push::{Addresses, Name, Push, Settings, Store, journal_beside};
use crate::report::digest;
use std::sync::Arc;
use std::time::Duration;

/// Not smaller, or there would be more requests than triples; not larger, since a chunk is held in
/// memory.
const CHUNKS: std::ops::RangeInclusive<u64> = 1_000..=1_000_000_000;

pub(super) fn run(args: &PushArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let addresses = addresses(args)?;
    let name = args.named.clone().map_or(Name::Default, Name::Named);
    let settings = settings(args, &addresses, &name)?;
    let graph = match open_here(&args.graph, terminal)? {
        Opened::Graph(graph) => graph,
        Opened::Rejected(outcome) => return Ok(outcome),
    };
    let store = store(addresses, args, terminal)?;
    if args.dry_run {
        say_plan(&graph, &store, &name, &settings, terminal);
        return Ok(Outcome::Done);
    }
    let digest = digest(&graph)?;
    let meter = Arc::new(Meter::default());
    let progress = Progress::metered(terminal, "pushing", Unit::Triples, &meter);
    let tell = |text: &str| terminal.say(text);
    let push = Push {
        graph: &graph,
        digest: &digest,
        store: &store,
        name: &name,
        settings: &settings,
    };
    let done = push.run(&meter, &tell)?;
    drop(progress);
    terminal.say(format!(
        "{} in {name} of {}, sent in {}{}, counted there{}",
        count(done.triples as usize, "triple"),
        store.addresses.store,
        count(done.chunks as usize, "chunk"),
        match done.before {
            0 => String::new(),
            before => format!(" after {before} sent before"),
        },
        match done.at_once {
            true => ", put in place at once",
            false => ", loaded in place",
        },
    ));
    Ok(Outcome::Done)
}

fn addresses(args: &PushArgs) -> Result<Addresses, CommandError> {
    if !Address::is_meant(&args.address) {
        return Err(usage(
            format!("{}: not the http(s) address of a store", args.address),
            "for instance http://localhost:3030/ds/data",
        ));
    }
    let mut addresses = Addresses::of(address(&args.address)?);
    if let Some(text) = &args.sparql {
        addresses.query = address(text)?;
    }
    if let Some(text) = &args.update {
        addresses.update = Some(address(text)?);
    }
    Ok(addresses)
}

fn settings(args: &PushArgs, addresses: &Addresses, name: &Name) -> Result<Settings, CommandError> {
    if !CHUNKS.contains(&args.chunk) {
        return Err(usage(
            format!("chunks of {} bytes", args.chunk),
            "from 1kB to 1GB",
        ));
    }
    let journal = args.journal.clone();
    Ok(Settings {
        chunk: args.chunk as usize,
        in_place: args.in_place,
        gzip: match args.gzip {
            // Within one machine packing takes longer than sending.
            Gzip::Auto => !addresses.store.is_loopback(),
            Gzip::Always => true,
            Gzip::Never => false,
        },
        anew: args.restart,
        journal: journal.unwrap_or_else(|| journal_beside(&args.graph, addresses, name)),
    })
}

fn store(
    addresses: Addresses,
    args: &PushArgs,
    terminal: &Terminal,
) -> Result<Store, CommandError> {
    let to = |address: &Address| client(address, &args.connection, terminal);
    let update = addresses.update.clone().filter(|_| !args.in_place);
    Ok(Store {
        graphs: to(&addresses.store)?,
        queries: to(&addresses.query)?,
        updates: match update {
            Some(update) => Some((patient(&update, args, terminal)?, update)),
            None => None,
        },
        addresses,
    })
}

/// A client for updates: a store is silent while it moves a large graph, and one that is not waited
/// for goes on moving it.
fn patient(
    address: &Address,
    args: &PushArgs,
    terminal: &Terminal,
) -> Result<Client, CommandError> {
    const LONG: Duration = Duration::from_secs(3600);
    let connection = ConnectionArgs {
        wait: args.connection.wait.max(LONG),
        ..args.connection
    };
    client(address, &connection, terminal)
}

fn say_plan(graph: &Graph, store: &Store, name: &Name, settings: &Settings, terminal: &Terminal) {
    let Addresses {
        store: to, query, ..
    } = &store.addresses;
    terminal.say(format!(
        "would send {} to {to}, in the place of {name}",
        count(graph.len(), "triple")
    ));
    terminal.say(match &store.updates {
        Some((_, update)) => format!("through a staging graph, put in place by {update}"),
        None => "in place: readers see the graph while it grows".to_owned(),
    });
    terminal.say(format!("counted by {query}"));
    terminal.say(match store.graphs.has_credentials() {
        true => "with a name and a password, or a token",
        false => "without a name and a password",
    });
    let packed = if settings.gzip { ", packed" } else { "" };
    terminal.say(format!(
        "in chunks of {} bytes{packed}; journal {}",
        settings.chunk,
        settings.journal.display()
    ));
    terminal.say("nothing was sent");
}
