//! EX14: an épreuve whose form the text tells in two ways for these candidates (E42, column 2), or that we know at second
//! hand (E1 from session 2025).

use super::{ExamenContext, Rule};
use crate::diagnostic::{Diagnostic, Severity};

pub static RULE: Rule = Rule {
    code: "EX14",
    severity: Severity::Warning,
    title: "épreuve que le texte dit de deux façons, ou connue de seconde main",
    reference: "référentiel, annexe II C (l. 2365-2368) et annexe II D, E42 (l. 2795, 2839)",
    nv: None,
    explain: include_str!("ex14.md"),
    check: crate::rules::Check::Examen(check),
};

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
    let Some(lecture) = ctx.reglement.and_then(|r| r.lecture(ctx.referentiel)) else { return Vec::new() };
    let (why, severity) = match lecture.incertaine {
        true => ("le texte n’est connu que de seconde main", Severity::Advice),
        false => ("le texte se contredit", Severity::Warning),
    };
    let message = format!("{} : {why}, la lecture retenue est « {} »", lecture.sujet, lecture.retenue);
    let found = RULE.at(ctx.reglage("epreuve.code"), message).severity(severity);
    vec![found.help(format!("vérifiez auprès du service des examens : {}", lecture.raison))]
}
