//! AT03: more days done than the convention foresees.

use super::at06;
use crate::diagnostic::{Finding, Severity};
use crate::domain::promotion::calcul::Prevision;
use crate::rules::cv::lignes::{self, Faute};
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("AT03", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
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
