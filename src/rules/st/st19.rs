//! ST19: whether the activities at work are those of the référentiel, which only a person can judge.

use super::{contrat_particulier, emplois, regle, words};
use crate::diagnostic::Finding;
use crate::domain::Statut;
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule::dossier("ST19", check);

fn check(ctx: &Context) -> Vec<Finding> {
    let contract = matches!(ctx.statut(), Some(Statut::Apprentissage | Statut::Professionnalisation));
    let employed = regle(ctx).is_some_and(|r| r.emploi.is_some()) && !emplois(ctx).is_empty();
    if !contract && !employed && !contrat_particulier(ctx) {
        return Vec::new();
    }
    let here = |id: &str| ctx.dossier.periodes.iter().any(|p| p.entreprise == id);
    let firms = ctx.dossier.entreprises.iter().filter(|e| here(&e.id) && !e.nom.trim().is_empty());
    let names: Vec<_> = firms.map(|e| format!("« {} »", e.designation())).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let message =
        format!("vérifier que les activités menées chez {} sont cohérentes avec le référentiel", words::and(&names));
    let found = RULE.at(ctx.candidat("examen.statut"), message);
    vec![found.help("comparez les fiches et le poste avec les activités de l’annexe I A")]
}
