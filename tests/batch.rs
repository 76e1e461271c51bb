//! Many documents, and what can happen to them: one that hangs, one that kills its worker, one that eats the memory, a user
//! who stops, a machine that stops. The rest goes on, what is written is whole, and the next build redoes nothing.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "a test writes its own files")]

mod documents;
mod support;

use std::path::{Path, PathBuf};
use std::process::{Child, Output, Stdio};
use std::time::{Duration, Instant};

use support::{copy, program, root};

/// A copy of the class, and the folder where it and its documents stand.
fn class(name: &str) -> (PathBuf, PathBuf) {
    let folder = documents::scratch(&format!("batch-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    copy(&root().join("fixtures/promotion"), &folder.join("classe"));
    (folder.clone(), folder.join("output/classe/conventions"))
}

/// An overlay whose convention does `harm` to Typst for the student who is called so, and for no other.
fn harmful(folder: &Path, whose: &str, harm: &str) {
    let path = folder.join("surcharge/bts-assurance/convention.tera");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let sound = std::fs::read_to_string(root().join("templates/bts-assurance/convention.tera")).unwrap();
    std::fs::write(path, format!("{sound}\n#if d.courant.droite.contains(\"{whose}\") {{ {harm} }}\n")).unwrap();
}

fn build(folder: &Path, more: &[&str]) -> Output {
    let common = ["build", "classe", "--only", "conventions"];
    program(folder).args(common).args(more).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn pdfs(out: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(out).into_iter().flatten();
    entries.map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "pdf")).collect()
}

fn are_whole(all: &[PathBuf]) {
    for pdf in all {
        let bytes = std::fs::read(pdf).unwrap();
        let end = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(16)..]).into_owned();
        assert!(bytes.starts_with(b"%PDF-1.7") && end.contains("%%EOF"), "{} is cut", pdf.display());
    }
}

/// One document of the class is lost with its worker, for that reason; the others stand.
fn one_is_lost(name: &str, harm: &str, limits: &[&str], why: &str) {
    let (folder, out) = class(name);
    harmful(&folder, "BŒUF", harm);
    let output = build(&folder, &[&["--pack", "surcharge"], limits].concat());
    let said = said(&output);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("boeuf-eloise") && said.contains("stage « c-02 »") && said.contains(why), "{said}");
    assert!(said.contains("23 produits, 1 en défaut"), "{said}");
    let all = pdfs(&out);
    assert_eq!(all.len(), 23);
    are_whole(&all);
}

#[test]
fn a_document_that_hangs_is_told_and_the_rest_goes_on() {
    let forever = "let n = 0; for a in range(9999) { for b in range(9999) { for c in range(9999) { n += 1 } } }";
    one_is_lost("hang", forever, &["--temps-max", "3"], "le temps permis est dépassé");
}

#[test]
fn a_document_that_grows_is_told_and_the_rest_goes_on() {
    let growth = "let a = (1,) * 1000; for i in range(40) { a = a + a }";
    one_is_lost("grow", growth, &["--memoire-max", "400"], "la mémoire permise est dépassée");
}

#[test]
fn a_document_that_kills_its_worker_is_told_and_the_rest_goes_on() {
    let abort = "let t = \"x\" * 900000000000000";
    one_is_lost("crash", abort, &[], "le processus qui le produisait s’est arrêté");
}

/// Starts a build and waits until it has written a few documents.
fn begun(folder: &Path, out: &Path) -> Child {
    let mut command = program(folder);
    command.args(["build", "classe", "--only", "conventions", "--jobs", "1"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while pdfs(out).len() < 3 {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing is written");
        assert!(child.try_wait().unwrap().is_none(), "the build ended before it could be stopped");
        std::thread::sleep(Duration::from_millis(1));
    }
    child
}

fn signal(child: &Child, name: &str) {
    let done = std::process::Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(done.success());
}

/// How many of the class the last build found up to date.
fn up_to_date(said: &str) -> usize {
    let before = said.split(" à jour").next().unwrap();
    before.rsplit(' ').next().unwrap().parse().unwrap_or_else(|_| panic!("nothing was up to date\n{said}"))
}

#[test]
fn killed_at_any_moment_it_leaves_whole_files_and_goes_on_from_there() {
    let (folder, out) = class("kill");
    let mut child = begun(&folder, &out);
    signal(&child, "-KILL");
    child.wait().unwrap();
    // The worker has its last document to finish; nobody hands it another.
    std::thread::sleep(Duration::from_millis(500));
    let before = pdfs(&out);
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(pdfs(&out).len(), before.len(), "a worker goes on without its parent");
    are_whole(&before);
    assert!((3..24).contains(&before.len()), "{}", before.len());
    let output = build(&folder, &[]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert_eq!(up_to_date(&said), before.len(), "nothing is made twice: {said}");
    assert_eq!(pdfs(&out).len(), 24);
    assert!(!folder.join("output/classe/manifest.en-cours.jsonl").exists());
}

#[test]
fn a_user_who_stops_is_told_and_the_next_build_goes_on() {
    let (folder, out) = class("stop");
    let child = begun(&folder, &out);
    signal(&child, "-INT");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", said(&output));
    assert!(said(&output).contains("reprend où elle s’est arrêtée"), "{}", said(&output));
    let before = pdfs(&out).len();
    are_whole(&pdfs(&out));
    let output = build(&folder, &[]);
    assert_eq!(up_to_date(&said(&output)), before, "nothing is made twice");
    assert!(said(&build(&folder, &[])).contains("24 à jour"));
}

#[test]
fn one_worker_or_several_write_the_same_bytes() {
    let (folder, out) = class("jobs");
    build(&folder, &["--jobs", "1"]);
    let bytes = |all: Vec<PathBuf>| all.into_iter().map(|p| (std::fs::read(&p).unwrap(), p)).collect::<Vec<_>>();
    let one = bytes(pdfs(&out));
    build(&folder, &["--jobs", "3", "--force"]);
    assert!(one == bytes(pdfs(&out)));
}

#[test]
fn a_template_that_stops_leaves_what_is_printed_as_it_was() {
    let (folder, _) = class("print");
    let build = |more: &[&str]| program(&folder).args(["build", "classe"]).args(more).output().unwrap();
    build(&["--only", "impression"]);
    let print = folder.join("output/classe/impression/conventions.pdf");
    let before = std::fs::read(&print).unwrap();
    let overlay = folder.join("surcharge/bts-assurance");
    std::fs::create_dir_all(&overlay).unwrap();
    std::fs::write(overlay.join("impression.tera"), "{{ absent }}").unwrap();
    let output = build(&["--only", "impression", "--pack", "surcharge"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(said(&output).contains("défaut du modèle") && said(&output).contains("impression"), "{}", said(&output));
    assert!(std::fs::read(&print).unwrap() == before);
    let manifest = std::fs::read_to_string(folder.join("output/classe/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let files = manifest["files"].as_array().unwrap();
    let entry = files.iter().find(|f| f["path"] == "impression/conventions.pdf").expect("it is told");
    assert_eq!(entry["current"], false, "and no longer current");
}
