//! A school's promotion: its établissement, its students, the organismes that take them, and a row for each stage.

pub mod avenant;
pub mod calcul;
pub mod contrat;
pub mod cumul;
pub mod etudiant;
pub mod horaires;
pub mod index;
pub mod organisme;
pub mod partage;
pub mod signataires;
pub mod stage;
pub mod taux;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use avenant::{Avenant, Impossible, ObjetAvenant};
use calcul::Prevision;
pub use contrat::{Contrat, NatureContrat};
pub use cumul::Cumul;
pub use etudiant::Etudiant;
pub use index::Index;
pub use organisme::Organisme;
pub use partage::Partage;
pub use signataires::{Partie, Signataire};
pub use stage::Stage;
pub use taux::Taux;

use super::calendrier::Calendriers;
use super::choice::choice;
use super::{Date, Journees};

/// Name of the file that makes a folder a promotion's.
pub const FILE: &str = "promotion.toml";

choice! {
    /// In what order the merged document has the conventions.
    pub enum Ordre {
        Classe = "classe", "Par classe, puis par nom";
        Alphabetique = "alphabetique", "Par nom";
        Tableau = "tableau", "Comme dans le tableau";
    }
}

/// A promotion once read: the rows have the defaults of `promotion.toml` where they tell nothing themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Promotion {
    pub reglage: PromotionFile,
    pub etudiants: Vec<Etudiant>,
    pub organismes: Vec<Organisme>,
    pub stages: Vec<Stage>,
    pub avenants: Vec<Avenant>,
    pub contrats: Vec<Contrat>,
    /// Files that hold each table, where the places of faults are looked up.
    pub files: Files,
    /// The logo and the country sheets that the data name and that were accepted, by path.
    pub attachments: std::collections::BTreeMap<String, super::dossier::Attachment>,
    /// Ranks of the rows by key, made at the first look-up.
    pub index: Index,
}

/// The file of each table and of each block: `promotion.toml` where it stands there.
#[derive(Clone, Debug, PartialEq)]
pub struct Files {
    pub etudiants: String,
    pub organismes: String,
    pub stages: String,
    pub avenants: String,
    pub contrats: String,
    pub referents: String,
    pub periodes: String,
    pub etablissement: String,
    pub formation: String,
    pub defauts: String,
}

impl Default for Files {
    fn default() -> Self {
        Files::told(|_| None)
    }
}

impl Files {
    /// The files that `told` gives by the key of each table; `promotion.toml` for the others.
    pub fn told(mut told: impl FnMut(&str) -> Option<String>) -> Self {
        let mut file = |key| told(key).unwrap_or_else(|| FILE.to_owned());
        Files {
            etudiants: file("etudiant"),
            organismes: file("organisme"),
            stages: file("stage"),
            avenants: file("avenant"),
            contrats: file("contrat"),
            referents: file("referent"),
            periodes: file("periode_scolaire"),
            etablissement: file("etablissement"),
            formation: file("formation"),
            defauts: file("defauts"),
        }
    }

    /// The file where a data path is: that of its table.
    pub fn of(&self, path: &str) -> &str {
        match path.split(['[', '.']).next().unwrap_or_default() {
            "etudiant" => &self.etudiants,
            "organisme" => &self.organismes,
            "stage" => &self.stages,
            "avenant" => &self.avenants,
            "contrat" => &self.contrats,
            "referent" => &self.referents,
            "periode_scolaire" => &self.periodes,
            "etablissement" => &self.etablissement,
            "formation" => &self.formation,
            "defauts" => &self.defauts,
            _ => FILE,
        }
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

impl Promotion {
    /// The student of that key.
    pub fn etudiant(&self, cle: &str) -> Option<&Etudiant> {
        self.etudiants.get(self.rang_etudiant(cle)?)
    }

    /// The rank of that student.
    pub fn rang_etudiant(&self, cle: &str) -> Option<usize> {
        self.index().etudiant(cle)
    }

    /// The organisme of that key.
    pub fn organisme(&self, cle: &str) -> Option<&Organisme> {
        self.organismes.get(self.index().organisme(cle)?)
    }

    /// The teacher of that key.
    pub fn referent(&self, cle: &str) -> Option<&Referent> {
        self.reglage.referent.get(self.index().referent(cle)?)
    }

    /// The stage of that key, with its rank.
    pub fn stage(&self, cle: &str) -> Option<(usize, &Stage)> {
        let rank = self.index().stage(cle)?;
        Some((rank, self.stages.get(rank)?))
    }

    /// The stages of a student, with their rank.
    pub fn stages_of(&self, etudiant: &str) -> impl Iterator<Item = (usize, &Stage)> {
        self.index().stages_of(etudiant).iter().filter_map(|i| Some((*i, self.stages.get(*i)?)))
    }

    /// The stages in an organisme, with their rank.
    pub fn stages_in(&self, organisme: &str) -> impl Iterator<Item = (usize, &Stage)> {
        self.index().stages_in(organisme).iter().filter_map(|i| Some((*i, self.stages.get(*i)?)))
    }

    /// The avenants of a stage, in the order of their numbers.
    pub fn avenants_of(&self, stage: &Stage) -> Vec<&Avenant> {
        let mut all: Vec<_> =
            self.index().avenants_of(&stage.cle).iter().filter_map(|i| self.avenants.get(*i)).collect();
        all.sort_by_key(|a| a.numero);
        all
    }

    /// The avenants of the stage that came before `avenant`, by their numbers.
    pub fn avenants_before(&self, stage: &Stage, avenant: &Avenant) -> Vec<&Avenant> {
        self.avenants_of(stage).into_iter().filter(|a| a.numero < avenant.numero).collect()
    }

    /// A stage as its avenants leave it: its dates, its interruptions, the day of its end.
    pub fn en_vigueur<'a>(&self, stage: &'a Stage) -> std::borrow::Cow<'a, Stage> {
        match self.avenants_of(stage).as_slice() {
            [] => std::borrow::Cow::Borrowed(stage),
            avenants => std::borrow::Cow::Owned(self.changed(stage, avenants)),
        }
    }

    /// The stage once changed by avenants, in their order; those that cannot be change nothing.
    pub fn changed(&self, stage: &Stage, avenants: &[&Avenant]) -> Stage {
        let formation = &self.reglage.formation;
        let one = |stage: Stage, avenant: &&Avenant| match avenant.impossible(&stage, formation) {
            Some(_) => stage,
            None => avenant.apply(&stage),
        };
        avenants.iter().fold(stage.clone(), one)
    }

    /// The stage as the avenants before `avenant` left it.
    pub fn before(&self, stage: &Stage, avenant: &Avenant) -> Stage {
        self.changed(stage, &self.avenants_before(stage, avenant))
    }

    /// The avenants of a stage that cannot be: what they would change stays as it was.
    pub fn impossibles_of<'a>(&'a self, stage: &Stage) -> Vec<&'a Avenant> {
        let cannot = |a: &&Avenant| a.impossible(&self.before(stage, a), &self.reglage.formation).is_some();
        self.avenants_of(stage).into_iter().filter(cannot).collect()
    }

    /// The presence that a stage foresees, the holidays of each place on the days that are spent there.
    pub fn prevision(&self, stage: &Stage, calendriers: &Calendriers) -> Option<Prevision> {
        let (debut, fin) = (stage.debut?, stage.fin?);
        let of = |cle: Option<&str>| match cle {
            Some(cle) if !calendriers.has(cle) => None,
            cle => Some(cle.map(|cle| calcul::feries(calendriers, cle, debut, fin))),
        };
        let [first, second] = self.calendriers_de(stage, calendriers).map(of);
        calcul::prevision_avec(stage, [first?.as_ref(), second?.as_ref()])
    }

    /// The holiday calendars of the places where a stage is, in its organisme and in the second one.
    pub fn calendriers_de<'a>(&'a self, stage: &Stage, calendriers: &'a Calendriers) -> [Option<&'a str>; 2] {
        let first = self.calendrier_de(stage, calendriers);
        let ordinaire = self.reglage.formation.calendrier();
        let of = |o: &'a Organisme| calendriers.du_lieu(&o.pays, &o.code_postal, ordinaire);
        [first, self.second_organisme(stage).map_or(first, of)]
    }

    /// The organisme abroad of a stage: the second one where the first is in France.
    pub fn a_l_etranger(&self, stage: &Stage) -> Option<&Organisme> {
        let second = self.second_organisme(stage);
        [self.organisme(&stage.organisme), second].into_iter().flatten().find(|o| o.is_abroad())
    }

    /// The holiday calendar of the place where a stage is: that of its places where they all tell one postal area, else
    /// that of its organisme. `None` abroad, where none is known.
    pub fn calendrier_de<'a>(&'a self, stage: &Stage, calendriers: &'a Calendriers) -> Option<&'a str> {
        let ordinaire = self.reglage.formation.calendrier();
        let Some(organisme) = self.organisme(&stage.organisme) else { return Some(ordinaire) };
        let own = || calendriers.du_lieu(&organisme.pays, &organisme.code_postal, ordinaire);
        if organisme.is_abroad() {
            return own();
        }
        let place = |lieu: &String| calendriers.du_lieu("", code_postal_de(lieu)?, ordinaire);
        let places: Option<Vec<&str>> = stage.lieux.iter().map(place).collect();
        match places.as_deref() {
            Some([first, others @ ..]) if others.iter().all(|o| o == first) => Some(first),
            _ => own(),
        }
    }

    /// Whether a contrat of work or of apprenticeship names the student.
    pub fn has_contrat(&self, etudiant: &str) -> bool {
        self.index().has_contrat(etudiant)
    }

    fn index(&self) -> index::Ranks<'_> {
        self.index.of(self)
    }
}

/// The postal code of an address in one line: its last word of five digits that others follow.
fn code_postal_de(adresse: &str) -> Option<&str> {
    let words: Vec<&str> = adresse.split([' ', ',', '\u{a0}']).filter(|w| !w.is_empty()).collect();
    let (_, others) = words.split_last()?;
    others.iter().rev().copied().find(|w| w.len() == 5 && w.bytes().all(|b| b.is_ascii_digit()))
}

impl FormationSuivie {
    /// The diploma, told or by default.
    pub fn diplome(&self) -> &str {
        if self.diplome.is_empty() { super::candidat::DIPLOME } else { &self.diplome }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_one_line_has_its_postal_code() {
        for (adresse, code) in [
            ("Agence de Bron, 2 avenue Camille-Rousset, 69500 Bron", Some("69500")),
            ("12500 route de Metz, 57000 Metz", Some("57000")),
            ("Agence de Bron", None),
            ("dossier 12345", None),
            ("", None),
        ] {
            assert_eq!(code_postal_de(adresse), code, "{adresse}");
        }
    }

    /// The days of a stage are those of its place, not of the school.
    #[test]
    fn a_stage_has_the_calendar_of_its_place() {
        let calendriers: Calendriers =
            toml::from_str(include_str!("../../../templates/droit/jours-feries.toml")).unwrap();
        let organisme = |pays: &str, code: &str| Organisme {
            cle: "o".to_owned(),
            pays: pays.to_owned(),
            code_postal: code.to_owned(),
            ..Organisme::default()
        };
        let stage = |lieux: &[&str]| Stage {
            organisme: "o".to_owned(),
            lieux: lieux.iter().map(|l| (*l).to_owned()).collect(),
            ..Stage::default()
        };
        let of = |o: Organisme, s: &Stage| {
            let p = Promotion { organismes: vec![o], ..Promotion::default() };
            p.calendrier_de(s, &calendriers).map(str::to_owned)
        };
        let metz = "Agence de Metz, 2 rue Serpenoise, 57000 Metz";
        assert_eq!(of(organisme("", "69003"), &stage(&[])).as_deref(), Some("metropole"));
        assert_eq!(of(organisme("", "69003"), &stage(&[metz])).as_deref(), Some("alsace-moselle"));
        assert_eq!(
            of(organisme("", "69003"), &stage(&[metz, "1 place Foch, 69300 Caluire"])).as_deref(),
            Some("metropole")
        );
        assert_eq!(of(organisme("", "69003"), &stage(&[metz, "en télétravail"])).as_deref(), Some("metropole"));
        assert_eq!(of(organisme("Belgique", "1040"), &stage(&[])), None);
        assert_eq!(of(organisme("La Réunion", "97400"), &stage(&[])).as_deref(), Some("reunion"));
    }
}
