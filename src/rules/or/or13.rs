//! OR13: a digital CCF without its portfolio or, when the marks are due, without the commission's sheet (E5).

use super::{ExamenContext, Rule};
use crate::diagnostic::{Finding, Place};
use crate::domain::referentiel::NatureForme;

pub static RULE: Rule = Rule::examen("OR13", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    if ctx.epreuve() != ctx.referentiel.portfolio.epreuve || ctx.forme() != Some(NatureForme::Ccf) {
        return Vec::new();
    }
    let all = &ctx.examen.portfolios;
    if all.is_empty() {
        let found = RULE.at(ctx.reglage("epreuve.code"), "aucun portfolio de compétences numériques n’est joint");
        return vec![found.help("un fichier `portfolio/NOM.toml` pour chaque candidat")];
    }
    // Before the marks are due, the commission may not have met yet.
    let limite = ctx.examen.reglage.centre.date_limite_notes;
    let Some(limite) = limite.filter(|d| *d <= ctx.aujourdhui) else { return Vec::new() };
    let without = all.iter().filter(|p| p.fiche.is_none() && !ctx.lost_at(&p.file, "fiche"));
    let one = |p: &crate::domain::examen::Portfolio| {
        let message = format!("la fiche d’évaluation manque, les notes étaient dues pour le {}", limite.in_words());
        RULE.at(Place::file(&p.file), message).help("ajoutez `[fiche]` : la date de la commission et les `niveaux`")
    };
    without.map(one).collect()
}
