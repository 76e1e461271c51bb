//! `watch` as it runs: new folders, atomic saves, deletions, an overlay that changes, an orderly stop.
//! Waits are bounded, and long enough for a busy machine; nothing here measures speed.

mod support;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use support::{copy, edit, root};

/// Longest wait for a line.
const PATIENCE: Duration = Duration::from_secs(60);

struct Watch {
    child: Child,
    lines: Receiver<String>,
    temp: tempfile::TempDir,
}

impl Watch {
    fn start(args: &[&str]) -> Self {
        let temp = tempfile::tempdir().unwrap();
        let tous = temp.path().join("tous");
        std::fs::create_dir(&tous).unwrap();
        copy(&root().join("fixtures/dossiers/complet-scolaire"), &tous.join("a"));
        std::fs::create_dir(temp.path().join("ecole")).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_liasse"))
            .args(["watch", "tous"])
            .args(args)
            .current_dir(temp.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (tell, lines) = channel();
        let out = child.stdout.take().unwrap();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                let _ = tell.send(line);
            }
        });
        let watch = Watch { child, lines, temp };
        watch.until("surveillance de");
        watch
    }

    /// Waits for a line that holds `words`, and gives it.
    fn until(&self, words: &str) -> String {
        let mut seen = Vec::new();
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) if line.contains(words) => return line,
                Ok(line) => seen.push(line),
                Err(_) => panic!("no « {words} » in:\n{}", seen.join("\n")),
            }
        }
    }

    /// Waits until the folder `name` is told conforming: it may be seen before it is whole.
    fn until_conforming(&self, name: &str) {
        loop {
            let line = self.until(&format!("{name} : "));
            if line.contains("; conforme") {
                return;
            }
        }
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.temp.path().join("tous").join(name)
    }

    fn out(&self, name: &str) -> PathBuf {
        self.temp.path().join("output").join(name)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// As editors do: a new file beside, then a rename over the old one.
fn edit_atomically(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{} has no « {from} »", file.display());
    let beside = file.with_extension("md~");
    std::fs::write(&beside, text.replacen(from, to, 1)).unwrap();
    std::fs::rename(beside, file).unwrap();
}

fn story(watch: &Watch) {
    let pdf = watch.out("a").join("dossier-professionnel.pdf");
    let first = std::fs::read(&pdf).unwrap();

    // An atomic save: what the change touches is made again, the rest is left alone.
    let other = watch.out("a/pieces/07-fiche-2.pdf");
    let untouched = std::fs::metadata(&other).unwrap().modified().unwrap();
    edit_atomically(&watch.folder("a").join("fiches/01.md"), "46 m²", "47 m²");
    let line = watch.until("PDF refaits");
    assert!(line.starts_with("a :") && line.contains(" ms ; conforme"), "{line}");
    let second = std::fs::read(&pdf).unwrap();
    assert!(first != second);
    assert_eq!(untouched, std::fs::metadata(&other).unwrap().modified().unwrap(), "fiche 2 did not change");

    // Broken data: told, and the last good dossier stays.
    edit(&watch.folder("a").join("candidat.toml"), "academie = \"Lyon\"", "academie = \"\"");
    watch.until("le dernier bon dossier est gardé");
    let fault = watch.until("FMT04");
    assert!(fault.contains("candidat.toml:14:12"), "{fault}");
    assert!(second == std::fs::read(&pdf).unwrap());
    edit(&watch.folder("a").join("candidat.toml"), "academie = \"\"", "academie = \"Lyon\"");
    watch.until("; conforme");
    let mended = watch.until("corrigé : ");
    assert!(mended.contains("candidat.toml [FMT04]"), "{mended}");

    // A new folder, then another name for it, then nothing.
    copy(&root().join("fixtures/dossiers/complet-apprenti"), &watch.folder("b"));
    watch.until_conforming("b");
    std::fs::rename(watch.folder("b"), watch.folder("c")).unwrap();
    watch.until("b : dossier retiré");
    watch.until_conforming("c");
    assert!(watch.out("c/dossier-professionnel.pdf").exists());
    std::fs::remove_dir_all(watch.folder("c")).unwrap();
    watch.until("c : dossier retiré");
    assert!(watch.out("c/dossier-professionnel.pdf").exists(), "what was made is kept");

    // A deletion inside.
    std::fs::remove_file(watch.folder("a").join("fiches/09.md")).unwrap();
    watch.until("DP04");
}

#[test]
fn a_day_of_writing() {
    story(&Watch::start(&[]));
}

#[test]
fn the_same_on_a_network_drive() {
    story(&Watch::start(&["--poll", "0.2"]));
}

#[test]
fn an_overlay_that_changes_makes_the_documents_again() {
    let watch = Watch::start(&["--pack", "ecole"]);
    let pdf = watch.out("a").join("dossier-professionnel.pdf");
    let first = std::fs::read(&pdf).unwrap();
    let overlay = watch.temp.path().join("ecole/dossier.toml");
    std::fs::write(&overlay, "[entete]\nlignes = [\"Lycée de la surcharge\"]\n").unwrap();
    watch.until("PDF refaits");
    assert!(first != std::fs::read(&pdf).unwrap());
    // A slip in it is told, and stops nothing.
    std::fs::write(&overlay, "[entete\n").unwrap();
    watch.until("surcharge : ");
    std::fs::write(&overlay, "[titres]\ndossier = \"Mon dossier\"\n").unwrap();
    watch.until("PDF refaits");
}

#[cfg(unix)]
#[test]
fn an_orderly_stop_leaves_no_temporary_file() {
    let mut watch = Watch::start(&[]);
    edit(&watch.folder("a").join("fiches/01.md"), "46 m²", "48 m²");
    let pid = watch.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let status = watch.child.wait().unwrap();
    assert_eq!(status.code(), Some(0));
    let left: Vec<_> = walkdir::WalkDir::new(watch.temp.path().join("output"))
        .into_iter()
        .map(|e| e.unwrap().into_path())
        .filter(|p| p.file_name().unwrap().to_string_lossy().starts_with(".liasse-"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

/// Killed at any moment, a build leaves whole files only.
#[cfg(unix)]
#[test]
fn a_killed_build_leaves_whole_files() {
    let temp = tempfile::tempdir().unwrap();
    copy(&root().join("fixtures/dossiers/complet-scolaire"), &temp.path().join("a"));
    for wait in [5, 40, 120, 250, 400, 700] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_liasse"))
            .args(["build", "a", "--force"])
            .current_dir(temp.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _ = child.kill();
        child.wait().unwrap();
        for file in walkdir::WalkDir::new(temp.path().join("output")).into_iter().flatten() {
            let path = file.path();
            if path.extension().is_some_and(|e| e == "pdf") {
                let bytes = std::fs::read(path).unwrap();
                let tail = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(16)..]).into_owned();
                assert!(bytes.starts_with(b"%PDF-1.7") && tail.contains("%%EOF"), "{} is cut", path.display());
            }
        }
    }
    let done =
        Command::new(env!("CARGO_BIN_EXE_liasse")).args(["build", "a"]).current_dir(temp.path()).output().unwrap();
    assert!(done.status.success());
    let left = walkdir::WalkDir::new(temp.path().join("output")).into_iter().flatten();
    let left: Vec<_> = left.filter(|e| e.file_name().to_string_lossy().starts_with(".liasse-")).collect();
    assert!(left.is_empty(), "the next build sweeps: {left:?}");
}
