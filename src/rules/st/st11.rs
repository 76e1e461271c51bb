//! ST11: a certificat de travail that does not tell the post, for who presents their experience.

use super::{emplois, lost};
use crate::diagnostic::Finding;
use crate::domain::Statut;
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule::dossier("ST11", check);

fn check(ctx: &Context) -> Vec<Finding> {
    if ctx.statut() != Some(Statut::Experience) || lost(ctx) {
        return Vec::new();
    }
    let file = crate::domain::periode::FILE;
    let told = |i: usize| ctx.lost_at(file, &format!("periode[{i}].poste"));
    let untold = emplois(ctx).into_iter().filter(|(i, p)| p.poste.trim().is_empty() && !told(*i));
    untold
        .map(|(i, _)| {
            RULE.at(
                ctx.periode(i, ""),
                "cet emploi ne dit pas la nature du poste, que le certificat de travail \
                justifie",
            )
            .label("« poste » manque")
            .help("recopiez l’intitulé du certificat, par exemple : poste = \"Conseillère en assurances\"")
        })
        .collect()
}
