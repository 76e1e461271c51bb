//! CV38: the waiting time on the post is not kept.

use super::lignes::{self, Faute};
use super::textes::Public;
use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV38", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let mut fautes = Vec::new();
    for (i, s) in ctx.promotion.stages.iter().enumerate() {
        let Some(former) = s.precedent.as_ref().filter(|p| !p.rompu_par_stagiaire) else { continue };
        if !Public::VoieScolaire.includes(ctx, s) {
            continue;
        }
        let (Some(a), Some(b), Some(begins)) = (former.debut, former.fin, ctx.now(i).debut) else { continue };
        // Dates in disorder are FMT06's.
        if b < a {
            continue;
        }
        // Days of the calendar, both ends counted; a begun day of the third counts.
        let length = a.until(b).count();
        let wait = length.div_ceil(3);
        let free = b.plus_days(i32::try_from(wait).unwrap_or(i32::MAX) + 1);
        if begins < free {
            let found = format!("carence : le poste n’est libre qu’à partir du {free}");
            let working = format!("{length} jours, un tiers : {wait}");
            // The stage before that the defaults tell is the fault of all that follow it.
            let faute = match s.precedent == ctx.promotion.reglage.defauts.precedent {
                true => Faute::new(i, "precedent.fin", found, format!(" ({working})")).related("debut", "premier jour"),
                false => Faute::new(i, "debut", found, "").related("precedent.fin", working),
            };
            fautes.push(faute.help("décalez le début, ou vérifiez les dates du stage précédent sur ce poste"));
        }
    }
    lignes::told(ctx, &RULE, fautes, |a, b| a.precedent == b.precedent)
}
