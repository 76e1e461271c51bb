//! Tables, wherever their cells come from: the row of headings is found, then each row is a pupil.

use super::eleve::{Ecole, Eleve, Origin, clean, date, identifier, sexe, statut, telephone};
use super::trouble::{Illisible, Trouble};
use super::{Apport, Sink};
use crate::domain::identifiers::normalise;
use crate::sources::rows::text::bare;

/// Rows among which the headings are looked for: exports begin with a preamble.
const PREAMBLE: usize = 40;
/// Fewest digits of a candidate's number.
const NUMERO: usize = 10;
/// Characters of an INE.
const INE: usize = 11;

/// Digits of a postal code.
const CODE_POSTAL: usize = 5;

/// What a column tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// « Nom » alone: the family name, or the name in use beside a column of family names.
    Nom,
    NomFamille,
    NomUsage,
    /// The first name that stands in this place, from 1; 1 may hold all of them.
    Prenom(u8),
    Naissance,
    Numero,
    Ine,
    EleveId,
    Classe,
    Statut,
    Sortie,
    Sexe,
    Adresse,
    CodePostal,
    Ville,
    Telephone,
    Courriel,
    Representant,
    Uai,
    Ecole,
    Academie,
}

impl Field {
    /// The field of a heading, whatever its case, accents and punctuation.
    fn of(heading: &str) -> Option<Self> {
        let normal = normalise(&heading.replace(['º', '№'], "°").replace('_', " "));
        Some(match normal.as_str() {
            "nom" | "nom eleve" | "nom de l eleve" | "nom candidat" | "nom du candidat" | "nom etudiant" => Field::Nom,
            "nom de famille" | "nom famille" | "nom de naissance" | "nom naissance" | "nom patronymique" => {
                Field::NomFamille
            }
            "nom d usage" | "nom usage" | "nom usuel" | "nom marital" => Field::NomUsage,
            "prenom"
            | "prenoms"
            | "prenom s"
            | "prenom 1"
            | "prenom1"
            | "prenom eleve"
            | "prenom de l eleve"
            | "prenom du candidat"
            | "prenoms du candidat"
            | "prenom candidat" => Field::Prenom(1),
            "prenom 2" | "prenom2" | "deuxieme prenom" | "2e prenom" => Field::Prenom(2),
            "prenom 3" | "prenom3" | "troisieme prenom" | "3e prenom" => Field::Prenom(3),
            "date de naissance" | "date naissance" | "date naiss" | "date de naiss" | "ne le" | "nee le"
            | "ne e le" | "naissance" | "ddn" => Field::Naissance,
            "n candidat" | "no candidat" | "num candidat" | "numero candidat" | "numero de candidat"
            | "n de candidat" | "n du candidat" => Field::Numero,
            "ine"
            | "n ine"
            | "no ine"
            | "numero ine"
            | "ine rnie"
            | "id national"
            | "identifiant national"
            | "identifiant national eleve" => Field::Ine,
            "eleve id" | "id eleve" => Field::EleveId,
            "classe" | "division" | "division de classe" | "code classe" | "code division" | "libelle classe"
            | "code structure" => Field::Classe,
            "statut" | "code statut" | "categorie candidat" | "categorie de candidat" => Field::Statut,
            "date de sortie" | "date sortie" => Field::Sortie,
            "sexe" | "genre" | "code sexe" => Field::Sexe,
            "adresse" | "adresse eleve" | "adresse de l eleve" | "rue" | "voie" => Field::Adresse,
            "code postal" | "cp" | "code postal eleve" => Field::CodePostal,
            "ville" | "commune" | "ville eleve" | "commune eleve" => Field::Ville,
            "telephone" | "tel" | "portable" | "telephone portable" | "tel portable" | "telephone eleve" => {
                Field::Telephone
            }
            "courriel"
            | "mel"
            | "mail"
            | "email"
            | "e mail"
            | "adresse mail"
            | "adresse electronique"
            | "courriel eleve" => Field::Courriel,
            "representant legal" | "responsable legal" | "responsable legal 1" | "representant legal 1" => {
                Field::Representant
            }
            "uai" | "code uai" | "rne" | "code rne" | "n uai" | "uai etablissement" => Field::Uai,
            "etablissement" | "nom etablissement" | "nom de l etablissement" | "libelle etablissement" => Field::Ecole,
            "academie" => Field::Academie,
            _ => return None,
        })
    }
}

/// The headings of a table.
#[derive(Debug)]
struct Headings {
    fields: Vec<Option<Field>>,
    names: Vec<String>,
}

impl Headings {
    /// The headings that `cells` are: a name, and something that tells one person from another.
    fn of(cells: &[String]) -> Option<Self> {
        let fields: Vec<_> = cells.iter().map(|c| Field::of(c)).collect();
        let has = |f: Field| fields.contains(&Some(f));
        let named = has(Field::Nom) || has(Field::NomFamille);
        let person = has(Field::Prenom(1)) || has(Field::Naissance) || has(Field::Numero) || has(Field::Ine);
        (named && person).then(|| Headings { fields, names: cells.to_vec() })
    }

    fn columns(&self, field: Field) -> impl Iterator<Item = usize> {
        let is = move |(i, f): (usize, &Option<Field>)| (*f == Some(field)).then_some(i);
        self.fields.iter().enumerate().filter_map(is)
    }
}

/// How many columns of the first row of headings are known; none without such a row.
pub fn known_columns(rows: impl Iterator<Item = Vec<String>>) -> usize {
    let headings = rows.take(PREAMBLE).find_map(|cells| Headings::of(&cells));
    headings.map_or(0, |h| h.fields.iter().flatten().count())
}

/// A table that is being read.
pub struct Table {
    origin: Origin,
    headings: Option<Headings>,
    looked_at: usize,
}

impl Table {
    pub fn new(origin: Origin) -> Self {
        Table { origin, headings: None, looked_at: 0 }
    }

    /// Whether the headings were found; what is not told of them was not understood.
    pub fn finish(self, sink: &mut Sink<'_>) -> bool {
        let Some(headings) = self.headings else { return false };
        let ignored = headings.names.iter().zip(&headings.fields).filter(|(n, f)| f.is_none() && !n.is_empty());
        let ignored: Vec<_> = ignored.map(|(n, _)| n.clone()).collect();
        sink(Apport::Ignored(ignored));
        true
    }

    /// Whether there is no use in going on.
    pub fn is_hopeless(&self) -> bool {
        self.headings.is_none() && self.looked_at >= PREAMBLE
    }

    /// Takes the next row, which is the `number`th of its file.
    pub fn row(&mut self, number: u64, cells: &[String], sink: &mut Sink<'_>) {
        match &self.headings {
            None => {
                self.looked_at += 1;
                let cells: Vec<_> = cells.iter().map(|c| clean(&bare(c)).unwrap_or_default()).collect();
                self.headings = Headings::of(&cells);
            }
            Some(headings) => {
                let row = Row { headings, cells, origin: self.origin.at(number) };
                if !row.is_blank() && !row.repeats_headings() {
                    row.read(sink);
                }
            }
        }
    }
}

struct Row<'r> {
    headings: &'r Headings,
    cells: &'r [String],
    origin: Origin,
}

impl Row<'_> {
    fn is_blank(&self) -> bool {
        self.cells.iter().all(|c| bare(c).is_empty())
    }

    fn repeats_headings(&self) -> bool {
        let same = |(c, n): (&String, &String)| bare(c) == *n;
        self.cells.len() == self.headings.names.len() && self.cells.iter().zip(&self.headings.names).all(same)
    }

    /// The first value that the columns of a field hold, with its column.
    fn get(&self, field: Field) -> Option<(usize, String)> {
        let value = |i: usize| Some((i, bare(self.cells.get(i)?))).filter(|(_, v)| !v.is_empty());
        self.headings.columns(field).find_map(value)
    }

    fn read(&self, sink: &mut Sink<'_>) {
        let mut troubles = Vec::new();
        let mut eleve = Eleve::new(self.origin.clone());
        let mut ecole = Ecole::default();
        let mut take = |field: Field, to: &mut String, read: &dyn Fn(&str) -> Result<String, Trouble>| {
            let Some((column, value)) = self.get(field) else { return };
            match clean(&value).and_then(|v| read(&v)) {
                Ok(value) => *to = value,
                Err(trouble) => troubles.push((Some(column), trouble)),
            }
        };
        let plain = |v: &str| Ok(v.to_owned());
        let mut nom = String::new();
        let mut prenoms: [String; 3] = Default::default();
        take(Field::Nom, &mut nom, &plain);
        take(Field::NomFamille, &mut eleve.nom_famille, &plain);
        take(Field::NomUsage, &mut eleve.nom_usage, &plain);
        for (n, prenom) in (1..).zip(&mut prenoms) {
            take(Field::Prenom(n), prenom, &plain);
        }
        take(Field::Numero, &mut eleve.numero_candidat, &|v| identifier(v, NUMERO));
        take(Field::Ine, &mut eleve.ine, &|v| identifier(v, INE));
        take(Field::EleveId, &mut eleve.eleve_id, &plain);
        take(Field::Classe, &mut eleve.classe, &plain);
        take(Field::Sortie, &mut eleve.sortie, &plain);
        take(Field::Adresse, &mut eleve.adresse.voie, &plain);
        take(Field::CodePostal, &mut eleve.adresse.code_postal, &|v| identifier(v, CODE_POSTAL));
        take(Field::Ville, &mut eleve.adresse.ville, &plain);
        take(Field::Telephone, &mut eleve.telephone, &|v| telephone(v));
        take(Field::Courriel, &mut eleve.courriel, &plain);
        take(Field::Representant, &mut eleve.representant_legal, &plain);
        take(Field::Uai, &mut ecole.uai, &plain);
        take(Field::Ecole, &mut ecole.nom, &plain);
        take(Field::Academie, &mut ecole.academie, &plain);
        if ecole != Ecole::default() {
            eleve.ecole = ecole.into();
        }
        eleve.statut = self.get(Field::Statut).and_then(|(_, v)| statut(&v));
        eleve.sexe = self.get(Field::Sexe).and_then(|(_, v)| sexe(&v));
        if let Some((column, value)) = self.get(Field::Naissance) {
            match date(&value) {
                Ok(date) => eleve.date_naissance = Some(date),
                Err(trouble) => troubles.push((Some(column), trouble)),
            }
        }
        eleve.prenoms = prenoms.iter().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join(" ");
        if eleve.nom_famille.is_empty() {
            eleve.nom_famille = nom;
        } else if eleve.nom_usage.is_empty() && nom != eleve.nom_famille {
            eleve.nom_usage = nom;
        }
        let lost = troubles.iter().any(|(c, _)| self.names(*c));
        for (column, trouble) in troubles {
            let column = column.and_then(|c| self.headings.names.get(c).cloned());
            sink(Apport::Illisible(Illisible { origin: self.origin.clone(), column, trouble }));
        }
        // A row whose name was told as unreadable is not told again.
        if !(lost && eleve.nom_famille.is_empty()) {
            sink(Apport::Eleve(eleve));
        }
    }

    fn names(&self, column: Option<usize>) -> bool {
        let field = column.and_then(|c| self.headings.fields.get(c).copied().flatten());
        matches!(field, Some(Field::Nom | Field::NomFamille))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_whatever_their_spelling() {
        for (heading, field) in [
            ("NOM DE FAMILLE", Field::NomFamille),
            ("Prénom(s)", Field::Prenom(1)),
            ("N° Candidat", Field::Numero),
            ("Nº candidat", Field::Numero),
            ("Né(e) le", Field::Naissance),
            ("DATE_NAISSANCE", Field::Naissance),
            ("Nom d’usage", Field::NomUsage),
            ("Division de classe", Field::Classe),
            ("E-mail", Field::Courriel),
            ("Représentant légal", Field::Representant),
        ] {
            assert_eq!(Field::of(heading), Some(field), "{heading}");
        }
        assert_eq!(Field::of("N° Inscription"), None);
    }

    #[test]
    fn cells_are_undressed() {
        for (cell, value) in
            [(" -", ""), ("'0212345678'", "0212345678"), ("=\"0212\"", "0212"), ("'", "'"), ("D'", "D'")]
        {
            assert_eq!(bare(cell), value, "{cell}");
        }
    }
}
