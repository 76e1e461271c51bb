//! AT02: an attestation without its hours or the total of the gratification.

use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::promotion::Stage;
use crate::domain::promotion::stage::Presence;
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
    type Told = fn(&Presence) -> bool;
    let keys: [(&str, Told, &str); 2] = [
        ("heures", |p: &Presence| p.heures.is_some(), "la durée effective totale"),
        (
            "gratification",
            |p: &Presence| !p.gratification.trim().is_empty(),
            "le total de la gratification (« néant » s’il n’y en a pas)",
        ),
    ];
    let mut out: Vec<(usize, Diagnostic)> = Vec::new();
    for (key, told, what) in keys {
        if ctx.lost_at(&ctx.promotion.files.stages, key) {
            continue;
        }
        let untold = |s: &Stage| s.presence.as_ref().is_some_and(|p| !told(p));
        let stages = ctx.promotion.stages.iter().enumerate().filter(|(_, s)| untold(s));
        for (place, rows) in ctx.gathered("presence", |a, b| a.presence == b.presence, stages.map(|(i, _)| i)) {
            let message = match rows.as_slice() {
                [i] => format!("l’attestation de la convention {} ne dit pas {what}", name(ctx, *i)),
                rows => format!("les attestations de {} conventions ne disent pas {what}", rows.len()),
            };
            let found = RULE.at(place, message).help(format!("ajoutez {key} dans [stage.presence]"));
            out.push((rows[0], found));
        }
    }
    out.sort_by_key(|(row, _)| *row);
    out.into_iter().map(|(_, found)| found).collect()
}
