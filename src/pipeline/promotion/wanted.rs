//! The documents that the rows of a promotion ask for, in the order in which they are made.

use std::collections::HashMap;

use super::names::{Named, Names};
use super::refus::Refus;
use crate::domain::document::TemplateFault;
use crate::domain::promotion::{Contrat, NatureContrat, Promotion, Stage};
use crate::pipeline::build::Part;
use crate::templates::{Composer, Piece, PromotionInputs};

/// One document to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) part: Part,
    pub(super) row: Row,
    /// Path in the output folder, without ending.
    base: String,
}

/// Where it comes from, by rank in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    Stage(usize),
    /// With the stage that it changes.
    Avenant {
        rank: usize,
        stage: usize,
    },
    Contrat(usize),
}

/// The documents of `promotion`.
pub(super) fn wanted(promotion: &Promotion) -> Vec<Wanted> {
    let mut all = Namer { names: Names::new(promotion), out: Vec::new() };
    let stages = || promotion.stages.iter().enumerate();
    stages().for_each(|(i, s)| all.stage(Part::Conventions, "convention", i, s));
    let ranks: HashMap<&str, usize> = stages().map(|(i, s)| (s.cle.as_str(), i)).collect();
    for (rank, avenant) in promotion.avenants.iter().enumerate() {
        if let Some(&stage) = ranks.get(avenant.convention.as_str()) {
            let document = format!("avenant {}", avenant.numero.unwrap_or(1));
            all.avenant(&document, Row::Avenant { rank, stage }, &promotion.stages[stage]);
        }
    }
    stages().for_each(|(i, s)| all.stage(Part::Certificats, "certificat de stage", i, s));
    stages().for_each(|(i, s)| all.stage(Part::Attestations, "attestation de stage", i, s));
    promotion.contrats.iter().enumerate().for_each(|(i, c)| all.contrat(i, c));
    all.out
}

struct Namer<'p> {
    names: Names<'p>,
    out: Vec<Wanted>,
}

impl Namer<'_> {
    fn stage(&mut self, part: Part, document: &str, rank: usize, stage: &Stage) {
        let named = named(part, document, stage);
        let base = self.names.next(&named);
        self.out.push(Wanted { part, row: Row::Stage(rank), base });
    }

    /// The pattern says whose it is; its number always stands at the end.
    fn avenant(&mut self, document: &str, row: Row, stage: &Stage) {
        let part = Part::Avenants;
        let base = self.names.next_with(&named(part, "avenant", stage), &document.replace(' ', "-"));
        self.out.push(Wanted { part, row, base });
    }

    fn contrat(&mut self, rank: usize, contrat: &Contrat) {
        let (part, document) = match contrat.nature {
            Some(NatureContrat::Travail) => (Part::Certificats, "certificat de travail"),
            _ => (Part::Attestations, "attestation de l’employeur"),
        };
        let Contrat { etudiant, organisme, cle, debut, .. } = contrat;
        let named = Named { folder: part.folder(), document, etudiant, organisme, cle, debut: *debut };
        let base = self.names.next(&named);
        self.out.push(Wanted { part, row: Row::Contrat(rank), base });
    }
}

fn named<'p>(part: Part, document: &'p str, stage: &'p Stage) -> Named<'p> {
    let Stage { etudiant, organisme, cle, debut, .. } = stage;
    Named { folder: part.folder(), document, etudiant, organisme, cle, debut: *debut }
}

impl Wanted {
    /// Whether a build of one part makes it. What is printed as a whole rests on the conventions: they come with it.
    pub(super) fn is_asked(&self, only: Option<Part>) -> bool {
        only.is_none_or(|part| self.part == if part == Part::Impression { Part::Conventions } else { part })
    }

    /// Its path in the output folder.
    pub(super) fn path(&self) -> String {
        format!("{}.pdf", self.base)
    }

    /// Whether an error keeps it back.
    pub(super) fn is_refused(&self, refus: &Refus) -> bool {
        let presence = matches!(self.part, Part::Certificats | Part::Attestations);
        match self.row {
            Row::Stage(i) => !refus.stages[i].is_empty() || (presence && !refus.presences[i].is_empty()),
            Row::Avenant { rank, .. } => !refus.avenants[rank].is_empty(),
            Row::Contrat(i) => !refus.contrats[i].is_empty(),
        }
    }

    /// Its row, as a person finds it: by its key or its number, never by a name.
    pub(super) fn in_words(&self, promotion: &Promotion) -> String {
        let (table, rank, cle) = match self.row {
            Row::Stage(i) => ("stage", i, promotion.stages[i].cle.as_str()),
            Row::Avenant { rank, .. } => ("avenant", rank, ""),
            Row::Contrat(i) => ("contrat", i, promotion.contrats[i].cle.as_str()),
        };
        if cle.is_empty() { format!("{table} de la ligne {}", rank + 1) } else { format!("{table} « {cle} »") }
    }

    /// What it is, for the follow-up.
    pub(super) fn kind_in_words(&self, promotion: &Promotion) -> String {
        let filled = |rank: usize| promotion.stages[rank].presence.as_ref().is_some_and(|p| p.journees.is_some());
        let state = |rank| if filled(rank) { "" } else { " à remplir" };
        match (self.part, self.row) {
            (Part::Certificats, Row::Stage(rank)) => format!("certificat de stage{}", state(rank)),
            (Part::Attestations, Row::Stage(rank)) => format!("attestation de stage{}", state(rank)),
            (_, Row::Stage(_)) => "convention".to_owned(),
            (_, Row::Avenant { rank, .. }) => format!("avenant {}", promotion.avenants[rank].numero.unwrap_or(1)),
            (Part::Certificats, Row::Contrat(_)) => "certificat de travail".to_owned(),
            (_, Row::Contrat(_)) => "attestation de l’employeur".to_owned(),
        }
    }

    /// Its document.
    ///
    /// # Errors
    /// The template stops on its data.
    pub(super) fn compose(&self, composer: &Composer, inputs: PromotionInputs<'_>) -> Result<Piece, TemplateFault> {
        let (promotion, path) = (inputs.promotion, self.base.as_str());
        match (self.part, self.row) {
            (Part::Certificats, Row::Stage(rank)) => composer.certificat(inputs, &promotion.stages[rank], path),
            (Part::Attestations, Row::Stage(rank)) => composer.attestation(inputs, &promotion.stages[rank], path),
            (_, Row::Stage(rank)) => composer.convention(inputs, &promotion.stages[rank], path),
            (_, Row::Avenant { rank, stage }) => {
                composer.avenant(inputs, &promotion.stages[stage], &promotion.avenants[rank], path)
            }
            (Part::Certificats, Row::Contrat(rank)) => {
                composer.certificat_travail(inputs, &promotion.contrats[rank], path)
            }
            (_, Row::Contrat(rank)) => composer.attestation_employeur(inputs, &promotion.contrats[rank], path),
        }
    }
}
