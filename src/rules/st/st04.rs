//! ST04: a reduced duration below the least that the text allows.

use super::duree::{Stages, Verdict};
use super::{journees, nv};
use crate::diagnostic::{Diagnostic, Nv, Severity};
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule {
    code: "ST04",
    severity: Severity::Error,
    title: "durée de stage réduite sous le minimum",
    reference: "référentiel, annexe III B, C (l. 3161 et 3162)",
    nv: Some(Nv::Listed),
    explain: include_str!("st04.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    let Some(stages) = Stages::of(ctx).filter(|s| s.verdict == Verdict::BelowFloor) else { return Vec::new() };
    let reduction = &ctx.referentiel.stage.reduction;
    let (floor, weeks) = (reduction.journees_min, reduction.semaines_min);
    let message = match stages.periodes.is_empty() {
        true => format!(
            "aucune période de stage n’est déclarée, il faut au moins {floor} journées ({weeks} \
            semaines), même après réduction"
        ),
        false => format!(
            "la durée réduite des stages est de {}, elle ne peut pas descendre sous {floor} ({weeks} semaines)",
            journees(stages.total)
        ),
    };
    let mut found = stages.say(ctx, |place| RULE.at(place, message));
    found = match &ctx.dossier.candidat.reduction {
        Some(_) => found.related(ctx.candidat("reduction"), "réduction"),
        None => found.related(ctx.candidat("formation.admission"), "permet une réduction, sans décision"),
    };
    vec![found.help("ajoutez la période manquante : aucune décision ne peut accorder moins").help(nv::risk(ctx, None))]
}
