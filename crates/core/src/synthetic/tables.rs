//! The files of a made-up study, row by row.

use super::debate::{Debate, MOST_STATES, Place, Stance, THEMES};
use std::collections::HashSet;
use std::io::{self, Write};

pub(super) fn manifest(debate: &Debate, out: &mut dyn Write) -> io::Result<()> {
    let settings = debate.settings;
    write!(
        out,
        "title = \"A made-up debate\"\n\
         description = \"{} coalitions, {} of statements depart from the line, seed {}\"\n\
         base = \"https://example.org/synthetic/\"\n\
         licence = \"https://creativecommons.org/publicdomain/zero/1.0/\"\n\
         language = \"en\"\n",
        settings.coalitions, settings.noise, settings.seed
    )
}

pub(super) fn themes(_: &Debate, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "id,label")?;
    for n in 1..=THEMES {
        writeln!(out, "t{n},Theme {n}")?;
    }
    Ok(())
}

/// Of twenty claims two are contrary to each other, and one entails another.
pub(super) fn claims(debate: &Debate, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "id,label,theme,definition,contradicts,entails")?;
    let count = debate.settings.claims;
    for claim in 0..count {
        let n = claim + 1;
        let (first, second) = debate.themes_of(claim);
        write!(out, "c{n},Claim {n},t{}", first + 1)?;
        if let Some(second) = second {
            write!(out, ";t{}", second + 1)?;
        }
        write!(out, ",What claim {n} says in full.,")?;
        match claim % 20 {
            2 if n < count => write!(out, "c{},", n + 1)?,
            3 => write!(out, "c{},", n - 1)?,
            7 => write!(out, ",c{}", n - 2)?,
            _ => write!(out, ",")?,
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Three letters that ISO 3166-1 leaves to users.
fn country(state: usize) -> String {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    let state = state % MOST_STATES;
    format!("X{}{}", letter(state / 26), letter(state))
}

pub(super) fn actors(debate: &Debate, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "id,label,type,part_of,country,sector,coalition")?;
    for actor in 0..debate.settings.actors {
        let n = actor + 1;
        match debate.place_of(actor) {
            Place::State => write!(out, "a{n},State {n},state,")?,
            Place::Institution { state } => {
                write!(out, "a{n},Institution {n},institution,a{}", state + 1)?;
            }
            Place::Person { institution } => {
                write!(out, "a{n},Person {n},person,a{}", institution + 1)?;
            }
        }
        writeln!(
            out,
            ",{},{},{}",
            country(debate.state_of(actor)),
            debate.sector_of(actor),
            debate.coalition_of(actor) + 1
        )?;
    }
    Ok(())
}

pub(super) fn sources(debate: &Debate, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "id,title,type,date,publisher,authority,language")?;
    for n in 1..=debate.settings.sources {
        let source = debate.source(n - 1);
        writeln!(
            out,
            "q{n},Source {n},{},{},a{},{},en",
            source.kind,
            source.date,
            source.publisher + 1,
            source.level
        )?;
    }
    Ok(())
}

/// Statements are of the day of their source, and say so: tools that cannot look it up there have it too.
pub(super) fn statements(debate: &Debate, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "id,source,date,actor,on_behalf_of,claim,stance,act,addressee,paraphrase,locator,coder"
    )?;
    let mut said = HashSet::new();
    let mut paragraph = 0;
    let mut date = debate.source(0).date;
    for statement in 0..debate.settings.statements {
        if statement > 0 && debate.source_of(statement) != debate.source_of(statement - 1) {
            said.clear();
            paragraph = 0;
            date = debate.source(debate.source_of(statement)).date;
        }
        let n = statement + 1;
        let made = debate.statement(statement, &said);
        said.insert((made.actor, made.claim));
        paragraph += 1;
        write!(out, "s{n},q{},{date},a{},", made.source + 1, made.actor + 1)?;
        // Every other thing that a person says is said for its institution.
        if let (Place::Person { institution }, 0) = (debate.place_of(made.actor), n % 2) {
            write!(out, "a{}", institution + 1)?;
        }
        let stance = match made.stance {
            Stance::Supports => "supports",
            Stance::Opposes => "opposes",
            Stance::Neutral => "neutral",
        };
        write!(out, ",c{},{stance},{},", made.claim + 1, made.act)?;
        if let Some(addressee) = made.addressee {
            write!(out, "a{}", addressee + 1)?;
        }
        let coder = 1 + made.source % 3;
        writeln!(
            out,
            ",What statement {n} says in full.,para {paragraph},coder-{coder}"
        )?;
    }
    Ok(())
}
