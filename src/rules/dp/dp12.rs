//! DP12: a savoir that the domain of the sheet does not expect.

use super::super::sheets;
use super::{Context, Rule};
use crate::diagnostic::Finding;

pub static RULE: Rule = Rule::dossier("DP12", check);

fn check(ctx: &Context) -> Vec<Finding> {
    let mut out = Vec::new();
    for sheet in sheets::well_placed(ctx) {
        let domaine = &sheet.composition.domaine;
        for (i, code) in sheet.fiche.savoirs.iter().enumerate() {
            let Some(savoir) = ctx.referentiel.savoir(code).filter(|s| s.niveau(domaine) == 0) else { continue };
            let message = format!(
                "{code} ({}) n’est pas attendu en {domaine}, domaine de la fiche {}",
                savoir.intitule, sheet.numero
            );
            let found = RULE.at(sheet.at(&format!("savoirs[{i}]")), message).label(format!("niveau 0 en {domaine}"));
            out.push(
                found.help("retirez ce savoir, ou citez celui qui a vraiment servi : une fiche peut n’en citer aucun"),
            );
        }
    }
    out
}
