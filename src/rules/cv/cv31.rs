//! CV31: a minor without the legal representative.

use super::textes::name;
use crate::diagnostic::Finding;
use crate::domain::promotion::Etudiant;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV31", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let mut out = Vec::new();
    let unsigned = |e: &Etudiant| e.representant_legal.trim().is_empty() && ctx.birth(e).is_some();
    for (rank, e) in ctx.promotion.etudiants.iter().enumerate().filter(|(_, e)| unsigned(e)) {
        let first = ctx.promotion.stages_of(&e.cle).find(|(_, s)| s.debut.is_some_and(|d| e.is_minor_on(d)));
        let Some((row, _)) = first else { continue };
        let message = format!("étudiant mineur au début de la convention {}, sans représentant légal", name(ctx, row));
        let found = RULE.at(ctx.etudiant(rank, "representant_legal"), message);
        let found = found.related(ctx.stage(row, "debut"), "premier jour du stage");
        out.push(found.help("écrivez le nom du représentant légal : il signe la convention"));
    }
    out
}
