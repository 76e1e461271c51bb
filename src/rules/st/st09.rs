//! ST09: an apprentice or an employee in contrat de professionnalisation whose quality nothing attests.

use super::{lost, regle};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::Statut;
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule {
    code: "ST09",
    severity: Severity::Error,
    title: "aucune attestation de l’employeur",
    reference: "référentiel, annexe III B, B 2 (l. 3148)",
    nv: None,
    explain: include_str!("st09.md"),
    check,
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    let Some(statut) = ctx.statut().filter(|s| matches!(s, Statut::Apprentissage | Statut::Professionnalisation))
    else {
        return Vec::new();
    };
    let Some(regle) = regle(ctx).filter(|_| !lost(ctx)) else { return Vec::new() };
    let periodes = &ctx.dossier.periodes;
    if periodes.is_empty() {
        let message = "aucun contrat n’est déclaré, donc aucune attestation de l’employeur";
        return vec![RULE.at(ctx.candidat("examen.statut"), message).label(statut.label()).help(
            "ajoutez dans periodes.toml la période du contrat, avec son attestation : \
                    [periode.justificatif] nature = \"attestation-employeur\"",
        )];
    }
    // A proof that is missing or of another kind is DP07 or DP08.
    let attested = periodes.iter().all(|p| p.nature_justificatif().is_some_and(|n| regle.justificatifs.contains(&n)));
    let contract = periodes.iter().any(|p| p.nature.is_some_and(|n| regle.natures.contains(&n)));
    if !attested || contract {
        return Vec::new();
    }
    let natures: Vec<_> = regle.natures.iter().map(|n| n.key()).collect();
    let message = "aucune période n’est celle du contrat : les attestations ne disent pas la qualité exigée à \
        l’examen";
    let found = RULE.at(ctx.periode(0, "nature"), message).related(ctx.candidat("examen.statut"), statut.label());
    vec![found.help(format!("écrivez nature = \"{}\", ou corrigez le statut", natures.join("\" ou \"")))]
}
