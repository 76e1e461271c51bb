//! `annexes/*.md`: a document of the subject, its data between `+++`, then its text.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::choice::choice;
use crate::domain::markdown::Block;

choice! {
    /// What a document is (annexe II D, E1).
    pub enum NatureDocument {
        TexteLitteraire = "texte-litteraire", "Texte littéraire";
        Texte = "texte", "Texte non littéraire";
        Iconographique = "iconographique", "Document iconographique";
        Statistique = "statistique", "Tableau statistique";
        Contrat = "contrat", "Contrat, conditions générales ou particulières";
        Reglementation = "reglementation", "Texte de droit";
        Professionnel = "professionnel", "Document professionnel";
        Enregistrement = "enregistrement", "Transcription d’un enregistrement";
    }
}

/// Fichier `annexes/*.md` : une annexe ou un document du sujet, ses données entre `+++`, puis son texte.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Annexe {
    /// Path of the file.
    #[serde(skip)]
    pub file: String,
    /// Numéro, comme les questions la citent : « 1 », « 2 », « A ».
    #[schemars(extend("x-requis" = true, "x-exemple" = "1"))]
    pub numero: String,
    /// Titre.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Conditions particulières du contrat multirisque habitation"))]
    pub titre: String,
    /// Source : auteur, ouvrage ou organisme, comme elle est imprimée.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Document interne, assurances Belrive"))]
    pub source: String,
    /// Date du document : un jour, une année ou une période, en mots.
    #[schemars(extend("x-exemple" = "14 mars 2025"))]
    pub date: String,
    /// Contexte du document : en une phrase, de quoi le situer.
    #[schemars(extend("x-exemple" = "Extrait d’un article paru pendant la révision de la directive."))]
    pub contexte: String,
    /// Nature du document.
    #[schemars(extend("x-exemple" = "contrat"))]
    pub nature: Option<NatureDocument>,
    /// Catégorie d’assurance dont l’annexe traite (E41).
    #[schemars(extend("x-exemple" = "personnes"))]
    pub categorie: Option<crate::domain::fiche::Categorie>,
    /// Langue du document, s’il n’est pas en français.
    #[schemars(extend("x-exemple" = "anglais"))]
    pub langue: String,
    /// L’annexe est un document réponse, que le candidat complète et rend avec sa copie.
    #[schemars(extend("x-exemple" = true))]
    pub a_rendre: bool,
    /// Session rappelée par le document, si elle l’est : elle doit être celle de l’examen.
    #[schemars(extend("x-exemple" = 2026), range(min = 1000, max = 9999))]
    pub session: Option<i32>,
    /// Code du sujet rappelé par le document, s’il l’est.
    #[schemars(extend("x-exemple" = "26ASCPSC"))]
    pub code_sujet: String,
    /// Tableau de l’annexe : un fichier CSV du dossier, sa première ligne en en-tête.
    #[schemars(extend("x-exemple" = "annexes/cotisations.csv"))]
    pub tableau: String,
    /// Document numérisé de l’annexe : un PDF ou une image du dossier.
    #[schemars(extend("x-exemple" = "annexes/constat.pdf"))]
    pub document: String,
    /// Ce que montre le document numérisé, pour qui ne le voit pas.
    #[schemars(extend("x-exemple" = "Constat amiable : les deux véhicules cochent la case 12."))]
    pub alternative: String,
    /// The text of the annexe.
    #[serde(skip)]
    pub blocks: Vec<Block>,
    /// The rows of the table, its headings first.
    #[serde(skip)]
    pub lignes: Vec<Vec<String>>,
}
