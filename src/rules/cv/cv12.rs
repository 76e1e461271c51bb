//! CV12: a convention without its enseignant référent or without a tuteur.

use super::textes::{Public, message};
use crate::diagnostic::{Finding, Place};
use crate::domain::promotion::Stage;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV12", check);

/// What to do where no tuteur is named.
pub const TUTEUR: &str = "ajoutez [[stage.tuteur]] avec son nom et sa fonction";

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let scolaires = |wrong: &dyn Fn(&Stage) -> bool| -> Vec<usize> {
        let stages = ctx.promotion.stages.iter().enumerate();
        let wrong = stages.filter(|(_, s)| Public::VoieScolaire.includes(ctx, s) && wrong(s));
        wrong.map(|(i, _)| i).collect()
    };
    let tell = |(place, rows): (Place, Vec<usize>), who: &str, help: &str| {
        RULE.at(place, message(ctx, &rows, "ne nomme pas", "ne nomment pas", who)).rows(&rows).help(help)
    };
    let mut out = Vec::new();
    let lost = ctx.lost_at(&ctx.promotion.files.stages, "referent");
    let untold = scolaires(&|s| s.referent.is_empty() && !lost);
    for group in ctx.gathered("referent", |a, b| a.referent == b.referent, untold) {
        let help = "écrivez sa clé dans « referent », et décrivez-le dans [[referent]]";
        out.push(tell(group, "l’enseignant référent", help));
    }
    for group in ctx.gathered("tuteur", |a, b| a.tuteur == b.tuteur, scolaires(&has_no_tuteur)) {
        out.push(tell(group, "le tuteur", TUTEUR));
    }
    out
}

/// Whether a stage names no tuteur.
pub fn has_no_tuteur(stage: &Stage) -> bool {
    stage.tuteur.iter().all(|t| t.nom.trim().is_empty())
}
