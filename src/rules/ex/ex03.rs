//! EX03: a question cites a competence that its unit does not evaluate.

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use crate::rules::words;
use crate::sources::reader::nearest;

pub static RULE: Rule = Rule::examen("EX03", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let Some(unite) = ctx.reglement.and_then(|r| r.epreuve.unite.as_deref()) else { return Vec::new() };
    let all = &ctx.referentiel.competences;
    let evaluated: Vec<&str> = all.iter().filter(|c| c.evaluee == unite).map(|c| c.code.as_str()).collect();
    // Of a language or of general culture, the référentiel names no competence.
    if evaluated.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for question in ctx.questions() {
        for code in &question.donnees.competences {
            let code = code.trim();
            if evaluated.contains(&code) {
                continue;
            }
            let place = question.repere.place("competences");
            let whose = format!("la question {}", question.numero);
            out.push(match all.iter().find(|c| c.code == code) {
                Some(known) => RULE
                    .at(place, format!("{whose} cite {code}, que l’unité {} évalue, et non {unite}", known.evaluee))
                    .help(format!("citez des compétences de {unite} : {}", words::or(&evaluated))),
                None => {
                    let message = format!("{whose} cite « {code} », qui n’est pas une compétence du référentiel");
                    let help = match nearest(code, evaluated.iter().copied()) {
                        Some(near) => format!("vouliez-vous {near} ?"),
                        None => format!("citez des compétences de {unite} : {}", words::or(&evaluated)),
                    };
                    RULE.at(place, message).help(help)
                }
            });
        }
    }
    out
}
