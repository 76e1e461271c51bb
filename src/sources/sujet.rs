//! The subject's Markdown to parts and questions: its headings, a block of data under each, what is the jury's below
//! « Corrigé » and « Barème ». What could be the jury's and is in no place that says so goes to nobody.

mod meant;
mod rang;
mod zone;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::DeserializeOwned;

use super::loader::Loader;
use super::markdown::{self, Piece, Remark};
use super::schema::Node;
use super::toml_text::{Outline, Wanted};
use crate::diagnostic::{At, Place};
use crate::domain::dossier::Attachment;
use crate::domain::examen::{
    DonneesPartie, DonneesQuestion, Ecart, PartieSujet, Question, Raison, Repere, Rubrique, Sujet, numbered,
};
use crate::domain::fault::Construct;
use crate::domain::identifiers::normalise;
use crate::domain::markdown::{Block, plain, text};
use rang::has_rank;
use zone::{Open, Zone};

static PARTIE: std::sync::LazyLock<Node> = std::sync::LazyLock::new(Node::of::<DonneesPartie>);
static QUESTION: std::sync::LazyLock<Node> = std::sync::LazyLock::new(Node::of::<DonneesQuestion>);

/// Reads the files of a subject, in their order.
pub(super) fn load(loader: &mut Loader<'_>, files: &[String], accepted: &mut BTreeMap<String, Attachment>) -> Sujet {
    let mut sujet = Sujet::default();
    for (i, file) in files.iter().enumerate() {
        one(loader, file, i + 1 == files.len(), accepted, &mut sujet);
    }
    // A part may have its questions in the next file; not after the last one.
    for partie in std::mem::take(&mut sujet.parties) {
        let hidden = || sujet.ecarts.iter().any(|e| e.raison == Raison::BlocOuvert);
        if !partie.questions.is_empty() || hidden() {
            sujet.parties.push(partie);
            continue;
        }
        let PartieSujet { titre, situation: blocks, repere, .. } = partie;
        sujet.ecarts.push(Ecart { raison: Raison::PartieVide, titre, place: repere.place(""), blocks });
    }
    sujet
}

fn one(
    loader: &mut Loader<'_>,
    file: &str,
    is_last: bool,
    accepted: &mut BTreeMap<String, Attachment>,
    sujet: &mut Sujet,
) {
    let Some(text) = loader.text(file) else { return };
    loader.printable(file, &text, 0);
    sujet.files.push(file.to_owned());
    let (pieces, mut remarks) = markdown::pieces(&text, 0);
    let mut page = Page { loader, file, is_last, text: &text, pieces: &pieces, sujet, zone: Zone::Introduction };
    page.read();
    // What is wrong with a heading is told once: by what it does to the subject.
    let told = |line: &Range<usize>| {
        let at = |e: &Ecart| matches!(&e.place.at, At::Bytes(b) if b.start < line.end && line.start < b.end);
        sujet.ecarts.iter().any(|e| e.place.file == file && at(e))
    };
    remarks.retain(|remark| match remark {
        Remark::Refused { construct, bytes } => !(of_headings(*construct) && told(bytes)),
        Remark::Image { .. } => true,
    });
    loader.remarks(remarks, accepted, |bytes| Place::bytes(file, bytes));
    loader.sources.insert(file, text);
}

/// Whether a construct is a heading that is none, or that nobody meant.
fn of_headings(construct: Construct) -> bool {
    matches!(construct, Construct::HeadingWithoutSpace | Construct::HeadingInRetreat | Construct::Underline)
}

/// A file that is being read.
struct Page<'l, 'f, 't> {
    loader: &'l mut Loader<'f>,
    file: &'t str,
    is_last: bool,
    text: &'t str,
    pieces: &'t [Piece],
    sujet: &'l mut Sujet,
    zone: Zone,
}

impl Page<'_, '_, '_> {
    fn read(&mut self) {
        // A file goes on where the one before ended: a text without a heading could be anybody's.
        if self.sujet.files.len() > 1 {
            let then = match self.sujet.parties.last().map(|p| p.questions.last()) {
                None => Open::Introduction,
                Some(None) => Open::Situation,
                Some(Some(q)) if q.corrige.is_empty() && q.bareme.is_empty() => Open::Enonce,
                Some(Some(_)) => Open::Jury,
            };
            self.zone = Zone::Nowhere { level: u8::MAX, then };
            if self.pieces.first().is_some_and(|p| !matches!(p.block, Block::Heading { .. })) {
                self.tell(Raison::SansTitre, "", self.line(0));
            }
        }
        let mut at = 0;
        while at < self.pieces.len() {
            let piece = &self.pieces[at];
            self.markup(at.checked_sub(1).map_or(0, |before| self.pieces[before].bytes.end)..piece.bytes.start);
            at += 1;
            match &piece.block {
                Block::Heading { level, inlines } => at += self.heading(at - 1, *level, plain(inlines).trim()),
                _ => self.block(piece),
            }
        }
    }

    /// A heading in HTML, which no block shows: it is refused (FMT11), and whose what follows is, is not known.
    fn markup(&mut self, between: Range<usize>) {
        let candidate = matches!(self.zone, Zone::Introduction | Zone::Situation | Zone::Enonce);
        if candidate && markdown::has_heading_in_html(self.text.get(between.clone()).unwrap_or_default()) {
            self.tell(Raison::Balise, "", between);
            self.zone = self.zone.aside(u8::MAX);
        }
    }

    /// Reads the heading at rank `at`; how many pieces after it are read with it.
    fn heading(&mut self, at: usize, level: u8, titre: &str) -> usize {
        let known = Rubrique::of(titre);
        // Below what is no part, and after a block that is never closed, no heading says anything.
        if matches!(self.zone, Zone::Nowhere { level: above @ 0..=1, .. } if level > above) {
            self.block(&self.pieces[at]);
            return 0;
        }
        match (level, known) {
            (1, _) => self.partie(at, titre),
            (2, None) if self.is_question(at) => self.question(at, titre),
            (2, None) => {
                // Of a question or of a situation, no place is known for it.
                self.set_aside(at, level, titre, Raison::PasUneQuestion);
                0
            }
            (_, known) => {
                self.rubrique(at, level, titre, known);
                0
            }
        }
    }

    /// Whether the heading at rank `at` opens a question: it has data, or a number before what is not the name of an answer.
    fn is_question(&self, at: usize) -> bool {
        let Block::Heading { level: 2, inlines } = &self.pieces[at].block else { return false };
        let (titre, data) = (plain(inlines), self.data_block(at + 1).is_some());
        let (numero, words) = numbered(titre.trim());
        Rubrique::of(&titre).is_none() && (data || !numero.is_empty() && !Rubrique::is_answer(&words))
    }

    fn partie(&mut self, at: usize, titre: &str) -> usize {
        if Rubrique::is_answer(titre) {
            self.set_aside(at, 1, titre, Raison::SansQuestion);
            return 0;
        }
        let is_part = |p: &Piece| matches!(p.block, Block::Heading { level: 1, .. });
        let rest = &self.pieces[at + 1..];
        let end = rest.iter().position(is_part).map_or(self.pieces.len(), |n| at + 1 + n);
        let first = (at + 1..end).find(|i| self.is_question(*i));
        // The questions of a part may be in the next file.
        // So may a block that is never closed, which is told.
        let hidden = self.pieces[at + 1..end].iter().any(|p| p.code.as_ref().is_some_and(|c| !c.closed));
        if first.is_none() && !hidden && (end < self.pieces.len() || self.is_last) {
            self.set_aside(at, 1, titre, Raison::PartieVide);
            return 0;
        }
        let numero = first.map_or_else(String::new, |i| self.numero(i));
        let before = self.sujet.parties.iter().flat_map(|p| &p.questions).last().map(|q| q.numero.clone());
        let says_so = self.data_block(at + 1).is_some()
            || before.is_none_or(|before| match (series(&before), series(&numero)) {
                // « 1.3 » after « 1.2 »: the heading stands in the middle of a part.
                (Some(before), Some(after)) => before != after,
                _ => has_rank(titre),
            });
        if !says_so {
            self.set_aside(at, 2, titre, Raison::PasUnePartie);
            return 0;
        }
        let (donnees, cles, read) = self.data::<DonneesPartie>(at + 1, &PARTIE);
        let repere = self.repere(at, 2, cles);
        self.sujet.parties.push(PartieSujet { titre: titre.to_owned(), donnees, repere, ..PartieSujet::default() });
        self.zone = Zone::Situation;
        read
    }

    fn numero(&self, at: usize) -> String {
        match &self.pieces[at].block {
            Block::Heading { inlines, .. } => numbered(plain(inlines).trim()).0,
            _ => String::new(),
        }
    }

    fn question(&mut self, at: usize, titre: &str) -> usize {
        let (donnees, cles, read) = self.data::<DonneesQuestion>(at + 1, &QUESTION);
        let repere = self.repere(at, 2, cles);
        let (numero, titre) = numbered(titre);
        if self.sujet.parties.is_empty() {
            self.sujet.parties.push(PartieSujet::default());
        }
        let partie = self.sujet.parties.last_mut().expect("there is one now");
        partie.questions.push(Question { numero, titre, donnees, repere, ..Question::default() });
        self.zone = Zone::Enonce;
        read
    }

    /// A heading that is neither a part's nor a question's.
    fn rubrique(&mut self, at: usize, level: u8, titre: &str, known: Option<Rubrique>) {
        // Below a heading of its own, the jury's text may have any.
        let within = match self.zone {
            Zone::Corrige(above) | Zone::Bareme(above) => level > above,
            Zone::Nowhere { level: above, .. } => level > above,
            _ => false,
        };
        let open = self.zone.open();
        match (known, open) {
            _ if within && !(known.is_some_and(Rubrique::is_jury) && open == Open::Jury) => {
                self.block(&self.pieces[at]);
            }
            (Some(Rubrique::Corrige), Open::Enonce | Open::Jury) => self.zone = Zone::Corrige(level),
            (Some(Rubrique::Bareme), Open::Jury) => self.zone = Zone::Bareme(level),
            (Some(Rubrique::Bareme), Open::Enonce) if self.has_points(at) => self.zone = Zone::Bareme(level),
            (Some(Rubrique::Bareme), open) if open == Open::Enonce || !self.has_points(at) => {
                self.set_aside(at, level, titre, Raison::BaremeAmbigu);
            }
            (Some(Rubrique::Corrige | Rubrique::Bareme), _) => self.set_aside(at, level, titre, Raison::SansQuestion),
            (Some(Rubrique::Enonce), Open::Jury) => self.set_aside(at, level, titre, Raison::EnonceApresCorrige),
            (Some(Rubrique::Enonce), Open::Enonce) => {
                self.zone = Zone::Enonce;
                self.block(&self.pieces[at]);
            }
            (_, Open::Introduction) => {
                self.zone = Zone::Introduction;
                self.block(&self.pieces[at]);
            }
            (_, Open::Situation) => {
                self.zone = Zone::Situation;
                self.block(&self.pieces[at]);
            }
            (None, _) => self.set_aside(at, level, titre, Raison::TitreInconnu),
        }
    }

    /// Whether what stands below the heading at rank `at` counts points.
    fn has_points(&self, at: usize) -> bool {
        let below = self.pieces[at + 1..].iter().take_while(|p| !matches!(p.block, Block::Heading { .. }));
        below.into_iter().any(|p| {
            let told = normalise(&text(std::slice::from_ref(&p.block)));
            told.split(' ').any(|w| matches!(w, "point" | "points" | "pt" | "pts"))
        })
    }

    fn set_aside(&mut self, at: usize, level: u8, titre: &str, raison: Raison) {
        self.tell(raison, titre, self.line(at));
        self.zone = self.zone.aside(level);
    }

    fn tell(&mut self, raison: Raison, titre: &str, bytes: Range<usize>) {
        let place = Place::bytes(self.file, bytes);
        self.sujet.ecarts.push(Ecart { raison, titre: titre.to_owned(), place, blocks: Vec::new() });
    }

    /// The first line of the piece at rank `at`.
    fn line(&self, at: usize) -> Range<usize> {
        let bytes = self.pieces[at].bytes.clone();
        let end = self.text[bytes.clone()].find('\n').map_or(bytes.end, |i| bytes.start + i);
        bytes.start..end
    }

    /// Reads a block where it belongs; a heading too, where it is only one more text.
    fn block(&mut self, piece: &Piece) {
        let candidate = matches!(self.zone, Zone::Introduction | Zone::Situation | Zone::Enonce);
        let wrong = match &piece.code {
            Some(code) if !code.closed => Some((Raison::BlocOuvert, code.info.clone(), piece.bytes.start)),
            Some(code) if code.info == "toml" && candidate => {
                Some((Raison::DonneesEgarees, code.info.clone(), piece.bytes.start))
            }
            Some(_) => None,
            None => self.glued(piece).or_else(|| self.nested(piece).filter(|_| self.zone == Zone::Enonce)),
        };
        if let Some((raison, titre, start)) = wrong {
            // In what is set aside already, only what hides a question is one fault more.
            let over = matches!(self.zone, Zone::Nowhere { level: 0, .. });
            if candidate || raison.hides_structure() && !over {
                let end = self.text[start..].find('\n').map_or(self.text.len(), |i| start + i);
                self.tell(raison, &titre, start..end);
            }
            match raison {
                Raison::BlocOuvert => self.zone = Zone::Nowhere { level: 0, then: Open::Jury },
                // What follows is below what was meant to be a heading: whose it is is not known.
                Raison::TitreColle if candidate => {
                    let level = titre.bytes().take_while(|b| *b == b'#').count();
                    self.zone = self.zone.aside(u8::try_from(level).unwrap_or(u8::MAX));
                }
                Raison::TitreImbrique => self.zone = self.zone.aside(u8::MAX),
                _ => {}
            }
            return self.keep(piece);
        }
        let places: Vec<_> = piece.leaves.iter().map(|bytes| Place::bytes(self.file, bytes.clone())).collect();
        let Some((blocks, lieux)) = self.target() else {
            return self.keep(piece);
        };
        blocks.push(piece.block.clone());
        lieux.extend(places);
    }

    /// Keeps a text that is set aside with what was told of it.
    fn keep(&mut self, piece: &Piece) {
        self.sujet.ecarts.last_mut().into_iter().for_each(|e| e.blocks.push(piece.block.clone()));
    }

    /// Where the text goes now; nowhere, if it is set aside.
    fn target(&mut self) -> Option<(&mut Vec<Block>, &mut Vec<Place>)> {
        if self.zone == Zone::Introduction {
            return Some((&mut self.sujet.introduction, &mut self.sujet.lieux));
        }
        let partie = self.sujet.parties.last_mut()?;
        if self.zone == Zone::Situation {
            return Some((&mut partie.situation, &mut partie.lieux));
        }
        let question = partie.questions.last_mut()?;
        match self.zone {
            Zone::Enonce => Some((&mut question.enonce, &mut question.lieux.enonce)),
            Zone::Corrige(_) => Some((&mut question.corrige, &mut question.lieux.corrige)),
            Zone::Bareme(_) => Some((&mut question.bareme, &mut question.lieux.bareme)),
            _ => None,
        }
    }

    /// Where the heading at rank `at` stands, up to the next one of `level` or above.
    fn repere(&self, at: usize, level: u8, cles: BTreeMap<String, Range<usize>>) -> Repere {
        let titre = self.line(at);
        let ends = |p: &&Piece| matches!(&p.block, Block::Heading { level: l, .. } if *l <= level);
        let end = self.pieces[at + 1..].iter().find(ends).map_or(self.text.len(), |p| p.bytes.start);
        Repere { file: self.file.to_owned(), tout: titre.start..end, titre, cles }
    }

    /// The bytes of the data that stand at rank `at`, below a heading.
    fn data_block(&self, at: usize) -> Option<Range<usize>> {
        let code = self.pieces.get(at)?.code.as_ref()?;
        (code.info == "toml" && code.closed).then(|| code.inner.clone())
    }

    /// The data of the block at rank `at`, the bytes of its values, and how many pieces were read.
    fn data<T: DeserializeOwned + Default>(
        &mut self,
        at: usize,
        shape: &Node,
    ) -> (T, BTreeMap<String, Range<usize>>, usize) {
        let Some(bytes) = self.data_block(at) else { return (T::default(), BTreeMap::new(), 0) };
        let (start, text) = (bytes.start, &self.text[bytes]);
        let before = self.loader.faults.len();
        let value: serde_json::Value = self.loader.data(self.file, text, start, shape);
        let outline = Outline::of(text);
        // A data path is one of the file's front matter elsewhere: here a place is told by its bytes.
        for fault in &mut self.loader.faults[before..] {
            let (path, wanted) = match &fault.place.at {
                At::Value(path) => (path, Wanted::Value),
                At::Key(path) => (path, Wanted::Name),
                _ => continue,
            };
            let span = outline.span(path, wanted);
            fault.place.at = At::Bytes(span.start + start..span.end + start);
        }
        let told = value.as_object().into_iter().flat_map(|o| o.keys());
        let cles = told.map(|key| {
            let span = outline.span(key, Wanted::Value);
            (key.clone(), span.start + start..span.end + start)
        });
        let cles = cles.collect();
        (serde_json::from_value(value).expect("a value that was read against its shape has its type"), cles, 1)
    }
}

/// The part of a number that says the part: "1" of "1.2"; nothing of a number that has one run only.
fn series(numero: &str) -> Option<&str> {
    numero.rsplit_once('.').map(|(series, _)| series)
}

#[cfg(test)]
mod tests;
