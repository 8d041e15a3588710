//! Loading a graph into another store, by the SPARQL 1.1 Graph Store Protocol.
//!
//! The triples go in chunks, in canonical order: the first one replaces what was there, the others
//! are added. Where the store takes updates they go into a staging graph, which is put in place of
//! the old one when all of it is there, so that whoever reads sees either the old graph or the new.
//! A journal says how far it came; a push that was killed goes on there. Sending a chunk twice does
//! no harm, since a graph is a set. In the end what the store counts has to be what was sent.

mod chunks;
mod error;
mod journal;
mod staging;
mod target;

pub use error::PushError;
pub use target::{Addresses, Name};

use crate::endpoint::Endpoint;
use crate::http::{Address, Client, Content, HttpError, Method, Request};
use chunks::{Chunk, chunks};
use demarche_core::meter::Meter;
use demarche_graph::Graph;
use flate2::Compression;
use flate2::write::GzEncoder;
use journal::{Journal, Same, Stage};
use oxigraph::model::NamedNode;
use sha2::{Digest, Sha256};
use staging::{STAGING, harmless, send_update, staging, update};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What is sent as.
const N_TRIPLES: &str = "application/n-triples";

/// How a graph is pushed.
#[derive(Debug, Clone)]
pub struct Settings {
    /// About how many bytes of N-Triples go in one request, before they are packed.
    pub chunk: usize,
    /// Whether the graph is loaded where it belongs at once, seen by readers while it grows.
    pub in_place: bool,
    /// Whether chunks are packed by gzip, as long as the store takes that.
    pub gzip: bool,
    /// Whether what a journal says is passed over.
    pub anew: bool,
    /// The journal's file.
    pub journal: PathBuf,
}

/// A store, and who speaks to it: its addresses may be of different hosts, and credentials are one
/// host's.
pub struct Store {
    /// Its addresses.
    pub addresses: Addresses,
    /// Sends graphs.
    pub graphs: Client,
    /// Asks how many triples there are.
    pub queries: Client,
    /// Puts the staging graph in place; `None` where the store takes no updates.
    pub updates: Option<(Client, Address)>,
}

impl Store {
    fn count(&self, name: &Name) -> Result<u64, PushError> {
        let graph = match name {
            Name::Default => self.addresses.default.clone(),
            Name::Named(name) => Some(name.clone()),
        };
        let query = self.addresses.query.clone();
        let endpoint = Endpoint::new(query, graph, self.queries.clone());
        endpoint.count().map_err(PushError::Uncounted)
    }
}

/// The outcome of a push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PushSummary {
    /// Triples in the graph.
    pub triples: u64,
    /// Of these, how many an earlier push had sent.
    pub before: u64,
    /// Requests that carried triples.
    pub chunks: u64,
    /// Whether readers saw either the old graph or the new, and nothing between.
    pub at_once: bool,
}

/// A push: a graph, and the place in a store that it is loaded into.
pub struct Push<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// The SHA-256 of the graph as N-Triples, which tells one graph from another.
    pub digest: &'a str,
    /// The store.
    pub store: &'a Store,
    /// The graph of the store that is replaced.
    pub name: &'a Name,
    /// How it is loaded.
    pub settings: &'a Settings,
}

impl Push<'_> {
    /// Loads the graph. The meter counts triples; `tell` is told what else is worth knowing.
    ///
    /// # Errors
    /// [`PushError`]. The journal stays, and the same push goes on where this one stopped.
    pub fn run(&self, meter: &Meter, tell: &dyn Fn(&str)) -> Result<PushSummary, PushError> {
        let Self { store, name, .. } = *self;
        let staging = if self.settings.in_place {
            None
        } else {
            staging(store, name, self.digest, tell)?
        };
        let into = staging.clone().map_or_else(|| name.clone(), Name::Named);
        let same = Same {
            store: store.addresses.store.to_string(),
            graph: name.to_string(),
            digest: self.digest.to_owned(),
            into: into.to_string(),
        };
        let (journal, stage) = Journal::open(&self.settings.journal, same)?;
        let mut upload = Upload {
            graph: self.graph,
            store,
            settings: self.settings,
            meter,
            tell,
            into,
            journal,
            gzip: self.settings.gzip,
            chunks: 0,
        };
        let before = match upload.sent_before(stage, name)? {
            Before::Moved => self.graph.len() as u64,
            Before::Sent(before) => {
                upload.load(before)?;
                if let Some(staging) = &staging {
                    upload.put_in_place(staging, name)?;
                }
                before
            }
        };
        for graph in upload.journal.left() {
            upload.clear_away(graph);
        }
        let summary = PushSummary {
            triples: self.graph.len() as u64,
            before,
            chunks: upload.chunks,
            at_once: staging.is_some(),
        };
        upload.journal.remove()?;
        Ok(summary)
    }
}

/// Where the journal of a push is kept unless said otherwise: beside what is pushed, one for each
/// store and graph that it goes to.
pub fn journal_beside(graph: &Path, addresses: &Addresses, name: &Name) -> PathBuf {
    let target = short_digest(&format!("{}\n{name}", addresses.store));
    let mut file = graph.components().as_path().as_os_str().to_owned();
    file.push(format!(".push-{}", &target[..8]));
    file.into()
}

/// The first 128 bits of a SHA-256, in hexadecimal.
fn short_digest(text: &str) -> String {
    let digest = Sha256::digest(text);
    digest[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// What an earlier run of the same push has done.
enum Before {
    /// So many triples were taken.
    Sent(u64),
    /// All of it.
    Moved,
}

/// A push at work.
struct Upload<'a> {
    graph: &'a Graph,
    store: &'a Store,
    settings: &'a Settings,
    meter: &'a Meter,
    tell: &'a dyn Fn(&str),
    into: Name,
    journal: Journal,
    gzip: bool,
    chunks: u64,
}

impl Upload<'_> {
    /// Sends what comes after the triples that the store has, and counts what it has then.
    fn load(&mut self, before: u64) -> Result<(), PushError> {
        let total = self.graph.len() as u64;
        self.meter.expect(total);
        self.meter.add(before);
        let mut sent = before;
        // Before anything is sent: the store may take a chunk whose answer never arrives.
        self.journal.write(Stage::Loading(sent))?;
        for chunk in chunks(self.graph, before, self.settings.chunk) {
            let chunk = chunk?;
            let is_first = sent == 0;
            if let Err(error) = self.send(&chunk, is_first) {
                let is_refused = matches!(&error, PushError::Refused(error) if !error.may_pass());
                if is_first && is_refused && self.journal.left().is_empty() {
                    // The store has nothing of it, so there is nothing to go on with.
                    self.journal.remove()?;
                }
                return Err(error);
            }
            sent += chunk.triples;
            self.journal.write(Stage::Loading(sent))?;
            self.meter.add(chunk.triples);
        }
        if total == 0 {
            // Nothing takes the place of what was there.
            self.send_text("", true)?;
        }
        self.graph.check()?;
        self.hold_count(&self.into)
    }

    /// What need not be done again, by the journal and by what the store counts.
    fn sent_before(&self, stage: Option<Stage>, name: &Name) -> Result<Before, PushError> {
        let total = self.graph.len() as u64;
        let said = match stage {
            None | Some(Stage::Loading(0)) => return Ok(Before::Sent(0)),
            Some(_) if self.settings.anew => return Ok(Before::Sent(0)),
            Some(Stage::Loading(sent)) => sent.min(total),
            Some(Stage::Moving) => total,
        };
        let counted = self.store.count(&self.into)?;
        // It may have taken one chunk more than it said yes to before the push was killed.
        let is_there = counted >= said && counted <= total;
        // The move came to its end, though its answer did not arrive.
        let is_moved = !is_there
            && stage == Some(Stage::Moving)
            && counted == 0
            && self.store.count(name)? == total;
        if is_there || is_moved {
            (self.tell)(&format!("going on after {said} of {total} triples"));
            return Ok(match is_moved {
                true => Before::Moved,
                false => Before::Sent(said),
            });
        }
        (self.tell)(&format!(
            "the store has {counted} of the {said} triples that it was sent, so all are sent anew"
        ));
        Ok(Before::Sent(0))
    }

    fn send(&mut self, chunk: &Chunk, is_first: bool) -> Result<(), PushError> {
        self.send_text(&chunk.text, is_first)?;
        self.chunks += 1;
        // Some stores say yes to what they cannot read: better found out now than at the end.
        if is_first {
            let counted = self.store.count(&self.into)?;
            if counted != chunk.triples && self.gzip {
                self.gzip = false;
                (self.tell)("the store does not read gzip, so chunks go as they are");
                self.send_text(&chunk.text, true)?;
            } else if counted != chunk.triples {
                return Err(miscounted(&self.into, chunk.triples, counted));
            }
        }
        Ok(())
    }

    /// Sends a chunk; the first one in the place of what is there.
    fn send_text(&mut self, text: &str, is_first: bool) -> Result<(), PushError> {
        match self.try_to_send(text, is_first) {
            Err(HttpError::Status {
                status: 400 | 415 | 500 | 501,
                ..
            }) if self.gzip => {
                self.gzip = false;
                (self.tell)("the store does not take gzip, so chunks go as they are");
                self.try_to_send(text, is_first)
            }
            done => done,
        }
        .map_err(PushError::Refused)
    }

    fn try_to_send(&self, text: &str, is_first: bool) -> Result<(), HttpError> {
        let packed = self.gzip.then(|| packed(text));
        let response = self.store.graphs.send(&Request {
            method: if is_first { Method::Put } else { Method::Post },
            address: &self.store.addresses.graph(&self.into),
            accept: "*/*",
            content: Some(Content {
                media_type: N_TRIPLES,
                bytes: packed.as_deref().unwrap_or(text.as_bytes()),
                gzip: self.gzip,
            }),
        })?;
        // What it says is for people.
        let _ = response.body.finish();
        Ok(())
    }

    /// Puts the staging graph, of which all is there, in the place of the one that was there.
    fn put_in_place(&self, staging: &NamedNode, name: &Name) -> Result<(), PushError> {
        self.journal.write(Stage::Moving)?;
        if let Some((client, address)) = &self.store.updates {
            self.move_once(client, address, staging, name)?;
        }
        self.hold_count(name)
    }

    /// Has the store move the staging graph. Some empty the target where nothing is staged, so it is
    /// asked again only when it is known that it has not done it, nor is about to.
    fn move_once(
        &self,
        client: &Client,
        address: &Address,
        staging: &NamedNode,
        name: &Name,
    ) -> Result<(), PushError> {
        let text = format!("MOVE GRAPH {staging} TO {}", name.in_update());
        let not_moved = |source| PushError::NotMoved {
            staging: staging.to_string(),
            source,
        };
        let mut tried = 1;
        while let Err(error) = send_update(address, &text, |request| client.send_once(request)) {
            let again = tried < error.tries(client.settings().tries)
                && client.pause(error.to_string(), error.retry_after(), tried);
            if !again {
                return Err(not_moved(error));
            }
            tried += 1;
            // It may still be at the first one.
            update(client, address, &harmless(staging)).map_err(not_moved)?;
            if self.store.count(&self.into)? == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Removes the staging graph that another push left behind.
    fn clear_away(&self, graph: &str) {
        let name = graph.trim_start_matches('<').trim_end_matches('>');
        let name = Name::Named(NamedNode::new_unchecked(name));
        if !graph.starts_with(&format!("<{STAGING}")) || name == self.into {
            return;
        }
        let removed = self.store.graphs.send(&Request {
            method: Method::Delete,
            address: &self.store.addresses.graph(&name),
            accept: "*/*",
            content: None,
        });
        match removed {
            // It had been moved, or dropped.
            Ok(_) | Err(HttpError::Status { status: 404, .. }) => {}
            Err(error) => (self.tell)(&format!(
                "an earlier push left {graph} there, which could not be removed ({error})"
            )),
        }
    }

    /// Holds what a graph has by the store's count against all that was to be sent.
    fn hold_count(&self, name: &Name) -> Result<(), PushError> {
        let total = self.graph.len() as u64;
        match self.store.count(name)? {
            counted if counted == total => Ok(()),
            counted => Err(miscounted(name, total, counted)),
        }
    }
}

fn miscounted(name: &Name, sent: u64, counted: u64) -> PushError {
    PushError::Miscounted {
        graph: name.to_string(),
        sent,
        counted,
    }
}

fn packed(text: &str) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory cannot fail.
    let _ = gzip.write_all(text.as_bytes());
    gzip.finish().unwrap_or_default()
}
