//! Disks that are full, folders that cannot be written, and folders that vanish.

use crate::support::{DEMARCHE, Numbers, command, files_in, ingest, small_study, succeed, variant};
use crate::tiny_disk::TinyDisk;
use demarche::sink::write_atomically;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::{Duration, Instant};

/// With more room from disk to disk, the write fails later and later, and then succeeds.
#[test]
fn a_full_disk_keeps_the_old_graph_whole() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    variant(&small_study(), &at("old"), "Before", 1, "");
    let [old, new] = [at("old"), small_study()].map(|study| {
        succeed(&ingest(&study, &at("alone")));
        fs::read(at("alone")).unwrap()
    });
    let disk = at("disk");
    fs::create_dir(&disk).unwrap();
    let graph = disk.join("graph");
    let (mut failed, mut written) = (0, 0);
    for free in [0, 8, 32, 60, 200] {
        let room = old.len().div_ceil(4096) * 4 + free;
        let Some(_mounted) = TinyDisk::mount(&disk, room) else {
            println!("skipped: no right to mount a small file system");
            return;
        };
        fs::write(&graph, &old).unwrap();
        let status = command(&ingest(&small_study(), &graph)).status().unwrap();
        let found = files_in(&disk);
        assert_eq!(found.keys().collect::<Vec<_>>(), ["graph"]);
        match status.code() {
            Some(0) => {
                assert!(found["graph"] == new);
                written += 1;
            }
            Some(3) => {
                assert!(found["graph"] == old);
                failed += 1;
            }
            code => panic!("exit code {code:?}"),
        }
    }
    assert!(failed > 1 && written > 0, "{failed} failed, {written} not");
}

fn is_root() -> bool {
    // The owner of this process's own entry.
    fs::metadata("/proc/self").is_ok_and(|metadata| metadata.uid() == 0)
}

/// Permissions do not bind root, who can however be somebody else for a while.
#[test]
fn a_folder_that_cannot_be_written_keeps_its_files() {
    const NOBODY: u32 = 65534;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("demarche");
    let mut command = Command::new(DEMARCHE);
    if is_root() {
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        // Where the program was built, nobody else may be let in.
        fs::copy(DEMARCHE, &program).unwrap();
        command = Command::new(&program);
        command.uid(NOBODY).gid(NOBODY);
    }
    let (study, out) = (folder.path().join("study"), folder.path().join("out"));
    variant(&small_study(), &study, "A study", 0, "");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("graph"), "old").unwrap();
    fs::write(out.join(".demarche-killed00.tmp"), "half").unwrap();
    crate::support::age(&[out.join(".demarche-killed00.tmp")]);
    fs::set_permissions(&out, Permissions::from_mode(0o555)).unwrap();
    let before = files_in(&out);
    let output = command
        .args(ingest(&study, &out.join("graph")))
        .current_dir(folder.path())
        .output();
    fs::set_permissions(&out, Permissions::from_mode(0o755)).unwrap();
    let output = output.unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(
        said.contains("cannot be written: Permission denied"),
        "{said}"
    );
    assert_eq!(files_in(&out), before);
}

/// The folder goes while a file in it is being written, and another comes in its place.
#[test]
fn a_folder_that_vanishes_is_an_error_and_its_successor_stays_empty() {
    let folder = tempfile::tempdir().unwrap();
    let (out, moved) = (folder.path().join("out"), folder.path().join("moved"));
    fs::create_dir(&out).unwrap();
    let vanish: [&dyn Fn() -> io::Result<()>; 3] = [
        &|| fs::rename(&out, &moved),
        &|| fs::remove_dir_all(&out),
        &|| fs::rename(&out, &moved).and_then(|()| fs::create_dir(&out)),
    ];
    for (way, vanish) in vanish.into_iter().enumerate() {
        let _ = fs::remove_dir_all(&moved);
        fs::create_dir_all(&out).unwrap();
        let result = write_atomically(&out.join("graph"), |file| {
            file.write_all(b"new")?;
            vanish()?;
            file.write_all(b" and more")
        });
        let error = result.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound, "way {way}");
        let left = if out.exists() {
            files_in(&out).len()
        } else {
            0
        };
        assert_eq!(left, 0, "way {way}");
    }
}

#[test]
fn a_folder_that_vanishes_at_any_moment_ends_an_ingest_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let study = small_study();
    let (out, moved) = (folder.path().join("out"), folder.path().join("moved"));
    fs::create_dir(&out).unwrap();
    let graph = out.join("graph");
    let begin = Instant::now();
    succeed(&ingest(&study, &graph));
    let span = begin.elapsed().as_micros() as u64;
    let new = fs::read(&graph).unwrap();
    let mut numbers = Numbers::new(4);
    for _ in 0..12 {
        fs::write(&graph, "old").unwrap();
        let mut child = command(&ingest(&study, &graph)).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(numbers.below(span)));
        fs::rename(&out, &moved).unwrap();
        let code = child.wait().unwrap().code();
        fs::rename(&moved, &out).unwrap();
        let found = fs::read(&graph).unwrap();
        match code {
            Some(0) => assert!(found == new),
            // Unless the rename was done and only the folder could not be synced any more.
            Some(3) => assert!(found == b"old" || found == new),
            code => panic!("exit code {code:?}"),
        }
        for path in crate::support::temporary_files(&out) {
            // Moved away with the folder, out of the reach of its writer.
            fs::remove_file(path).unwrap();
        }
    }
}
