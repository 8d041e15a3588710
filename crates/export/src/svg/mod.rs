//! SVG: pictures to print and to put on a page, made from the command line alone.
//!
//! | file | draws |
//! |---|---|
//! | `graph` | a network as nodes and ties, with `stroke` and `labels` |
//! | `heat` | a two-mode network as a heat map, with `table`, `order` and `cell` |
//! | [`timeline`] | measures over windows of time |
//! | `page`, `legend`, `text` | what all of them stand on |
//!
//! Every picture has a white ground, a heading that says what it is and how it was made, a legend,
//! and on pointing at a node, tie or cell all that is known of it. Ties tell their kinds by dashes
//! as well, and cells their sides by signs, so that grey print loses nothing. Numbers have two
//! decimals, places come from `+ - * /` and `sqrt` alone, and letters are measured by a table of
//! our own: the same network gives the same bytes on every machine.

mod cell;
mod graph;
mod heat;
mod labels;
mod legend;
mod order;
mod page;
mod stroke;
mod table;
mod text;
pub mod timeline;

use super::{ExportError, Exporter, Options};
use demarche_network::{Network, NetworkKind};
use std::io::Write;

pub(super) use page::short;

pub(super) struct Svg;

impl Exporter for Svg {
    fn write(
        &self,
        network: &Network,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        // As nodes and ties, who stands where on what would be a thicket; as a table it is plain.
        match network.kind {
            NetworkKind::Positions => heat::draw(network, out)?,
            _ => graph::draw(network, options, out)?,
        }
        Ok(())
    }
}
