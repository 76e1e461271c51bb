//! ST15: a stage cut short by illness or force majeure.

use super::duree::{Bilan, Stages};
use super::{classe, journees};
use crate::diagnostic::{Finding, Severity};
use crate::domain::duree::Verdict;
use crate::rules::{Context, PromotionContext, Rule};

pub static RULE: Rule = Rule::both("ST15", check, check_promotion);

fn check(ctx: &Context) -> Vec<Finding> {
    Stages::of(ctx).and_then(|stages| hindered(&stages.bilan)).into_iter().collect()
}

fn check_promotion(ctx: &PromotionContext) -> Vec<Finding> {
    let mine = |v: &Verdict| matches!(v, Verdict::Hindered { .. });
    classe::judged(ctx, mine).iter().filter_map(hindered).collect()
}

fn hindered(bilan: &Bilan) -> Option<Finding> {
    let Some(Verdict::Hindered { required }) = bilan.verdict else { return None };
    let empechement = bilan.empechement?;
    let total = journees(bilan.total);
    let floor = bilan.durees().reduction.journees_min;
    let found = match &empechement.derogation {
        None => RULE
            .at(
                bilan.place("empechement"),
                format!(
                    "la durée totale des stages est de {total} au lieu de \
                {required}, sans dérogation"
                ),
            )
            .label("« derogation » manque")
            .help(
                "demandez la dérogation aux services académiques, puis recopiez-la : [empechement.derogation] \
                autorite, date, reference",
            )
            .risk(bilan.risk()),
        Some(_) if bilan.total.whole() < u32::from(floor) => RULE
            .at(
                bilan.place("empechement.derogation"),
                format!(
                    "la durée totale des stages est de {total}, \
                moins que les {floor} d’un stage réduit"
                ),
            )
            .severity(Severity::Warning)
            .help(
                "le texte ne fixe pas de minimum à cette dérogation : vérifiez qu’elle couvre bien une telle \
                durée",
            ),
        Some(_) => return None,
    };
    let last = bilan.parts.last();
    Some(last.into_iter().fold(found, |d, (place, _)| d.related(place.clone(), bilan.sum.clone())))
}
