//! ST02: a stage longer than the maximum of the text.

use super::duree::Stages;
use super::journees;
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::Date;
use crate::domain::periode::Periode;
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule {
    code: "ST02",
    severity: Severity::Warning,
    title: "durée totale des stages trop longue",
    reference: "référentiel, annexe III B, B 1 a et B 3 a (l. 3132 et 3152)",
    nv: None,
    explain: include_str!("st02.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    let Some(mut stages) = Stages::of(ctx) else { return Vec::new() };
    // A candidate who failed may do a new stage: it comes on top.
    let failed = ctx.dossier.candidat.redoublement.as_ref().and_then(|r| r.session_precedente);
    let before = failed.and_then(|session| ctx.reglages.premiere_epreuve(session)).map(|(day, _)| day);
    stages.periodes.retain(|(_, p)| !is_new(p, before));
    stages.total = stages.periodes.iter().filter_map(|(_, p)| p.journees).sum();
    let stage = &ctx.referentiel.stage;
    let (max, weeks) = (stage.journees_max, stage.semaines_max);
    if stages.total <= u32::from(max) {
        return Vec::new();
    }
    let total = journees(stages.total);
    let message = format!("la durée totale des stages est de {total}, le maximum est de {max} ({weeks} semaines)");
    let found = stages.say(ctx, |place| RULE.at(place, message));
    vec![found.help(
        "vérifiez les journées de chaque certificat : seules comptent les journées effectives de \
        présence",
    )]
}

fn is_new(p: &Periode, failure: Option<Date>) -> bool {
    failure.zip(p.debut).is_some_and(|(failure, debut)| debut >= failure)
}
