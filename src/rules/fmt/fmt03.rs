//! FMT03: an unknown key, with the nearest known one.

use super::{Rule, told};
use crate::diagnostic::{Finding, Severity};
use crate::domain::fault::{Fault, FaultKind};

pub static RULE: Rule = Rule::files("FMT03", check);

fn check(faults: &[Fault]) -> Vec<Finding> {
    told(faults, |place, kind| match kind {
        FaultKind::UnknownKey { key, nearest } => {
            let found = RULE.at(place.clone(), format!("la clé « {key} » n’existe pas à cet endroit"));
            let otherwise = "supprimez la ligne, ou placez-la dans le bloc qui la prévoit";
            Some(suggest(found, nearest.as_deref(), otherwise))
        }
        FaultKind::UnknownColumn { heading, nearest } => {
            let found = RULE.at(place.clone(), format!("la colonne « {heading} » n’est pas de ce tableau"));
            let otherwise = "corrigez le titre, ou faites-le commencer par # pour que la colonne ne soit pas lue";
            Some(suggest(found, nearest.as_deref(), otherwise))
        }
        FaultKind::NamelessColumn { letters } => {
            let found = RULE.at(place.clone(), format!("la colonne {letters} a des valeurs et n’a pas de titre"));
            Some(found.help("donnez-lui le titre d’une clé, ou # pour que la colonne ne soit pas lue"))
        }
        FaultKind::UnreadSheet { sheet } => {
            let found = RULE.at(
                place.clone(),
                format!("la feuille « {sheet} » n’est pas lue : son nom n’est celui d’aucun tableau"),
            );
            let help = "donnez-lui le nom d’un tableau (Étudiants, Organismes, Stages…), ou un nom qui commence par #";
            Some(found.severity(Severity::Warning).help(help))
        }
        FaultKind::UnreadList { pupils } => {
            let file = &place.file;
            let found = RULE.at(
                place.clone(),
                format!("{file} dit {pupils} élèves et n’est pas lu : son nom n’est celui d’aucun tableau"),
            );
            let help = format!("faites-en les tableaux de la promotion : liasse importer {file} --to son-dossier");
            Some(found.severity(Severity::Warning).help(help))
        }
        FaultKind::CellBeyond { row, letters, found } => {
            let message =
                format!("ligne {row}, colonne {letters} : « {found} » n’est sous aucun titre et ne serait pas imprimé");
            let found = RULE.at(place.clone(), message);
            Some(found.help("donnez un titre à la colonne en première ligne, ou ôtez la cellule"))
        }
        _ => None,
    })
}

fn suggest(found: Finding, nearest: Option<&str>, otherwise: &str) -> Finding {
    match nearest {
        Some(nearest) => found.label(format!("vouliez-vous « {nearest} » ?")).help(format!("écrivez « {nearest} »")),
        None => found.help(otherwise),
    }
}
