//! The words that announce a text of the jury: the vocabulary by which the rules know one (`droit/jury.toml` of the pack).

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::identifiers::normalise;

/// The vocabulary, an overlay laid over it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MotsDuJury {
    /// Labels that are the jury's wherever they stand.
    pub jury: Locutions,
    /// Labels that a document of an insurer, of a court or of a call centre may have too.
    pub jury_hors_document: Locutions,
    /// Labels of an answer, where one follows.
    pub reponse: Locutions,
    /// Labels of how points are shared, where points follow.
    pub bareme: Locutions,
    /// What a label may be said to be.
    pub qualites: Locutions,
    /// What an answer may be the answer of.
    pub objets: Locutions,
    /// To whom a note is addressed.
    pub destinataires: Locutions,
    /// Words that open what is addressed to somebody: nothing need follow them.
    pub notes: Locutions,
    /// Words that only a person who marks reads.
    pub phrases: Locutions,
    /// Words beside which « corrigé » is that of a statistician.
    pub series: Locutions,
    /// Headings that any table may have.
    pub colonnes: Locutions,
    /// Those of them that announce answers in a question, where the cells below them are filled.
    pub colonnes_remplies: Locutions,
    /// Labels of what a candidate is asked to give back.
    pub commandes: Locutions,
    /// Words beside which points are the rule of a questionnaire, which the candidate knows.
    pub qcm: Locutions,
    /// Words beside which points are not those of a copy.
    pub autres_points: Locutions,
    /// Parts of a paper, between which all may read how its points are shared.
    pub parts: Locutions,
}

/// Expressions of one word or more, compared without accents, capitals or punctuation: by their first word, what follows it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Locutions(BTreeMap<String, Vec<Vec<String>>>);

impl From<Vec<String>> for Locutions {
    fn from(all: Vec<String>) -> Self {
        let mut by_first: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        for told in all {
            let normal = normalise(&told);
            let mut words = normal.split(' ').map(str::to_owned);
            let first = words.next().filter(|w| !w.is_empty());
            first.into_iter().for_each(|first| by_first.entry(first).or_default().push(words.by_ref().collect()));
        }
        Locutions(by_first)
    }
}

impl Locutions {
    /// What follows `first` in the expressions that it opens: nothing where it is one by itself.
    pub fn after(&self, first: &str) -> &[Vec<String>] {
        self.0.get(first).map_or(&[], Vec::as_slice)
    }

    /// Whether one of them stands among words that are compared as they are.
    pub fn are_in(&self, words: &[&str]) -> bool {
        (0..words.len()).any(|i| {
            self.after(words[i])
                .iter()
                .any(|rest| rest.iter().map(String::as_str).eq(words[i + 1..].iter().copied().take(rest.len())))
        })
    }

    /// Whether a text, compared as they are, is one of them.
    pub fn has(&self, normal: &str) -> bool {
        let mut words = normal.split(' ');
        let rest = self.after(words.next().unwrap_or_default());
        let told: Vec<&str> = words.collect();
        rest.iter().any(|r| *r == told)
    }
}
