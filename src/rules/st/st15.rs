//! ST15: a stage cut short by illness or force majeure.

use super::duree::{Stages, Verdict};
use super::{journees, nv};
use crate::diagnostic::{Diagnostic, Nv, Severity};
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule {
    code: "ST15",
    severity: Severity::Error,
    title: "stage empêché sans dérogation",
    reference: "référentiel, annexe III B, B 1 a (l. 3132)",
    nv: Some(Nv::Listed),
    explain: include_str!("st15.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    hindered(ctx).into_iter().collect()
}

fn hindered(ctx: &Context) -> Option<Diagnostic> {
    let stages = Stages::of(ctx)?;
    let Verdict::Hindered { required } = stages.verdict else { return None };
    let empechement = ctx.dossier.candidat.empechement.as_ref()?;
    let total = journees(stages.total);
    let floor = ctx.referentiel.stage.reduction.journees_min;
    let found = match &empechement.derogation {
        None => RULE
            .at(
                ctx.candidat("empechement"),
                format!(
                    "la durée totale des stages est de {total} au lieu de \
                {required}, sans dérogation"
                ),
            )
            .label("« derogation » manque")
            .help(
                "demandez la dérogation aux services académiques, puis recopiez-la : [empechement.derogation] \
                autorite, date, reference",
            )
            .help(nv::risk(ctx, None)),
        Some(_) if stages.total < u32::from(floor) => RULE
            .at(
                ctx.candidat("empechement.derogation"),
                format!(
                    "la durée totale des stages est de {total}, \
                moins que les {floor} d’un stage réduit"
                ),
            )
            .severity(Severity::Warning)
            .help(
                "le texte ne fixe pas de minimum à cette dérogation : vérifiez qu’elle couvre bien une telle \
                durée",
            ),
        Some(_) => return None,
    };
    let last = stages.periodes.last();
    Some(last.into_iter().fold(found, |d, (i, _)| d.related(ctx.periode(*i, "journees"), stages.sum())))
}
