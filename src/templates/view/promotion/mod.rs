//! The documents of a promotion: what they are made from, and what they all show.

mod articles;
mod avenant;
mod contrat;
mod convention;
mod envoi;
mod impression;
mod mots;
mod presence;
mod signatures;

use std::collections::BTreeMap;

use serde::Serialize;

pub use avenant::avenant;
pub use contrat::{attestation_employeur, certificat_travail};
pub use convention::convention;
pub use envoi::envoi;
pub use impression::{AImprimer, impression, pages_imprimees};
pub use mots::nom;
pub use presence::{attestation, certificat};

use self::mots::{adresse, dit, jours_ecrits};
use super::garde::{Cartouche, Courant, shortened};
use super::valeur::{Ligne, Texte, ligne};
use super::{Galerie, Mode};
use crate::domain::calendrier::Calendriers;
use crate::domain::document::Shared;
use crate::domain::droit::DroitDesStages;
use crate::domain::promotion::calcul::{self, Prevision};
use crate::domain::promotion::{Etudiant, Organisme, Promotion, Representant, Stage};
use crate::domain::referentiel::Referentiel;
use crate::templates::typography::french;

/// What the documents of a promotion are made from.
#[derive(Clone, Copy)]
pub struct PromotionInputs<'a> {
    pub promotion: &'a Promotion,
    pub referentiel: &'a Referentiel,
    pub calendriers: &'a Calendriers,
    pub droit: &'a DroitDesStages,
    /// Pictures by the path that the data names: one for the logo, one for each page of a country sheet.
    pub images: &'a BTreeMap<String, Vec<Shared>>,
    pub mode: Mode,
}

/// What stands above and around every document of a promotion.
#[derive(Serialize)]
pub struct Cadre {
    pub courant: Courant,
    pub cartouche: Cartouche,
    pub entete: EnTete,
    /// Its title, and what the foot of its pages says.
    pub titre: String,
    pub pied: String,
}

/// The letterhead.
#[derive(Serialize)]
pub struct EnTete {
    pub lignes: Vec<String>,
    pub logo: Option<Logo>,
}

/// A picture in millimetres.
#[derive(Serialize)]
pub struct Logo {
    image: String,
    alternative: String,
    largeur: f64,
    hauteur: f64,
}

/// A table of particulars and its title.
#[derive(Serialize)]
pub struct Tableau {
    pub titre: &'static str,
    pub lignes: Vec<Ligne>,
}

/// Box of the logo, in millimetres.
const LOGO: (f64, f64) = (50.0, 18.0);

impl<'a> PromotionInputs<'a> {
    /// The letterhead: the lines that the school tells, and its logo.
    fn entete(self) -> EnTete {
        let ecole = &self.promotion.reglage.etablissement;
        EnTete { lignes: ecole.entete.iter().map(|l| french(l)).collect(), logo: self.logo() }
    }

    fn logo(self) -> Option<Logo> {
        let ecole = &self.promotion.reglage.etablissement;
        let source = ecole.logo.trim();
        let image = self.images_of(source).into_iter().next()?;
        let told = self.promotion.attachments.get(source)?;
        let (w, h) = (f64::from(told.width.max(1)), f64::from(told.height.max(1)));
        let scale = (LOGO.0 / w).min(LOGO.1 / h);
        let alternative = match ecole.logo_alternative.trim() {
            "" => format!("Logo de l’établissement {}", ecole.nom.trim()),
            told => told.to_owned(),
        };
        Some(Logo { image, alternative: french(&alternative), largeur: w * scale, hauteur: h * scale })
    }

    /// Virtual paths of the pictures of `source`; the same in every document of the promotion.
    fn images_of(self, source: &str) -> Vec<String> {
        Galerie { attachments: &self.promotion.attachments, images: self.images }.paths(source)
    }

    /// What stands around a document: `pied` says its kind, `a_qui` whose it is.
    fn cadre(self, titre: &str, pied: &str, a_qui: String, lignes: Vec<Ligne>) -> Cadre {
        let session = self.promotion.reglage.formation.session;
        let said = session.map_or_else(String::new, |s| format!(" · Session {s}"));
        Cadre {
            courant: Courant {
                gauche: french(&format!("{} · {pied}{said}", self.referentiel.diplome.sigle)),
                droite: shortened(&a_qui),
                a_qui,
                brouillon: self.mode == Mode::Draft,
            },
            cartouche: Cartouche {
                diplome: french(&self.referentiel.diplome.intitule),
                session: session.map_or(Texte::Blanc, |s| Texte::Dit(format!("Session {s}"))),
                lignes,
            },
            entete: self.entete(),
            titre: french(titre),
            pied: french(pied),
        }
    }

    /// A text that must be there: a line to fill by hand where it is not, a gap that a draft tells.
    fn requis(self, text: &str, what: &str) -> Texte {
        match dit(text) {
            Texte::Blanc => self.manque(what),
            told => told,
        }
    }

    fn manque(self, what: &str) -> Texte {
        match self.mode {
            Mode::Final => Texte::Blanc,
            Mode::Draft => Texte::Manque(french(what)),
        }
    }

    fn etablissement(self) -> Ligne {
        ligne("Établissement", self.requis(&self.promotion.reglage.etablissement.nom, "nom de l’établissement"))
    }
}

/// A stage with what its documents ask of it; a student or an organisme that is not found leaves blanks.
struct Faits<'a> {
    inputs: PromotionInputs<'a>,
    stage: &'a Stage,
    etudiant: Etudiant,
    organisme: Organisme,
    prevision: Option<Prevision>,
    /// Whether the student is a minor on the first day.
    mineur: bool,
}

impl<'a> Faits<'a> {
    fn new(inputs: PromotionInputs<'a>, stage: &'a Stage) -> Self {
        let promotion = inputs.promotion;
        let etudiant = promotion.etudiant(&stage.etudiant).cloned().unwrap_or_default();
        Faits {
            inputs,
            stage,
            organisme: promotion.organisme(&stage.organisme).cloned().unwrap_or_default(),
            prevision: calcul::prevision(stage, inputs.calendriers, promotion.calendrier_de(stage, inputs.calendriers)),
            mineur: stage.debut.is_some_and(|d| etudiant.is_minor_on(d)),
            etudiant,
        }
    }

    /// What stands around a document of the stage.
    fn cadre(&self, kind: &str, pied: &str) -> Cadre {
        let nom = nom(&self.etudiant);
        let lignes = vec![
            ligne("Stagiaire", self.inputs.requis(&nom, "nom et prénoms du stagiaire")),
            self.inputs.etablissement(),
        ];
        let titre = if nom.is_empty() { kind.to_owned() } else { format!("{kind} – {nom}") };
        self.inputs.cadre(&titre, pied, nom, lignes)
    }

    /// Who signs for the organisme.
    fn signataire(&self) -> &Representant {
        let told = self.stage.signataire.as_ref().filter(|s| !s.nom.trim().is_empty());
        told.unwrap_or(&self.organisme.representant)
    }

    /// The dates of the stage.
    fn dates(&self) -> Texte {
        jours_ecrits(self.stage.debut, self.stage.fin)
    }

    /// Where the stage takes place: the places that are told, or the organisme's address.
    fn lieux(&self) -> Vec<Texte> {
        let o = &self.organisme;
        match self.stage.lieux.is_empty() {
            true => vec![adresse(&o.adresse, &o.code_postal, &o.ville, &o.pays)],
            false => self.stage.lieux.iter().map(|l| dit(l)).collect(),
        }
    }

    /// The foreseen presence with its working.
    fn duree(&self) -> Texte {
        self.prevision.as_ref().map_or(Texte::Blanc, |p| dit(&p.working(self.stage, self.inputs.droit)))
    }
}
