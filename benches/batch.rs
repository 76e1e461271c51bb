//! The batch engine: a thousand conventions beside `typst compile` in a shell loop, one worker beside two, and what a
//! hundred thousand documents do to rate and memory.
//!
//! `-- --documents N` conventions (1000), `--runs N` (3), `--sans-masse` leaves the hundred thousand out, `--classes N` (500)
//! of two hundred students.

#![allow(clippy::disallowed_methods, reason = "a bench has its own files")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use support::{Bench, Times, liasse, pages, promotion, temporary, time, typst, watched};

/// Documents that the loop compiles: each takes the same, one process after the other.
const LOOP: usize = 100;
/// Students of a class of the mass.
const CLASS: usize = 200;

fn main() -> ExitCode {
    let mut bench = Bench::begin("the batch engine");
    let work = temporary();
    beside_typst(&mut bench, work.path());
    if !std::env::args().any(|a| a == "--sans-masse") {
        mass(&mut bench, work.path(), option("--classes").unwrap_or(500));
    }
    bench.end()
}

fn option(name: &str) -> Option<usize> {
    let mut all = std::env::args().skip_while(|a| a != name);
    all.next()?;
    all.next().and_then(|told| told.parse().ok())
}

/// Rates of one worker, of two, and of the ordinary program in a loop of two, each round one after the other.
fn beside_typst(bench: &mut Bench, work: &Path) {
    let (documents, runs) = (option("--documents").unwrap_or(1_000), option("--runs").unwrap_or(3));
    let (class, out, emitted) = (work.join("classe"), work.join("out"), work.join("sources"));
    promotion::write(&class, documents);
    let build = |jobs: &str| {
        let mut command = liasse();
        command.args(["build", "--only", "conventions", "--force", "--jobs", jobs, "--out"]).arg(&out).arg(&class);
        command
    };
    let typst = typst();
    time(build("2").arg("--emit-typst").arg(&emitted));
    let mut rates: BTreeMap<&str, Times> = BTreeMap::new();
    let mut push = |name, n: usize, taken: Duration| {
        rates.entry(name).or_default().0.push(n as f64 / taken.as_secs_f64());
    };
    let folders = emitted_folders(&emitted.join("classe"));
    for round in 0..=runs {
        let counted = round > 0;
        let one = time(&mut build("1"));
        let two = time(&mut build("2"));
        let theirs = typst.as_ref().map(|t| time(&mut shell_loop(t, &emitted.join("classe"), &folders[..LOOP])));
        // The first round warms the disk's cache.
        if counted {
            push("1", documents, one);
            push("2", documents, two);
            theirs.into_iter().for_each(|taken| push("typst", LOOP, taken));
        }
    }
    let sizes = sizes(&out.join("classe/conventions"));
    println!(
        "{documents} conventions of {sizes} pages, PDF/A-2a and PDF/UA-1, {runs} rounds after one that is not counted\n"
    );
    println!("| {:<52} | {:>14} |\n|{:-<54}|{:-<15}:|", "what", "documents/s", "", "");
    for (name, words) in [
        ("1", "liasse build --jobs 1"),
        ("2", "liasse build --jobs 2"),
        ("typst", "typst compile in a shell loop, 2 at a time"),
    ] {
        if let Some(times) = rates.get(name) {
            println!("| {words:<52} | {:>14.1} |", times.quantile(0.5));
        }
    }
    println!();
    let ratio = |a: &str, b: &str| Some(rates.get(a)?.over(rates.get(b)?).quantile(0.5));
    if let Some(ratio) = ratio("2", "1") {
        bench.promise("two workers", ratio, 1.8, false, " × one");
    }
    if let Some(ratio) = ratio("2", "typst") {
        bench.promise("two workers", ratio, 8.0, false, " × typst compile in a shell loop");
    }
}

fn emitted_folders(base: &Path) -> Vec<String> {
    let entries = fs::read_dir(base).expect("emitted sources").map(|e| e.expect("an entry").path());
    let mut all: Vec<PathBuf> = entries.filter(|p| p.join("main.typ").is_file()).collect();
    all.sort();
    all.iter().filter_map(|p| Some(p.file_name()?.to_string_lossy().into_owned())).collect()
}

/// What a person would write: the command that was emitted beside the sources, for each folder, two at a time.
fn shell_loop(typst: &Path, base: &Path, folders: &[String]) -> Command {
    let commands = base.join("commandes.txt");
    let line = |name: &String| {
        let told = fs::read_to_string(base.join(name).join("COMMANDE.txt")).expect("the command");
        told.trim().replacen("typst", &typst.display().to_string(), 1) + "\n"
    };
    fs::write(&commands, folders.iter().map(line).collect::<String>()).expect("a file");
    let mut command = Command::new("sh");
    command.args(["-c", "xargs -P 2 -I{} sh -c '{}' < commandes.txt"]).current_dir(base);
    command
}

/// "5 to 6": the pages of the documents of a folder.
fn sizes(folder: &Path) -> String {
    let entries = fs::read_dir(folder).expect("documents").take(48).map(|e| e.expect("an entry").path());
    let all: Vec<usize> = entries.map(|p| pages(&p)).collect();
    let (least, most) = (all.iter().min().expect("one"), all.iter().max().expect("one"));
    if least == most { least.to_string() } else { format!("{least} to {most}") }
}

/// A whole region: certificates of a page, class after class in one run.
fn mass(bench: &mut Bench, work: &Path, classes: usize) {
    let (region, out) = (work.join("region"), work.join("certificats"));
    for i in 0..classes {
        promotion::write(&region.join(format!("classe-{i:03}")), CLASS);
    }
    let log = work.join("masse.txt");
    let mut command = liasse();
    command.args(["build", "--only", "certificats", "--jobs", "2", "--out"]).arg(&out).arg(&region);
    let file = fs::File::create(&log).expect("a file");
    let (taken, parent, worker) = watched(command.stdout(file).stderr(Stdio::null()));
    let told = fs::read_to_string(&log).unwrap_or_default();
    let times: Vec<f64> = told.lines().filter_map(seconds).collect();
    assert_eq!(times.len(), classes, "a row for each class");
    let tenth = (classes / 10).max(1);
    let rate = |times: &[f64]| (times.len() * CLASS) as f64 / times.iter().sum::<f64>();
    let (first, last) = (rate(&times[..tenth]), rate(&times[classes - tenth..]));
    let documents = classes * CLASS;
    let whole = documents as f64 / taken.as_secs_f64();
    println!(
        "\n{documents} certificates in one run, {classes} classes: {:.0} s, {whole:.0} a second",
        taken.as_secs_f64()
    );
    println!("first tenth {first:.0} a second, last tenth {last:.0} a second");
    println!("largest parent {parent:.0} MiB, largest worker {worker:.0} MiB\n");
    bench.promise("rate of the last tenth", last / first, 0.95, false, " × the first tenth's");
    bench.promise("memory of the parent", parent, 150.0, true, " MiB");
    bench.promise("memory of a worker", worker, 150.0, true, " MiB");
    fs::remove_dir_all(&out).expect("the documents can go");
}

/// The seconds of a row of the table at the end of a build.
fn seconds(line: &str) -> Option<f64> {
    let (before, time) = line.strip_suffix(" s")?.rsplit_once("  ")?;
    before.contains("documents :").then(|| time.replace(',', ".").parse().ok())?
}
