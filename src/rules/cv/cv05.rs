//! CV05: an element of annexe III B that the convention does not tell: tutorat non dit.

use super::cv12;
use super::textes::{Cle, Neant, Public, message, untold};
use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV05", check);

const CLES: &[Cle] = &[("pedagogie.tutorat", |s| &s.pedagogie.tutorat)];

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let public = Public::StagiairesDuTexte;
    let mut out = untold(ctx, &RULE, public, Neant::Refuse, "le suivi assuré par le tuteur", CLES);
    // The tuteur of voie scolaire is D124-4's too: CV12 tells it.
    let stages = ctx.promotion.stages.iter().enumerate();
    let continuing = stages.filter(|(_, s)| public.includes(ctx, s) && !Public::VoieScolaire.includes(ctx, s));
    let untold = continuing.filter(|(_, s)| cv12::has_no_tuteur(s)).map(|(i, _)| i);
    for (place, rows) in ctx.gathered("tuteur", |a, b| a.tuteur == b.tuteur, untold) {
        let message = message(ctx, &rows, "ne dit pas", "ne disent pas", "le nom du tuteur");
        out.push(RULE.at(place, message).rows(&rows).help(cv12::TUTEUR));
    }
    out
}
