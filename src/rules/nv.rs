//! The risk of a « non valide », in words (référentiel, annexe II B, note *).

use super::{Context, words};
use crate::diagnostic::Risk;
use crate::domain::referentiel::{Composition, Referentiel};

/// What a fault of the sheet `numero` puts at risk; of no sheet in particular, every unit that rests on the dossier.
pub fn risk(ctx: &Context, numero: Option<i32>) -> Risk {
    risk_in(ctx.referentiel, numero)
}

/// The same, by the référentiel alone.
pub fn risk_in(referentiel: &Referentiel, numero: Option<i32>) -> Risk {
    let compositions = &referentiel.compositions;
    let bears = |c: &&Composition| numero.is_none_or(|n| c.fiches.iter().any(|f| i32::from(*f) == n));
    let mut units: Vec<_> = compositions.iter().filter(bears).map(|c| c.unite.as_str()).collect();
    if units.is_empty() {
        units = compositions.iter().map(|c| c.unite.as_str()).collect();
    }
    let nv = &referentiel.nv;
    let words = format!(
        "risque de {} (« {} ») en {} : pas d’interrogation, pas de diplôme ; les autorités académiques décident",
        nv.mention,
        nv.intitule,
        words::and(units.clone())
    );
    Risk { unites: units.into_iter().map(str::to_owned).collect(), words }
}
