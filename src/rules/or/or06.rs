//! OR06: a text of the jury where candidates read.

use super::scenario;
use super::{ExamenContext, Rule};
use crate::diagnostic::Place;
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::identifiers::normalise;
use crate::domain::markdown::{Block, plain};

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
    let stray = |place: &Place| {
        let found = RULE.at(place.clone(), "ce texte du jury n’est sous aucune question : il n’est imprimé nulle part");
        found.help("placez-le sous la question qu’il corrige")
    };
    let mut out: Vec<Diagnostic> = sujet.egares.iter().map(stray).collect();
    if let Some(file) = sujet.files.first() {
        out.extend(leaked(&sujet.introduction, || Place::file(file)));
    }
    for partie in &sujet.parties {
        out.extend(leaked(&partie.situation, || partie.repere.place("")));
        for question in &partie.questions {
            out.extend(leaked(&question.enonce, || question.repere.place("")));
        }
    }
    for annexe in &ctx.examen.annexes {
        out.extend(leaked(&annexe.blocks, || Place::file(&annexe.file)));
    }
    for oral in &ctx.examen.oraux {
        for (i, one) in oral.scenario.iter().enumerate() {
            out.extend(leaked(&one.textes.situation, || scenario(oral, i, "situation")));
        }
    }
    out
}

/// How a text for the jury begins.
const SECRETS: [&str; 10] = [
    "corrige",
    "correction",
    "elements de correction",
    "bareme detaille",
    "detail du bareme",
    "reponse attendue",
    "reponses attendues",
    "note proposee",
    "proposition de note",
    "attendus du jury",
];

/// The first block that opens as a text of the jury does.
fn leaked(blocks: &[Block], place: impl Fn() -> Place) -> Option<Diagnostic> {
    let opens = |block: &Block| {
        let (Block::Heading { inlines, .. } | Block::Paragraph { inlines }) = block else { return None };
        let words = plain(inlines);
        let normal = normalise(&words);
        let secret = SECRETS.iter().any(|s| {
            let rest = normal.strip_prefix(s);
            // « Corrigez » and « Correction d’une erreur » are no answers: the words stand alone, or before a colon.
            rest == Some("")
                || (rest.is_some_and(|r| r.starts_with(' ')) && words.chars().take(s.len() + 6).any(|c| c == ':'))
        });
        secret.then(|| words.chars().take(40).collect::<String>())
    };
    let words = blocks.iter().find_map(opens)?;
    let found = RULE.at(place(), format!("« {} » est dans ce que le candidat lit", words.trim()));
    Some(found.help("mettez-le sous un titre « ### Corrigé » ou « ### Barème » (dans un oral : `role` ou `attendus`)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_as_an_answer_is_found_and_an_order_to_correct_is_not() {
        let said = |text: &str| leaked(&[Block::paragraph(text)], || Place::file("x")).is_some();
        for text in ["Corrigé :", "Réponse attendue : 12 €", "Éléments de correction", "Note proposée : 14"] {
            assert!(said(text), "{text}");
        }
        for text in ["Corrigez le courriel.", "Correction d’une erreur de saisie", "Corrigé de ses fautes, le texte"]
        {
            assert!(!said(text), "{text}");
        }
    }
}
