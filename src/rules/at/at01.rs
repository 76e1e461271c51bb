//! AT01: a presence without its days or the certificate's date.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::cv::textes::name;
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "AT01",
    severity: Severity::Error,
    title: "présence incomplète",
    reference: "référentiel, annexe III B, B 1 d (l. 3135)",
    nv: None,
    explain: include_str!("at01.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (i, s) in ctx.promotion.stages.iter().enumerate() {
        let Some(presence) = &s.presence else { continue };
        for (key, told, what) in [
            ("journees", presence.journees.is_some(), "les journées effectives"),
            ("date", presence.date.is_some(), "la date du certificat"),
        ] {
            if !told && !ctx.lost_at(&ctx.promotion.files.stages, key) {
                let message = format!("la présence constatée ne dit pas {what}, convention {}", name(ctx, i));
                let found = RULE.at(ctx.stage(i, "presence"), message);
                out.push(found.help(format!("ajoutez {key} dans [stage.presence]")));
            }
        }
    }
    out
}
