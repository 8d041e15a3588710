//! Warnings and notes that a manifest switches off.

use super::manifest_text::ManifestText;
use crate::diagnostic::{Code, Severity, nearest};
use serde::Deserialize;
use toml::Spanned;

/// The table `[check]` of a manifest.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCheck {
    #[serde(default)]
    off: Vec<Spanned<String>>,
}

impl ManifestText<'_> {
    /// The codes that are switched off. Only those of warnings and notes can be.
    pub(super) fn check_switches(&mut self, raw: RawCheck) -> Vec<Code> {
        let mut off = Vec::new();
        for written in raw.off {
            let number = written.get_ref();
            let code = Code::ALL
                .iter()
                .copied()
                .find(|code| code.number() == number);
            match code {
                Some(code) if code.severity() == Severity::Error => self.report(
                    Code::ManifestValue,
                    written.span(),
                    format!("{code} is an error, which cannot be switched off"),
                    Some("only warnings (W...) and notes (N...) can be".to_owned()),
                ),
                Some(code) => off.push(code),
                None => {
                    let others = Code::ALL
                        .iter()
                        .filter(|code| code.severity() != Severity::Error);
                    let near = nearest(number, others.map(|code| code.number()));
                    self.report(
                        Code::ManifestValue,
                        written.span(),
                        format!("no problem has the number `{number}`"),
                        near.map(|near| format!("did you mean `{near}`?")),
                    );
                }
            }
        }
        off
    }
}
