//! CV30: one who signs has no name.

use super::textes::{Public, name};
use crate::diagnostic::Finding;
use crate::domain::promotion::Stage;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV30", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let mut out = Vec::new();
    let reglage = &ctx.promotion.reglage;
    let scolaire = |s: &Stage| Public::VoieScolaire.includes(ctx, s);
    if ctx.promotion.stages.iter().any(scolaire)
        && reglage.etablissement.representant.nom.trim().is_empty()
        && !ctx.lost_reglage("etablissement.representant")
    {
        let place = ctx.reglage("etablissement.representant");
        let found = RULE.at(place, "le représentant de l’établissement, qui signe les conventions, n’est pas nommé");
        out.push(found.help("écrivez representant = { nom = \"…\", qualite = \"Proviseure\" } dans [etablissement]"));
    }
    for (i, o) in ctx.promotion.organismes.iter().enumerate() {
        if !o.representant.nom.trim().is_empty() {
            continue;
        }
        // The signatory of a row is its first organisme's.
        let named = |s: &Stage| s.organisme == o.cle && s.signataire.as_ref().is_some_and(|p| !p.nom.trim().is_empty());
        let unsigned = |s: &Stage| !named(s) && scolaire(s);
        if let Some((row, _)) = ctx.promotion.stages_in(&o.cle).find(|(_, s)| unsigned(s))
            && !ctx.lost_at(&ctx.promotion.files.organismes, "representant")
        {
            let message = format!("personne n’est nommé pour signer au nom de cet organisme ({})", name(ctx, row));
            let found = RULE.at(ctx.organisme(i, "representant"), message);
            out.push(found.help("nommez son représentant, ou le signataire dans la ligne du stage"));
        }
    }
    out
}
