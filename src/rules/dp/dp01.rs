//! DP01: no descriptive sheet for a firm in which a period took place.

use std::collections::BTreeSet;

use super::super::nv;
use super::{Context, Rule};
use crate::diagnostic::Finding;
use crate::domain::Entreprise;
use crate::domain::entreprise::FOLDER;
use crate::domain::fault::{Fault, FaultKind};
use crate::sources::reader::nearest;

pub static RULE: Rule = Rule::dossier("DP01", check);

fn check(ctx: &Context) -> Vec<Finding> {
    let unreadable = |file: &str| {
        let read_badly = |f: &&Fault| matches!(f.kind, FaultKind::Unreadable(_));
        ctx.faults.iter().filter(read_badly).any(|f| f.place.file == file || f.place.file == FOLDER)
    };
    let mut told = BTreeSet::new();
    let mut out = Vec::new();
    for (i, periode) in ctx.dossier.periodes.iter().enumerate() {
        let id = periode.entreprise.trim();
        let file = Entreprise::file_of(id);
        if id.is_empty() || ctx.dossier.entreprise(id).is_some() || unreadable(&file) || !told.insert(id) {
            continue;
        }
        let found = RULE.at(
            ctx.periode(i, "entreprise"),
            format!("l’entreprise « {id} » n’a pas de fiche descriptive : {file} n’existe pas"),
        );
        let found = match nearest(id, ctx.dossier.entreprises.iter().map(|e| e.id.as_str())) {
            Some(near) => found
                .label(format!("vouliez-vous « {near} » ?"))
                .help(format!("écrivez « {near} », ou créez {file} s’il s’agit d’une autre entreprise")),
            None => found.help(format!("créez {file}, avec son contexte organisationnel et son contexte commercial")),
        };
        out.push(found.risk(nv::risk(ctx, None)));
    }
    out
}
