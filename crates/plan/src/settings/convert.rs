//! Settings as each part of the library takes them.

use super::Settings;
use demarche_core::display::CsvDialect;
use demarche_core::model::Day;
use demarche_export as export;
use demarche_network::compare::{self, By};
use demarche_network::{self as network, Criteria, Filter};

impl Settings {
    /// Which statements go in.
    pub fn filter(&self) -> Filter {
        Filter {
            since: self.since.clone(),
            until: self.until.clone(),
            only: Criteria {
                theme: self.theme.clone(),
                claim: self.claim.clone(),
                actor: self.actor.clone(),
                act: self.act.clone(),
                authority: self.authority.clone(),
                sector: self.sector.clone(),
                country: self.country.clone(),
                source: self.source.clone(),
            },
            not: Criteria {
                theme: self.not_theme.clone(),
                claim: self.not_claim.clone(),
                actor: self.not_actor.clone(),
                act: self.not_act.clone(),
                authority: self.not_authority.clone(),
                sector: self.not_sector.clone(),
                country: self.not_country.clone(),
                source: self.not_source.clone(),
            },
        }
    }

    /// How a network is made.
    pub fn network_options(&self) -> network::Options {
        let usual = network::Options::default();
        network::Options {
            filter: self.filter(),
            nodes: self.nodes.unwrap_or_default(),
            count: self.count.unwrap_or_default(),
            ties: self.ties.unwrap_or_default(),
            normalize: self.normalize.unwrap_or_default(),
            logic: self.logic.unwrap_or_default(),
            compat: self.compat,
            isolates: self.isolates,
            min_weight: self.min_weight.unwrap_or(usual.min_weight),
            top: self.top,
            list_claims: self.list_claims.unwrap_or(usual.list_claims),
            resolution: self.resolution.unwrap_or(usual.resolution),
            seed: self.seed.unwrap_or(usual.seed),
        }
    }

    /// How groups are compared.
    pub fn compare_options(&self, by: By) -> compare::Options {
        let usual = compare::Options::by(by);
        compare::Options {
            by,
            groups: self.groups.clone(),
            filter: self.filter(),
            nodes: self.nodes.unwrap_or_default(),
            count: self.count.unwrap_or_default(),
            unit: self.unit.unwrap_or_default(),
            least: self.least.unwrap_or(usual.least),
            permutations: self.permutations.unwrap_or(usual.permutations),
            seed: self.seed.unwrap_or(usual.seed),
        }
    }

    /// How CSV files are written.
    pub fn csv_dialect(&self) -> CsvDialect {
        CsvDialect {
            safe_cells: self.safe_cells,
            bom: self.bom,
            delimiter: self.delimiter.unwrap_or_default(),
        }
    }

    /// How the file of a network looks. Files carry no clock of their own, but this day.
    pub fn export_options(&self, modified: Option<Day>) -> export::Options {
        export::Options {
            gexf: self.gexf_version.unwrap_or_default(),
            for_gephi: self.dialect.is_some(),
            csv: self.csv_dialect(),
            color_by: self.color_by.clone().unwrap_or_default(),
            layout_seed: self.seed.unwrap_or_default(),
            modified,
            ..export::Options::default()
        }
    }
}
