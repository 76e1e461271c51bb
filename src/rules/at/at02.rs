//! AT02: an attestation without its hours or the total of the gratification.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::cv::textes::name;
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "AT02",
    severity: Severity::Error,
    title: "attestation sans durée ou sans gratification",
    reference: "code de l’éducation, D124-9",
    nv: None,
    explain: include_str!("at02.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (i, s) in ctx.promotion.stages.iter().enumerate() {
        let Some(presence) = &s.presence else { continue };
        for (key, told, what) in [
            ("heures", presence.heures.is_some(), "la durée effective totale"),
            (
                "gratification",
                !presence.gratification.trim().is_empty(),
                "le total de la gratification (« néant » s’il n’y en a pas)",
            ),
        ] {
            if !told && !ctx.lost_at(&ctx.promotion.files.stages, key) {
                let message = format!("l’attestation de la convention {} ne dit pas {what}", name(ctx, i));
                let found = RULE.at(ctx.stage(i, "presence"), message);
                out.push(found.help(format!("ajoutez {key} dans [stage.presence]")));
            }
        }
    }
    out
}
