//! The promotion of `fixtures/promotion` and every kind of document that it has, made by the composer alone.

use std::collections::BTreeMap;

use liasse::domain::document::Shared;
use liasse::domain::periode::Jour;
use liasse::domain::promotion::stage::Gratification;
use liasse::domain::promotion::{Avenant, NatureContrat, ObjetAvenant, Promotion, Representant, Stage};
use liasse::domain::{Date, Heures};
use liasse::pipeline::{ControlledPromotion, Library, control_promotion};
use liasse::sources::{MemoryFolder, Pack};
use liasse::templates::{AImprimer, Composer, Mode, Piece, PromotionInputs};
use liasse::typeset::{picture, scan};

/// A promotion to typeset.
pub struct Classe {
    pub promotion: Promotion,
    pub controlled: ControlledPromotion,
    pub images: BTreeMap<String, Vec<Shared>>,
    composer: Composer,
}

impl Classe {
    /// The whole class of the fixture.
    pub fn new() -> Self {
        let folder = MemoryFolder::copy_of(&super::root().join("fixtures/promotion")).unwrap();
        Self::of(&folder)
    }

    pub fn of(folder: &MemoryFolder) -> Self {
        let library = Library::new(Pack::embedded()).unwrap();
        let controlled = control_promotion(folder, &library).unwrap();
        let pages = |bytes: &Vec<u8>| match bytes.starts_with(b"%PDF") {
            true => scan::pages(bytes).unwrap().into_iter().map(Shared::from).collect(),
            false => vec![Shared::from(&*picture::archivable(bytes))],
        };
        let images = controlled.loaded.attachments.iter().map(|(path, bytes)| (path.clone(), pages(bytes))).collect();
        let composer = Composer::new(controlled.texts.pack.templates()).unwrap_or_else(|fault| panic!("{fault}"));
        Classe { promotion: controlled.loaded.promotion.clone(), controlled, images, composer }
    }

    /// The convention `c-03` with everything that one can have, and an avenant of each kind to it.
    pub fn complete() -> Self {
        let mut classe = Self::new();
        let p = &mut classe.promotion;
        let who = |nom: &str| Representant { nom: nom.to_owned(), qualite: "Direction".to_owned() };
        for o in &mut p.organismes {
            o.second_representant = who("Anne SAVOY");
        }
        p.etudiants.iter_mut().for_each(|e| e.second_representant_legal = "Marc CAZENAVE".to_owned());
        let minor = p.stages.iter_mut().find(|s| s.cle == "c-03").unwrap();
        minor.second_organisme = "belassur".to_owned();
        minor.service = "Service".to_owned();
        minor.lieux = vec!["Lyon".to_owned(), "Bruxelles".to_owned()];
        minor.teletravail = vec![Jour::Vendredi];
        minor.teletravail_modalites = "À son domicile".to_owned();
        minor.clauses.couverture_etranger = "Carte européenne".to_owned();
        minor.clauses.rapatriement = "Assistance".to_owned();
        minor.fiche_pays = "fiche du ministère".to_owned();
        let mut second = minor.tuteur[0].clone();
        (second.nom, second.organisme) = ("Jan PEETERS".to_owned(), "belassur".to_owned());
        minor.tuteur.push(second);
        let avenant = Avenant {
            convention: "c-03".to_owned(),
            date: Date::new(2025, 12, 1),
            tuteur: "Inès GARNIER".to_owned(),
            tuteur_fonction: "Chargée de clientèle".to_owned(),
            referent: "oezdemir".to_owned(),
            lieu: "Bron".to_owned(),
            heures_semaine: Heures::parse("28"),
            jours: vec![Jour::Lundi, Jour::Mardi, Jour::Jeudi],
            demi_journees: vec![Jour::Mercredi, Jour::Vendredi],
            horaires: "9 h – 16 h".to_owned(),
            gratification: Gratification { horaire: "4,60".to_owned(), modalites: "Par virement.".to_owned() },
            motif: "À la demande de l’organisme".to_owned(),
            ..Avenant::default()
        };
        let of = |(n, objet): (u32, &ObjetAvenant)| {
            let (debut, fin) = match objet {
                ObjetAvenant::Horaires | ObjetAvenant::Gratification => (Date::new(2025, 12, 15), None),
                ObjetAvenant::Interruption => (Date::new(2025, 12, 22), Date::new(2026, 1, 2)),
                _ => (Date::new(2025, 12, 8), Date::new(2026, 1, 9)),
            };
            Avenant { numero: Some(n), objet: Some(*objet), debut, fin, ..avenant.clone() }
        };
        p.avenants = (1..).zip(ObjetAvenant::ALL).map(of).collect();
        classe.promotion.index = Default::default();
        classe
    }

    /// Every document that the convention `cle` has, and what the employers of others attest.
    pub fn all_of(&self, cle: &str, mode: Mode) -> Vec<Piece> {
        let mut all = vec![self.convention(cle, mode), self.certificat(cle, mode), self.attestation(cle, mode)];
        let avenants = self.promotion.avenants.iter().filter(|a| a.convention == cle);
        all.extend(avenants.map(|a| self.avenant(cle, a.numero.unwrap(), mode)));
        all.extend(["k-01", "k-03"].map(|cle| self.contrat(cle, mode)));
        all.push(self.envoi(mode));
        all
    }

    fn inputs(&self, mode: Mode) -> PromotionInputs<'_> {
        PromotionInputs {
            promotion: &self.promotion,
            referentiel: &self.controlled.referentiel,
            calendriers: &self.controlled.texts.calendriers,
            droit: &self.controlled.texts.droit,
            images: &self.images,
            mode,
        }
    }

    pub fn stage(&self, cle: &str) -> &Stage {
        self.promotion.stages.iter().find(|s| s.cle == cle).unwrap_or_else(|| panic!("no {cle}"))
    }

    pub fn convention(&self, cle: &str, mode: Mode) -> Piece {
        let stage = self.stage(cle);
        self.composer.convention(self.inputs(mode), stage, &format!("convention-{cle}")).unwrap()
    }

    pub fn certificat(&self, cle: &str, mode: Mode) -> Piece {
        self.composer.certificat(self.inputs(mode), self.stage(cle), &format!("certificat-{cle}")).unwrap()
    }

    pub fn attestation(&self, cle: &str, mode: Mode) -> Piece {
        self.composer.attestation(self.inputs(mode), self.stage(cle), &format!("attestation-{cle}")).unwrap()
    }

    /// The avenant of that number to the convention `cle`.
    pub fn avenant(&self, cle: &str, numero: u32, mode: Mode) -> Piece {
        let of = |a: &&Avenant| a.convention == cle && a.numero == Some(numero);
        let avenant = self.promotion.avenants.iter().find(of).unwrap_or_else(|| panic!("no {cle} {numero}"));
        let path = format!("avenant-{cle}-{numero}");
        self.composer.avenant(self.inputs(mode), self.stage(cle), avenant, &path).unwrap()
    }

    /// What the employer of the contrat `cle` attests.
    pub fn contrat(&self, cle: &str, mode: Mode) -> Piece {
        let contrat = self.promotion.contrats.iter().find(|c| c.cle == cle).unwrap_or_else(|| panic!("no {cle}"));
        let (inputs, path) = (self.inputs(mode), format!("contrat-{cle}"));
        match contrat.nature {
            Some(NatureContrat::Travail) => self.composer.certificat_travail(inputs, contrat, &path),
            _ => self.composer.attestation_employeur(inputs, contrat, &path),
        }
        .unwrap()
    }

    pub fn envoi(&self, mode: Mode) -> Piece {
        let stages: Vec<&Stage> = self.promotion.stages.iter().collect();
        let avenants: Vec<_> =
            self.promotion.avenants.iter().filter_map(|a| Some((self.promotion.stage(&a.convention)?.1, a))).collect();
        self.composer.envoi(self.inputs(mode), &stages, &avenants, "envoi").unwrap()
    }

    /// The conventions of `items`, keys and pages, as one document.
    pub fn impression(&self, items: &[(&str, usize)], mode: Mode) -> Piece {
        let items: Vec<_> =
            items.iter().map(|(cle, pages)| AImprimer { stage: self.stage(cle), pages: *pages }).collect();
        self.composer.imprimer(self.inputs(mode), &items, "impression").unwrap()
    }

    /// Every document but the conventions and their print: filled and blank, of each kind.
    pub fn others(&self, mode: Mode) -> Vec<Piece> {
        let mut out: Vec<_> = self.promotion.contrats.iter().map(|c| self.contrat(&c.cle, mode)).collect();
        for a in &self.promotion.avenants {
            out.push(self.avenant(&a.convention, a.numero.unwrap(), mode));
        }
        for cle in ["c-01", "c-03", "c-10", "c-12"] {
            out.extend([self.certificat(cle, mode), self.attestation(cle, mode)]);
        }
        out.push(self.envoi(mode));
        out
    }
}
