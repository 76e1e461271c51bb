//! FMT05: a value of the wrong type, or outside its list — the type's or the référentiel's.

use super::{Context, ExamenContext, PromotionContext, Rule, keys, told};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::periode;
use crate::domain::promotion::stage::is_neant;
use crate::domain::promotion::{Stage, Taux, calcul};
use crate::sources::reader::nearest;

pub static RULE: Rule = Rule::all("FMT05", check, check_promotion, check_examen);

fn check(ctx: &Context) -> Vec<Finding> {
    let mut found = values(ctx.faults);
    found.extend(references(ctx));
    found
}

fn values(faults: &[Fault]) -> Vec<Finding> {
    told(faults, |place, kind| {
        if let FaultKind::CutNumber { digits } = kind {
            return Some(cut(place, *digits));
        }
        if *kind == FaultKind::CompletedNumber {
            return Some(completed(place));
        }
        let FaultKind::WrongValue { found, expected, choices, nearest } = kind else { return None };
        let diagnostic = RULE.at(place.clone(), format!("{found} n’est pas accepté ici, il faut {expected}"));
        Some(suggest(diagnostic, choices, nearest.as_deref()))
    })
}

/// A number that a spreadsheet took for a quantity. It is not repeated: it may tell a person.
fn cut(place: &Place, digits: usize) -> Finding {
    let message = format!("un tableur a ôté des chiffres à ce numéro, qui en a {digits}");
    RULE.at(place.clone(), message)
        .label("ses zéros de tête, ou ses derniers chiffres")
        .help("mettez la colonne au format Texte, puis recopiez le numéro depuis sa source : liasse ne devine pas")
}

/// A telephone whose zero a spreadsheet took away, and that can only be one number.
fn completed(place: &Place) -> Finding {
    RULE.at(place.clone(), "téléphone de neuf chiffres : il est lu avec le zéro du début, qu’un tableur a ôté")
        .severity(Severity::Advice)
        .help("mettez la colonne au format Texte et ajoutez le zéro pour ne plus lire ceci")
}

fn check_promotion(ctx: &PromotionContext) -> Vec<Finding> {
    let mut out = values(ctx.faults);
    out.extend(keys::unknown(ctx));
    out.extend(keys::twice(ctx));
    out.extend(amounts(ctx));
    let formation = &ctx.promotion.reglage.formation;
    if !ctx.diplomes.is_empty() && !ctx.diplomes.iter().any(|d| d == formation.diplome()) {
        out.push(outside(ctx.reglage("formation.diplome"), "un diplôme connu", formation.diplome(), ctx.diplomes));
    }
    if !ctx.calendriers.has(ctx.calendrier()) {
        let known: Vec<String> = ctx.calendriers.calendrier.iter().map(|c| c.cle.clone()).collect();
        out.push(outside(ctx.reglage("formation.calendrier"), "un calendrier connu", ctx.calendrier(), &known));
    }
    out
}

fn check_examen(ctx: &ExamenContext) -> Vec<Finding> {
    let mut out = values(ctx.faults);
    let diplome = ctx.examen.reglage.epreuve.diplome();
    if !ctx.diplomes.is_empty() && !ctx.diplomes.iter().any(|d| d == diplome) {
        out.push(outside(ctx.reglage("epreuve.diplome"), "un diplôme connu", diplome, ctx.diplomes));
    }
    out
}

/// The gratifications, by the hour or in all, that are no amount.
fn amounts(ctx: &PromotionContext) -> Vec<Finding> {
    let same = |a: &Stage, b: &Stage| a.gratification.horaire == b.gratification.horaire;
    let wrong = ctx.grouped("gratification.horaire", same, |s| Taux::read(&s.gratification).is_none());
    let one = |(place, rows): (Place, Vec<usize>)| {
        let text = ctx.promotion.stages[rows[0]].gratification.horaire.trim();
        RULE.at(place, format!("« {text} » n’est pas un montant horaire en euros (« 4,50 ») ni « néant »"))
            .rows(&rows)
            .help("ou par année : « 4,35 en 2025 ; 4,50 en 2026 », ou une part du plafond : « 15 % du plafond »")
    };
    let mut out: Vec<Finding> = wrong.into_iter().map(one).collect();
    let paid = |s: &Stage| s.presence.as_ref().map_or(String::new(), |p| p.gratification.trim().to_owned());
    let none = |s: &Stage| {
        let text = paid(s);
        !text.is_empty() && !is_neant(&text) && calcul::centimes(&text).is_none()
    };
    for (place, rows) in ctx.grouped("presence.gratification", |a, b| paid(a) == paid(b), none) {
        let text = paid(&ctx.promotion.stages[rows[0]]);
        let message = format!("« {text} » n’est pas un montant en euros (« 1 197,00 ») ni « néant »");
        out.push(RULE.at(place, message).rows(&rows));
    }
    out
}

/// A code that a list does not have.
fn outside(place: Place, what: &str, code: &str, known: &[String]) -> Finding {
    let near = nearest(code, known.iter().map(String::as_str));
    let choices = if known.len() <= 12 { known } else { &[] };
    suggest(RULE.at(place, format!("« {code} » n’est pas {what}")), choices, near.as_deref())
}

fn suggest(diagnostic: Finding, choices: &[String], nearest: Option<&str>) -> Finding {
    let diagnostic = match nearest {
        Some(nearest) => diagnostic.label(format!("vouliez-vous « {nearest} » ?")),
        None => diagnostic,
    };
    match choices.is_empty() {
        true => diagnostic,
        false => diagnostic.help(format!("valeurs acceptées : {}", choices.join(", "))),
    }
}

/// Codes that only the référentiel or the law's data list: activities, savoirs, calendars, firms of the sheets.
fn references(ctx: &Context) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut unknown = |place: Place, what: &str, code: &str, known: Vec<String>| {
        out.push(outside(place, what, code, &known));
    };
    let diplome = ctx.dossier.candidat.diplome();
    if !ctx.diplomes.iter().any(|d| d == diplome) {
        unknown(ctx.candidat("examen.diplome"), "un diplôme connu", diplome, ctx.diplomes.to_vec());
    }
    for fiche in &ctx.dossier.fiches {
        // What only holds the place of a code is told as such.
        let told = |code: &str, path: &str| code.is_empty() && ctx.lost_at(&fiche.file, path);
        for (i, code) in fiche.activites.iter().enumerate().filter(|(_, c)| ctx.referentiel.activite(c).is_none()) {
            let path = format!("activites[{i}]");
            if !told(code, &path) {
                let known = ctx.referentiel.activites.iter().map(|a| a.code.clone()).collect();
                unknown(Place::value(&fiche.file, path), "une activité du référentiel", code, known);
            }
        }
        for (i, code) in fiche.savoirs.iter().enumerate().filter(|(_, c)| ctx.referentiel.savoir(c).is_none()) {
            let path = format!("savoirs[{i}]");
            if !told(code, &path) {
                let known: Vec<String> = ctx.referentiel.savoirs.iter().map(|s| s.code.clone()).collect();
                // « S2.1 » is the heading of those that it begins.
                let below: Vec<String> = known.iter().filter(|k| k.starts_with(&format!("{code}."))).cloned().collect();
                let known = if below.is_empty() { known } else { below };
                unknown(Place::value(&fiche.file, path), "un savoir du référentiel", code, known);
            }
        }
        // A firm that a period names too is told once, as DP01.
        let named = |id: &str| ctx.dossier.periodes.iter().any(|p| p.entreprise == id);
        let id = &fiche.entreprise;
        if !id.is_empty() && ctx.dossier.entreprise(id).is_none() && !named(id) {
            let known = ctx.dossier.entreprises.iter().map(|e| e.id.clone()).collect();
            unknown(Place::value(&fiche.file, "entreprise"), "une entreprise du dossier", id, known);
        }
    }
    for (i, p) in ctx.dossier.periodes.iter().enumerate().filter(|(_, p)| !ctx.calendriers.has(p.calendrier())) {
        let known = ctx.calendriers.calendrier.iter().map(|c| c.cle.clone()).collect();
        let place = Place::value(periode::FILE, format!("periode[{i}].calendrier"));
        unknown(place, "un calendrier connu", p.calendrier(), known);
    }
    out
}
