//! DP16: a sheet does not tell where its activity took place, or whether it was real.

use super::super::words;
use super::{Context, Rule};
use crate::diagnostic::{Finding, Place};
use crate::domain::Fiche;
use crate::domain::fiche::{Lieu, Modalite};

pub static RULE: Rule = Rule::dossier("DP16", check);

fn check(ctx: &Context) -> Vec<Finding> {
    ctx.dossier.fiches.iter().flat_map(|fiche| check_sheet(fiche, ctx)).collect()
}

fn check_sheet(fiche: &Fiche, ctx: &Context) -> Vec<Finding> {
    let name = fiche.numero.map_or("la fiche".to_owned(), |n| format!("la fiche {n}"));
    let told = |key: &str| ctx.lost_at(&fiche.file, key);
    let at = |key: &str| Place::value(&fiche.file, key);
    let mut out = Vec::new();
    if fiche.lieu.is_none() && !told("lieu") {
        let found =
            RULE.at(at("titre"), format!("{name} ne dit pas où l’activité a été menée")).label("« lieu » manque");
        out.push(
            found.help(format!("écrivez lieu = {}", words::or(Lieu::ALL.iter().map(|l| format!("\"{}\"", l.key()))))),
        );
    }
    if fiche.modalite.is_none() && !told("modalite") {
        let found = RULE.at(at("titre"), format!("{name} ne dit pas si l’activité est réelle ou simulée"));
        let keys = words::or(Modalite::ALL.iter().map(|m| format!("\"{}\"", m.key())));
        out.push(found.label("« modalite » manque").help(format!("écrivez modalite = {keys}")));
    }
    let in_firm = fiche.lieu.filter(|l| matches!(l, Lieu::Entreprise | Lieu::Stage));
    if let Some(lieu) = in_firm.filter(|_| fiche.entreprise.trim().is_empty() && !told("entreprise")) {
        let message =
            format!("{name} dit l’activité menée {}, sans dire dans quelle entreprise", words::small(lieu.label()));
        let found = RULE.at(at("lieu"), message).label("« entreprise » manque");
        out.push(found.help("écrivez entreprise = \"…\", le nom du fichier de entreprises/ sans « .toml »"));
    }
    out
}
