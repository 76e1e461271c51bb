//! AT01: a presence without its days or the certificate's date.

use super::presence::{Told, Words, untold};
use crate::diagnostic::Finding;
use crate::domain::promotion::stage::Presence;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("AT01", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let keys: [(&str, Told, &str); 2] = [
        ("journees", |p: &Presence| p.journees.is_some(), "les journées effectives"),
        ("date", |p: &Presence| p.date.is_some(), "la date du certificat"),
    ];
    untold(
        &RULE,
        ctx,
        &keys,
        &Words {
            one: |who, what| format!("la présence constatée ne dit pas {what}, convention {who}"),
            many: |n, what| format!("la présence constatée ne dit pas {what}, {n} conventions"),
        },
    )
}
