//! ST16: all the days of stage in one of the two years.

use super::duree::Stages;
use super::second_year;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule {
    code: "ST16",
    severity: Severity::Advice,
    title: "stages tous dans la même année",
    reference: "référentiel, annexe III B, B 1 c (l. 3134)",
    nv: None,
    explain: include_str!("st16.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    gathered(ctx).into_iter().collect()
}

fn gathered(ctx: &Context) -> Option<Diagnostic> {
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
