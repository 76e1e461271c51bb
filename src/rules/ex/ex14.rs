//! EX14: an épreuve whose form the text tells in two ways for these candidates (E42, column 2), or that we know at second
//! hand (E1 from session 2025).

use super::{ExamenContext, Rule};
use crate::diagnostic::{Finding, Severity};
use crate::domain::clause::printed;

pub static RULE: Rule = Rule::examen("EX14", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let Some(lecture) = ctx.reglement.and_then(|r| r.lecture(ctx.referentiel)) else { return Vec::new() };
    let (why, severity) = match lecture.incertaine {
        true => ("le texte n’est connu que de seconde main", Severity::Advice),
        false => ("le texte se contredit", Severity::Warning),
    };
    let message = format!("{} : {why}, la lecture retenue est « {} »", lecture.sujet, lecture.retenue);
    // A later text that was not read is named.
    let source = ctx.reglement.map(|r| r.epreuve.source.as_str()).filter(|_| lecture.incertaine);
    let reference = source.map_or_else(|| format!("référentiel, {}", lecture.sujet), printed);
    let found = RULE.at(ctx.reglage("epreuve.code"), message).severity(severity).reference(reference);
    vec![found.help(format!("vérifiez auprès du service des examens : {}", lecture.raison))]
}
