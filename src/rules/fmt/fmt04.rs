//! FMT04: a required key that is missing or empty, told at the table where it belongs.

use super::{Rule, told};
use crate::diagnostic::Finding;
use crate::domain::fault::{Fault, FaultKind};

pub static RULE: Rule = Rule::files("FMT04", check);

fn check(faults: &[Fault]) -> Vec<Finding> {
    told(faults, |place, kind| match kind {
        FaultKind::Missing { key, description, example, empty } => {
            let what = description.trim_end_matches('.');
            let found = match empty {
                true => RULE.at(place.clone(), format!("« {key} » est vide ({what})")),
                false => RULE.at(place.clone(), format!("« {key} » manque ({what})")).label("à compléter ici"),
            };
            Some(match example {
                Some(example) => found.help(format!("par exemple : {example}")),
                None => found.help(format!("ajoutez le bloc {key}")),
            })
        }
        FaultKind::Placeholder { key, description, example, required } => {
            let what = description.trim_end_matches('.');
            let found = RULE.at(place.clone(), format!("« {key} » n’est pas rempli ({what})"));
            let found = found.label("ce qui est écrit tient la place de la réponse");
            let example = example.as_ref().map_or_else(String::new, |e| format!(", par exemple : {e}"));
            let or_not = if *required { "" } else { " ; ou supprimez la ligne si rien n’est à dire" };
            Some(found.help(format!("écrivez la valeur{example}{or_not}")))
        }
        _ => None,
    })
}
