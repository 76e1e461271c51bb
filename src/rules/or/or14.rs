//! OR14: the models of the circulaire, with which a person compares the portfolio and the commission's sheet (E5).

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use crate::domain::referentiel::NatureForme;

pub static RULE: Rule = Rule::examen("OR14", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
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
