//! What was lost to faults already told: a rule that concludes from an absence asks here, so that one fault is told once.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::fault::{Fault, FaultKind};
use crate::sources::reader::join;

/// The losses of each file of a folder.
#[derive(Debug, Default)]
pub struct Losses(BTreeMap<String, FileLosses>);

/// The losses of one file.
#[derive(Debug, Default)]
struct FileLosses {
    /// Whether some of the file could not be read at all.
    whole: bool,
    /// The paths that were lost, ranks left out, and their ends: « stage.clauses.conges », « clauses.conges », « conges ».
    keys: BTreeSet<String>,
    /// What those are in, their table left out: « clauses ».
    parents: BTreeSet<String>,
}

impl Losses {
    /// What `faults` took away.
    pub fn of(faults: &[Fault]) -> Self {
        let mut losses = Losses::default();
        for fault in faults {
            let Some(path) = lost_path(fault) else { continue };
            let file = losses.0.entry(fault.place.file.clone()).or_default();
            file.whole |= path.is_empty();
            let names: Vec<&str> = path.split('.').map(|name| name.split('[').next().unwrap_or(name)).collect();
            for from in 0..names.len() {
                file.keys.insert(names[from..].join("."));
                let ends = (from + 1..names.len()).filter(|_| from > 0);
                file.parents.extend(ends.map(|to| names[from..to].join(".")));
            }
        }
        losses
    }

    /// Whether a value at `key` of some row of `file`, one of its parents or one of its children was lost.
    pub fn at(&self, file: &str, key: &str) -> bool {
        let Some(losses) = self.0.get(file) else { return false };
        let ends = key.match_indices('.').map(|(i, _)| i).chain([key.len()]);
        losses.whole || losses.parents.contains(key) || ends.into_iter().any(|end| losses.keys.contains(&key[..end]))
    }
}

/// The very paths that were lost, by file: for a folder whose rows are looked at one by one.
#[derive(Debug, Default)]
pub struct LostPaths(BTreeMap<String, BTreeSet<String>>);

impl LostPaths {
    /// What `faults` took away.
    pub fn of(faults: &[Fault]) -> Self {
        let mut paths = LostPaths::default();
        for fault in faults {
            let Some(path) = lost_path(fault) else { continue };
            paths.0.entry(fault.place.file.clone()).or_default().insert(path);
        }
        paths
    }

    /// The paths of `file` that were lost; an empty one where some of it could not be read at all.
    pub fn paths(&self, file: &str) -> impl Iterator<Item = &str> {
        self.0.get(file).into_iter().flatten().map(String::as_str)
    }

    /// Whether something of `file` was lost.
    pub fn any(&self, file: &str) -> bool {
        self.0.contains_key(file)
    }

    /// Whether some of `file` could not be read at all.
    pub fn whole(&self, file: &str) -> bool {
        self.0.get(file).is_some_and(|paths| paths.contains(""))
    }

    /// Whether the value at `path` of `file`, one of its parents or one of its children was lost.
    pub fn at(&self, file: &str, path: &str) -> bool {
        let Some(paths) = self.0.get(file) else { return false };
        let parents = path.match_indices(['.', '[']).map(|(i, _)| &path[..i]).chain(["", path]);
        let below = |sign: &str| {
            let begun = format!("{path}{sign}");
            paths.range(begun.clone()..).next().is_some_and(|lost| lost.starts_with(&begun))
        };
        parents.into_iter().any(|parent| paths.contains(parent)) || path.is_empty() || below(".") || below("[")
    }
}

/// The path of the value that a fault took away; empty for a whole file, nothing when no value was lost.
pub fn lost_path(fault: &Fault) -> Option<String> {
    let path = fault.place.field().unwrap_or_default();
    let table = || path.rsplit_once('.').map_or("", |(table, _)| table);
    match &fault.kind {
        FaultKind::Unreadable(_) | FaultKind::Syntax { .. } | FaultKind::LeadingZero { .. } => Some(String::new()),
        // A key without a near one may be any of its table.
        FaultKind::UnknownKey { nearest: Some(key), .. } => Some(join(table(), key)),
        FaultKind::UnknownKey { nearest: None, .. } => Some(table().to_owned()),
        FaultKind::Missing { empty: true, .. }
        | FaultKind::Placeholder { .. }
        | FaultKind::WrongValue { .. }
        | FaultKind::ImpossibleDate { .. } => Some(path.to_owned()),
        FaultKind::Missing { key, .. } => Some(join(path, key.trim_matches(['[', ']']))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    fn fault(path: &str, kind: FaultKind) -> Fault {
        Fault { place: Place::value("promotion.toml", path), kind }
    }

    #[test]
    fn a_loss_is_found_from_its_key_its_parents_and_its_children() {
        let wrong = || FaultKind::ImpossibleDate { found: "2026-02-30".to_owned() };
        let misspelt = FaultKind::UnknownKey { key: "congé".to_owned(), nearest: Some("conges".to_owned()) };
        let faults = [fault("stage[3].presence.date", wrong()), fault("defauts.clauses.congé", misspelt)];
        let losses = Losses::of(&faults);
        for key in ["date", "presence.date", "presence", "clauses.conges", "clauses"] {
            assert!(losses.at("promotion.toml", key), "{key}");
        }
        for key in ["stage", "debut", "clauses.absences", "defauts"] {
            assert!(!losses.at("promotion.toml", key), "{key}");
        }
        assert!(!losses.at("etudiants.csv", "date"), "another file");
    }

    #[test]
    fn a_lost_path_is_found_from_its_parents_and_its_children() {
        let wrong = |path| fault(path, FaultKind::ImpossibleDate { found: "2026-02-30".to_owned() });
        let lost = LostPaths::of(&[wrong("periode[2].visa[0].date"), wrong("periodes"), wrong("z.a")]);
        for path in
            ["periode[2].visa[0].date", "periode[2].visa[0]", "periode[2].visa", "periode", "z", "z.a.b", "periodes[3]"]
        {
            assert!(lost.at("promotion.toml", path), "{path}");
        }
        for path in ["periode[1]", "periode[2].visa[1]", "periode[2].vis", "period", "z.b", "y"] {
            assert!(!lost.at("promotion.toml", path), "{path}");
        }
        assert!(!lost.at("autre.toml", "z") && !lost.whole("promotion.toml"));
        let syntax =
            Fault { place: Place::bytes("promotion.toml", 3..4), kind: FaultKind::Syntax { detail: String::new() } };
        let lost = LostPaths::of(&[syntax]);
        assert!(lost.whole("promotion.toml") && lost.at("promotion.toml", "any"));
    }

    #[test]
    fn a_file_that_was_not_read_lost_everything() {
        let syntax =
            Fault { place: Place::bytes("promotion.toml", 3..4), kind: FaultKind::Syntax { detail: String::new() } };
        assert!(Losses::of(&[syntax]).at("promotion.toml", "anything"));
    }
}
