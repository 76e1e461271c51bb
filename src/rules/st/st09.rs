//! ST09: an apprentice or an employee in contrat de professionnalisation whose quality nothing attests.

use super::{lost, nv};
use crate::diagnostic::Finding;
use crate::domain::Statut;
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule::dossier("ST09", check);

fn check(ctx: &Context) -> Vec<Finding> {
    // A period whose proof is missing is DP07; of another kind, DP08.
    let attested = matches!(ctx.statut(), Some(Statut::Apprentissage | Statut::Professionnalisation));
    if !attested || !ctx.dossier.periodes.is_empty() || lost(ctx) {
        return Vec::new();
    }
    let message = "aucun contrat n’est déclaré, donc aucune attestation de l’employeur";
    let found = RULE.at(ctx.candidat("examen.statut"), message).help(
        "ajoutez dans periodes.toml la période du contrat, avec son attestation : \
         [periode.justificatif] nature = \"attestation-employeur\"",
    );
    vec![found.risk(nv::risk(ctx, None))]
}
