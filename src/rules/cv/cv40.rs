//! CV40: an avenant that changes nothing, names no convention, or has another signatory.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::Date;
use crate::domain::promotion::{Avenant, ObjetAvenant, Stage};
use crate::rules::suggestions::Suggestions;
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV40",
    severity: Severity::Error,
    title: "avenant sans objet ou sans convention",
    reference: "code de l’éducation, D124-4 (avenants)",
    nv: None,
    explain: include_str!("cv40.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let p = ctx.promotion;
    let mut out = Vec::new();
    let (mut numbers, mut near) = (BTreeSet::new(), Suggestions::default());
    for (i, a) in p.avenants.iter().enumerate().filter(|(_, a)| !a.convention.is_empty()) {
        let Some((_, stage)) = p.stage(&a.convention) else {
            // A convention whose key was lost may be the one.
            if !ctx.lost_at(&p.files.stages, "stage.cle") && !ctx.lost_at(&p.files.stages, "stage") {
                let message = format!("aucune convention n’a la clé « {} »", a.convention);
                let found = RULE.at(ctx.avenant(i, "convention"), message);
                let near = near.of(&a.convention, || p.stages.iter().map(|s| s.cle.as_str()));
                let found = near.into_iter().fold(found, |f, n| f.label(format!("vouliez-vous « {n} » ?")));
                out.push(found.help("écrivez la clé d’une ligne de stage"));
            }
            continue;
        };
        if changes_nothing(stage, a) {
            let found = RULE.at(ctx.avenant(i, "objet"), "cet avenant ne change rien à la convention");
            out.push(found.help("dites la nouvelle valeur : debut, fin, tuteur ou lieu, selon l’objet"));
        }
        let organisme = p.organisme(&stage.organisme).map(|o| &o.representant);
        let signs = stage.signataire.as_ref().or(organisme).map_or("", |r| r.nom.trim());
        let told = a.signataire_organisme.trim();
        if !told.is_empty() && told != signs {
            let found =
                RULE.at(ctx.avenant(i, "signataire_organisme"), "ce n’est pas la personne qui signe la convention");
            out.push(found.help("un avenant a les signataires de la convention : corrigez le nom ou retirez la clé"));
        }
        if a.numero.is_some_and(|n| !numbers.insert((a.convention.as_str(), n))) {
            let found = RULE.at(ctx.avenant(i, "numero"), "un autre avenant à cette convention porte déjà ce numéro");
            out.push(found.help("numérotez les avenants d’une convention à la suite"));
        }
    }
    out
}

/// Whether what the object asks for is untold, or is what the convention says already.
fn changes_nothing(stage: &Stage, a: &Avenant) -> bool {
    let same = |new: Option<Date>, old| new.is_none() || new == old;
    match a.objet {
        Some(ObjetAvenant::Dates) => same(a.debut, stage.debut) && same(a.fin, stage.fin),
        Some(ObjetAvenant::Tuteur) => {
            let known = stage.tuteur.iter().any(|t| t.nom.trim() == a.tuteur.trim());
            a.tuteur.trim().is_empty() || known
        }
        Some(ObjetAvenant::Lieu) => a.lieu.trim().is_empty() || stage.lieux.iter().any(|l| l.trim() == a.lieu.trim()),
        Some(ObjetAvenant::Interruption) => a.debut.is_none() || a.fin.is_none(),
        Some(ObjetAvenant::Rupture) => a.fin.is_none(),
        None => false,
    }
}
