//! CV12: a convention without its enseignant référent or without a tuteur.

use super::textes::{Public, name};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV12",
    severity: Severity::Error,
    title: "enseignant référent ou tuteur non nommé",
    reference: "code de l’éducation, D124-4, 2°",
    nv: None,
    explain: include_str!("cv12.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (i, s) in ctx.promotion.stages.iter().enumerate().filter(|(_, s)| Public::VoieScolaire.includes(ctx, s)) {
        let mut untold = |key: &str, who: &str, help: &str| {
            let message = format!("la convention {} ne nomme pas {who}", name(ctx, i));
            out.push(RULE.at(ctx.stage(i, key), message).help(help));
        };
        if s.referent.is_empty() && !ctx.lost_at(&ctx.promotion.files.stages, "referent") {
            untold(
                "referent",
                "l’enseignant référent",
                "écrivez sa clé dans « referent », et décrivez-le dans [[referent]]",
            );
        }
        if s.tuteur.iter().all(|t| t.nom.trim().is_empty()) {
            untold("tuteur", "le tuteur", "ajoutez [[stage.tuteur]] avec son nom et sa fonction");
        }
    }
    out
}
