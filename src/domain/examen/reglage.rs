//! `examen.toml`: which épreuve, for whom, in what form, with what material.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::choice::choice;
use crate::domain::referentiel::Referentiel;
use crate::domain::referentiel::{Colonne, EtendueCcf, NatureEtablissement, NatureForme, Public};
use crate::domain::{Date, Statut, candidat};

choice! {
    /// What a calculator may be (circulaire 2015-178).
    pub enum Calculatrice {
        Interdite = "interdite", "L’usage de la calculatrice est interdit";
        ModeExamen = "mode-examen", "L’usage de la calculatrice avec mode examen actif, ou sans mémoire de type « collège », est autorisé";
        SansMemoire = "sans-memoire", "L’usage de la calculatrice sans mémoire, de type « collège », est autorisé";
    }
}

/// Fichier `examen.toml` : une épreuve, pour qui, sous quelle forme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ExamenFile {
    /// L’épreuve.
    #[schemars(extend("x-requis" = true))]
    pub epreuve: Epreuve,
    /// Ce que le candidat peut utiliser.
    pub materiel: Materiel,
    /// Le barème.
    pub bareme: Bareme,
    /// Comment une note proposée est arrondie.
    pub notation: Notation,
    /// Le centre d’examen.
    pub centre: Centre,
    /// La commission ou le jury, pour le procès-verbal.
    pub commission: Commission,
    /// En CCF, toutes les situations d’évaluation de l’épreuve, celle-ci comprise.
    pub situation: Vec<Situation>,
}

/// L’épreuve que le sujet évalue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Epreuve {
    /// Nom du diplôme, s’il n’est pas `bts-assurance`.
    #[schemars(extend("x-exemple" = "bts-assurance"))]
    pub diplome: String,
    /// Session de l’examen.
    #[schemars(extend("x-requis" = true, "x-exemple" = 2026), range(min = 1000, max = 9999))]
    pub session: Option<i32>,
    /// Code de l’épreuve : E1, E2, E31, E32, E41, E42, E5 ou EF1.
    #[schemars(extend("x-requis" = true, "x-exemple" = "E31"))]
    pub code: String,
    /// Code du sujet, comme il est imprimé au pied de chaque page.
    #[schemars(extend("x-requis" = true, "x-exemple" = "26ASCPSC"))]
    pub code_sujet: String,
    /// Statut des candidats.
    #[schemars(extend("x-requis" = true, "x-exemple" = "scolaire"))]
    pub statut: Option<Statut>,
    /// Établissement des candidats.
    #[schemars(extend("x-exemple" = "public"))]
    pub etablissement: Option<NatureEtablissement>,
    /// L’établissement est-il habilité à pratiquer le contrôle en cours de formation ?
    #[schemars(extend("x-exemple" = true))]
    pub habilite: Option<bool>,
    /// Formation continue : étendue du contrôle en cours de formation.
    #[schemars(extend("x-exemple" = "integral"))]
    pub ccf: Option<EtendueCcf>,
    /// Épreuve ponctuelle, ou contrôle en cours de formation.
    #[schemars(extend("x-requis" = true, "x-exemple" = "ponctuelle"))]
    pub forme: Option<NatureForme>,
    /// Numéro de la partie ou de la situation que ce sujet évalue (1 si rien n’est dit).
    #[schemars(extend("x-exemple" = 1), range(min = 1, max = 9))]
    pub partie: Option<i32>,
    /// Durée annoncée, en minutes ; celle du règlement d’examen si rien n’est dit.
    #[schemars(extend("x-exemple" = 240), range(min = 1, max = 1000))]
    pub duree_minutes: Option<u32>,
    /// Coefficient annoncé ; celui du règlement d’examen si rien n’est dit.
    #[schemars(extend("x-exemple" = 4), range(min = 0, max = 100))]
    pub coefficient: Option<u32>,
    /// Langue de l’épreuve de langue vivante.
    #[schemars(extend("x-exemple" = "anglais"))]
    pub langue: String,
    /// Épreuve facultative : langue que le candidat présente à l’épreuve obligatoire.
    #[schemars(extend("x-exemple" = "espagnol"))]
    pub langue_obligatoire: String,
    /// Niveau attendu du cadre européen commun de référence pour les langues.
    #[schemars(extend("x-exemple" = "B2"))]
    pub niveau: String,
    /// Culture générale : thème du programme que les documents illustrent.
    #[schemars(extend("x-exemple" = "Invitation au voyage…"))]
    pub theme: String,
    /// Jour de l’épreuve.
    #[schemars(extend("x-exemple" = "2026-05-12"))]
    pub date: Option<Date>,
    /// Heure de début.
    #[schemars(extend("x-exemple" = "14 h"))]
    pub heure: String,
    /// En CCF, année de formation pendant laquelle la situation a lieu.
    #[schemars(extend("x-exemple" = 2), range(min = 1, max = 3))]
    pub annee: Option<u32>,
    /// Variantes du sujet : nombre dont le tirage dépend, quand `variantes.csv` ne nomme pas les siennes.
    #[schemars(extend("x-exemple" = 2026), range(min = 0, max = 999_999_999))]
    pub graine: Option<u32>,
    /// Les personnes, adresses et numéros du sujet sont-ils fictifs ?
    #[schemars(extend("x-exemple" = true))]
    pub personnes_fictives: bool,
}

/// Ce que le candidat peut utiliser, et ce qu’il rend.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Materiel {
    /// Calculatrice.
    #[schemars(extend("x-exemple" = "mode-examen"))]
    pub calculatrice: Option<Calculatrice>,
    /// Ce qui est autorisé, la calculatrice mise à part.
    #[schemars(extend("x-exemple" = ["dictionnaire bilingue"]))]
    pub autorise: Vec<String>,
}

/// Le barème.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Bareme {
    /// Total des points ; 20 si rien n’est dit.
    #[schemars(extend("x-exemple" = 80), range(min = 1, max = 1000))]
    pub total: Option<u32>,
    /// Un total autre que 20 est ramené à une note sur 20 : comment, en une phrase.
    #[schemars(extend("x-exemple" = "Le total est divisé par 4."))]
    pub ramene_a_20: String,
}

choice! {
    /// How a mark is rounded to its step.
    pub enum Arrondi {
        Superieur = "superieur", "au pas supérieur";
        Inferieur = "inferieur", "au pas inférieur";
        Proche = "proche", "au pas le plus proche";
    }
}

/// Comment une note proposée est arrondie : le texte ne le dit pas, le centre le décide.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Notation {
    /// Pas des notes.
    #[schemars(extend("x-exemple" = "0,5"))]
    pub pas: String,
    /// Sens de l’arrondi ; au pas le plus proche si rien n’est dit.
    #[schemars(extend("x-exemple" = "superieur"))]
    pub arrondi: Option<Arrondi>,
    /// Points que vaut chacun des quatre niveaux d’un critère, du plus bas au plus haut. Sans eux, une grille ne donne pas
    /// de note.
    #[schemars(extend("x-exemple" = [0, 1, 2, 3]))]
    pub points_par_niveau: Vec<u32>,
}

/// Le centre d’examen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Centre {
    /// Nom.
    #[schemars(extend("x-exemple" = "Lycée Jean-Perrin"))]
    pub nom: String,
    /// Adresse, ligne à ligne.
    #[schemars(extend("x-exemple" = ["12 rue des Lilas", "69003 Lyon"]))]
    pub adresse: Vec<String>,
    /// À lire sur la convocation, une phrase par ligne.
    #[schemars(extend("x-exemple" = ["Présentez-vous trente minutes avant le début, avec une pièce d’identité."]))]
    pub consignes: Vec<String>,
    /// En CCF, jour limite fixé par les autorités académiques pour proposer les notes au jury.
    #[schemars(extend("x-exemple" = "2026-05-29"))]
    pub date_limite_notes: Option<Date>,
}

/// La commission ou le jury.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Commission {
    /// Président ou présidente.
    #[schemars(extend("x-exemple" = "Françoise DELMAS, inspectrice d’académie"))]
    pub president: String,
    /// Membres, avec leur qualité.
    #[schemars(extend("x-exemple" = ["Claire AUBRY, enseignante en DA1"]))]
    pub membres: Vec<String>,
}

/// Une situation d’évaluation du contrôle en cours de formation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Situation {
    /// Numéro.
    #[schemars(extend("x-requis" = true, "x-exemple" = 1), range(min = 1, max = 9))]
    pub numero: Option<i32>,
    /// Poids dans la note de l’épreuve (le même pour toutes si rien n’est dit).
    #[schemars(extend("x-exemple" = 1), range(min = 1, max = 100))]
    pub poids: Option<u32>,
    /// Total des points ; 20 si rien n’est dit.
    #[schemars(extend("x-exemple" = 20), range(min = 1, max = 1000))]
    pub sur: Option<u32>,
    /// Durée en minutes.
    #[schemars(extend("x-exemple" = 120), range(min = 1, max = 1000))]
    pub duree_minutes: Option<u32>,
    /// Jour.
    #[schemars(extend("x-exemple" = "2026-01-20"))]
    pub date: Option<Date>,
}

impl Epreuve {
    /// The pack of its diploma.
    pub fn diplome(&self) -> &str {
        let told = self.diplome.trim();
        if told.is_empty() { candidat::DIPLOME } else { told }
    }

    /// The columns of the règlement that these candidates may belong to: none, one, or several where what tells them
    /// apart is not said.
    pub fn colonnes<'r>(&self, referentiel: &'r Referentiel) -> Vec<&'r Colonne> {
        referentiel.colonnes.iter().filter(|c| c.publics.iter().any(|p| self.may_be(p))).collect()
    }

    /// Whether nothing that is told says otherwise.
    fn may_be(&self, public: &Public) -> bool {
        let kinds = &public.etablissements;
        self.statut.is_some_and(|told| public.statuts.contains(&told))
            && (kinds.is_empty() || self.etablissement.is_none_or(|told| kinds.contains(&told)))
            && may_be_equal(public.habilite, self.habilite)
            && may_be_equal(public.ccf, self.ccf)
    }
}

fn may_be_equal<T: Copy + PartialEq>(wanted: Option<T>, told: Option<T>) -> bool {
    wanted.is_none() || told.is_none() || wanted == told
}
