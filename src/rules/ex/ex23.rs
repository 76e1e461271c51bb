//! EX23: a variant of the subject that lacks a value, or a parameter that nothing defines or nothing uses.

use std::collections::BTreeSet;

use super::{ExamenContext, Rule};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::examen::{Cellule, FILE, VARIANTES};
use crate::rules::words;
use crate::sources::reader::nearest;

pub static RULE: Rule = Rule::examen("EX23", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let table = &ctx.examen.variantes;
    if table.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    let at = |cell: &Cellule| Place::bytes(VARIANTES, cell.bytes.clone());
    let names: Vec<&str> = table.parametres.iter().map(|p| p.text.trim()).collect();
    let column_of_names = table.colonne_des_noms();
    let known: Vec<&str> = names.iter().copied().filter(|n| table.colonne(n).is_some()).collect();
    let used = ctx.examen.parametres();
    let used: BTreeSet<&str> = used.iter().map(String::as_str).collect();
    for name in used.iter().filter(|n| !known.contains(n)) {
        let near =
            nearest(name, known.iter().copied()).map_or_else(String::new, |n| format!("vouliez-vous « {n} » ? "));
        let found = RULE.at(Place::file(VARIANTES), format!("« {{{{{name}}}}} » n’a pas de colonne"));
        out.push(found.help(format!("{near}les paramètres sont {}", words::and(&known))));
    }
    for (i, cell) in table.parametres.iter().enumerate().filter(|(i, _)| Some(*i) != column_of_names) {
        let name = names[i];
        if name.is_empty() || names[..i].contains(&name) {
            let what = if name.is_empty() {
                "une colonne n’a pas de nom".to_owned()
            } else {
                format!("« {name} » a deux colonnes")
            };
            out.push(RULE.at(at(cell), what).help("une colonne pour chaque paramètre, avec son nom en première ligne"));
        } else if !used.contains(name) && !name.starts_with('#') {
            let found =
                RULE.at(at(cell), format!("aucun texte n’emploie « {{{{{name}}}}} »")).severity(Severity::Warning);
            out.push(found.help("employez-le dans le sujet, ou ôtez la colonne"));
        }
    }
    out.extend(rows(ctx, column_of_names, &at));
    out
}

/// What is wrong row by row.
fn rows(ctx: &ExamenContext, column_of_names: Option<usize>, at: &impl Fn(&Cellule) -> Place) -> Vec<Finding> {
    let (table, mut out) = (&ctx.examen.variantes, Vec::new());
    if table.lignes.is_empty() {
        let found = RULE.at(Place::file(VARIANTES), "la table n’a aucune ligne de valeurs");
        return vec![found.help("une ligne pour chaque variante, sous les noms des paramètres")];
    }
    if column_of_names.is_none() && ctx.examen.reglage.epreuve.graine.is_none() && !ctx.lost_at(FILE, "epreuve.graine")
    {
        let found = RULE.at(Place::file(VARIANTES), "les lignes n’ont pas de nom, et rien ne dit comment les tirer");
        out.push(found.help("ajoutez une colonne `variante` (A, B…), ou `graine = 2026` dans `[epreuve]`"));
    }
    let mut seen = BTreeSet::new();
    for row in &table.lignes {
        let nom = column_of_names.and_then(|c| row.get(c)).map_or("", |c| c.text.trim());
        if column_of_names.is_some() {
            let wrong = match () {
                () if nom.is_empty() => Some("cette variante n’a pas de nom".to_owned()),
                () if !seen.insert(nom.to_lowercase()) => Some(format!("deux variantes s’appellent « {nom} »")),
                () => None,
            };
            if let Some(message) = wrong {
                out.push(RULE.at(at(&row[0]), message).help("une lettre différente pour chacune : A, B…"));
            }
        }
        for (i, parametre) in table.parametres.iter().enumerate().filter(|(i, _)| Some(*i) != column_of_names) {
            let name = parametre.text.trim();
            let cell = row.get(i);
            if name.starts_with('#') || cell.is_some_and(|c| !c.text.trim().is_empty()) {
                continue;
            }
            let message = format!("« {name} » n’a pas de valeur");
            out.push(
                RULE.at(at(cell.unwrap_or(&row[0])), message).help("une valeur pour chaque paramètre de chaque ligne"),
            );
        }
    }
    out
}
