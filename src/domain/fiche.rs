//! `fiches/NN.md`: one activity sheet, its front matter and its sections.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choice::choice;
use super::markdown::Section;
use super::{Date, Visa};

/// Folder of the files.
pub const FOLDER: &str = "fiches";

choice! {
    /// Where the activity took place (annexe II B).
    pub enum Lieu {
        Entreprise = "entreprise", "En entreprise";
        Stage = "stage", "En stage";
        Atelier = "atelier", "En atelier de professionnalisation";
    }
}

choice! {
    /// Whether the activity was real or simulated (annexe II B).
    pub enum Modalite {
        Reelle = "reelle", "Activité réelle";
        Simulee = "simulee", "Activité simulée";
    }
}

choice! {
    /// What professional situation the sheet is tied to (annexe II D, E32 and E42).
    pub enum Cadre {
        EntretienCommercial = "entretien-commercial", "Entretien de développement commercial";
        Prospection = "prospection", "Prospection";
        GestionSinistre = "gestion-sinistre", "Opération de gestion de sinistre";
        DemandePrestation = "demande-prestation", "Demande de prestation";
        Autre = "autre", "Autre situation";
    }
}

choice! {
    /// Who the client or prospect is; four of them are the text's « professionnel » (E32).
    pub enum NatureClient {
        Particulier = "particulier", "Particulier";
        Artisan = "artisan", "Artisan";
        Commercant = "commercant", "Commerçant";
        ProfessionLiberale = "profession-liberale", "Profession libérale";
        SyndicCopropriete = "syndic-copropriete", "Syndic de copropriété";
        Entreprise = "entreprise", "Entreprise";
        Association = "association", "Association";
        Agriculteur = "agriculteur", "Agriculteur";
        Collectivite = "collectivite", "Collectivité";
    }
}

choice! {
    /// Insurance or bank product (annexe II D: E42 counts insurance only).
    pub enum NatureProduit {
        Assurance = "assurance", "Assurance";
        Banque = "banque", "Banque";
    }
}

choice! {
    /// Category of a product (annexe II D).
    pub enum Categorie {
        BiensResponsabilite = "biens-responsabilite", "Assurance de biens et de responsabilité";
        Personnes = "personnes", "Assurance de personnes";
        Epargne = "epargne", "Épargne";
        Autre = "autre", "Autre";
    }
}

/// Fichier `fiches/NN.md` : une fiche d’activité, ses données entre `+++`, puis ses rubriques.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Fiche {
    /// Path of the file.
    #[serde(skip)]
    pub file: String,
    /// Numéro de la fiche : 1 à 5 pour E32, 6 à 9 pour E42.
    #[schemars(extend("x-requis" = true, "x-exemple" = 1), range(min = -1000, max = 1000))]
    pub numero: Option<i32>,
    /// Titre de l’activité.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Assurer le premier logement d’une jeune active", "x-invente" = true))]
    pub titre: String,
    /// Activités du référentiel (annexe I A) : A.1.1, A.1.2, A.1.3, A.2.1, A.2.2.
    #[schemars(extend("x-requis" = true, "x-exemple" = "A.1.1"))]
    pub activites: Vec<String>,
    /// Date de l’activité (ou de son début).
    #[schemars(extend("x-requis" = true, "x-exemple" = "2025-01-20"))]
    pub date: Option<Date>,
    /// Fin de l’activité, si elle a duré plus d’un jour.
    #[schemars(extend("x-exemple" = "2025-01-27"))]
    pub fin: Option<Date>,
    /// Où l’activité a été menée.
    #[schemars(extend("x-exemple" = "stage"))]
    pub lieu: Option<Lieu>,
    /// Entreprise de l’activité : le nom de son fichier dans `entreprises/` (inutile pour un atelier).
    #[schemars(extend("x-exemple" = "assurances-du-parc"))]
    pub entreprise: String,
    /// Activité réelle ou simulée.
    #[schemars(extend("x-exemple" = "reelle"))]
    pub modalite: Option<Modalite>,
    /// Situation à laquelle la fiche est liée.
    #[schemars(extend("x-exemple" = "entretien-commercial"))]
    pub cadre: Option<Cadre>,
    /// Compétences travaillées (C1 à C49).
    #[schemars(extend("x-exemple" = "C20"))]
    pub competences: Vec<String>,
    /// Savoirs mobilisés (S1.1 à S13.4).
    #[schemars(extend("x-exemple" = "S2.1.1"))]
    pub savoirs: Vec<String>,
    /// Recueils de conditions générales à apporter le jour de l’épreuve.
    #[schemars(extend("x-exemple" = "Conditions générales Habitation Horizon, HAB-2024-03", "x-invente" = true))]
    pub conditions_generales: Vec<String>,
    /// Client ou prospect.
    #[schemars(extend("x-requis" = true))]
    pub client: Client,
    /// Produit sur lequel porte la situation (répétez le bloc s’il y en a plusieurs).
    #[schemars(extend("x-requis" = true))]
    pub produit: Vec<Produit>,
    /// Fiche signée et numérisée (PDF, PNG ou JPEG), dans `pieces/` : elle prend la place de la fiche dans le dossier.
    #[schemars(extend("x-exemple" = "pieces/fiche-1.pdf"))]
    pub piece: String,
    /// Signature recueillie sur la fiche.
    pub visa: Vec<Visa>,
    /// The Markdown after the front matter.
    #[serde(skip)]
    pub sections: Vec<Section>,
}

/// Client ou prospect.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Client {
    /// Nature du client.
    #[schemars(extend("x-requis" = true, "x-exemple" = "particulier"))]
    pub nature: Option<NatureClient>,
    /// Présentation en une ligne, sans nom complet.
    #[schemars(extend("x-exemple" = "Mme D., 28 ans, locataire, prospect", "x-invente" = true))]
    pub presentation: String,
}

/// Produit sur lequel porte la situation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Produit {
    /// Nom du produit : deux produits sont différents si leurs noms le sont.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Multirisque habitation Horizon", "x-invente" = true))]
    pub nom: String,
    /// Produit d’assurance ou de banque.
    #[schemars(extend("x-requis" = true, "x-exemple" = "assurance"))]
    pub nature: Option<NatureProduit>,
    /// Catégorie du produit.
    #[schemars(extend("x-requis" = true, "x-exemple" = "biens-responsabilite"))]
    pub categorie: Option<Categorie>,
}

impl Fiche {
    /// The file expected for the sheet `numero`.
    pub fn file_of(numero: i32) -> String {
        format!("{FOLDER}/{numero:02}.md")
    }

    /// The first section with that title, compared without case or accents.
    pub fn section(&self, title: &str) -> Option<&Section> {
        let wanted = super::identifiers::normalise(title);
        self.sections.iter().find(|s| super::identifiers::normalise(&s.title) == wanted)
    }
}
