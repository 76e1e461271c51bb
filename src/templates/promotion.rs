//! The documents of a promotion, each as a piece: convention, avenant, certificats and attestations, prints, sendings.

use serde::Serialize;
use tera::Context;

use super::compose::{Composer, Piece, Readers, fault};
use super::view::{self, AImprimer, PromotionInputs};
use crate::domain::Date;
use crate::domain::document::{Document, TemplateFault};
use crate::domain::promotion::{Avenant, Contrat, Stage};

/// What tells a document from another one.
struct Identite<'a> {
    template: &'a str,
    /// Where it goes, without ending.
    path: &'a str,
    /// Whose it is: the key of a student, or nothing for what is the school's.
    a_qui: &'a str,
    titre: &'a str,
    /// The day that its metadata tell.
    jour: Option<Date>,
    /// Files of the folder whose pictures it shows, beside the logo.
    images: &'a [&'a str],
    a_signer: bool,
}

impl Composer {
    /// The convention of a stage, to go to `path` (without ending).
    ///
    /// # Errors
    /// The template stops on its data. So for all of them.
    pub fn convention(&self, inputs: PromotionInputs<'_>, stage: &Stage, path: &str) -> Result<Piece, TemplateFault> {
        let vue = view::convention(inputs, stage);
        let identite = Identite {
            jour: stage.debut,
            images: &[stage.fiche_pays.trim()],
            ..signed("convention.tera", path, &stage.etudiant, &vue.cadre.titre)
        };
        self.promotion_piece(inputs, &identite, &vue)
    }

    /// An avenant to the convention of `stage`.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn avenant(
        &self,
        inputs: PromotionInputs<'_>,
        stage: &Stage,
        avenant: &Avenant,
        path: &str,
    ) -> Result<Piece, TemplateFault> {
        let vue = view::avenant(inputs, stage, avenant);
        let jour = avenant.date.or(stage.debut);
        let identite = Identite { jour, ..signed("avenant.tera", path, &stage.etudiant, &vue.cadre.titre) };
        self.promotion_piece(inputs, &identite, &vue)
    }

    /// The certificat de stage, filled where the presence is recorded, else to fill.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn certificat(&self, inputs: PromotionInputs<'_>, stage: &Stage, path: &str) -> Result<Piece, TemplateFault> {
        let vue = view::certificat(inputs, stage);
        let jour = attested(stage);
        let identite = Identite { jour, ..signed("certificat.tera", path, &stage.etudiant, &vue.cadre.titre) };
        self.promotion_piece(inputs, &identite, &vue)
    }

    /// The attestation de stage (D124-9), filled where the presence is recorded, else to fill.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn attestation(&self, inputs: PromotionInputs<'_>, stage: &Stage, path: &str) -> Result<Piece, TemplateFault> {
        let vue = view::attestation(inputs, stage);
        let jour = attested(stage);
        let identite = Identite { jour, ..signed("attestation.tera", path, &stage.etudiant, &vue.cadre.titre) };
        self.promotion_piece(inputs, &identite, &vue)
    }

    /// The employer's attestation of an apprenti or of a salarié en contrat de professionnalisation.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn attestation_employeur(
        &self,
        inputs: PromotionInputs<'_>,
        contrat: &Contrat,
        path: &str,
    ) -> Result<Piece, TemplateFault> {
        let vue = view::attestation_employeur(inputs, contrat);
        let jour = contrat.date.or(contrat.fin);
        let identite = Identite { jour, ..signed("contrat.tera", path, &contrat.etudiant, &vue.cadre.titre) };
        self.promotion_piece(inputs, &identite, &vue)
    }

    /// The certificat de travail of an employee.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn certificat_travail(
        &self,
        inputs: PromotionInputs<'_>,
        contrat: &Contrat,
        path: &str,
    ) -> Result<Piece, TemplateFault> {
        let vue = view::certificat_travail(inputs, contrat);
        let jour = contrat.date.or(contrat.fin);
        let identite = Identite { jour, ..signed("contrat.tera", path, &contrat.etudiant, &vue.cadre.titre) };
        self.promotion_piece(inputs, &identite, &vue)
    }

    /// One document of many conventions, in the order of `items`: [`super::pages_imprimees`] tells how many pages it
    /// must have. Each has the pages that it has alone, so that its own count of pages is right.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn imprimer(
        &self,
        inputs: PromotionInputs<'_>,
        items: &[AImprimer<'_>],
        path: &str,
    ) -> Result<Piece, TemplateFault> {
        let vue = view::impression(inputs, items);
        let images: Vec<&str> = items.iter().map(|i| i.stage.fiche_pays.trim()).collect();
        let jour = items.iter().filter_map(|i| i.stage.debut).min();
        let identite =
            Identite { jour, images: &images, a_signer: false, ..signed("impression.tera", path, "", &vue.titre) };
        self.promotion_piece(inputs, &identite, &vue)
    }

    /// The sheets that go with the conventions of `stages`, and with `avenants` to them, to each organisme.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn envoi(
        &self,
        inputs: PromotionInputs<'_>,
        stages: &[&Stage],
        avenants: &[(&Stage, &Avenant)],
        path: &str,
    ) -> Result<Piece, TemplateFault> {
        let vue = view::envoi(inputs, stages, avenants);
        let titre = format!("Envoi des conventions – {}", vue.courant.a_qui);
        let jour = stages.iter().filter_map(|s| s.debut).min();
        let identite = Identite { jour, a_signer: false, ..signed("envoi.tera", path, "", &titre) };
        self.promotion_piece(inputs, &identite, &vue)
    }

    fn promotion_piece(
        &self,
        inputs: PromotionInputs<'_>,
        identite: &Identite<'_>,
        vue: &impl Serialize,
    ) -> Result<Piece, TemplateFault> {
        let template = identite.template;
        let main = self.tera.render(template, &Context::new()).map_err(|e| fault(&e, template))?;
        let ecole = &inputs.promotion.reglage.etablissement;
        let mut files = self.library.clone();
        for (rank, (source, pages)) in inputs.images.iter().enumerate() {
            if source == ecole.logo.trim() || identite.images.contains(&source.as_str()) {
                let named = pages.iter().enumerate().map(|(page, bytes)| (view::image_path(rank, page), bytes.clone()));
                files.extend(named);
            }
        }
        let document = Document {
            main,
            origin: template.to_owned(),
            data: serde_json::to_string(vue).expect("a view is plain data"),
            files,
            title: identite.titre.to_owned(),
            ident: format!("{}/{}/{}", ecole.uai, identite.a_qui, identite.path),
            timestamp: identite.jour.map_or(0, view::midnight),
        };
        let (path, title) = (format!("{}.pdf", identite.path), identite.titre.to_owned());
        Ok(Piece { path, title, document, to_sign: identite.a_signer, readers: Readers::All })
    }
}

/// A document that somebody signs.
fn signed<'a>(template: &'a str, path: &'a str, a_qui: &'a str, titre: &'a str) -> Identite<'a> {
    Identite { template, path, a_qui, titre, jour: None, images: &[], a_signer: true }
}

/// The day of what an organisme attests.
fn attested(stage: &Stage) -> Option<Date> {
    stage.presence.as_ref().and_then(|p| p.date).or(stage.fin)
}
