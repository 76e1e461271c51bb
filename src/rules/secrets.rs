//! What a text says for the jury alone, told from the ordinary words of insurance and of papers.

use crate::domain::identifiers::normalise;
use crate::domain::markdown::Block;
use crate::domain::markdown::{Inline, Leaf, leaves};

/// Where a text stands: what is ordinary differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lieu {
    /// The introduction, the situation of a part, a title: a barème may be shared between parts there.
    Sujet,
    /// A question.
    Enonce,
    /// A document: of an insurer, of a court, of a firm.
    Document,
    /// A document that the candidate fills and gives back.
    Reponse,
}

/// What was found in some blocks: the rank of the text among their leaves, its words, how many more in the same table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouve {
    pub rang: usize,
    pub mots: String,
    pub autres: usize,
}

/// The texts of `blocks` that are the jury's; of a table, the first.
pub fn in_blocks(blocks: &[Block], lieu: Lieu) -> Vec<Trouve> {
    let all = leaves(blocks);
    let texts: Vec<String> = all.iter().map(|leaf| marked(*leaf)).collect();
    let mut out: Vec<Trouve> = Vec::new();
    let mut told = None;
    for (rang, leaf) in all.iter().enumerate() {
        let table = match leaf {
            Leaf::Cell { table, .. } => Some(*table),
            _ => None,
        };
        let found = match table {
            Some(table) => {
                let of =
                    |(i, l): (usize, &Leaf<'_>)| matches!(l, Leaf::Cell { table: t, .. } if *t == table).then_some(i);
                let cells: Vec<&str> = all.iter().enumerate().filter_map(of).map(|i| texts[i].as_str()).collect();
                in_cell(&texts[rang], &cells, lieu)
            }
            None => {
                let next = all.iter().zip(&texts).skip(rang + 1);
                let next =
                    next.take_while(|(leaf, _)| !matches!(leaf, Leaf::Heading(_))).map(|(_, text)| text.as_str());
                in_text(&texts[rang], &next.take(8).collect::<Vec<_>>(), lieu)
            }
        };
        let Some(mots) = found else { continue };
        match out.last_mut().filter(|_| table.is_some() && told == table) {
            Some(first) => first.autres += 1,
            None => out.push(Trouve { rang, mots, autres: 0 }),
        }
        told = table;
    }
    out
}

/// What of a table of text cells is the jury's: its row, its column and its words, the first of them.
pub fn in_rows<'r>(rows: impl IntoIterator<Item = Vec<&'r str>>, lieu: Lieu) -> Option<(usize, usize, Trouve)> {
    let rows: Vec<Vec<&str>> = rows.into_iter().collect();
    let cells: Vec<&str> = rows.iter().flatten().copied().collect();
    let mut found = rows.iter().enumerate().flat_map(|(r, row)| row.iter().enumerate().map(move |(c, t)| (r, c, *t)));
    let mut all = found.by_ref().filter_map(|(r, c, text)| Some((r, c, in_cell(text, &cells, lieu)?)));
    let (row, column, mots) = all.next()?;
    let autres = all.count();
    Some((row, column, Trouve { rang: 0, mots, autres }))
}

/// The jury's words of a text, and what follows it: nothing where there are none.
pub fn in_text(text: &str, next: &[&str], lieu: Lieu) -> Option<String> {
    let told = Told::of(text);
    told.phrase().or_else(|| told.labels(next, lieu)).map(|range| shown(text, range))
}

/// The same of a cell, among those of its table: a heading alone may be an ordinary one.
fn in_cell(text: &str, table: &[&str], lieu: Lieu) -> Option<String> {
    let alone = normalise(text);
    let full = || table.iter().all(|cell| is_filled(cell));
    match alone.as_str() {
        "corrige" | "corriges" => {
            let ordinary = table.iter().any(|cell| SERIES.iter().any(|w| normalise(cell).split(' ').any(|c| c == *w)));
            return (!ordinary).then(|| text.trim().to_owned());
        }
        "correction" | "corrections" => {
            return (matches!(lieu, Lieu::Enonce | Lieu::Sujet) && full()).then(|| text.trim().to_owned());
        }
        "attendu" | "attendus" | "reponse" | "reponses" | "bonne reponse" | "bonnes reponses" | "resultat attendu"
        | "resultats attendus" | "solution" | "solutions" | "bareme" | "reponse possible" | "points attendus" => {
            return None;
        }
        _ => {}
    }
    in_text(text, &[], lieu)
}

/// Words beside which « corrigé » is that of a statistician.
const SERIES: [&str; 16] = [
    "brut",
    "bruts",
    "brute",
    "brutes",
    "observe",
    "observes",
    "initial",
    "initiaux",
    "saisonnier",
    "saisonniers",
    "saisonniere",
    "saisonnieres",
    "cvs",
    "tendance",
    "coefficient",
    "declare",
];

/// The words that were found, as people read them.
fn shown(text: &str, range: std::ops::Range<usize>) -> String {
    let words: String = text[range.start..].chars().filter(|c| *c != MARK).take(40).collect();
    words.lines().next().unwrap_or_default().trim().to_owned()
}

/// Stands where bold words end before a text that goes on with a capital or a figure.
const MARK: char = '\u{2}';

/// The words of a leaf, its breaks as line ends, the end of what is bold marked.
fn marked(leaf: Leaf<'_>) -> String {
    fn gather(inlines: &[Inline], out: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text { text } | Inline::Code { text } => out.push_str(text),
                Inline::Emph { inlines } | Inline::Strong { inlines } => {
                    gather(inlines, out);
                    out.push(MARK);
                }
                Inline::Link { inlines, .. } => gather(inlines, out),
                Inline::Image { alternative, caption, .. } => out.push_str(&format!("\n{alternative}\n{caption}\n")),
                Inline::Break => out.push('\n'),
            }
        }
    }
    let mut out = String::new();
    match leaf {
        Leaf::Heading(inlines) | Leaf::Paragraph(inlines) | Leaf::Cell { inlines, .. } => gather(inlines, &mut out),
        Leaf::Figure { alternative, caption } => out = format!("{alternative}\n{caption}"),
    }
    out
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Space,
    Comma,
    /// A colon, a dash, an equals sign, the end of bold words: what is before is the label of what is after.
    Label,
    /// The end of a sentence, of a line, or of the text.
    End,
}

struct Word {
    normal: String,
    start: usize,
    end: usize,
    after: Sign,
}

/// A text cut in words.
struct Told<'t> {
    text: &'t str,
    words: Vec<Word>,
}

impl<'t> Told<'t> {
    fn of(text: &'t str) -> Self {
        // Letters that do not show stand inside words.
        let inside = |c: char| {
            c.is_alphanumeric()
                || unicode_normalization::char::is_combining_mark(c)
                || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
        };
        let mut words: Vec<Word> = Vec::new();
        let mut rest = 0;
        while let Some(start) = text[rest..].find(inside).map(|i| rest + i) {
            let mut end = text[start..].find(|c| !inside(c)).map_or(text.len(), |i| start + i);
            // « 1.2 » and « 422,28 » are one word.
            let digit = |at: usize| text[at..].starts_with(|c: char| c.is_ascii_digit());
            while text[start..end].ends_with(|c: char| c.is_ascii_digit())
                && text[end..].starts_with(['.', ','])
                && digit(end + 1)
            {
                end = text[end + 1..].find(|c| !inside(c)).map_or(text.len(), |i| end + 1 + i);
            }
            let visible: String = text[start..end]
                .chars()
                .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'))
                .collect();
            words.push(Word { normal: normalise(&visible).replace(' ', "."), start, end, after: Sign::End });
            rest = end;
        }
        let next: Vec<(usize, bool)> = words
            .iter()
            .skip(1)
            .map(|w| (w.start, text[w.start..].starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())))
            .collect();
        for (word, (start, capital)) in words.iter_mut().zip(next) {
            word.after = sign(&text[word.end..start], capital);
        }
        // What follows the last word still tells a label from a word.
        if let Some(last) = words.last_mut() {
            let tail = &text[last.end..];
            last.after = if tail.contains(':') || tail.contains('=') { Sign::Label } else { Sign::End };
        }
        Told { text, words }
    }

    /// The words from `at` on, as long as they go on without a sign, after which `pattern` ends.
    fn matches(&self, at: usize, pattern: &str) -> Option<usize> {
        let mut last = at;
        for (i, wanted) in pattern.split(' ').enumerate() {
            let word = self.words.get(at + i)?;
            if word.normal != wanted || (i > 0 && self.words[at + i - 1].after == Sign::End) {
                return None;
            }
            last = at + i;
        }
        Some(last)
    }

    fn longest(&self, at: usize, patterns: &[&str]) -> Option<usize> {
        patterns.iter().filter_map(|p| self.matches(at, p)).max()
    }

    fn range(&self, first: usize) -> std::ops::Range<usize> {
        self.words[first].start..self.text.len()
    }

    /// Words that say by themselves, wherever they stand, that a text is the jury's.
    fn phrase(&self) -> Option<std::ops::Range<usize>> {
        let at = (0..self.words.len()).find(|at| self.longest(*at, PHRASES).is_some())?;
        Some(self.range(at))
    }

    /// Words that open a sentence as the label of what is the jury's.
    fn labels(&self, next: &[&str], lieu: Lieu) -> Option<std::ops::Range<usize>> {
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
        if let Some(last) = self.longest(at, ADDRESSED) {
            return NOTES.contains(&self.words[at].normal.as_str()) || self.words[last].after != Sign::Space;
        }
        if let Some(last) = self.longest(at, JURY) {
            let (last, sure) = self.qualified(last);
            let listed = sure && self.words[last].after == Sign::Comma;
            return (self.is_label(last) || listed) && !self.is_delay(last);
        }
        if let Some(last) = self.longest(at, JURY_OR_DOCUMENT) {
            return !document && self.is_label(self.qualified(last).0);
        }
        if let Some(last) = self.longest(at, ANSWER) {
            return self.answers(last, next, lieu);
        }
        if let Some(last) = self.longest(at, BAREME) {
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
        if let Some(end) = self.longest(at, QUALITIES) {
            return (end, true);
        }
        while matches!(
            word(at),
            "de" | "du" | "des" | "d" | "la" | "l" | "le" | "les" | "pour" | "n" | "no" | "a" | "aux"
        ) {
            at += 1;
        }
        let whose = WHOSE.contains(&word(at));
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
        let rest = &self.text[self.words[last].end..];
        let line = rest.lines().next().unwrap_or_default();
        let told = match (is_filled(line), lieu) {
            (true, _) => line,
            // Below its label, where no room is left for the candidate's own.
            (false, Lieu::Enonce | Lieu::Sujet) => match next.first() {
                Some(first) if is_filled(first) && rest.trim().chars().all(|c| ":=.*".contains(c) || c == MARK) => {
                    first
                }
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
        if alone && !self.is_label(last)
            || self.words[at].normal == "bareme" && self.longest(at, &["bareme indicatif"]).is_some()
        {
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
        let has = |list: &[&str]| words.iter().any(|w| list.contains(w));
        let other =
            has(&["permis", "infraction", "infractions", "fidelite", "retraite", "malus", "incapacite", "aipp"]);
        let parts = lieu == Lieu::Sujet
            && has(&[
                "dossier",
                "dossiers",
                "partie",
                "parties",
                "exercice",
                "exercices",
                "travail",
                "question",
                "questions",
            ]);
        counts && !other && !parts
    }
}

/// The sign that stands in what is between two words.
fn sign(between: &str, capital: bool) -> Sign {
    let has = |signs: &[char]| between.contains(signs);
    if has(&['\n', ';', '!', '?', '…', '•', '|', '(', ')', '[', ']', '{', '}', '«', '»', '→', '\u{2022}', '\u{f0b7}'])
    {
        // « Corrigé) : » is a label all the same.
        return if has(&[':', '=']) { Sign::Label } else { Sign::End };
    }
    let dash = ["–", "—", " -", "- ", "/"].iter().any(|d| between.contains(d));
    match () {
        () if has(&[':', '=']) || dash || has(&[MARK]) && capital => Sign::Label,
        () if has(&['.']) && between.contains(char::is_whitespace) => Sign::End,
        () if has(&[',']) => Sign::Comma,
        () => Sign::Space,
    }
}

/// "1.2", "2", "a", "iv": what counts questions.
fn is_rank(word: &str) -> bool {
    let numbers = !word.is_empty() && word.split('.').all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
    let question = word.strip_prefix('q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    numbers
        || question
        || (word.len() == 1 && word != "l" && word != "d")
        || crate::domain::examen::roman(word).is_some()
}

/// Whether a text says something: dots, lines and units are room to fill.
fn is_filled(text: &str) -> bool {
    let normal = normalise(text);
    normal
        .split(' ')
        .any(|w| !w.is_empty() && !matches!(w, "eur" | "euro" | "euros" | "e" | "m2" | "jours" | "points" | "h"))
}

/// Labels that are the jury's wherever they stand.
const JURY: &[&str] = &[
    "corrige",
    "corriges",
    "corrige type",
    "corrige et bareme",
    "bareme et corrige",
    "elements de corrige",
    "indications de corrige",
    "pistes de corrige",
    "correction",
    "correction et bareme",
    "corrections attendues",
    "elements de correction",
    "element de correction",
    "indications de correction",
    "indication de correction",
    "pistes de correction",
    "piste de correction",
    "consignes de correction",
    "grille de correction",
    "guide de correction",
    "fiche de correction",
    "aide a la correction",
    "bareme de correction",
    "bareme de notation",
    "criteres de correction",
    "criteres de notation",
    "reponse attendue",
    "reponses attendues",
    "reponse exacte",
    "reponse correcte",
    "reponses correctes",
    "elements attendus",
    "element attendu",
    "elements de reponse",
    "element de reponse",
    "elements de reponse attendus",
    "pistes de reponse",
    "solution attendue",
    "solutions attendues",
    "elements de solution",
    "attendus du jury",
    "attendus de la question",
    "attendus de correction",
    "note proposee",
    "notes proposees",
    "proposition de note",
    "propositions de note",
    // In the languages of the épreuves.
    "answer key",
    "answers key",
    "expected answer",
    "expected answers",
    "model answer",
    "model answers",
    "suggested answer",
    "suggested answers",
    "marking scheme",
    "mark scheme",
    "musterlosung",
    "musterlosungen",
    "losungsvorschlag",
    "losungsvorschlage",
    "erwartungshorizont",
    "erwartete antwort",
    "erwartete antworten",
    "respuesta esperada",
    "respuestas esperadas",
    "clave de respuestas",
    "clave de correccion",
    "solucionario",
    "criterios de correccion",
    "risposta attesa",
    "risposte attese",
    "griglia di correzione",
    "resposta esperada",
    "respostas esperadas",
    "chave de respostas",
    "gabarito",
    "grelha de correcao",
    "תשובה לדוגמה",
    "תשובות לדוגמה",
    "תשובון",
    "מחוון",
];

/// Labels that a document of an insurer, of a court or of a call centre may have too.
const JURY_OR_DOCUMENT: &[&str] = &[
    "attendu",
    "attendus",
    "points attendus",
    "contenu attendu",
    "contenus attendus",
    "resultat attendu",
    "resultats attendus",
    "conseil attendu",
    "bonne reponse",
    "bonnes reponses",
    "reponse type",
    "reponses types",
    "reponse modele",
    "reponse possible",
    "reponses possibles",
    "corrections",
    "answers",
    "losung",
    "losungen",
    "soluzioni",
    "soluciones",
    "solucoes",
    "תשובה",
    "תשובות",
    "פתרון",
];

/// Labels of an answer, where one follows.
const ANSWER: &[&str] = &[
    "reponse",
    "reponses",
    "solution",
    "solutions",
    "answer",
    "antwort",
    "respuesta",
    "risposta",
    "resposta",
    "solucion",
    "soluzione",
    "solucao",
];

/// Labels of how points are shared, where points follow.
const BAREME: &[&str] = &[
    "bareme",
    "bareme detaille",
    "detail du bareme",
    "bareme de la question",
    "bareme propose",
    "repartition des points",
    "detail des points",
    "repartition du bareme",
];

/// What a label may be said to be.
const QUALITIES: &[&str] = &[
    "type",
    "indicatif",
    "indicative",
    "detaille",
    "detaillee",
    "complet",
    "complete",
    "propose",
    "proposee",
    "possible",
    "possibles",
    "attendu",
    "attendue",
    "attendus",
    "attendues",
    "prof",
    "professeur",
    "profs",
    "enseignant",
    "enseignants",
    "du professeur",
    "de l enseignant",
    "jury",
    "du jury",
    "pour le jury",
    "pour le correcteur",
    "pour les correcteurs",
    "reserve au jury",
    "reserve aux correcteurs",
    "provisoire",
    "officiel",
    "et bareme",
    "et notation",
    "ci dessous",
    "a ne pas distribuer",
    "a ne pas diffuser",
];

/// What an answer may be the answer of.
const WHOSE: &[&str] = &[
    "question",
    "questions",
    "dossier",
    "dossiers",
    "sujet",
    "exercice",
    "exercices",
    "epreuve",
    "partie",
    "parties",
    "examen",
    "cas",
    "devoir",
    "annexe",
    "annexes",
    "document",
    "travail",
    "activite",
    "etude",
    "mission",
    "situation",
    "calcul",
    "calculs",
    "tableau",
];

/// To whom a note is addressed.
const ADDRESSED: &[&str] = &[
    "note au correcteur",
    "note aux correcteurs",
    "notes aux correcteurs",
    "note a la correctrice",
    "note pour le correcteur",
    "note pour les correcteurs",
    "note au jury",
    "note pour le jury",
    "note au professeur",
    "note a l enseignant",
    "note aux enseignants",
    "note pour l enseignant",
    "note aux examinateurs",
    "note a la commission",
    "note pour la commission",
    "notes pour le jury",
    "notes pour la commission",
    "consigne au correcteur",
    "consignes aux correcteurs",
    "consignes au correcteur",
    "consignes pour le jury",
    "consignes au jury",
    "indications au correcteur",
    "indications aux correcteurs",
    "indications pour le jury",
    "indications pour le correcteur",
    "indications pour les correcteurs",
    "remarque pour le correcteur",
    "remarque aux correcteurs",
    "remarques pour le jury",
    "remarques aux correcteurs",
    "conseils aux correcteurs",
    "precisions aux correcteurs",
    "a l attention du correcteur",
    "a l attention des correcteurs",
    "a l attention du jury",
    "a l attention de la commission",
    "a l intention des correcteurs",
    "a l intention du correcteur",
    "a l intention du jury",
    "a l usage du correcteur",
    "a l usage des correcteurs",
    "a l usage du jury",
    "pour le correcteur",
    "pour les correcteurs",
    "pour le jury",
    "pour l enseignant",
    "pour le professeur",
    "pour l examinateur",
    "pour les examinateurs",
    "reserve au jury",
    "reserve aux correcteurs",
    "reserve a l enseignant",
    "reserve au professeur",
    "document reserve au jury",
    "document reserve aux correcteurs",
    "document du jury",
    "document professeur",
    "version professeur",
    "version prof",
    "version enseignant",
    "version jury",
];

/// Words that open what is addressed to somebody: nothing need follow them.
const NOTES: &[&str] = &[
    "note",
    "notes",
    "consigne",
    "consignes",
    "indication",
    "indications",
    "remarque",
    "remarques",
    "conseils",
    "precisions",
];

/// Words that only a person who marks reads.
const PHRASES: &[&str] = &[
    "on attend du candidat",
    "on attend de la candidate",
    "on attend des candidats",
    "on attend des candidates",
    "on attend du ou de la candidate",
    "on attend ici du candidat",
    "on attend que le candidat",
    "on attend que la candidate",
    "on attend que les candidats",
    "on attend donc du candidat",
    "on attendra du candidat",
    "on attendra de la candidate",
    "on attendra des candidats",
    "on attendra que le candidat",
    "on attendra que la candidate",
    "on attendra que les candidats",
    "il est attendu du candidat",
    "il est attendu de la candidate",
    "il est attendu des candidats",
    "il est attendu que le candidat",
    "il est attendu que la candidate",
    "est attendu du candidat",
    "est attendue du candidat",
    "attendu du candidat",
    "attendue du candidat",
    "attendus du candidat",
    "attendues du candidat",
    "accepter toute reponse",
    "accepter toute autre reponse",
    "accepter les reponses",
    "acceptera toute reponse",
    "accepteront toute reponse",
    "on acceptera aussi",
    "on acceptera egalement",
    "on acceptera toute",
    "on acceptera les reponses",
    "toute reponse coherente",
    "toute autre reponse",
    "toute reponse pertinente",
    "on valorisera les copies",
    "on valorisera les candidats",
    "on valorisera les reponses",
    "valoriser les copies",
    "valoriser les candidats",
    "on valorisera la qualite",
    "on valorisera la demarche",
    "on valorisera le raisonnement",
    "on ne penalisera",
    "on penalisera",
    "ne pas penaliser le candidat",
    "ne pas penaliser les candidats",
    "ne pas penaliser l erreur",
    "ne pas penaliser les erreurs",
    "ne pas penaliser une erreur",
    "ne pas penaliser deux fois",
    "ne pas sanctionner deux fois",
    "voir corrige",
    "voir le corrige",
    "cf corrige",
    "cf le corrige",
    "dans le corrige",
    "le corrige de la question",
    "corrige type",
    "ne pas communiquer au candidat",
    "ne pas communiquer aux candidats",
    "ne pas remettre au candidat",
    "ne pas remettre aux candidats",
    "ne pas distribuer au candidat",
    "ne pas distribuer aux candidats",
    "strictement reserve au jury",
    "strictement reserve aux correcteurs",
    "document reserve au jury",
    "document reserve aux correcteurs",
    "note proposee au jury",
    "proposition de note au jury",
    "the candidate is expected to",
    "candidates are expected to",
];

#[cfg(test)]
mod tests;
