//! EX14: an épreuve whose form the text tells in two ways for these candidates (E42, column 2).

use super::{ExamenContext, Rule};
use crate::diagnostic::{Diagnostic, Severity};

pub static RULE: Rule = Rule {
    code: "EX14",
    severity: Severity::Warning,
    title: "épreuve que le texte dit de deux façons pour ces candidats",
    reference: "référentiel, annexe II C (l. 2365-2368) et annexe II D, E42 (l. 2795, 2839)",
    nv: None,
    explain: include_str!("ex14.md"),
    check: crate::rules::Check::Examen(check),
};

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
    let cle = ctx.reglement.and_then(|r| r.forme?.lecture.as_deref());
    let Some(lecture) = cle.and_then(|cle| ctx.referentiel.lectures.iter().find(|l| l.cle == cle)) else {
        return Vec::new();
    };
    let message = format!("{} : le texte se contredit, la lecture retenue est « {} »", lecture.sujet, lecture.retenue);
    let found = RULE.at(ctx.reglage("epreuve.code"), message);
    vec![found.help(format!("vérifiez auprès du service des examens : {}", lecture.raison))]
}
