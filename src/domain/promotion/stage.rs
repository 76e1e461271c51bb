//! A stage: one row, one convention.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Representant;
use crate::domain::Date;
use crate::domain::choice::choice;
use crate::domain::periode::Jour;

choice! {
    /// Why a stage was stopped.
    pub enum MotifInterruption {
        Maladie = "maladie", "Maladie";
        Accident = "accident", "Accident";
        Conges = "conges", "Congés ou autorisation d’absence";
        Fermeture = "fermeture", "Fermeture de l’organisme";
        Autre = "autre", "Autre motif";
    }
}

/// Un stage : une ligne du tableau des stages, ou les valeurs par défaut de `[defauts]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Stage {
    /// Clé de la convention : les avenants la citent, les noms de fichiers peuvent la porter.
    #[schemars(extend("x-exemple" = "c-07"))]
    pub cle: String,
    /// Étudiant : sa clé (toujours à dire).
    #[schemars(extend("x-exemple" = "martin-lea"))]
    pub etudiant: String,
    /// Organisme d’accueil : sa clé (toujours à dire).
    #[schemars(extend("x-exemple" = "delorme"))]
    pub organisme: String,
    /// Enseignant référent : sa clé.
    #[schemars(extend("x-exemple" = "bernard"))]
    pub referent: String,
    /// Premier jour (à dire ici ou dans `[defauts]`).
    #[schemars(extend("x-exemple" = "2025-11-17"))]
    pub debut: Option<Date>,
    /// Dernier jour (à dire ici ou dans `[defauts]`).
    #[schemars(extend("x-exemple" = "2026-01-16"))]
    pub fin: Option<Date>,
    /// Jours de présence dans la semaine (du lundi au vendredi si rien n’est dit) ; « mardi » pour un stage filé.
    #[schemars(extend("x-exemple" = "lundi"))]
    pub jours: Vec<Jour>,
    /// Heures de présence par semaine.
    #[schemars(extend("x-exemple" = 35), range(min = 1, max = 99))]
    pub heures_semaine: Option<u32>,
    /// Horaires, tels qu’ils s’impriment.
    #[schemars(extend("x-exemple" = "9 h – 12 h 30, 14 h – 17 h 30"))]
    pub horaires: String,
    /// Samedis, dimanches et jours fériés où la présence est prévue.
    #[schemars(extend("x-exemple" = "2025-11-29"))]
    pub jours_supplementaires: Vec<Date>,
    /// Présence prévue la nuit.
    #[schemars(extend("x-exemple" = false))]
    pub nuit: bool,
    /// Ce qui est convenu pour la nuit, le dimanche ou les jours fériés (« néant » s’il n’y en a pas).
    #[schemars(extend("x-exemple" = "néant"))]
    pub presence_particuliere: String,
    /// Interruptions prévues ou survenues.
    pub interruption: Vec<Interruption>,
    /// Journées effectives prévues, si elles ne se déduisent pas des dates.
    #[schemars(extend("x-exemple" = 40), range(min = 1, max = 400))]
    pub journees: Option<u32>,
    /// Qualité du ou de la stagiaire, telle qu’elle s’imprime.
    #[schemars(extend("x-exemple" = "étudiant stagiaire"))]
    pub qualite: String,
    /// Contrat de travail ou d’apprentissage avec l’organisme : une convention de stage ne convient pas.
    #[schemars(extend("x-exemple" = false))]
    pub salarie: bool,
    /// Service d’accueil.
    #[schemars(extend("x-exemple" = "Service sinistres"))]
    pub service: String,
    /// Lieux du stage (l’adresse de l’organisme si rien n’est dit).
    #[schemars(extend("x-exemple" = "Agence de Bron, 2 avenue Camille-Rousset, 69500 Bron"))]
    pub lieux: Vec<String>,
    /// Tuteurs dans l’organisme.
    pub tuteur: Vec<TuteurDeStage>,
    /// Qui signe pour l’organisme, si ce n’est pas son représentant.
    pub signataire: Option<Representant>,
    /// Annexe pédagogique (annexe III B du référentiel).
    pub pedagogie: Pedagogie,
    /// Clauses de la convention (code de l’éducation, D124-4).
    pub clauses: Clauses,
    /// Gratification.
    pub gratification: Gratification,
    /// Fiche d’information sur le pays, pour un stage à l’étranger : un fichier (PDF, PNG, JPEG) ou une référence.
    #[schemars(extend("x-exemple" = "pieces/fiche-belgique.pdf"))]
    pub fiche_pays: String,
    /// Stage précédent d’un autre stagiaire sur le même poste.
    pub precedent: Option<StagePrecedent>,
    /// Présence constatée, pour le certificat et l’attestation.
    pub presence: Option<Presence>,
    /// Signatures recueillies.
    pub signatures: Signatures,
}

/// Interruption d’un stage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Interruption {
    /// Premier jour de l’interruption.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2025-12-22"))]
    pub debut: Option<Date>,
    /// Dernier jour de l’interruption.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2025-12-31"))]
    pub fin: Option<Date>,
    /// Motif de l’interruption.
    #[schemars(extend("x-exemple" = "fermeture"))]
    pub motif: Option<MotifInterruption>,
}

/// Tuteur dans l’organisme d’accueil.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TuteurDeStage {
    /// Nom du tuteur.
    #[schemars(extend("x-exemple" = "Claire DUMAS"))]
    pub nom: String,
    /// Fonction du tuteur.
    #[schemars(extend("x-exemple" = "Responsable d’agence"))]
    pub fonction: String,
    /// Courriel du tuteur.
    #[schemars(extend("x-exemple" = "c.dumas@delorme.example"))]
    pub courriel: String,
    /// Téléphone du tuteur.
    #[schemars(extend("x-exemple" = "04 78 00 00 02"))]
    pub telephone: String,
}

/// Annexe pédagogique : les sept éléments de l’annexe III B du référentiel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Pedagogie {
    /// Compétences visées : leurs codes.
    #[schemars(extend("x-exemple" = "C20"))]
    pub competences: Vec<String>,
    /// Objectifs poursuivis, libellés en termes de compétences.
    #[schemars(extend("x-exemple" = "Conduire un entretien de vente jusqu’à la proposition."))]
    pub objectifs: String,
    /// Modalités prévues pour atteindre les objectifs.
    #[schemars(extend("x-exemple" = "Observation, puis entretiens menés en double, puis seul."))]
    pub modalites: String,
    /// Informations que l’entreprise s’engage à fournir.
    #[schemars(extend("x-exemple" = "Conditions générales, tarifs, procédures de souscription."))]
    pub informations: String,
    /// Conditions matérielles : matériel et poste de travail.
    #[schemars(extend("x-exemple" = "Poste informatique, accès au logiciel de gestion."))]
    pub conditions: String,
    /// Tutorat : suivi assuré par le tuteur.
    #[schemars(extend("x-exemple" = "Point hebdomadaire avec le tuteur."))]
    pub tutorat: String,
    /// Fréquence et nature des échanges entre l’établissement et l’entreprise.
    #[schemars(extend("x-exemple" = "Un appel la première semaine, une visite à mi-parcours."))]
    pub echanges: String,
    /// Dates des visites.
    #[schemars(extend("x-exemple" = "2025-12-09"))]
    pub visites: Vec<Date>,
    /// Procédure en cas de difficulté.
    #[schemars(extend("x-exemple" = "Le tuteur appelle l’enseignant référent le jour même."))]
    pub difficultes: String,
    /// Modalités de l’évaluation conjointe.
    #[schemars(extend("x-exemple" = "Grille remplie ensemble à la dernière visite."))]
    pub evaluation: String,
}

/// Clauses de la convention (code de l’éducation, D124-4) ; « néant » pour celle qui n’a pas d’objet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Clauses {
    /// Activités confiées au stagiaire.
    #[schemars(extend("x-exemple" = "Accueil, devis, déclarations de sinistre."))]
    pub activites: String,
    /// Encadrement et suivi.
    #[schemars(extend("x-exemple" = "Le tuteur et l’enseignant référent assurent ensemble le suivi."))]
    pub encadrement: String,
    /// Protection sociale, accidents du travail et, le cas échéant, responsabilité civile.
    #[schemars(extend("x-exemple" = "L’étudiant relève du code de la sécurité sociale, article L412-8."))]
    pub protection_sociale: String,
    /// Conditions d’autorisation d’absence.
    #[schemars(extend("x-exemple" = "Absence pour les épreuves d’examen, sur présentation de la convocation."))]
    pub absences: String,
    /// Congés et autorisations d’absence, pour un stage de plus de deux mois.
    #[schemars(extend("x-exemple" = "Deux jours par mois, à la demande."))]
    pub conges: String,
    /// Suspension et résiliation.
    #[schemars(extend("x-exemple" = "Par lettre motivée, après un entretien des trois parties."))]
    pub resiliation: String,
    /// Validation du stage en cas d’interruption.
    #[schemars(extend("x-exemple" = "Les journées manquantes sont reportées par avenant."))]
    pub validation: String,
    /// Avantages : restauration, transport, activités sociales.
    #[schemars(extend("x-exemple" = "Titres-restaurant ; transport remboursé à 50 %."))]
    pub avantages: String,
    /// Clauses du règlement intérieur qui s’appliquent.
    #[schemars(extend("x-exemple" = "Horaires, sécurité, confidentialité."))]
    pub reglement: String,
    /// Conditions de délivrance de l’attestation de stage.
    #[schemars(extend("x-exemple" = "Remise le dernier jour, datée et signée."))]
    pub attestation: String,
}

/// Gratification du stage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Gratification {
    /// Montant par heure de présence, en euros (« 4,50 ») ; vide ou « néant » s’il n’y en a pas.
    #[schemars(extend("x-exemple" = "4,50"))]
    pub horaire: String,
    /// Modalités de versement (« néant » s’il n’y a pas de gratification).
    #[schemars(extend("x-exemple" = "Versée chaque mois, par virement."))]
    pub modalites: String,
}

/// Stage précédent d’un autre stagiaire sur le même poste.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StagePrecedent {
    /// Premier jour du stage précédent.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2025-09-15"))]
    pub debut: Option<Date>,
    /// Dernier jour du stage précédent.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2025-10-24"))]
    pub fin: Option<Date>,
    /// Le stage précédent a été rompu par le stagiaire.
    #[schemars(extend("x-exemple" = false))]
    pub rompu_par_stagiaire: bool,
}

/// Présence constatée à la fin du stage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Presence {
    /// Journées effectives de présence.
    #[schemars(extend("x-exemple" = 38), range(min = 0, max = 400))]
    pub journees: Option<u32>,
    /// Heures effectives de présence.
    #[schemars(extend("x-exemple" = 266), range(min = 0, max = 3000))]
    pub heures: Option<u32>,
    /// Premier jour de présence (celui de la convention si rien n’est dit).
    #[schemars(extend("x-exemple" = "2025-11-17"))]
    pub debut: Option<Date>,
    /// Dernier jour de présence (celui de la convention si rien n’est dit).
    #[schemars(extend("x-exemple" = "2026-01-16"))]
    pub fin: Option<Date>,
    /// Total de la gratification versée, en euros (« néant » s’il n’y en a pas).
    #[schemars(extend("x-exemple" = "1 197,00"))]
    pub gratification: String,
    /// Date du certificat.
    #[schemars(extend("x-exemple" = "2026-01-16"))]
    pub date: Option<Date>,
    /// Lieu où le certificat est fait (la ville de l’organisme si rien n’est dit).
    #[schemars(extend("x-exemple" = "Lyon"))]
    pub lieu: String,
    /// Attestation de l’employeur : la durée réglementaire de présence a été respectée.
    #[schemars(extend("x-exemple" = true))]
    pub duree_respectee: Option<bool>,
}

/// Signatures recueillies sur la convention : la date de chacune.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Signatures {
    /// Établissement.
    #[schemars(extend("x-exemple" = "2025-11-03"))]
    pub etablissement: Option<Date>,
    /// Organisme d’accueil.
    #[schemars(extend("x-exemple" = "2025-11-03"))]
    pub organisme: Option<Date>,
    /// Étudiant stagiaire, ou son représentant légal.
    #[schemars(extend("x-exemple" = "2025-11-03"))]
    pub etudiant: Option<Date>,
    /// Enseignant référent.
    #[schemars(extend("x-exemple" = "2025-11-03"))]
    pub referent: Option<Date>,
    /// Tuteur.
    #[schemars(extend("x-exemple" = "2025-11-03"))]
    pub tuteur: Option<Date>,
}

impl Stage {
    /// The weekdays of presence (1 Monday … 7 Sunday).
    pub fn weekdays(&self) -> Vec<i8> {
        match self.jours.is_empty() {
            true => vec![1, 2, 3, 4, 5],
            false => self.jours.iter().map(|j| *j as i8 + 1).collect(),
        }
    }

    /// The day of the presence's start: as recorded, or as agreed.
    pub fn presence_debut(&self) -> Option<Date> {
        self.presence.as_ref().and_then(|p| p.debut).or(self.debut)
    }
}

impl Signatures {
    /// How many of the five are there.
    pub fn count(&self) -> usize {
        [self.etablissement, self.organisme, self.etudiant, self.referent, self.tuteur].iter().flatten().count()
    }
}

/// Whether a clause is told to have no object: « néant », « aucune », « sans objet ».
pub fn is_neant(text: &str) -> bool {
    let word = crate::domain::identifiers::normalise(text);
    ["neant", "aucun", "aucune", "sans objet"].contains(&word.as_str())
}
