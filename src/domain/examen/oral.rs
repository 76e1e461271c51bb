//! `oraux/*.toml`: the oral of one candidate: scenarios built from the sheets of a dossier, times, commission.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::choice::choice;
use crate::domain::markdown::Block;
use crate::domain::referentiel::Auteur;

/// Folder of the files.
pub const ORAUX: &str = "oraux";

choice! {
    /// In what quality somebody sits in a commission (annexe II D).
    pub enum QualiteMembre {
        EnseignantDa1 = "enseignant-da1", "Enseignant ou enseignante en charge du domaine d’activités DA1";
        EnseignantDa2 = "enseignant-da2", "Enseignant ou enseignante en charge du domaine d’activités DA2";
        Professionnel = "professionnel", "Professionnel ou professionnelle de l’assurance";
        EnseignantProfessionnel = "enseignant-professionnel", "Enseignant ou enseignante en charge des enseignements professionnels";
        EnseignantSuivi = "enseignant-suivi", "Enseignant ou enseignante en charge du suivi du candidat ou de la candidate";
        Tuteur = "tuteur", "Tuteur ou tutrice de l’entreprise d’accueil";
    }
}

/// Fichier `oraux/*.toml` : l’oral d’un candidat, ses scénarios et sa commission.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Oral {
    /// Path of the file.
    #[serde(skip)]
    pub file: String,
    /// Nom et prénom du candidat, comme ils sont imprimés sur les documents.
    #[schemars(extend("x-requis" = true, "x-exemple" = "MARTIN Léa"))]
    pub candidat: String,
    /// Numéro de candidat.
    #[schemars(extend("x-exemple" = "0212345678"))]
    pub numero_candidat: String,
    /// Dossier professionnel du candidat : son répertoire, dans celui de l’examen.
    #[schemars(extend("x-requis" = true, "x-exemple" = "dossiers/martin-lea"))]
    pub dossier: String,
    /// Un doute sur la conformité du dossier : le candidat est interrogé, la note est réservée.
    #[schemars(extend("x-exemple" = true))]
    pub reserve: bool,
    /// Niveau de chaque critère de la grille, de 1 à 4, dans l’ordre du référentiel.
    #[schemars(extend("x-exemple" = [3, 4, 2, 3]))]
    pub niveaux: Vec<u32>,
    /// Observations de la commission, sur la grille.
    #[schemars(extend("x-exemple" = "Écoute attentive, conseil bien argumenté."))]
    pub observations: String,
    /// Note proposée par la commission ; celle que donnent les niveaux si rien n’est dit. Elle n’est imprimée sur aucun
    /// document du candidat.
    #[schemars(extend("x-exemple" = "14,5"))]
    pub note_proposee: String,
    /// Durées annoncées, partie par partie ; celles du règlement si rien n’est dit.
    pub temps: Vec<Temps>,
    /// Scénarios, dans l’ordre.
    #[schemars(extend("x-requis" = true))]
    pub scenario: Vec<Scenario>,
    /// Membres de la commission d’interrogation.
    pub membre: Vec<MembreCommission>,
    /// Whose dossier it is, as the dossier tells.
    #[serde(skip)]
    pub titulaire: Titulaire,
    /// The sheets of the dossier.
    #[serde(skip)]
    pub fiches: Vec<FichePresentee>,
    /// How many errors the control of the dossier finds.
    #[serde(skip)]
    pub erreurs: usize,
}

/// Whose a dossier is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Titulaire {
    /// Number of candidate.
    pub numero: String,
    /// Family name, name of usage and first names.
    pub noms: String,
}

/// A sheet of a dossier, as far as a scenario rests on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FichePresentee {
    pub numero: i32,
    pub titre: String,
    /// Names of its products: the contracts that it presents.
    pub produits: Vec<String>,
}

/// Durées d’une partie de l’oral.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Temps {
    /// Numéro de la partie ou de la situation.
    #[schemars(extend("x-requis" = true, "x-exemple" = 1), range(min = 1, max = 9))]
    pub partie: Option<i32>,
    /// Préparation, en minutes.
    #[schemars(extend("x-exemple" = 15), range(min = 0, max = 240))]
    pub preparation: Option<u32>,
    /// Durée de chaque phase, en minutes.
    #[schemars(extend("x-exemple" = [15, 15, 10]))]
    pub phases: Vec<u32>,
}

/// Un scénario d’évaluation, construit à partir d’une fiche du dossier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Scenario {
    /// Numéro de la fiche du dossier.
    #[schemars(extend("x-requis" = true, "x-exemple" = 2), range(min = -1000, max = 1000))]
    pub fiche: Option<i32>,
    /// Qui l’établit.
    #[schemars(extend("x-requis" = true, "x-exemple" = "commission-interrogation"))]
    pub auteur: Option<Auteur>,
    /// Contrat support (E42) ; en E32, celui de la simulation, si la fiche en présente plusieurs.
    #[schemars(extend("x-exemple" = "Multirisque habitation Confort"))]
    pub contrat: String,
    /// Conditions générales du contrat (E42).
    #[schemars(extend("x-exemple" = "Conditions générales Habitation, édition 2025"))]
    pub conditions_generales: String,
    /// Paramètres modifiés de la fiche.
    pub parametre: Vec<Parametre>,
    /// Situation, comme le candidat la lit (Markdown).
    #[schemars(extend("x-requis" = true, "x-exemple" = "Une cliente se présente à l’agence."))]
    pub situation: String,
    /// Rôle que joue la commission, pour le jury seul (Markdown).
    #[schemars(extend("x-exemple" = "Vous êtes pressée, et votre frère a payé trop cher."))]
    pub role: String,
    /// Ce qui est attendu du candidat, pour le jury seul (Markdown).
    #[schemars(extend("x-exemple" = "- Découverte du besoin ;"))]
    pub attendus: String,
    /// The three texts.
    #[serde(skip)]
    pub textes: Textes,
}

/// The texts of a scenario, parsed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Textes {
    pub situation: Vec<Block>,
    pub role: Vec<Block>,
    pub attendus: Vec<Block>,
}

/// Un paramètre que le scénario modifie.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Parametre {
    /// Ce qui est modifié.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Âge de la cliente"))]
    pub quoi: String,
    /// Ce que dit la fiche.
    #[schemars(extend("x-requis" = true, "x-exemple" = "24 ans, étudiante"))]
    pub fiche: String,
    /// Ce que dit le scénario.
    #[schemars(extend("x-requis" = true, "x-exemple" = "58 ans, gérante d’un salon de thé"))]
    pub scenario: String,
}

/// Un membre de la commission d’interrogation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MembreCommission {
    /// Nom.
    #[schemars(extend("x-exemple" = "Claire AUBRY"))]
    pub nom: String,
    /// Qualité.
    #[schemars(extend("x-requis" = true, "x-exemple" = "enseignant-da1"))]
    pub qualite: Option<QualiteMembre>,
}

impl Oral {
    /// What its documents are called after.
    pub fn nom_court(&self) -> &str {
        super::nom_court(&self.file)
    }

    /// The sheet of that number in the dossier.
    pub fn fiche(&self, numero: i32) -> Option<&FichePresentee> {
        self.fiches.iter().find(|f| f.numero == numero)
    }

    /// The contracts that a scenario may bear on: the one that it tells, else those of its sheet.
    pub fn contrats<'a>(&'a self, scenario: &'a Scenario) -> Vec<&'a str> {
        let told = scenario.contrat.trim();
        if !told.is_empty() {
            return vec![told];
        }
        let fiche = scenario.fiche.and_then(|n| self.fiche(n));
        fiche.into_iter().flat_map(|f| &f.produits).map(|p| p.trim()).filter(|p| !p.is_empty()).collect()
    }
}
