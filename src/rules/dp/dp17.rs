//! DP17: a dossier deposited after the session's limit.

use super::Rule;
use crate::diagnostic::Finding;
use crate::rules::SessionContext;

pub static RULE: Rule = Rule::session("DP17", check);

fn check(ctx: &SessionContext) -> Vec<Finding> {
    let Some(limite) = ctx.session.fichier.session.date_limite else { return Vec::new() };
    let late = ctx.suivis.iter().filter_map(|s| Some((s.rang, s.inscription.depot.filter(|d| *d > limite)?)));
    late.map(|(rang, depot)| {
        let message =
            format!("le dossier est déposé le {}, la date limite était le {}", depot.in_words(), limite.in_words());
        RULE.at(ctx.inscription(rang, "depot"), message)
            .help("vérifiez la date ; sinon, une personne décide : liasse decider")
    })
    .collect()
}
