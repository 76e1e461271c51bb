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
    /// Rank of its row in its table.
    pub(super) rank: usize,
    /// Path in the output folder, without ending.
    base: String,
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
        Wanted { part: Part::Conventions, rank, base: format!("conventions/{}", names.next(&named)) }
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
        refus.stages.contains(&self.rank)
    }

    /// Its row, as a person finds it: by its key or its number, never by a name.
    pub(super) fn in_words(&self, promotion: &Promotion) -> String {
        match promotion.stages.get(self.rank).map(|s| s.cle.as_str()) {
            Some(cle) if !cle.is_empty() => format!("stage « {cle} »"),
            _ => format!("stage de la ligne {}", self.rank + 1),
        }
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
        let inputs = ConventionInputs {
            promotion,
            stage: &promotion.stages[self.rank],
            referentiel: &controlled.referentiel,
            calendriers: &controlled.texts.calendriers,
            droit: &controlled.texts.droit,
            mode,
        };
        composer.convention(inputs, &self.base)
    }
}
