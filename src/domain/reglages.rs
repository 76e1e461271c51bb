//! What the sources do not settle and a school can change: headings, signatures, dates (`dossier.toml` of the pack).

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::Date;
use super::identifiers::normalise;
use super::visa::Qualite;

/// The settings of a pack, an overlay laid over them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reglages {
    pub titres: Titres,
    /// What no listed session tells.
    pub calendrier: CalendrierParDefaut,
    /// Beyond what a day or a length is a slip.
    pub vraisemblance: Vraisemblance,
    /// Dates of a session, as the yearly circular sets them.
    #[serde(default)]
    pub session: Vec<DatesDeSession>,
    /// The sections of the sheets, in order.
    pub rubrique: Vec<Rubrique>,
    /// Who must sign what.
    pub visa: Vec<VisaAttendu>,
    /// The school's letterhead.
    #[serde(default)]
    pub entete: Entete,
    /// The models of the circulaire.
    #[serde(default)]
    pub modeles: Modeles,
}

/// Whether a person compared our pages with the models that the yearly circulaire gives.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Modeles {
    /// The circulaire with which they were; empty where nobody did.
    pub verifies: String,
}

/// The titles that documents bear.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Titres {
    pub dossier: String,
    pub sommaire: String,
    pub bordereau: String,
    pub justificatifs: String,
    pub entreprise: String,
    pub fiche: String,
    pub couverture: String,
    pub liste_humaine: String,
    pub compte_rendu: String,
    /// What stands under the title page: that this is no official model.
    pub mention: String,
}

/// Days of the year that stand in for dates that nobody told, as month and day.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendrierParDefaut {
    /// First épreuve of a session.
    pub premiere_epreuve: (i8, i8),
    /// Last day of the first semester.
    pub fin_premier_semestre: (i8, i8),
    /// First day of a teaching year.
    pub rentree: (i8, i8),
}

/// Bounds beyond which what is told is more likely a slip than true: no text sets them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vraisemblance {
    /// Ages at the session that nobody wonders at, both included.
    pub age_usuel: (i32, i32),
    /// Ages beyond which the birth is wrong.
    pub age_possible: (i32, i32),
    /// Least age on the first day of a period.
    pub age_au_travail: i32,
    /// How many years a period may be before the session, and after.
    pub annees_avant: i32,
    pub annees_apres: i32,
    /// Months below which the contracts of an apprentice are for a person to look at.
    pub contrat_mois_min: u16,
}

/// The dates of one session.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatesDeSession {
    pub annee: i32,
    pub premiere_epreuve: Option<Date>,
}

/// A section of a sheet.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Rubrique {
    pub cle: String,
    pub titre: String,
    /// Other headings that mean the same.
    #[serde(default)]
    pub variantes: Vec<String>,
    /// Numbers of the sheets that have it.
    pub fiches: Vec<i32>,
    /// Whether the founding text itself demands it.
    #[serde(default)]
    pub exigee: bool,
    /// What to write there, shown where it is empty in a draft.
    pub aide: String,
    /// The headings as they are compared, made once: every heading of every sheet is held against them.
    #[serde(skip)]
    normal: OnceLock<Vec<String>>,
}

/// Kinds of pieces that somebody signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PieceAViser {
    Justificatif,
    Fiche,
    Entreprise,
}

/// A signature that a piece must bear.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct VisaAttendu {
    pub cle: String,
    pub piece: PieceAViser,
    /// What stands above the box.
    pub libelle: String,
    /// Any of these qualities will do.
    pub qualites: Vec<Qualite>,
}

/// The school's letterhead; nothing by default.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Entete {
    pub lignes: Vec<String>,
    /// File of the overlay: PNG or JPEG.
    pub logo: String,
    pub logo_alternative: String,
}

impl Rubrique {
    /// Whether a heading names this section, numbered or not.
    pub fn matches(&self, title: &str) -> bool {
        let title = normalise(title);
        let bare =
            title.split_once(' ').filter(|(first, _)| is_ordinal(first)).map_or(title.as_str(), |(_, rest)| rest);
        let all = || std::iter::once(&self.titre).chain(&self.variantes).map(|t| normalise(t)).collect();
        self.normal.get_or_init(all).iter().any(|t| *t == title || t == bare)
    }
}

/// Whether a word numbers a heading: « 1 », « iv », « a ».
fn is_ordinal(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
        || word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
        || (word.len() == 1 && word.bytes().all(|b| b.is_ascii_lowercase()))
}

/// An age at the first épreuve of a session at which nobody usually sits it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgeInsolite {
    /// Full years; negative for who is not born yet.
    pub ans: i32,
    /// Whether somebody may be that old all the same.
    pub possible: bool,
}

impl Reglages {
    /// The age that a birth gives at a session, where nobody usually is that old then.
    pub fn age_insolite(&self, naissance: Date, session: i32) -> Option<AgeInsolite> {
        let (exam, _) = self.premiere_epreuve(session)?;
        let within = |(least, most): (i32, i32), ans: i32| (least..=most).contains(&ans);
        let (ans, bounds) = (naissance.years_to(exam), &self.vraisemblance);
        (!within(bounds.age_usuel, ans)).then(|| AgeInsolite { ans, possible: within(bounds.age_possible, ans) })
    }

    /// The day of the first épreuve of `session`, and whether it was told.
    pub fn premiere_epreuve(&self, session: i32) -> Option<(Date, bool)> {
        let told = self.session.iter().find(|s| s.annee == session).and_then(|s| s.premiere_epreuve);
        let default = || {
            let (month, day) = self.calendrier.premiere_epreuve;
            Date::new(i16::try_from(session).ok()?, month, day)
        };
        told.map(|d| (d, true)).or_else(|| default().map(|d| (d, false)))
    }

    /// The sections of the sheet `numero`, in order.
    pub fn rubriques(&self, numero: i32) -> impl Iterator<Item = &Rubrique> {
        self.rubrique.iter().filter(move |r| r.fiches.contains(&numero))
    }

    /// The signatures that a kind of piece must bear.
    pub fn visas(&self, piece: PieceAViser) -> impl Iterator<Item = &VisaAttendu> {
        self.visa.iter().filter(move |v| v.piece == piece)
    }
}
