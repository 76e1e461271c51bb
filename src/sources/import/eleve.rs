//! One pupil as an export tells them, with the place it was read at.

use std::sync::{Arc, LazyLock};

use crate::domain::Date;
use crate::domain::candidat::Statut;
use crate::domain::identifiers::normalise;
use crate::domain::promotion::etudiant::Sexe;

/// Where something was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file as it was named; a file within a zip after the zip's name.
    pub file: Arc<str>,
    pub sheet: Option<Arc<str>>,
    /// Line or row, from 1; 0 for the file as a whole.
    pub row: u64,
}

impl Origin {
    /// The whole of a file.
    pub fn file(name: &str) -> Self {
        Origin { file: name.into(), sheet: None, row: 0 }
    }

    pub fn at(&self, row: u64) -> Self {
        Origin { row, ..self.clone() }
    }
}

/// A pupil. An empty text is what the export does not tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Eleve {
    pub origin: Origin,
    /// SIECLE's number, by which its files refer to each other.
    pub eleve_id: String,
    pub nom_famille: String,
    pub nom_usage: String,
    pub prenoms: String,
    pub sexe: Option<Sexe>,
    pub date_naissance: Option<Date>,
    pub ine: String,
    pub numero_candidat: String,
    pub classe: String,
    pub statut: Option<Statut>,
    /// The day of leaving, as it is written.
    pub sortie: String,
    pub adresse: Adresse,
    /// SIECLE's number of the address, which stands elsewhere in its file.
    pub adresse_id: String,
    pub telephone: String,
    pub courriel: String,
    /// « Prénom NOM », whatever the pupil's age.
    pub representant_legal: String,
    /// Where their stages are, if the table tells it.
    pub accueils: Vec<Accueil>,
    /// Shared: most pupils of an export are of one school.
    pub ecole: Arc<Ecole>,
}

/// What a table tells of a pupil's stage: cells, by the columns of our own tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accueil {
    pub organisme: Vec<(&'static str, String)>,
    pub stage: Vec<(&'static str, String)>,
}

impl Accueil {
    /// Whether it tells nothing.
    pub fn is_empty(&self) -> bool {
        self.organisme.is_empty() && self.stage.is_empty()
    }
}

/// Where someone lives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adresse {
    /// The lines above the town, on one line.
    pub voie: String,
    pub code_postal: String,
    pub ville: String,
}

/// A school.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ecole {
    pub nom: String,
    pub uai: String,
    pub adresse: String,
    pub code_postal: String,
    pub ville: String,
    pub academie: String,
    pub telephone: String,
    pub courriel: String,
    /// Who heads it, and as what.
    pub chef: String,
    pub chef_qualite: String,
    /// First and last day of the pupils' year.
    pub annee: Option<(Date, Date)>,
}

/// A school of which nothing is told.
static NO_SCHOOL: LazyLock<Arc<Ecole>> = LazyLock::new(Arc::default);

impl Eleve {
    pub fn new(origin: Origin) -> Self {
        let text = String::new;
        Eleve {
            origin,
            eleve_id: text(),
            nom_famille: text(),
            nom_usage: text(),
            prenoms: text(),
            sexe: None,
            date_naissance: None,
            ine: text(),
            numero_candidat: text(),
            classe: text(),
            statut: None,
            sortie: text(),
            adresse: Adresse::default(),
            adresse_id: text(),
            telephone: text(),
            courriel: text(),
            representant_legal: text(),
            accueils: Vec::new(),
            ecole: NO_SCHOOL.clone(),
        }
    }

    /// Whether the class is the one where SIECLE puts those who are gone.
    pub fn is_inactive(&self) -> bool {
        ["inactif", "inactifs"].contains(&normalise(&self.classe).as_str())
    }

    /// Takes from `other` what is not told yet.
    pub fn complete_from(&mut self, mut other: Eleve) {
        other.accueils.retain(|a| !self.accueils.contains(a));
        self.accueils.append(&mut other.accueils);
        let Eleve { eleve_id, nom_famille, nom_usage, prenoms, ine, numero_candidat, classe, sortie, .. } = other;
        let Eleve { telephone, courriel, representant_legal, .. } = other;
        for (mine, theirs) in [
            (&mut self.eleve_id, eleve_id),
            (&mut self.nom_famille, nom_famille),
            (&mut self.nom_usage, nom_usage),
            (&mut self.prenoms, prenoms),
            (&mut self.ine, ine),
            (&mut self.numero_candidat, numero_candidat),
            (&mut self.classe, classe),
            (&mut self.sortie, sortie),
            (&mut self.telephone, telephone),
            (&mut self.courriel, courriel),
            (&mut self.representant_legal, representant_legal),
        ] {
            if mine.is_empty() {
                *mine = theirs;
            }
        }
        self.date_naissance = self.date_naissance.or(other.date_naissance);
        self.statut = self.statut.or(other.statut);
        self.sexe = self.sexe.or(other.sexe);
        // An address is one thing: half of each would be nobody's.
        if self.adresse == Adresse::default() {
            self.adresse = other.adresse;
        }
        self.complete_school(&other.ecole);
    }

    /// Takes from a school what is not told yet of the pupil's.
    pub fn complete_school(&mut self, other: &Arc<Ecole>) {
        if *self.ecole == Ecole::default() {
            self.ecole = other.clone();
        } else if self.ecole != *other {
            Arc::make_mut(&mut self.ecole).complete_from(other);
        }
    }
}

impl Ecole {
    /// Takes from `other` what is not told yet.
    pub fn complete_from(&mut self, other: &Ecole) {
        for (mine, theirs) in [
            (&mut self.nom, &other.nom),
            (&mut self.uai, &other.uai),
            (&mut self.adresse, &other.adresse),
            (&mut self.code_postal, &other.code_postal),
            (&mut self.ville, &other.ville),
            (&mut self.academie, &other.academie),
            (&mut self.telephone, &other.telephone),
            (&mut self.courriel, &other.courriel),
            (&mut self.chef, &other.chef),
            (&mut self.chef_qualite, &other.chef_qualite),
        ] {
            if mine.is_empty() {
                mine.clone_from(theirs);
            }
        }
        self.annee = self.annee.or(other.annee);
    }
}
