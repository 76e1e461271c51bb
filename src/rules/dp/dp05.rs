//! DP05: a sheet number twice, or outside the dossier's.

use super::super::{nv, sheets, words};
use super::{Context, Rule};
use crate::diagnostic::{Finding, Place};

pub static RULE: Rule = Rule::dossier("DP05", check);

fn check(ctx: &Context) -> Vec<Finding> {
    let free = sheets::free(ctx);
    let known = sheets::numeros(ctx);
    let mut out = Vec::new();
    for fiche in &ctx.dossier.fiches {
        let Some(numero) = fiche.numero else { continue };
        let place = Place::value(&fiche.file, "numero");
        let found = if !known.iter().any(|(n, _)| *n == numero) {
            let range = sheets::range(ctx);
            RULE.at(place, format!("le numéro de fiche {numero} n’existe pas : les fiches vont de {range}"))
        } else if let Some(owner) = sheets::owner(ctx, numero).filter(|owner| owner.file != fiche.file) {
            let message = format!("le numéro de fiche {numero} est donné deux fois, chaque fiche a le sien");
            RULE.at(place, message).related(Place::value(&owner.file, "numero"), "le même numéro")
        } else {
            continue;
        };
        let proposed = sheets::number_in_name(&fiche.file).filter(|n| free.contains(n));
        let found = match proposed {
            Some(n) => found.help(format!("écrivez numero = {n}, comme le nom du fichier")),
            None if free.is_empty() => found.help("tous les numéros sont pris : retirez la fiche qui est en trop"),
            None => found.help(format!("numéro{} libre{0} : {}", words::s(free.len()), words::and(&free))),
        };
        out.push(found.risk(nv::risk(ctx, proposed.or(Some(numero)))));
    }
    out
}
