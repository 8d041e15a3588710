//! What a comparison found, and what it does not show, in sentences.

use super::alpha::Undefined;
use super::difference::{Method, Test};
use super::model::{Between, Claim, Comparison, Unanimity};
use super::numbers::{count, join, probability, three};
use super::options::{By, Unit};

/// So many pairs of groups have a sentence; the table of pairs has all.
const PAIRS_TOLD: usize = 10;

/// Voices of a group on a claim below which a share moves by a fifth or more with one of them.
const FEW: u32 = 5;

impl Comparison {
    /// What was found, a sentence or two each, with the numbers they rest on.
    pub fn findings(&self) -> Vec<String> {
        let mut findings = self.of_pairs();
        findings.extend(self.of_groups());
        findings.push(self.of_tests());
        findings.extend(self.of_permutations());
        findings
    }

    /// What the numbers do not show, as far as they tell themselves.
    pub fn caveats(&self) -> Vec<String> {
        let caveats = [
            self.few_voices(),
            self.tests_without_reach(),
            self.low_alpha(),
            self.torn(),
            self.dependent(),
            self.left_out(),
        ];
        caveats.into_iter().flatten().collect()
    }

    /// What is counted, by number.
    fn counted(&self) -> &'static str {
        match self.unit {
            Unit::Actors => "voices",
            Unit::Statements => "statements",
        }
    }

    fn of_pairs(&self) -> Vec<String> {
        if self.groups.len() < 2 {
            let of = match self.groups.as_slice() {
                [] => "No group has two voices or more".to_owned(),
                [one, ..] => format!("Only one group has voices to compare ({})", one.name),
            };
            return vec![format!("{of}: too little data to compare groups.")];
        }
        let mut pairs: Vec<&Between> = self.between.iter().collect();
        // The sort keeps the order of groups among equals.
        pairs.sort_by_key(|pair| std::cmp::Reverse(pair.claims));
        let rest = pairs.len().saturating_sub(PAIRS_TOLD);
        let told = pairs.iter().take(PAIRS_TOLD);
        let mut sentences: Vec<String> = told.map(|pair| self.of_pair(pair)).collect();
        if rest > 0 {
            sentences.push(format!(
                "Of {} pairs of groups, these {PAIRS_TOLD} share the most claims; the table of pairs has all.",
                pairs.len()
            ));
        }
        sentences
    }

    fn of_pair(&self, pair: &Between) -> String {
        let [one, other] = pair.groups.map(|group| self.groups[group].name.as_str());
        let counted = self.counted();
        let Some(distance) = pair.distance else {
            return format!(
                "There is no claim that {} of both {one} and {other} take a side on: too little data to compare them.",
                self.enough()
            );
        };
        let claims = match (pair.claims, self.least) {
            (1, 1) => "the 1 claim both address".to_owned(),
            (claims, 1) => format!("{claims} claims both address"),
            (claims, _) => format!(
                "{} on which both have {}",
                count(claims, "claim"),
                self.enough()
            ),
        };
        let mut sentence = format!(
            "On {claims}, {one} and {other} {counted} take the same majority side on {}",
            pair.same
        );
        if pair.opposite > 0 {
            sentence += &format!(", opposite sides on {}", pair.opposite);
        }
        if pair.even > 0 {
            sentence += &format!("; on {} a group is evenly split", pair.even);
        }
        sentence += &format!(
            ". On average their shares of support are {} apart.",
            three(distance)
        );
        sentence
    }

    /// "voices", or how many it takes.
    fn enough(&self) -> String {
        match self.least {
            1 => self.counted().to_owned(),
            least => format!("{least} or more {}", self.counted()),
        }
    }

    fn of_groups(&self) -> impl Iterator<Item = String> {
        self.groups.iter().map(|group| {
            let Unanimity {
                voices,
                claims,
                positions,
                pairs,
                alpha,
                ..
            } = &group.overall;
            let rest = format!(
                "{}: {} on {}",
                group.name,
                count(*voices, "voice"),
                count(*claims, "claim")
            );
            match (pairs.share(), alpha) {
                (None, Err(reason)) => {
                    format!("{rest}: too little data to tell unanimity; {reason}.")
                }
                (None, Ok(_)) => rest,
                (Some(share), alpha) => format!(
                    "{rest}, {positions} positions. On {} of the {} that two or more took sides \
                     on, all take the same side; {} of {} pairs agree ({}); {}.",
                    pairs.unanimous,
                    count(pairs.claims, "claim"),
                    pairs.agreeing,
                    pairs.all,
                    three(share),
                    match alpha {
                        Ok(alpha) => format!("Krippendorff's alpha is {}", three(*alpha)),
                        Err(reason) => {
                            format!("Krippendorff's alpha is undefined, since {reason}")
                        }
                    }
                ),
            }
        })
    }

    fn of_tests(&self) -> String {
        let compared = self.compared().count() as u32;
        let counted = self.counted();
        if compared == 0 {
            return format!(
                "There is no claim on which two groups have {}: nothing could be tested.",
                self.enough()
            );
        }
        let tests = self.tested().count() as u32;
        let of = format!("{} compared", count(compared, "claim"));
        let Some((claim, test)) = self.smallest() else {
            return format!(
                "{of}: on each all {counted} are on one side, so that there is nothing to test."
            );
        };
        let same = match compared - tests {
            0 => String::new(),
            same => format!(
                ": on {same} all {counted} are on one side, so that there is nothing to test"
            ),
        };
        let p = probability(test.p);
        let found = match tests {
            1 => format!("1 was tested: p is {p}"),
            _ => format!(
                "{tests} were tested: the smallest p is {p}, and {} after Holm's adjustment for \
                 {tests} tests",
                probability(test.holm)
            ),
        };
        format!("{of}{same}. {found} ({}; {}).", claim.label, test.method)
    }

    /// The claim with the smallest p: claims do not come in the order of theirs.
    fn smallest(&self) -> Option<(&Claim, Test)> {
        let tests = self
            .tested()
            .filter_map(|claim| Some((claim, claim.compared?.test?)));
        tests.min_by(|one, other| one.1.p.total_cmp(&other.1.p))
    }

    /// How the p-values of permutation tests came about, if there are any.
    fn of_permutations(&self) -> Option<String> {
        let tests = self.tested().filter_map(|claim| claim.compared?.test);
        let permuted = tests.filter(|test| test.method == Method::Permutation);
        let permuted = permuted.count() as u32;
        (permuted > 0).then(|| {
            format!(
                "On {} groups were too large to go through all divisions: p comes from {} \
                 permutations (seed {}).",
                count(permuted, "claim"),
                self.permutations,
                self.seed
            )
        })
    }

    fn compared(&self) -> impl Iterator<Item = &Claim> {
        self.claims.iter().filter(|claim| claim.compared.is_some())
    }

    fn tested(&self) -> impl Iterator<Item = &Claim> {
        self.compared()
            .filter(|claim| claim.compared.is_some_and(|found| found.test.is_some()))
    }

    fn few_voices(&self) -> Option<String> {
        let compared = self.compared().count() as u32;
        let is_thin = |claim: &&Claim| {
            let sizes = claim.sides.iter().map(|[one, other]| one + other);
            sizes
                .filter(|size| *size >= self.least)
                .any(|size| size < FEW)
        };
        let thin = self.compared().filter(is_thin).count() as u32;
        (thin > 0).then(|| {
            format!(
                "No difference found is not the same as no difference: on {thin} of {} compared, \
                 a group has fewer than {FEW} {}.",
                count(compared, "claim"),
                self.counted()
            )
        })
    }

    /// Tests that could not have found anything, by the level most people use.
    fn tests_without_reach(&self) -> Option<String> {
        const USUAL: f64 = 0.05;
        let all = self.tested().count() as u32;
        let least = self
            .tested()
            .filter_map(|claim| claim.compared?.test?.least);
        let blind = least.filter(|least| *least > USUAL).count() as u32;
        (blind > 0).then(|| {
            format!(
                "On {blind} of {} tested, no division of so few {} could have given a p of 0.05 or less.",
                count(all, "claim"),
                self.counted()
            )
        })
    }

    fn low_alpha(&self) -> Option<String> {
        let is_low = |of: &Unanimity| {
            let share = of.pairs.share();
            share.is_some_and(|share| share >= 0.9) && of.alpha.is_ok_and(|alpha| alpha < 0.8)
        };
        let groups = self.groups.iter().filter(|group| is_low(&group.overall));
        let names: Vec<&str> = groups.map(|group| group.name.as_str()).collect();
        (!names.is_empty()).then(|| {
            format!(
                "Alpha is low beside the share of agreeing pairs for {}: where nearly all \
                 positions are support, or nearly all opposition, chance would agree almost as \
                 often, and a single dissent weighs much.",
                join(&names)
            )
        })
    }

    fn torn(&self) -> Option<String> {
        let torn: u32 = self.groups.iter().map(|group| group.overall.torn).sum();
        let times = match torn {
            0 => return None,
            1 => "Once a voice was as often on both sides of a claim".to_owned(),
            torn => format!("{torn} times a voice was as often on both sides of a claim"),
        };
        let counted = match self.unit {
            Unit::Actors => "it counts on neither",
            Unit::Statements => "in pairs and alpha it counts on neither",
        };
        Some(format!("{times}: {counted}."))
    }

    fn dependent(&self) -> Option<String> {
        if self.unit == Unit::Statements {
            return Some(
                "Statements of one speaker are not independent of each other: p-values are smaller \
                 than they should be."
                    .to_owned(),
            );
        }
        (self.in_several > 0).then(|| {
            let (voices, are) = match self.in_several {
                1 => ("1 voice".to_owned(), "is"),
                voices => (format!("{voices} voices"), "are"),
            };
            format!(
                "{voices} {are} in more than one group, with what was said in each: the groups are \
                 not wholly independent of each other."
            )
        })
    }

    fn left_out(&self) -> Option<String> {
        let mut parts = Vec::new();
        if self.without_group > 0 {
            parts.push(match self.by {
                By::Authority => {
                    format!(
                        "{} without a level of authority",
                        count(self.without_group, "statement")
                    )
                }
                by => format!("{} without a {by}", count(self.without_group, "voice")),
            });
        }
        match self.passed_over.as_slice() {
            [] => {}
            [one] => parts.push(format!("the group {one}, which has no two voices")),
            names => {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                parts.push(format!(
                    "the groups {}, which have no two voices each",
                    join(&names)
                ));
            }
        }
        (!parts.is_empty()).then(|| format!("Left out: {}.", parts.join("; ")))
    }
}

impl Undefined {
    /// For the cell of a table.
    pub(super) fn brief(self) -> &'static str {
        match self {
            Self::NoVoice => "no voice",
            Self::OneVoice => "one voice",
            Self::NothingShared => "no claim shared",
            Self::NoVariation => "no variation",
        }
    }
}
