//! FMT10: an image without a text alternative.

use super::{Context, ExamenContext, PromotionContext, Rule, told};
use crate::diagnostic::{Finding, Place};
use crate::domain::fault::{Fault, FaultKind};

pub static RULE: Rule = Rule::all("FMT10", check, check_promotion, check_examen);

fn check(ctx: &Context) -> Vec<Finding> {
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

fn without(place: Place, image: &str) -> Finding {
    RULE.at(place, format!("l’image « {image} » n’a pas de description pour qui ne la voit pas"))
}

fn check_promotion(ctx: &PromotionContext) -> Vec<Finding> {
    let mut out = images(ctx.faults);
    let etablissement = &ctx.promotion.reglage.etablissement;
    if !etablissement.logo.is_empty() && etablissement.logo_alternative.trim().is_empty() {
        let found = RULE.at(ctx.reglage("etablissement.logo"), "le logo n’a pas de texte de remplacement");
        out.push(found.help("dites ce qu’il montre : logo_alternative = \"Logo du lycée …\""));
    }
    out
}

fn check_examen(ctx: &ExamenContext) -> Vec<Finding> {
    images(ctx.faults)
}

fn images(faults: &[Fault]) -> Vec<Finding> {
    told(faults, |place, kind| {
        let FaultKind::NoAlternative { target } = kind else { return None };
        let help = "décrivez l’image entre les crochets : ![ce que l’image montre](…)";
        Some(without(place.clone(), target).help(help))
    })
}
