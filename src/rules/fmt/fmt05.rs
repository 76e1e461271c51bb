//! FMT05: a value of the wrong type, or outside its list — the type's or the référentiel's.

use super::{Check, Context, PromotionContext, REFERENCE, Rule, told};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::periode;
use crate::domain::promotion::{FILE, calcul};
use crate::sources::reader::nearest;

pub static RULE: Rule = Rule {
    code: "FMT05",
    severity: Severity::Error,
    title: "valeur d’un autre type ou hors de sa liste",
    reference: REFERENCE,
    nv: None,
    explain: include_str!("fmt05.md"),
    check: Check::Both(check, check_promotion),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    let mut found = values(ctx.faults);
    found.extend(references(ctx));
    found
}

fn values(faults: &[Fault]) -> Vec<Diagnostic> {
    told(faults, |place, kind| {
        if let FaultKind::CutNumber { digits } = kind {
            return Some(cut(place, *digits));
        }
        let FaultKind::WrongValue { found, expected, choices, nearest } = kind else { return None };
        let diagnostic = RULE.at(place.clone(), format!("{found} n’est pas accepté ici, il faut {expected}"));
        Some(suggest(diagnostic, choices, nearest.as_deref()))
    })
}

/// A number that a spreadsheet took for a quantity. It is not repeated: it may tell a person.
fn cut(place: &Place, digits: usize) -> Diagnostic {
    let message = format!("un tableur a ôté des chiffres à ce numéro, qui en a {digits}");
    RULE.at(place.clone(), message)
        .label("ses zéros de tête, ou ses derniers chiffres")
        .help("mettez la colonne au format Texte, puis recopiez le numéro depuis sa source : liasse ne devine pas")
}

/// Keys by which the tables of a promotion name each other, and amounts.
fn check_promotion(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let mut out = values(ctx.faults);
    let p = ctx.promotion;
    let mut unknown = |place: Place, what: &str, key: &str, known: Vec<&str>| {
        let near = nearest(key, known.iter().copied());
        out.push(suggest(RULE.at(place, format!("« {key} » n’est pas {what}")), &[], near.as_deref()));
    };
    for (i, s) in p.stages.iter().enumerate() {
        if !s.etudiant.is_empty() && p.etudiant(&s.etudiant).is_none() && !ctx.lost(&p.files.etudiants) {
            let known = p.etudiants.iter().map(|e| e.cle.as_str()).collect();
            unknown(ctx.stage(i, "etudiant"), "la clé d’un étudiant de la promotion", &s.etudiant, known);
        }
        if !s.organisme.is_empty() && p.organisme(&s.organisme).is_none() && !ctx.lost(&p.files.organismes) {
            let known = p.organismes.iter().map(|o| o.cle.as_str()).collect();
            unknown(ctx.stage(i, "organisme"), "la clé d’un organisme de la promotion", &s.organisme, known);
        }
        if !s.referent.is_empty() && p.referent(&s.referent).is_none() && !ctx.lost(FILE) {
            let known = p.reglage.referent.iter().map(|r| r.cle.as_str()).collect();
            unknown(ctx.stage(i, "referent"), "la clé d’un enseignant référent", &s.referent, known);
        }
        let horaire = s.gratification.horaire.trim();
        if calcul::horaire(s).is_none() {
            let place = ctx.effective(i, "gratification.horaire");
            unknown(place, "un montant en euros (« 4,50 ») ni « néant »", horaire, Vec::new());
        }
    }
    out
}

fn suggest(diagnostic: Diagnostic, choices: &[String], nearest: Option<&str>) -> Diagnostic {
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
fn references(ctx: &Context) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut unknown = |place: Place, what: &str, code: &str, known: Vec<String>| {
        let near = nearest(code, known.iter().map(String::as_str));
        let choices = if known.len() <= 12 { known } else { Vec::new() };
        let diagnostic = RULE.at(place, format!("« {code} » n’est pas {what}"));
        out.push(suggest(diagnostic, &choices, near.as_deref()));
    };
    let diplome = ctx.dossier.candidat.diplome();
    if !ctx.diplomes.iter().any(|d| d == diplome) {
        unknown(ctx.candidat("examen.diplome"), "un diplôme connu", diplome, ctx.diplomes.to_vec());
    }
    for fiche in &ctx.dossier.fiches {
        for (i, code) in fiche.activites.iter().enumerate().filter(|(_, c)| ctx.referentiel.activite(c).is_none()) {
            let known = ctx.referentiel.activites.iter().map(|a| a.code.clone()).collect();
            unknown(Place::value(&fiche.file, format!("activites[{i}]")), "une activité du référentiel", code, known);
        }
        for (i, code) in fiche.savoirs.iter().enumerate().filter(|(_, c)| ctx.referentiel.savoir(c).is_none()) {
            let known = ctx.referentiel.savoirs.iter().map(|s| s.code.clone()).collect();
            unknown(Place::value(&fiche.file, format!("savoirs[{i}]")), "un savoir du référentiel", code, known);
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
