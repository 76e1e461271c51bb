//! DP14: the conditions générales to bring on the day, for a person to check.

use super::super::sheets::{self, Sheet};
use super::super::words;
use super::{Context, Rule};
use crate::diagnostic::Finding;

pub static RULE: Rule = Rule::dossier("DP14", check);

fn check(ctx: &Context) -> Vec<Finding> {
    let sheets = sheets::all(ctx);
    let Some(first) = sheets.first() else { return vec![] };
    let lost = |s: &Sheet| ctx.lost_at(&s.fiche.file, "conditions_generales");
    let named = |s: &Sheet| s.fiche.conditions_generales.iter().any(|c| !c.trim().is_empty());
    let silent: Vec<_> = sheets.iter().filter(|s| !named(s) && !lost(s)).collect();
    let mut message =
        "les conditions générales des situations présentées sont à apporter le jour des épreuves".to_owned();
    if !silent.is_empty() {
        let numeros: Vec<_> = silent.iter().map(|s| s.numero).collect();
        message.push_str(&format!(" ; aucune n’est nommée : {}", words::fiches(&numeros)));
    }
    let place = silent.first().map_or_else(|| first.at("conditions_generales"), |s| s.at("titre"));
    let found = RULE.at(place, message);
    let list = sheets.iter().filter(|s| named(s)).map(|s| {
        let names: Vec<_> = s.fiche.conditions_generales.iter().map(|c| c.trim()).filter(|c| !c.is_empty()).collect();
        format!("fiche {} : {}", s.numero, names.join(" ; "))
    });
    let found = list.fold(found, Finding::help);
    vec![found.help(
        "vérifiez que chaque recueil est le bon, dans la version du contrat présenté, et préparez-les avec les autres \
         documents utiles",
    )]
}
