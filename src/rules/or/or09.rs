//! OR09: a scenario for a dossier that does not conform.

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use crate::diagnostic::Place;

pub static RULE: Rule = Rule::examen("OR09", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let wrong = ctx.examen.oraux.iter().filter(|o| o.erreurs > 0 && !o.reserve);
    let one = |oral: &crate::domain::examen::Oral| {
        let (n, s) = (oral.erreurs, crate::rules::words::s(oral.erreurs));
        let message = format!(
            "le contrôle de ce dossier trouve {n} erreur{s} : un candidat dont le dossier n’est pas conforme n’est pas interrogé"
        );
        RULE.at(Place::value(&oral.file, "dossier"), message).help(format!(
            "voyez-les avec `liasse verifier {}` ; en cas de doute, le candidat est interrogé et la note réservée : `reserve = true`",
            oral.dossier
        ))
    };
    wrong.map(one).collect()
}
