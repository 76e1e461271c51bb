//! FMT07: an identifier whose key is wrong, SIRET, UAI, INE, or that two students bear; a candidate number of another length
//! is a warning.

use std::collections::HashMap;

use super::{Context, PromotionContext, Rule};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::identifiers::{expected_uai_key, ine_is_valid, siret_is_valid, uai_is_valid};
use crate::domain::promotion::Etudiant;

pub static RULE: Rule = Rule::both("FMT07", check, check_promotion);

fn check(ctx: &Context) -> Vec<Finding> {
    let mut out = Vec::new();
    let candidat = &ctx.dossier.candidat;
    if let Some(uai) = candidat.etablissement.as_ref().map(|e| e.uai.as_str())
        && !uai.trim().is_empty()
        && !uai_is_valid(uai)
    {
        out.push(wrong_uai(uai, ctx.candidat("etablissement.uai")));
    }
    let ine = candidat.identite.ine.as_str();
    if !ine.trim().is_empty() && !ine_is_valid(ine) {
        // The INE is not repeated: it identifies a person.
        let found = RULE.at(ctx.candidat("identite.ine"), "l’INE n’est pas valide (forme ou clé)");
        out.push(found.help("recopiez-le depuis un document de l’établissement, ou supprimez la ligne"));
    }
    out.extend(wrong_number(&candidat.examen.numero_candidat, || ctx.candidat("examen.numero_candidat")));
    for e in ctx.dossier.entreprises.iter().filter(|e| !e.siret.trim().is_empty() && !siret_is_valid(&e.siret)) {
        out.push(wrong_siret(&e.siret, Place::value(e.file(), "siret")));
    }
    out
}

fn check_promotion(ctx: &PromotionContext) -> Vec<Finding> {
    let mut out = Vec::new();
    let uai = &ctx.promotion.reglage.etablissement.uai;
    if !uai.trim().is_empty() && !uai_is_valid(uai) {
        out.push(wrong_uai(uai, ctx.reglage("etablissement.uai")));
    }
    for (i, e) in ctx.promotion.etudiants.iter().enumerate() {
        if !e.ine.trim().is_empty() && !ine_is_valid(&e.ine) {
            let found = RULE.at(ctx.etudiant(i, "ine"), "l’INE n’est pas valide (forme ou clé)");
            out.push(found.help("recopiez-le depuis un document de l’établissement, ou videz la case"));
        }
        out.extend(wrong_number(&e.numero_candidat, || ctx.etudiant(i, "numero_candidat")));
    }
    let numbers = |what: &str, key: &'static str, of: fn(&Etudiant) -> &String| {
        twice(ctx, what, key, ctx.promotion.etudiants.iter().map(of))
    };
    out.extend(numbers("ce numéro de candidat", "numero_candidat", |e| &e.numero_candidat));
    out.extend(numbers("cet INE", "ine", |e| &e.ine));
    for (i, o) in ctx.promotion.organismes.iter().enumerate() {
        if !o.siret.trim().is_empty() && !o.is_abroad() && !siret_is_valid(&o.siret) {
            out.push(wrong_siret(&o.siret, ctx.organisme(i, "siret")));
        }
    }
    out
}

/// A number of candidate has no key: its length alone is known.
const NUMERO: &str = "forme du numéro de candidat : 10 ou 11 chiffres, sans clé de contrôle";

/// A number that two students bear: it is one person's. It is not repeated, as it identifies one.
fn twice<'a>(ctx: &PromotionContext, what: &str, key: &str, numbers: impl Iterator<Item = &'a String>) -> Vec<Finding> {
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut out = Vec::new();
    for (i, number) in numbers.enumerate() {
        let number: String = number.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
        if number.is_empty() {
            continue;
        }
        let known = *first.entry(number).or_insert(i);
        if known != i {
            let found = RULE.at(ctx.etudiant(i, key), format!("{what} est déjà celui d’un autre étudiant"));
            let found = found.related(ctx.etudiant(known, key), format!("ligne {}", known + 1));
            out.push(
                found.help(
                    "recopiez-le pour chacun depuis sa confirmation d’inscription, ou retirez la ligne en double",
                ),
            );
        }
    }
    out
}

/// The number is not repeated: it identifies a person.
fn wrong_number(numero: &str, place: impl Fn() -> Place) -> Option<Finding> {
    let numero = numero.trim();
    let well_formed = numero.chars().all(|c| c.is_ascii_digit()) && matches!(numero.len(), 10 | 11);
    if numero.is_empty() || well_formed {
        return None;
    }
    let message = match numero.chars().count() {
        n @ (10 | 11) => format!("le numéro de candidat a {n} signes qui ne sont pas tous des chiffres"),
        n => format!("le numéro de candidat a {n} signes, on attend 10 ou 11 chiffres"),
    };
    let help = "recopiez-le depuis la confirmation d’inscription, avec ses zéros, entre guillemets";
    Some(RULE.at(place(), message).severity(Severity::Warning).reference(NUMERO).help(help))
}

fn wrong_uai(uai: &str, place: Place) -> Finding {
    let found = RULE.at(place, format!("le code UAI « {uai} » n’est pas valide"));
    match expected_uai_key(uai).filter(|_| uai.trim().len() == 8) {
        Some(key) => found
            .label(format!("la lettre attendue après ces chiffres est {key}"))
            .help("vérifiez les sept chiffres et la lettre sur la convocation ou le site de l’établissement"),
        None => found.help("un code UAI a sept chiffres et une lettre, par exemple 0310053P"),
    }
}

fn wrong_siret(siret: &str, place: Place) -> Finding {
    RULE.at(place, format!("le SIRET « {siret} » n’est pas valide"))
        .help("un SIRET a 14 chiffres ; vérifiez-le sur une facture, un contrat ou l’annuaire des entreprises")
}
