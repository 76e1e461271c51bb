//! Wherever a candidate reads: the texts of an exam in which the jury's words are looked for, and from which they are taken.

use std::collections::BTreeSet;

use super::{Lieu, Trouve, in_blocks, in_rows, in_text};
use crate::diagnostic::Place;
use crate::domain::Examen;
use crate::domain::examen::{
    Annexe, FILE, MotsDuJury, Oral, PartieSujet, Portfolio, Question, Sujet, VARIANTES, parametres,
};
use crate::domain::markdown::{Block, leaves, text};

/// A text of the jury where candidates read.
#[derive(Clone, Debug, PartialEq)]
pub struct Fuite {
    pub trouve: Trouve,
    pub place: Place,
}

/// What stands in a draft where a text was taken out.
const RETIRE: &str = "[texte retiré : voir OR06]";

/// Takes out of what candidates read each text of the jury, and what it announces: all that follows it in the same place.
/// What was found, in the order of the folder.
pub fn withhold(examen: &mut Examen, mots: &MotsDuJury) -> Vec<Fuite> {
    let mut censor = Censor { mots, found: Vec::new() };
    // Before what uses them is changed.
    let used = read_parameters(examen);
    censor.sujet(&mut examen.sujet);
    examen.annexes.iter_mut().for_each(|a| censor.annexe(a));
    censor.reglage(examen);
    censor.valeurs(examen, &used);
    examen.oraux.iter_mut().for_each(|o| censor.oral(o));
    examen.portfolios.iter_mut().for_each(|p| censor.portfolio(p));
    censor.found
}

struct Censor<'m> {
    mots: &'m MotsDuJury,
    found: Vec<Fuite>,
}

impl Censor<'_> {
    /// Notes what was found; whether something was.
    fn note(&mut self, found: impl IntoIterator<Item = (Trouve, Place)>) -> bool {
        let before = self.found.len();
        self.found.extend(found.into_iter().map(|(trouve, place)| Fuite { trouve, place }));
        self.found.len() > before
    }

    /// A text by itself; whether it was taken out.
    fn words(&mut self, text: &mut String, lieu: Lieu, place: impl FnOnce() -> Place) -> bool {
        let Some(mots) = in_text(self.mots, text, &[], lieu) else { return false };
        RETIRE.clone_into(text);
        self.note([(Trouve { rang: 0, mots, autres: 0 }, place())])
    }

    /// Blocks, each of their texts at its place; whether some were taken out.
    fn blocks(&mut self, blocks: &mut Vec<Block>, lieu: Lieu, at: impl Fn(usize) -> Option<Place>) -> bool {
        let found = in_blocks(self.mots, blocks, lieu);
        let Some(first) = found.first().map(|f| f.rang) else { return false };
        cut(blocks, first);
        let mut placed: Vec<_> = found.into_iter().filter_map(|f| at(f.rang).map(|place| (f, place))).collect();
        // Where the texts of a value have one place, it is told once.
        placed.dedup_by(|next, first| next.1 == first.1);
        self.note(placed)
    }

    fn sujet(&mut self, sujet: &mut Sujet) {
        self.blocks(&mut sujet.introduction, Lieu::Sujet, |rang| sujet.lieux.get(rang).cloned());
        for partie in &mut sujet.parties {
            let PartieSujet { titre, situation, lieux, questions, repere, .. } = partie;
            // A part that the jury's words open is the jury's.
            let whole = self.words(titre, Lieu::Sujet, || repere.place(""));
            self.blocks(situation, Lieu::Sujet, |rang| lieux.get(rang).cloned());
            if whole {
                removed(situation);
            }
            for question in questions {
                let Question { titre, enonce, lieux, repere, .. } = question;
                let own = self.words(titre, Lieu::Enonce, || repere.place(""));
                self.blocks(enonce, Lieu::Enonce, |rang| lieux.enonce.get(rang).cloned());
                if whole {
                    RETIRE.clone_into(titre);
                }
                if whole || own {
                    removed(enonce);
                }
            }
        }
    }

    /// What an annexe prints: its data, its text, its table.
    fn annexe(&mut self, annexe: &mut Annexe) {
        let lieu = if annexe.a_rendre { Lieu::Reponse } else { Lieu::Document };
        let (file, lieux) = (annexe.file.clone(), std::mem::take(&mut annexe.lieux));
        let at = |key: &str| Place::value(&file, key);
        let mut whole = false;
        for (key, text) in [
            ("titre", &mut annexe.titre),
            ("contexte", &mut annexe.contexte),
            ("source", &mut annexe.source),
            ("date", &mut annexe.date),
            ("alternative", &mut annexe.alternative),
        ] {
            whole |= self.words(text, lieu, || at(key));
        }
        let otherwise = Place::file(&file);
        let told = |rang: usize| Some(lieux.get(rang).cloned().unwrap_or_else(|| otherwise.clone()));
        let some = self.blocks(&mut annexe.blocks, lieu, told);
        annexe.lieux = lieux;
        let rows = annexe.lignes.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect());
        let table = in_rows(self.mots, rows, lieu);
        let table = self.note(table.map(|(row, column, found)| {
            (found, Place::bytes(annexe.tableau.trim(), annexe.lignes[row][column].bytes.clone()))
        }));
        if whole {
            removed(&mut annexe.blocks);
        }
        // A table or a scan may be what the words announce.
        if whole || some || table {
            annexe.lignes.clear();
            annexe.tableau.clear();
            annexe.document.clear();
        }
    }

    /// What `examen.toml` prints on the cover and the convocations.
    fn reglage(&mut self, examen: &mut Examen) {
        let told = &mut examen.reglage;
        let mut texts = vec![
            ("bareme.ramene_a_20".to_owned(), &mut told.bareme.ramene_a_20),
            ("epreuve.theme".to_owned(), &mut told.epreuve.theme),
        ];
        let many = |key: &'static str| move |(i, text)| (format!("{key}[{i}]"), text);
        texts.extend(told.materiel.autorise.iter_mut().enumerate().map(many("materiel.autorise")));
        texts.extend(told.centre.consignes.iter_mut().enumerate().map(many("centre.consignes")));
        for (key, text) in texts {
            self.words(text, Lieu::Sujet, || Place::value(FILE, key));
        }
    }

    /// The values of variants that stand in what candidates read.
    fn valeurs(&mut self, examen: &mut Examen, used: &BTreeSet<String>) {
        let table = &mut examen.variantes;
        let columns: Vec<usize> = used.iter().filter_map(|name| table.colonne(name)).collect();
        for row in &mut table.lignes {
            for column in &columns {
                let Some(cell) = row.get_mut(*column) else { continue };
                let bytes = cell.bytes.clone();
                self.words(&mut cell.text, Lieu::Enonce, || Place::bytes(VARIANTES, bytes));
            }
        }
    }

    /// The situations that a candidate is given. The Markdown of a value: the value is the nearest place, told once.
    fn oral(&mut self, oral: &mut Oral) {
        for (i, one) in oral.scenario.iter_mut().enumerate() {
            let place = Place::value(&oral.file, format!("scenario[{i}].situation"));
            self.blocks(&mut one.textes.situation, Lieu::Sujet, |_| Some(place.clone()));
        }
    }

    fn portfolio(&mut self, portfolio: &mut Portfolio) {
        for (i, element) in portfolio.element.iter_mut().enumerate() {
            let at = |key: &str| Place::value(&portfolio.file, format!("element[{i}].{key}"));
            self.words(&mut element.titre, Lieu::Document, || at("titre"));
            self.blocks(&mut element.blocks, Lieu::Document, |_| Some(at("description")));
        }
    }
}

/// The parameters that stand in what candidates read.
fn read_parameters(examen: &Examen) -> BTreeSet<String> {
    let mut read = String::new();
    let mut gather = |told: &str| {
        read.push_str(told);
        read.push('\n');
    };
    gather(&text(&examen.sujet.introduction));
    for partie in &examen.sujet.parties {
        gather(&partie.titre);
        gather(&text(&partie.situation));
        for question in &partie.questions {
            gather(&question.titre);
            gather(&text(&question.enonce));
        }
    }
    for annexe in &examen.annexes {
        gather(&annexe.titre);
        gather(&annexe.contexte);
        gather(&text(&annexe.blocks));
        annexe.lignes.iter().flatten().for_each(|cell| gather(&cell.text));
    }
    parametres(&read).into_iter().map(str::to_owned).collect()
}

/// Takes out the block that holds the text of rank `rang`, and all that follows.
fn cut(blocks: &mut Vec<Block>, rang: usize) {
    let mut before = 0;
    let holds = |block: &Block| {
        before += leaves(std::slice::from_ref(block)).len();
        before > rang
    };
    let first = blocks.iter().position(holds).unwrap_or(0);
    blocks.truncate(first);
    blocks.push(Block::paragraph(RETIRE));
}

fn removed(blocks: &mut Vec<Block>) {
    *blocks = vec![Block::paragraph(RETIRE)];
}
