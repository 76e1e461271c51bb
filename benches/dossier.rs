//! A dossier, and all the documents of a folder, beside `typst compile` on the same sources: whole processes in pairs.

mod support;

use std::path::Path;
use std::process::ExitCode;

use support::{Bench, Emitted, Times, copy, fixture, liasse, pages, short_dossier, temporary, time, typst};

const RUNS_ONE: usize = 21;
const RUNS_ALL: usize = 5;

fn main() -> ExitCode {
    let mut bench = Bench::begin("build, beside typst compile");
    let Some(typst) = typst() else { return bench.end() };
    let work = temporary();
    let (out, emitted) = (work.path().join("out"), work.path().join("emitted"));
    let short = short_dossier(work.path());
    let mut folders = vec![short];
    for name in ["complet-scolaire", "complet-apprenti"] {
        let to = work.path().join(name);
        copy(&fixture(name), &to, false, &|_, text| text);
        folders.push(to);
    }
    for folder in &folders {
        time(liasse().arg("build").arg(folder).arg("--out").arg(&out).arg("--emit-typst").arg(&emitted));
    }
    bench.header();
    let ratios: Vec<_> = folders.iter().map(|f| dossier(&bench, &typst, f, &out, &emitted)).collect();
    let sums: Vec<_> = folders[1..].iter().map(|f| everything(&bench, &typst, f, &out, &emitted)).collect();
    println!("\nRatios are medians of the ratios of pairs, taken one beside the other, each first in turn.");
    bench.promise("build --only dossier, the short dossier", ratios[0], 1.25, true, " × typst compile");
    println!("      the same, whole fixtures: {:.2} and {:.2}", ratios[1], ratios[2]);
    bench.promise("build, all documents, complet-scolaire", sums[0], 0.6, true, " × the sum of typst compile");
    bench.promise("build, all documents, complet-apprenti", sums[1], 0.6, true, " × the sum of typst compile");
    bench.end()
}

fn name(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The ratio for the dossier alone.
fn dossier(bench: &Bench, typst: &Path, folder: &Path, out: &Path, emitted: &Path) -> f64 {
    let name = name(folder);
    let theirs = Emitted::dossier(&emitted.join(&name));
    let our_pdf = out.join(&name).join("dossier-professionnel.pdf");
    let ours = || time(liasse().args(["build", "--only", "dossier", "--force", "--out"]).arg(out).arg(folder));
    let (mut a, mut b) = (Times::default(), Times::default());
    for run in 0..=RUNS_ONE {
        let (ours, theirs) = pair(run, &ours, &|| time(&mut theirs.command(typst, "compile")));
        // The first pair warms the disk's cache.
        if run > 0 {
            a.push(ours);
            b.push(theirs);
        }
    }
    let counts = (pages(&our_pdf), pages(&theirs.pdf()));
    assert_eq!(counts.0, counts.1, "{name}: liasse and typst make the same pages");
    bench.row(&format!("{name}: build --only dossier"), &a, Some(counts.0));
    bench.row(&format!("{name}: typst compile"), &b, Some(counts.1));
    a.over(&b).quantile(0.5)
}

/// The ratio for all the documents.
fn everything(bench: &Bench, typst: &Path, folder: &Path, out: &Path, emitted: &Path) -> f64 {
    let name = name(folder);
    let all = Emitted::all(&emitted.join(&name));
    let ours = || time(liasse().args(["build", "--force", "--out"]).arg(out).arg(folder));
    let (mut a, mut b) = (Times::default(), Times::default());
    for run in 0..RUNS_ALL {
        let theirs = || all.iter().map(|d| time(&mut d.command(typst, "compile"))).sum();
        let (ours, theirs) = pair(run, &ours, &theirs);
        a.push(ours);
        b.push(theirs);
    }
    let count: usize = all.iter().map(|d| pages(&d.pdf())).sum();
    let built = walkdir::WalkDir::new(out.join(&name)).into_iter().flatten();
    let built = built.filter(|e| e.path().extension().is_some_and(|e| e == "pdf")).map(|e| pages(e.path()));
    let built: usize = built.sum();
    assert_eq!(count, built, "{name}: liasse and typst make the same pages");
    bench.row(&format!("{name}: build, {} documents", all.len()), &a, Some(built));
    bench.row(&format!("{name}: sum of typst compile"), &b, Some(count));
    a.over(&b).quantile(0.5)
}

/// Both, one beside the other, each first in turn.
fn pair<T>(run: usize, ours: &dyn Fn() -> T, theirs: &dyn Fn() -> T) -> (T, T) {
    if run.is_multiple_of(2) {
        let first = ours();
        (first, theirs())
    } else {
        let first = theirs();
        (ours(), first)
    }
}
