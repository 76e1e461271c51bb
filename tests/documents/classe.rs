//! The promotion of `fixtures/promotion` and every kind of document that it has, made by the composer alone.

use std::collections::BTreeMap;

use liasse::domain::document::Shared;
use liasse::domain::promotion::{NatureContrat, Promotion, Stage};
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
        let of = |a: &&liasse::domain::promotion::Avenant| a.convention == cle && a.numero == Some(numero);
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
        self.composer.envoi(self.inputs(mode), &stages, "envoi").unwrap()
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
