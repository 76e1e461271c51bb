//! CV42: a convention for a salarié or an apprenti, or that does not say étudiant stagiaire.

use super::lignes::{self, Faute};
use super::textes::{Public, whose};
use crate::diagnostic::Finding;
use crate::domain::Statut;
use crate::domain::identifiers::normalise;
use crate::domain::promotion::{Etudiant, Stage};
use crate::rules::{PromotionContext, Rule};

pub static RULE: Rule = Rule::promotion("CV42", check);

fn check(ctx: &PromotionContext) -> Vec<Finding> {
    let mut fautes = Vec::new();
    for (i, s) in ctx.promotion.stages.iter().enumerate() {
        let statut = ctx.promotion.etudiant(&s.etudiant).map(Etudiant::statut);
        let employed = matches!(statut, Some(Statut::Apprentissage | Statut::Professionnalisation));
        if s.salarie || employed {
            let key = if s.salarie { "salarie" } else { "etudiant" };
            let faute =
                Faute::new(i, key, "stage d’un salarié ou d’un apprenti", " : une convention de stage ne convient pas");
            fautes.push(faute.help("retirez la ligne : le contrat de travail en tient lieu"));
        }
    }
    let mut out = lignes::told(ctx, &RULE, fautes, |a, b| a.salarie && b.salarie);
    let says = |s: &Stage| {
        let words = normalise(&s.qualite);
        words.contains("etudiant") && words.contains("stagiaire")
    };
    // The text says it of the voie scolaire: a stagiaire of formation continue may have another quality (l. 3152).
    let wrong = |s: &Stage| !says(s) && Public::VoieScolaire.includes(ctx, s);
    for (place, rows) in ctx.grouped("qualite", |a, b| a.qualite == b.qualite, wrong) {
        let message = format!("qualité d’étudiant stagiaire non dite, {}", whose(ctx, &rows));
        out.push(
            RULE.at(place, message)
                .rows(&rows)
                .help("écrivez qualite = \"étudiant stagiaire\" (ou « étudiante stagiaire »)"),
        );
    }
    out
}
