//! ST18: formation continue under a « contrat de travail de type particulier ».

use super::regle;
use crate::diagnostic::{Finding, Severity};
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule::dossier("ST18", check);

fn check(ctx: &Context) -> Vec<Finding> {
    let told = ctx.dossier.candidat.formation.as_ref().is_some_and(|f| f.contrat_particulier);
    let Some(regle) = regle(ctx).filter(|_| told) else { return Vec::new() };
    let place = ctx.candidat("formation.contrat_particulier");
    if regle.natures_contrat_particulier.is_empty() {
        let message = format!(
            "le contrat de travail de type particulier ne vaut que pour la formation \
            continue, pas pour « {} »",
            regle.intitule
        );
        let found = RULE.at(place, message).severity(Severity::Warning);
        return vec![found.related(ctx.candidat("examen.statut"), "statut").help(
            "corrigez le statut, ou \
            supprimez contrat_particulier",
        )];
    }
    if !super::contrat_particulier(ctx) {
        // Nothing is declared in which the stage could be included: ST01 says so.
        return Vec::new();
    }
    let found = RULE.at(place, "le stage est inclus dans la période de travail : sa durée n’est pas contrôlée");
    vec![found.help("les activités doivent rester cohérentes avec le référentiel (ST19)")]
}
