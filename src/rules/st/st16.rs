//! ST16: all the days of stage in one of the two years.

use super::duree::Stages;
use super::second_year;
use crate::diagnostic::Finding;
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule::dossier("ST16", check);

fn check(ctx: &Context) -> Vec<Finding> {
    gathered(ctx).into_iter().collect()
}

fn gathered(ctx: &Context) -> Option<Finding> {
    let stages = Stages::of(ctx).filter(|s| s.is_enough() && s.dated())?;
    let second_year = second_year(ctx)?;
    let mut years = Vec::new();
    for (_, p) in &stages.periodes {
        years.extend([p.debut? >= second_year, p.fin? >= second_year]);
    }
    let year = match (years.contains(&false), years.contains(&true)) {
        (true, false) => "première",
        (false, true) => "deuxième",
        _ => return None,
    };
    let (i, _) = stages.periodes.first()?;
    let found = RULE.at(ctx.periode(*i, "debut"), format!("toutes les journées de stage sont en {year} année"));
    Some(found.help(
        "ce n’est pas une faute tant que l’établissement l’a voulu ainsi : le texte les répartit \
        sur l’ensemble de la formation",
    ))
}
