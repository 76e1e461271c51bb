//! The checks of a set, each with a stable name: what is the set's fault (KO) and what is the machine's (FATAL).

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::container::{Item, Kind, SetError};
use super::contents::contents;
use super::declaration::{Declaration, Objet};
use super::plan::Partie;
use super::read::{Ensemble, unsafe_elsewhere, unsafe_name};
use super::shown;

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Etat {
    Ok,
    /// Told, and no fault.
    Avertissement,
    /// The set's fault.
    Ko,
    /// The machine's: nothing is known of the set.
    Fatal,
}

/// A check.
#[derive(Clone, Debug, Serialize)]
pub struct Controle {
    /// Stable: programs may rely on it.
    pub nom: &'static str,
    /// The clause that it is of; empty where there is none.
    pub clause: &'static str,
    /// What it checks, in words.
    pub quoi: &'static str,
    pub etat: Etat,
    /// What is wrong, at most some lines of it.
    pub details: Vec<String>,
}

/// Lines of details that are kept.
const DETAILS: usize = 20;

impl Controle {
    /// A check, wrong where there are details.
    pub fn new(
        nom: &'static str,
        clause: &'static str,
        quoi: &'static str,
        wrong: Etat,
        mut details: Vec<String>,
    ) -> Self {
        let etat = if details.is_empty() { Etat::Ok } else { wrong };
        let more = details.len().saturating_sub(DETAILS);
        details.truncate(DETAILS);
        if more > 0 {
            details.push(format!("et {more} de plus"));
        }
        Controle { nom, clause, quoi, etat, details }
    }
}

impl Controle {
    /// A check of what is wrong, and of what is to be known and no fault.
    pub(super) fn of(
        nom: &'static str,
        clause: &'static str,
        quoi: &'static str,
        wrong: Vec<String>,
        told: Vec<String>,
    ) -> Self {
        let etat = if wrong.is_empty() { Etat::Avertissement } else { Etat::Ko };
        Controle::new(nom, clause, quoi, etat, wrong.into_iter().chain(told).collect())
    }

    /// With what is told whatever the state.
    pub(super) fn with(mut self, notes: &[String]) -> Self {
        self.details.extend(notes.iter().take(DETAILS).cloned());
        self
    }
}

/// The check that a set could be opened.
pub fn unreadable(error: &SetError) -> Controle {
    readable(fault(error), vec![error.to_string()])
}

fn readable(wrong: Etat, details: Vec<String>) -> Controle {
    Controle::new("ENSEMBLE_LISIBLE", "AR04", "l’ensemble s’ouvre et tient dans ses bornes", wrong, details)
}

/// Whose fault an error is.
fn fault(error: &SetError) -> Etat {
    match error {
        SetError::Io(..) => Etat::Fatal,
        SetError::Set(_) => Etat::Ko,
    }
}

/// Verifies a set: every check, whatever the others find. The declaration comes with them, where there is one.
pub fn verify(ensemble: &Ensemble<'_>) -> (Vec<Controle>, Option<Declaration>) {
    let mut out = vec![readable(Etat::Ko, Vec::new())];
    out.push(names(ensemble));
    let well_formed =
        |wrong, details| Controle::new("MANIFESTE_BIEN_FORME", "AR04", "le manifeste se lit", wrong, details);
    let declaration = match ensemble.declaration() {
        Ok(declaration) => declaration,
        Err(error) => {
            out.push(well_formed(fault(&error), vec![error.to_string()]));
            return (out, None);
        }
    };
    out.push(well_formed(Etat::Ko, Vec::new()));
    out.extend(manifest(&declaration));
    out.extend(completeness(ensemble, &declaration));
    out.extend(contents(ensemble, &declaration));
    if declaration.ours {
        out.push(bytes(ensemble));
    }
    out.push(parts(&declaration));
    (out, Some(declaration))
}

/// What is wrong in the manifest itself.
fn manifest(declaration: &Declaration) -> Vec<Controle> {
    let quoi = "le manifeste a la structure de sa norme";
    // What others take though the standard does not have it is told, and is no fault.
    let (faults, usages) = (declaration.faults.clone(), declaration.usages.clone());
    let structure = Controle::of("MANIFESTE_STRUCTURE", "AR04", quoi, faults, usages).with(&declaration.notes);
    let mut out = vec![structure];
    if let Some(liens) = &declaration.liens {
        let quoi = "objets, groupes et unités se renvoient l’un à l’autre";
        out.push(Controle::new("MANIFESTE_LIENS", "AR04", quoi, Etat::Ko, liens.clone()));
        let quoi = "le manifeste ne se contredit pas";
        out.push(Controle::new("MANIFESTE_COHERENT", "AR04", quoi, Etat::Ko, declaration.coherence.clone()));
    }
    if let Some(refus) = &declaration.versement {
        let quoi = "le manifeste dit ce qu’un service d’archives demande pour une entrée";
        out.push(Controle::new("VERSEMENT_COMPLET", "AR08", quoi, Etat::Avertissement, refus.clone()));
    }
    out
}

fn names(ensemble: &Ensemble<'_>) -> Controle {
    let (mut wrong, mut told) = (Vec::new(), Vec::new());
    let mut seen: HashMap<String, &str> = HashMap::new();
    // « . » itself, where a program packed it, names nothing.
    let itself = |item: &Item| item.kind == Kind::Folder && matches!(item.name.as_str(), "" | ".");
    for item in ensemble.items.iter().filter(|item| !itself(item)) {
        if let Kind::Other(why) = item.kind {
            let name = if item.name.is_empty() { "./" } else { &item.name };
            wrong.push(format!("« {} » {why}", shown(name)));
        } else if let Some(why) = unsafe_elsewhere(&item.name) {
            wrong.push(format!("« {} » : {why}", shown(&item.name)));
        } else if let Some(why) = unsafe_name(&item.name) {
            told.push(format!("« {} » : {why} (une fin de ligne), que Windows ne permet pas", shown(&item.name)));
        } else if item.guessed {
            told.push(format!("« {} » : rien ne dit l’encodage de ce nom, il est deviné", shown(&item.name)));
        }
        if item.kind == Kind::Folder {
            continue;
        }
        match seen.insert(item.name.to_lowercase(), &item.name) {
            Some(other) if other == item.name => wrong.push(format!("« {} » est là deux fois", shown(other))),
            // Some systems do not tell capitals apart.
            Some(other) => told.push(format!(
                "« {} » et « {} » sont le même nom pour Windows et macOS",
                shown(other),
                shown(&item.name)
            )),
            None => {}
        }
    }
    let quoi = "aucun nom ne sort de l’ensemble, aucun n’y est deux fois";
    Controle::of("NOMS_SURS", "AR03", quoi, wrong, told)
}

/// What is listed and absent, what is present and not listed.
fn completeness(ensemble: &Ensemble<'_>, declaration: &Declaration) -> [Controle; 2] {
    let mut absent = Vec::new();
    let mut listed: HashMap<usize, &str> = HashMap::new();
    let mut stranger = Vec::new();
    let gone = |objet: &Objet| {
        let elsewhere = declaration.elsewhere.contains(&objet.uri);
        let why = if elsewhere { " : fetch.txt dit où le chercher, le sac est à compléter" } else { "" };
        format!("« {} » ({}) est absent{why}", shown(&objet.nom), shown(&objet.uri))
    };
    for objet in &declaration.objets {
        match ensemble.place(objet) {
            None => absent.push(gone(objet)),
            Some(i) => {
                if let Some(other) = listed.insert(i, &objet.uri) {
                    stranger.push(format!("« {} » est listé deux fois ({})", shown(&objet.uri), shown(other)));
                }
            }
        }
    }
    let pieces: HashSet<&str> = declaration.objets.iter().map(|o| o.uri.as_str()).collect();
    let mut others: Vec<String> = declaration
        .tag_digests
        .iter()
        .filter(|o| ensemble.place(o).is_none() && !pieces.contains(o.uri.as_str()))
        .map(gone)
        .collect();
    others.sort();
    others.dedup();
    absent.extend(others);
    let known = |i: usize| listed.contains_key(&i) || declaration.tags.contains(&ensemble.items[i].name);
    let others = (0..ensemble.items.len()).filter(|i| ensemble.items[*i].kind != Kind::Folder && !known(*i));
    stranger.extend(others.map(|i| format!("« {} » n’est pas listé", shown(&ensemble.items[i].name))));
    [
        Controle::new("PIECES_PRESENTES", "AR01", "chaque pièce du manifeste est là", Etat::Ko, absent),
        Controle::new("PIECES_DECLAREES", "AR01", "chaque fichier est au manifeste, une fois", Etat::Ko, stranger),
    ]
}

/// The bytes that are no piece's, in a set that liasse made: their form is frozen.
fn bytes(ensemble: &Ensemble<'_>) -> Controle {
    let (etat, details) = match ensemble.first_difference() {
        Ok(None) => (Etat::Ok, Vec::new()),
        Ok(Some(at)) => (Etat::Ko, vec![format!("l’octet {at} n’est pas celui que liasse écrit")]),
        Err(error) => (fault(&error), vec![error.to_string()]),
    };
    Controle::new(
        "FORME_DES_OCTETS",
        "AR02",
        "les octets entre les pièces sont ceux de la forme de liasse",
        etat,
        details,
    )
}

/// The jury's documents are never with the candidates'.
fn parts(declaration: &Declaration) -> Controle {
    let of = |folder: &str| {
        let ours = format!("/documents/{folder}/");
        let at = |o: &&Objet| match declaration.ours {
            true => o.nom.contains(&ours),
            false => o.nom.split('/').rev().skip(1).any(|segment| segment == folder),
        };
        declaration.objets.iter().filter(at).map(|o| o.nom.as_str()).collect::<Vec<_>>()
    };
    let (jury, candidat) = (of("jury"), of("candidat"));
    let mixed = !jury.is_empty() && (!candidat.is_empty() || declaration.partie == Some(Partie::Candidat));
    let details =
        if mixed { jury.iter().map(|n| format!("« {} » est au jury", shown(n))).collect() } else { Vec::new() };
    let quoi = "les documents du jury ne sont pas avec ceux des candidats";
    // In what others made, the names of folders are all that is known of it.
    let wrong = if declaration.ours { Etat::Ko } else { Etat::Avertissement };
    Controle::new("PARTIES_SEPAREES", "AR06", quoi, wrong, details)
}
