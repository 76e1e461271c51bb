//! The conventions of a class by liasse, and by what a school has today: one run, side by side.
//!
//! `-- --documents N` conventions (48), `--lualatex N` of them by LuaLaTeX (12), `--runs N` (3), `--keep DIR` keeps the
//! files to look at.

#[path = "autres/mod.rs"]
mod autres;
mod support;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use autres::convention::Convention;
use autres::systemes::{self, Atelier, Sujet};
use autres::{polices, preuves, promotion};
use support::{Bench, liasse, temporary, time};

fn main() -> ExitCode {
    let bench = Bench::begin("conventions, beside what schools use today");
    let (documents, runs) = (option("--documents").unwrap_or(48), option("--runs").unwrap_or(3));
    let temporary = temporary();
    let kept = argument("--keep").map(|d| std::path::absolute(d).expect("a path"));
    let work = kept.as_deref().unwrap_or_else(|| temporary.path());
    if preuves::absentes() {
        println!("SKIPPED, NOT MEASURED: needs pdfinfo and pdftotext; Debian: apt install poppler-utils");
        return bench.end();
    }
    let mut subjects = subjects(work, documents, option("--lualatex").unwrap_or(12).min(documents));
    // The first round warms caches, makes profiles, and is not counted.
    for round in 0..=runs {
        let (count, from) = (subjects.len(), round % subjects.len());
        for i in (0..count).map(|i| (from + i) % count) {
            let taken = subjects[i].mesurer();
            if round > 0 {
                subjects[i].times.push(taken);
            }
        }
    }
    table(&subjects);
    legend();
    bench.end()
}

fn argument(name: &str) -> Option<String> {
    let mut all = std::env::args().skip_while(|a| a != name);
    all.next().and_then(|_| all.next())
}

/// A number given after its name, at least one.
fn option(name: &str) -> Option<usize> {
    let told = argument(name)?;
    let number = told.parse().ok().filter(|n| *n > 0);
    Some(number.unwrap_or_else(|| panic!("{name} {told}: a number from one on is wanted")))
}

/// The promotion, the data of its conventions, and every way to set them that this machine has.
fn subjects(work: &Path, documents: usize, slow: usize) -> Vec<Sujet> {
    let (class, emitted) = (work.join("classe"), work.join("sources"));
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/promotion");
    promotion::ecrire(&fixture, &class, documents);
    let mut build = liasse();
    build
        .args(["build", "--only", "conventions", "--emit-typst"])
        .arg(&emitted)
        .arg("--out")
        .arg(work.join("premiers"));
    time(build.arg(&class));
    let sources = emitted.join("classe");
    let conventions = Convention::lire(&sources);
    assert_eq!(conventions.len(), documents, "one folder of sources a convention");
    let fonts: PathBuf = work.join("polices");
    polices::installer(&sources.join("polices"), &fonts);
    let fontconfig = polices::fontconfig(&fonts, work);
    let given = |n: usize| Atelier { travail: work, fontconfig: &fontconfig, conventions: &conventions[..n] };
    println!("{documents} conventions ({slow} by LuaLaTeX), beside:");
    let mut subjects = systemes::par_liasse(&class, work, documents);
    subjects.extend(systemes::par_libreoffice(&given(documents)));
    subjects.extend(systemes::par_weasyprint(&given(documents)));
    subjects.extend(systemes::par_lualatex(&given(slow)));
    println!();
    subjects
}

/// One row a subject; the ratio is to liasse with as many processes.
fn table(subjects: &[Sujet]) {
    println!(
        "| {:<38} | {:>5} | {:>5} | {:>5} | {:>4} | {:>10} | {:>8} | {:>7} | {:<28} |",
        "what", "docs", "pages", "words", "runs", "median", "docs/s", "liasse", "what the files say they are"
    );
    println!("|{:-<40}|{0:->6}:|{0:->6}:|{0:->6}:|{0:->5}:|{0:->11}:|{0:->9}:|{0:->8}:|{0:-<30}|", "");
    for subject in subjects {
        let found = preuves::lire(&subject.sortie, subject.documents);
        let ours = subjects.iter().find(|s| s.processus == subject.processus).map_or(f64::NAN, Sujet::debit);
        println!(
            "| {:<38} | {:>5} | {:>5.2} | {:>5.0} | {:>4} | {:>7.0} ms | {:>8.2} | {:>5.1} × | {:<28} |",
            subject.nom,
            subject.documents,
            found.pages,
            found.mots,
            subject.times.0.len(),
            subject.times.quantile(0.5),
            subject.debit(),
            ours / subject.debit(),
            found.dits
        );
    }
}

fn legend() {
    println!(
        "\npages, words: of one convention. liasse: how many times faster liasse is with as many processes. The files' \
         words on themselves are claims: no validator is run here. liasse reads and judges the promotion, and syncs each \
         file; the others are given documents that are ready, and judge nothing. LuaLaTeX in one pass prints « ?? » for \
         the number of pages. Rounds go from one system to the next; the first is not counted."
    );
}
