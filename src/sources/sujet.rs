//! The subject's Markdown to parts and questions: headings of level 1 and 2, a block of data under each, what is the jury's
//! below « Corrigé » and « Barème ».

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::DeserializeOwned;

use super::loader::Loader;
use super::markdown;
use super::schema::Node;
use super::toml_text::{Outline, Wanted};
use crate::diagnostic::{At, Place};
use crate::domain::dossier::Attachment;
use crate::domain::examen::{DonneesPartie, DonneesQuestion, PartieSujet, Question, Repere, Sujet};
use crate::domain::identifiers::normalise;
use crate::domain::markdown::Block;

static PARTIE: std::sync::LazyLock<Node> = std::sync::LazyLock::new(Node::of::<DonneesPartie>);
static QUESTION: std::sync::LazyLock<Node> = std::sync::LazyLock::new(Node::of::<DonneesQuestion>);

/// Headings below which a text is the jury's, as people write them.
const CORRIGE: [&str; 7] = [
    "corrige",
    "corriges",
    "correction",
    "elements de correction",
    "elements de corrige",
    "reponse attendue",
    "reponses attendues",
];
const BAREME: [&str; 3] = ["bareme", "bareme detaille", "detail du bareme"];

/// What a heading opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Partie,
    Question,
    Corrige,
    Bareme,
}

/// A heading and what follows it, up to the next one.
struct Segment<'t> {
    /// Nothing before the first heading.
    kind: Option<Kind>,
    titre: &'t str,
    ligne: Range<usize>,
    corps: Range<usize>,
}

/// Reads `file` into the subject.
pub(super) fn load(
    loader: &mut Loader<'_>,
    file: &str,
    accepted: &mut BTreeMap<String, Attachment>,
    sujet: &mut Sujet,
) {
    let Some(text) = loader.text(file) else { return };
    loader.printable(file, &text, 0);
    sujet.files.push(file.to_owned());
    for segment in segments(&text) {
        let mut page = Page { loader, file, text: &text, accepted };
        page.segment(&segment, sujet);
    }
    loader.sources.insert(file, text);
}

/// A file that is being read.
struct Page<'l, 'f, 't> {
    loader: &'l mut Loader<'f>,
    file: &'t str,
    text: &'t str,
    accepted: &'l mut BTreeMap<String, Attachment>,
}

impl Page<'_, '_, '_> {
    fn segment(&mut self, segment: &Segment<'_>, sujet: &mut Sujet) {
        let titre = segment.titre.to_owned();
        match segment.kind {
            None => sujet.introduction.extend(self.blocks(segment.corps.clone())),
            Some(Kind::Partie) => {
                let (donnees, cles, corps) = self.data::<DonneesPartie>(&segment.corps, &PARTIE);
                let (repere, situation) = (self.repere(segment, cles), self.blocks(corps));
                sujet.parties.push(PartieSujet { titre, donnees, situation, questions: Vec::new(), repere });
            }
            Some(Kind::Question) => {
                let (donnees, cles, corps) = self.data::<DonneesQuestion>(&segment.corps, &QUESTION);
                let (repere, enonce) = (self.repere(segment, cles), self.blocks(corps));
                let (numero, titre) = numbered(&titre);
                if sujet.parties.is_empty() {
                    sujet.parties.push(PartieSujet::default());
                }
                let partie = sujet.parties.last_mut().expect("there is one now");
                partie.questions.push(Question { numero, titre, donnees, enonce, repere, ..Question::default() });
            }
            Some(kind) => {
                let blocks = self.blocks(segment.corps.clone());
                let question = sujet.parties.last_mut().and_then(|p| p.questions.last_mut());
                // Without a question it is nobody's answer: kept nowhere, so that no candidate reads it; OR06 tells it.
                let Some(question) = question else {
                    return sujet.egares.push(Place::bytes(self.file, segment.ligne.clone()));
                };
                question.repere.tout.end = segment.corps.end;
                match kind {
                    Kind::Bareme => question.bareme.extend(blocks),
                    _ => question.corrige.extend(blocks),
                }
            }
        }
    }

    fn repere(&self, segment: &Segment<'_>, cles: BTreeMap<String, Range<usize>>) -> Repere {
        let (titre, tout) = (segment.ligne.clone(), segment.ligne.start..segment.corps.end);
        Repere { file: self.file.to_owned(), titre, tout, cles }
    }

    fn blocks(&mut self, bytes: Range<usize>) -> Vec<Block> {
        let (blocks, remarks) = markdown::parse_blocks(&self.text[bytes.clone()], bytes.start);
        self.loader.remarks(remarks, self.accepted, |bytes| Place::bytes(self.file, bytes));
        blocks
    }

    /// The data of a block ```` ```toml ```` that opens a text, the bytes of its values, and where the text goes on.
    fn data<T: DeserializeOwned + Default>(
        &mut self,
        corps: &Range<usize>,
        shape: &Node,
    ) -> (T, BTreeMap<String, Range<usize>>, Range<usize>) {
        let Some((data, end)) = data_block(&self.text[corps.clone()]) else {
            return (T::default(), BTreeMap::new(), corps.clone());
        };
        let (start, rest) = (corps.start + data.start, corps.start + end..corps.end);
        let text = &self.text[start..corps.start + data.end];
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
        (serde_json::from_value(value).expect("a value that was read against its shape has its type"), cles, rest)
    }
}

/// The bytes between the fences of a block ```` ```toml ```` that opens `text`, and the end of the block.
fn data_block(text: &str) -> Option<(Range<usize>, usize)> {
    let open = text.len() - text.trim_start().len();
    let line = text[open..].lines().next()?;
    if !matches!(line.trim_end(), "```toml" | "~~~toml") {
        return None;
    }
    let start = open + text[open..].find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == &text[open..open + 3] {
            return Some((start..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// The text cut at its headings of level 1 and 2, and at those that open what is the jury's; none inside a fenced block.
fn segments(text: &str) -> Vec<Segment<'_>> {
    let mut out = vec![Segment { kind: None, titre: "", ligne: 0..0, corps: 0..0 }];
    let (mut at, mut fence) = (0, None);
    for line in text.split_inclusive('\n') {
        let (start, content) = (at, line.trim_end());
        at += line.len();
        let last = out.last_mut().expect("there is one from the beginning");
        last.corps.end = at;
        if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| content.trim_start().starts_with(mark)) {
            fence = match fence {
                None => Some(mark),
                Some(open) if open == mark => None,
                open => open,
            };
            continue;
        }
        let Some((kind, titre)) = opens(content).filter(|_| fence.is_none()) else { continue };
        last.corps.end = start;
        out.push(Segment { kind: Some(kind), titre, ligne: start..start + content.len(), corps: at..at });
    }
    out
}

/// What a line opens, and its words.
fn opens(line: &str) -> Option<(Kind, &str)> {
    let level = line.bytes().take_while(|b| *b == b'#').count();
    let titre = line[level..].strip_prefix([' ', '\t'])?.trim().trim_end_matches('#').trim_end();
    let normal = normalise(titre);
    match level {
        1 => Some((Kind::Partie, titre)),
        _ if (2..=6).contains(&level) && CORRIGE.contains(&normal.as_str()) => Some((Kind::Corrige, titre)),
        _ if (2..=6).contains(&level) && BAREME.contains(&normal.as_str()) => Some((Kind::Bareme, titre)),
        2 => Some((Kind::Question, titre)),
        _ => None,
    }
}

/// The number that opens a heading, and the rest: "1.2 Calculez" is "1.2" and "Calculez".
fn numbered(titre: &str) -> (String, String) {
    let titre = titre.strip_prefix("Question ").unwrap_or(titre);
    let (first, rest) = titre.split_once(char::is_whitespace).unwrap_or((titre, ""));
    let numero = first.trim_end_matches(['.', ')', '-', ':']);
    let is_number = !numero.is_empty()
        && numero.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()))
        && numero.bytes().any(|b| b.is_ascii_digit());
    match is_number {
        true => (numero.to_owned(), rest.trim_start_matches(['-', '–', ':', ' ']).to_owned()),
        false => (String::new(), titre.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_open_parts_questions_and_what_is_the_jurys() {
        let text = "Un mot.\n\n# Dossier 1\n\nSituation.\n\n## 1.1 Calculez\n\n```toml\npoints = 3\n# non\n```\n\n### Détail\n\n\
                    ### Corrigé\n\n12.\n\n## Barème\n\n1 point.\n";
        let found: Vec<_> = segments(text).iter().map(|s| (s.kind, s.titre)).collect();
        let expected = [
            (None, ""),
            (Some(Kind::Partie), "Dossier 1"),
            (Some(Kind::Question), "1.1 Calculez"),
            (Some(Kind::Corrige), "Corrigé"),
            (Some(Kind::Bareme), "Barème"),
        ];
        assert_eq!(found, expected);
        let question = &segments(text)[2];
        let (data, end) = data_block(&text[question.corps.clone()]).unwrap();
        assert_eq!(&text[question.corps.clone()][data], "points = 3\n# non\n");
        assert!(text[question.corps.clone()][end..].trim_start().starts_with("### Détail"));
    }

    #[test]
    fn a_number_opens_a_heading() {
        for (titre, numero, rest) in [
            ("1.1 Calculez", "1.1", "Calculez"),
            ("Question 2. – Justifiez", "2", "Justifiez"),
            ("A1) Lisez", "A1", "Lisez"),
            ("Justifiez 3 choix", "", "Justifiez 3 choix"),
            ("1.1", "1.1", ""),
        ] {
            assert_eq!(numbered(titre), (numero.to_owned(), rest.to_owned()), "{titre}");
        }
    }
}
