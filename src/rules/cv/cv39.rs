//! CV39: a stage outside the periods that the établissement set.

use super::textes::name;
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::promotion::PeriodeScolaire;
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV39",
    severity: Severity::Warning,
    title: "stage hors des périodes de l’établissement",
    reference: "référentiel, annexe III B, B 1 a (l. 3132)",
    nv: None,
    explain: include_str!("cv39.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let periodes = &ctx.promotion.reglage.periode_scolaire;
    let mut out = Vec::new();
    for (i, s) in ctx.promotion.stages.iter().enumerate() {
        let (Some(debut), Some(fin)) = (s.debut, s.fin) else { continue };
        let classe = ctx.promotion.etudiant(&s.etudiant).map_or("", |e| e.classe.as_str());
        let theirs: Vec<_> =
            periodes.iter().filter(|p| p.classes.is_empty() || p.classes.iter().any(|c| c == classe)).collect();
        let inside = |p: &&&PeriodeScolaire| p.debut.is_some_and(|a| a <= debut) && p.fin.is_some_and(|b| fin <= b);
        if !theirs.is_empty() && !theirs.iter().any(|p| inside(&p)) && debut <= fin {
            let message = format!("la convention {} sort des périodes de stage de l’établissement", name(ctx, i));
            let found = RULE.at(ctx.stage(i, "debut"), message).related(ctx.stage(i, "fin"), "dernier jour");
            out.push(found.help("corrigez les dates, ou ajoutez la période dans [[periode_scolaire]]"));
        }
    }
    out
}
