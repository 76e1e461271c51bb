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
