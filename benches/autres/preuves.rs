//! What the PDF files of a system are, as poppler reads them: pages, words, tags, and the standards they claim.
//!
//! A claim is what the file says of itself; only a validator tells whether it holds.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Of so many files at most are the pages and the words counted.
const LUS: usize = 24;

/// What was found in the files of a system.
#[derive(Clone, Default)]
pub struct Preuves {
    pub pages: f64,
    pub mots: f64,
    /// "tags, PDF/A-2a, PDF/UA-1", or "–".
    pub dits: String,
}

/// Whether poppler's programs are there.
pub fn absentes() -> bool {
    ["pdfinfo", "pdftotext"].iter().any(|p| Command::new(p).arg("-v").output().is_err())
}

/// The PDF files directly in a folder, sorted.
pub fn pdf(dossier: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dossier).into_iter().flatten().flatten().map(|e| e.path());
    let mut files: Vec<_> = entries.filter(|p| p.extension().is_some_and(|e| e == "pdf")).collect();
    files.sort();
    files
}

/// What the files of a folder are; `documents`: how many conventions they hold together.
pub fn lire(dossier: &Path, documents: usize) -> Preuves {
    let files = pdf(dossier);
    let read = &files[..files.len().min(LUS)];
    let share = documents as f64 * read.len() as f64 / files.len().max(1) as f64;
    let pages: usize =
        read.iter().map(|f| field(&dire("pdfinfo", &[], f), "Pages:")).map(|p| p.parse::<usize>().unwrap_or(0)).sum();
    let mots: usize = read.iter().map(|f| dire("pdftotext", &[], f).split_whitespace().count()).sum();
    let first = read.first().map_or_else(String::new, |f| claims(f));
    Preuves { pages: pages as f64 / share, mots: mots as f64 / share, dits: first }
}

/// What a program says of a file, on its standard output.
fn dire(program: &str, options: &[&str], file: &Path) -> String {
    let mut command = Command::new(program);
    command.args(options).arg(file);
    if program == "pdftotext" {
        command.arg("-");
    }
    command.output().map_or_else(|_| String::new(), |o| String::from_utf8_lossy(&o.stdout).into_owned())
}

fn field(told: &str, key: &str) -> String {
    told.lines().find_map(|l| l.strip_prefix(key)).map_or_else(String::new, |v| v.trim().to_owned())
}

fn claims(file: &Path) -> String {
    let tagged = field(&dire("pdfinfo", &[], file), "Tagged:") == "yes";
    let meta = dire("pdfinfo", &["-meta"], file);
    let archive = property(&meta, "pdfaid:part").map(|part| {
        let level = property(&meta, "pdfaid:conformance").unwrap_or_default().to_lowercase();
        format!("PDF/A-{part}{level}")
    });
    let access = property(&meta, "pdfuaid:part").map(|part| format!("PDF/UA-{part}"));
    let all: Vec<_> = [tagged.then(|| "tags".to_owned()), archive, access].into_iter().flatten().collect();
    if all.is_empty() { "no tags, no claim".to_owned() } else { all.join(", ") }
}

/// The value of a property of XMP metadata, written as an attribute or as an element.
fn property(meta: &str, name: &str) -> Option<String> {
    let rest = &meta[meta.find(name)? + name.len()..];
    let value = rest.trim_start_matches(['=', '"', '\'', '>', ' ']);
    let end = value.find(['"', '\'', '<'])?;
    Some(value[..end].trim().to_owned()).filter(|v| !v.is_empty())
}
