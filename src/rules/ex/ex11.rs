//! EX11: a named person, an address or a telephone number in a situation that is not told to be fictitious.

use super::{ExamenContext, Rule};
use crate::diagnostic::{Finding, Place};
use crate::domain::examen::FILE;
use crate::domain::markdown::text;

pub static RULE: Rule = Rule::examen("EX11", check);

fn check(ctx: &ExamenContext) -> Vec<Finding> {
    if ctx.examen.reglage.epreuve.personnes_fictives || ctx.lost_at(FILE, "epreuve.personnes_fictives") {
        return Vec::new();
    }
    let sujet = &ctx.examen.sujet;
    let introduction = sujet.files.first().map(|file| (Place::file(file), text(&sujet.introduction)));
    let parts = sujet.parties.iter().map(|p| (p.repere.place(""), format!("{}\n{}", p.titre, text(&p.situation))));
    let questions = ctx.questions().map(|q| (q.repere.place(""), format!("{}\n{}", q.titre, text(&q.enonce))));
    let annexes = ctx.examen.annexes.iter().map(|a| (Place::file(&a.file), text(&a.blocks)));
    let mut all = introduction.into_iter().chain(parts).chain(questions).chain(annexes);
    // One is enough to ask the question: the answer is one key.
    let found = all.find_map(|(place, text)| Some((place, personal(&text)?)));
    let one = |(place, (what, words)): (Place, (&str, String))| {
        RULE.at(
            place,
            format!("{what} est dans le sujet (« {words} »), et rien ne dit que les personnes sont fictives"),
        )
        .help("si tout est inventé, dites-le dans `[epreuve]` : `personnes_fictives = true` ; sinon, remplacez")
    };
    found.map(one).into_iter().collect()
}

const TITLES: [&str; 6] = ["Monsieur", "Madame", "Mademoiselle", "M.", "Mme", "Mlle"];
const WAYS: [&str; 9] = ["rue", "avenue", "boulevard", "chemin", "place", "impasse", "allée", "quai", "route"];

/// What of a text may be somebody's: its kind, and its words.
fn personal(text: &str) -> Option<(&'static str, String)> {
    text.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        person(&words).or_else(|| address(&words)).or_else(|| telephone(&words))
    })
}

fn is_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase) && word.chars().filter(|c| c.is_alphabetic()).count() > 1
}

fn person(words: &[&str]) -> Option<(&'static str, String)> {
    let at = words.windows(2).position(|w| TITLES.contains(&w[0]) && is_name(w[1]) && !TITLES.contains(&w[1]))?;
    Some(("une personne nommée", format!("{} {}", words[at], trimmed(words[at + 1]))))
}

fn address(words: &[&str]) -> Option<(&'static str, String)> {
    let number = |w: &str| w.trim_end_matches(',').parse::<u16>().is_ok();
    let at = words.windows(2).position(|w| number(w[0]) && WAYS.contains(&w[1].to_lowercase().as_str()))?;
    Some(("une adresse", words[at..words.len().min(at + 4)].join(" ")))
}

/// Ten digits from 01 to 09, together or by two.
fn telephone(words: &[&str]) -> Option<(&'static str, String)> {
    let pairs = |w: &&[&str]| w.iter().all(|p| trimmed(p).len() == 2 && trimmed(p).bytes().all(|b| b.is_ascii_digit()));
    let begins = |w: &str| w.starts_with('0') && !w.starts_with("00");
    let told = "un numéro de téléphone";
    if let Some(five) = words.windows(5).find(|w| pairs(w) && begins(w[0])) {
        return Some((told, five.join(" ")));
    }
    let digits = |w: &str| w.chars().filter(char::is_ascii_digit).collect::<String>();
    let whole = |w: &&&str| {
        let bare = trimmed(w);
        begins(bare) && digits(bare).len() == 10 && bare.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-')
    };
    words.iter().find(whole).map(|w| (told, trimmed(w).to_owned()))
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_somebodys_is_found() {
        for text in
            ["Madame Solène Parmentier arrive", "au 7 chemin des Vergers", "tél. : 04 50 12 34 56.", "0450123456"]
        {
            assert!(personal(text).is_some(), "{text}");
        }
        for text in
            ["Madame, Monsieur, veuillez", "Monsieur et Madame", "12 contrats", "le 01 02 2026", "place des contrats"]
        {
            assert!(personal(text).is_none(), "{text}");
        }
    }
}
