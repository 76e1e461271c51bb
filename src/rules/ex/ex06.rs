//! EX06: a language that is not authorised, or the same one twice.

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use crate::domain::examen::FILE;
use crate::domain::identifiers::normalise;
use crate::rules::words;
use crate::sources::reader::nearest;

pub static RULE: Rule = Rule::examen("EX06", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let Some(epreuve) = ctx.reglement.map(|r| r.epreuve).filter(|e| e.niveau_cecrl.is_some()) else {
        return Vec::new();
    };
    let told = &ctx.examen.reglage.epreuve;
    let known = &ctx.referentiel.langues.autorisees;
    let (langue, autre) = (told.langue.trim(), told.langue_obligatoire.trim());
    let mut out = Vec::new();
    let is_known = |l: &str| known.iter().any(|k| normalise(k) == normalise(l));
    if langue.is_empty() && !ctx.lost_at(FILE, "epreuve.langue") {
        let found = RULE.at(
            ctx.reglage("epreuve.code"),
            format!("{} est une épreuve de langue, et rien ne dit laquelle", epreuve.code),
        );
        out.push(found.help("ajoutez `langue = \"anglais\"` dans `[epreuve]`"));
    }
    for (key, told) in [("epreuve.langue", langue), ("epreuve.langue_obligatoire", autre)] {
        if !told.is_empty() && !is_known(told) {
            let near = nearest(told, known.iter().map(String::as_str))
                .map_or_else(String::new, |n| format!("vouliez-vous {n} ? "));
            let found = RULE.at(ctx.reglage(key), format!("« {told} » n’est pas une langue autorisée"));
            out.push(found.help(format!("{near}les langues autorisées sont {}", words::and(known))));
        }
    }
    if let Some(other) = epreuve.langue_autre_que.as_deref() {
        if autre.is_empty() && !ctx.lost_at(FILE, "epreuve.langue_obligatoire") {
            let message = format!("rien ne dit quelle langue les candidats présentent en {other}");
            let found = RULE.at(ctx.reglage("epreuve.langue"), message);
            out.push(found.help("ajoutez `langue_obligatoire` : elle doit être une autre"));
        } else if !langue.is_empty() && normalise(langue) == normalise(autre) {
            let message = format!("{} est en {langue}, qui est aussi la langue de {other}", epreuve.code);
            out.push(RULE.at(ctx.reglage("epreuve.langue"), message).help("choisissez une autre langue autorisée"));
        }
    }
    out
}
