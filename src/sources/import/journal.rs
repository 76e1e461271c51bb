//! `.liasse/import.json`: what an import wrote in a candidate's folder, for the next import to know what a person edited.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::sources::folder::{DiskFolder, Folder, TEXT_LIMIT};

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

/// A file of a candidate's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Present {
    No,
    Yes(Vec<u8>),
    /// Something that is not ours to replace: a link that leaves the folder, a folder, a very large file.
    Other,
}

/// What stands at `file` in the folder `folder`.
pub fn present(folder: &Path, file: &str) -> Present {
    let Ok(open) = DiskFolder::open(folder) else { return Present::No };
    match open.read(file, TEXT_LIMIT) {
        Ok(None) => Present::No,
        Ok(Some(bytes)) => Present::Yes(bytes),
        Err(_) => Present::Other,
    }
}
