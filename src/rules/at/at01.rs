//! AT01: a presence without its days or the certificate's date.

use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::promotion::Stage;
use crate::domain::promotion::stage::Presence;
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
    type Told = fn(&Presence) -> bool;
    let keys: [(&str, Told, &str); 2] = [
        ("journees", |p: &Presence| p.journees.is_some(), "les journées effectives"),
        ("date", |p: &Presence| p.date.is_some(), "la date du certificat"),
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
                [i] => format!("la présence constatée ne dit pas {what}, convention {}", name(ctx, *i)),
                rows => format!("la présence constatée ne dit pas {what}, {} conventions", rows.len()),
            };
            let found = RULE.at(place, message).help(format!("ajoutez {key} dans [stage.presence]"));
            out.push((rows[0], found));
        }
    }
    out.sort_by_key(|(row, _)| *row);
    out.into_iter().map(|(_, found)| found).collect()
}
