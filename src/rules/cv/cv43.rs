//! CV43: an objective that cites no existing competence.

use crate::diagnostic::Finding;
use crate::domain::promotion::Stage;
use crate::rules::{PromotionContext, Rule};
use crate::sources::reader::nearest;

pub static RULE: Rule = Rule::promotion("CV43", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let unknown = |code: &String| ctx.referentiel.competence(code).is_none();
    let wrong = |s: &Stage| s.pedagogie.competences.iter().any(unknown);
    let mut out = Vec::new();
    let same = |a: &Stage, b: &Stage| a.pedagogie.competences == b.pedagogie.competences;
    for (place, rows) in ctx.grouped("pedagogie.competences", same, wrong) {
        for code in ctx.promotion.stages[rows[0]].pedagogie.competences.iter().filter(|c| unknown(c)) {
            let message = format!("« {code} » n’est pas une compétence du référentiel");
            let found = RULE.at(place.clone(), message).rows(&rows);
            let near = nearest(code, ctx.referentiel.competences.iter().map(|c| c.code.as_str()));
            let found = near.into_iter().fold(found, |f, n| f.label(format!("vouliez-vous « {n} » ?")));
            out.push(found.help("corrigez le code, ou retirez-le"));
        }
    }
    out
}
