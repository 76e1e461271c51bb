//! What several tests share: fixtures in memory, and edits of them written as a reader would read them.
#![allow(dead_code, reason = "each test file uses a part")]

use std::path::{Path, PathBuf};

use liasse::diagnostic::Diagnostic;
use liasse::domain::{examen, promotion, session};
use liasse::pipeline::session::control_session;
use liasse::pipeline::{Library, control, control_examen, control_promotion};
use liasse::sources::{MemoryFolder, Pack, Sources};

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The program, run in `folder` with nothing of the machine's own settings.
pub fn program(folder: &Path) -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_liasse"));
    command.current_dir(folder).env_remove("LIASSE_PACK").env("NO_COLOR", "1");
    command
}

/// Copies a folder of the disk.
pub fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Replaces the first `from` of a file.
pub fn edit(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{} has no « {from} »", file.display());
    std::fs::write(file, text.replacen(from, to, 1)).unwrap();
}

/// A complete folder: the promotion, in TOML or in tables, `examen-…` of `fixtures/examens`, or a dossier of `fixtures/dossiers`.
pub fn fixture(name: &str) -> MemoryFolder {
    let path = match name {
        "session" => root().join("fixtures/session"),
        name if name.starts_with("promotion") => root().join("fixtures").join(name),
        name if name.starts_with("examen-") => root().join("fixtures/examens").join(&name["examen-".len()..]),
        name => root().join("fixtures/dossiers").join(name),
    };
    MemoryFolder::copy_of(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

pub fn library() -> Library {
    Library::new(Pack::embedded()).unwrap()
}

/// What was told of a folder.
pub struct Told {
    pub diagnostics: Vec<Diagnostic>,
    pub sources: Sources,
}

/// Controls a folder, whatever it is.
pub fn controlled(folder: &MemoryFolder) -> Told {
    if folder.files.contains_key(promotion::FILE) {
        let c = control_promotion(folder, &library()).unwrap();
        return Told { diagnostics: c.diagnostics, sources: c.loaded.sources };
    }
    if folder.files.contains_key(session::FILE) {
        let c = control_session(folder, &library()).unwrap();
        return Told { diagnostics: c.diagnostics, sources: c.loaded.sources };
    }
    if folder.files.contains_key(examen::FILE) {
        let c = control_examen(folder, &library()).unwrap();
        return Told { diagnostics: c.diagnostics, sources: c.loaded.sources };
    }
    let c = control(folder, &library()).unwrap();
    Told { diagnostics: c.diagnostics, sources: c.loaded.sources }
}

/// The diagnostics of `edited` that `base` does not have, compared by code and message.
pub fn new_ones<'a>(base: &Told, edited: &'a Told) -> Vec<&'a Diagnostic> {
    let mut known: Vec<_> = base.diagnostics.iter().map(|d| (d.code, &d.message)).collect();
    let is_new = |d: &&Diagnostic| match known.iter().position(|k| *k == (d.code, &d.message)) {
        Some(i) => {
            known.swap_remove(i);
            false
        }
        None => true,
    };
    edited.diagnostics.iter().filter(is_new).collect()
}

/// Applies an edit written as a diff. `--- file` chooses a file; lines that begin with `-` then `+` replace the first
/// text that reads so, which may be a part of a line; `+` alone creates the file or adds at its end; `supprimer`
/// removes the file. `\xNN` in an added line is that byte.
pub fn apply(folder: &mut MemoryFolder, diff: &str) {
    let mut file = String::new();
    let (mut minus, mut plus) = (Vec::new(), Vec::new());
    for line in diff.lines().chain(["--- "]) {
        let change = !plus.is_empty() && line.starts_with('-');
        if change || line.starts_with("--- ") {
            replace(folder, &file, &minus, &plus);
            (minus, plus) = (Vec::new(), Vec::new());
        }
        if let Some(name) = line.strip_prefix("--- ") {
            file = name.trim().to_owned();
        } else if line == "supprimer" {
            assert!(folder.files.remove(&file).is_some(), "{file} is not in the fixture");
        } else if let Some(text) = line.strip_prefix('-') {
            minus.push(text.to_owned());
        } else if let Some(text) = line.strip_prefix('+') {
            plus.push(text.to_owned());
        } else {
            assert!(line.is_empty(), "not an edit: {line}");
        }
    }
}

fn replace(folder: &mut MemoryFolder, file: &str, minus: &[String], plus: &[String]) {
    if minus.is_empty() && plus.is_empty() {
        return;
    }
    let new = bytes(&plus.join("\n"));
    let old = folder.files.entry(file.to_owned()).or_default();
    if minus.is_empty() {
        old.extend(new);
        old.push(b'\n');
        return;
    }
    let wanted = minus.join("\n");
    // By bytes: a table may be in another encoding than UTF-8.
    let at = old.windows(wanted.len()).position(|w| w == wanted.as_bytes());
    let at = at.unwrap_or_else(|| panic!("{file} has no « {wanted} »"));
    old.splice(at..at + wanted.len(), new);
}

fn bytes(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut parts = text.split("\\x");
    out.extend(parts.next().unwrap_or_default().as_bytes());
    for part in parts {
        out.push(u8::from_str_radix(&part[..2], 16).expect("\\x and two hexadecimal digits"));
        out.extend(&part.as_bytes()[2..]);
    }
    out
}

/// Every Markdown file of the rules.
pub fn rule_pages() -> Vec<PathBuf> {
    let is_page = |p: &Path| p.extension().is_some_and(|e| e == "md");
    let mut pages: Vec<_> = walkdir::WalkDir::new(root().join("templates"))
        .into_iter()
        .map(|e| e.unwrap().into_path())
        .filter(|p| is_page(p))
        .collect();
    pages.sort();
    pages
}
