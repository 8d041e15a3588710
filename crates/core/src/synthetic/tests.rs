use super::debate::{Debate, Stance};
use super::*;
use std::collections::{BTreeMap, HashSet};
use std::fs;

fn small() -> Settings {
    Settings {
        coalitions: 3,
        noise: 0.2,
        seed: 7,
        ..Settings::of_size(20_000)
    }
}

/// All files of a study by name.
fn written(settings: &Settings) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    write_study(folder.path(), settings).unwrap();
    fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read(path).unwrap())
        })
        .collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_does_not() {
    let settings = Settings::of_size(500);
    let files = written(&settings);
    assert_eq!(files.len(), 6);
    assert_eq!(files, written(&settings));
    let other = written(&Settings {
        seed: 1,
        ..settings
    });
    assert_ne!(files["statements.csv"], other["statements.csv"]);
}

#[test]
fn the_bytes_are_those_of_other_machines() {
    let mut checksum = crc32fast::Hasher::new();
    for bytes in written(&Settings::of_size(500)).values() {
        checksum.update(bytes);
    }
    assert_eq!(checksum.finalize(), 0xE19C_9486);
}

#[test]
fn all_but_the_noise_follow_the_coalition() {
    let settings = small();
    let debate = Debate::new(&settings);
    let nobody = HashSet::new();
    let follows = |n: &usize| {
        let made = debate.statement(*n, &nobody);
        let coalition = debate.coalition_of(made.actor);
        let line = match debate.supports(coalition, made.claim) {
            true => Stance::Supports,
            false => Stance::Opposes,
        };
        made.stance == line
    };
    let following = (0..settings.statements).filter(follows).count();
    let share = following as f64 / settings.statements as f64;
    // Four standard deviations of a share of 20,000 are 0.011.
    assert!((share - 0.8).abs() < 0.012, "{share}");
}

#[test]
fn coalitions_are_as_large_as_each_other_and_differ_on_every_claim() {
    let settings = small();
    let debate = Debate::new(&settings);
    let mut sizes = [0_usize; 3];
    for actor in 0..settings.actors {
        sizes[debate.coalition_of(actor)] += 1;
    }
    assert!(
        sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 24,
        "{sizes:?}"
    );
    for claim in 0..settings.claims {
        let sides: HashSet<bool> = (0..3).map(|of| debate.supports(of, claim)).collect();
        assert_eq!(sides.len(), 2, "claim {claim}");
    }
}

#[test]
fn a_few_actors_say_most() {
    let settings = small();
    let debate = Debate::new(&settings);
    let nobody = HashSet::new();
    let mut counts = vec![0_usize; settings.actors];
    for n in 0..settings.statements {
        counts[debate.statement(n, &nobody).actor] += 1;
    }
    counts.sort_unstable_by(|one, other| other.cmp(one));
    // By 1/rank, the tenth says a tenth of what the first says, the hundredth a hundredth.
    for (rank, tolerance) in [(10, 0.2), (100, 0.4)] {
        let ratio = counts[0] as f64 / counts[rank - 1] as f64;
        assert!(
            (ratio / rank as f64 - 1.0).abs() < tolerance,
            "{rank}: {ratio}"
        );
    }
}

#[test]
fn settings_out_of_range_are_refused() {
    let usual = Settings::of_size(100);
    for wrong in [
        Settings {
            actors: 0,
            ..usual.clone()
        },
        Settings {
            claims: 0,
            ..usual.clone()
        },
        Settings {
            sources: 0,
            ..usual.clone()
        },
        Settings {
            coalitions: 0,
            ..usual.clone()
        },
        Settings {
            coalitions: 41,
            ..usual.clone()
        },
        Settings {
            noise: 1.5,
            ..usual.clone()
        },
        Settings {
            noise: f64::NAN,
            ..usual.clone()
        },
    ] {
        assert!(wrong.check().is_err(), "{wrong:?}");
    }
    usual.check().unwrap();
}
