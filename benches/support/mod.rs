//! What the benches share: fixtures made smaller or many, whole processes timed in pairs, tables with their conditions.
#![allow(dead_code, reason = "each bench uses a part")]
#![allow(clippy::disallowed_methods, reason = "a bench makes its own folders and reads the clock")]

pub mod promotion;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// The version of `typst` that the promises are made against.
const TYPST: &str = "0.15.1";

pub fn liasse() -> Command {
    Command::new(env!("CARGO_BIN_EXE_liasse"))
}

/// The `typst` program of the environment variable TYPST, or of PATH; nothing unless it has the version that counts.
pub fn typst() -> Option<PathBuf> {
    let program = std::env::var_os("TYPST").map_or_else(|| PathBuf::from("typst"), PathBuf::from);
    let said =
        Command::new(&program).arg("--version").output().ok().map(|o| String::from_utf8_lossy(&o.stdout).into_owned());
    match said {
        Some(said) if said.split_whitespace().nth(1) == Some(TYPST) => Some(program),
        other => {
            let found = other.map_or_else(|| "absent".to_owned(), |s| s.trim().to_owned());
            println!("SKIPPED, NOT MEASURED: needs typst {TYPST} on PATH or in TYPST, found: {found}");
            None
        }
    }
}

/// Runs a command in silence and gives its wall time.
pub fn time(command: &mut Command) -> Duration {
    time_into(command, Stdio::null())
}

/// The same, with a place for what it prints.
pub fn time_into(command: &mut Command, out: impl Into<Stdio>) -> Duration {
    let begun = Instant::now();
    let child = command.stdin(Stdio::null()).stdout(out).stderr(Stdio::piped()).spawn();
    let output = child.and_then(std::process::Child::wait_with_output);
    let taken = begun.elapsed();
    let output = output.unwrap_or_else(|e| panic!("{command:?}: {e}"));
    assert!(output.status.success(), "{command:?}: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    taken
}

/// Runs a command that succeeds: its wall time, and the peak of resident memory in MiB of its process and of those that it
/// starts, as Linux tells it.
pub fn time_and_peak(command: &mut Command) -> (Duration, f64) {
    let begun = Instant::now();
    let mut child = command.spawn().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let mut peak = 0;
    let status = loop {
        peak = peak.max(peak_of(child.id()));
        match child.try_wait().expect("a child") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    assert!(status.success(), "{command:?}: {status}");
    (begun.elapsed(), peak as f64 / 1024.0)
}

/// The peaks of a process and of its children, in KiB, as Linux tells them.
fn peak_of(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let own = line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0);
    let children = fs::read_to_string(format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
    own + children.split_whitespace().filter_map(|c| c.parse().ok()).map(peak_of).sum::<u64>()
}

/// Times of one subject, in order.
#[derive(Clone, Default)]
pub struct Times(pub Vec<f64>);

impl Times {
    pub fn push(&mut self, taken: Duration) {
        self.0.push(taken.as_secs_f64() * 1000.0);
    }

    /// The value below which a share of the times lies, in milliseconds.
    pub fn quantile(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let at = (share * sorted.len() as f64).ceil() as usize;
        sorted[at.clamp(1, sorted.len()) - 1]
    }

    /// The times divided one by one by those of `other` that were taken beside them.
    pub fn over(&self, other: &Times) -> Times {
        Times(self.0.iter().zip(&other.0).map(|(a, b)| a / b).collect())
    }
}

/// One bench: its table, then its verdicts.
pub struct Bench {
    verdicts: Vec<bool>,
}

impl Bench {
    /// Prints the title and the conditions.
    pub fn begin(title: &str) -> Self {
        println!("\n## {title}");
        println!("machine: {}; liasse {}; {}\n", machine(), env!("CARGO_PKG_VERSION"), today());
        Bench { verdicts: Vec::new() }
    }

    pub fn header(&self) {
        println!("| {:<44} | {:>4} | {:>10} | {:>10} | {:>6} |", "what", "runs", "median", "p95", "pages");
        println!("|{:-<46}|{:-<5}:|{:-<11}:|{:-<11}:|{:-<7}:|", "", "", "", "", "");
    }

    pub fn row(&self, what: &str, times: &Times, pages: Option<usize>) {
        let pages = pages.map_or_else(|| "–".to_owned(), |n| n.to_string());
        let (median, p95) = (times.quantile(0.5), times.quantile(0.95));
        println!("| {what:<44} | {:>4} | {median:>7.1} ms | {p95:>7.1} ms | {pages:>6} |", times.0.len());
    }

    /// Compares a figure with what was promised.
    pub fn promise(&mut self, what: &str, found: f64, limit: f64, at_most: bool, unit: &str) {
        let holds = if at_most { found <= limit } else { found >= limit };
        let (word, sense) = (if holds { "PASS" } else { "FAIL" }, if at_most { "at most" } else { "at least" });
        println!("{word}: {what}: {found:.2}{unit}, promised {sense} {limit}{unit}");
        self.verdicts.push(holds);
    }

    /// The exit code: a promise that does not hold counts only with `--strict`.
    pub fn end(self) -> ExitCode {
        let strict = std::env::args().any(|a| a == "--strict");
        if strict && self.verdicts.contains(&false) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let field = |file: &str, key: &str| {
        let text = fs::read_to_string(file).ok()?;
        let line = text.lines().find(|l| l.starts_with(key))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let model = field("/proc/cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let memory = field("/proc/meminfo", "MemTotal").and_then(|kib| kib.trim_end_matches(" kB").parse::<u64>().ok());
    let memory = memory.map_or_else(String::new, |kib| format!(", {} GiB", (kib >> 20) + 1));
    let load = fs::read_to_string("/proc/loadavg").ok();
    let load = load.and_then(|l| Some(format!(", load {}", l.split(' ').next()?))).unwrap_or_default();
    format!("{model}, {cores} cores{memory}, {}{load}", std::env::consts::OS)
}

fn today() -> String {
    jiff::Zoned::now().date().to_string()
}

// ── Folders ──

pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/dossiers").join(name)
}

/// A temporary folder on the disk of the target folder: `/tmp` is a disk in memory on some systems.
pub fn temporary() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder")
}

/// Copies a folder; `text` may change the texts, and `linked` shares the pictures instead of copying them.
pub fn copy(from: &Path, to: &Path, linked: bool, text: &dyn Fn(&str, String) -> String) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(|e| e.expect("a fixture can be read")) {
        let name = entry.path().strip_prefix(from).expect("below");
        let target = to.join(name);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).expect("a folder");
            continue;
        }
        match entry.path().extension().and_then(|e| e.to_str()) {
            Some("toml" | "md") => {
                let read = fs::read_to_string(entry.path()).expect("a text");
                fs::write(&target, text(&name.to_string_lossy().replace('\\', "/"), read)).expect("a file");
            }
            _ if linked && fs::hard_link(entry.path(), &target).is_ok() => {}
            _ => drop(fs::copy(entry.path(), &target).expect("a copy")),
        }
    }
}

/// The first blocks of each section of a Markdown file, its data kept whole.
fn shorten(name: &str, text: String, blocks: usize) -> String {
    if !name.ends_with(".md") {
        return text;
    }
    let body = text[3..].find("+++").map_or(0, |i| i + 6);
    let mut out = text[..body].to_owned();
    let mut kept = 0;
    for block in text[body..].split("\n\n") {
        kept = if block.trim_start().starts_with('#') { 0 } else { kept + 1 };
        // The title, then the first sentences of the section's paragraphs.
        if kept <= blocks {
            let sentence = block.find(". ").filter(|_| kept > 0).map_or(block, |end| &block[..=end]);
            out.push_str(sentence);
            out.push_str("\n\n");
        }
    }
    out
}

/// The shortest dossier that conforms: a complete one whose sheets are cut to their first sentences. Its number of
/// pages is told beside its times: titles, tables and boxes to sign take a page or two of each sheet.
pub fn short_dossier(folder: &Path) -> PathBuf {
    let to = folder.join("dossier-court");
    for blocks in 1..20 {
        copy(&fixture("complet-apprenti"), &to, false, &|name, text| shorten(name, text, blocks));
        let conforms = liasse().arg("check").arg(&to).stdout(Stdio::null()).status().is_ok_and(|s| s.success());
        if conforms {
            return to;
        }
    }
    panic!("no cut of the fixture conforms");
}

// ── Typst ──

/// A document that a build emitted as Typst sources.
pub struct Emitted {
    /// The folder above its own.
    pub base: PathBuf,
    pub name: String,
}

impl Emitted {
    /// Every document that a build emitted below `base`, sorted.
    pub fn all(base: &Path) -> Vec<Self> {
        let entries = fs::read_dir(base).expect("emitted sources").map(|e| e.expect("an entry").path());
        let mut all: Vec<_> = entries.filter(|p| p.join("main.typ").is_file()).collect();
        all.sort();
        let named = |p: PathBuf| p.file_name().map(|n| n.to_string_lossy().into_owned());
        all.into_iter().filter_map(named).map(|name| Emitted { base: base.to_owned(), name }).collect()
    }

    pub fn dossier(base: &Path) -> Self {
        Emitted { base: base.to_owned(), name: "dossier-professionnel".to_owned() }
    }

    pub fn pdf(&self) -> PathBuf {
        self.base.join(format!("{}.pdf", self.name))
    }

    /// The command that was emitted with the sources, as it stands, with another verb if wanted.
    pub fn command(&self, typst: &Path, verb: &str) -> Command {
        let line = fs::read_to_string(self.base.join(&self.name).join("COMMANDE.txt")).expect("the command");
        let mut words = line.split_whitespace().skip(2);
        let mut command = Command::new(typst);
        command.arg(verb).args(&mut words).current_dir(&self.base);
        command
    }
}

/// Pages of a PDF file.
pub fn pages(path: &Path) -> usize {
    let bytes = fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let pdf = hayro::hayro_syntax::Pdf::new(bytes).unwrap_or_else(|e| panic!("{}: {e:?}", path.display()));
    pdf.pages().len()
}
