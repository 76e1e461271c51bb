//! OR05: a commission that is not the one of the text.

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use crate::diagnostic::Place;
use crate::domain::examen::{MembreCommission, QualiteMembre};
use crate::domain::referentiel::Jury;
use crate::rules::words;

pub static RULE: Rule = Rule::examen("OR05", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let Some(jury) = ctx.referentiel.jurys.iter().find(|j| j.epreuve == ctx.epreuve()) else { return Vec::new() };
    let (first, second) = match jury.domaine.as_str() {
        "DA1" => (QualiteMembre::EnseignantDa1, QualiteMembre::Professionnel),
        "DA2" => (QualiteMembre::EnseignantDa2, QualiteMembre::Professionnel),
        "DA3" => (QualiteMembre::EnseignantSuivi, QualiteMembre::Tuteur),
        _ => return Vec::new(),
    };
    let oraux = ctx.examen.oraux.iter().map(|o| (&o.file, &o.membre));
    // The commission of a portfolio is told with its sheet.
    let portfolios = ctx.examen.portfolios.iter().filter(|p| p.fiche.is_some() || !p.membre.is_empty());
    let all = oraux.chain(portfolios.map(|p| (&p.file, &p.membre)));
    let there = all.filter(|(file, _)| !ctx.lost_at(file, "membre"));
    there.filter_map(|(file, membres)| missing(jury, (first, second), file, membres)).collect()
}

/// Who is not in the commission that `file` tells: `first`, a teacher, and `second`, whom another teacher may stand for.
fn missing(
    jury: &Jury,
    (first, second): (QualiteMembre, QualiteMembre),
    file: &str,
    membres: &[MembreCommission],
) -> Option<Finding> {
    let all: Vec<QualiteMembre> = membres.iter().filter_map(|m| m.qualite).collect();
    let with = |q: QualiteMembre| all.iter().filter(|m| **m == q).count();
    let teachers = all.iter().filter(|q| !matches!(q, QualiteMembre::Professionnel | QualiteMembre::Tuteur)).count();
    let has_first = with(first) > 0;
    let has_second = with(second) > 0 || teachers > usize::from(has_first);
    let missing: Vec<String> = jury
        .membres
        .iter()
        .zip([has_first, has_second])
        .filter(|(_, there)| !there)
        .map(|(m, _)| match &m.suppleant {
            Some(other) => format!("{} (ou à défaut {other})", m.intitule),
            None => m.intitule.clone(),
        })
        .collect();
    if missing.is_empty() {
        return None;
    }
    let place = if membres.is_empty() { Place::file(file) } else { Place::value(file, "membre[0].qualite") };
    let found = RULE.at(place, format!("la commission n’a pas {}", words::and(&missing)));
    Some(found.help("un bloc `[[membre]]` pour chacun, avec sa `qualite`"))
}
