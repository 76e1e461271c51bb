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

use self::mots::{adresse, dit, gratification, jours_de_la_semaine, jours_ecrits, suite};
use super::garde::{Cartouche, Courant, shortened};
use super::valeur::{Ligne, Texte, ligne};
use super::{Galerie, Mode};
use crate::domain::calendrier::Calendriers;
use crate::domain::date::en_jours;
use crate::domain::document::Shared;
use crate::domain::droit::DroitDesStages;
use crate::domain::promotion::calcul::{Arret, Prevision};
use crate::domain::promotion::partage::Part;
use crate::domain::promotion::{Etudiant, Organisme, Promotion, Representant, Stage};
use crate::domain::referentiel::Referentiel;
use crate::domain::{Heures, Journees};
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

/// What stands for hours that are to be written by hand.
const A_ECRIRE: &str = "………… h, soit ……… journées";

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
    /// The other organisme of a stage that two share.
    second: Option<Organisme>,
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
            second: promotion.second_organisme(stage).cloned(),
            prevision: promotion.prevision(stage, inputs.calendriers),
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

    /// Who signs first for the organisme.
    fn signataire(&self) -> Representant {
        self.inputs.promotion.representants(self.stage, false).into_iter().next().unwrap_or_default()
    }

    /// Who signs for the organismes, and whether it is for the second one.
    fn representants(&self) -> Vec<(Representant, bool)> {
        let of = |second: bool| {
            let all = self.inputs.promotion.representants(self.stage, second);
            all.into_iter().map(move |r| (r, second))
        };
        of(false).chain(of(true).filter(|_| self.second.is_some())).collect()
    }

    /// Who signs for the organisme, or for the second one.
    fn represente(&self, second: bool) -> Texte {
        let all = self.inputs.promotion.representants(self.stage, second);
        let all: Vec<String> = all.iter().map(|r| suite(&[&r.nom, &r.qualite])).filter(|r| !r.is_empty()).collect();
        dit(&all.join("\n"))
    }

    /// The dates of the stage.
    fn dates(&self) -> Texte {
        jours_ecrits(self.stage.debut, self.stage.fin)
    }

    /// Where the stage takes place: the places that are told, or the organisme's address.
    fn lieux(&self) -> Vec<Texte> {
        let address = |o: &Organisme| adresse(&o.adresse, &o.code_postal, &o.ville, &o.pays);
        match self.stage.lieux.is_empty() {
            true => [Some(&self.organisme), self.second.as_ref()].into_iter().flatten().map(address).collect(),
            false => self.stage.lieux.iter().map(|l| dit(l)).collect(),
        }
    }

    /// Whether one of the organismes stands abroad.
    fn is_abroad(&self) -> bool {
        self.inputs.promotion.a_l_etranger(self.stage).is_some()
    }

    /// The country of the one that stands abroad.
    fn pays(&self) -> &str {
        self.inputs.promotion.a_l_etranger(self.stage).map_or("", |o| o.pays.trim())
    }

    /// What each organisme has of a shared stage: left to write where the convention does not tell.
    fn parts(&self) -> Option<Vec<Texte>> {
        let second = self.second.as_ref()?;
        let told = self.prevision.as_ref().and_then(|p| p.parts(self.stage));
        let one = |(o, part): (&Organisme, Option<Part>)| {
            let said = part.map(|p| {
                let days = p.journees.map(|n| format!("{n} journée{}", if n.is_plural() { "s" } else { "" }));
                let hours = Heures::of_minutes(p.minutes).in_words();
                days.into_iter().chain([hours]).collect::<Vec<_>>().join(", ")
            });
            dit(&format!("{} : {}", o.nom.trim(), said.as_deref().unwrap_or(A_ECRIRE)))
        };
        let parts = told.map_or([None; 2], |parts| parts.map(Some));
        Some([&self.organisme, second].into_iter().zip(parts).map(one).collect())
    }

    /// The hourly gratification with its working, line by line.
    fn gratification(&self) -> Vec<Texte> {
        gratification(self.stage, self.prevision.as_ref(), self.inputs.droit)
    }

    /// The days that holidays and interruptions took away, each with its date.
    fn retires(&self) -> Option<Vec<Texte>> {
        let p = self.prevision.as_ref().filter(|p| p.dites.is_none())?;
        let holidays: Vec<String> = p.feries.iter().map(|d| d.in_words()).collect();
        let holidays = match p.feries.len() {
            0 => None,
            1 => Some(format!("férié : {}", holidays.concat())),
            _ => Some(format!("fériés : {}", holidays.join(", "))),
        };
        let stop = |a: &Arret| {
            let why = a.motif.map_or_else(String::new, |m| format!(", {}", m.label().to_lowercase()));
            let days = if a.pris.is_plural() { "journées" } else { "journée" };
            format!("interruption {}{why} : {} {days}", en_jours(a.debut, a.fin), a.pris)
        };
        let unknown = p.feries_inconnus.then(|| "jours fériés du pays : aucun retiré".to_owned());
        let all: Vec<Texte> =
            holidays.into_iter().chain(unknown).chain(p.arrets.iter().map(stop)).map(|t| dit(&t)).collect();
        (!all.is_empty()).then_some(all)
    }

    /// The days that the convention adds to those of the week.
    fn ajoutes(&self) -> Option<Texte> {
        let s = self.stage;
        let whole = s.jours_supplementaires.iter().map(|d| d.in_words());
        let half = s.demi_journees_supplementaires.iter().map(|d| format!("{} (demi-journée)", d.in_words()));
        let all: Vec<String> = whole.chain(half).collect();
        (!all.is_empty()).then(|| dit(&all.join(", ")))
    }

    /// "le vendredi, 8 journées ; à son domicile".
    fn teletravail(&self) -> Option<Texte> {
        let regime = self.stage.regime();
        let days: Vec<i8> =
            regime.weekdays().into_iter().filter(|d| regime.teletravail.iter().any(|j| j.weekday() == *d)).collect();
        let told = jours_de_la_semaine(&days);
        let count: Option<Journees> = self.prevision.as_ref().filter(|_| !days.is_empty()).map(|p| {
            let remote = p.jours.iter().filter(|(d, _)| days.contains(&d.weekday()));
            remote.map(|(_, jour)| Journees::of_halves(jour.demis)).sum()
        });
        let count = count.map(|n| format!("{n} journée{}", if n.is_plural() { "s" } else { "" }));
        let days = suite(&[&told, count.as_deref().unwrap_or_default()]);
        let parts = [days.as_str(), regime.teletravail_modalites.trim()];
        let said = parts.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ; ");
        (!said.is_empty()).then(|| dit(&said))
    }

    /// The foreseen presence with its working.
    fn duree(&self) -> Texte {
        self.prevision.as_ref().map_or(Texte::Blanc, |p| dit(&p.working(self.inputs.droit)))
    }
}
