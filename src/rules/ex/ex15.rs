//! EX15: a paper that does not announce what the text allows: the bilingual dictionary.

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use crate::domain::examen::FILE;
use crate::domain::identifiers::normalise;

pub static RULE: Rule = Rule::examen("EX15", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let Some(epreuve) = ctx.reglement.map(|r| r.epreuve) else { return Vec::new() };
    if !ctx.is_written() || ctx.examen.sujet.files.is_empty() || ctx.lost_at(FILE, "materiel.autorise") {
        return Vec::new();
    }
    let told = normalise(&ctx.examen.reglage.materiel.autorise.join(" ; "));
    let missing = epreuve.materiel.iter().filter(|m| !told.contains(&normalise(m)));
    let one = |m: &String| {
        let found =
            RULE.at(ctx.reglage("materiel.autorise"), format!("le texte autorise « {m} », le sujet ne l’annonce pas"));
        found.help(format!("ajoutez-le dans `[materiel]` : `autorise = [\"{m}\"]`"))
    };
    missing.map(one).collect()
}
