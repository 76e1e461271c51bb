//! What the law's data say of the founding text stands there: each quotation word for word in its place, each sentence of
//! the normative places quoted or classed, each line that the référentiel's data tell.
//! Skipped, loudly, where no copy of the text stands beside the repository.

mod support;

use std::ops::RangeInclusive;
use std::path::Path;

use liasse::domain::texte::{Couverture, Texte, couverture};
use liasse::sources::Pack;
use support::root;

const COPY: &str = "shared/reference/referentiel-bts-assurance.txt";

/// The copy of the founding text beside the repository; nothing, loudly, where there is none.
fn copy() -> Option<String> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|a| a.join(COPY)).find(|p| p.is_file());
    if found.is_none() {
        eprintln!("IGNORÉ : le texte fondateur ({COPY}) n’est pas à côté du dépôt, les citations ne sont pas tenues");
    }
    Some(std::fs::read_to_string(found?).expect("the copy can be read"))
}

fn covered(text: &str) -> Couverture {
    let pack = Pack::embedded();
    let plan = pack.plan().unwrap().expect("the diploma tells the places of its text");
    let texte = Texte::read(text, &plan).unwrap_or_else(|missing| panic!("not in the text: {missing:?}"));
    let clauses = pack.clauses();
    let sources = clauses.all().flat_map(|c| c.sources().map(|s| (c.code.as_str(), s)));
    couverture(&texte, &plan, sources, &pack.hors_norme().unwrap())
}

/// What nobody has decided about: whether the place where a stage is done puts the candidate in a position to do what the
/// référentiel describes. The clause that asks it of an apprentice (ST19) is not said of the voie scolaire.
const UNDECIDED: [&str; 2] = ["Ces périodes doivent placer", "Le choix de l’entreprise d’accueil doit satisfaire"];

#[test]
fn each_quotation_stands_in_its_place() {
    let Some(text) = copy() else { return };
    let found = covered(&text);
    let wrong: Vec<String> = found.introuvables.iter().map(|(code, words)| format!("{code}: {words}")).collect();
    assert!(wrong.is_empty(), "not in the text, at that place:\n{}", wrong.join("\n"));
    let quoted = found.places.iter().map(|b| b.citees).sum::<usize>();
    assert!(quoted > 100, "{quoted} sentences are quoted");
}

#[test]
fn each_sentence_of_the_normative_places_is_quoted_or_classed() {
    let Some(text) = copy() else { return };
    let found = covered(&text);
    let open: Vec<String> = found.places.iter().flat_map(|b| &b.decouvertes).map(|d| format!("{d:?}")).collect();
    let undecided = |line: &String| UNDECIDED.iter().any(|words| line.contains(words));
    let new: Vec<&String> = open.iter().filter(|line| !undecided(line)).collect();
    assert!(new.is_empty(), "{} sentences are neither quoted nor classed:\n{new:#?}", new.len());
    assert_eq!(open.len(), UNDECIDED.len(), "decided at last: take it out of the list\n{open:#?}");
    assert!(found.inutiles.is_empty(), "classed for nothing:\n{}", found.inutiles.join("\n"));
}

/// A word that changes in the text is seen.
#[test]
fn a_text_that_changes_is_seen() {
    let Some(text) = copy() else { return };
    let changed = text.replacen("3 produits différents", "4 produits différents", 1);
    assert_ne!(changed, text);
    let codes: Vec<String> = covered(&changed).introuvables.into_iter().map(|(code, _)| code).collect();
    assert!(codes.iter().any(|c| c == "E3201"), "{codes:?}");
}

/// The lines that « (annexe II D, E1, l. 2436-2441 et 2469) » tells.
fn told_lines(words: &str) -> Vec<RangeInclusive<usize>> {
    let mut out = Vec::new();
    for after in words.split("l. ").skip(1) {
        let list: String = after.chars().take_while(|c| c.is_ascii_digit() || " ,-àet".contains(*c)).collect();
        for one in list.split([',', ' ']).filter(|w| w.starts_with(|c: char| c.is_ascii_digit())) {
            let (first, last) = one.split_once('-').unwrap_or((one, one));
            out.extend(first.parse().ok().zip(last.parse().ok()).map(|(a, b)| a..=b));
        }
    }
    out
}

#[test]
fn each_line_that_is_told_says_something() {
    let Some(text) = copy() else { return };
    let copy: Vec<&str> = text.lines().collect();
    let mut told: Vec<(String, String)> = Vec::new();
    for file in ["referentiel.toml", "dossier.toml", "versions/2025.toml", "../droit/conservation.toml"] {
        let data = std::fs::read_to_string(root().join("templates/bts-assurance").join(file)).unwrap();
        // A reading may tell of a cell that is empty: only what is read somewhere has words there.
        let sources = data.lines().enumerate().filter(|(_, l)| l.trim_start().starts_with("source"));
        told.extend(sources.map(|(i, line)| (format!("{file}:{}", i + 1), line.to_owned())));
    }
    let (mut wrong, mut held) = (Vec::new(), 0);
    for (whose, words) in &told {
        for lines in told_lines(words) {
            held += 1;
            for line in [lines.start(), lines.end()] {
                let said = line.checked_sub(1).and_then(|i| copy.get(i));
                if said.is_none_or(|l| !l.chars().any(char::is_alphanumeric)) {
                    wrong.push(format!("{whose}: line {line} says nothing: {words}"));
                }
            }
        }
    }
    assert!(held > 200, "{held} lines");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The reading of lines can fail.
#[test]
fn lines_are_read_as_they_are_told() {
    assert_eq!(told_lines("annexe II D, l. 2436-2441 et 2469 ; E2, l. 2509"), [2436..=2441, 2469..=2469, 2509..=2509]);
    assert_eq!(told_lines("(l. 3166 à 3169)"), [3166..=3166, 3169..=3169]);
}
