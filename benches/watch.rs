//! A sheet is changed: how long until the new dossier is on the disk, beside `typst watch` on the same sources.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant, SystemTime};

use support::{Bench, Emitted, Times, copy, fixture, liasse, pages, short_dossier, temporary, time, typst};

const CHANGES: usize = 30;
/// Longest wait for a document.
const PATIENCE: Duration = Duration::from_secs(20);
/// Rest after a change: both programs have finished all that it brings.
const REST: Duration = Duration::from_millis(700);

fn main() -> ExitCode {
    let mut bench = Bench::begin("a sheet changes under watch, beside typst watch");
    let Some(typst) = typst() else { return bench.end() };
    let work = temporary();
    let whole = work.path().join("complet-apprenti");
    copy(&fixture("complet-apprenti"), &whole, false, &|_, text| text);
    let folders = [short_dossier(work.path()), whole];
    bench.header();
    let ratios: Vec<_> = folders.iter().map(|folder| compare(&bench, &typst, work.path(), folder)).collect();
    println!("\nFrom the end of the write to the whole new file, event to file; typst watch gathers events for 100 ms");
    println!("before it compiles, liasse for 12 ms: that is a part of their times.");
    for ((median, p95), of) in ratios.into_iter().zip(["the short dossier", "a whole fixture"]) {
        bench.promise(&format!("{of}, median over median"), median, 0.5, true, " × typst watch");
        bench.promise(&format!("{of}, p95 over p95"), p95, 0.5, true, " × typst watch");
    }
    bench.end()
}

/// The ratios of the medians and of the p95.
fn compare(bench: &Bench, typst: &Path, work: &Path, folder: &Path) -> (f64, f64) {
    let sheet = folder.join("fiches/03.md");
    let original = fs::read_to_string(&sheet).expect("a sheet").trim_end().to_owned();
    let sheet_text = |i: usize| format!("{original}\n\n{}\n", words(i));
    put(&sheet, &sheet_text(0));
    let (out, emitted) = (work.join("out"), work.join("emitted"));
    time(liasse().arg("build").arg(folder).arg("--out").arg(&out).arg("--emit-typst").arg(&emitted));
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let theirs = Emitted::dossier(&emitted.join(&name));
    let data = emitted.join(&name).join("dossier-professionnel/data.json");
    let emitted_data = fs::read_to_string(&data).expect("emitted data");
    assert_eq!(emitted_data.matches(&words(0)).count(), 1, "the sheet's text is in the data once");
    let (our_pdf, their_pdf) = (out.join(&name).join("dossier-professionnel.pdf"), theirs.pdf());
    fs::remove_file(&our_pdf).expect("a former dossier");
    let _ours = Watching::start(liasse().arg("watch").arg(folder).arg("--out").arg(&out));
    let _theirs = Watching::start(&mut theirs.command(typst, "watch"));
    wait(&our_pdf, None);
    wait(&their_pdf, None);
    std::thread::sleep(REST * 2);
    let (mut a, mut b) = (Times::default(), Times::default());
    for i in 1..=CHANGES {
        let ours = || change(&sheet, &sheet_text(i), &our_pdf);
        let theirs = || change(&data, &emitted_data.replace(&words(0), &words(i)), &their_pdf);
        if i % 2 == 0 {
            a.push(ours());
            b.push(theirs());
        } else {
            b.push(theirs());
            a.push(ours());
        }
        assert_eq!(pages(&our_pdf), pages(&their_pdf), "liasse and typst make the same pages");
    }
    bench.row(&format!("{name}: liasse watch"), &a, Some(pages(&our_pdf)));
    bench.row(&format!("{name}: typst watch"), &b, Some(pages(&their_pdf)));
    (a.quantile(0.5) / b.quantile(0.5), a.quantile(0.95) / b.quantile(0.95))
}

/// A paragraph of its own for each change, and of another length.
fn words(i: usize) -> String {
    format!("Essai{i:03}{}.", " de la surveillance".repeat(i % 9))
}

fn put(path: &Path, text: &str) {
    fs::write(path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}

/// Writes a file and waits for the document that it changes.
fn change(file: &Path, text: &str, pdf: &Path) -> Duration {
    let before = stamp(pdf);
    put(file, text);
    let begun = Instant::now();
    wait(pdf, before);
    let taken = begun.elapsed();
    std::thread::sleep(REST);
    taken
}

/// What changes in a file when it is written or replaced.
fn stamp(path: &Path) -> Option<(SystemTime, u64)> {
    let meta = fs::metadata(path).ok()?;
    #[cfg(unix)]
    let identity = std::os::unix::fs::MetadataExt::ino(&meta);
    #[cfg(not(unix))]
    let identity = 0;
    Some((meta.modified().ok()?, identity))
}

/// Waits for another file than `before`, whole: its trailer is there.
fn wait(path: &Path, before: Option<(SystemTime, u64)>) {
    let begun = Instant::now();
    while stamp(path) == before || !is_whole(path) {
        assert!(begun.elapsed() < PATIENCE, "{} does not change", path.display());
        std::thread::sleep(Duration::from_micros(500));
    }
}

fn is_whole(path: &Path) -> bool {
    use std::io::{Read, Seek, SeekFrom};
    let tail = || {
        let mut file = fs::File::open(path)?;
        let length = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(length.saturating_sub(32)))?;
        let mut tail = Vec::new();
        file.read_to_end(&mut tail)?;
        Ok::<_, std::io::Error>(tail)
    };
    tail().is_ok_and(|t| t.trim_ascii_end().ends_with(b"%%EOF"))
}

/// A program that watches, stopped when it is no longer needed.
struct Watching(Child);

impl Watching {
    fn start(command: &mut Command) -> Self {
        let started = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Watching(started.unwrap_or_else(|e| panic!("{command:?}: {e}")))
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
