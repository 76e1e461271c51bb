//! AT02: an attestation without its hours or the total of the gratification.

use super::presence::{Told, Words, untold};
use crate::diagnostic::Finding;
use crate::domain::promotion::stage::Presence;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("AT02", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let keys: [(&str, Told, &str); 2] = [
        ("heures", |p: &Presence| p.heures.is_some(), "la durée effective totale"),
        (
            "gratification",
            |p: &Presence| !p.gratification.trim().is_empty(),
            "le total de la gratification (« néant » s’il n’y en a pas)",
        ),
    ];
    untold(
        &RULE,
        ctx,
        &keys,
        &Words {
            one: |who, what| format!("l’attestation de la convention {who} ne dit pas {what}"),
            many: |n, what| format!("les attestations de {n} conventions ne disent pas {what}"),
        },
    )
}
