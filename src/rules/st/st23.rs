//! ST23: a stage that was over, or had begun, before the training did.

use super::{regle, stages};
use crate::diagnostic::Finding;
use crate::domain::periode::Periode;
use crate::rules::fmt::is_unlikely;
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule::dossier("ST23", check);

fn check(ctx: &Context) -> Vec<Finding> {
    let candidat = &ctx.dossier.candidat;
    // The stages of a former training count for who failed (annexe III B, D), and may be a ground of a reduction.
    if candidat.redoublement.is_some() || candidat.reduction.is_some() {
        return Vec::new();
    }
    let formation = candidat.formation.as_ref();
    let Some(begins) = formation.and_then(|f| f.debut) else { return Vec::new() };
    // A training that ends before it begins is FMT06.
    if formation.and_then(|f| f.fin).is_some_and(|fin| fin < begins) {
        return Vec::new();
    }
    // Under another status DP08 tells the period.
    match regle(ctx) {
        Some(regle) if regle.duree_de_stage => {
            stages(ctx).into_iter().filter_map(|(i, p)| early(ctx, i, p, begins)).collect()
        }
        _ => Vec::new(),
    }
}

fn early(ctx: &Context, i: usize, p: &Periode, begins: crate::domain::Date) -> Option<Finding> {
    let debut = p.debut.filter(|debut| *debut < begins)?;
    // Of days that FMT06 tells nothing more is said.
    if p.fin.is_some_and(|fin| fin < debut) || is_unlikely(ctx, i, p) {
        return None;
    }
    let over = p.fin.is_some_and(|fin| fin < begins);
    let message = match over {
        true => format!("ce stage est fini avant le début de la formation ({begins})"),
        false => format!("ce stage commence le {debut}, avant la formation ({begins})"),
    };
    let found = RULE.at(ctx.periode(i, if over { "fin" } else { "debut" }), message);
    let found = found.related(ctx.candidat("formation.debut"), "premier jour de la formation");
    Some(found.help(
        "le texte répartit les journées de stage sur l’ensemble de la formation : corrigez l’une des deux dates ; après un \
         changement d’établissement, dites le début de la formation entière",
    ))
}
