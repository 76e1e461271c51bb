//! The ranks of a promotion's rows by key: rows name each other by keys, thousands of times in one control.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::Promotion;

/// The ranks, made at the first look-up; the rows are not changed after it. A copy makes its own, and two promotions
/// are equal whatever was looked up in them.
#[derive(Debug, Default)]
pub struct Index(OnceLock<Maps>);

/// The first row that has each key, and the rows that name it.
#[derive(Debug, Default)]
struct Maps {
    etudiants: HashMap<String, usize>,
    organismes: HashMap<String, usize>,
    referents: HashMap<String, usize>,
    stages: HashMap<String, usize>,
    stages_of: HashMap<String, Vec<usize>>,
    stages_in: HashMap<String, Vec<usize>>,
    avenants_of: HashMap<String, Vec<usize>>,
    contrats: HashSet<String>,
}

/// The ranks of one promotion.
#[derive(Clone, Copy)]
pub(super) struct Ranks<'a>(&'a Maps);

impl Index {
    pub(super) fn of(&self, promotion: &Promotion) -> Ranks<'_> {
        Ranks(self.0.get_or_init(|| Maps::of(promotion)))
    }
}

impl Clone for Index {
    fn clone(&self) -> Self {
        Index::default()
    }
}

impl PartialEq for Index {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Maps {
    fn of(p: &Promotion) -> Self {
        Maps {
            etudiants: firsts(p.etudiants.iter().map(|e| &e.cle)),
            organismes: firsts(p.organismes.iter().map(|o| &o.cle)),
            referents: firsts(p.reglage.referent.iter().map(|r| &r.cle)),
            stages: firsts(p.stages.iter().map(|s| &s.cle)),
            stages_of: groups(p.stages.iter().map(|s| &s.etudiant)),
            stages_in: shared(&p.stages),
            avenants_of: groups(p.avenants.iter().map(|a| &a.convention)),
            contrats: p.contrats.iter().map(|c| c.etudiant.clone()).collect(),
        }
    }
}

impl<'a> Ranks<'a> {
    pub fn etudiant(self, cle: &str) -> Option<usize> {
        self.0.etudiants.get(cle).copied()
    }

    pub fn organisme(self, cle: &str) -> Option<usize> {
        self.0.organismes.get(cle).copied()
    }

    pub fn referent(self, cle: &str) -> Option<usize> {
        self.0.referents.get(cle).copied()
    }

    pub fn stage(self, cle: &str) -> Option<usize> {
        self.0.stages.get(cle).copied()
    }

    pub fn stages_of(self, etudiant: &str) -> &'a [usize] {
        self.0.stages_of.get(etudiant).map_or(&[], Vec::as_slice)
    }

    pub fn stages_in(self, organisme: &str) -> &'a [usize] {
        self.0.stages_in.get(organisme).map_or(&[], Vec::as_slice)
    }

    pub fn avenants_of(self, convention: &str) -> &'a [usize] {
        self.0.avenants_of.get(convention).map_or(&[], Vec::as_slice)
    }

    pub fn has_contrat(self, etudiant: &str) -> bool {
        self.0.contrats.contains(etudiant)
    }
}

/// The ranks of the stages in each organisme, those that two organismes share in both.
fn shared(stages: &[super::Stage]) -> HashMap<String, Vec<usize>> {
    let mut out = groups(stages.iter().map(|s| &s.organisme));
    for (rank, stage) in stages.iter().enumerate() {
        if stage.is_shared() {
            let ranks = out.entry(stage.second_organisme.clone()).or_default();
            ranks.push(rank);
            ranks.sort_unstable();
        }
    }
    out
}

/// The first rank of each key; a blank key names nothing.
fn firsts<'a>(keys: impl Iterator<Item = &'a String>) -> HashMap<String, usize> {
    let mut out = HashMap::new();
    for (rank, key) in keys.enumerate().filter(|(_, k)| !k.is_empty()) {
        out.entry(key.clone()).or_insert(rank);
    }
    out
}

/// The ranks of the rows that have each key.
fn groups<'a>(keys: impl Iterator<Item = &'a String>) -> HashMap<String, Vec<usize>> {
    let mut out: HashMap<String, Vec<usize>> = HashMap::new();
    for (rank, key) in keys.enumerate().filter(|(_, k)| !k.is_empty()) {
        match out.get_mut(key) {
            Some(ranks) => ranks.push(rank),
            None => drop(out.insert(key.clone(), vec![rank])),
        }
    }
    out
}
