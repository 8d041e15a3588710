//! The tables of a comparison. For people they are narrow and rounded; for programs each number has
//! a column of its own.

use super::exact::Sides;
use super::model::{Claim, Comparison, Unanimity, share};
use super::numbers::{short_probability, six, three};

/// A table with a title.
pub(super) struct Sheet {
    pub(super) title: &'static str,
    /// Names of columns, and whether they hold numbers.
    pub(super) header: Vec<(String, bool)>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Sheet {
    fn new(title: &'static str, header: &[(&str, bool)]) -> Self {
        let header = header
            .iter()
            .map(|(name, number)| ((*name).to_owned(), *number));
        Self {
            title,
            header: header.collect(),
            rows: Vec::new(),
        }
    }
}

const TEXT: bool = false;
const NUMBER: bool = true;

/// What the rows of all themes together are called.
const ALL: &str = "all";

fn cell(number: Option<f64>, write: impl Fn(f64) -> String) -> String {
    number.map(write).unwrap_or_default()
}

impl Comparison {
    /// Findings, then caveats, for programs.
    pub(super) fn sentences(&self) -> Sheet {
        let mut sheet = Sheet::new("Findings", &[("kind", TEXT), ("text", TEXT)]);
        let findings = self.findings().into_iter().map(|text| ("finding", text));
        let caveats = self.caveats().into_iter().map(|text| ("caveat", text));
        let rows = findings.chain(caveats);
        sheet.rows = rows
            .map(|(kind, text)| vec![kind.to_owned(), text])
            .collect();
        sheet
    }

    /// Unanimity within each group, overall and by theme.
    pub(super) fn unanimity(&self, programs: bool) -> Sheet {
        let mut header = vec![
            ("group", TEXT),
            ("theme", TEXT),
            ("voices", NUMBER),
            ("claims", NUMBER),
        ];
        if programs {
            header.extend([("positions", NUMBER), ("torn", NUMBER)]);
        }
        header.extend([
            ("shared", NUMBER),
            ("unanimous", NUMBER),
            ("pairs", NUMBER),
            ("agreeing", NUMBER),
            ("share", NUMBER),
            ("alpha", NUMBER),
        ]);
        if programs {
            header.push(("alpha_undefined", TEXT));
        }
        let mut sheet = Sheet::new("Within groups", &header);
        for group in &self.groups {
            let themes = group.themes.iter().map(|(theme, of)| (theme.as_str(), of));
            for (theme, of) in std::iter::once((ALL, &group.overall)).chain(themes) {
                let mut row = vec![group.name.clone(), theme.to_owned()];
                row.extend(unanimity_cells(of, programs));
                sheet.rows.push(row);
            }
        }
        sheet
    }

    /// Distances between groups.
    pub(super) fn distances(&self, programs: bool) -> Sheet {
        let mut sheet = Sheet::new(
            "Between groups",
            &[
                ("group", TEXT),
                ("other", TEXT),
                ("claims", NUMBER),
                ("same", NUMBER),
                ("opposite", NUMBER),
                ("even", NUMBER),
                ("distance", NUMBER),
            ],
        );
        for pair in &self.between {
            let mut row = pair
                .groups
                .map(|group| self.groups[group].name.clone())
                .to_vec();
            let numbers = [pair.claims, pair.same, pair.opposite, pair.even];
            row.extend(numbers.map(|number| number.to_string()));
            row.push(cell(pair.distance, if programs { six } else { three }));
            sheet.rows.push(row);
        }
        sheet
    }

    /// Claims that were compared, or those that were not, for people.
    pub(super) fn claims_for_people(&self, compared: bool) -> Sheet {
        let title = if compared {
            "Claims"
        } else {
            "Claims with too little data to compare"
        };
        let mut sheet = Sheet::new(title, &[("claim", TEXT)]);
        let names = self.groups.iter().map(|group| group.name.clone());
        sheet.header.extend(names.map(|name| (name, NUMBER)));
        if compared {
            let more = ["difference", "p", "Holm"];
            sheet
                .header
                .extend(more.map(|name| (name.to_owned(), NUMBER)));
        }
        for claim in &self.claims {
            if claim.compared.is_some() != compared {
                continue;
            }
            let mut row = vec![claim.label.clone()];
            row.extend(claim.sides.iter().map(|sides| brief(*sides)));
            if let Some(found) = claim.compared {
                row.push(three(found.difference));
                let test = found.test;
                row.push(cell(test.map(|test| test.p), short_probability));
                row.push(cell(test.map(|test| test.holm), short_probability));
            }
            sheet.rows.push(row);
        }
        sheet
    }

    /// All claims, for programs.
    pub(super) fn claims_for_programs(&self) -> Sheet {
        let first = [("claim", TEXT), ("label", TEXT), ("themes", TEXT)];
        let mut sheet = Sheet::new("Claims", &first);
        for group in &self.groups {
            let columns = ["supports", "opposes", "share"];
            let named = columns.map(|column| (format!("{}_{column}", group.name), NUMBER));
            sheet.header.extend(named);
        }
        let last = [
            ("difference", NUMBER),
            ("p", NUMBER),
            ("p_holm", NUMBER),
            ("p_least", NUMBER),
            ("test", TEXT),
            ("note", TEXT),
        ];
        let last = last.map(|(name, number)| (name.to_owned(), number));
        sheet.header.extend(last);
        sheet.rows = self.claims.iter().map(claim_cells).collect();
        sheet
    }
}

fn unanimity_cells(of: &Unanimity, programs: bool) -> Vec<String> {
    let mut numbers = vec![u64::from(of.voices), u64::from(of.claims)];
    if programs {
        numbers.extend([of.positions, of.torn].map(u64::from));
    }
    numbers.extend([of.pairs.claims, of.pairs.unanimous].map(u64::from));
    numbers.extend([of.pairs.all, of.pairs.agreeing]);
    let mut row: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    if programs {
        row.push(cell(of.pairs.share(), six));
        row.push(cell(of.alpha.ok(), six));
        let reason = of.alpha.err().map(|reason| reason.as_str().to_owned());
        row.push(reason.unwrap_or_default());
    } else {
        row.push(cell(of.pairs.share(), three));
        row.push(match of.alpha {
            Ok(alpha) => three(alpha),
            Err(reason) => reason.brief().to_owned(),
        });
    }
    row
}

/// "0.750 (3/4)": the share, and what it is a share of.
fn brief(sides: Sides) -> String {
    let [supports, opposes] = sides;
    match share(sides) {
        None => "–".to_owned(),
        Some(share) => format!("{} ({supports}/{})", three(share), supports + opposes),
    }
}

fn claim_cells(claim: &Claim) -> Vec<String> {
    let mut row = vec![
        claim.id.clone(),
        claim.label.clone(),
        claim.themes.join(";"),
    ];
    for sides in &claim.sides {
        row.extend(sides.map(|number| number.to_string()));
        row.push(cell(share(*sides), six));
    }
    let test = claim.compared.and_then(|found| found.test);
    row.push(cell(claim.compared.map(|found| found.difference), six));
    row.push(cell(test.map(|test| test.p), six));
    row.push(cell(test.map(|test| test.holm), six));
    row.push(cell(test.and_then(|test| test.least), six));
    row.push(
        test.map(|test| test.method.as_str().to_owned())
            .unwrap_or_default(),
    );
    row.push(claim.note().to_owned());
    row
}

impl Claim {
    /// Why there is no comparison, or no test.
    pub(super) fn note(&self) -> &'static str {
        match self.compared {
            None => "too-little-data",
            Some(found) if found.test.is_none() => "all-on-one-side",
            Some(_) => "",
        }
    }
}
