//! OR06: a text of the jury where candidates read.

use std::collections::BTreeSet;

use super::scenario;
use super::{ExamenContext, Rule};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::domain::examen::{Annexe, FILE, Raison, VARIANTES, parametres};
use crate::domain::markdown::Block;
use crate::rules::secrets::{Lieu, Trouve, in_blocks, in_rows, in_text};

pub static RULE: Rule = Rule {
    code: "OR06",
    severity: Severity::Error,
    title: "texte du jury dans ce que le candidat reçoit",
    reference: "référentiel, annexe II D, E1 (l. 2471), E2 (l. 2560), E31 (l. 2613), E32 (l. 2735) et E5 (l. 2915) : la proposition de note n’est pas communiquée aux candidats",
    nv: None,
    explain: include_str!("or06.md"),
    check: crate::rules::Check::Examen(check),
};

fn check(ctx: &ExamenContext) -> Vec<Diagnostic> {
    let sujet = &ctx.examen.sujet;
    let stray = sujet.ecarts.iter().filter(|e| e.raison == Raison::SansQuestion);
    let mut out: Vec<Diagnostic> = stray
        .map(|ecart| {
            let message = "ce texte du jury n’est sous aucune question : il n’est imprimé nulle part";
            RULE.at(ecart.place.clone(), message).help("placez-le sous la question qu’il corrige")
        })
        .collect();
    out.extend(blocks(&sujet.introduction, Lieu::Sujet, &sujet.lieux, None));
    for partie in &sujet.parties {
        out.extend(words(&partie.titre, Lieu::Sujet, || partie.repere.place("")));
        out.extend(blocks(&partie.situation, Lieu::Sujet, &partie.lieux, None));
        for question in &partie.questions {
            out.extend(words(&question.titre, Lieu::Enonce, || question.repere.place("")));
            out.extend(blocks(&question.enonce, Lieu::Enonce, &question.lieux.enonce, None));
        }
    }
    ctx.examen.annexes.iter().for_each(|a| out.extend(annexe(ctx, a)));
    out.extend(reglage(ctx));
    out.extend(valeurs(ctx));
    for oral in &ctx.examen.oraux {
        for (i, one) in oral.scenario.iter().enumerate() {
            // The Markdown of a value: the value is the nearest place, told once.
            let found = blocks(&one.textes.situation, Lieu::Sujet, &[], Some(&scenario(oral, i, "situation")));
            out.extend(found.into_iter().next());
        }
    }
    for portfolio in &ctx.examen.portfolios {
        for (i, element) in portfolio.element.iter().enumerate() {
            let at = |key: &str| Place::value(&portfolio.file, format!("element[{i}].{key}"));
            out.extend(words(&element.titre, Lieu::Document, || at("titre")));
            let found = blocks(&element.blocks, Lieu::Document, &[], Some(&at("description")));
            out.extend(found.into_iter().next());
        }
    }
    out
}

/// What an annexe prints: its data, its text, its table.
fn annexe(ctx: &ExamenContext, annexe: &Annexe) -> Vec<Diagnostic> {
    let lieu = if annexe.a_rendre { Lieu::Reponse } else { Lieu::Document };
    let data = [
        ("titre", &annexe.titre),
        ("contexte", &annexe.contexte),
        ("source", &annexe.source),
        ("date", &annexe.date),
        ("alternative", &annexe.alternative),
    ];
    let mut out: Vec<Diagnostic> =
        data.into_iter().filter_map(|(key, text)| words(text, lieu, || ctx.annexe(annexe, key))).collect();
    out.extend(blocks(&annexe.blocks, lieu, &annexe.lieux, Some(&Place::file(&annexe.file))));
    let rows = annexe.lignes.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect());
    out.extend(in_rows(rows, lieu).map(|(row, column, found)| {
        let cell = &annexe.lignes[row][column];
        told(&found, Place::bytes(annexe.tableau.trim(), cell.bytes.clone()))
    }));
    out
}

/// What `examen.toml` prints on the cover and the convocations.
fn reglage(ctx: &ExamenContext) -> Vec<Diagnostic> {
    let told = &ctx.examen.reglage;
    let mut texts = vec![
        ("bareme.ramene_a_20".to_owned(), &told.bareme.ramene_a_20),
        ("epreuve.theme".to_owned(), &told.epreuve.theme),
    ];
    texts.extend(told.materiel.autorise.iter().enumerate().map(|(i, t)| (format!("materiel.autorise[{i}]"), t)));
    texts.extend(told.centre.consignes.iter().enumerate().map(|(i, t)| (format!("centre.consignes[{i}]"), t)));
    texts.into_iter().filter_map(|(key, text)| words(text, Lieu::Sujet, || Place::value(FILE, key))).collect()
}

/// The values of variants that stand in what candidates read.
fn valeurs(ctx: &ExamenContext) -> Vec<Diagnostic> {
    let (table, sujet) = (&ctx.examen.variantes, &ctx.examen.sujet);
    let mut read = String::new();
    let mut gather = |blocks: &[Block]| read.push_str(&crate::domain::markdown::text(blocks));
    gather(&sujet.introduction);
    for partie in &sujet.parties {
        gather(&[Block::paragraph(&partie.titre)]);
        gather(&partie.situation);
        for question in &partie.questions {
            gather(&[Block::paragraph(&question.titre)]);
            gather(&question.enonce);
        }
    }
    for annexe in &ctx.examen.annexes {
        gather(&[Block::paragraph(&annexe.titre), Block::paragraph(&annexe.contexte)]);
        gather(&annexe.blocks);
        annexe.lignes.iter().flatten().for_each(|cell| gather(&[Block::paragraph(&cell.text)]));
    }
    let used: BTreeSet<&str> = parametres(&read).into_iter().collect();
    let columns: Vec<usize> = used.iter().filter_map(|name| table.colonne(name)).collect();
    let cells = table.lignes.iter().flat_map(|row| columns.iter().filter_map(|c| row.get(*c)));
    cells.filter_map(|c| words(&c.text, Lieu::Enonce, || Place::bytes(VARIANTES, c.bytes.clone()))).collect()
}

fn blocks(blocks: &[Block], lieu: Lieu, lieux: &[Place], otherwise: Option<&Place>) -> Vec<Diagnostic> {
    let at = |rang: usize| lieux.get(rang).cloned().or_else(|| otherwise.cloned());
    in_blocks(blocks, lieu).iter().filter_map(|found| Some(told(found, at(found.rang)?))).collect()
}

fn words(text: &str, lieu: Lieu, place: impl FnOnce() -> Place) -> Option<Diagnostic> {
    let mots = in_text(text, &[], lieu)?;
    Some(told(&Trouve { rang: 0, mots, autres: 0 }, place()))
}

fn told(found: &Trouve, place: Place) -> Diagnostic {
    let others = match found.autres {
        0 => String::new(),
        1 => " (et un autre dans ce tableau)".to_owned(),
        n => format!(" (et {n} autres dans ce tableau)"),
    };
    let message = format!("« {} » est dans ce que le candidat lit{others}", found.mots.trim_end_matches([' ', ':']));
    RULE.at(place, message)
        .help("mettez-le sous un titre « ### Corrigé » ou « ### Barème » (dans un oral : `role` ou `attendus`)")
        .help("si ces mots sont ceux du document lui-même, dites-les autrement")
}
