//! What a rule looks at.

use super::losses::LostPaths;
use crate::diagnostic::Place;
use crate::domain::calendrier::Calendriers;
use crate::domain::fault::Fault;
use crate::domain::referentiel::Referentiel;
use crate::domain::reglages::Reglages;
use crate::domain::{Dossier, Statut};

/// A dossier, what was wrong in its files, and the texts that apply.
pub struct Context<'a> {
    pub dossier: &'a Dossier,
    pub faults: &'a [Fault],
    pub referentiel: &'a Referentiel,
    pub reglages: &'a Reglages,
    pub calendriers: &'a Calendriers,
    /// The diplomas that are known, by the name of their pack.
    pub diplomes: &'a [String],
    /// What `faults` took away.
    pub lost_paths: LostPaths,
}

impl Context<'_> {
    /// Whether some values of `file` were lost to a fault already told. A rule that concludes from an absence
    /// stays silent then: one fault, one diagnostic.
    pub fn lost(&self, file: &str) -> bool {
        self.lost_paths.any(file)
    }

    /// The data paths of the values of `file` that were lost; empty where the whole file was.
    pub fn losses(&self, file: &str) -> impl Iterator<Item = &str> {
        self.lost_paths.paths(file)
    }

    /// Whether some of `file` could not be read at all.
    pub fn lost_whole(&self, file: &str) -> bool {
        self.lost_paths.whole(file)
    }

    /// Whether the value at `path` of `file`, one of its parents or one of its children was lost.
    pub fn lost_at(&self, file: &str, path: &str) -> bool {
        self.lost_paths.at(file, path)
    }

    /// The status whose rules apply.
    pub fn statut(&self) -> Option<Statut> {
        self.dossier.candidat.statut()
    }

    /// The place of period `i` (from 0), or of one of its keys.
    pub fn periode(&self, i: usize, key: &str) -> Place {
        let dot = if key.is_empty() { "" } else { "." };
        Place::value(crate::domain::periode::FILE, format!("periode[{i}]{dot}{key}"))
    }

    /// The place of a key of `candidat.toml`.
    pub fn candidat(&self, path: &str) -> Place {
        Place::value(crate::domain::candidat::FILE, path)
    }
}
