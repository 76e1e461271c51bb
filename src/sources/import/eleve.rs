//! One pupil as an export tells them, with the place it was read at.

use std::sync::{Arc, LazyLock};

use super::trouble::Elsewhere;
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

    /// The same place, as a fault of another row names it.
    pub fn elsewhere(&self) -> Elsewhere {
        Elsewhere { file: self.file.to_string(), sheet: self.sheet.as_deref().map(str::to_owned), row: self.row }
    }
}

/// A pupil. An empty text is what the export does not tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Eleve {
    pub origin: Origin,
    /// The key of the row, if a table of our own form has one.
    pub cle: String,
    /// Other columns of our own table of students.
    pub autres: Vec<(&'static str, String)>,
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
    /// « Prénom NOM » of the legal representatives, whatever the pupil's age.
    pub representants: [String; 2],
    /// Where their stages are, if the table tells it.
    pub accueils: Vec<Accueil>,
    /// Shared: most pupils of an export are of one school.
    pub ecole: Arc<Ecole>,
}

/// What a table tells of a pupil's stage: cells, by the columns of our own tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accueil {
    pub origin: Origin,
    pub organisme: Vec<(&'static str, String)>,
    pub stage: Vec<(&'static str, String)>,
}

impl Accueil {
    /// Nothing told yet.
    pub fn new(origin: Origin) -> Self {
        Accueil { origin, organisme: Vec::new(), stage: Vec::new() }
    }

    /// Whether both tell the same.
    pub fn is_same(&self, other: &Accueil) -> bool {
        self.organisme == other.organisme && self.stage == other.stage
    }

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

impl Adresse {
    fn parts(&self) -> [&str; 3] {
        [&self.voie, &self.code_postal, &self.ville]
    }

    /// Whether both can be one address: what both tell is the same.
    pub fn agrees(&self, other: &Adresse) -> bool {
        let same = |(a, b): (&str, &str)| a.is_empty() || b.is_empty() || normalise(a) == normalise(b);
        self.parts().into_iter().zip(other.parts()).all(same)
    }

    /// Takes what is not told yet of the same address: half of each of two would be nobody's.
    fn complete_from(&mut self, other: Adresse) {
        if !self.agrees(&other) {
            return;
        }
        let Adresse { voie, code_postal, ville } = other;
        for (mine, theirs) in [(&mut self.voie, voie), (&mut self.code_postal, code_postal), (&mut self.ville, ville)] {
            if mine.is_empty() {
                *mine = theirs;
            }
        }
    }
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
            cle: text(),
            autres: Vec::new(),
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
            representants: Default::default(),
            accueils: Vec::new(),
            ecole: NO_SCHOOL.clone(),
        }
    }

    /// What is told of another column of our own table; nothing where it is not.
    pub fn autre(&self, column: &str) -> &str {
        self.autres.iter().find(|(c, _)| *c == column).map_or("", |(_, v)| v.as_str())
    }

    /// Whether the class is the one where SIECLE puts those who are gone.
    pub fn is_inactive(&self) -> bool {
        ["inactif", "inactifs"].contains(&normalise(&self.classe).as_str())
    }

    /// Takes from `other` what is not told yet.
    pub fn complete_from(&mut self, mut other: Eleve) {
        other.accueils.retain(|a| !self.accueils.iter().any(|b| b.is_same(a)));
        self.accueils.append(&mut other.accueils);
        let Eleve { eleve_id, nom_famille, nom_usage, prenoms, ine, numero_candidat, classe, sortie, .. } = other;
        let Eleve { telephone, courriel, representants, cle, autres, .. } = other;
        for (column, value) in autres {
            if self.autres.iter().all(|(c, _)| *c != column) {
                self.autres.push((column, value));
            }
        }
        for (mine, theirs) in [
            (&mut self.cle, cle),
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
        ] {
            if mine.is_empty() {
                *mine = theirs;
            }
        }
        self.date_naissance = self.date_naissance.or(other.date_naissance);
        self.statut = self.statut.or(other.statut);
        self.sexe = self.sexe.or(other.sexe);
        self.adresse.complete_from(other.adresse);
        self.complete_representants(representants);
        self.complete_school(&other.ecole);
    }

    /// Takes the legal representatives of another record; a second one, where both tell the same person besides.
    fn complete_representants(&mut self, other: [String; 2]) {
        let is = |a: &String, b: &String| normalise(a) == normalise(b);
        if self.representants.iter().all(String::is_empty) {
            self.representants = other;
        } else if self.representants[1].is_empty() && other.iter().any(|o| is(o, &self.representants[0])) {
            let second = other.into_iter().find(|o| !is(o, &self.representants[0]));
            self.representants[1] = second.unwrap_or_default();
        }
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
