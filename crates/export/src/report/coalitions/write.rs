//! Coalitions in sentences and tables.

use super::{Claim, Coalition, Coalitions, LEAST_STATEMENTS, Member};
use crate::report::page::{Block, number, share};
use demarche_core::display::{CsvDialect, CsvWriter};
use demarche_network::FEW_STATEMENTS;
use demarche_network::measures::{CLEAR_FROM, in_words};
use std::io::{self, Write};

/// Coalitions told of at length.
const AT_LENGTH: usize = 12;
/// Members named; `csv` and `json` name all.
const NAMED: usize = 60;

impl Coalitions {
    /// Returns the page that people read.
    pub(super) fn page(&self) -> Vec<Block> {
        let mut page = vec![Block::Title(match self.titles.is_empty() {
            true => self.description.clone(),
            false => format!("{}: {}", self.titles.join("; "), self.description),
        })];
        page.push(Block::Text(self.overview()));
        if self.ties == 0 {
            page.push(Block::Text(
                "There are no ties: no two nodes took sides on the same claim, or none is as strong \
                 as asked for. So there is nothing to find coalitions by."
                    .to_owned(),
            ));
            return page;
        }
        self.found(&mut page);
        self.divided(&mut page);
        self.between(&mut page);
        page
    }

    fn overview(&self) -> String {
        let mut text = counted(self.nodes, "node");
        if self.tied < self.nodes && self.ties > 0 {
            text += &format!(", {} of them with ties", self.tied);
        }
        text += &format!("; {}", counted(self.ties, "tie"));
        if self.ties > 0 {
            text += &format!(
                ": agreement of weight {}, disagreement of weight {}",
                number(self.agreement),
                number(self.disagreement)
            );
        }
        text += ".";
        if let Some(density) = self.density {
            text += &format!(" {} of all pairs are tied.", share(density));
        }
        if self.tied < self.nodes && self.ties > 0 {
            let without = self.nodes - self.tied;
            let are = if without == 1 { "is" } else { "are" };
            text += &format!(
                " {without} without ties {are} in no coalition, and in network files only where \
                 isolates are asked for."
            );
        }
        text
    }

    fn found(&self, page: &mut Vec<Block>) {
        let mut text = match self.coalitions.len() {
            1 => "One coalition: the ties do not divide the nodes.".to_owned(),
            count => format!("{count} coalitions."),
        };
        if let Some(modularity) = self.modularity {
            text += &format!(
                " Signed modularity {}, {}: how much more members agree with each other, and \
                 disagree with others, than chance would have it (0: not at all; at most 1; below \
                 {CLEAR_FROM} it is weak).",
                number(modularity),
                in_words(modularity)
            );
        }
        if self.resolution != 1.0 {
            text += &format!(
                " They were found at resolution {}; modularity is given at 1.",
                self.resolution
            );
        }
        page.push(Block::Text(text));
        if self
            .coalitions
            .iter()
            .any(|coalition| !coalition.sparse.is_empty())
        {
            page.push(Block::Text(format!(
                "Members with {SPARSE} are placed by fewer than {FEW_STATEMENTS} statements for or \
                 against claims: they may as well stand elsewhere."
            )));
        }
        let has_tables = |coalition: &Coalition| {
            !(coalition.supports.is_empty() && coalition.opposes.is_empty())
        };
        if self.coalitions.iter().any(has_tables) {
            page.push(Block::Text(
                "Tables count statements, not members: of those on a claim that count, how many are \
                 for it, or against it."
                    .to_owned(),
            ));
        }
        let at_length = |coalition: &&Coalition| {
            coalition.members.len() > 1 && coalition.number as usize <= AT_LENGTH
        };
        for coalition in self.coalitions.iter().filter(at_length) {
            coalition.tell(page);
        }
        let others = self.coalitions.iter().filter(|other| !at_length(other));
        let (mut count, mut names) = (0, Vec::new());
        for other in others {
            count += 1;
            names.extend(other.marked_members());
        }
        if count > 0 {
            page.push(Block::Heading(format!("Further coalitions: {count}")));
            page.push(Block::Text(named(&names)));
        }
    }

    fn divided(&self, page: &mut Vec<Block>) {
        page.push(Block::Heading("How divided".to_owned()));
        page.push(Block::Text(match &self.polarisation {
            Some(found) => format!(
                "Polarisation: {}. A pair of the same coalition has a net agreement of {} on \
                 average, a pair of two coalitions {}; pairs without ties count as 0.",
                number(found.difference),
                number(found.within),
                number(found.between)
            ),
            None => "Polarisation: none to measure; that takes two coalitions, one of them of two \
                     members or more."
                .to_owned(),
        }));
        page.push(Block::Text(match self.balance {
            Some(balance) => format!(
                "Balance: {} of {} are balanced, that is, three friends, or two friends with a \
                 common opponent.",
                share(balance),
                counted(self.triangles, "triangle")
            ),
            None => "Balance: there are no triangles to measure it by.".to_owned(),
        }));
        let Some(found) = &self.frustration else {
            return;
        };
        let bound = match found.exact {
            true => "No other two camps have less.",
            false => "No better two camps were found; there may be some.",
        };
        page.push(Block::Text(format!(
            "Frustration: {}, {} of all weight. So much crosses the rule even of the best two \
             camps, as disagreement inside a camp or agreement between them. {bound}",
            number(found.weight),
            share(found.share)
        )));
        if !found.crossing.is_empty() {
            let rows = found
                .crossing
                .iter()
                .map(|node| vec![node.label.clone(), optional(node.camp), number(node.weight)]);
            page.push(Block::Table {
                header: &["whose ties cross most", "camp", "weight"],
                rows: rows.collect(),
            });
        }
    }

    fn between(&self, page: &mut Vec<Block>) {
        page.push(Block::Heading("Between them".to_owned()));
        self.brokers(page);
        self.bridges(page);
    }

    fn brokers(&self, page: &mut Vec<Block>) {
        if self.members.iter().all(|node| node.betweenness.is_none()) {
            page.push(Block::Text(
                "Brokers: the network is too large for betweenness to be worked out.".to_owned(),
            ));
        } else if self.brokers.is_empty() {
            page.push(Block::Text(
                "Brokers: there are none; no shortest path of agreement leads through anybody."
                    .to_owned(),
            ));
        } else {
            page.push(Block::Text(
                "Brokers: those through whom most shortest paths of agreement between others \
                 lead. Strong agreement is a short way."
                    .to_owned(),
            ));
            let rows = self.brokers.iter().map(|node| {
                let part = node.normalised.map(share).unwrap_or_default();
                let paths = number(node.betweenness);
                vec![node.label.clone(), optional(node.coalition), paths, part]
            });
            page.push(Block::Table {
                header: &["broker", "coalition", "paths", "of all pairs"],
                rows: rows.collect(),
            });
        }
    }

    fn bridges(&self, page: &mut Vec<Block>) {
        if self.bridges.is_empty() {
            let text = "Bridges: there are none; nobody agrees with members of another coalition.";
            page.push(Block::Text(text.to_owned()));
            return;
        }
        page.push(Block::Text(
            "Bridges: those with the largest share of their agreement in other coalitions."
                .to_owned(),
        ));
        let rows = self.bridges.iter().map(|node| {
            let (part, weight) = (share(node.share), number(node.weight));
            vec![node.label.clone(), optional(node.coalition), part, weight]
        });
        page.push(Block::Table {
            header: &["bridge", "coalition", "agreement outside", "weight"],
            rows: rows.collect(),
        });
    }

    /// Writes a row for each node, those of the first coalition first.
    pub(super) fn rows(&self, dialect: CsvDialect, out: &mut dyn Write) -> io::Result<()> {
        let mut members: Vec<&Member> = self.members.iter().collect();
        members.sort_by_key(|member| member.coalition.unwrap_or(u32::MAX));
        let mut file = CsvWriter::new(out, dialect)?;
        for heading in HEADINGS {
            file.number(&heading)?;
        }
        file.end_row()?;
        for member in members {
            file.number(&optional(member.coalition))?;
            file.text(&member.id)?;
            file.text(&member.label)?;
            file.text(&member.kind)?;
            file.text(member.country.as_deref().unwrap_or_default())?;
            file.number(&member.statements)?;
            file.number(&if member.sparse { "yes" } else { "" })?;
            file.number(&optional_real(member.betweenness))?;
            file.number(&optional_real(member.outside))?;
            file.number(&optional(member.camp))?;
            file.number(&in_full(member.crossing))?;
            file.end_row()?;
        }
        file.finish()
    }
}

/// The columns of the CSV file.
const HEADINGS: [&str; 11] = [
    "coalition",
    "id",
    "label",
    "type",
    "country",
    "statements",
    "sparse",
    "betweenness",
    "outside",
    "camp",
    "crossing",
];

impl Coalition {
    fn tell(&self, page: &mut Vec<Block>) {
        let size = counted(self.members.len() as u64, "member");
        page.push(Block::Heading(format!("Coalition {}: {size}", self.number)));
        page.push(Block::Text(named(&self.marked_members())));
        if self.supports.is_empty() && self.opposes.is_empty() {
            page.push(Block::Text(format!(
                "No claim tells it from the rest: none has {LEAST_STATEMENTS} counted statements \
                 of members and of others, and different shares of support."
            )));
        }
        if !self.supports.is_empty() {
            page.push(Block::Table {
                header: &["supports more", "members for", "others for", "difference"],
                rows: self.supports.iter().map(row_of_support).collect(),
            });
        }
        if !self.opposes.is_empty() {
            page.push(Block::Table {
                header: &[
                    "opposes more",
                    "members against",
                    "others against",
                    "difference",
                ],
                rows: self.opposes.iter().map(row_of_opposition).collect(),
            });
        }
    }

    /// Labels of members, marked where few statements place them.
    fn marked_members(&self) -> Vec<String> {
        let mut members = self.members.clone();
        for place in &self.sparse {
            members[*place].push_str(SPARSE);
        }
        members
    }
}

/// Marks members whom few statements place.
const SPARSE: &str = "*";

fn row_of_support(claim: &Claim) -> Vec<String> {
    vec![
        claim.label.clone(),
        format!("{} of {}", claim.supporting, claim.statements),
        format!("{} of {}", claim.rest_supporting, claim.rest_statements),
        format!("{:+.2}", claim.difference),
    ]
}

/// The share of opposition is what the share of support leaves, so differences turn round.
fn row_of_opposition(claim: &Claim) -> Vec<String> {
    let against = claim.statements - claim.supporting;
    let rest_against = claim.rest_statements - claim.rest_supporting;
    vec![
        claim.label.clone(),
        format!("{against} of {}", claim.statements),
        format!("{rest_against} of {}", claim.rest_statements),
        format!("{:+.2}", -claim.difference),
    ]
}

/// Returns a number in full precision, as JSON has it: with a point always.
fn in_full(number: f64) -> String {
    format!("{:?}", number + 0.0)
}

fn optional_real(number: Option<f64>) -> String {
    number.map(in_full).unwrap_or_default()
}

fn optional(number: Option<u32>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// Returns names in a row, the first of them if there are many.
fn named(names: &[String]) -> String {
    let shown = &names[..names.len().min(NAMED)];
    let mut text = shown.join(", ");
    if shown.len() < names.len() {
        text += &format!(", and {} more", names.len() - shown.len());
    }
    text
}

fn counted(number: impl Into<u64>, thing: &str) -> String {
    let number = number.into();
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
