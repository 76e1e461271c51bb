//! The folders that a command was given, each found and opened.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::{CliError, out};
use crate::diagnostic::io::in_french;
use crate::diagnostic::{Diagnostic, ToSign};
use crate::domain::duree::Decompte;
use crate::pipeline::session::control_session_at;
use crate::pipeline::{ControlError, Library, Texts, control, control_examen, control_promotion};
use crate::sources::discover::{Found, Kind, LeftOut, discover};
use crate::sources::{DiskFolder, Sources};

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

/// A folder once judged, whatever it is.
pub struct Judged {
    pub diagnostics: Vec<Diagnostic>,
    pub sources: Sources,
    pub texts: Rc<Texts>,
    /// What a candidate still has somebody sign by hand.
    pub to_sign: Option<ToSign>,
    /// The reckoning of a candidate's journées.
    pub decompte: Option<Decompte>,
}

/// Controls a folder.
///
/// # Errors
/// It cannot be read, or the texts of its diploma cannot be used.
pub fn judged(found: &Found, library: &Library) -> Result<Judged, CliError> {
    let environment = |e: ControlError| CliError::Environment(e.to_string());
    let folder = open(&found.path)?;
    let plain = |diagnostics, sources, texts| Judged { diagnostics, sources, texts, to_sign: None, decompte: None };
    Ok(match found.kind {
        Kind::Session => {
            let c = control_session_at(&found.path, library).map_err(|e| CliError::Environment(e.to_string()))?;
            plain(c.diagnostics, c.loaded.sources, c.texts)
        }
        Kind::Dossier => {
            let c = control(&folder, library).map_err(environment)?;
            Judged { to_sign: Some(c.to_sign), decompte: c.decompte, ..plain(c.diagnostics, c.loaded.sources, c.texts) }
        }
        Kind::Examen => {
            let c = control_examen(&folder, library).map_err(environment)?;
            plain(c.diagnostics, c.loaded.sources, c.texts)
        }
        Kind::Promotion => {
            let c = control_promotion(&folder, library).map_err(environment)?;
            plain(c.diagnostics, c.loaded.sources, c.texts)
        }
    })
}
