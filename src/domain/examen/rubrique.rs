//! The headings that a question of a subject may have: the whole list, what each opens and who reads what is below it.

use crate::domain::identifiers::normalise;

/// What a heading of a question opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rubrique {
    /// More of what the candidate reads.
    Enonce,
    /// The answer, for the jury alone.
    Corrige,
    /// How the points are shared, for the jury alone.
    Bareme,
}

impl Rubrique {
    /// All of them, in the order of a question.
    pub const ALL: [Rubrique; 3] = [Rubrique::Enonce, Rubrique::Corrige, Rubrique::Bareme];

    /// The headings that open it, as people write them; the first is the one to write.
    pub const fn titres(self) -> &'static [&'static str] {
        match self {
            Rubrique::Enonce => &[
                "Énoncé",
                "Travail à faire",
                "Travail demandé",
                "Consigne",
                "Consignes",
                "Attendus de la mission",
                "Contexte",
                "Données",
                "Données complémentaires",
                "Informations complémentaires",
                "Documents",
                "Rappel",
                "Rappels",
            ],
            Rubrique::Corrige => &[
                "Corrigé",
                "Corrigés",
                "Correction",
                "Éléments de correction",
                "Éléments de corrigé",
                "Réponse attendue",
                "Réponses attendues",
            ],
            Rubrique::Bareme => &["Barème", "Barème détaillé", "Détail du barème"],
        }
    }

    /// Whether only the jury reads what is below it.
    pub fn is_jury(self) -> bool {
        self != Rubrique::Enonce
    }

    /// What a heading opens: accents, capitals and punctuation are those that people write.
    pub fn of(titre: &str) -> Option<Rubrique> {
        let told = normalise(titre);
        Rubrique::ALL.into_iter().find(|r| r.titres().iter().any(|t| normalise(t) == told))
    }

    /// Whether a heading that should open a part or a question can only open an answer: « Correction », « Corrigé du
    /// dossier 2 », « Réponse ».
    pub fn is_answer(titre: &str) -> bool {
        let told = normalise(titre);
        let first = told.split(' ').next();
        Rubrique::of(titre) == Some(Rubrique::Corrige)
            || matches!(first, Some("corrige" | "corriges"))
            || told.split(' ').any(|w| REPONSES.contains(&w)) && told.split(' ').all(is_of_an_answer)
    }
}

/// Whether a word may stand in the name of an answer.
fn is_of_an_answer(word: &str) -> bool {
    REPONSES.contains(&word) || AUTOUR.contains(&word) || word.bytes().all(|b| b.is_ascii_digit())
}

/// What an answer is called.
const REPONSES: [&str; 12] = [
    "reponse",
    "reponses",
    "corrige",
    "corriges",
    "correction",
    "corrections",
    "solution",
    "solutions",
    "attendu",
    "attendus",
    "attendue",
    "attendues",
];
/// The words that its name may have besides.
const AUTOUR: [&str; 44] = [
    "element",
    "elements",
    "proposition",
    "propositions",
    "exemple",
    "exemples",
    "piste",
    "pistes",
    "indication",
    "indications",
    "resultat",
    "resultats",
    "point",
    "points",
    "bonne",
    "bonnes",
    "possible",
    "possibles",
    "type",
    "modele",
    "indicatif",
    "detaille",
    "propose",
    "proposee",
    "proposees",
    "redigee",
    "professeur",
    "prof",
    "jury",
    "question",
    "questions",
    "dossier",
    "partie",
    "bareme",
    "ce",
    "qui",
    "est",
    "et",
    "de",
    "du",
    "la",
    "les",
    "l",
    "d",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_known_however_it_is_written_and_no_other_is() {
        for (titre, known) in [
            ("Corrigé", Some(Rubrique::Corrige)),
            ("CORRIGÉ :", Some(Rubrique::Corrige)),
            ("E\u{301}le\u{301}ments de correction", Some(Rubrique::Corrige)),
            ("Barème", Some(Rubrique::Bareme)),
            ("travail a faire", Some(Rubrique::Enonce)),
            ("Attendus de la mission :", Some(Rubrique::Enonce)),
            ("Attendus", None),
            ("Attendus de la question", None),
            ("Corrigé de la question 1.2", None),
            ("Éléments de réponse", None),
            ("Corrigé et barème", None),
            ("", None),
        ] {
            assert_eq!(Rubrique::of(titre), known, "{titre}");
        }
        for titre in [
            "Corrigé du dossier 2",
            "Correction",
            "Réponse :",
            "ÉLÉMENTS DE RÉPONSE",
            "Solution proposée",
            "Ce qui est attendu",
        ] {
            assert!(Rubrique::is_answer(titre), "{titre}");
        }
        for titre in [
            "Correction d’une erreur de tarif",
            "Dossier 2",
            "Réponse au courriel de Mme Kerven",
            "Production attendue",
            "La question",
            "",
        ] {
            assert!(!Rubrique::is_answer(titre), "{titre}");
        }
    }

    #[test]
    fn no_heading_opens_two_things() {
        let all: Vec<String> = Rubrique::ALL.into_iter().flat_map(Rubrique::titres).map(|t| normalise(t)).collect();
        let once: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(once.len(), all.len());
    }
}
