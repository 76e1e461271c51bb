//! AT03: more days done than the convention foresees.

use super::at06;
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::promotion::calcul::Prevision;
use crate::rules::cv::lignes::{self, Faute};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "AT03",
    severity: Severity::Warning,
    title: "plus de journées faites que prévues",
    reference: "référentiel, annexe III B, B 1 d (l. 3135)",
    nv: None,
    explain: include_str!("at03.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let mut fautes = Vec::new();
    for (i, s) in ctx.promotion.stages.iter().enumerate() {
        let Some(presence) = s.presence.as_ref().filter(|p| !ctx.has_doubtful_days(i) && !at06::tells(ctx, i, p))
        else {
            continue;
        };
        let Some(done) = presence.journees else { continue };
        let Some(foreseen) = ctx.prevision(i).map(Prevision::journees) else { continue };
        if done > foreseen {
            let found = format!("{done} journées faites");
            let faute = Faute::new(i, "presence.journees", found, format!(" : {foreseen} prévues"));
            let faute = faute.severity(Severity::Warning);
            fautes.push(faute.help("vérifiez le relevé de présence ; un dépassement demande un avenant"));
        }
    }
    lignes::told(ctx, &RULE, fautes, |a, b| a.presence == b.presence)
}
