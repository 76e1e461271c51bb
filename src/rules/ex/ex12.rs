//! EX12: a contrôle en cours de formation with other situations than the text has, or that weigh otherwise.

use super::{ExamenContext, Rule};
use crate::diagnostic::Finding;
use std::collections::BTreeSet;

use crate::domain::clause::printed;
use crate::domain::examen::FILE;
use crate::domain::referentiel::NatureForme;
use crate::rules::words;

pub static RULE: Rule = Rule::examen("EX12", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    let own = ctx.reglement.and_then(|r| r.forme).map(|f| printed(&f.source)).unwrap_or_default();
    situations(ctx).into_iter().map(|found| found.reference(&own)).collect()
}

fn situations(ctx: &ExamenContext) -> Vec<Finding> {
    let Some((epreuve, forme)) = ctx.reglement.and_then(|r| Some((r.epreuve, r.forme?))) else { return Vec::new() };
    let told = &ctx.examen.reglage;
    if forme.nature != NatureForme::Ccf
        || told.epreuve.forme != Some(NatureForme::Ccf)
        || ctx.lost_at(FILE, "situation")
    {
        return Vec::new();
    }
    let (due, all) = (forme.situations(), &told.situation);
    let numeros: BTreeSet<i32> = all.iter().filter_map(|s| s.numero).collect();
    let expected: BTreeSet<i32> = forme.parties.iter().map(|p| i32::from(p.numero)).collect();
    if all.len() != due || numeros != expected {
        let found = match all.len() {
            0 => "aucune situation d’évaluation n’est dite".to_owned(),
            n if n != due => format!(
                "{n} situation{} d’évaluation {} dite{}",
                words::s(n),
                if n > 1 { "sont" } else { "est" },
                words::s(n)
            ),
            _ => format!("les situations portent les numéros {}", words::and(&numeros)),
        };
        let message = format!("{found}, {} en a {due}", epreuve.code);
        let place = if all.is_empty() { ctx.reglage("epreuve.forme") } else { ctx.reglage("situation") };
        return vec![RULE.at(place, message).help("un bloc `[[situation]]` pour chacune, avec son `numero`")];
    }
    let weights: BTreeSet<u32> = all.iter().map(|s| s.poids.unwrap_or(1)).collect();
    if forme.poids_egal && weights.len() > 1 {
        let at = all.iter().position(|s| s.poids.is_some_and(|p| p != all[0].poids.unwrap_or(1))).unwrap_or(0);
        let message = format!("les situations pèsent {}, le texte les veut de poids identique", words::and(&weights));
        return vec![RULE.at(ctx.reglage(&format!("situation[{at}].poids")), message).help("supprimez les `poids`")];
    }
    Vec::new()
}
