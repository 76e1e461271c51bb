//! One pupil as an export tells them, with the place it was read at.

use std::sync::{Arc, LazyLock};

use super::trouble::Trouble;
use crate::domain::Date;
use crate::domain::candidat::Statut;
use crate::domain::identifiers::normalise;
use crate::domain::promotion::etudiant::Sexe;

/// Longest value, in characters.
const VALUE_LIMIT: usize = 500;

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
    /// Shared: most pupils of an export are of one school.
    pub ecole: Arc<Ecole>,
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
            ecole: NO_SCHOOL.clone(),
        }
    }

    /// Whether the class is the one where SIECLE puts those who are gone.
    pub fn is_inactive(&self) -> bool {
        ["inactif", "inactifs"].contains(&normalise(&self.classe).as_str())
    }

    /// Takes from `other` what is not told yet.
    pub fn complete_from(&mut self, other: Eleve) {
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

/// A value on one line, without what no one typed: control characters, doubled and odd spaces.
pub fn clean(text: &str) -> Result<String, Trouble> {
    let typed: String = text.chars().filter(|c| c.is_whitespace() || !(c.is_control() || *c == '\u{feff}')).collect();
    let out = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if out.chars().count() > VALUE_LIMIT { Err(Trouble::TooLong) } else { Ok(out) }
}

/// A birthday: `14/03/2005`, `2005-03-14`, `14.3.2005`, an hour after it, or the number of a spreadsheet.
pub fn date(text: &str) -> Result<Date, Trouble> {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    if let Some(date) = Date::parse(day).or_else(|| Date::parse(&day.replace(['.', '-'], "/"))) {
        return Ok(date);
    }
    let digits = day.len() <= 5 && !day.is_empty() && day.bytes().all(|b| b.is_ascii_digit());
    match day.parse::<i32>() {
        Ok(serial) if digits => from_serial(serial).ok_or_else(|| Trouble::NotADate(text.to_owned())),
        _ if Date::looks_like(&day.replace('.', "/")) => Err(Trouble::ImpossibleDate(text.to_owned())),
        _ => Err(Trouble::NotADate(text.to_owned())),
    }
}

/// The day of a spreadsheet's number; those of no living person are none.
fn from_serial(serial: i32) -> Option<Date> {
    const FIRST: i32 = 3_654; // 1910
    const LAST: i32 = 73_051; // 2100
    (FIRST..LAST).contains(&serial).then(|| Date::new(1899, 12, 30))?.map(|d| d.plus_days(serial))
}

/// A number of candidate or an INE as text, unless a spreadsheet took it for a quantity and cut it to fewer than
/// `digits` digits.
pub fn identifier(text: &str, digits: usize) -> Result<String, Trouble> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    let numeric = bare.bytes().all(|b| b.is_ascii_digit());
    let rounded = bare.contains("E+") && bare.contains([',', '.']);
    if !bare.is_empty() && (numeric && bare.len() < digits || rounded) {
        return Err(Trouble::CutNumber(text.to_owned()));
    }
    Ok(bare)
}

/// A telephone number as it is written, with the zero that a spreadsheet took for nothing.
pub fn telephone(text: &str) -> Result<String, Trouble> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    // Nine digits are the ten of a French number without their zero: no other reading is one.
    Ok(if digits && text.len() == 9 { format!("0{text}") } else { text.to_owned() })
}

/// The status that an export tells: SIECLE's codes, Cyclades' categories, our own keys.
pub fn statut(text: &str) -> Option<Statut> {
    let normal = normalise(text);
    match normal.as_str() {
        "st" | "scolaire" => Some(Statut::Scolaire),
        "ap" => Some(Statut::Apprentissage),
        s if s.starts_with("apprenti") => Some(Statut::Apprentissage),
        s => Statut::ALL.iter().find(|statut| normalise(statut.key()) == s).copied(),
    }
}

/// The sex that an export tells: SIECLE's codes, letters, words.
pub fn sexe(text: &str) -> Option<Sexe> {
    match normalise(text).as_str() {
        "2" | "f" | "feminin" | "femme" | "fille" | "mme" => Some(Sexe::Feminin),
        "1" | "m" | "h" | "masculin" | "homme" | "garcon" => Some(Sexe::Masculin),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn birthdays() {
        let day = Date::new(2005, 3, 14);
        for text in ["14/03/2005", "2005-03-14", "14.3.2005", "14-03-2005", "2005-03-14T00:00:00", "38425"] {
            assert_eq!(date(text).ok(), day, "{text}");
        }
        assert_eq!(date("31/02/2005"), Err(Trouble::ImpossibleDate("31/02/2005".into())));
        for text in ["14/03/05", "mars", "1", "99999", "-1", "+5"] {
            assert!(date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn sexes() {
        let told = ["2", "F", "Féminin", "Fille"].map(sexe);
        assert_eq!(told, [Some(Sexe::Feminin); 4]);
        assert_eq!(["1", "M", "Garçon", "h"].map(sexe), [Some(Sexe::Masculin); 4]);
        assert_eq!(["", "3", "X"].map(sexe), [None; 3]);
    }

    #[test]
    fn numbers_that_were_cut() {
        assert_eq!(identifier("0212 345 678", 10).unwrap(), "0212345678");
        assert!(identifier("212345678", 10).is_err() && identifier("2,12346E+09", 10).is_err());
        assert_eq!(identifier("1234567890v", 11).unwrap(), "1234567890V");
        assert_eq!(identifier("", 10).unwrap(), "");
    }
}
