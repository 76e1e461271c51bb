//! CV16: a mention of D124-4 that the convention does not tell: durée hebdomadaire et présence particulière non dites.

use super::textes::{Cle, Neant, Public, message, untold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::promotion::{FILE, Stage};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV16",
    severity: Severity::Error,
    title: "durée hebdomadaire et présence particulière non dites",
    reference: "code de l’éducation, D124-4, 6°",
    nv: None,
    explain: include_str!("cv16.md"),
    check: Check::Promotion(check),
};

const CLES: &[Cle] = &[("presence_particuliere", |s| &s.presence_particuliere)];

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let mut out = hours(ctx);
    out.extend(untold(
        ctx,
        &RULE,
        Public::VoieScolaire,
        Neant::Admis,
        "la présence la nuit, le dimanche ou un jour férié (« néant » s’il n’y en a pas)",
        CLES,
    ));
    out
}

/// The weekly hours, which are a number.
fn hours(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let key = "heures_semaine";
    let wrong = |s: &Stage| s.heures_semaine.is_none() && Public::VoieScolaire.includes(ctx, s);
    let groups = ctx.grouped(key, |a, b| a.heures_semaine == b.heures_semaine, wrong);
    let told = groups.into_iter().filter(|(place, _)| !ctx.lost_at(&place.file, key));
    let one = |(place, rows): (_, Vec<usize>)| {
        let message = message(ctx, &rows, "ne dit pas", "ne disent pas", "la durée hebdomadaire de présence");
        let help = format!("écrivez heures_semaine = 35 dans la ligne du stage, ou dans [defauts] de {FILE}");
        RULE.at(place, message).label("« heures_semaine » manque").help(help)
    };
    told.map(one).collect()
}
