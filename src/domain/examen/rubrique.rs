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

    /// Whether a heading of level 1 can only be the jury's: « Correction », « Corrigé du dossier 2 ».
    pub fn is_corrige(titre: &str) -> bool {
        let told = normalise(titre);
        let first = told.split(' ').next();
        Rubrique::of(titre) == Some(Rubrique::Corrige) || matches!(first, Some("corrige" | "corriges"))
    }
}

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
            ("Corrigé de la question 1.2", None),
            ("Éléments de réponse", None),
            ("Corrigé et barème", None),
            ("", None),
        ] {
            assert_eq!(Rubrique::of(titre), known, "{titre}");
        }
        assert!(Rubrique::is_corrige("Corrigé du dossier 2") && Rubrique::is_corrige("Correction"));
        assert!(!Rubrique::is_corrige("Correction d’une erreur de tarif") && !Rubrique::is_corrige("Dossier 2"));
    }

    #[test]
    fn no_heading_opens_two_things() {
        let all: Vec<String> = Rubrique::ALL.into_iter().flat_map(Rubrique::titres).map(|t| normalise(t)).collect();
        let once: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(once.len(), all.len());
    }
}
