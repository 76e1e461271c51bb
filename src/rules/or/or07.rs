//! OR07: a proposed mark outside 0 to 20, or not a multiple of the step.

use super::{ExamenContext, Rule};
use crate::diagnostic::Place;
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::examen::{CANDIDATS, centiemes};

pub static RULE: Rule = Rule {
    code: "OR07",
    severity: Severity::Error,
    title: "note proposée hors de 0 à 20, ou hors de son pas",
    reference: "référentiel, annexe II D : chaque note est sur 20 ; pas choisi par le centre",
    nv: None,
    explain: include_str!("or07.md"),
    check: crate::rules::Check::Examen(check),
};

/// Of every épreuve, in hundredths.
const MOST: u32 = 2000;

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
    let notation = &ctx.examen.reglage.notation;
    let mut out = Vec::new();
    let pas = centiemes(&notation.pas).filter(|p| *p > 0);
    if pas.is_none() && !notation.pas.trim().is_empty() {
        let found =
            RULE.at(ctx.reglage("notation.pas"), format!("« {} » n’est pas un pas de note", notation.pas.trim()));
        out.push(found.help("par exemple : `pas = \"0,5\"`"));
    }
    let inscrits = ctx.examen.inscrits.iter().enumerate();
    let inscrits =
        inscrits.map(|(i, c)| (Place::value(CANDIDATS, format!("candidat[{i}].note_proposee")), &c.note_proposee));
    let oraux = ctx.examen.oraux.iter().map(|o| (Place::value(&o.file, "note_proposee"), &o.note_proposee));
    for (place, told) in inscrits.chain(oraux).filter(|(_, told)| !told.trim().is_empty()) {
        // The mark itself is not repeated: a report may be read by others than the jury.
        let message = match (centiemes(told), pas) {
            (None, _) => "la note proposée n’est pas un nombre d’au plus deux décimales".to_owned(),
            (Some(mark), _) if mark > MOST => "la note proposée dépasse 20".to_owned(),
            (Some(mark), Some(pas)) if mark % pas != 0 => {
                format!("la note proposée n’est pas un multiple du pas choisi ({})", notation.pas.trim())
            }
            _ => continue,
        };
        out.push(RULE.at(place, message).help("corrigez la note, ou le pas de `[notation]`"));
    }
    out
}
