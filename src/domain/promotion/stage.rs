//! A stage: one row, one convention.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Partage, Regime, Representant};
use crate::domain::choice::choice;
use crate::domain::identifiers::normalise;
use crate::domain::periode::Jour;
use crate::domain::{Date, Heures, Journees};

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
    /// Second organisme d’accueil, si le stage se partage entre deux : sa clé.
    #[schemars(extend("x-exemple" = "rhodania"))]
    pub second_organisme: String,
    /// Part du second organisme dans un stage partagé : ses jours de la semaine, ses dates ou ses heures.
    pub partage: Partage,
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
    /// Jours de la semaine où la présence n’est que d’une demi-journée (ils s’ajoutent à `jours`).
    #[schemars(extend("x-exemple" = "mercredi"))]
    pub demi_journees: Vec<Jour>,
    /// Heures de présence par semaine : `35`, `17,5` ou `17 h 30`.
    #[schemars(extend("x-exemple" = 35), range(min = 1, max = 99))]
    pub heures_semaine: Option<Heures>,
    /// Horaires, tels qu’ils s’impriment ; ceux de `[defauts]` ne valent pas pour une ligne qui a d’autres jours ou d’autres heures.
    #[schemars(extend("x-exemple" = "9 h – 12 h 30, 14 h – 17 h 30"))]
    pub horaires: String,
    /// Samedis, dimanches et jours fériés où la présence est prévue.
    #[schemars(extend("x-exemple" = "2025-11-29"))]
    pub jours_supplementaires: Vec<Date>,
    /// Dates où une demi-journée de présence est prévue en plus.
    #[schemars(extend("x-exemple" = "2025-12-06"))]
    pub demi_journees_supplementaires: Vec<Date>,
    /// Jours de la semaine en télétravail.
    #[schemars(extend("x-exemple" = "vendredi"))]
    pub teletravail: Vec<Jour>,
    /// Télétravail : lieu, matériel, ce qui est convenu.
    #[schemars(extend("x-exemple" = "À son domicile, avec un poste fourni par l’organisme."))]
    pub teletravail_modalites: String,
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
    pub journees: Option<Journees>,
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
    /// Seconde personne qui signe pour l’organisme avec la première.
    pub second_signataire: Option<Representant>,
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
    /// Date d’envoi de la convention à signer.
    #[schemars(extend("x-exemple" = "2025-10-27"))]
    pub envoi: Option<Date>,
    /// Signatures recueillies.
    pub signatures: Signatures,
    /// Days, hours and gratification as they were before avenants changed them, oldest first.
    #[serde(skip)]
    pub regimes: Vec<Regime>,
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
    /// L’interruption ne prend qu’une demi-journée de chacun de ces jours.
    #[schemars(extend("x-exemple" = false))]
    pub partielle: bool,
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
    /// Organisme du tuteur, si ce n’est pas le premier : sa clé.
    #[schemars(extend("x-exemple" = "rhodania"))]
    pub organisme: String,
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
    /// Stage à l’étranger : protection sociale, soins et assurance individuelle accident.
    #[schemars(extend("x-exemple" = "Carte européenne d’assurance maladie ; assurance individuelle accident, contrat 45 212."))]
    pub couverture_etranger: String,
    /// Stage à l’étranger : assistance et rapatriement, assureur et contrat.
    #[schemars(extend("x-exemple" = "Mutuelle des Deux-Rives Assistance, contrat 45 211, téléphone +33 1 00 00 00 00."))]
    pub rapatriement: String,
    /// Conditions de délivrance de l’attestation de stage.
    #[schemars(extend("x-exemple" = "Remise le dernier jour, datée et signée."))]
    pub attestation: String,
}

/// Gratification du stage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Gratification {
    /// Montant par heure de présence, en euros (« 4,50 »), année par année (« 4,35 en 2025 ; 4,50 en 2026 ») ou en part du plafond horaire de la sécurité sociale (« 15 % du plafond ») ; vide ou « néant » s’il n’y en a pas.
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
    /// Journées effectives de présence, demi-journées comprises (`40,5`).
    #[schemars(extend("x-exemple" = 38), range(min = 0, max = 400))]
    pub journees: Option<Journees>,
    /// Heures effectives de présence (`266`, `143,5`).
    #[schemars(extend("x-exemple" = 266), range(min = 0, max = 3000))]
    pub heures: Option<Heures>,
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

/// Signatures recueillies : la date de chacune.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Signatures {
    /// Établissement.
    #[schemars(extend("x-exemple" = "2025-11-03"))]
    pub etablissement: Option<Date>,
    /// Organisme d’accueil.
    #[schemars(extend("x-exemple" = "2025-11-03"))]
    pub organisme: Option<Date>,
    /// Second signataire de l’organisme d’accueil.
    #[schemars(extend("x-exemple" = "2025-11-03"))]
    pub second_signataire: Option<Date>,
    /// Second organisme d’accueil.
    #[schemars(extend("x-exemple" = "2025-11-03"))]
    pub second_organisme: Option<Date>,
    /// Second signataire du second organisme d’accueil.
    #[schemars(extend("x-exemple" = "2025-11-03"))]
    pub second_organisme_second_signataire: Option<Date>,
    /// Étudiant stagiaire, ou son représentant légal.
    #[schemars(extend("x-exemple" = "2025-11-03"))]
    pub etudiant: Option<Date>,
    /// Second représentant légal d’un étudiant mineur.
    #[schemars(extend("x-exemple" = "2025-11-03"))]
    pub second_representant_legal: Option<Date>,
    /// Enseignant référent.
    #[schemars(extend("x-exemple" = "2025-11-03"))]
    pub referent: Option<Date>,
    /// Tuteur (le premier, s’ils sont plusieurs).
    #[schemars(extend("x-exemple" = "2025-11-03"))]
    pub tuteur: Option<Date>,
    /// Les autres tuteurs.
    #[schemars(extend("x-exemple" = "2025-11-03"))]
    pub second_tuteur: Option<Date>,
}

impl Stage {
    /// The weekdays of presence (1 Monday … 7 Sunday), half days included.
    pub fn weekdays(&self) -> Vec<i8> {
        self.regime().weekdays()
    }

    /// The day of the presence's start: as recorded, or as agreed.
    pub fn presence_debut(&self) -> Option<Date> {
        self.presence.as_ref().and_then(|p| p.debut).or(self.debut)
    }

    /// What is said of the clock: what the defaults say of it does not hold where a day has other hours, nor where they name
    /// the days and these are others.
    pub fn clock<'s>(&'s self, defaults: &Stage) -> &'s str {
        let (own, other) = (self.regime(), defaults.regime());
        let text = normalise(&self.horaires);
        let named = text.split(' ').any(|w| Jour::named(w).is_some());
        let days = own.full_days() != other.full_days() || own.half_days() != other.half_days();
        let hours = defaults.heures_semaine.is_some() && own.minutes_of_days() != other.minutes_of_days();
        // What an avenant left is of the stage itself.
        let stranger = self.regimes.is_empty()
            && self.horaires == defaults.horaires
            && (hours || named && days || own.half_days() != other.half_days());
        if stranger { "" } else { &self.horaires }
    }
}

/// Whether a clause is told to have no object: « néant », « aucune », « sans objet ».
pub fn is_neant(text: &str) -> bool {
    let word = normalise(text);
    ["neant", "aucun", "aucune", "sans objet"].contains(&word.as_str())
}
