//! Coalitions in sentences and tables.

use super::{Claim, Coalition, Coalitions, LEAST_STATEMENTS};
use crate::report::page::{Block, number, share};
use std::io::{self, Write};

/// Coalitions told of at length.
const AT_LENGTH: usize = 12;
/// Members named; `csv` and `json` name all.
const NAMED: usize = 60;

impl Coalitions {
    /// The page that people read.
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
        let without = self
            .members
            .iter()
            .filter(|node| node.coalition.is_none())
            .count();
        let mut text = format!(
            "{}, {}",
            counted(self.nodes, "node"),
            counted(self.ties, "tie")
        );
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
        if without > 0 && self.ties > 0 {
            text += &format!(" Without ties, and in no coalition: {without}.");
        }
        text
    }

    fn found(&self, page: &mut Vec<Block>) {
        let modularity = self.modularity.map(number).unwrap_or_default();
        let mut text = match self.coalitions.len() {
            1 => "One coalition: the ties do not divide the nodes.".to_owned(),
            count => format!("{count} coalitions."),
        };
        text += &format!(
            " Signed modularity {modularity}: how much more members agree with each other, and \
             disagree with others, than chance would have it (0: not at all; at most 1)."
        );
        if self.resolution != 1.0 {
            text += &format!(
                " They were found at resolution {}; modularity is given at 1.",
                self.resolution
            );
        }
        page.push(Block::Text(text));
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
            names.extend(other.members.iter().cloned());
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

    /// A row for each node, those of the first coalition first.
    pub(super) fn rows(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        let mut members: Vec<_> = self.members.iter().collect();
        members.sort_by_key(|member| member.coalition.unwrap_or(u32::MAX));
        if members.is_empty() {
            // Otherwise the writer takes the header from the first row.
            let header = [
                "coalition",
                "id",
                "label",
                "type",
                "country",
                "statements",
                "betweenness",
                "outside",
                "camp",
                "crossing",
            ];
            writer.write_record(header)?;
        }
        for member in members {
            writer.serialize(member)?;
        }
        writer.flush()
    }
}

impl Coalition {
    fn tell(&self, page: &mut Vec<Block>) {
        let size = counted(self.members.len() as u64, "member");
        page.push(Block::Heading(format!("Coalition {}: {size}", self.number)));
        page.push(Block::Text(named(&self.members)));
        if self.supports.is_empty() && self.opposes.is_empty() {
            page.push(Block::Text(format!(
                "No claim tells it from the rest: none has {LEAST_STATEMENTS} counted statements \
                 of members and of others, and different shares of support."
            )));
        }
        for (header, claims) in [
            (
                &["supports more", "of it", "of the rest", "difference"],
                &self.supports,
            ),
            (
                &["opposes more", "of it", "of the rest", "difference"],
                &self.opposes,
            ),
        ] {
            if !claims.is_empty() {
                let rows = claims.iter().map(row).collect();
                page.push(Block::Table { header, rows });
            }
        }
    }
}

fn row(claim: &Claim) -> Vec<String> {
    vec![
        claim.label.clone(),
        format!("{} of {}", claim.supporting, claim.statements),
        format!("{} of {}", claim.rest_supporting, claim.rest_statements),
        format!("{:+.2}", claim.difference),
    ]
}

fn optional(number: Option<u32>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// Names in a row, the first of them if there are many.
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
