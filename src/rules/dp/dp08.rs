//! DP08: a justificatif whose kind does not fit the status.

use super::super::{nv, words};
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, Nv, Severity};

pub static RULE: Rule = Rule {
    code: "DP08",
    severity: Severity::Error,
    title: "justificatif qui ne convient pas au statut",
    reference: "référentiel, annexe II B, 1 (l. 2233) ; annexe III B, B (l. 3135-3159)",
    nv: Some(Nv::Other),
    explain: include_str!("dp08.md"),
    check,
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    let Some(statut) = ctx.statut() else { return vec![] };
    let Some(regle) = ctx.referentiel.statut(statut.key()) else { return vec![] };
    let special = ctx.dossier.candidat.formation.as_ref().is_some_and(|f| f.contrat_particulier);
    let natures = match &regle.natures_contrat_particulier {
        special_ones if special && !special_ones.is_empty() => special_ones,
        _ => &regle.natures,
    };
    let intitule = words::small(&regle.intitule);
    let mut out = Vec::new();
    for (i, periode) in ctx.dossier.periodes.iter().enumerate() {
        // A period of another kind (before a change of status) is proved in its own way: only its presence is told.
        if let Some(nature) = periode.nature.filter(|n| !natures.contains(n)) {
            let message = format!(
                "cette période est de nature « {} », le statut ({intitule}) attend : {}",
                words::small(nature.label()),
                words::or(natures.iter().map(|n| words::small(n.label())))
            );
            let found = RULE.at(ctx.periode(i, "nature"), message).severity(Severity::Warning);
            out.push(found.help("corrigez la nature de la période, ou le statut dans candidat.toml ; si vous avez changé de statut en cours de formation, demandez à votre centre d’examen si cette période compte"));
            continue;
        }
        let Some(nature) = periode.nature_justificatif().filter(|n| !regle.justificatifs.contains(n)) else { continue };
        let expected = words::or(regle.justificatifs.iter().map(|n| words::small(n.label())));
        let found = words::small(nature.label());
        let message = format!("le justificatif est de nature « {found} », le statut ({intitule}) attend : {expected}");
        let found = RULE.at(ctx.periode(i, "justificatif.nature"), message);
        let found = found.help(format!(
            "demandez la bonne pièce à l’entreprise ({expected}), ou corrigez la ligne si c’est un oubli"
        ));
        out.push(found.help(nv::risk(ctx, None)));
    }
    out
}
