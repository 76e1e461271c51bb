//! Finds the folders that liasse knows below a folder: each has its root file.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use super::folder::shown;
use crate::domain::{candidat, examen, promotion, session};

/// A folder that was recognised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub path: PathBuf,
    /// Its path below the folder that was given, with `/`; its own name when it was given itself.
    pub name: String,
    pub kind: Kind,
}

/// What a folder is, by its root file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Dossier,
    Promotion,
    Examen,
    Session,
}

impl Kind {
    /// The name that reports bear.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Dossier => "dossier",
            Kind::Promotion => "promotion",
            Kind::Examen => "examen",
            Kind::Session => "session",
        }
    }

    fn of(folder: &Path) -> Option<Self> {
        let has = |file: &str| folder.join(file).is_file();
        match () {
            () if has(candidat::FILE) => Some(Kind::Dossier),
            () if has(promotion::FILE) => Some(Kind::Promotion),
            () if has(examen::FILE) => Some(Kind::Examen),
            () if has(session::FILE) => Some(Kind::Session),
            () => None,
        }
    }
}

/// A folder that is left out, as it can be shown, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub path: String,
    pub why: &'static str,
}

/// The folders below `root`, or `root` itself, sorted; hidden ones are left out, links are not followed.
///
/// # Errors
/// `root` cannot be read; what cannot be read below it is left out, and comes second.
pub fn discover(root: &Path) -> std::io::Result<(Vec<Found>, Vec<LeftOut>)> {
    std::fs::read_dir(root)?;
    if let Some(kind) = Kind::of(root) {
        let real = root.canonicalize()?;
        let name = real.file_name().map_or_else(|| "dossier".to_owned(), |n| n.to_string_lossy().into_owned());
        return Ok((vec![Found { path: root.to_owned(), name, kind }], Vec::new()));
    }
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    let mut leave = |path: &Path, why| left_out.push(LeftOut { path: shown(path), why });
    let hidden = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with('.');
    let mut walk = WalkDir::new(root).min_depth(1).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) if !entry.file_type().is_dir() => {}
            Ok(entry) if hidden(entry.file_name()) => walk.skip_current_dir(),
            Ok(entry) => {
                if let Some(kind) = Kind::of(entry.path()) {
                    let below = entry.path().strip_prefix(root).expect("walkdir stays below its root");
                    // Two such names may be shown alike, and documents are put where the name says.
                    match below.iter().map(|c| c.to_str()).collect::<Option<Vec<_>>>() {
                        Some(names) => {
                            found.push(Found { path: entry.path().to_owned(), name: names.join("/"), kind });
                        }
                        None => leave(entry.path(), "n’est pas lu : son nom n’est pas en UTF-8, renommez-le"),
                    }
                    walk.skip_current_dir();
                }
            }
            Err(e) => e.path().into_iter().for_each(|path| leave(path, "ne peut pas être lu")),
        }
    }
    Ok((found, left_out))
}
