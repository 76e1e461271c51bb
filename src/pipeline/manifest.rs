//! `manifest.json`: what a build wrote, from what, and with which versions.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::control::Texts;
use crate::domain::referentiel::Referentiel;
use crate::templates::Mode;

/// Name of the file, beside the documents.
pub const FILE: &str = "manifest.json";

/// Version of the shape.
pub const SCHEMA: u32 = 1;

/// The standards that every document follows.
pub const STANDARDS: [&str; 2] = ["PDF/A-2a", "PDF/UA-1"];

/// What a build wrote. The same inputs give the same manifest: it holds no date and no person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub schema: u32,
    pub tool: String,
    pub pack: PackVersion,
    /// `final` or `brouillon`.
    pub mode: String,
    pub conforming: bool,
    /// SHA-256 of all that the documents depend on: folder, pack, program, mode.
    pub inputs: String,
    pub files: Vec<FileEntry>,
}

/// Which texts and templates were used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackVersion {
    pub diplome: String,
    /// Version of the référentiel.
    pub texte: String,
    pub sha256: String,
}

/// One document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Relative to the manifest, with `/`.
    pub path: String,
    pub sha256: String,
    pub bytes: usize,
    pub pages: usize,
    pub standard: Vec<String>,
    /// SHA-256 of what the document was typeset from.
    pub source: String,
    /// False for a document kept from a former build: the data are now wrong, or it was not asked for.
    pub current: bool,
}

impl FileEntry {
    /// The entry of a document that was just made.
    pub fn new(path: &str, bytes: &[u8], pages: usize, source: String) -> Self {
        let (path, standard) = (path.to_owned(), STANDARDS.map(str::to_owned).to_vec());
        FileEntry { path, sha256: sha256(bytes), bytes: bytes.len(), pages, standard, source, current: true }
    }

    /// The entry of a text, which is no document of pages.
    pub fn of_text(path: &str, bytes: &[u8]) -> Self {
        FileEntry { standard: Vec::new(), ..FileEntry::new(path, bytes, 0, String::new()) }
    }

    /// Whether the file in `folder` is still the one that was written.
    pub fn is_intact(&self, folder: &Path) -> bool {
        std::fs::read(folder.join(&self.path)).is_ok_and(|b| b.len() == self.bytes && sha256(&b) == self.sha256)
    }
}

impl Manifest {
    /// A manifest that tells with what the documents are made, and none of them yet.
    pub(super) fn new(texts: &Texts, referentiel: &Referentiel, mode: Mode) -> Self {
        let mode = match mode {
            Mode::Final => "final",
            Mode::Draft => "brouillon",
        };
        Manifest {
            schema: SCHEMA,
            tool: concat!("liasse ", env!("CARGO_PKG_VERSION")).to_owned(),
            pack: PackVersion {
                diplome: texts.pack.diplome.clone(),
                texte: referentiel.texte.version.clone(),
                sha256: texts.pack_hash().to_owned(),
            },
            mode: mode.to_owned(),
            ..Manifest::default()
        }
    }

    /// The manifest of a former build in `folder`; none if there is none that can be read.
    pub fn read(folder: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(folder.join(FILE)).ok()?).ok()
    }

    /// The same with the entries of `notes`, a file of one entry a line that a build adds to as it goes: of two entries of
    /// one path, the later one. A line that was cut short is a document that is made again.
    pub fn read_with_notes(folder: &Path, notes: &str) -> Self {
        let mut manifest = Manifest::read(folder).unwrap_or_default();
        let text = std::fs::read_to_string(folder.join(notes)).unwrap_or_default();
        let since: Vec<FileEntry> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        if !since.is_empty() {
            let all = manifest.files.drain(..).chain(since).map(|f| (f.path.clone(), f));
            manifest.files = all.collect::<BTreeMap<_, _>>().into_values().collect();
        }
        manifest
    }

    /// Whether all that it tells is there and was made from `inputs`.
    pub fn is_current(&self, inputs: &str, folder: &Path) -> bool {
        self.inputs == inputs && self.files.iter().all(|f| f.is_intact(folder))
    }

    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("a manifest is a plain value");
        bytes.push(b'\n');
        bytes
    }
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}
