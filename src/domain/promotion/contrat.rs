//! An apprenticeship, a contrat de professionnalisation or an employment: what the employer attests, without a convention.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Representant;
use crate::domain::Date;
use crate::domain::choice::choice;
use crate::domain::periode::Temps;

choice! {
    /// What ties the student to the employer.
    pub enum NatureContrat {
        Apprentissage = "apprentissage", "Contrat d’apprentissage";
        Professionnalisation = "professionnalisation", "Contrat de professionnalisation";
        Travail = "travail", "Contrat de travail";
    }
}

/// Un contrat d’apprentissage, de professionnalisation ou de travail : une ligne du tableau des contrats.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Contrat {
    /// Clé du contrat : les noms de fichiers peuvent la porter.
    #[schemars(extend("x-exemple" = "k-01"))]
    pub cle: String,
    /// Étudiant : sa clé.
    #[schemars(extend("x-requis" = true, "x-exemple" = "martin-lea"))]
    pub etudiant: String,
    /// Employeur : la clé d’un organisme.
    #[schemars(extend("x-requis" = true, "x-exemple" = "delorme"))]
    pub organisme: String,
    /// Nature du contrat : apprentissage, professionnalisation ou travail.
    #[schemars(extend("x-exemple" = "apprentissage"))]
    pub nature: Option<NatureContrat>,
    /// Premier jour du contrat.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2024-09-02"))]
    pub debut: Option<Date>,
    /// Dernier jour du contrat, ou jour du certificat si l’emploi continue.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2026-08-31"))]
    pub fin: Option<Date>,
    /// Nature de l’emploi tenu.
    #[schemars(extend("x-exemple" = "Chargée de clientèle"))]
    pub poste: String,
    /// Temps plein ou partiel.
    #[schemars(extend("x-exemple" = "plein"))]
    pub temps: Option<Temps>,
    /// L’employeur atteste que la durée réglementaire de présence en entreprise est respectée.
    #[schemars(extend("x-exemple" = true))]
    pub duree_respectee: Option<bool>,
    /// Date du document.
    #[schemars(extend("x-exemple" = "2026-05-04"))]
    pub date: Option<Date>,
    /// Lieu où le document est fait (la ville de l’organisme si rien n’est dit).
    #[schemars(extend("x-exemple" = "Lyon"))]
    pub lieu: String,
    /// Qui signe pour l’employeur, si ce n’est pas le représentant de l’organisme.
    pub signataire: Option<Representant>,
}

impl Contrat {
    /// Whole months of the contrat and the days that remain, both its first and its last day counted.
    pub fn duree(&self) -> Option<(u32, u32)> {
        let (debut, fin) = (self.debut?, self.fin?);
        // The first day that is not worked any more.
        let end = fin.plus_days(1);
        let months = (0..1_200).take_while(|n| debut.plus_months(n + 1) <= end).last().map_or(0, |n| n + 1);
        let days = debut.plus_months(months).until(fin).count();
        Some((u32::try_from(months).ok()?, u32::try_from(days).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_days() {
        let day = |y, m, d| Date::new(y, m, d);
        for (debut, fin, duree) in [
            (day(2024, 9, 2), day(2026, 9, 1), (24, 0)),
            (day(2024, 9, 2), day(2026, 8, 31), (23, 30)),
            (day(2025, 1, 31), day(2025, 2, 28), (1, 1)),
            (day(2025, 3, 1), day(2025, 3, 1), (0, 1)),
            (day(2025, 3, 2), day(2025, 3, 1), (0, 0)),
        ] {
            assert_eq!(Contrat { debut, fin, ..Contrat::default() }.duree(), Some(duree), "{debut:?} {fin:?}");
        }
        assert_eq!(Contrat { debut: day(2025, 1, 1), ..Contrat::default() }.duree(), None);
    }
}
