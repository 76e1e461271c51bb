//! DP02: the sheet of a firm does not tell its organisational or its commercial context.

use super::super::nv;
use super::{Context, Rule};
use crate::diagnostic::{Finding, Place};
use crate::domain::Entreprise;
use crate::domain::markdown::{Block, say_nothing};

pub static RULE: Rule = Rule::dossier("DP02", check);

fn check(ctx: &Context) -> Vec<Finding> {
    let mut out = Vec::new();
    let named = |e: &&Entreprise| ctx.dossier.periodes.iter().any(|p| p.entreprise == e.id);
    for e in ctx.dossier.entreprises.iter().filter(named) {
        let contexte = &e.contexte;
        for (key, words, blocks) in [
            (
                "organisationnel",
                "sa structure, son équipe, ses outils, la place du service",
                &contexte.organisationnel_blocks,
            ),
            (
                "commercial",
                "sa clientèle, ses produits, son marché, ses concurrents, ses objectifs",
                &contexte.commercial_blocks,
            ),
        ] {
            let path = format!("contexte.{key}");
            if !say_nothing(blocks) || ctx.lost_at(&e.file(), &path) {
                continue;
            }
            let message = format!("la fiche de l’entreprise « {} » ne dit pas son contexte {key}", e.designation());
            // What stands there is no more than a mark for it.
            let written = !blocks.iter().all(Block::is_empty);
            let found = RULE.at(Place::value(e.file(), path), message);
            let found = if written { found.label("aucun mot n’y est écrit") } else { found };
            out.push(
                found.help(format!("dans [contexte], écrivez {key} = '''…''' : {words}")).risk(nv::risk(ctx, None)),
            );
        }
    }
    out
}
