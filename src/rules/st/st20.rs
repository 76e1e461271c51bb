//! ST20: perfectionnement proved by certificats de stage, for which the text sets no duration.

use super::{emplois, journees, lost, regle, stages};
use crate::diagnostic::Finding;
use crate::domain::Journees;
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule::dossier("ST20", check);

fn check(ctx: &Context) -> Vec<Finding> {
    let stages = stages(ctx);
    let replaced = regle(ctx).is_none_or(|r| r.emploi.is_none()) || !emplois(ctx).is_empty();
    let (Some((i, _)), false) = (stages.first(), replaced || lost(ctx)) else { return Vec::new() };
    let total: Journees = stages.iter().filter_map(|(_, p)| p.journees).sum();
    let message = format!(
        "vérifier que {} de stage suffisent : en perfectionnement, le texte ne fixe pas de \
        durée de stage",
        journees(total)
    );
    let min = ctx.referentiel.stage.journees_min;
    let help = format!(
        "à titre de repère, les autres candidats de la formation continue font au moins {min} \
        journées"
    );
    vec![RULE.at(ctx.periode(*i, "nature"), message).help(help)]
}
