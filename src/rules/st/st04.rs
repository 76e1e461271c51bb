//! ST04: a reduced duration below the least that the text allows.

use super::duree::{Bilan, Stages};
use super::{classe, journees};
use crate::diagnostic::Finding;
use crate::domain::duree::Verdict;
use crate::rules::{Context, PromotionContext, Rule};

pub static RULE: Rule = Rule::both("ST04", check, check_promotion);

fn check(ctx: &Context) -> Vec<Finding> {
    let stages = Stages::of(ctx).filter(|s| s.bilan.verdict == Some(Verdict::BelowFloor));
    stages.iter().map(|s| below(&s.bilan)).collect()
}

fn check_promotion(ctx: &PromotionContext) -> Vec<Finding> {
    classe::judged(ctx, |v| *v == Verdict::BelowFloor).iter().map(below).collect()
}

fn below(bilan: &Bilan) -> Finding {
    let reduction = &bilan.durees().reduction;
    let (floor, weeks) = (reduction.journees_min, reduction.semaines_min);
    let message = match bilan.parts.is_empty() {
        true => format!(
            "aucune période de stage n’est déclarée, il faut au moins {floor} journées ({weeks} \
            semaines), même après réduction"
        ),
        false => format!(
            "la durée réduite des stages est de {}, elle ne peut pas descendre sous {floor} ({weeks} semaines)",
            journees(bilan.total)
        ),
    };
    let found = bilan.say(|place| RULE.at(place, message));
    let found = match &bilan.fondements.reduction {
        Some(_) => found.related(bilan.place("reduction"), "réduction"),
        None => found.related(bilan.place("admission"), "permet une réduction, sans décision"),
    };
    found.help("ajoutez la période manquante : aucune décision ne peut accorder moins").risk(bilan.risk())
}
