//! ST05: two periods that share days of presence.

use super::presence;
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::Date;
use crate::domain::periode::{NaturePeriode, Periode, Temps};
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule {
    code: "ST05",
    severity: Severity::Error,
    title: "périodes qui se chevauchent",
    reference: "référentiel, annexe III B, B 1 a et d (l. 3132 et 3135) : une journée de stage se compte une fois",
    nv: None,
    explain: include_str!("st05.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    let mut dated: Vec<_> = ctx.dossier.periodes.iter().enumerate().collect();
    dated.retain(|(_, p)| p.debut.is_some());
    dated.sort_by_key(|(i, p)| (p.debut, *i));
    let days: Vec<_> = dated.iter().map(|(i, p)| presence::days(ctx, *i, p).unwrap_or_default()).collect();
    let mut out = Vec::new();
    for (b, (later, second)) in dated.iter().enumerate() {
        let mut found: Option<Diagnostic> = None;
        for (a, (earlier, first)) in dated.iter().enumerate().take(b) {
            let Some(severity) = exclusive(first, second) else { continue };
            let common: Vec<_> = days[a].intersection(&days[b]).copied().collect();
            if common.is_empty() {
                continue;
            }
            let (first_rank, second_rank) = (earlier + 1, later + 1);
            let words = in_common(&common);
            let place = ctx.periode(*earlier, "debut");
            found = Some(match found {
                Some(found) => found.related(place, format!("période {first_rank} : {words}")),
                None => {
                    let message = format!("les périodes {first_rank} et {second_rank} se chevauchent : {words}");
                    let found = RULE.at(ctx.periode(*later, "debut"), message).severity(severity);
                    found.related(place, format!("période {first_rank}"))
                }
            });
        }
        out.extend(found.map(|d| {
            let d = d.help("corrigez les dates de l’une des deux périodes");
            match second.jours.is_empty() && second.nature == Some(NaturePeriode::Stage) {
                true => d.help(
                    "si la présence est hebdomadaire, dites les jours de chaque période, par exemple \
                    : jours = [\"mardi\"]",
                ),
                false => d,
            }
        }));
    }
    out
}

fn in_common(days: &[Date]) -> String {
    match days {
        [day] => format!("le {day} leur est commun"),
        _ => format!("{} jours communs, du {} au {}", days.len(), days[0], days[days.len() - 1]),
    }
}

/// How much it weighs that these periods share a day; `None` where they may. Journées of stage are added up, and a
/// contract takes the working day; employments are not added up day by day (ST10), so a shared day is only odd.
fn exclusive(a: &Periode, b: &Periode) -> Option<Severity> {
    use NaturePeriode::{Apprentissage, Emploi, Professionnalisation, Stage};
    let partial = a.temps == Some(Temps::Partiel) || b.temps == Some(Temps::Partiel);
    match (a.nature?, b.nature?) {
        (Stage, Stage) => Some(Severity::Error),
        (Apprentissage | Professionnalisation, Apprentissage | Professionnalisation) if !partial => {
            Some(Severity::Error)
        }
        (Emploi, Emploi) if a.temps == Some(Temps::Plein) && b.temps == a.temps => Some(Severity::Warning),
        _ => None,
    }
}
