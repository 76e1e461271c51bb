//! EX12: a contrôle en cours de formation with other situations than the text has, or that weigh otherwise.

use super::{ExamenContext, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use std::collections::BTreeSet;

use crate::domain::examen::FILE;
use crate::domain::referentiel::NatureForme;
use crate::rules::{in_full, words};

pub static RULE: Rule = Rule {
    code: "EX12",
    severity: Severity::Error,
    title: "situations du CCF autres que celles du texte, ou de poids inégaux",
    reference: "référentiel, annexe II C (l. 2277-2384) ; annexe II D, E1 (l. 2442-2443), E2 (l. 2510-2511), E31 (l. 2611), E32 (l. 2706) et E5 (l. 2906)",
    nv: None,
    explain: include_str!("ex12.md"),
    check: crate::rules::Check::Examen(check),
};

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
    let own = ctx.reglement.and_then(|r| r.forme).map(|f| in_full(&f.source)).unwrap_or_default();
    situations(ctx).into_iter().map(|found| found.reference(&own)).collect()
}

fn situations(ctx: &ExamenContext) -> Vec<Diagnostic> {
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
