//! `entreprises/<id>.toml`: the descriptive sheet of a firm.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Visa;
use super::choice::choice;
use super::markdown::Block;

/// Folder of the files.
pub const FOLDER: &str = "entreprises";

choice! {
    /// Whether the firm belongs to the insurance sector (annexe III B 1 a; annexe I A, « Contexte professionnel »).
    pub enum Secteur {
        Assurance = "assurance", "Secteur de l’assurance";
        Banque = "banque", "Banque";
        ServiceAssurance = "service-assurance", "Service assurances d’une autre organisation";
        Autre = "autre", "Autre secteur";
    }
}

/// Fichier `entreprises/<id>.toml` : la fiche descriptive d’une entreprise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Entreprise {
    /// Name of the file without its ending.
    #[serde(skip)]
    pub id: String,
    /// Raison sociale ou nom de l’entreprise.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Assurances du Parc", "x-invente" = true))]
    pub nom: String,
    /// Type de structure.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Agence générale d’assurances"))]
    pub structure: String,
    /// Secteur : le stage se fait dans une entreprise du secteur de l’assurance.
    #[schemars(extend("x-requis" = true, "x-exemple" = "assurance"))]
    pub secteur: Option<Secteur>,
    /// Numéro SIRET (14 chiffres).
    #[schemars(extend("x-exemple" = "73282932000074", "x-invente" = true))]
    pub siret: String,
    /// Adresse.
    #[schemars(extend("x-requis" = true, "x-exemple" = "4 avenue du Parc", "x-invente" = true))]
    pub adresse: String,
    /// Code postal, entre guillemets.
    #[schemars(extend("x-requis" = true, "x-exemple" = "69100"))]
    pub code_postal: String,
    /// Ville.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Villeurbanne"))]
    pub ville: String,
    /// Pays, s’il n’est pas la France.
    #[schemars(extend("x-exemple" = "Belgique"))]
    pub pays: String,
    /// Nombre de personnes.
    #[schemars(extend("x-exemple" = 6), range(min = 0))]
    pub effectif: Option<u32>,
    /// Téléphone.
    #[schemars(extend("x-exemple" = "04 00 00 00 00", "x-invente" = true))]
    pub telephone: String,
    /// Courriel.
    #[schemars(extend("x-exemple" = "contact@exemple.fr", "x-invente" = true))]
    pub courriel: String,
    /// Site internet.
    #[schemars(extend("x-exemple" = "https://www.exemple.fr", "x-invente" = true))]
    pub site: String,
    /// Personne qui représente l’entreprise.
    #[schemars(extend("x-requis" = true))]
    pub responsable: Responsable,
    /// Contexte de l’entreprise (annexe II B, point 2).
    pub contexte: Contexte,
    /// Organigramme.
    pub organigramme: Option<Organigramme>,
    /// Fiche de l’entreprise signée et numérisée (PDF, PNG ou JPEG), dans `pieces/`, si votre académie demande qu’elle le soit.
    #[schemars(extend("x-exemple" = "pieces/fiche-entreprise.pdf"))]
    pub piece: String,
    /// Signature recueillie, si votre académie la demande.
    pub visa: Vec<Visa>,
}

/// Personne qui représente l’entreprise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Responsable {
    /// Nom.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Paul ROUX"))]
    pub nom: String,
    /// Fonction.
    #[schemars(extend("x-exemple" = "Agent général"))]
    pub fonction: String,
}

/// Contexte de l’entreprise, en Markdown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Contexte {
    /// Contexte organisationnel : structure, équipe, missions, outils, place du service.
    #[schemars(extend("x-exemple" = "L’agence compte six personnes…", "x-invente" = true, "x-markdown" = true))]
    pub organisationnel: String,
    /// Contexte commercial : clientèle, produits, marché, concurrence, objectifs.
    #[schemars(extend("x-exemple" = "Le portefeuille compte 3 200 clients…", "x-invente" = true, "x-markdown" = true))]
    pub commercial: String,
    /// The first text, parsed.
    #[serde(skip)]
    pub organisationnel_blocks: Vec<Block>,
    /// The second text, parsed.
    #[serde(skip)]
    pub commercial_blocks: Vec<Block>,
}

/// Organigramme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Organigramme {
    /// Image (PNG ou JPEG) dans le dossier.
    #[schemars(extend("x-requis" = true, "x-exemple" = "images/organigramme.png"))]
    pub image: String,
    /// Description de l’image, pour qui ne la voit pas.
    #[schemars(extend("x-exemple" = "L’agent général dirige deux conseillères et un gestionnaire", "x-invente" = true))]
    pub alternative: String,
    /// Légende imprimée sous l’image.
    #[schemars(extend("x-exemple" = "Organigramme de l’agence"))]
    pub legende: String,
}

impl Entreprise {
    /// What the firm is called: its name, or its id while it has none.
    pub fn designation(&self) -> &str {
        if self.nom.trim().is_empty() { &self.id } else { &self.nom }
    }

    /// The file that describes the firm `id`.
    pub fn file_of(id: &str) -> String {
        format!("{FOLDER}/{id}.toml")
    }

    /// The file of this firm.
    pub fn file(&self) -> String {
        Self::file_of(&self.id)
    }
}
