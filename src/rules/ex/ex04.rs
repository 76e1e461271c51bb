//! EX04: a question cites an annexe that is not in the paper; an annexe that nothing cites; one number for two.

use std::collections::{BTreeMap, BTreeSet};

use super::citations::{Citations, Forme, citations};
use super::{ExamenContext, Rule};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::examen::{Annexe, NumeroAnnexe, Question};
use crate::domain::markdown::Block;
use crate::rules::words;

pub static RULE: Rule = Rule::examen("EX04", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    const OURS: &str = "présentation des sujets : ce que cite une question est dans le sujet";
    let told = ctx.reglement.and_then(|r| r.partie).is_some_and(|p| p.sources.documents.is_some());
    let own = if told { format!("{} ; {OURS}", ctx.texte(|s| &s.documents)) } else { OURS.to_owned() };
    cited(ctx).into_iter().map(|found| found.reference(&own)).collect()
}

fn cited(ctx: &ExamenContext) -> Vec<Finding> {
    let annexes = &ctx.examen.annexes;
    let known: BTreeSet<NumeroAnnexe> = annexes.iter().filter_map(|a| NumeroAnnexe::of(&a.numero)).collect();
    let formes: Vec<Forme> = annexes.iter().map(|a| Forme::of(&a.numero)).collect();
    // An annexe whose number is not known may be the one that is cited.
    let whole = annexes.iter().all(|a| !a.numero.trim().is_empty() && !ctx.lost_at(&a.file, "numero"));
    let (mut out, mut cited, mut all) = (twice(ctx), BTreeSet::new(), false);
    let mut read = |place: Place, whose: String, found: Citations| {
        all |= found.all;
        for numero in &found.numeros {
            let Some(cle) = NumeroAnnexe::of(numero) else { continue };
            // « L’annexe II du règlement »: of another text, where the paper has none that is numbered so.
            let forme = Forme::of(numero);
            let own = forme == Forme::Simple || formes.contains(&forme);
            if own && whole && !known.contains(&cle) && cited.insert(cle.clone()) {
                let message = format!("{whose} cite l’annexe {numero}, qui n’est pas dans le sujet");
                out.push(RULE.at(place.clone(), message).help(help(ctx)));
            }
            cited.insert(cle);
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
    // What was set aside, which EX30 tells, may be where an annexe is cited.
    for found in sujet.ecarts.iter().map(|e| citations(&e.blocks)) {
        all |= found.all;
        cited.extend(found.numeros.iter().filter_map(|n| NumeroAnnexe::of(n)));
    }
    if !all && !sujet.files.is_empty() {
        let is_cited = |a: &&Annexe| NumeroAnnexe::of(&a.numero).is_none_or(|n| cited.contains(&n));
        let never = annexes.iter().filter(|a| !is_cited(a));
        out.extend(never.map(|a| {
            let message = format!("l’annexe {} n’est citée par aucune question", a.numero.trim());
            let found = RULE.at(ctx.annexe(a, "numero"), message).severity(Severity::Warning);
            found.help("citez-la dans la question qui s’y appuie, ou ôtez-la du sujet")
        }));
    }
    out
}

/// One number for two annexes: a question that cites it says neither.
fn twice(ctx: &ExamenContext) -> Vec<Finding> {
    let (mut seen, mut out) = (BTreeMap::new(), Vec::new());
    for annexe in &ctx.examen.annexes {
        let Some(cle) = NumeroAnnexe::of(&annexe.numero) else { continue };
        let Some(first) = seen.get(&cle) else {
            seen.insert(cle, annexe);
            continue;
        };
        let message = format!("deux annexes ont le numéro {}", annexe.numero.trim());
        let found = RULE.at(ctx.annexe(annexe, "numero"), message).related(ctx.annexe(first, "numero"), "la première");
        out.push(found.help("donnez à l’une un autre numéro : « 2 bis » se range après « 2 »"));
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
