//! Which words of a text announce what is the jury's, and which only look like them.

use super::Lieu;
use super::words::{MARK, Sign, Told, is_filled, is_rank};
use crate::domain::examen::Locutions;
use crate::domain::identifiers::normalise;

impl Told<'_> {
    /// Words that say by themselves, wherever they stand, that a text is the jury's.
    pub(super) fn phrase(&self) -> Option<std::ops::Range<usize>> {
        let at = (0..self.words.len()).find(|at| self.longest(*at, &self.mots.phrases).is_some())?;
        Some(self.range(at))
    }

    /// Words that open a sentence as the label of what is the jury's.
    pub(super) fn labels(&self, next: &[&str], lieu: Lieu) -> Option<std::ops::Range<usize>> {
        let begins = |at: &usize| *at == 0 || matches!(self.words[at - 1].after, Sign::End | Sign::Label);
        (0..self.words.len()).filter(begins).find_map(|at| {
            let starts = std::iter::once(at).chain(self.after_rank(at).filter(|first| *first != at));
            starts.into_iter().any(|first| self.label(first, next, lieu)).then(|| self.range(at))
        })
    }

    /// Passes over « Question 1.2 », « a) » and an article.
    fn after_rank(&self, at: usize) -> Option<usize> {
        const ARTICLES: [&str; 8] = ["le", "la", "les", "l", "voici", "proposition", "propositions", "exemple"];
        let mut at = at;
        if self.words.get(at)?.normal == "question" && is_rank(&self.words.get(at + 1)?.normal) {
            at += 2;
        } else if is_rank(&self.words[at].normal) && self.words.len() > at + 1 {
            at += 1;
        }
        while ARTICLES.contains(&self.words.get(at)?.normal.as_str()) {
            at += 1;
            if matches!(self.words.get(at)?.normal.as_str(), "de" | "du" | "d") {
                at += 1;
            }
        }
        (at < self.words.len()).then_some(at)
    }

    /// Whether the words at `at` are the label of a text for the jury.
    fn label(&self, at: usize, next: &[&str], lieu: Lieu) -> bool {
        let document = matches!(lieu, Lieu::Document | Lieu::Reponse);
        if self.longest(at, &self.mots.commandes).is_some() {
            return false;
        }
        if let Some(last) = self.longest(at, &self.mots.destinataires) {
            return self.mots.notes.has(&self.words[at].normal) || self.words[last].after != Sign::Space;
        }
        if let Some(last) = self.longest(at, &self.mots.jury) {
            let (last, sure) = self.qualified(last);
            let listed = sure && self.words[last].after == Sign::Comma;
            return (self.is_label(last) || listed) && !self.is_delay(last);
        }
        if let Some(last) = self.longest(at, &self.mots.jury_hors_document) {
            return !document && self.is_label(self.qualified(last).0);
        }
        if let Some(last) = self.longest(at, &self.mots.reponse) {
            return self.answers(last, next, lieu);
        }
        if let Some(last) = self.longest(at, &self.mots.bareme) {
            return self.shares_points(at, last, next, lieu);
        }
        false
    }

    /// Passes over what says of which question a label is: « de la question 1.2 », « du dossier 2 », « (professeur) »;
    /// whether that leaves no doubt.
    fn qualified(&self, last: usize) -> (usize, bool) {
        let word = |at: usize| self.words.get(at).map_or("", |w| w.normal.as_str());
        if self.words[last].after != Sign::Space {
            return (last, false);
        }
        let mut at = last + 1;
        if let Some(end) = self.longest(at, &self.mots.qualites) {
            return (end, true);
        }
        while matches!(
            word(at),
            "de" | "du" | "des" | "d" | "la" | "l" | "le" | "les" | "pour" | "n" | "no" | "a" | "aux"
        ) {
            at += 1;
        }
        let whose = self.mots.objets.has(word(at));
        if whose {
            at += 1;
        }
        if is_rank(word(at)) && (whose || word(at).bytes().any(|b| b.is_ascii_digit())) {
            return (at, true);
        }
        // « Corrigé de l’exercice »: only where nothing more is said of it.
        (if whose { at - 1 } else { last }, false)
    }

    /// Whether what ends at word `last` stands alone, or before what it labels.
    fn is_label(&self, last: usize) -> bool {
        self.words[last].after != Sign::Space && self.words[last].after != Sign::Comma
    }

    /// « Réponse attendue : sous huit jours ».
    fn is_delay(&self, last: usize) -> bool {
        const DELAYS: [&str; 8] = ["sous", "avant", "au", "dans", "pour", "par", "le", "des"];
        self.words[last].after == Sign::Label
            && self.words.get(last + 1).is_some_and(|w| DELAYS.contains(&w.normal.as_str()))
    }

    /// « Réponse : 422,28 € », « Solution » above it; not « Réponse : …… » nor what a client answers in a document.
    fn answers(&self, last: usize, next: &[&str], lieu: Lieu) -> bool {
        let choice = self.words[last].after == Sign::Space
            && self.words.get(last + 1).is_some_and(|w| {
                let written = self.text[w.start..].starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
                is_rank(&w.normal) && written && !w.normal.contains('.')
            });
        let last = if choice { last } else { self.qualified(last).0 };
        if choice || !self.is_label(last) {
            return false;
        }
        let signs = |c: char| c.is_whitespace() || matches!(c, ':' | '=' | '.' | '*' | MARK);
        let rest = self.text[self.words[last].end..].trim_start_matches(signs);
        let line = rest.lines().next().unwrap_or_default();
        let told = match (is_filled(line), lieu) {
            (true, _) => line,
            // Below its label, where no room is left for the candidate's own.
            (false, Lieu::Enonce | Lieu::Sujet) => match next.first() {
                Some(first) if is_filled(first) && rest.is_empty() => first,
                _ => return false,
            },
            (false, _) => return false,
        };
        match lieu {
            Lieu::Enonce | Lieu::Sujet | Lieu::Reponse => true,
            // An answer of a questionnaire follows its question.
            Lieu::Document => {
                let asked = self.text[..self.words[last].start].contains('?');
                let figure = told.split_whitespace().take(3).any(|w| w.contains(|c: char| c.is_ascii_digit()));
                figure && !asked && told.contains(['€', '%', ','])
            }
        }
    }

    /// « Barème : 2 points », or above a list of points; not the barème of a convention, of a licence, of a whole paper.
    fn shares_points(&self, at: usize, last: usize, next: &[&str], lieu: Lieu) -> bool {
        let last = self.qualified(last).0;
        let here = &self.text[self.words[last].end..];
        let alone = !is_filled(here);
        let all = if alone { next.join("\n") } else { here.to_owned() };
        let indicative = self.words.get(at + 1).is_some_and(|w| w.normal == "indicatif");
        if alone && !self.is_label(last) || self.words[at].normal == "bareme" && indicative {
            return false;
        }
        let normal = normalise(&all);
        let words: Vec<&str> = normal.split(' ').collect();
        let of_points = |w: &[&str]| {
            w[0].bytes().all(|b| b.is_ascii_digit())
                && matches!(w[1], "point" | "points" | "pt" | "pts")
                && !matches!(w.get(2), Some(&("de" | "d" | "du")))
        };
        let counts = (0..words.len().saturating_sub(1)).any(|i| of_points(&words[i..words.len().min(i + 3)]));
        let has = |list: &Locutions| words.iter().any(|w| list.has(w));
        let parts = lieu == Lieu::Sujet && has(&self.mots.parts);
        counts && !has(&self.mots.autres_points) && !parts && !self.mots.qcm.are_in(&words)
    }
}
