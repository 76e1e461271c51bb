//! OR13: a digital CCF without its portfolio or, when the marks are due, without the commission's sheet (E5).

use super::{ExamenContext, Rule};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::domain::referentiel::NatureForme;

pub static RULE: Rule = Rule {
    code: "OR13",
    severity: Severity::Error,
    title: "contrôle en cours de formation d’E5 sans portfolio ou sans fiche d’évaluation",
    reference: "référentiel, annexe II D, E5, B (l. 2906, 2915)",
    nv: None,
    explain: include_str!("or13.md"),
    check: crate::rules::Check::Examen(check),
};

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
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
