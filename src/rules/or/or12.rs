//! OR12: a portfolio that does not put to use every kind of tool that the text names (E5).

use super::{ExamenContext, Rule};
use crate::diagnostic::{Finding, Place, Severity};
use crate::rules::words;
use crate::sources::reader::nearest;

pub static RULE: Rule = Rule::examen("OR12", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let due = &ctx.referentiel.portfolio.fonctionnalites;
    let codes: Vec<&str> = due.iter().map(|f| f.cle.as_str()).collect();
    let mut out = Vec::new();
    for portfolio in &ctx.examen.portfolios {
        let mut wrong = false;
        for (i, element) in portfolio.element.iter().enumerate() {
            for (j, told) in element.outils.iter().enumerate().filter(|(_, told)| !codes.contains(&told.trim())) {
                wrong = true;
                let place = Place::value(&portfolio.file, format!("element[{i}].outils[{j}]"));
                let near =
                    nearest(told, codes.iter().copied()).map_or_else(String::new, |n| format!("vouliez-vous `{n}` ? "));
                let message = format!("« {} » n’est pas un outil que le référentiel nomme", told.trim());
                let found = RULE.at(place, message).severity(Severity::Error);
                out.push(found.help(format!("{near}les outils sont {}", words::and(&codes))));
            }
        }
        let used = |cle: &str| portfolio.element.iter().flat_map(|e| &e.outils).any(|o| o.trim() == cle);
        let missing: Vec<&str> = due.iter().filter(|f| !used(&f.cle)).map(|f| f.intitule.as_str()).collect();
        // A tool that is misspelt may be the one that is missing.
        if !missing.is_empty()
            && !wrong
            && !portfolio.element.is_empty()
            && !ctx.lost_at(&portfolio.file, "element.outils")
        {
            let message = format!("aucun élément ne met en œuvre : {}", missing.join(" ; "));
            let found = RULE.at(Place::file(&portfolio.file), message);
            out.push(found.help("ajoutez un élément, ou l’outil oublié à la liste `outils` de l’un d’eux"));
        }
    }
    out
}
