//! Groups of voices side by side.

use super::{Destination, Prepared};
use crate::error::JobError;
use crate::settings::Settings;
use crate::written::{Content, Written};
use demarche_core::display::CsvDialect;
use demarche_graph::Graph;
use demarche_network::compare::{self, By, Comparison, Part};
use demarche_network::page::{PageFormat, PageStyle};

/// A comparison to make.
#[derive(Debug)]
pub struct CompareJob {
    by: By,
    format: PageFormat,
    settings: Settings,
}

impl CompareJob {
    /// Makes the job of a comparison.
    ///
    /// # Errors
    /// [`JobError::JsonIsWhole`] where a part is to be JSON.
    pub fn new(by: By, format: PageFormat, settings: Settings) -> Result<Self, JobError> {
        if format == PageFormat::Json && settings.part.is_some() {
            return Err(JobError::JsonIsWhole);
        }
        Ok(Self {
            by,
            format,
            settings,
        })
    }

    /// Compares.
    ///
    /// # Errors
    /// [`JobError::Compare`].
    pub fn prepare(&self, graph: &Graph) -> Result<impl Prepared + use<>, JobError> {
        Ok(PreparedComparison {
            by: self.by,
            format: self.format,
            part: self.settings.part,
            csv: self.settings.csv_dialect(),
            comparison: compare::compare(graph, &self.settings.compare_options(self.by))?,
        })
    }
}

struct PreparedComparison {
    by: By,
    format: PageFormat,
    part: Option<Part>,
    csv: CsvDialect,
    comparison: Comparison,
}

impl Prepared for PreparedComparison {
    fn write(&self, to: Destination<'_>) -> Result<Vec<Written>, JobError> {
        let comparison = &self.comparison;
        let file = to.write_one(|out, width| {
            let style = PageStyle {
                format: self.format,
                width,
                csv: self.csv,
            };
            Ok(compare::write(comparison, self.part, &style, out)?)
        })?;
        let content = Content::Comparison {
            by: self.by,
            groups: comparison.groups.len(),
            claims: comparison.claims.len(),
        };
        Ok(file
            .map(|file| Written { file, content })
            .into_iter()
            .collect())
    }
}
