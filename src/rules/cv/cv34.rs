//! CV34: more than two months without the clause on leave.

use super::textes::{Neant, Public, name};
use crate::diagnostic::{Finding, Place};
use crate::domain::promotion::Stage;
use crate::domain::promotion::calcul::Prevision;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV34", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let long = |i: usize, s: &Stage| {
        let minutes = ctx.prevision(i).map_or(0, Prevision::surs);
        minutes > ctx.droit.heures(ctx.droit.mois_sans_conges) * 60 && Public::VoieScolaire.includes(ctx, s)
    };
    let stages = ctx.promotion.stages.iter().enumerate();
    let lost = ctx.lost_at(&ctx.promotion.files.stages, "clauses.conges") || ctx.lost_reglage("defauts.clauses.conges");
    // « néant » too: the law wants that the convention foresees them.
    let wrong = stages.filter(|(i, s)| !lost && !Neant::Refuse.answers(&s.clauses.conges) && long(*i, s));
    let groups = ctx.gathered("clauses.conges", |a, b| a.clauses.conges == b.clauses.conges, wrong.map(|(i, _)| i));
    let one = |(place, rows): (Place, Vec<usize>)| {
        let message = match rows.as_slice() {
            [i] => {
                format!("plus de deux mois, convention {} : elle ne dit rien des congés et des absences", name(ctx, *i))
            }
            rows => {
                format!(
                    "plus de deux mois, {} conventions : elles ne disent rien des congés et des absences",
                    rows.len()
                )
            }
        };
        RULE.at(place, message)
            .rows(&rows)
            .help("écrivez conges = \"…\" dans [defauts.clauses], ou dans la ligne du stage")
    };
    groups.into_iter().map(one).collect()
}
