//! EX19: a situation of a CCF in another year, or much shorter or longer, than the text indicates.

use super::{ExamenContext, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::examen::FILE;
use crate::rules::in_full;

pub static RULE: Rule = Rule {
    code: "EX19",
    severity: Severity::Warning,
    title: "situation du CCF hors de son année ou de sa durée indicative",
    reference: "référentiel, annexe II D, E1 (l. 2447, 2455) et E31 (l. 2611)",
    nv: None,
    explain: include_str!("ex19.md"),
    check: crate::rules::Check::Examen(check),
};

/// How far from an indicative duration is still near it, in parts of it: a quarter.
const NEAR: u32 = 4;

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
    let Some(reglement) = ctx.reglement else { return Vec::new() };
    let told = &ctx.examen.reglage;
    let Some(forme) = reglement.forme.filter(|f| f.situations() > 0 && told.epreuve.forme == Some(f.nature)) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    if let (Some(annee), Some(found)) = (reglement.partie.and_then(|p| p.annee), told.epreuve.annee)
        && found != u32::from(annee)
    {
        let message = format!("la situation est placée en année {found}, le texte la veut en année {annee}");
        out.push(RULE.at(ctx.reglage("epreuve.annee"), message).reference(in_full(&forme.source)));
    }
    for (i, situation) in told.situation.iter().enumerate() {
        let partie = forme.parties.iter().find(|p| Some(i32::from(p.numero)) == situation.numero);
        let Some(due) = partie.filter(|p| p.duree_indicative).and_then(|p| p.duree_minutes).map(u32::from) else {
            continue;
        };
        let Some(found) = situation.duree_minutes.filter(|m| m.abs_diff(due) * NEAR > due) else { continue };
        if ctx.lost_at(FILE, "situation.duree_minutes") {
            continue;
        }
        let source = partie.and_then(|p| p.sources.duree.as_deref()).unwrap_or(&forme.source);
        let place = ctx.reglage(&format!("situation[{i}].duree_minutes"));
        let message = format!("la situation dure {found} minutes, le texte en indique {due}");
        out.push(RULE.at(place, message).reference(in_full(source)));
    }
    out
}
