//! AT04: a certificate dated before the end of its period.

use super::at06;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::cv::textes::name;
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "AT04",
    severity: Severity::Warning,
    title: "certificat daté avant la fin",
    reference: "référentiel, annexe III B, B 1 d (l. 3135)",
    nv: None,
    explain: include_str!("at04.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (i, s) in ctx.promotion.stages.iter().enumerate() {
        let Some(presence) = s.presence.as_ref().filter(|p| !at06::tells(ctx, i, p)) else { continue };
        let (Some(date), Some(end)) = (presence.date, presence.fin.or(s.fin)) else { continue };
        if date < end {
            let message =
                format!("certificat daté du {date}, avant la fin du stage ({end}), convention {}", name(ctx, i));
            let found = RULE.at(ctx.stage(i, "presence.date"), message).related(ctx.stage(i, "fin"), "dernier jour");
            out.push(found.help("datez le certificat du dernier jour ou après"));
        }
    }
    out
}
