//! `check` of many folders on one core and of a session of as many candidates, and the memory that a build of many takes.

mod support;

use std::path::Path;
use std::process::{ExitCode, Stdio};

use support::{Bench, Times, copy, fixture, liasse, on_one_core, temporary, time_and_peak, time_into};

const FOLDERS: usize = 2_000;
const RUNS: usize = 5;
const BUILT: usize = 100;

fn main() -> ExitCode {
    let mut bench = Bench::begin("check of many folders, memory of a build of many");
    let work = temporary();
    let many = work.path().join("many");
    let sources = ["complet-scolaire", "complet-apprenti"].map(fixture);
    for i in 0..FOLDERS {
        copy(&sources[i % 2], &many.join(format!("candidat-{i:04}")), true, &|name, text| vary(name, text, i));
    }
    let out = work.path().join("check.jsonl");
    let mut times = Times::default();
    for run in 0..=RUNS {
        let taken = time_into(on_one_core().args(["check", "--format", "json"]).arg(&many), file(&out));
        // The first one warms the disk's cache.
        if run > 0 {
            times.push(taken);
        }
    }
    let lines = std::fs::read_to_string(&out).unwrap_or_default().lines().count();
    assert_eq!(lines, FOLDERS, "one line a folder");
    bench.header();
    bench.row(&format!("check of {FOLDERS} dossiers, one core"), &times, None);
    println!();
    let rate = FOLDERS as f64 / times.quantile(0.5) * 1000.0;
    bench.promise("check", rate, 1000.0, false, " dossiers a second");
    session(work.path(), &sources);
    memory(&mut bench, work.path(), &sources);
    bench.end()
}

/// The control of a session of as many candidates, by all cores: the dossiers, the list, what becomes of each.
fn session(work: &Path, sources: &[std::path::PathBuf]) {
    let folder = work.join("session");
    let number = |i: usize| format!("02{i:08}");
    let mut list = "N° de candidat;Nom;Prénoms\n".to_owned();
    for i in 0..FOLDERS {
        let dossier = folder.join(format!("dossiers/candidat-{i:04}"));
        copy(&sources[i % sources.len()], &dossier, true, &|name, text| numbered(&vary(name, text, i), &number(i)));
        list += &format!("{};NOM {i};Prénom\n", number(i));
    }
    write(&folder.join("candidats.csv"), &list);
    write(&folder.join("session.toml"), "[session]\nannee = 2026\n[centre]\nnom = \"Centre\"\n");
    let mut times = Times::default();
    let mut most = 0.0_f64;
    for run in 0..=RUNS {
        let mut check = liasse();
        check.args(["check", "--format", "short"]).arg(&folder).stdout(Stdio::null());
        let (taken, peak) = time_and_peak(&mut check);
        if run > 0 {
            times.push(taken);
            most = most.max(peak);
        }
    }
    let seconds = times.quantile(0.5) / 1000.0;
    let rate = FOLDERS as f64 / seconds;
    println!(
        "a session of {FOLDERS} candidates, all cores: {seconds:.2} s, {rate:.0} dossiers a second, {most:.0} MiB"
    );
}

/// Another candidate's number.
fn numbered(text: &str, number: &str) -> String {
    let Some(at) = text.find("numero_candidat = \"") else { return text.to_owned() };
    let from = at + "numero_candidat = \"".len();
    let to = from + text[from..].find('"').unwrap_or(0);
    format!("{}{number}{}", &text[..from], &text[to..])
}

#[allow(clippy::disallowed_methods, reason = "a bench has its own files")]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("a file");
}

fn file(path: &Path) -> std::fs::File {
    #[allow(clippy::disallowed_methods, reason = "a bench has its own files")]
    std::fs::File::create(path).expect("a file")
}

/// Another name, another text: no two folders are alike.
fn vary(name: &str, text: String, i: usize) -> String {
    match name {
        "candidat.toml" => {
            let letters = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"];
            let suffix: String = format!("{i}").bytes().map(|b| letters[usize::from(b - b'0')]).collect();
            text.replacen("nom_famille = \"", &format!("nom_famille = \"{suffix} "), 1)
        }
        _ if name.ends_with(".md") => text.trim_end().to_owned() + &format!(" Dossier {i}.\n"),
        _ => text,
    }
}

/// The peak of resident memory of a build of many folders, its workers included.
fn memory(bench: &mut Bench, work: &Path, sources: &[std::path::PathBuf]) {
    let many = work.join("hundred");
    for i in 0..BUILT {
        let folder = many.join(format!("candidat-{i:03}"));
        copy(&sources[i % sources.len()], &folder, false, &|name, text| vary(name, text, i));
        differ(&folder, i);
    }
    if !Path::new("/proc/self/status").exists() {
        println!("SKIPPED, NOT MEASURED: the peak of memory is read in /proc");
        return;
    }
    let mut build = liasse();
    build.args(["build", "--out"]).arg(work.join("out")).arg(&many).stdout(Stdio::null());
    let (taken, peak) = time_and_peak(&mut build);
    println!("build of {BUILT} dossiers, all documents: {:.1} s", taken.as_secs_f64());
    bench.promise("peak memory of that build", peak, 150.0, true, " MiB");
}

/// Makes the PDF scans of a folder differ from those of the others: a comment after their end.
fn differ(folder: &Path, i: usize) {
    use std::io::Write;
    let pdf = |p: &Path| p.extension().is_some_and(|e| e == "pdf");
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten().filter(|e| pdf(e.path())) {
        let mut file = std::fs::OpenOptions::new().append(true).open(entry.path()).expect("a scan");
        writeln!(file, "%{i}").expect("a comment");
    }
}
