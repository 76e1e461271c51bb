//! What the templates are given: every word ready in French, every gap told, no decision left to the page.

mod controle;
mod couverture;
mod entreprise;
mod examen;
mod fiche;
mod garde;
mod justificatif;
mod markdown;
mod parties;
mod pieces;
mod promotion;
mod valeur;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

pub use controle::compte_rendu;
pub use examen::{
    Convocation, ExamenInputs, Feuilles, Notation, Presentation, convocations, corrige, document_oral, epreuves,
    grilles, lecture, liste, notation, notation_des_copies, portfolio, proces_verbal, ranges, scenario_jury,
    situation_orale, sujet,
};
pub use garde::{Cartouche, Courant, Garde};
pub use parties::{Partie, parties};
pub use promotion::{
    AImprimer, PromotionInputs, attestation, attestation_employeur, avenant, certificat, certificat_travail,
    convention, envoi, impression, pages_imprimees,
};
pub use valeur::Texte;

use super::typography::french;
use crate::diagnostic::Severity;
use crate::domain::document::Shared;
use crate::domain::dossier::Attachment;
use crate::domain::duree::Decompte;
use crate::domain::markdown::Block;
use crate::domain::referentiel::Referentiel;
use crate::domain::reglages::{Reglages, Titres};
use crate::domain::slug::slug;
use crate::domain::{Date, Dossier, Visa, signatures};
use markdown::Bloc;

/// What the documents are made from.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    pub dossier: &'a Dossier,
    pub referentiel: &'a Referentiel,
    pub reglages: &'a Reglages,
    /// Pictures by the path that the data names: one for a photograph, one for each page of a PDF scan.
    pub images: &'a BTreeMap<String, Vec<Shared>>,
    /// What the control found.
    pub constats: &'a [Constat],
    /// What is still to be signed by hand, in words; nothing where nothing is.
    pub a_signer: &'a str,
    /// The reckoning of the journées of stage, where a duration binds and is known.
    pub decompte: Option<&'a Decompte>,
    pub mode: Mode,
    /// Moment that the metadata tell (SOURCE_DATE_EPOCH); without one, the last day that the data tell.
    pub timestamp: Option<i64>,
}

/// Whether gaps may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A gap is left blank, to be filled by hand.
    Final,
    /// A gap is told where it is, and every page says that it is a draft.
    Draft,
}

/// A finding of the control, ready to print.
#[derive(Clone, Debug)]
pub struct Constat {
    pub code: String,
    pub severity: Severity,
    pub message: String,
    /// File and line, in words.
    pub place: String,
    /// The text that it rests on.
    pub reference: String,
    pub help: Vec<String>,
    /// Whether it brings the risk of a « non valide », and to which units.
    pub nv: bool,
    pub unites: Vec<String>,
}

/// Everything the pages of one folder show.
#[derive(Serialize)]
pub struct Vue {
    pub courant: Courant,
    pub titres: Titres,
    pub cartouche: Cartouche,
    pub garde: Garde,
    pub parties: Vec<Partie>,
}

/// Makes the view of a folder.
pub fn vue(inputs: &Inputs<'_>) -> Vue {
    let view = View::new(inputs);
    Vue {
        courant: view.courant(),
        titres: view.titres(),
        cartouche: view.cartouche(),
        garde: view.garde(),
        parties: parties(&view),
    }
}

/// The pictures of a folder.
#[derive(Clone, Copy)]
pub struct Galerie<'a> {
    /// Their sizes, by the path that the data name.
    pub attachments: &'a BTreeMap<String, Attachment>,
    /// Themselves: one for a photograph, one for each page of a PDF scan.
    pub images: &'a BTreeMap<String, Vec<Shared>>,
}

impl Galerie<'_> {
    /// Virtual paths of the pictures of `source`; the same in every document of the folder.
    pub fn paths(self, source: &str) -> Vec<String> {
        let Some(pages) = self.images.get(source) else { return Vec::new() };
        let rank = self.images.keys().take_while(|path| path.as_str() < source).count();
        (0..pages.len()).map(|page| image_path(rank, page)).collect()
    }
}

/// The inputs, with what every part of the view asks of them.
pub struct View<'a> {
    inputs: &'a Inputs<'a>,
}

impl<'a> View<'a> {
    pub fn new(inputs: &'a Inputs<'a>) -> Self {
        View { inputs }
    }

    fn dossier(&self) -> &'a Dossier {
        self.inputs.dossier
    }

    /// The settings' headings, as printed.
    pub fn titres(&self) -> Titres {
        let t = &self.inputs.reglages.titres;
        Titres {
            dossier: french(&t.dossier),
            sommaire: french(&t.sommaire),
            bordereau: french(&t.bordereau),
            justificatifs: french(&t.justificatifs),
            entreprise: french(&t.entreprise),
            fiche: french(&t.fiche),
            couverture: french(&t.couverture),
            liste_humaine: french(&t.liste_humaine),
            compte_rendu: french(&t.compte_rendu),
            mention: french(&t.mention),
        }
    }

    /// A text that must be there; `what` names it where it is not.
    fn requis(&self, text: &str, what: &str) -> Texte {
        self.facultatif(text).unwrap_or_else(|| self.manque(what))
    }

    /// A text that may be absent.
    fn facultatif(&self, text: &str) -> Option<Texte> {
        (!text.trim().is_empty()).then(|| Texte::Dit(french(text.trim())))
    }

    /// A gap.
    fn manque(&self, what: &str) -> Texte {
        match self.inputs.mode {
            Mode::Final => Texte::Blanc,
            Mode::Draft => Texte::Manque(french(what)),
        }
    }

    fn brouillon(&self) -> bool {
        self.inputs.mode == Mode::Draft
    }

    fn requis_ou<T>(&self, value: Option<T>, what: &str, words: impl Fn(T) -> String) -> Texte {
        value.map_or_else(|| self.manque(what), |v| Texte::Dit(words(v)))
    }

    fn galerie(&self) -> Galerie<'a> {
        Galerie { attachments: &self.inputs.dossier.attachments, images: self.inputs.images }
    }

    fn blocs(&self, blocks: &[Block]) -> Vec<Bloc> {
        self.galerie().blocs(blocks)
    }

    fn images(&self, source: &str) -> Vec<String> {
        self.galerie().paths(source)
    }

    /// "MARTIN Léa Inès".
    fn nom(&self) -> String {
        let id = &self.dossier().candidat.identite;
        let nom = if id.nom_usage.trim().is_empty() { &id.nom_famille } else { &id.nom_usage };
        french(format!("{} {}", nom.trim(), id.prenoms.trim()).trim())
    }

    /// The boxes to sign of a piece, with the signatures recorded for them.
    fn visas(&self, recorded: &[Visa], piece: crate::domain::reglages::PieceAViser) -> Vec<VisaVue> {
        let cases = signatures::cases(recorded, piece, self.inputs.reglages);
        cases.into_iter().map(|c| VisaVue::new(french(c.libelle), c.visa)).collect()
    }
}

/// A box to sign in.
#[derive(Serialize)]
pub struct VisaVue {
    pub libelle: String,
    pub nom: Option<String>,
    pub qualite: Option<String>,
    pub date: Option<String>,
}

impl VisaVue {
    fn new(libelle: String, visa: Option<&Visa>) -> Self {
        VisaVue {
            libelle,
            nom: visa.map(|v| french(v.nom.trim())).filter(|n| !n.is_empty()),
            qualite: visa.and_then(|v| v.qualite).map(|q| q.label().to_owned()),
            date: visa.and_then(|v| v.date).map(Date::in_words),
        }
    }
}

/// What tells a candidate's dossier from every other one.
pub fn identifiant(dossier: &Dossier) -> String {
    let candidat = &dossier.candidat;
    let session = candidat.examen.session.unwrap_or_default();
    format!("{}/{session}/{}/{}", candidat.diplome(), candidat.examen.numero_candidat, candidat.identite.nom_famille)
}

/// The last day that the data tell, in seconds since 1970: the dossier is not older, and tells no other day of its own.
pub fn moment(dossier: &Dossier) -> i64 {
    let visas = |all: &'_ [Visa]| all.iter().filter_map(|v| v.date).max();
    let fiches = dossier.fiches.iter().flat_map(|f| [f.date, f.fin, visas(&f.visa)]);
    let periodes = dossier.periodes.iter().map(|p| p.justificatif.as_ref().and_then(|j| visas(&j.visa)));
    let entreprises = dossier.entreprises.iter().map(|e| visas(&e.visa));
    let last = fiches.chain(periodes).chain(entreprises).flatten().max();
    let session = dossier.candidat.examen.session.and_then(|s| i16::try_from(s).ok());
    let day = last.or_else(|| session.and_then(|year| Date::new(year, 1, 1)));
    day.map_or(0, midnight)
}

/// The first moment of a day, in seconds since 1970.
pub fn midnight(day: Date) -> i64 {
    let civil = jiff::civil::Date::new(day.year(), day.month(), day.day()).ok();
    civil.and_then(|d| d.to_zoned(jiff::tz::TimeZone::UTC).ok()).map_or(0, |z| z.timestamp().as_second())
}

/// Virtual path of a page of the picture of that rank.
pub fn image_path(rank: usize, page: usize) -> String {
    format!("img/{rank}-{page}")
}

/// The virtual paths of pictures that a view names.
pub fn images_of(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Array(all) => all.iter().for_each(|v| images_of(v, out)),
        Value::Object(all) => all.iter().for_each(|(key, v)| match (key.as_str(), v) {
            ("image", Value::String(path)) if path.starts_with("img/") => out.push(path.clone()),
            (_, v) => images_of(v, out),
        }),
        _ => {}
    }
}

/// A phrase that starts in lower case, as the first of its line.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Name of a piece's file, without ending: "03-fiche-entreprise-agence-delorme".
fn file_name(numero: usize, words: &str) -> String {
    format!("{numero:02}-{}", slug(words))
}
