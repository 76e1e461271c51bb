//! The documents that the rows of a promotion ask for, in the order in which they are made.

use super::names::{Named, Names};
use super::refus::Refus;
use crate::domain::document::TemplateFault;
use crate::domain::promotion::Promotion;
use crate::pipeline::build::Part;
use crate::pipeline::control::ControlledPromotion;
use crate::templates::{Composer, ConventionInputs, Mode, Piece};

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
    /// With the stage that it changes, where there is one.
    Avenant {
        rank: usize,
        stage: Option<usize>,
    },
    Contrat(usize),
}

/// The documents of `promotion`; those of one part where `only` says so.
pub(super) fn wanted(promotion: &Promotion, only: Option<Part>) -> Vec<Wanted> {
    let mut names = Names::new(promotion);
    let stages = promotion.stages.iter().enumerate().map(|(rank, s)| {
        let named = Named {
            document: "convention",
            etudiant: &s.etudiant,
            organisme: &s.organisme,
            cle: &s.cle,
            debut: s.debut,
        };
        Wanted { part: Part::Conventions, row: Row::Stage(rank), base: format!("conventions/{}", names.next(&named)) }
    });
    stages.filter(|w| only.is_none_or(|part| part == w.part)).collect()
}

impl Wanted {
    /// Its path in the output folder.
    pub(super) fn path(&self) -> String {
        format!("{}.pdf", self.base)
    }

    /// Whether an error keeps it back.
    pub(super) fn is_refused(&self, refus: &Refus) -> bool {
        let presence = matches!(self.part, Part::Certificats | Part::Attestations);
        !match self.row {
            Row::Stage(i) => refus.stages[i].is_empty() && !(presence && !refus.presences[i].is_empty()),
            Row::Avenant { rank, .. } => refus.avenants[rank].is_empty(),
            Row::Contrat(i) => refus.contrats[i].is_empty(),
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
    pub(super) fn kind_in_words(&self, _promotion: &Promotion) -> String {
        "convention".to_owned()
    }

    /// Its document.
    ///
    /// # Errors
    /// The template stops on its data.
    pub(super) fn compose(
        &self,
        controlled: &ControlledPromotion,
        composer: &Composer,
        mode: Mode,
    ) -> Result<Piece, TemplateFault> {
        let promotion = &controlled.loaded.promotion;
        let Row::Stage(rank) = self.row else { unreachable!("no other is wanted yet") };
        let inputs = ConventionInputs {
            promotion,
            stage: &promotion.stages[rank],
            referentiel: &controlled.referentiel,
            calendriers: &controlled.texts.calendriers,
            droit: &controlled.texts.droit,
            mode,
        };
        composer.convention(inputs, &self.base)
    }
}
