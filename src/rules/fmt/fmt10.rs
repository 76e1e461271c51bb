//! FMT10: an image without a text alternative.

use super::{Check, Context, ExamenContext, PromotionContext, Rule, told};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::domain::fault::{Fault, FaultKind};

pub static RULE: Rule = Rule {
    code: "FMT10",
    severity: Severity::Warning,
    title: "image sans description",
    reference: "PDF/UA-1 (ISO 14289-1, 7.3) et RGAA, critère 1.1 : une image a une alternative textuelle",
    nv: None,
    explain: include_str!("fmt10.md"),
    check: Check::All(check, check_promotion, check_examen),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    let mut out = images(ctx.faults);
    for e in &ctx.dossier.entreprises {
        let Some(o) = e.organigramme.as_ref().filter(|o| !o.image.is_empty() && o.alternative.trim().is_empty()) else {
            continue;
        };
        let found = without(Place::value(e.file(), "organigramme"), &o.image);
        out.push(found.help("ajoutez alternative = \"ce que l’organigramme montre\""));
    }
    out
}

fn without(place: Place, image: &str) -> Diagnostic {
    RULE.at(place, format!("l’image « {image} » n’a pas de description pour qui ne la voit pas"))
}

fn check_promotion(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let mut out = images(ctx.faults);
    let etablissement = &ctx.promotion.reglage.etablissement;
    if !etablissement.logo.is_empty() && etablissement.logo_alternative.trim().is_empty() {
        let found = RULE.at(ctx.reglage("etablissement.logo"), "le logo n’a pas de texte de remplacement");
        out.push(found.help("dites ce qu’il montre : logo_alternative = \"Logo du lycée …\""));
    }
    out
}

fn check_examen(ctx: &ExamenContext) -> Vec<Diagnostic> {
    images(ctx.faults)
}

fn images(faults: &[Fault]) -> Vec<Diagnostic> {
    told(faults, |place, kind| {
        let FaultKind::NoAlternative { target } = kind else { return None };
        let help = "décrivez l’image entre les crochets : ![ce que l’image montre](…)";
        Some(without(place.clone(), target).help(help))
    })
}
