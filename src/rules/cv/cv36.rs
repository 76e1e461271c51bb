//! CV36: a stage abroad without the country's sheet.

use super::textes::{Public, name};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::promotion::Organisme;
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV36",
    severity: Severity::Error,
    title: "stage à l’étranger sans fiche du pays",
    reference: "code de l’éducation, L124-20",
    nv: None,
    explain: include_str!("cv36.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (i, s) in ctx.promotion.stages.iter().enumerate().filter(|(_, s)| s.fiche_pays.trim().is_empty()) {
        if Public::VoieScolaire.includes(ctx, s)
            && !ctx.lost_at(&ctx.promotion.files.stages, "fiche_pays")
            && ctx.promotion.organisme(&s.organisme).is_some_and(Organisme::is_abroad)
        {
            let message =
                format!("stage à l’étranger, convention {} : la fiche d’information sur le pays manque", name(ctx, i));
            let found = RULE.at(ctx.stage(i, "fiche_pays"), message);
            out.push(found.help("donnez le fichier ou la référence de la fiche : fiche_pays = \"…\""));
        }
    }
    out
}
