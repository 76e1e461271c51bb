//! What holds for a whole promotion: its établissement, its formation, who follows the stages, when they are, what is printed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Avenant, Contrat, Etudiant, Organisme, Stage};
use crate::domain::choice::choice;
use crate::domain::{Date, Journees};

choice! {
    /// In what order the merged document has the conventions.
    pub enum Ordre {
        Classe = "classe", "Par classe, puis par nom";
        Alphabetique = "alphabetique", "Par nom";
        Tableau = "tableau", "Comme dans le tableau";
    }
}

/// Fichier `promotion.toml` : l’établissement, la formation et ce qui vaut pour tous les stages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PromotionFile {
    /// Établissement d’enseignement.
    #[schemars(extend("x-requis" = true))]
    pub etablissement: EtablissementSignataire,
    /// Formation suivie et année d’enseignement.
    #[schemars(extend("x-requis" = true))]
    pub formation: FormationSuivie,
    /// Périodes de stage fixées par l’établissement.
    pub periode_scolaire: Vec<PeriodeScolaire>,
    /// Enseignants référents.
    #[schemars(extend("x-requis" = true))]
    pub referent: Vec<Referent>,
    /// Ce qui vaut pour chaque stage dont la ligne ne dit rien : mêmes clés qu’une ligne de stage.
    pub defauts: Stage,
    /// Présentation des documents.
    pub sortie: Sortie,
    /// Étudiants, s’ils sont écrits ici plutôt que dans un tableau.
    pub etudiant: Vec<Etudiant>,
    /// Organismes d’accueil, s’ils sont écrits ici plutôt que dans un tableau.
    pub organisme: Vec<Organisme>,
    /// Stages, s’ils sont écrits ici plutôt que dans un tableau.
    pub stage: Vec<Stage>,
    /// Avenants, s’ils sont écrits ici plutôt que dans un tableau.
    pub avenant: Vec<Avenant>,
    /// Contrats des apprentis et des salariés, s’ils sont écrits ici plutôt que dans un tableau.
    pub contrat: Vec<Contrat>,
}

/// Établissement d’enseignement, partie à la convention.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EtablissementSignataire {
    /// Nom de l’établissement.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Lycée Jean-Perrin"))]
    pub nom: String,
    /// Code UAI : 7 chiffres et une lettre-clé.
    #[schemars(extend("x-requis" = true, "x-exemple" = "0310053P"))]
    pub uai: String,
    /// Adresse.
    #[schemars(extend("x-requis" = true, "x-exemple" = "12 rue des Lilas"))]
    pub adresse: String,
    /// Code postal, entre guillemets.
    #[schemars(extend("x-requis" = true, "x-exemple" = "69003"))]
    pub code_postal: String,
    /// Ville.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Lyon"))]
    pub ville: String,
    /// Académie.
    #[schemars(extend("x-exemple" = "Lyon"))]
    pub academie: String,
    /// Téléphone.
    #[schemars(extend("x-exemple" = "04 72 00 00 00"))]
    pub telephone: String,
    /// Courriel.
    #[schemars(extend("x-exemple" = "stages@lycee.example"))]
    pub courriel: String,
    /// Représentant de l’établissement, qui signe les conventions.
    pub representant: Representant,
    /// Date de la délibération du conseil d’administration qui a approuvé la convention type.
    #[schemars(extend("x-exemple" = "2025-10-14"))]
    pub deliberation: Option<Date>,
    /// Lignes de la lettre à en-tête.
    #[schemars(extend("x-exemple" = "Région académique Auvergne-Rhône-Alpes"))]
    pub entete: Vec<String>,
    /// Logo de la lettre à en-tête (PNG ou JPEG), dans le dossier.
    #[schemars(extend("x-exemple" = "images/logo.png"))]
    pub logo: String,
    /// Ce que montre le logo, pour qui ne le voit pas.
    #[schemars(extend("x-exemple" = "Logo du lycée Jean-Perrin"))]
    pub logo_alternative: String,
}

/// Personne qui signe pour un établissement ou un organisme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Representant {
    /// Nom du représentant.
    #[schemars(extend("x-exemple" = "Hélène ROUSSEL"))]
    pub nom: String,
    /// Qualité du représentant.
    #[schemars(extend("x-exemple" = "Proviseure"))]
    pub qualite: String,
}

/// Formation suivie et année d’enseignement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FormationSuivie {
    /// Diplôme préparé : le nom du référentiel utilisé.
    #[schemars(extend("x-exemple" = "bts-assurance"))]
    pub diplome: String,
    /// Année de la session d’examen.
    #[schemars(extend("x-requis" = true, "x-exemple" = 2026), range(min = 2000, max = 2100))]
    pub session: Option<i32>,
    /// Premier jour de l’année d’enseignement.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2025-09-01"))]
    pub debut: Option<Date>,
    /// Dernier jour de l’année d’enseignement.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2026-07-03"))]
    pub fin: Option<Date>,
    /// Année de formation : première ou deuxième, telle qu’elle s’imprime.
    #[schemars(extend("x-exemple" = "Deuxième année"))]
    pub annee: String,
    /// Volume horaire d’enseignement de l’année, en heures.
    #[schemars(extend("x-exemple" = 810), range(min = 1, max = 3000))]
    pub volume_horaire: Option<u32>,
    /// Journées de stage déjà faites avant cette année par toute la classe ; la ligne d’un étudiant peut en dire d’autres.
    #[schemars(extend("x-exemple" = 30), range(min = 0, max = 400))]
    pub journees_anterieures: Option<Journees>,
    /// Calendrier des jours fériés : metropole (si rien n’est dit), alsace-moselle…
    #[schemars(extend("x-exemple" = "metropole"))]
    pub calendrier: String,
}

/// Période de stage fixée par l’établissement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PeriodeScolaire {
    /// Nom de la période.
    #[schemars(extend("x-exemple" = "Stage de deuxième année"))]
    pub nom: String,
    /// Classes concernées (toutes si rien n’est dit).
    #[schemars(extend("x-exemple" = "2BTSAS"))]
    pub classes: Vec<String>,
    /// Premier jour.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2025-11-17"))]
    pub debut: Option<Date>,
    /// Dernier jour.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2026-01-16"))]
    pub fin: Option<Date>,
    /// Chaque étudiant des classes concernées a une convention dans cette période (`true`), ou certains seulement (`false`).
    /// Si rien n’est dit : une convention dans cette période, ou dans une autre qui a des jours en commun avec elle.
    #[schemars(extend("x-exemple" = true))]
    pub obligatoire: Option<bool>,
}

/// Enseignant référent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Referent {
    /// Clé par laquelle les lignes de stage le nomment.
    #[schemars(extend("x-requis" = true, "x-exemple" = "bernard"))]
    pub cle: String,
    /// Nom de l’enseignant référent.
    #[schemars(extend("x-requis" = true, "x-exemple" = "Paul BERNARD"))]
    pub nom: String,
    /// Discipline ou fonction.
    #[schemars(extend("x-exemple" = "Professeur d’économie et gestion"))]
    pub fonction: String,
    /// Courriel.
    #[schemars(extend("x-exemple" = "p.bernard@lycee.example"))]
    pub courriel: String,
    /// Téléphone.
    #[schemars(extend("x-exemple" = "04 72 00 00 01"))]
    pub telephone: String,
}

/// Présentation des documents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Sortie {
    /// Nom des fichiers : texte où {nom}, {prenom}, {classe}, {organisme}, {cle}, {debut} et {document} sont remplacés.
    #[schemars(extend("x-exemple" = "{classe}-{nom}-{prenom}-{organisme}"))]
    pub nom_fichier: String,
    /// Ordre du document à imprimer.
    #[schemars(extend("x-exemple" = "classe"))]
    pub ordre: Option<Ordre>,
    /// Impression recto verso : chaque convention commence sur un recto (oui si rien n’est dit).
    #[schemars(extend("x-exemple" = true))]
    pub recto_verso: Option<bool>,
}

impl FormationSuivie {
    /// The diploma, told or by default.
    pub fn diplome(&self) -> &str {
        if self.diplome.is_empty() { crate::domain::candidat::DIPLOME } else { &self.diplome }
    }

    /// The holiday calendar, told or by default.
    pub fn calendrier(&self) -> &str {
        if self.calendrier.is_empty() { "metropole" } else { &self.calendrier }
    }

    /// Whether the examination is in this teaching year; `None` where its dates or its session are not told.
    pub fn is_last_year(&self) -> Option<bool> {
        let (session, debut, fin) = (self.session?, self.debut?, self.fin?);
        Some((i32::from(debut.year())..=i32::from(fin.year())).contains(&session))
    }

    /// The first day of this teaching year, and the last before the next one begins or this one's lessons end.
    pub fn year(&self) -> Option<(Date, Date)> {
        let debut = self.debut?;
        let next = debut.plus_months(12).plus_days(-1);
        Some((debut, self.fin.map_or(next, |fin| fin.max(next))))
    }

    /// The teaching year of a day, counted from this one (0): a new one begins each year on the day `debut`.
    pub fn teaching_year(&self, day: Date) -> i16 {
        let Some(debut) = self.debut else { return 0 };
        let before = (day.month(), day.day()) < (debut.month(), debut.day());
        day.year() - debut.year() - i16::from(before)
    }
}
