//! The definitions of networks, as slowly and plainly as they can be written down: nested loops over
//! plain structs, and nothing of the program but the names of the settings.

use super::{Actor, LEVELS, SECTORS, Statement, Study, Ymd};
use demarche::network::{Counting, NodeLevel};
use std::collections::{BTreeMap, BTreeSet};

/// A filter by positions in the study's lists.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    pub since: Option<Ymd>,
    pub until: Option<Ymd>,
    pub only: Wish,
    pub not: Wish,
}

#[derive(Debug, Clone, Default)]
pub struct Wish {
    pub theme: Vec<usize>,
    pub claim: Vec<usize>,
    pub actor: Vec<usize>,
    pub act: Vec<usize>,
    pub authority: Vec<usize>,
    pub sector: Vec<usize>,
    pub country: Vec<usize>,
    pub source: Vec<usize>,
}

/// Weight, claims, statements, first and last day.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    pub weight: i64,
    pub claims: BTreeSet<String>,
    pub statements: BTreeSet<usize>,
    pub days: Option<(Ymd, Ymd)>,
}

pub struct Oracle<'a> {
    pub study: &'a Study,
    pub level: NodeLevel,
    pub count: Counting,
    /// Weeks and months without their year, as DNA 3 has them.
    pub dna: bool,
    /// Position of each selected statement with its node.
    pub placed: Vec<(usize, String)>,
    pub selected: usize,
}

impl<'a> Oracle<'a> {
    pub fn new(study: &'a Study, level: NodeLevel, count: Counting, choice: &Choice) -> Self {
        let mut oracle = Self {
            study,
            level,
            count,
            dna: false,
            placed: Vec::new(),
            selected: 0,
        };
        for (position, statement) in study.statements.iter().enumerate() {
            if oracle.chosen(statement, choice) {
                oracle.selected += 1;
                if let Some(node) = oracle.node(statement) {
                    oracle.placed.push((position, node));
                }
            }
        }
        oracle
    }

    fn chosen(&self, statement: &Statement, choice: &Choice) -> bool {
        let in_time = match statement.days {
            Some((earliest, latest)) => {
                choice.since.is_none_or(|since| since <= latest)
                    && choice.until.is_none_or(|until| earliest <= until)
            }
            None => choice.since.is_none() && choice.until.is_none(),
        };
        let wanted = self.answers(statement, &choice.only);
        let unwanted = self.answers(statement, &choice.not);
        in_time && !wanted.contains(&Some(false)) && !unwanted.contains(&Some(true))
    }

    /// For each wish, if there is one, whether the statement meets it.
    fn answers(&self, statement: &Statement, wish: &Wish) -> Vec<Option<bool>> {
        let speaker = &self.study.actors[statement.actor];
        let answer = |wishes: &[usize], has: Vec<Option<usize>>| {
            (!wishes.is_empty()).then(|| wishes.iter().any(|wish| has.contains(&Some(*wish))))
        };
        let themes = self.study.claims[statement.claim].themes.iter();
        vec![
            answer(&wish.theme, themes.map(|theme| Some(*theme)).collect()),
            answer(&wish.claim, vec![Some(statement.claim)]),
            answer(
                &wish.actor,
                vec![Some(statement.actor), statement.on_behalf_of],
            ),
            answer(&wish.act, vec![statement.act]),
            answer(&wish.authority, vec![statement.authority]),
            answer(&wish.sector, vec![speaker.sector]),
            answer(&wish.country, vec![speaker.country]),
            answer(&wish.source, vec![statement.source]),
        ]
    }

    pub fn node(&self, statement: &Statement) -> Option<String> {
        if self.level == NodeLevel::Authority {
            return statement
                .authority
                .map(|level| format!("authority-{}", LEVELS[level]));
        }
        let mut path = vec![statement.actor];
        let mut next = statement
            .on_behalf_of
            .or(self.study.actors[statement.actor].part_of);
        // Longer than all actors, a path has gone round a cycle.
        while let Some(actor) = next.filter(|_| path.len() <= self.study.actors.len() + 1) {
            path.push(actor);
            next = self.study.actors[actor].part_of;
        }
        let first = |find: &dyn Fn(&Actor) -> Option<String>| {
            path.iter()
                .find_map(|actor| find(&self.study.actors[*actor]))
        };
        let found = first(&|actor| self.of_level(actor));
        if self.level != NodeLevel::Polity {
            return found;
        }
        found.or_else(|| {
            first(&|actor| {
                let kind = super::KINDS[actor.kind];
                let sector = actor.sector.map(|sector| SECTORS[sector]);
                let both = (kind, sector) == ("organization", Some("international"));
                both.then(|| actor.id.clone())
            })
        })
    }

    pub fn of_level(&self, actor: &Actor) -> Option<String> {
        let kind = super::KINDS[actor.kind];
        match self.level {
            NodeLevel::Actor => Some(actor.id.clone()),
            NodeLevel::State | NodeLevel::Polity => (kind == "state").then(|| actor.id.clone()),
            NodeLevel::Institution => {
                (kind != "state" && kind != "person").then(|| actor.id.clone())
            }
            NodeLevel::Sector => actor
                .sector
                .map(|sector| format!("sector-{}", SECTORS[sector])),
            NodeLevel::Authority => None,
        }
    }

    /// X[i,c,s].
    pub fn x(&self, node: &str, claim: usize, stance: i8) -> i64 {
        let behind = self.behind(node, claim, stance);
        if self.count == Counting::Statements {
            return behind.len() as i64;
        }
        let occasions: BTreeSet<String> = behind.iter().map(|at| self.occasion(*at)).collect();
        occasions.len() as i64
    }

    pub fn occasion(&self, position: usize) -> String {
        let statement = &self.study.statements[position];
        let day = statement.days.map(|(earliest, _)| earliest);
        match self.count {
            Counting::Statements => position.to_string(),
            Counting::Sources => format!("{:?}", statement.source),
            Counting::Year => format!("{:?}", day.map(|day| day.0)),
            Counting::Month if self.dna => format!("{:?}", day.map(|day| day.1)),
            Counting::Week if self.dna => format!("{:?}", day.map(|day| iso_week(day).1)),
            Counting::Month => format!("{:?}", day.map(|day| (day.0, day.1))),
            Counting::Week => format!("{:?}", day.map(iso_week)),
            Counting::Once => String::new(),
        }
    }

    pub fn behind(&self, node: &str, claim: usize, stance: i8) -> Vec<usize> {
        let placed = self.placed.iter().filter(|(_, other)| other == node);
        placed
            .map(|(position, _)| *position)
            .filter(|position| {
                let statement = &self.study.statements[*position];
                statement.claim == claim && statement.stance == stance
            })
            .collect()
    }

    pub fn nodes(&self) -> BTreeSet<String> {
        self.placed.iter().map(|(_, node)| node.clone()).collect()
    }

    /// n of a node.
    pub fn activity(&self, node: &str) -> i64 {
        let claims = 0..self.study.claims.len();
        claims
            .map(|claim| self.x(node, claim, 1) + self.x(node, claim, -1))
            .sum()
    }

    /// Ties by ends: `sides` are the pairs of stances that meet, with what a meeting counts.
    pub fn ties(&self, sides: &[(i8, i8, i64)]) -> BTreeMap<(String, String), Tie> {
        let mut ties = BTreeMap::new();
        for one in self.nodes() {
            for other in self.nodes().into_iter().filter(|other| one < *other) {
                if let Some(tie) = self.tie(&one, &other, sides) {
                    ties.insert((one.clone(), other), tie);
                }
            }
        }
        ties
    }

    fn tie(&self, one: &str, other: &str, sides: &[(i8, i8, i64)]) -> Option<Tie> {
        let mut weight = 0;
        let mut claims = BTreeSet::new();
        let mut statements = BTreeSet::new();
        for claim in 0..self.study.claims.len() {
            for (mine, theirs, sign) in sides {
                let product = self.x(one, claim, *mine) * self.x(other, claim, *theirs);
                if product > 0 {
                    weight += sign * product;
                    claims.insert(self.study.claims[claim].id.clone());
                    statements.extend(self.behind(one, claim, *mine));
                    statements.extend(self.behind(other, claim, *theirs));
                }
            }
        }
        let days = self.days(&statements);
        (weight != 0).then_some(Tie {
            weight,
            claims,
            statements,
            days,
        })
    }

    pub fn days(&self, statements: &BTreeSet<usize>) -> Option<(Ymd, Ymd)> {
        let days = statements
            .iter()
            .filter_map(|at| self.study.statements[*at].days);
        let (earliest, latest): (Vec<Ymd>, Vec<Ymd>) = days.unzip();
        Some((*earliest.iter().min()?, *latest.iter().max()?))
    }
}

pub const AGREEMENT: [(i8, i8, i64); 2] = [(1, 1, 1), (-1, -1, 1)];
pub const DISAGREEMENT: [(i8, i8, i64); 2] = [(1, -1, 1), (-1, 1, 1)];
pub const NET: [(i8, i8, i64); 4] = [(1, 1, 1), (-1, -1, 1), (1, -1, -1), (-1, 1, -1)];
pub const SHARED: [(i8, i8, i64); 4] = [(1, 1, 1), (-1, -1, 1), (1, -1, 1), (-1, 1, 1)];

/// ISO 8601: week 1 is the week, Monday to Sunday, that has the year's first Thursday.
fn iso_week((year, month, day): Ymd) -> (i64, i64) {
    let number = days_since_monday(i64::from(year), i64::from(month), i64::from(day));
    let thursday = number - number.rem_euclid(7) + 3;
    let mut of_thursday = i64::from(year) - 1;
    while days_since_monday(of_thursday + 1, 1, 1) <= thursday {
        of_thursday += 1;
    }
    (
        of_thursday,
        (thursday - days_since_monday(of_thursday, 1, 1)) / 7 + 1,
    )
}

/// Days since the first of January 2001, a Monday.
fn days_since_monday(year: i64, month: i64, day: i64) -> i64 {
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [
        31,
        if leap(year) { 29 } else { 28 },
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let of_years: i64 = if year >= 2001 {
        (2001..year)
            .map(|year| if leap(year) { 366 } else { 365 })
            .sum()
    } else {
        -(year..2001)
            .map(|year| if leap(year) { 366 } else { 365 })
            .sum::<i64>()
    };
    let of_months: i64 = lengths.iter().take(month as usize - 1).sum();
    of_years + of_months + day - 1
}
