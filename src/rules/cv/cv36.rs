//! CV36: a stage abroad without the country's sheet, or whose cover a person has to read.

use std::collections::BTreeMap;

use super::textes::{Public, name};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::identifiers::normalise;
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV36",
    severity: Severity::Error,
    title: "stage à l’étranger sans fiche du pays",
    reference: "code de l’éducation, L124-20",
    nv: None,
    explain: include_str!("cv36.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let abroad = ctx.promotion.stages.iter().enumerate().filter_map(|(i, s)| {
        let organisme = ctx.promotion.organisme(&s.organisme).filter(|o| o.is_abroad())?;
        Public::VoieScolaire.includes(ctx, s).then_some((i, s, organisme))
    });
    // The stages whose cover a person reads, by country.
    let mut covers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, s, organisme) in abroad {
        if s.fiche_pays.trim().is_empty() && !ctx.lost_at(&ctx.promotion.files.stages, "fiche_pays") {
            let message =
                format!("stage à l’étranger, convention {} : la fiche d’information sur le pays manque", name(ctx, i));
            let found = RULE.at(ctx.stage(i, "fiche_pays"), message);
            out.push(found.help("donnez le fichier ou la référence de la fiche : fiche_pays = \"…\""));
        }
        if !says_cover(&s.clauses.protection_sociale) {
            covers.entry(organisme.pays.trim()).or_default().push(i);
        }
    }
    out.extend(covers.into_iter().map(|(pays, rows)| cover(ctx, pays, &rows)));
    out
}

/// Whether a clause says how a stagiaire abroad is covered and brought home.
fn says_cover(text: &str) -> bool {
    let text = normalise(text);
    ["rapatriement", "rapatrie", "assistance"].iter().any(|word| text.contains(word))
}

/// What a person reads of the stages in a country.
fn cover(ctx: &PromotionContext, pays: &str, rows: &[usize]) -> Diagnostic {
    let message = format!("stage à l’étranger ({pays}) : vérifier la couverture maladie et le rapatriement");
    let found = RULE.at(ctx.stage(rows[0], "clauses.protection_sociale"), message).severity(Severity::Human);
    let others = rows[1..].iter().map(|i| (ctx.stage(*i, "organisme"), format!("convention {}", name(ctx, *i))));
    let found = others.fold(found, |f, (place, words)| f.related(place, words));
    let found = match ctx.calendrier_de(&ctx.promotion.stages[rows[0]]) {
        Some(_) => found,
        None => found.help(
            "les jours fériés de ce pays ne sont pas connus : aucun n’est retiré des journées ; ajoutez son calendrier dans \
             droit/jours-feries.toml d’une surcharge (--pack), ou dites journees",
        ),
    };
    found.help("dites-les dans protection_sociale de la ligne du stage : assurance maladie, assistance et rapatriement")
}
