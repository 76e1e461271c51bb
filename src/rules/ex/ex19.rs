//! EX19: a situation of a CCF in another year, or much shorter or longer, than the text indicates.

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use crate::domain::clause::printed;
use crate::domain::examen::FILE;

pub static RULE: Rule = Rule::examen("EX19", check);

/// How far from an indicative duration is still near it, in parts of it: a quarter.
const NEAR: u32 = 4;

fn check(ctx: &ExamenContext) -> Vec<Finding> {
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
        out.push(RULE.at(ctx.reglage("epreuve.annee"), message).reference(printed(&forme.source)));
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
        out.push(RULE.at(place, message).reference(printed(source)));
    }
    out
}
