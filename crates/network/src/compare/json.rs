//! A comparison as JSON: everything, numbers rounded to six digits.

use super::model::{Between, Claim, Comparison, Unanimity, share};
use super::numbers::rounded;
use serde_json::{Value, json};

impl Comparison {
    /// Everything, as one object.
    pub(super) fn to_json(&self) -> Value {
        let groups = self.groups.iter().map(|group| {
            let themes = group.themes.iter();
            let themes = themes.map(|(theme, of)| unanimity(Some(theme), of));
            json!({
                "group": group.name,
                "overall": unanimity(None, &group.overall),
                "themes": themes.collect::<Vec<_>>(),
            })
        });
        json!({
            "by": self.by.as_str(),
            "unit": self.unit.as_str(),
            "least": self.least,
            "from": self.description,
            "studies": self.titles,
            "statements": {
                "selected": self.summary.selected,
                "neutral": self.summary.neutral,
                "without_node": self.summary.without_node,
                "counted": self.summary.counted,
            },
            "without_group": self.without_group,
            "passed_over": self.passed_over,
            "in_several": self.in_several,
            "permutations": self.permutations,
            "seed": self.seed,
            "findings": self.findings(),
            "caveats": self.caveats(),
            "groups": groups.collect::<Vec<_>>(),
            "between": self.between.iter().map(|pair| self.pair(pair)).collect::<Vec<_>>(),
            "claims": self.claims.iter().map(|of| self.claim(of)).collect::<Vec<_>>(),
        })
    }

    fn pair(&self, pair: &Between) -> Value {
        let names = pair.groups.map(|group| self.groups[group].name.as_str());
        json!({
            "groups": names,
            "claims": pair.claims,
            "same": pair.same,
            "opposite": pair.opposite,
            "even": pair.even,
            "distance": pair.distance.map(rounded),
        })
    }

    fn claim(&self, claim: &Claim) -> Value {
        let groups = self.groups.iter().zip(&claim.sides);
        let groups = groups.map(|(group, sides)| {
            json!({
                "group": group.name,
                "supports": sides[0],
                "opposes": sides[1],
                "share": share(*sides).map(rounded),
            })
        });
        let test = claim.compared.and_then(|found| found.test);
        json!({
            "claim": claim.id,
            "label": claim.label,
            "themes": claim.themes,
            "groups": groups.collect::<Vec<_>>(),
            "difference": claim.compared.map(|found| rounded(found.difference)),
            "test": test.map(|test| json!({
                "method": test.method.as_str(),
                "p": rounded(test.p),
                "holm": rounded(test.holm),
                "least": test.least.map(rounded),
            })),
            "note": Some(claim.note()).filter(|note| !note.is_empty()),
        })
    }
}

/// Of a theme, or of all together.
fn unanimity(theme: Option<&str>, of: &Unanimity) -> Value {
    json!({
        "theme": theme,
        "voices": of.voices,
        "claims": of.claims,
        "positions": of.positions,
        "torn": of.torn,
        "shared": of.pairs.claims,
        "unanimous": of.pairs.unanimous,
        "pairs": of.pairs.all,
        "agreeing": of.pairs.agreeing,
        "share": of.pairs.share().map(rounded),
        "alpha": of.alpha.ok().map(rounded),
        "alpha_undefined": of.alpha.err().map(|reason| reason.as_str()),
    })
}
