//! DP07: a period without its justificatif.

use super::super::{nv, words};
use super::{Context, Rule};
use crate::diagnostic::{Finding, Place};
use crate::domain::periode::{self, NatureJustificatif};
use crate::domain::referentiel::RegleStatut;

pub static RULE: Rule = Rule::dossier("DP07", check);

fn check(ctx: &Context) -> Vec<Finding> {
    let regle = ctx.statut().and_then(|s| ctx.referentiel.statut(s.key()));
    let kinds = regle.map_or(&[][..], |r| &r.justificatifs);
    let expected = match kinds {
        [] => "certificat ou attestation".to_owned(),
        kinds => words::or(kinds.iter().map(|k| words::small(k.label()))),
    };
    // Where a duration or the employer's attestation is asked for, ST01 or ST09 tells that there is no period at all.
    let told =
        |r: &RegleStatut| r.duree_de_stage || r.justificatifs.contains(&NatureJustificatif::AttestationEmployeur);
    if ctx.dossier.periodes.is_empty() && regle.is_some_and(|r| !told(r)) && !ctx.lost(periode::FILE) {
        let message = format!("aucune période n’est déclarée : le dossier n’a pas de justificatif ({expected})");
        let found = RULE.at(Place::file(periode::FILE), message);
        return vec![found.help("déclarez vos périodes, chacune avec sa pièce").risk(nv::risk(ctx, None))];
    }
    let mut out = Vec::new();
    for (i, periode) in ctx.dossier.periodes.iter().enumerate() {
        let path = format!("periode[{i}].justificatif");
        if periode.justificatif.is_some() || ctx.lost_at(periode::FILE, &path) {
            continue;
        }
        let days = periode.debut.zip(periode.fin).map(|(a, b)| format!(" du {a} au {b}")).unwrap_or_default();
        let message = format!("la période{days} n’a pas de justificatif ({expected})");
        let found = RULE.at(ctx.periode(i, "entreprise"), message).help(
            "ajoutez sous cette période le bloc [periode.justificatif], avec sa nature, la pièce numérisée et sa \
             signature",
        );
        out.push(found.risk(nv::risk(ctx, None)));
    }
    out
}
