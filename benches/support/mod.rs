//! Made-up studies of any size, the same every time.
//!
//! A few actors say most and a few claims get most of what is said, as in real debates: the n-th of
//! each is met about 1/n as often as the first. States lean one way or the other on each claim, and
//! most of those who speak for them follow.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

const STATES: usize = 20;
const THEMES: usize = 5;
const SECTORS: [&str; 4] = ["civilian-government", "military", "media", "academia"];
const LEVELS: [&str; 3] = ["authoritative", "quasi-authoritative", "non-authoritative"];

/// Writes a study of this many statements, with a tenth as many actors, a hundredth as many claims
/// and a third as many sources.
pub fn write_study(folder: &Path, statements: usize) -> io::Result<()> {
    let actors = STATES + statements / 10;
    let claims = THEMES + statements / 100;
    let sources = 1 + statements / 3;
    let write = |name: &str, text: String| fs::write(folder.join(name), text);
    write("demarche.toml", MANIFEST.to_owned())?;
    write("themes.csv", themes())?;
    write("claims.csv", claim_rows(claims))?;
    write("actors.csv", actor_rows(actors))?;
    write("sources.csv", source_rows(sources))?;
    write(
        "statements.csv",
        statement_rows(statements, actors, claims, sources),
    )
}

const MANIFEST: &str = r#"title = "A made-up debate"
base = "https://example.org/made-up/"
licence = "https://creativecommons.org/publicdomain/zero/1.0/"
language = "en"
"#;

fn table(header: &str, rows: impl Iterator<Item = String>) -> String {
    rows.fold(format!("{header}\n"), |mut text, row| {
        text.push_str(&row);
        text.push('\n');
        text
    })
}

fn themes() -> String {
    table("id,label", (0..THEMES).map(|n| format!("t{n},Theme {n}")))
}

fn claim_rows(claims: usize) -> String {
    let row = |n: usize| format!("c{n},Claim {n},t{}", n % THEMES);
    table("id,label,theme", (0..claims).map(row))
}

/// The state that an actor belongs to; states belong to themselves.
fn state_of(actor: usize) -> usize {
    actor % STATES
}

fn country(state: usize) -> String {
    // Three letters, as ISO 3166-1 has them: XXA, XXB, ...
    format!("XX{}", char::from(b'A' + state as u8))
}

fn actor_rows(actors: usize) -> String {
    let row = |n: usize| {
        let state = state_of(n);
        let (country, sector) = (country(state), SECTORS[n / STATES % SECTORS.len()]);
        match n {
            ..STATES => format!("a{n},State {n},state,,{country},{}", SECTORS[0]),
            _ => format!("a{n},Actor {n},institution,a{state},{country},{sector}"),
        }
    };
    table("id,label,type,part_of,country,sector", (0..actors).map(row))
}

fn day(random: &mut Random) -> String {
    let (year, month) = (2004 + random.below(20), 1 + random.below(12));
    format!("{year}-{month:02}-{:02}", 1 + random.below(28))
}

fn source_rows(sources: usize) -> String {
    let mut random = Random(1);
    let row = |n: usize| {
        let level = LEVELS[random.below(LEVELS.len())];
        format!("q{n},Source {n},statement,{},{level}", day(&mut random))
    };
    table("id,title,type,date,authority", (0..sources).map(row))
}

fn statement_rows(statements: usize, actors: usize, claims: usize, sources: usize) -> String {
    let mut random = Random(2);
    let mut text = String::from("id,source,date,actor,claim,stance,act,paraphrase\n");
    for n in 0..statements {
        let (actor, claim) = (random.rank_below(actors), random.rank_below(claims));
        let source = random.below(sources);
        let day = day(&mut random);
        // One in two of the pairs of state and claim leans against; one statement in ten departs.
        let leans_against = Random((state_of(actor) * claims + claim) as u64).below(2) == 1;
        let against = leans_against != (random.below(10) == 0);
        let (stance, act) = if against {
            ("opposes", "rejects")
        } else {
            ("supports", "asserts")
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "s{n},q{source},{day},a{actor},c{claim},{stance},{act},What was said the {n}th time."
        );
    }
    text
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// A number below the limit, n about as often as 1/(n+1).
    fn rank_below(&mut self, limit: usize) -> usize {
        let unit = self.next() as f64 / u64::MAX as f64;
        ((limit as f64).powf(unit) as usize)
            .saturating_sub(1)
            .min(limit - 1)
    }
}
