//! SIECLE's XML: pupils, their classes, their families, the school; streamed, a pupil at a time.

use std::io::Read;

use super::eleve::{Ecole, Eleve, Origin};
use super::famille::Liste;
use super::foyer::Foyer;
use super::trouble::{Illisible, Note, Remarque, Trouble};
use super::valeur::{clean, date, identifier, name as name_of, sexe, statut, telephone};
use super::{Apport, Kind, Sink};
use crate::domain::Date;
use crate::sources::rows::xml::{Attributes, Step, Xml};
use crate::sources::rows::{Epoch, ROWS};

/// The elements whose text is used, wherever they stand.
const USED: [&str; 45] = [
    "NOM",
    "NOM_DE_FAMILLE",
    "NOM_USAGE",
    "PRENOM",
    "PRENOM2",
    "PRENOM3",
    "CODE_STATUT",
    "CODE_SEXE",
    "DATE_SORTIE",
    "INE_RNIE",
    "ID_NATIONAL",
    "DATE_NAISS",
    "MEL",
    "MEL_1",
    "TELEPHONE",
    "TEL_PORTABLE",
    "TEL_PERSONNEL",
    "ADRESSE_ID",
    "PERSONNE_ID",
    "ELEVE_ID",
    "RESP_LEGAL",
    "NIVEAU_RESPONSABILITE",
    "CODE_STRUCTURE",
    "TYPE_STRUCTURE",
    "UAJ",
    "RNE",
    "UAI",
    "CODE_RNE",
    "CODE_UAI",
    "CODE_UAJ",
    "DENOM_PRINC",
    "DENOM_COMPL",
    "NOM_RESP",
    "QUAL_RESP",
    "LIGNE1_ADRESSE",
    "LIGNE2_ADRESSE",
    "LIGNE3_ADRESSE",
    "LIGNE4_ADRESSE",
    "CODE_POSTAL",
    "COMMUNE",
    "COMMUNE_ETRANGERE",
    "LIBELLE_POSTAL",
    "LIBELLE",
    "DATE_DEBUT_ELEVE",
    "DATE_FIN_ELEVE",
];

/// The most that is taken of one export, pupils, classes and families together: a large school has some ten thousand.
const GIVEN: usize = 4 * ROWS;

/// Reads a document whose root is one of SIECLE's.
///
/// # Errors
/// What keeps the rest of the file from being read; what was read before it has gone to `sink`.
pub fn read<R: Read>(xml: &mut Xml<R>, file: &Origin, sink: Sink<'_>) -> Result<Kind, (u64, Trouble)> {
    let mut reader = Reader {
        file,
        sink,
        path: Vec::new(),
        open: Open::default(),
        foyer: Foyer::default(),
        ecole: Ecole::default(),
        annee: (None, None),
        header: String::new(),
        given: 0,
    };
    let kind = reader.run(xml).map_err(|trouble| (xml.line(), trouble));
    reader.finish();
    kind
}

struct Reader<'a, 'b> {
    file: &'a Origin,
    sink: Sink<'b>,
    path: Vec<String>,
    open: Open,
    foyer: Foyer,
    ecole: Ecole,
    /// First and last day of the pupils' year.
    annee: (Option<Date>, Option<Date>),
    /// The UAI that every export bears in its header.
    header: String,
    /// How much was given.
    given: usize,
}

/// What is being told, until its element ends. Elements of these kinds do not stand in one another.
#[derive(Default)]
struct Open {
    eleve: Option<Eleve>,
    /// Its name cannot be read.
    nameless: bool,
    /// Whose classes are told (`STRUCTURES_ELEVE`).
    of: String,
    /// Code and kind of the structure that is told.
    structure: (String, String),
}

impl Reader<'_, '_> {
    fn run<R: Read>(&mut self, xml: &mut Xml<R>) -> Result<Kind, Trouble> {
        let (mut kind, mut text) = (None, String::new());
        while let Some(step) = xml.step()? {
            if self.given > GIVEN {
                return Err(Trouble::TooLarge);
            }
            match step {
                Step::Open(name, attributes) => {
                    if kind.is_none() {
                        let root = Kind::of_root(&name).ok_or(Trouble::NotRecognised)?;
                        if root == Kind::SiecleResponsables {
                            self.foyer.liste = Liste::Responsables;
                        }
                        kind = Some(root);
                    }
                    self.open(&name, &attributes, xml.line());
                    self.path.push(name);
                    text.clear();
                }
                Step::Text(part) => text.push_str(&part),
                Step::Close(name) => {
                    self.path.pop();
                    self.close(&name, &text, xml.line());
                    text.clear();
                }
            }
        }
        kind.ok_or(Trouble::NotRecognised)
    }

    fn open(&mut self, name: &str, attributes: &Attributes, line: u64) {
        let id = |name: &str| attributes.get(name).unwrap_or_default().to_owned();
        match name {
            "ELEVE" => {
                let mut eleve = Eleve::new(self.file.at(line));
                eleve.eleve_id = id("ELEVE_ID");
                self.open.eleve = Some(eleve);
            }
            "STRUCTURES_ELEVE" => self.open.of = id("ELEVE_ID"),
            _ => self.foyer.open(name, attributes),
        }
    }

    fn close(&mut self, name: &str, text: &str, line: u64) {
        let value = match clean(text) {
            Ok(value) => {
                if let Some(doubt) = value.doubt.filter(|_| USED.contains(&name)) {
                    self.tell(name, line, doubt);
                }
                value.text
            }
            Err(trouble) => {
                let is_name = ["NOM", "NOM_DE_FAMILLE"].contains(&name);
                self.open.nameless |= is_name && self.path.last().is_some_and(|p| p == "ELEVE");
                if USED.contains(&name) {
                    self.tell(name, line, trouble);
                }
                return;
            }
        };
        let parent = self.path.last().map(String::as_str).unwrap_or_default();
        match (parent, name) {
            (_, "ELEVE") => {
                // A pupil whose name was told as unreadable is not told again.
                let lost = std::mem::take(&mut self.open.nameless);
                if let Some(eleve) = self.open.eleve.take().filter(|e| !(lost && e.nom_famille.is_empty())) {
                    self.give(Apport::Eleve(eleve));
                }
            }
            ("ELEVE", _) => self.of_eleve(name, value, line),
            ("STRUCTURE", "CODE_STRUCTURE") => self.open.structure.0 = value,
            ("STRUCTURE", "TYPE_STRUCTURE") => self.open.structure.1 = value,
            (_, "STRUCTURE") => {
                let (classe, kind) = std::mem::take(&mut self.open.structure);
                if kind == "D" && !self.open.of.is_empty() {
                    self.give(Apport::Classe { eleve_id: self.open.of.clone(), classe });
                }
            }
            ("PARAMETRES", "UAJ") => self.header = value.to_uppercase(),
            ("UAJ", _) => self.of_ecole(name, value),
            ("ACADEMIE", "LIBELLE") => self.ecole.academie = value,
            ("ANNEE_SCOLAIRE", "DATE_DEBUT_ELEVE") => self.annee.0 = date(&value, Epoch::Of1900).ok(),
            ("ANNEE_SCOLAIRE", "DATE_FIN_ELEVE") => self.annee.1 = date(&value, Epoch::Of1900).ok(),
            _ => {
                if let Some(part) = self.foyer.close(parent, name, value) {
                    self.give(Apport::Lien(part));
                }
            }
        }
    }

    fn give(&mut self, apport: Apport) {
        self.given += 1;
        (self.sink)(apport);
    }

    fn tell(&mut self, element: &str, line: u64, trouble: Trouble) {
        self.give(Apport::Illisible(Illisible {
            origin: self.file.at(line),
            column: Some(element.to_owned()),
            trouble,
        }));
    }

    fn of_eleve(&mut self, name: &str, value: String, line: u64) {
        let Some(eleve) = &mut self.open.eleve else { return };
        if value.is_empty() {
            return;
        }
        match name {
            "NOM" | "NOM_DE_FAMILLE" | "NOM_USAGE" | "PRENOM" | "PRENOM2" | "PRENOM3" => match name_of(&value) {
                Ok(value) => match name {
                    "NOM_USAGE" => eleve.nom_usage = value,
                    "PRENOM" => eleve.prenoms = value,
                    "PRENOM2" | "PRENOM3" => eleve.prenoms = format!("{} {value}", eleve.prenoms),
                    _ => eleve.nom_famille = value,
                },
                Err(trouble) => {
                    self.open.nameless |= ["NOM", "NOM_DE_FAMILLE"].contains(&name);
                    self.tell(name, line, trouble);
                }
            },
            "CODE_STATUT" => {
                eleve.statut = statut(&value);
                if eleve.statut.is_none() {
                    let (found, expected) = (format!("« {value} »"), "un statut connu".to_owned());
                    self.tell(name, line, Trouble::Unexpected { found, expected });
                }
            }
            "CODE_SEXE" => eleve.sexe = sexe(&value),
            "DATE_SORTIE" => eleve.sortie = value,
            "ADRESSE_ID" => eleve.adresse_id = value,
            "MEL" => eleve.courriel = value,
            "TEL_PERSONNEL" if !eleve.telephone.is_empty() => {}
            "TEL_PORTABLE" | "TEL_PERSONNEL" => match telephone(&value) {
                Ok((value, completed)) => {
                    eleve.telephone = value;
                    if completed {
                        let (origin, column) = (self.file.at(line), Some(name.to_owned()));
                        (self.sink)(Apport::Remarque(Remarque { origin, column, note: Note::Completed }));
                    }
                }
                Err(trouble) => self.tell(name, line, trouble),
            },
            // The RNIE's number is the later one.
            "INE_RNIE" | "ID_NATIONAL" => match identifier(&value, 11) {
                Ok(ine) if name == "INE_RNIE" || eleve.ine.is_empty() => eleve.ine = ine,
                Ok(_) => {}
                Err(trouble) => self.tell(name, line, trouble),
            },
            "DATE_NAISS" => match date(&value, Epoch::Of1900) {
                Ok(date) => eleve.date_naissance = Some(date),
                Err(trouble) => self.tell(name, line, trouble),
            },
            _ => {}
        }
    }

    fn of_ecole(&mut self, name: &str, value: String) {
        if value.is_empty() {
            return;
        }
        let ecole = &mut self.ecole;
        match name {
            "RNE" | "UAI" | "CODE_RNE" | "CODE_UAI" | "CODE_UAJ" => ecole.uai = value.to_uppercase(),
            "DENOM_PRINC" => ecole.nom = value,
            "DENOM_COMPL" if ecole.nom.is_empty() => ecole.nom = value,
            "DENOM_COMPL" => ecole.nom = format!("{} {value}", ecole.nom),
            "ADRESSE" | "LIGNE1_ADRESSE" => ecole.adresse = value,
            "CODE_POSTAL" => ecole.code_postal = value,
            "COMMUNE" | "LIBELLE_POSTAL" => ecole.ville = value,
            "TELEPHONE" => ecole.telephone = value,
            "MEL_1" => ecole.courriel = value,
            "NOM_RESP" => ecole.chef = value,
            "QUAL_RESP" => ecole.chef_qualite = value,
            _ => {}
        }
    }

    /// The school is told last: its number may stand in the header only.
    fn finish(mut self) {
        if self.ecole.uai.is_empty() {
            self.ecole.uai = self.header;
        }
        self.ecole.annee = self.annee.0.zip(self.annee.1).filter(|(first, last)| first < last);
        if self.ecole != Ecole::default() {
            (self.sink)(Apport::Ecole(self.ecole));
        }
    }
}
