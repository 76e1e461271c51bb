//! Who may open what: every file and folder of what is secret, of what is unpacked for a proof, of what a fall leaves.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::{self, root};

/// Runs the program in `home` under a mask that keeps nobody out, its temporary folder `home/tmp`.
fn run(home: &Path, args: &[&str]) -> Output {
    let done = command(home, args).output().unwrap();
    assert!(
        matches!(done.status.code(), Some(0 | 1)),
        "{args:?}: {}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    done
}

fn command(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", "umask 0; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_liasse")]).args(args);
    std::fs::create_dir_all(home.join("tmp")).unwrap();
    command.current_dir(home).env_remove("LIASSE_PACK").env("NO_COLOR", "1").env("TMPDIR", home.join("tmp"));
    command
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<_> = walkdir::WalkDir::new(folder).into_iter().map(|e| e.unwrap().into_path()).collect();
    all.sort();
    all
}

/// What others may do with a file or a folder.
fn others(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o077
}

/// Everything below is its owner's alone, each file and each folder.
fn assert_closed(folder: &Path, least: usize) {
    let all = below(folder);
    assert!(all.len() >= least, "{all:?}");
    let open: Vec<_> = all.iter().filter(|p| others(p) != 0).collect();
    assert!(open.is_empty(), "open to others: {open:?}");
}

#[test]
fn every_file_and_folder_of_what_is_secret_is_closed() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    support::copy(&root().join("fixtures/examens/e31"), &at("e31"));
    support::copy(&root().join("fixtures/examens/e32-ccf"), &at("e32-ccf"));
    for exam in ["e31", "e32-ccf"] {
        run(home.path(), &["build", exam, "--emit-typst", "sources", "--adapte", "16", "--jobs", "2"]);
        let out = at("output").join(exam);
        assert_closed(&out.join("jury"), 3);
        assert_closed(&out.join("candidat"), 2);
        assert_eq!(others(&out.join("manifest.json")), 0);
        // The sources of a document are as closed as it is; the fonts are nobody's.
        let sources = at("sources").join(exam);
        for entry in std::fs::read_dir(&sources).unwrap().map(|e| e.unwrap().path()) {
            let name = entry.file_name().unwrap().to_string_lossy().into_owned();
            if name != "polices" && !name.starts_with("convocations-") {
                assert_closed(&entry, 5);
            }
        }
    }
    // What is sent is for whom the folder lets in.
    let sent = below(&at("output/e31/convocations"));
    assert!(sent.len() > 30 && sent.iter().filter(|p| p.is_file()).all(|p| others(p) == 0o066), "{sent:?}");
    run(home.path(), &["build", "e31", "--brouillon"]);
    assert_closed(&at("output/e31/brouillon/jury"), 3);
    assert_closed(&at("output/e31/brouillon/candidat"), 2);
    // A tree that a former version, or a copy, left open is closed again, made anew or not.
    for path in below(&at("output/e31")) {
        let mode = if path.is_dir() { 0o777 } else { 0o666 };
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    run(home.path(), &["build", "e31", "--adapte", "16"]);
    assert_closed(&at("output/e31/jury"), 3);
    assert_closed(&at("output/e31/candidat"), 4);
    assert_eq!(others(&at("output/e31/manifest.json")), 0);
    // Even where an error keeps the last good documents where they are.
    for tree in ["jury", "candidat"].map(|t| at("output/e31").join(t)) {
        std::fs::set_permissions(tree, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    support::edit(&at("e31/sujet.md"), "points = 10", "points = 11");
    run(home.path(), &["build", "e31"]);
    assert_closed(&at("output/e31/jury"), 3);
    assert_closed(&at("output/e31/candidat"), 3);
}

#[test]
fn a_session_and_what_is_taken_out_of_a_jurys_set_are_closed() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    support::copy(&root().join("fixtures/session"), &at("s"));
    run(home.path(), &["build", "s"]);
    assert_closed(&at("output/s"), 8);
    support::copy(&root().join("fixtures/examens/e1-ccf"), &at("examens/e1-ccf"));
    run(home.path(), &["archive", "examens", "--part", "jury", "--out", "jury.zip"]);
    assert_eq!(others(&at("jury.zip")), 0);
    run(home.path(), &["extract", "jury.zip", "--to", "dehors"]);
    assert_closed(&at("dehors"), 8);
    assert_eq!(std::fs::read_dir(at("tmp")).unwrap().count(), 0);
}

/// While a build is under way: its notes and its temporary files too.
#[test]
fn a_build_that_is_stopped_leaves_nothing_open() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    support::copy(&root().join("fixtures/examens/e31"), &at("e31"));
    let notes = at("output/e31/manifest.en-cours.jsonl");
    for wait in [0, 30, 80] {
        let _ = std::fs::remove_dir_all(at("output"));
        let mut build =
            command(home.path(), &["build", "e31", "--jobs", "2"]).stdout(std::process::Stdio::null()).spawn().unwrap();
        while !notes.exists() && build.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        std::thread::sleep(std::time::Duration::from_millis(wait));
        let _ = build.kill();
        let _ = build.wait();
        assert!(!notes.exists() || others(&notes) == 0);
        for tree in ["jury", "candidat"].map(|t| at("output/e31").join(t)).iter().filter(|t| t.exists()) {
            assert_closed(tree, 1);
        }
    }
}

/// Killed while it makes the documents of a confidential set again: what it unpacked was closed, and the next start, of
/// whatever command, sweeps it.
#[test]
fn what_a_killed_proof_unpacked_is_closed_and_swept() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    support::copy(&root().join("fixtures/examens/e31"), &at("e31"));
    run(home.path(), &["archive", "e31", "--part", "jury", "--out", "jury.zip"]);
    let temporary = || std::fs::read_dir(at("tmp")).unwrap().map(|e| e.unwrap().path()).collect::<Vec<_>>();
    let subject = || temporary().iter().any(|f| f.join("travail/entrees/e31/sujet.md").is_file());
    let documents = || temporary().iter().any(|f| f.join("travail/documents/e31/jury").is_dir());
    for unpacked in [&subject as &dyn Fn() -> bool, &documents] {
        let mut proof = command(home.path(), &["verify", "jury.zip", "--deep"])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        while !unpacked() {
            assert!(proof.try_wait().unwrap().is_none(), "it ended before it could be killed");
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        // Another start leaves alone what is in use.
        run(home.path(), &["schema", "candidat"]);
        assert!(subject(), "swept under the one that works there");
        let closed: Vec<PathBuf> = temporary();
        proof.kill().unwrap();
        proof.wait().unwrap();
        closed.iter().for_each(|f| assert_eq!(others(f), 0, "{}", f.display()));
        // Its workers have their eyes on it: they need no more than a moment.
        std::thread::sleep(std::time::Duration::from_millis(500));
        run(home.path(), &["schema", "candidat"]);
        assert_eq!(temporary(), Vec::<PathBuf>::new());
    }
    run(home.path(), &["verify", "jury.zip", "--deep"]);
    assert_eq!(temporary(), Vec::<PathBuf>::new());
    // Nothing that is not ours, and no folder that a link names.
    std::fs::create_dir(at("tmp/liasse")).unwrap();
    std::os::unix::fs::symlink(at("e31"), at("tmp/liasse-temporaire-lien")).unwrap();
    run(home.path(), &["verify", "jury.zip"]);
    assert!(at("tmp/liasse").is_dir() && at("e31/sujet.md").is_file());
}
