//! `portfolio/*.toml`: the digital portfolio of a candidate (E5 in CCF), its elements and what the commission says of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::oral::MembreCommission;
use crate::domain::Date;
use crate::domain::choice::choice;
use crate::domain::markdown::Block;

/// The folder of the portfolios.
pub const PORTFOLIOS: &str = "portfolio";

choice! {
    /// What an element is (annexe II D, E5).
    pub enum NatureElement {
        Production = "production", "Production issue d’une activité professionnelle";
        Controle = "controle", "Résultat d’un contrôle d’acquisition des compétences";
        Autre = "autre", "Autre élément retenu par la commission";
    }
}

choice! {
    /// Where the activity took place.
    pub enum CadreElement {
        Entreprise = "entreprise", "En entreprise";
        Atelier = "atelier", "En atelier de professionnalisation";
        Classe = "classe", "En classe";
    }
}

/// Fichier `portfolio/*.toml` : le portfolio de compétences numériques d’un candidat.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Portfolio {
    /// Path of the file.
    #[serde(skip)]
    pub file: String,
    /// Nom et prénom du candidat, comme ils sont imprimés sur les documents.
    #[schemars(extend("x-requis" = true, "x-exemple" = "MARTIN Léa"))]
    pub candidat: String,
    /// Numéro de candidat.
    #[schemars(extend("x-exemple" = "0212345678"))]
    pub numero_candidat: String,
    /// Éléments du portfolio, dans l’ordre.
    #[schemars(extend("x-requis" = true))]
    pub element: Vec<Element>,
    /// La fiche d’évaluation de la commission, quand elle s’est réunie.
    pub fiche: Option<FicheEvaluation>,
    /// Membres de la commission d’évaluation.
    pub membre: Vec<MembreCommission>,
}

/// Un élément du portfolio : la preuve de compétences mobilisées.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Element {
    /// Titre.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Campagne de relance par messagerie électronique"))]
    pub titre: String,
    /// Ce qu’est l’élément.
    #[schemars(extend("x-requis" = true, "x-exemple" = "production"))]
    pub nature: Option<NatureElement>,
    /// Où l’activité a eu lieu.
    #[schemars(extend("x-requis" = true, "x-exemple" = "entreprise"))]
    pub cadre: Option<CadreElement>,
    /// Jour, ou dernier jour de l’activité.
    #[schemars(extend("x-exemple" = "2026-02-12"))]
    pub date: Option<Date>,
    /// Outils mis en œuvre, par leur code dans le référentiel.
    #[schemars(extend("x-requis" = true, "x-exemple" = ["tableur", "communication-digitale"]))]
    pub outils: Vec<String>,
    /// Compétences dont l’élément est la preuve.
    #[schemars(extend("x-requis" = true, "x-exemple" = ["C45", "C47"]))]
    pub competences: Vec<String>,
    /// Ce qui a été fait, et ce que l’élément prouve (Markdown).
    #[schemars(extend("x-requis" = true, "x-exemple" = "J’ai trié les contrats échus et écrit aux clients."))]
    pub description: String,
    /// Où se trouve la production : une référence ou une adresse, comme elle est imprimée.
    #[schemars(extend("x-exemple" = "Espace partagé, dossier 3"))]
    pub acces: String,
    /// Évaluation de la réalité de l’activité.
    pub evaluation: Option<EvaluationElement>,
    /// The description, parsed.
    #[serde(skip)]
    pub blocks: Vec<Block>,
}

/// Évaluation de la réalité de l’activité, par les enseignants et le tuteur ensemble.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EvaluationElement {
    /// Enseignant ou enseignante.
    #[schemars(extend("x-exemple" = "Claire AUBRY"))]
    pub enseignant: String,
    /// Tuteur ou tutrice de l’entreprise d’accueil.
    #[schemars(extend("x-exemple" = "Bruno FAUCON"))]
    pub tuteur: String,
    /// Jour.
    #[schemars(extend("x-exemple" = "2026-02-20"))]
    pub date: Option<Date>,
    /// Ce qu’ils constatent.
    #[schemars(extend("x-exemple" = "Activité menée seule, envoi vérifié avant expédition."))]
    pub constat: String,
}

/// La fiche d’évaluation que la commission établit : elle n’est communiquée à aucun candidat.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FicheEvaluation {
    /// Jour de la réunion de la commission.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2026-05-20"))]
    pub date: Option<Date>,
    /// Niveau de chaque critère, de 1 à 4, dans l’ordre du référentiel.
    #[schemars(extend("x-exemple" = [3, 4, 3, 4, 3, 2, 3]))]
    pub niveaux: Vec<u32>,
    /// Observations.
    #[schemars(extend("x-exemple" = "Communication écrite soignée."))]
    pub observations: String,
    /// Note proposée au jury ; celle que donnent les niveaux si rien n’est dit.
    #[schemars(extend("x-exemple" = "14,5"))]
    pub note_proposee: String,
}

impl Portfolio {
    /// What its documents are called after.
    pub fn nom_court(&self) -> &str {
        super::nom_court(&self.file)
    }
}
