//! OR14: the models of the circulaire, with which a person compares the portfolio and the commission's sheet (E5).

use super::{ExamenContext, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::referentiel::NatureForme;

pub static RULE: Rule = Rule {
    code: "OR14",
    severity: Severity::Human,
    title: "modèles de la circulaire pour le portfolio et la fiche d’évaluation d’E5",
    reference: "référentiel, annexe II D, E5, B (l. 2906, 2915)",
    nv: None,
    explain: include_str!("or14.md"),
    check: crate::rules::Check::Examen(check),
};

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
    let of_portfolio = ctx.epreuve() == ctx.referentiel.portfolio.epreuve && ctx.forme() == Some(NatureForme::Ccf);
    if !of_portfolio || ctx.examen.portfolios.is_empty() || !ctx.reglages.modeles.verifies.trim().is_empty() {
        return Vec::new();
    }
    let message = "comparer le portfolio et la fiche d’évaluation à ce que la circulaire d’organisation demande";
    vec![RULE.at(ctx.reglage("epreuve.code"), message).help(
        "liasse n’a pas lu ces modèles : demandez-les au service des examens ; une école qui les a comparés le dit dans \
         `[modeles]` de son dossier.toml (--pack)",
    )]
}
