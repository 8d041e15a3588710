//! A page of coalitions.

use super::{Destination, Prepared};
use crate::error::JobError;
use crate::settings::Settings;
use crate::written::{Content, Written};
use demarche_core::display::CsvDialect;
use demarche_export::report::Coalitions;
use demarche_graph::Graph;
use demarche_network::page::{PageFormat, PageStyle};

/// A page of coalitions to make.
#[derive(Debug)]
pub struct CoalitionsJob {
    /// The format of the page.
    pub format: PageFormat,
    /// How coalitions are found.
    pub settings: Settings,
}

impl CoalitionsJob {
    /// Finds the coalitions.
    ///
    /// # Errors
    /// [`JobError::Network`].
    pub fn prepare(&self, graph: &Graph) -> Result<impl Prepared + use<>, JobError> {
        Ok(PreparedCoalitions {
            format: self.format,
            csv: self.settings.csv_dialect(),
            found: Coalitions::of(graph, &self.settings.network_options())?,
        })
    }
}

struct PreparedCoalitions {
    format: PageFormat,
    csv: CsvDialect,
    found: Coalitions,
}

impl Prepared for PreparedCoalitions {
    fn write(&self, to: Destination<'_>) -> Result<Vec<Written>, JobError> {
        let file = to.write_one(|out, width| {
            let style = PageStyle {
                format: self.format,
                width,
                csv: self.csv,
            };
            Ok(self.found.write(&style, out)?)
        })?;
        let content = Content::Coalitions(self.found.coalitions.len());
        Ok(file
            .map(|file| Written { file, content })
            .into_iter()
            .collect())
    }
}
