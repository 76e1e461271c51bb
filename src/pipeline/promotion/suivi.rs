//! Writes the follow-up of a promotion: `suivi.csv`, that a spreadsheet opens, and `suivi.html`, one page that any browser
//! shows, sorts and filters without asking anything of the network.

use std::collections::BTreeSet;
use std::path::Path;

use super::refus::{Codes, Refus};
use super::wanted::{Row, Wanted};
use crate::domain::document::TemplateFault;
use crate::pipeline::control::ControlledPromotion;
use crate::pipeline::output::OutputError;
use crate::pipeline::tableau;
use crate::templates::{Composer, Documents, Readers, SuiviInputs, suivi};

/// Names of the two.
pub(super) const TABLE: &str = "suivi.csv";
pub(super) const PAGE: &str = "suivi.html";

/// What became of each document that the rows ask for.
pub(super) struct Made<'w> {
    pub(super) refus: &'w Refus,
    pub(super) wanted: &'w [Wanted],
    /// Paths of the documents that stand and are current.
    pub(super) current: BTreeSet<&'w str>,
}

/// Writes the follow-up into `out`; the fault of its template, if it has one.
///
/// # Errors
/// A file cannot be written.
pub(super) fn write(
    controlled: &ControlledPromotion,
    composer: &Composer,
    made: &Made<'_>,
    out: &Path,
) -> Result<Option<TemplateFault>, OutputError> {
    let promotion = &controlled.loaded.promotion;
    let document = |erreurs: Codes| Documents { erreurs, ..Documents::default() };
    let of_stage = made.refus.stages.iter().zip(&made.refus.presences).map(|(a, b)| a | b);
    let mut stages: Vec<_> = of_stage.map(document).collect();
    let mut contrats: Vec<_> = made.refus.contrats.iter().cloned().map(document).collect();
    for one in made.wanted.iter().filter(|w| made.current.contains(w.path().as_str())) {
        let of = match one.row {
            Row::Stage(rank) | Row::Avenant { stage: rank, .. } => &mut stages[rank],
            Row::Contrat(rank) => &mut contrats[rank],
        };
        of.existent.push(one.kind_in_words(promotion));
    }
    let inputs = SuiviInputs {
        promotion,
        referentiel: &controlled.referentiel,
        calendriers: &controlled.texts.calendriers,
        stages: &stages,
        contrats: &contrats,
    };
    tableau::write(composer, &suivi(&inputs), Readers::All, out, [TABLE, PAGE])
}
