//! AT05: what an employer attests without what the exam asks of it: the quality and the duration, or the post.

use crate::diagnostic::Finding;
use crate::domain::promotion::{Contrat, NatureContrat};
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("AT05", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let file = &ctx.promotion.files.contrats;
    let mut out = Vec::new();
    for (i, contrat) in ctx.promotion.contrats.iter().enumerate() {
        let (key, message, help) = match missing(contrat) {
            Some(found) => found,
            None => continue,
        };
        // A value that is there and was lost to a fault already told is not missing.
        if ctx.lost_at(file, key) {
            continue;
        }
        let told = key == "duree_respectee" && contrat.duree_respectee.is_some();
        let place = ctx.contrat(i, if told { key } else { "" });
        let found = RULE.at(place, format!("{message}, {}", name(contrat, i)));
        let found = if told { found } else { found.label(format!("« {key} » manque")) };
        out.push(found.help(help));
    }
    out
}

/// The key that is wanting, what is said of it, what to do.
fn missing(contrat: &Contrat) -> Option<(&'static str, &'static str, &'static str)> {
    match contrat.nature {
        None => Some((
            "nature",
            "l’attestation ne dit pas la qualité d’apprenti ou de salarié en contrat de professionnalisation",
            "ajoutez nature = \"apprentissage\", \"professionnalisation\" ou \"travail\"",
        )),
        Some(NatureContrat::Travail) => contrat.poste.trim().is_empty().then_some((
            "poste",
            "le certificat de travail ne dit pas la nature de l’emploi occupé",
            "recopiez l’intitulé du poste, par exemple : poste = \"Conseillère en assurances\"",
        )),
        Some(_) if contrat.duree_respectee == Some(true) => None,
        Some(_) if contrat.duree_respectee == Some(false) => Some((
            "duree_respectee",
            "l’employeur n’atteste pas que la durée réglementaire en entreprise est respectée",
            "l’examen l’exige : complétez la présence en entreprise avant d’éditer l’attestation",
        )),
        Some(_) => Some((
            "duree_respectee",
            "l’attestation ne dit pas que la durée réglementaire en entreprise est respectée",
            "ajoutez duree_respectee = true une fois que l’employeur l’a confirmé",
        )),
    }
}

/// The contrat by its key, or by its row: never by a person.
fn name(contrat: &Contrat, row: usize) -> String {
    match contrat.cle.as_str() {
        "" => format!("contrat de la ligne {}", row + 1),
        cle => format!("contrat « {cle} »"),
    }
}
