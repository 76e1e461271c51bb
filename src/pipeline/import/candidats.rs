//! From pupils to the folders of candidates: under what name, what is written, what a person edited. Pure.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::annuaire::Annuaire;
use super::selection::Keys;
use super::{Edited, free, person};
use crate::domain::candidat::{FILE, Statut};
use crate::domain::referentiel::Referentiel;
use crate::domain::reglages::Reglages;
use crate::domain::slug::slug;
use crate::pipeline::manifest::sha256;
use crate::pipeline::starter;
use crate::sources::import::Eleve;
use crate::sources::import::journal::{Existing, Journal, Present, SCHEMA};

/// The folder of each candidate, below the one that was asked for: the folder of a former import, else a new one
/// named after the class and the person; two of one name are told apart by a number.
pub fn places(kept: &[Eleve], existing: &Existing) -> Vec<String> {
    let mut taken: BTreeSet<String> = existing.taken.iter().cloned().collect();
    let journals: Vec<(&String, Keys)> =
        existing.journals.iter().map(|(path, journal)| (path, Keys::from_map(&journal.personne))).collect();
    let mut former = Annuaire::default();
    journals.iter().enumerate().for_each(|(i, (_, keys))| former.insert(keys, i));
    let mut given: BTreeSet<&String> = BTreeSet::new();
    let mut numbers = HashMap::new();
    let mut place = |eleve: &Eleve| {
        let keys = Keys::of(eleve).digests();
        let is = |i: usize| !given.contains(journals[i].0) && keys.same(&journals[i].1);
        if let Some(i) = former.find(&keys, is) {
            given.insert(journals[i].0);
            return journals[i].0.clone();
        }
        let (person, class) = (person(eleve), slug(&eleve.classe));
        let class = if class.is_empty() { class } else { class + "/" };
        free(&mut taken, &mut numbers, &format!("{class}{person}"))
    };
    kept.iter().map(&mut place).collect()
}

/// What candidates' folders are made with.
pub struct Maker<'t> {
    referentiel: &'t Referentiel,
    reglages: &'t Reglages,
    session: i32,
    /// The status of all, whatever the exports tell.
    statut: Option<Statut>,
    /// The files that are the same for all of one status.
    common: HashMap<Statut, Vec<(String, String)>>,
}

impl<'t> Maker<'t> {
    pub fn new(referentiel: &'t Referentiel, reglages: &'t Reglages, session: i32, statut: Option<Statut>) -> Self {
        Maker { referentiel, reglages, session, statut, common: HashMap::new() }
    }

    /// The files of a candidate's folder, by path.
    pub fn files(&mut self, eleve: &Eleve) -> Vec<(String, String)> {
        let statut = self.statut.or(eleve.statut).unwrap_or(Statut::Scolaire);
        let (session, referentiel, reglages) = (self.session, self.referentiel, self.reglages);
        let common =
            self.common.entry(statut).or_insert_with(|| starter::files(statut, session, referentiel, reglages));
        let own = || starter::candidat(statut, session, referentiel, filled(eleve));
        let one = |(name, text): &(String, String)| (name.clone(), if name == FILE { own() } else { text.clone() });
        common.iter().map(one).collect()
    }
}

/// The keys that the export fills.
fn filled(eleve: &Eleve) -> Vec<(&'static str, Value)> {
    let born = eleve.date_naissance.and_then(|d| serde_json::to_value(d).ok());
    let ecole = &eleve.ecole;
    let texts = [
        ("identite.nom_famille", &eleve.nom_famille),
        ("identite.nom_usage", &eleve.nom_usage),
        ("identite.prenoms", &eleve.prenoms),
        ("identite.ine", &eleve.ine),
        ("examen.numero_candidat", &eleve.numero_candidat),
        ("examen.academie", &ecole.academie),
        ("etablissement.nom", &ecole.nom),
        ("etablissement.uai", &ecole.uai),
        ("etablissement.adresse", &ecole.adresse),
        ("etablissement.code_postal", &ecole.code_postal),
        ("etablissement.ville", &ecole.ville),
    ];
    let texts = texts.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k, Value::from(v.as_str())));
    texts.chain(born.map(|d| ("identite.date_naissance", d))).collect()
}

/// What is to be written in one folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub write: Vec<(String, String)>,
    pub state: State,
    /// A person edited `candidat.toml`, which tells something else than the export.
    pub kept_edited: bool,
    pub journal: Journal,
}

/// What becomes of a folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    New,
    Updated,
    Unchanged,
}

/// Compares what would be written with what is there and with what was written last.
pub fn plan(
    eleve: &Eleve,
    files: Vec<(String, String)>,
    former: Option<&Journal>,
    present: &dyn Fn(&str) -> Present,
    edited: Edited,
) -> Plan {
    let mut journal = former.cloned().unwrap_or_default();
    journal.schema = SCHEMA;
    journal.personne.extend(Keys::of(eleve).digests().to_map());
    let mut out = Plan::default();
    for (name, text) in files {
        let (new, last) = (sha256(text.as_bytes()), journal.fichiers.get(&name));
        // A file that is gone was taken away or renamed by a person.
        let (same, untouched) = match present(&name) {
            Present::No => (false, last.is_none()),
            Present::Other => (false, false),
            Present::Yes(bytes) => (bytes == text.as_bytes(), last == Some(&sha256(&bytes))),
        };
        let ours = untouched || (name == FILE && edited == Edited::Overwrite);
        if same || ours {
            journal.fichiers.insert(name.clone(), new);
        }
        if !same && ours {
            out.write.push((name, text));
        } else if !same && name == FILE {
            out.kept_edited = true;
        }
    }
    out.state = match former {
        None => State::New,
        Some(_) if out.write.is_empty() => State::Unchanged,
        Some(_) => State::Updated,
    };
    out.journal = journal;
    out
}
