//! An exam: a long subject beside `typst compile` of the same sources, and the convocations of five hundred candidates.

#![allow(clippy::disallowed_methods, reason = "a bench has its own files")]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use support::{Bench, Times, liasse, pages, temporary, time, typst};

/// Annexes of the long subject, a page each.
const ANNEXES: usize = 26;
const CANDIDATES: usize = 500;
const RUNS: usize = 11;

fn main() -> ExitCode {
    let mut bench = Bench::begin("an exam");
    let work = temporary();
    let exam = work.path().join("examen");
    write(&exam);
    subject(&mut bench, work.path(), &exam);
    convocations(work.path(), &exam);
    bench.end()
}

/// The fixture with more annexes, each cited, and many candidates.
fn write(folder: &Path) {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/examens/e31");
    support::copy(&fixture, folder, false, &|_, text| text);
    let annexe = fs::read_to_string(folder.join("annexes/2-conditions-generales.md")).expect("an annexe");
    let mut cited = String::new();
    for n in 6..6 + ANNEXES {
        let text = annexe.replace("numero = \"2\"", &format!("numero = \"{n}\""));
        fs::write(folder.join(format!("annexes/{n}.md")), text).expect("a file");
        let _ = write!(cited, " Voir l’annexe {n}.");
    }
    let subject = folder.join("sujet.md");
    let text = fs::read_to_string(&subject).expect("the subject");
    fs::write(
        &subject,
        text.replace("Fondez votre réponse sur l’annexe 5.", &format!("Fondez votre réponse sur l’annexe 5.{cited}")),
    )
    .expect("a file");
    let mut all = String::new();
    for n in 0..CANDIDATES {
        let _ = writeln!(
            all,
            "[[candidat]]\nnumero_candidat = \"02{n:08}\"\nnom = \"CANDIDAT-{n}\"\nprenoms = \"Camille\"\nsalle = \"Salle {:02}\"\nplace = {}\n",
            n / 25,
            n % 25 + 1
        );
    }
    fs::write(folder.join("candidats.toml"), all).expect("a file");
}

fn subject(bench: &mut Bench, work: &Path, exam: &Path) {
    let (out, emitted) = (work.join("out"), work.join("sources"));
    let build = || {
        let mut command = liasse();
        command.args(["build", "--only", "sujet", "--force", "--jobs", "1", "--out"]).arg(&out).arg(exam);
        command
    };
    time(build().arg("--emit-typst").arg(&emitted));
    let pdf = fs::read_dir(out.join("examen/candidat")).expect("documents").map(|e| e.expect("an entry").path());
    let pdf = pdf.into_iter().find(|p| p.extension().is_some_and(|e| e == "pdf")).expect("the subject");
    println!("a subject of {} pages, {RUNS} pairs after one that is not counted\n", pages(&pdf));
    let base = emitted.join("examen");
    let name = fs::read_dir(&base).expect("sources").map(|e| e.expect("an entry").path());
    let name = name.into_iter().find(|p| p.join("COMMANDE.txt").is_file()).expect("the subject's sources");
    let told = fs::read_to_string(name.join("COMMANDE.txt")).expect("the command");
    let theirs = typst().map(|t| told.trim().replacen("typst", &t.display().to_string(), 1));
    let (mut ours, mut other) = (Times::default(), Times::default());
    for run in 0..=RUNS {
        let one = time(&mut build());
        let two = theirs.as_ref().map(|line| time(Command::new("sh").args(["-c", line]).current_dir(&base)));
        if run > 0 {
            ours.push(one);
            two.into_iter().for_each(|t| other.push(t));
        }
    }
    bench.header();
    bench.row("liasse build --only sujet, text and HTML too", &ours, None);
    if theirs.is_some() {
        bench.row("typst compile", &other, None);
        println!();
        bench.promise("a long subject", ours.over(&other).quantile(0.5), 1.25, true, " × typst compile");
    }
}

/// Five hundred candidates: a sheet for each to call them, to mark their copy, to tell their épreuves.
fn convocations(work: &Path, exam: &Path) {
    let out = work.join("convocations");
    let median = |more: &[&str]| {
        let mut times = Times::default();
        for run in 0..=3 {
            let taken = time(liasse().args(["build", "--force", "--out"]).arg(&out).args(more).arg(exam));
            if run > 0 {
                times.push(taken);
            }
        }
        times.quantile(0.5) / 1000.0
    };
    println!("\n{CANDIDATES} candidates, medians of 3\n");
    let one = median(&["--only", "convocations", "--jobs", "1"]);
    println!(
        "what is sent (convocations in volumes and alone, épreuves): {one:.2} s, {:.0} candidates a second",
        CANDIDATES as f64 / one
    );
    let all = walk(&out);
    println!("  pages: {all}");
    for jobs in ["1", "2"] {
        let whole = median(&["--jobs", jobs]);
        let all = walk(&out);
        println!("all documents, {jobs} worker(s): {whole:.2} s for {all} pages, {:.0} a second", all as f64 / whole);
    }
}

/// The pages of all documents.
fn walk(out: &Path) -> usize {
    let trees = ["candidat", "convocations", "jury"].map(|tree| out.join("examen").join(tree));
    let entries = trees.iter().filter_map(|t| fs::read_dir(t).ok()).flatten().map(|e| e.expect("an entry").path());
    entries.filter(|p| p.extension().is_some_and(|e| e == "pdf")).map(|p| pages(&p)).sum()
}
