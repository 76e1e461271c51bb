//! A clause: what a rule weighs, what the text says word for word, what a fault may cost.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::diagnostic::{Law, Nv, Severity};

/// The text that an anchor is of, where its source names no other.
pub const REFERENTIEL: &str = "référentiel";

/// The data of a clause, as its page opens with them.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Regle {
    /// The weight of most of its faults; a rule may report a lighter one too.
    pub gravite: Gravite,
    /// Whether an error keeps back the documents of its row.
    #[serde(default = "yes")]
    pub retient: bool,
    /// A few words that the reference ends with: « fortement recommandé ».
    #[serde(default)]
    pub precision: String,
    pub consequence: Option<Consequence>,
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
}

/// How much its faults weigh.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Gravite {
    Erreur,
    Avertissement,
    Conseil,
    /// A person judges.
    Personne,
}

/// What a fault may cost the candidate.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Consequence {
    pub mention: Mention,
    /// Whether the text names the situation among those that bring it.
    pub liste: bool,
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
}

/// The mention that the text knows.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum Mention {
    #[serde(rename = "NV")]
    NonValide,
}

/// Where the clause comes from: a quotation of a text that was read, or what a text says in our words.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// « code de l’éducation »; the référentiel of the diploma where it is not said.
    #[serde(default = "referentiel")]
    pub texte: String,
    /// The place in that text: « annexe II D, E32, 4 », « D124-4, 3° ».
    #[serde(default)]
    pub ancre: String,
    /// Its words, with « […] » where some are left out.
    pub cite: Option<String>,
    /// What it says, in our words: beside a quotation, what follows from it.
    pub dit: Option<String>,
}

fn yes() -> bool {
    true
}

fn referentiel() -> String {
    REFERENTIEL.to_owned()
}

/// A clause with its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    pub code: String,
    /// A few words, lower case.
    pub titre: String,
    pub regle: Regle,
    /// What, why, how to mend, and tested examples: Markdown, without the title and the text.
    pub page: String,
    /// The places of the text, in the words a reader can look up.
    pub reference: String,
}

impl Clause {
    /// What it says of every fault that breaks it.
    pub fn law(&self) -> Law<'_> {
        let nv = self.regle.consequence.as_ref().map(|c| if c.liste { Nv::Listed } else { Nv::Other });
        let (severity, keeps_back) = (self.severity(), self.regle.retient);
        Law { severity, reference: &self.reference, nv, keeps_back }
    }

    pub fn severity(&self) -> Severity {
        match self.regle.gravite {
            Gravite::Erreur => Severity::Error,
            Gravite::Avertissement => Severity::Warning,
            Gravite::Conseil => Severity::Advice,
            Gravite::Personne => Severity::Human,
        }
    }

    /// Every source, those of what a fault may cost last.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.regle.sources.iter().chain(self.regle.consequence.iter().flat_map(|c| &c.sources))
    }

    /// The page as a person reads it: title, what, why, the text, how to mend, examples, and where it stands in the text.
    pub fn in_full(&self) -> String {
        let texts: Vec<String> = self.sources().filter_map(Source::paragraph).collect();
        let text = if texts.is_empty() { String::new() } else { format!("## Le texte\n\n{}\n\n", texts.join("\n>\n")) };
        let mend = "## Comment corriger\n";
        let page = match self.page.split_once(mend) {
            Some((before, after)) => format!("{before}{text}{mend}{after}"),
            None => format!("{}\n\n{text}", self.page.trim_end()),
        };
        format!("# {} — {}\n\n{}\n\nRéférence : {}\n", self.code, self.titre, page.trim(), self.reference)
    }
}

impl Source {
    /// « annexe II B, 3 » alone for the référentiel, « code de l’éducation, L124-11 » for another text.
    fn place(&self) -> String {
        match (self.texte.as_str(), self.ancre.as_str()) {
            (REFERENTIEL, ancre) => ancre.to_owned(),
            (texte, "") => texte.to_owned(),
            (texte, ancre) => format!("{texte}, {ancre}"),
        }
    }

    /// What it says, quoted or told, with its place; nothing where it only names a place.
    pub fn paragraph(&self) -> Option<String> {
        let told = self.dit.as_deref();
        match &self.cite {
            Some(cite) => {
                let after = told.map_or(String::new(), |d| format!(" : {d}"));
                Some(format!("> « {cite} » ({}){after}", self.place()))
            }
            None => told.map(|d| format!("> {d} ({})", self.place())),
        }
    }
}

impl Regle {
    /// The places of its sources: those of one text together, those of one annexe too, each once.
    pub fn reference(&self) -> String {
        let mut texts: Vec<(&str, Vec<&Source>)> = Vec::new();
        for source in &self.sources {
            match texts.iter_mut().find(|(texte, _)| *texte == source.texte) {
                Some((_, all)) => all.push(source),
                None => texts.push((&source.texte, vec![source])),
            }
        }
        let all: Vec<String> = texts.iter().map(|(texte, sources)| of_text(texte, sources)).collect();
        let precision = if self.precision.is_empty() { String::new() } else { format!(" : {}", self.precision) };
        all.join(" ; ") + &precision
    }
}

/// The places of one text.
fn of_text(texte: &str, sources: &[&Source]) -> String {
    let mut annexes: Vec<(&str, Vec<&str>)> = Vec::new();
    for source in sources.iter().filter(|s| !s.ancre.is_empty()) {
        let (annexe, rest) = match source.ancre.starts_with("annexe ") {
            true => source.ancre.split_once(", ").unwrap_or((&source.ancre, "")),
            false => ("", source.ancre.as_str()),
        };
        match annexes.iter_mut().find(|(a, _)| *a == annexe) {
            Some((_, all)) => all.push(rest),
            None => annexes.push((annexe, vec![rest])),
        }
    }
    let of_annexe = |(annexe, rests): &(&str, Vec<&str>)| {
        let within = |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|r| r.starts_with([',', ' ']));
        // What is said of a whole place is said of its parts.
        let mut kept: Vec<&str> = Vec::new();
        for rest in rests {
            if !rest.is_empty() && !kept.contains(rest) && !rests.iter().any(|outer| within(rest, outer)) {
                kept.push(rest);
            }
        }
        match (*annexe, listed(&kept)) {
            ("", places) => places,
            (annexe, places) if places.is_empty() => annexe.to_owned(),
            (annexe, places) => format!("{annexe}, {places}"),
        }
    };
    let places = annexes.iter().map(of_annexe).collect::<Vec<_>>().join(" ; ");
    match sources.iter().find_map(|s| s.dit.as_deref().filter(|_| s.ancre.is_empty())) {
        Some(dit) if places.is_empty() => format!("{texte} : {dit}"),
        _ if places.is_empty() => texte.to_owned(),
        _ => format!("{texte}, {places}"),
    }
}

/// « B 1 a et B 3 a », « E1, 2 A ; E2 ; E31 ».
fn listed(places: &[&str]) -> String {
    match places {
        [first, second] => format!("{first} et {second}"),
        all if all.len() > 2 && all.iter().any(|p| p.contains(',')) => all.join(" ; "),
        [before @ .., last] if !before.is_empty() => format!("{} et {last}", before.join(", ")),
        all => all.concat(),
    }
}

/// A place of the text as data tell it, without the lines of our copy of the text: « annexe II D, E1, l. 2436-2441 » is
/// « référentiel, annexe II D, E1 » for a reader.
pub fn printed(source: &str) -> String {
    static LINES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r",? \(?l\. \d+(-\d+)?((, | et | à )\d+(-\d+)?)*\)?").expect("the expression is ours")
    });
    let out = LINES.replace_all(source, "");
    if out.starts_with("annexe") { format!("{REFERENTIEL}, {out}") } else { out.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(ancres: &[(&str, &str)]) -> String {
        let source = |(texte, ancre): &(&str, &str)| Source {
            texte: (*texte).to_owned(),
            ancre: (*ancre).to_owned(),
            cite: None,
            dit: None,
        };
        let (gravite, precision) = (Gravite::Erreur, String::new());
        let sources = ancres.iter().map(source).collect();
        Regle { gravite, retient: true, precision, consequence: None, sources }.reference()
    }

    #[test]
    fn a_reference_names_each_place_once() {
        let own = |ancres: &[&'static str]| reference(&ancres.iter().map(|a| (REFERENTIEL, *a)).collect::<Vec<_>>());
        assert_eq!(own(&["annexe II B, 3"]), "référentiel, annexe II B, 3");
        assert_eq!(own(&["annexe II B, 3", "annexe II B, 4", "annexe II B, 3"]), "référentiel, annexe II B, 3 et 4");
        assert_eq!(own(&["annexe II B, 1", "annexe III B, B 2"]), "référentiel, annexe II B, 1 ; annexe III B, B 2");
        // What is said of a whole épreuve is said of its parts.
        assert_eq!(own(&["annexe II D, E32, 4 A", "annexe II D, E32"]), "référentiel, annexe II D, E32");
        assert_eq!(own(&["annexe II D, E32, 4", "annexe II D, E32, 4 B"]), "référentiel, annexe II D, E32, 4");
        let three = own(&["annexe II D, E1, 2 A", "annexe II D, E2", "annexe II D, E5"]);
        assert_eq!(three, "référentiel, annexe II D, E1, 2 A ; E2 ; E5");
        let law =
            [("code de l’éducation", "L124-6"), ("code de l’éducation", "D124-6"), ("code du travail", "L3133-1")];
        assert_eq!(reference(&law), "code de l’éducation, L124-6 et D124-6 ; code du travail, L3133-1");
    }

    #[test]
    fn lines_of_our_copy_are_not_printed() {
        assert_eq!(printed("annexe II D, E1, l. 2436-2441 et 2469"), "référentiel, annexe II D, E1");
        assert_eq!(
            printed("annexe III B, B 1 c, l. 3134 : recommandé"),
            "référentiel, annexe III B, B 1 c : recommandé"
        );
        let two = "annexe II C, l. 2281 ; annexe II D, l. 2474, 2475 à 2480";
        assert_eq!(printed(two), "référentiel, annexe II C ; annexe II D");
        assert_eq!(printed("code de l’éducation, L124-6"), "code de l’éducation, L124-6");
    }
}
