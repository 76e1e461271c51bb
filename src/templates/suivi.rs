//! The follow-up of a promotion: for each student and stage what exists, what is missing, days done against days due.
//! One list of rows, as a table for spreadsheets (`pipeline`) and as one static page (`lib/suivi.html`).

use std::collections::BTreeSet;

use serde::Serialize;

use super::typography::french;
use crate::domain::calendrier::Calendriers;
use crate::domain::promotion::calcul::Prevision;
use crate::domain::promotion::cumul::Cumul;
use crate::domain::promotion::{Avenant, Contrat, Etudiant, ObjetAvenant, Partie, Promotion, Signataire, Stage};
use crate::domain::referentiel::Referentiel;
use crate::domain::{Date, Journees, Statut};

/// What the follow-up is made from.
pub struct SuiviInputs<'a> {
    pub promotion: &'a Promotion,
    pub referentiel: &'a Referentiel,
    pub calendriers: &'a Calendriers,
    /// What became of the documents of each stage, by rank, and of each contrat.
    pub stages: &'a [Documents],
    pub contrats: &'a [Documents],
}

/// The documents of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Documents {
    /// Those that exist and are current: « convention », « avenant 1 ».
    pub existent: Vec<String>,
    /// Codes of the errors that keep some of them back.
    pub erreurs: BTreeSet<&'static str>,
}

/// The follow-up, every word ready.
#[derive(Debug, Serialize)]
pub struct Suivi {
    titre: String,
    resume: String,
    /// What its rows are grouped by: « Classe ».
    groupe: &'static str,
    pub colonnes: Vec<&'static str>,
    classes: BTreeSet<String>,
    etats: BTreeSet<&'static str>,
    pub lignes: Vec<Ligne>,
}

#[derive(Debug, Serialize)]
pub struct Ligne {
    classe: String,
    etat: &'static str,
    pub cellules: Vec<Cellule>,
}

/// A cell: its text, and what sorts it.
#[derive(Debug, Serialize)]
pub struct Cellule {
    pub texte: String,
    tri: String,
    nombre: bool,
}

const COLONNES: [&str; 15] = [
    "Classe",
    "Nom",
    "Prénoms",
    "Convention",
    "Organisme",
    "Début",
    "Fin",
    "Journées prévues",
    "Journées faites",
    "Fait / dû",
    "Total prévu",
    "Documents",
    "Signatures",
    "Manque",
    "État",
];

const A_CORRIGER: &str = "à corriger";
const SANS_CONVENTION: &str = "sans convention";

/// The follow-up of a promotion: its students in their order, each with its stages and contrats.
pub fn suivi(inputs: &SuiviInputs<'_>) -> Suivi {
    let p = inputs.promotion;
    let mut lignes = Vec::new();
    for etudiant in &p.etudiants {
        let before = lignes.len();
        let stages = p.stages_of(&etudiant.cle);
        lignes.extend(stages.map(|(i, s)| stage(inputs, etudiant, s, &inputs.stages[i])));
        let contrats = p.contrats.iter().enumerate().filter(|(_, c)| c.etudiant == etudiant.cle);
        lignes.extend(contrats.map(|(i, c)| contrat(inputs, etudiant, c, &inputs.contrats[i])));
        if lignes.len() == before {
            let waits = etudiant.statut() == Statut::Scolaire;
            let (manque, etat) = if waits { ("convention", SANS_CONVENTION) } else { ("", "sans document") };
            lignes.push(ligne(inputs, etudiant, &Reste { manque: manque.to_owned(), etat, ..Reste::default() }));
        }
    }
    // A row that names nobody is still a row that somebody wrote.
    let stray = p.stages.iter().enumerate().filter(|(_, s)| p.etudiant(&s.etudiant).is_none());
    let unknown = |s: &Stage| Etudiant { nom_famille: s.etudiant.clone(), ..Etudiant::default() };
    lignes.extend(stray.map(|(i, s)| stage(inputs, &unknown(s), s, &inputs.stages[i])));
    let count = |etat: &str, one: &str, many: &str| match lignes.iter().filter(|l| l.etat == etat).count() {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    };
    let parts = [
        Some(format!("{} étudiants, {} conventions", p.etudiants.len(), p.stages.len())),
        count(A_CORRIGER, A_CORRIGER, A_CORRIGER),
        count(SANS_CONVENTION, "étudiant sans convention", "étudiants sans convention"),
    ];
    let resume = parts.into_iter().flatten().collect::<Vec<_>>().join(" ; ") + ".";
    let titre = format!("Suivi des stages – {}", p.reglage.etablissement.nom.trim());
    Suivi::new(&titre, &resume, "Classe", &COLONNES, lignes)
}

impl Suivi {
    /// A list of rows under those columns.
    pub fn new(titre: &str, resume: &str, groupe: &'static str, colonnes: &[&'static str], lignes: Vec<Ligne>) -> Self {
        Suivi {
            titre: french(titre),
            resume: french(resume),
            groupe,
            colonnes: colonnes.to_vec(),
            classes: lignes.iter().map(|l| l.classe.clone()).filter(|c| !c.is_empty()).collect(),
            etats: lignes.iter().map(|l| l.etat).collect(),
            lignes,
        }
    }
}

impl Ligne {
    /// A row of a group, in a state.
    pub fn new(classe: &str, etat: &'static str, cellules: Vec<Cellule>) -> Self {
        Ligne { classe: classe.trim().to_owned(), etat, cellules }
    }
}

impl Cellule {
    pub fn texte(texte: &str) -> Self {
        Cellule { texte: texte.trim().to_owned(), tri: texte.trim().to_owned(), nombre: false }
    }

    pub fn jour(jour: Option<Date>) -> Self {
        let texte = jour.map_or_else(String::new, |d| d.to_string());
        Cellule { texte, tri: jour.map_or_else(String::new, Date::iso), nombre: false }
    }

    pub fn nombre(texte: String) -> Self {
        Cellule { tri: texte.clone(), texte, nombre: true }
    }
}

/// What differs from one kind of row to the other.
#[derive(Default)]
struct Reste {
    convention: String,
    organisme: String,
    debut: Option<Date>,
    fin: Option<Date>,
    prevues: Option<Journees>,
    faites: Option<Journees>,
    documents: String,
    signatures: String,
    manque: String,
    etat: &'static str,
}

fn stage(inputs: &SuiviInputs<'_>, etudiant: &Etudiant, stage: &Stage, documents: &Documents) -> Ligne {
    let p = inputs.promotion;
    let now = p.en_vigueur(stage);
    let faites = stage.presence.as_ref().and_then(|p| p.journees);
    let signatures = p.signataires(stage, &stage.signatures);
    let (signed, all) = (signatures.iter().filter(|s| s.date.is_some()).count(), signatures.len());
    let avenants = avenants(p, stage);
    let open = avenants.iter().any(|(_, wanting, _)| !wanting.is_empty());
    let etat = match () {
        () if !documents.erreurs.is_empty() => A_CORRIGER,
        () if signed == all && open => "avenant à signer",
        () if faites.is_some() && signed == all => "stage fait",
        () if signed == all => "signée",
        () if signed > 0 => "signatures en cours",
        () => "à signer",
    };
    let of_avenants = avenants.iter().map(|(name, wanting, all)| format!("{name} : {} sur {all}", all - wanting.len()));
    let counts: Vec<String> = std::iter::once(format!("{signed} sur {all}")).chain(of_avenants).collect();
    let reste = Reste {
        convention: stage.cle.clone(),
        organisme: organisme(p, &stage.organisme),
        debut: now.debut,
        fin: now.fin,
        prevues: prevision(inputs, stage).map(|p| p.journees()),
        faites,
        documents: documents.existent.join(", "),
        signatures: counts.join(" ; "),
        manque: missing(&signatures, stage, &avenants, documents),
        etat,
    };
    ligne(inputs, etudiant, &reste)
}

fn contrat(inputs: &SuiviInputs<'_>, etudiant: &Etudiant, contrat: &Contrat, documents: &Documents) -> Ligne {
    let etat = if documents.erreurs.is_empty() { "contrat" } else { A_CORRIGER };
    let reste = Reste {
        convention: contrat.cle.clone(),
        organisme: organisme(inputs.promotion, &contrat.organisme),
        debut: contrat.debut,
        fin: contrat.fin,
        documents: documents.existent.join(", "),
        manque: errors(documents).unwrap_or_default(),
        etat,
        ..Reste::default()
    };
    ligne(inputs, etudiant, &reste)
}

/// Each avenant of a stage: its name, who has not signed it, how many sign it.
fn avenants(promotion: &Promotion, stage: &Stage) -> Vec<(String, Vec<&'static str>, usize)> {
    let one = |a: &&Avenant| {
        let before = promotion.before(stage, a);
        let all = promotion.signataires(&before, &a.signatures);
        let mut wanting = unsigned(&all);
        let new = match a.objet {
            Some(ObjetAvenant::Tuteur) => Some("nouveau tuteur"),
            Some(ObjetAvenant::Referent) => Some("nouveau référent"),
            _ => None,
        };
        wanting.extend(new.filter(|_| a.signature_nouveau.is_none()));
        let name = a.numero.map_or_else(|| "avenant".to_owned(), |n| format!("avenant {n}"));
        (name, wanting, all.len() + usize::from(new.is_some()))
    };
    promotion.avenants_of(stage).iter().map(one).collect()
}

/// In which quality those sign who have not signed.
fn unsigned(all: &[Signataire]) -> Vec<&'static str> {
    let words = |s: &Signataire| match s.partie {
        Partie::Etablissement => "établissement",
        Partie::Organisme { second: false } => "organisme",
        Partie::Organisme { second: true } => "second organisme",
        Partie::Etudiant => "étudiant",
        Partie::RepresentantLegal => "représentant légal",
        Partie::Referent => "référent",
        Partie::Tuteur { .. } => "tuteur",
    };
    all.iter().filter(|s| s.date.is_none()).map(words).collect()
}

/// "à corriger : CV36 ; signatures : tuteur, étudiant ; avenant 1 : organisme ; présence".
fn missing(
    signatures: &[Signataire],
    stage: &Stage,
    avenants: &[(String, Vec<&'static str>, usize)],
    documents: &Documents,
) -> String {
    let who = unsigned(signatures);
    let said = match who.len() {
        0 => None,
        n if n == signatures.len() => Some("toutes les signatures".to_owned()),
        _ => Some(format!("signatures : {}", who.join(", "))),
    };
    let avenants = avenants.iter().filter(|(_, who, _)| !who.is_empty()).map(|(name, who, all)| match who.len() {
        n if n == *all => format!("{name} : toutes les signatures"),
        _ => format!("{name} : {}", who.join(", ")),
    });
    let done = stage.presence.as_ref().is_some_and(|p| p.journees.is_some());
    let presence = (!done).then(|| "présence".to_owned());
    [errors(documents), said].into_iter().flatten().chain(avenants).chain(presence).collect::<Vec<_>>().join(" ; ")
}

fn errors(documents: &Documents) -> Option<String> {
    let codes: Vec<_> = documents.erreurs.iter().copied().collect();
    (!codes.is_empty()).then(|| format!("{A_CORRIGER} : {}", codes.join(", ")))
}

fn organisme(promotion: &Promotion, cle: &str) -> String {
    promotion.organisme(cle).map_or_else(|| cle.to_owned(), |o| o.nom.trim().to_owned())
}

fn ligne(inputs: &SuiviInputs<'_>, etudiant: &Etudiant, reste: &Reste) -> Ligne {
    let (text, day) = (Cellule::texte, Cellule::jour);
    let number = |n: Option<String>| Cellule::nombre(n.unwrap_or_default());
    let (fait, prevu) = total(inputs, etudiant).map_or((None, String::new()), |(fait, prevu)| (Some(fait), prevu));
    let cellules = vec![
        text(&etudiant.classe),
        text(etudiant.nom()),
        text(&etudiant.prenoms),
        text(&reste.convention),
        text(&reste.organisme),
        day(reste.debut),
        day(reste.fin),
        number(reste.prevues.map(|n| n.to_string())),
        number(reste.faites.map(|n| n.to_string())),
        number(fait),
        text(&prevu),
        text(&reste.documents),
        text(&reste.signatures),
        text(&reste.manque),
        text(reste.etat),
    ];
    Ligne::new(&etudiant.classe, reste.etat, cellules)
}

/// "43 / 75": the journées that the student has done and those that the whole training asks; what is foreseen in all, with
/// its sum. Nothing for who has a contrat.
fn total(inputs: &SuiviInputs<'_>, etudiant: &Etudiant) -> Option<(String, String)> {
    let p = inputs.promotion;
    let foreseen = |rank: usize| prevision(inputs, &p.stages[rank]).map(|p| p.journees());
    let cumul = Cumul::of(p, etudiant, foreseen, &inputs.referentiel.stage).filter(|c| !c.stages.is_empty())?;
    let done = cumul.anterieures.unwrap_or_default() + cumul.faites;
    Some((format!("{done} / {}", cumul.dues_min), cumul.working()))
}

/// What a stage foresees, as its avenants leave it.
fn prevision(inputs: &SuiviInputs<'_>, stage: &Stage) -> Option<Prevision> {
    inputs.promotion.prevision(&inputs.promotion.en_vigueur(stage), inputs.calendriers)
}
