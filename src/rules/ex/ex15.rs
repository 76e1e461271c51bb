//! EX15: a paper that does not announce what the text allows: the bilingual dictionary.

use super::{ExamenContext, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::examen::FILE;
use crate::domain::identifiers::normalise;

pub static RULE: Rule = Rule {
    code: "EX15",
    severity: Severity::Error,
    title: "sujet qui n’annonce pas le dictionnaire bilingue",
    reference: "référentiel, annexe II D, E2, 2 (l. 2486)",
    nv: None,
    explain: include_str!("ex15.md"),
    check: crate::rules::Check::Examen(check),
};

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
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
