//! DP18: the models of the circulaire, with which a person compares the pieces.

use super::{Context, Rule};
use crate::diagnostic::Finding;
use crate::domain::candidat::FILE;

pub static RULE: Rule = Rule::dossier("DP18", check);

fn check(ctx: &Context) -> Vec<Finding> {
    let nothing = ctx.dossier.fiches.is_empty() && ctx.dossier.periodes.is_empty();
    // Without its académie, whose circulaire it is will be known once that is mended.
    let lost = ctx.lost_at(FILE, "examen.academie");
    if nothing || lost || !ctx.reglages.modeles.verifies.trim().is_empty() {
        return Vec::new();
    }
    // Circulaires are those of the nation and of groups of académies.
    let whose = match ctx.dossier.candidat.examen.academie.trim() {
        "" => String::new(),
        academie => format!(" (académie : {academie})"),
    };
    let message =
        format!("comparer les justificatifs et les fiches aux modèles de la circulaire d’organisation{whose}");
    let found = RULE.at(ctx.candidat("examen.academie"), message);
    vec![found.help(
        "liasse n’a pas lu ces modèles : demandez-les au service des examens ; une école qui les a comparés le dit dans \
         `[modeles]` de son dossier.toml (--pack)",
    )]
}
