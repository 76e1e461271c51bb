//! OR05: a commission that is not the one of the text.

use super::{ExamenContext, Rule};
use crate::diagnostic::Place;
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::examen::QualiteMembre;
use crate::rules::words;

pub static RULE: Rule = Rule {
    code: "OR05",
    severity: Severity::Error,
    title: "commission dont un membre manque",
    reference: "référentiel, annexe II D, E32 (l. 2689, 2707) et E42 (l. 2847)",
    nv: None,
    explain: include_str!("or05.md"),
    check: crate::rules::Check::Examen(check),
};

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
    let Some(jury) = ctx.referentiel.jurys.iter().find(|j| j.epreuve == ctx.epreuve()) else { return Vec::new() };
    let teacher = match jury.domaine.as_str() {
        "DA1" => QualiteMembre::EnseignantDa1,
        "DA2" => QualiteMembre::EnseignantDa2,
        _ => return Vec::new(),
    };
    let mut out = Vec::new();
    for oral in &ctx.examen.oraux {
        if ctx.lost_at(&oral.file, "membre") {
            continue;
        }
        let all: Vec<QualiteMembre> = oral.membre.iter().filter_map(|m| m.qualite).collect();
        let with = |q: QualiteMembre| all.iter().filter(|m| **m == q).count();
        let teachers = with(QualiteMembre::EnseignantDa1)
            + with(QualiteMembre::EnseignantDa2)
            + with(QualiteMembre::EnseignantProfessionnel);
        let first = with(teacher) > 0;
        // In the absence of a professional, another teacher of the professional subjects.
        let second = with(QualiteMembre::Professionnel) > 0 || teachers > usize::from(first);
        let missing: Vec<String> = jury
            .membres
            .iter()
            .zip([first, second])
            .filter(|(_, there)| !there)
            .map(|(m, _)| match &m.suppleant {
                Some(other) => format!("{} (ou à défaut {other})", m.intitule),
                None => m.intitule.clone(),
            })
            .collect();
        if !missing.is_empty() {
            let message = format!("la commission n’a pas {}", words::and(&missing));
            let place = if oral.membre.is_empty() {
                Place::file(&oral.file)
            } else {
                Place::value(&oral.file, "membre[0].qualite")
            };
            out.push(RULE.at(place, message).help("un bloc `[[membre]]` pour chacun, avec sa `qualite`"));
        }
    }
    out
}
