//! `.liasse/import.json`: what an import wrote in a candidate's folder or in a promotion's, for the next import to know
//! what a person edited.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::sources::DiskFolder;
use crate::sources::folder::{Folder, TEXT_LIMIT};

/// Its path in the candidate's folder.
pub const FILE: &str = ".liasse/import.json";

/// Version of the shape.
pub const SCHEMA: u32 = 1;

/// What an import wrote. It tells no one: persons and contents stand in it by their SHA-256.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journal {
    pub schema: u32,
    /// By what the person is known, each way of it.
    pub personne: BTreeMap<String, String>,
    /// The files as they were written, by path.
    pub fichiers: BTreeMap<String, String>,
}

impl Journal {
    /// The file's text.
    pub fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).expect("a journal is a plain value") + "\n"
    }
}

/// What an import wrote in a promotion's folder. It tells no one: keys, persons and cells stand in it by digests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalPromotion {
    pub schema: u32,
    /// The columns of `cellules`.
    pub colonnes: Vec<String>,
    pub etudiants: Vec<Connu>,
    /// The other files as they were written, by path.
    pub fichiers: BTreeMap<String, String>,
}

/// A student whose row an import wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connu {
    /// The key of the row.
    pub cle: String,
    /// By what the person is known: a word for each way of it, `siecle:0123…`.
    pub personne: String,
    /// The cells as they were written, one word each; `-` for one that was not.
    pub cellules: String,
}

impl JournalPromotion {
    /// The file's text.
    pub fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).expect("a journal is a plain value") + "\n"
    }

    /// That of the folder `root`; none if it is not there, or is not ours.
    pub fn of(root: &Path) -> Option<Self> {
        match present(root, FILE) {
            Present::Yes(bytes) => serde_json::from_slice(&bytes).ok(),
            Present::No | Present::Other => None,
        }
    }
}

/// What is in the folder that an import writes to.
#[derive(Debug, Default)]
pub struct Existing {
    /// The candidates of former imports, by their path below the folder, with `/`.
    pub journals: BTreeMap<String, Journal>,
    /// The paths that are taken, in lower case: some systems do not tell cases apart.
    pub taken: Vec<String>,
}

/// Looks at `root` and at its folders of classes; nothing when it is not there.
pub fn existing(root: &Path) -> Existing {
    let mut out = Existing::default();
    let walk = WalkDir::new(root).min_depth(1).max_depth(2).sort_by_file_name();
    for entry in walk.into_iter().flatten() {
        let below = entry.path().strip_prefix(root).expect("walkdir stays below its root");
        let path = below.iter().map(|c| c.to_string_lossy()).collect::<Vec<_>>().join("/");
        if let Some(journal) = journal(entry.path()) {
            out.journals.insert(path.clone(), journal);
        }
        out.taken.push(path.to_lowercase());
    }
    out
}

fn journal(folder: &Path) -> Option<Journal> {
    let bytes = DiskFolder::open(folder).ok()?.read(FILE, TEXT_LIMIT).ok()??;
    serde_json::from_slice(&bytes).ok()
}

/// The names of what stands in `folder`, sorted; none when it is not there.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = WalkDir::new(folder).min_depth(1).max_depth(1).sort_by_file_name().into_iter().flatten();
    entries.filter_map(|e| e.file_name().to_str().map(str::to_owned)).collect()
}

/// A file of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Present {
    No,
    Yes(Vec<u8>),
    /// Something that is not ours to replace: a link that leaves the folder, a folder, a very large file.
    Other,
}

/// Largest file that is looked at, in bytes: the table of a whole school.
const PRESENT_LIMIT: u64 = 32 << 20;

/// What stands at `file` in the folder `folder`.
pub fn present(folder: &Path, file: &str) -> Present {
    let Ok(open) = DiskFolder::open(folder) else { return Present::No };
    match open.read(file, PRESENT_LIMIT) {
        Ok(None) => Present::No,
        Ok(Some(bytes)) => Present::Yes(bytes),
        Err(_) => Present::Other,
    }
}
