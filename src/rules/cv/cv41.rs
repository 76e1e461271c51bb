//! CV41: a period of stage that no convention covers for a student of voie scolaire.

use crate::diagnostic::Finding;
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV41", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let couverture = ctx.couverture();
    let nobody = couverture.personne.iter().map(|(i, students)| {
        let message = format!("aucun des {students} étudiants concernés n’a de convention pour {}", period(ctx, *i));
        RULE.at(ctx.reglage(&format!("periode_scolaire[{i}]")), message).help(HELP)
    });
    let mut out: Vec<Finding> = nobody.collect();
    for (rank, periodes) in &couverture.etudiants {
        let place = ctx.etudiant(*rank, "cle");
        let Some((first, others)) = periodes.split_first() else {
            let message = "cet étudiant n’a aucune convention, d’autres de sa classe en ont une";
            out.push(RULE.at(place, message).help("ajoutez sa ligne de stage"));
            continue;
        };
        let found = RULE.at(place, format!("aucune convention ne couvre {} pour cet étudiant", period(ctx, *first)));
        let here = |i: usize| ctx.reglage(&format!("periode_scolaire[{i}].debut"));
        let found = found.related(here(*first), "la période");
        let found = others.iter().fold(found, |f, i| f.related(here(*i), "celle-ci non plus"));
        out.push(found.help(HELP));
    }
    out
}

const HELP: &str = "ajoutez une ligne de stage qui a des jours dans la période ; si elle ne concerne que certains \
    étudiants, écrivez obligatoire = false dans [[periode_scolaire]]";

/// "« Stage de deuxième année » (du 17/11/2025 au 13/02/2026)".
fn period(ctx: &PromotionContext, i: usize) -> String {
    let p = &ctx.promotion.reglage.periode_scolaire[i];
    let name = match p.nom.trim() {
        "" => format!("la période {}", i + 1),
        nom => format!("« {nom} »"),
    };
    let dates = p.debut.zip(p.fin).map_or_else(String::new, |(a, b)| format!(" (du {a} au {b})"));
    format!("{name}{dates}")
}
