//! ST09: an apprentice or an employee in contrat de professionnalisation whose quality nothing attests.

use super::{lost, nv};
use crate::diagnostic::{Diagnostic, Nv, Severity};
use crate::domain::Statut;
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule {
    code: "ST09",
    severity: Severity::Error,
    title: "aucune attestation de l’employeur",
    reference: "référentiel, annexe III B, B 2 (l. 3148)",
    nv: Some(Nv::Other),
    explain: include_str!("st09.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
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
