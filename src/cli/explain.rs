//! `demarche network --explain`: what stands behind a pair, as text, CSV or JSON.

use super::failure::CommandError;
use super::output::write_to;
use crate::export::real;
use crate::network::{ExplainedTie, Explanation, Group, Reason, Said};
use crate::sink::Compression;
use std::io::{self, Write};
use std::path::Path;

/// Writes an explanation in the format that the file's extension names; text unless it is `.csv` or
/// `.json`.
pub(super) fn write(explanation: &Explanation, output: Option<&Path>) -> Result<(), CommandError> {
    let plain = output.map(|path| Compression::of(path).1);
    let extension = plain.as_deref().and_then(|path| path.extension()?.to_str());
    write_to(output, |out| match extension {
        Some("csv") => Ok(table(explanation, out)?),
        Some("json") => {
            serde_json::to_writer_pretty(&mut *out, explanation).map_err(io::Error::from)?;
            Ok(writeln!(out)?)
        }
        _ => Ok(text(explanation, out)?),
    })
}

fn text(explanation: &Explanation, out: &mut dyn Write) -> io::Result<()> {
    let [one, other] = &explanation.ends;
    writeln!(out, "# {} and {}\n", one.label, other.label)?;
    writeln!(out, "{}", explanation.network)?;
    if explanation.ties.is_empty() {
        writeln!(out, "\nNo tie.")?;
    }
    for tie in &explanation.ties {
        let ExplainedTie {
            kind,
            weight,
            groups,
        } = tie;
        let claims = super::terminal::count(groups.len(), explanation.by);
        writeln!(out, "\n## {kind}, weight {}, {claims}", real(*weight))?;
        groups.iter().try_for_each(|group| text_of(group, out))?;
    }
    Ok(())
}

fn text_of(group: &Group, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n### {} ({})\n", group.about.label, group.about.id)?;
    for said in &group.statements {
        let date = said.date.as_deref().unwrap_or("undated");
        write!(out, "* {date}  {} {}", said.speaker.label, said.stance)?;
        if let Some(act) = &said.act {
            write!(out, " ({act})")?;
        }
        if let Some(paraphrase) = &said.paraphrase {
            write!(out, ": {paraphrase}")?;
        }
        writeln!(out)?;
        if !said.because.is_empty() {
            writeln!(out, "  implied: {}", chain(&said.because))?;
        }
        if let Some(source) = &said.source {
            write!(out, "  {}", source.label)?;
            for part in [&said.locator, &said.url].into_iter().flatten() {
                write!(out, ", {part}")?;
            }
            writeln!(out, " [{}]", said.statement)?;
        }
    }
    Ok(())
}

/// "supports a, which entails b, which contradicts c: opposes c".
fn chain(reasons: &[Reason]) -> String {
    let Some((first, rest)) = reasons.split_first() else {
        return String::new();
    };
    let mut text = format!("{} {}", first.stance, first.claim.id);
    for reason in rest {
        text.push_str(&format!(", which {} {}", reason.why, reason.claim.id));
    }
    if let Some(last) = rest.last() {
        text.push_str(&format!("; so {} {}", last.stance, last.claim.id));
    }
    text
}

const COLUMNS: [&str; 15] = [
    "tie",
    "weight",
    "claim",
    "claim_label",
    "end",
    "statement",
    "date",
    "speaker",
    "stance",
    "act",
    "implied",
    "paraphrase",
    "source",
    "locator",
    "url",
];

fn table(explanation: &Explanation, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS)?;
    for tie in &explanation.ties {
        for group in &tie.groups {
            for said in &group.statements {
                table.write_record(cells(explanation, tie, group, said))?;
            }
        }
    }
    table.flush()
}

fn cells(
    explanation: &Explanation,
    tie: &ExplainedTie,
    group: &Group,
    said: &Said,
) -> [String; 15] {
    let end = explanation.ends.get(said.end);
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        tie.kind.clone(),
        real(tie.weight).to_string(),
        group.about.id.clone(),
        group.about.label.clone(),
        end.map(|end| end.id.clone()).unwrap_or_default(),
        said.statement.clone(),
        or_empty(&said.date),
        said.speaker.id.clone(),
        said.stance.to_owned(),
        or_empty(&said.act),
        chain(&said.because),
        or_empty(&said.paraphrase),
        said.source
            .as_ref()
            .map(|source| source.label.clone())
            .unwrap_or_default(),
        or_empty(&said.locator),
        or_empty(&said.url),
    ]
}
