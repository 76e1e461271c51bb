//! The folders that a command was given, each found and opened.

use std::path::{Path, PathBuf};

use super::{CliError, out};
use crate::diagnostic::io::in_french;
use crate::sources::DiskFolder;
use crate::sources::discover::{Found, LeftOut, discover};

/// Every folder below `roots`.
///
/// # Errors
/// A root cannot be read, or holds no folder that liasse knows.
pub fn find(roots: &[PathBuf]) -> Result<Vec<Found>, CliError> {
    let mut all: Vec<Found> = Vec::new();
    for root in roots {
        let shown = root.display();
        let (found, left_out) = discover(root)
            .map_err(|e| CliError::Environment(format!("{shown} ne peut pas être lu : {}", in_french(&e))))?;
        for LeftOut { path, why } in left_out {
            out::aside(&format!("avertissement : {path} {why}, il est laissé de côté"));
        }
        if found.is_empty() {
            return Err(CliError::Environment(format!(
                "{shown} : aucun dossier reconnu (un dossier de candidat contient « candidat.toml », une promotion « promotion.toml ») ; \
                 pour en commencer un : liasse initialiser {shown}"
            )));
        }
        all.extend(found.into_iter().filter(|f| all.iter().all(|a| a.path != f.path)).collect::<Vec<_>>());
    }
    Ok(all)
}

/// Opens a folder for reading.
///
/// # Errors
/// It cannot be read.
pub fn open(path: &Path) -> Result<DiskFolder, CliError> {
    let unreadable = |e| CliError::Environment(format!("{} ne peut pas être lu : {}", path.display(), in_french(&e)));
    DiskFolder::open(path).map_err(unreadable)
}
