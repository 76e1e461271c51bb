//! A student of a promotion.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::candidat::{Admission, Empechement, Redoublement, Reduction};
use crate::domain::choice::choice;
use crate::domain::duree::Fondements;
use crate::domain::{Date, Journees, Statut};

choice! {
    /// As the attestation's form asks.
    pub enum Sexe {
        Feminin = "F", "féminin";
        Masculin = "M", "masculin";
    }
}

/// Un étudiant ou une étudiante : une ligne du tableau des étudiants.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Etudiant {
    /// Clé par laquelle les lignes de stage le ou la nomment.
    #[schemars(extend("x-requis" = true, "x-exemple" = "martin-lea"))]
    pub cle: String,
    /// Nom de famille (nom de naissance).
    #[schemars(extend("x-requis" = true, "x-exemple" = "MARTIN"))]
    pub nom_famille: String,
    /// Nom d’usage, s’il est différent.
    #[schemars(extend("x-exemple" = "MARTIN-ROCHE"))]
    pub nom_usage: String,
    /// Prénoms.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Léa Inès"))]
    pub prenoms: String,
    /// Sexe, tel que l’attestation de stage le demande.
    #[schemars(extend("x-exemple" = "F"))]
    pub sexe: Option<Sexe>,
    /// Date de naissance ; elle n’est jamais reprise dans un nom de fichier.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2005-03-14"))]
    pub date_naissance: Option<Date>,
    /// Identifiant national élève ; il n’est jamais repris dans un nom de fichier.
    #[schemars(extend("x-exemple" = "1234567890V"))]
    pub ine: String,
    /// Numéro de candidat, pour le certificat de stage.
    #[schemars(extend("x-exemple" = "0123456789"))]
    pub numero_candidat: String,
    /// Classe.
    #[schemars(extend("x-exemple" = "2BTSAS"))]
    pub classe: String,
    /// Statut (scolaire si rien n’est dit).
    #[schemars(extend("x-exemple" = "scolaire"))]
    pub statut: Option<Statut>,
    /// Adresse.
    #[schemars(extend("x-exemple" = "4 rue du Lac"))]
    pub adresse: String,
    /// Code postal.
    #[schemars(extend("x-exemple" = "69003"))]
    pub code_postal: String,
    /// Ville.
    #[schemars(extend("x-exemple" = "Lyon"))]
    pub ville: String,
    /// Téléphone.
    #[schemars(extend("x-exemple" = "06 00 00 00 00"))]
    pub telephone: String,
    /// Courriel.
    #[schemars(extend("x-exemple" = "lea.martin@courriel.example"))]
    pub courriel: String,
    /// Caisse d’assurance maladie.
    #[schemars(extend("x-exemple" = "CPAM du Rhône"))]
    pub caisse: String,
    /// Représentant légal d’un étudiant mineur : il signe la convention.
    #[schemars(extend("x-exemple" = "Sophie MARTIN"))]
    pub representant_legal: String,
    /// Second représentant légal d’un étudiant mineur, si les deux signent.
    #[schemars(extend("x-exemple" = "Karim MARTIN"))]
    pub second_representant_legal: String,
    /// Journées de stage déjà faites avant les stages de ce dossier ; 0 s’il n’y en a pas (celles de `[formation]` si rien n’est dit).
    #[schemars(extend("x-exemple" = 25), range(min = 0, max = 400))]
    pub journees_anterieures: Option<Journees>,
    /// Mode d’admission en formation, s’il permet une durée réduite.
    #[schemars(extend("x-exemple" = "deuxieme-annee"))]
    pub admission: Option<Admission>,
    /// Durée de stage réduite (annexe III C).
    pub reduction: Option<Reduction>,
    /// Empêchement pendant le stage : maladie ou force majeure (annexe III B 1 a).
    pub empechement: Option<Empechement>,
    /// Échec à une session antérieure (annexe III D).
    pub redoublement: Option<Redoublement>,
}

impl Etudiant {
    /// The status, told or by default.
    pub fn statut(&self) -> Statut {
        self.statut.unwrap_or(Statut::Scolaire)
    }

    /// Whether the student is under eighteen on `day`.
    pub fn is_minor_on(&self, day: Date) -> bool {
        self.is_under(18, day)
    }

    /// Whether the student is under `age` on `day`; not where the birthday is not told.
    pub fn is_under(&self, age: u32, day: Date) -> bool {
        let months = i32::try_from(age.min(200) * 12).unwrap_or(0);
        let birthday = |born: Date| {
            let day = born.plus_months(months);
            // Who was born on a 29 February is older on 1 March.
            if day.day() == born.day() { day } else { day.plus_days(1) }
        };
        self.date_naissance.is_some_and(|born| birthday(born) > day)
    }

    /// What may allow a shorter stage.
    pub fn fondements(&self) -> Fondements<'_> {
        let (reduction, empeche) = (self.reduction.as_ref(), self.empechement.is_some());
        Fondements { reduction, empeche, admission: self.admission }
    }

    /// The name in use, or the family name.
    pub fn nom(&self) -> &str {
        if self.nom_usage.trim().is_empty() { self.nom_famille.trim() } else { self.nom_usage.trim() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minor_is_one_until_the_day_before_the_birthday() {
        let born = |y, m, d| Etudiant { date_naissance: Date::new(y, m, d), ..Etudiant::default() };
        let day = |m, d| Date::new(2026, m, d).unwrap();
        let e = born(2008, 3, 2);
        assert!(e.is_minor_on(day(3, 1)) && !e.is_minor_on(day(3, 2)));
        let leap = born(2008, 2, 29);
        assert!(leap.is_minor_on(day(2, 28)) && !leap.is_minor_on(day(3, 1)));
        assert!(!Etudiant::default().is_minor_on(day(1, 1)));
    }
}
