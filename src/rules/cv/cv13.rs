//! CV13: a convention that names no competence.

use super::textes::Public;
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::promotion::Stage;
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV13",
    severity: Severity::Error,
    title: "compétences non dites",
    reference: "code de l’éducation, D124-4, 3°",
    nv: None,
    explain: include_str!("cv13.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let key = "pedagogie.competences";
    let same = |a: &Stage, b: &Stage| a.pedagogie.competences == b.pedagogie.competences;
    let groups =
        ctx.grouped(key, same, |s| s.pedagogie.competences.is_empty() && Public::VoieScolaire.includes(ctx, s));
    let told = groups.into_iter().filter(|(place, _)| !ctx.lost_at(&place.file, key));
    let one = |(place, rows): (_, Vec<usize>)| {
        let n = rows.len();
        let message = if n == 1 { "cette convention ne cite".to_owned() } else { format!("{n} conventions ne citent") };
        RULE.at(place, format!("{message} aucune compétence à acquérir ou à développer"))
            .help("citez leurs codes : competences = [\"C20\"] (liasse schema promotion)")
    };
    told.map(one).collect()
}
