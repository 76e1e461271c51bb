//! The founding text of a diploma: its places by their names, its sentences, and what of it is accounted for.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use super::clause::{REFERENTIEL, Source};

/// How many words make a sentence: fewer are a cell of a table or a heading's number.
const WORDS: usize = 4;
/// Characters from which a fragment of a quotation accounts for the sentence that it stands in.
const FRAGMENT: usize = 10;

/// The places of a text, as `texte.toml` tells them, in the order of the text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub titre: String,
    /// The places whose every sentence must be accounted for.
    pub normatif: Vec<String>,
    #[serde(rename = "ancre")]
    pub ancres: Vec<Ancre>,
}

/// A place: its name, and the words with which it begins.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ancre {
    pub nom: String,
    pub debut: String,
}

/// Sentences that no clause quotes, as `hors-norme.toml` classes them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HorsNorme {
    #[serde(default, rename = "phrase")]
    pub phrases: Vec<Phrase>,
}

/// A sentence, by its first words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    pub ancre: String,
    pub cite: String,
    pub nature: Nature,
    /// Whom it binds, where it is addressed to somebody.
    pub qui: Option<String>,
}

/// Why no clause quotes a sentence.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    Titre,
    Objet,
    Definition,
    Conseil,
    AdresseA,
    Renvoi,
    /// Held by the data of the référentiel.
    Donnee,
    /// What happens on the day of an épreuve.
    Deroulement,
    /// A norm that nobody has decided about: it counts as not covered.
    ATrancher,
}

impl Nature {
    /// The words for the reader.
    pub fn label(self) -> &'static str {
        match self {
            Nature::Titre => "titre",
            Nature::Objet => "objet de l’épreuve",
            Nature::Definition => "définition",
            Nature::Conseil => "conseil",
            Nature::AdresseA => "adressée à d’autres",
            Nature::Renvoi => "renvoi à un autre texte",
            Nature::Donnee => "donnée du référentiel",
            Nature::Deroulement => "déroulement de l’épreuve",
            Nature::ATrancher => "à trancher",
        }
    }
}

/// A text, as a reader compares it.
pub struct Texte {
    chars: Vec<char>,
    /// The line of each character, from 1.
    line_of: Vec<usize>,
    lines: Vec<String>,
    places: Vec<(String, Range<usize>)>,
}

impl Texte {
    /// Reads a text and finds the places of its plan.
    ///
    /// # Errors
    /// The places that are not where the plan says, by name.
    pub fn read(text: &str, plan: &Plan) -> Result<Self, Vec<String>> {
        let lines: Vec<String> = text.lines().map(without_marks).collect();
        let (mut chars, mut line_of, mut starts) = (Vec::new(), Vec::new(), Vec::new());
        for (i, line) in lines.iter().enumerate() {
            starts.push(chars.len());
            for c in format!("{} ", without_bullet(line)).chars() {
                push(&mut chars, c);
                line_of.resize(chars.len(), i + 1);
            }
        }
        let (mut begins, mut missing, mut from) = (Vec::new(), Vec::new(), 0);
        for ancre in &plan.ancres {
            let wanted = compared(&ancre.debut);
            let at = starts.iter().copied().find(|at| *at >= from && chars[*at..].starts_with(&wanted));
            match at {
                Some(at) => {
                    from = at;
                    begins.push((ancre.nom.clone(), at));
                }
                None => missing.push(ancre.nom.clone()),
            }
        }
        if !missing.is_empty() {
            return Err(missing);
        }
        let place = |(i, (nom, start)): (usize, &(String, usize))| {
            let next = begins[i + 1..].iter().find(|(other, _)| !is_within(other, nom));
            (nom.clone(), *start..next.map_or(chars.len(), |(_, at)| *at))
        };
        let places = begins.iter().enumerate().map(place).collect();
        Ok(Texte { chars, line_of, lines, places })
    }

    /// The characters of a place.
    pub fn place(&self, nom: &str) -> Option<Range<usize>> {
        self.places.iter().find(|(known, _)| known == nom).map(|(_, range)| range.clone())
    }

    /// The most precise place that a line is in.
    pub fn place_of(&self, line: usize) -> &str {
        let at = self.line_of.partition_point(|l| *l < line);
        let within = self.places.iter().filter(|(_, range)| range.contains(&at));
        within.min_by_key(|(_, range)| range.len()).map_or("", |(nom, _)| nom)
    }

    /// Where the fragments of a quotation follow each other in a place: from the first to the last character.
    pub fn find(&self, quote: &str, nom: &str) -> Option<Range<usize>> {
        let within = self.place(nom)?;
        let fragments: Vec<Vec<char>> = quote.split("[…]").map(fragment).filter(|f| !f.is_empty()).collect();
        let (first, rest) = fragments.split_first()?;
        let mut from = within.start;
        while let Some(start) = self.at(first, from, within.end) {
            let end = rest.iter().try_fold(start + first.len(), |end, f| Some(self.at(f, end, within.end)? + f.len()));
            if let Some(end) = end {
                return Some(start..end);
            }
            from = start + 1;
        }
        None
    }

    fn at(&self, wanted: &[char], from: usize, end: usize) -> Option<usize> {
        let there = self.chars.get(from..end)?;
        there.windows(wanted.len()).position(|w| w == wanted).map(|i| from + i)
    }

    /// The line at which a character stands, from 1.
    pub fn line(&self, at: usize) -> usize {
        self.line_of.get(at).copied().unwrap_or_default()
    }

    /// The sentences of a place, with their line.
    fn sentences(&self, nom: &str) -> Vec<(usize, String)> {
        let Some(range) = self.place(nom) else { return Vec::new() };
        let lines = self.line(range.start)..=self.line(range.end.saturating_sub(1));
        let of_line = |line: usize| sentences(&self.lines[line - 1]).into_iter().map(move |s| (line, s));
        lines.flat_map(of_line).collect()
    }
}

/// What accounts for the sentences of the normative places.
#[derive(Debug, Default)]
pub struct Couverture {
    pub places: Vec<Bilan>,
    /// Quotations that are not in their place: whose they are, and their words.
    pub introuvables: Vec<(String, String)>,
    /// Classed sentences that a clause quotes, or that are not there.
    pub inutiles: Vec<String>,
}

/// The sentences of one normative place.
#[derive(Debug)]
pub struct Bilan {
    pub place: String,
    /// Quoted by a clause.
    pub citees: usize,
    /// Classed, by nature.
    pub classees: BTreeMap<Nature, usize>,
    /// Neither, or still to be decided: the line, the place and the words.
    pub decouvertes: Vec<(usize, String, String)>,
}

impl Bilan {
    pub fn phrases(&self) -> usize {
        self.citees + self.classees.values().sum::<usize>() + self.decouvertes.len()
    }
}

impl Couverture {
    /// Whether every sentence is accounted for, and every quotation stands in its place.
    pub fn is_whole(&self) -> bool {
        let open = self.places.iter().any(|b| !b.decouvertes.is_empty());
        !open && self.introuvables.is_empty() && self.inutiles.is_empty()
    }
}

/// What the clauses quote, and what is classed besides, of the normative places of a text.
pub fn couverture<'c>(
    texte: &Texte,
    plan: &Plan,
    sources: impl Iterator<Item = (&'c str, &'c Source)>,
    hors_norme: &HorsNorme,
) -> Couverture {
    let mut out = Couverture::default();
    let mut cited: Vec<String> = Vec::new();
    for (code, source) in sources.filter(|(_, s)| s.texte == REFERENTIEL) {
        let cite = source.cite.as_deref().unwrap_or_default();
        let there = if cite.is_empty() { texte.place(&source.ancre) } else { texte.find(cite, &source.ancre) };
        if there.is_none() {
            out.introuvables.push((code.to_owned(), format!("« {cite} » ({})", source.ancre)));
        }
        // A quotation may run over the end of a sentence.
        let fragments = cite.split("[…]").flat_map(pieces).map(|f| fragment(f).into_iter().collect::<String>());
        cited.extend(fragments.filter(|f| f.chars().count() > FRAGMENT));
    }
    let classed: Vec<(String, &Phrase)> =
        hors_norme.phrases.iter().map(|p| (fragment(&p.cite).into_iter().collect(), p)).collect();
    let mut useful = vec![false; classed.len()];
    for place in &plan.normatif {
        let mut bilan = Bilan { place: place.clone(), citees: 0, classees: BTreeMap::new(), decouvertes: Vec::new() };
        for (line, sentence) in texte.sentences(place) {
            let plain: String = fragment(&sentence).into_iter().collect();
            if cited.iter().any(|c| plain.contains(c.as_str()) || c.contains(&plain)) {
                bilan.citees += 1;
                continue;
            }
            let here = texte.place_of(line);
            let begins = |(_, (words, p)): &(usize, &(String, &Phrase))| {
                plain.starts_with(words.as_str()) && (here == p.ancre || is_within(here, &p.ancre))
            };
            // Of two that begin alike, the one that tells more.
            let found = classed.iter().enumerate().filter(begins).max_by_key(|(_, (words, _))| words.len());
            let found = found.map(|(i, _)| i);
            let nature = found.map(|i| {
                useful[i] = true;
                classed[i].1.nature
            });
            match nature {
                Some(Nature::ATrancher) | None => bilan.decouvertes.push((line, here.to_owned(), sentence)),
                Some(nature) => *bilan.classees.entry(nature).or_default() += 1,
            }
        }
        out.places.push(bilan);
    }
    let idle = classed.iter().zip(useful).filter(|(_, useful)| !useful);
    out.inutiles = idle.map(|((_, p), _)| format!("« {} » ({})", p.cite, p.ancre)).collect();
    out
}

/// Whether a place is a part of another: « E32, 4 A » of « E32, 4 ».
fn is_within(inner: &str, outer: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with([',', ' ']))
}

/// A line without the marks of its notes and bookmarks.
fn without_marks(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = ["[footnoteRef:", "[bookmark:"].iter().filter_map(|mark| rest.find(mark)).min() {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once(']').map_or("", |(_, rest)| rest);
    }
    out + rest
}

fn without_bullet(line: &str) -> &str {
    line.trim_start_matches(|c: char| c.is_whitespace() || "-·\u{f0b7}\u{f0a7}".contains(c))
}

/// The sentences of a line that are long enough to say something.
fn sentences(line: &str) -> Vec<String> {
    let all = pieces(without_bullet(line).trim()).into_iter().map(str::to_owned);
    all.filter(|s| s.split_whitespace().count() >= WORDS).collect()
}

/// A text cut at its stops before a capital.
fn pieces(text: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    for (i, c) in text.char_indices().filter(|(_, c)| ".!?;".contains(*c)) {
        let after = &text[i + c.len_utf8()..];
        let next = after.trim_start();
        let capital = next.chars().next().is_some_and(|c| c.is_ascii_uppercase() || "ÀÉÎ«".contains(c));
        if capital && next.len() < after.len() {
            cuts.push(text.len() - next.len());
        }
    }
    cuts.push(text.len());
    cuts.windows(2).map(|w| text[w[0]..w[1]].trim()).collect()
}

/// Adds a character as a reader compares it: one apostrophe, one blank, none before a colon, no case.
fn push(out: &mut Vec<char>, c: char) {
    let c = match c {
        '’' | '‘' => '\'',
        c if c.is_whitespace() || c == '\u{f0b7}' || c == '\u{f0a7}' => ' ',
        c => c,
    };
    match (out.last().copied(), c) {
        (None | Some(' '), ' ') => {}
        (Some(' '), ':') => *out.last_mut().expect("it has one") = ':',
        _ => out.extend(c.to_lowercase()),
    }
}

fn compared(text: &str) -> Vec<char> {
    let mut out = Vec::new();
    text.trim().chars().for_each(|c| push(&mut out, c));
    out
}

/// A fragment of a quotation as it is compared: its last stop is the quotation's own.
fn fragment(text: &str) -> Vec<char> {
    compared(text.trim().trim_end_matches(['.', ',', ';', ' ', '\u{a0}']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clause::Source;

    const TEXT: &str = "ANNEXE\nB - DOSSIER\nIl est obligatoire. Son absence entraîne la mention.\n1. Une fiche de \
                        l’entreprise est jointe\n· Un tuteur signe chaque fiche.\nC - RÈGLEMENT\nIl est obligatoire d’être \
                        inscrit.\n";

    fn plan() -> Plan {
        toml::from_str(
            "titre = \"t\"\nnormatif = [\"annexe B\"]\n[[ancre]]\nnom = \"annexe B\"\ndebut = \"B - DOSSIER\"\n\
             [[ancre]]\nnom = \"annexe B, 1\"\ndebut = \"1. Une fiche\"\n[[ancre]]\nnom = \"annexe C\"\ndebut = \"C - RÈGLEMENT\"\n",
        )
        .unwrap()
    }

    fn source(ancre: &str, cite: &str) -> Source {
        let texte = REFERENTIEL.to_owned();
        Source { texte, ancre: ancre.to_owned(), cite: Some(cite.to_owned()), dit: None }
    }

    #[test]
    fn a_quotation_stands_in_its_place_and_in_no_other() {
        let texte = Texte::read(TEXT, &plan()).unwrap();
        let line = |quote, nom| texte.find(quote, nom).map(|at| texte.line(at.start));
        assert_eq!(line("Il est obligatoire", "annexe B"), Some(3));
        assert_eq!(line("Il est obligatoire", "annexe C"), Some(7));
        assert_eq!(line("Il est obligatoire", "annexe B, 1"), None);
        assert_eq!(line("Une fiche […] chaque fiche", "annexe B, 1"), Some(4));
        assert_eq!(line("chaque fiche […] Une fiche", "annexe B, 1"), None);
        assert_eq!(texte.place_of(5), "annexe B, 1");
    }

    #[test]
    fn what_no_clause_quotes_and_nobody_classed_is_uncovered() {
        let texte = Texte::read(TEXT, &plan()).unwrap();
        let sources = [source("annexe B", "Son absence entraîne la mention"), source("annexe B", "un tuteur ment")];
        let class = "[[phrase]]\nancre = \"annexe B, 1\"\ncite = \"Une fiche de l’entreprise\"\nnature = \"objet\"\n\
                     [[phrase]]\nancre = \"annexe B\"\ncite = \"Une autre chose\"\nnature = \"objet\"\n";
        let found = couverture(&texte, &plan(), sources.iter().map(|s| ("X01", s)), &toml::from_str(class).unwrap());
        let [bilan] = &found.places[..] else { panic!("{found:?}") };
        // « Il est obligatoire. » has three words: no sentence.
        assert_eq!((bilan.citees, bilan.classees[&Nature::Objet], bilan.phrases()), (1, 1, 3));
        assert_eq!(bilan.decouvertes, [(5, "annexe B, 1".to_owned(), "Un tuteur signe chaque fiche.".to_owned())]);
        assert_eq!(found.introuvables, [("X01".to_owned(), "« un tuteur ment » (annexe B)".to_owned())]);
        assert_eq!(found.inutiles, ["« Une autre chose » (annexe B)"]);
        assert!(!found.is_whole());
    }

    #[test]
    fn a_place_that_is_not_there_is_named() {
        assert_eq!(
            Texte::read("ANNEXE\nB - DOSSIER\n", &plan()).err(),
            Some(vec!["annexe B, 1".to_owned(), "annexe C".to_owned()])
        );
    }
}
