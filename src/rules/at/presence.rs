//! What a recorded presence must tell: each key that it does not is told once for the rows that share their presence.

use crate::diagnostic::Finding;
use crate::domain::promotion::Stage;
use crate::domain::promotion::stage::Presence;
use crate::rules::cv::textes::name;
use crate::rules::{PromotionContext, Rule};

/// Whether a presence tells a key.
pub(super) type Told = fn(&Presence) -> bool;

/// What is said of one convention, by its name, and of many, by their number; then of what is not told.
pub(super) struct Words {
    pub(super) one: fn(&str, &str) -> String,
    pub(super) many: fn(usize, &str) -> String,
}

/// A diagnostic for each of `keys` (the key, whether it is told, what it is in words) that presences do not tell, in the
/// order of the rows.
pub(super) fn untold(rule: &Rule, ctx: &PromotionContext, keys: &[(&str, Told, &str)], words: &Words) -> Vec<Finding> {
    let mut out: Vec<(usize, Finding)> = Vec::new();
    for (key, told, what) in keys {
        if ctx.lost_at(&ctx.promotion.files.stages, key) {
            continue;
        }
        let untold = |s: &Stage| s.presence.as_ref().is_some_and(|p| !told(p));
        let stages = ctx.promotion.stages.iter().enumerate().filter(|(_, s)| untold(s));
        for (place, rows) in ctx.gathered("presence", |a, b| a.presence == b.presence, stages.map(|(i, _)| i)) {
            let message = match rows.as_slice() {
                [i] => (words.one)(&name(ctx, *i), what),
                rows => (words.many)(rows.len(), what),
            };
            let found = rule.at(place, message).rows(&rows).help(format!("ajoutez {key} dans [stage.presence]"));
            out.push((rows[0], found));
        }
    }
    out.sort_by_key(|(row, _)| *row);
    out.into_iter().map(|(_, found)| found).collect()
}
