//! EX14: an épreuve whose form the text tells in two ways for these candidates (E42, column 2), or that we know at second
//! hand (E1 from session 2025).

use super::{ExamenContext, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{in_full, words};

pub static RULE: Rule = Rule {
    code: "EX14",
    severity: Severity::Warning,
    title: "épreuve que le texte dit de deux façons, ou connue de seconde main",
    reference: "référentiel, annexe II C (l. 2365-2368) et annexe II D, E42 (l. 2795, 2839) ; E1 à partir de 2025 : arrêté du 13 juillet 2023",
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
    // A later text that was not read is named; the founding text is quoted by its lines.
    let source = ctx.reglement.map(|r| r.epreuve.source.as_str()).filter(|_| lecture.incertaine);
    let lines = || format!("référentiel, {} (l. {})", lecture.sujet, words::and(&lecture.lignes));
    let reference = source.map_or_else(lines, in_full);
    let found = RULE.at(ctx.reglage("epreuve.code"), message).severity(severity).reference(reference);
    vec![found.help(format!("vérifiez auprès du service des examens : {}", lecture.raison))]
}
