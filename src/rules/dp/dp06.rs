//! DP06: a sheet outside the domain of its number, or on activities that the oral does not examine.

use super::super::sheets::{self, Sheet};
use super::super::words;
use super::{Context, Rule};
use crate::diagnostic::{Finding, Severity};

pub static RULE: Rule = Rule::dossier("DP06", check);

fn check(ctx: &Context) -> Vec<Finding> {
    sheets::all(ctx).iter().flat_map(|sheet| check_sheet(sheet, ctx)).collect()
}

fn check_sheet(sheet: &Sheet, ctx: &Context) -> Vec<Finding> {
    let (numero, domaine) = (sheet.numero, sheet.composition.domaine.as_str());
    let (inside, outside) = sheet.activites(ctx);
    let expected = || words::or(ctx.referentiel.activites.iter().filter(|a| a.domaine == domaine).map(|a| &a.code));
    if sheet.is_misplaced(ctx) {
        let message =
            format!("la fiche {numero} ne présente aucune activité du {domaine}, qui est le sien : {}", expected());
        let found = RULE.at(sheet.at("activites"), message);
        return vec![found.help(
            "citez l’activité réellement menée, ou changez le numéro de la fiche : les autres contrôles de cette fiche \
             attendent",
        )];
    }
    let mut out = Vec::new();
    if !inside.is_empty() && !outside.is_empty() {
        let at = sheet.fiche.activites.iter().position(|c| c == outside[0]).unwrap_or_default();
        let verb = if outside.len() > 1 { "ne sont pas" } else { "n’est pas" };
        let message = format!("{} {verb} du {domaine}, domaine de la fiche {numero}", words::and(&outside));
        let found = RULE.at(sheet.at(&format!("activites[{at}]")), message).severity(Severity::Warning);
        out.push(found.help(format!("gardez seulement les activités du {domaine} : {}", expected())));
    }
    let examined = |code: &&str| ctx.referentiel.activite(code).is_some_and(|a| a.examinee);
    if !inside.is_empty() && inside.len() + outside.len() == sheet.fiche.activites.len() && !inside.iter().any(examined)
    {
        out.push(not_examined(sheet, ctx, &inside));
    }
    out
}

fn not_examined(sheet: &Sheet, ctx: &Context, inside: &[&str]) -> Finding {
    let c = sheet.composition;
    let examined = ctx.referentiel.activites.iter().filter(|a| a.domaine == c.domaine && a.examinee);
    let examined: Vec<_> = examined.map(|a| &a.code).collect();
    let (presented, all) = (words::and(inside), words::and(&examined));
    let message = format!("la fiche {} ne présente que {presented}, or {} porte sur {all}", sheet.numero, c.epreuve);
    let found = RULE.at(sheet.at("activites"), message);
    // Where the text itself wavers (`lecture`), the sheet may well be what it wants.
    match c.lecture {
        Some(_) => found.severity(Severity::Advice).help(format!(
            "rien ne l’interdit : le texte demande aussi des fiches liées à {} ; ajoutez {all} si vous avez aussi \
             accueilli le client",
            c.cadre_intitule
        )),
        None => found.severity(Severity::Warning).help(format!(
            "présentez une activité {}, ou ajoutez-la si elle a fait partie de la situation",
            words::or(&examined)
        )),
    }
}
