//! EX04: a question cites an annexe that is not in the paper; an annexe that nothing cites.

use std::collections::BTreeSet;

use super::citations::{Citations, citations};
use super::{ExamenContext, Rule};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::domain::examen::Question;
use crate::domain::identifiers::normalise;
use crate::domain::markdown::Block;
use crate::rules::words;

pub static RULE: Rule = Rule {
    code: "EX04",
    severity: Severity::Error,
    title: "annexe citée qui n’est pas dans le sujet, ou jamais citée",
    reference: "référentiel, annexe II D, E1 (l. 2435), E31 (l. 2608) et E41 (l. 2745) ; présentation des sujets",
    nv: None,
    explain: include_str!("ex04.md"),
    check: crate::rules::Check::Examen(check),
};

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
    const OURS: &str = "présentation des sujets : ce que cite une question est dans le sujet";
    let told = ctx.reglement.and_then(|r| r.partie).is_some_and(|p| p.sources.documents.is_some());
    let own = if told { format!("{} ; {OURS}", ctx.texte(|s| &s.documents)) } else { OURS.to_owned() };
    cited(ctx).into_iter().map(|found| found.reference(&own)).collect()
}

fn cited(ctx: &ExamenContext) -> Vec<Diagnostic> {
    let annexes = &ctx.examen.annexes;
    let known: BTreeSet<String> = annexes.iter().map(|a| normalise(&a.numero)).collect();
    // An annexe whose number is not known may be the one that is cited.
    let whole = annexes.iter().all(|a| !a.numero.trim().is_empty() && !ctx.lost_at(&a.file, "numero"));
    let (mut out, mut cited, mut all) = (Vec::new(), BTreeSet::new(), false);
    let mut read = |place: Place, whose: String, found: Citations| {
        all |= found.all;
        for numero in &found.numeros {
            if whole && !known.contains(&normalise(numero)) && cited.insert(normalise(numero)) {
                let message = format!("{whose} cite l’annexe {numero}, qui n’est pas dans le sujet");
                out.push(RULE.at(place.clone(), message).help(help(ctx)));
            }
            cited.insert(normalise(numero));
        }
    };
    let sujet = &ctx.examen.sujet;
    if let Some(file) = sujet.files.first() {
        read(Place::file(file), "l’introduction du sujet".to_owned(), citations(&sujet.introduction));
    }
    for partie in &sujet.parties {
        read(partie.repere.place(""), format!("« {} »", partie.titre.trim()), citations(&partie.situation));
        for question in &partie.questions {
            read(question.repere.place(""), format!("la question {}", question.numero), of(question));
            let reponse = question.donnees.reponse.trim();
            if !reponse.is_empty() {
                let one = Citations { numeros: vec![reponse.to_owned()], all: false };
                read(question.repere.place("reponse"), format!("la question {}", question.numero), one);
            }
        }
    }
    if !all && !sujet.files.is_empty() {
        let never = annexes.iter().filter(|a| !a.numero.trim().is_empty() && !cited.contains(&normalise(&a.numero)));
        out.extend(never.map(|a| {
            let message = format!("l’annexe {} n’est citée par aucune question", a.numero.trim());
            let found = RULE.at(ctx.annexe(a, "numero"), message).severity(Severity::Warning);
            found.help("citez-la dans la question qui s’y appuie, ou ôtez-la du sujet")
        }));
    }
    out
}

/// What a question cites, its title included.
fn of(question: &Question) -> Citations {
    let titre = Block::paragraph(&question.titre);
    let mut found = citations(std::slice::from_ref(&titre));
    let more = citations(&question.enonce);
    found.numeros.extend(more.numeros);
    found.all |= more.all;
    found
}

fn help(ctx: &ExamenContext) -> String {
    let there: Vec<&str> = ctx.examen.annexes.iter().map(|a| a.numero.trim()).filter(|n| !n.is_empty()).collect();
    match there.is_empty() {
        true => format!("ajoutez-la dans `{}/`", crate::domain::examen::ANNEXES),
        false => format!("les annexes du sujet sont : {}", words::and(there)),
    }
}
