//! A row of a table read as a pupil, cell by cell: what is damaged is told at its column, never guessed.

use std::collections::BTreeSet;

use super::eleve::{Accueil, Ecole, Eleve};
use super::headings::Field;
use super::noms::{Noms, apart};
use super::table::Row;
use super::trouble::{Note, Trouble};
use super::valeur::{Jours, clean, date, identifier, name, numero, sexe, short_year, statut, telephone};
use crate::domain::Date;
use crate::domain::identifiers::normalise;
use crate::sources::rows::text::bare;
use crate::sources::rows::{Cell, CellKind, is_fault};

/// Fewest digits of a candidate's number.
const NUMERO: usize = 10;
/// Characters of an INE.
const INE: usize = 11;
/// Digits of a postal code.
const CODE_POSTAL: usize = 5;
/// Digits of a SIRET.
const SIRET: usize = 14;
/// A pupil, and what is to be told of the columns of the row.
pub struct Read {
    pub eleve: Eleve,
    pub troubles: Vec<(usize, Trouble)>,
    pub remarks: Vec<(usize, Note)>,
}

/// Reads a row.
pub fn read(row: &Row<'_>) -> Read {
    let mut reading = Reading { row, troubles: Vec::new(), remarks: Vec::new() };
    let eleve = reading.eleve();
    let Reading { troubles, remarks, .. } = reading;
    Read { eleve, troubles, remarks }
}

/// A row that is being read.
struct Reading<'r> {
    row: &'r Row<'r>,
    troubles: Vec<(usize, Trouble)>,
    remarks: Vec<(usize, Note)>,
}

impl Reading<'_> {
    fn eleve(&mut self) -> Eleve {
        let headings = self.row.headings;
        let mut eleve = Eleve::new(self.row.origin.clone());
        let nom = self.of(Field::Nom, name);
        eleve.nom_famille = self.of(Field::NomFamille, name);
        eleve.nom_usage = self.of(Field::NomUsage, name);
        let prenoms = [1, 2, 3].map(|n| self.of(Field::Prenom(n), name));
        eleve.prenoms = prenoms.iter().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join(" ");
        if eleve.nom_famille.is_empty() {
            eleve.nom_famille = nom;
        } else if eleve.nom_usage.is_empty() && nom != eleve.nom_famille {
            eleve.nom_usage = nom;
        }
        let first_names = headings.has(Field::Prenom(1));
        if eleve.nom_famille.is_empty() {
            let whole = self.of(Field::NomPrenoms, name);
            self.part(whole, Field::NomPrenoms, &mut eleve);
        } else if !first_names && headings.has(Field::Nom) && !headings.has(Field::NomFamille) {
            let whole = std::mem::take(&mut eleve.nom_famille);
            self.part(whole, Field::Nom, &mut eleve);
        }
        eleve.numero_candidat = self.of(Field::Numero, |v| numero(v, NUMERO));
        eleve.ine = self.of(Field::Ine, |v| numero(v, INE));
        eleve.eleve_id = self.plain(Field::EleveId);
        eleve.cle = self.plain(Field::Cle);
        let others: BTreeSet<_> = headings.fields.iter().flatten().filter_map(Field::of_student).collect();
        for column in others {
            // What our own table has as a day may be one in a workbook.
            let is_day = column.ends_with(".date") || column.ends_with(".autorisation");
            let field = Field::Etudiant(column);
            let value = if is_day { self.day_as_told(field) } else { self.plain(field) };
            eleve.autres.extend(Some((column, value)).filter(|(_, v)| !v.is_empty()));
        }
        eleve.classe = self.plain(Field::Classe);
        eleve.date_naissance = self.day(Field::Naissance);
        eleve.sortie = self.day_as_told(Field::Sortie);
        eleve.adresse.voie = self.lines(Field::Adresse);
        eleve.adresse.code_postal = self.of(Field::CodePostal, |v| identifier(v, CODE_POSTAL));
        eleve.adresse.ville = self.plain(Field::Ville);
        eleve.telephone = self.telephone(Field::Portable);
        if eleve.telephone.is_empty() {
            eleve.telephone = self.telephone(Field::Telephone);
        }
        eleve.courriel = self.plain(Field::Courriel);
        eleve.representants = self.representants();
        eleve.statut = self.known(Field::Statut, statut, "un statut (scolaire, apprentissage…)");
        eleve.sexe = self.known(Field::Sexe, sexe, "F ou M");
        // A note beside the name: « ROY (démissionnaire) ».
        if eleve.nom_famille.contains(['(', ')', '*']) || eleve.prenoms.contains(['(', ')', '*']) {
            let is_name = |f: &Option<Field>| matches!(f, Some(Field::Nom | Field::NomFamille | Field::NomPrenoms));
            let column = headings.fields.iter().position(is_name).unwrap_or_default();
            self.troubles.push((column, Trouble::OddName));
        }
        let mut ecole = Ecole { uai: self.of(Field::Uai, |v| Ok(v.to_uppercase())), ..Ecole::default() };
        (ecole.nom, ecole.academie) = (self.plain(Field::Ecole), self.plain(Field::Academie));
        if ecole != Ecole::default() {
            eleve.ecole = ecole.into();
        }
        eleve.accueils.extend(Some(self.accueil()).filter(|a| !a.is_empty()));
        for column in (0..self.row.cells.len()).filter(|i| headings.field(*i).is_some()) {
            let cell = &self.row.cells[column];
            if cell.formula && cell.kind != CellKind::Uncomputed {
                self.remarks.push((column, Note::Formula));
            }
        }
        eleve
    }

    /// Family name and first names of one cell.
    fn part(&mut self, whole: String, field: Field, eleve: &mut Eleve) {
        let column = self.row.headings.columns(field).next().unwrap_or_default();
        match apart(&whole) {
            Noms::Apart { nom, prenoms } => {
                (eleve.nom_famille, eleve.prenoms) = (nom, prenoms);
                self.remarks.push((column, Note::Parted));
            }
            Noms::Alone => eleve.nom_famille = whole,
            Noms::Ambiguous => {
                eleve.nom_famille = whole;
                self.troubles.push((column, Trouble::WholeName));
            }
        }
    }

    /// The values of the columns of a field, those that have one, with their columns.
    fn values(&mut self, field: Field) -> Vec<(usize, String)> {
        let mut out = Vec::new();
        for column in self.row.headings.columns(field) {
            match self.row.cells.get(column).map_or(Ok(None), text) {
                Ok(Some(value)) => match clean(&on_one_line(&value, field)) {
                    Ok(value) => {
                        self.troubles.extend(value.doubt.map(|d| (column, d)));
                        out.extend(Some((column, value.text)).filter(|(_, t)| !t.is_empty()));
                    }
                    Err(trouble) => self.troubles.push((column, trouble)),
                },
                Ok(None) => {}
                Err(trouble) => self.troubles.push((column, trouble)),
            }
        }
        out
    }

    /// The value of a field; a second column that tells something else is told.
    fn of(&mut self, field: Field, read: impl Fn(&str) -> Result<String, Trouble>) -> String {
        let mut values = self.values(field).into_iter();
        let Some((column, value)) = values.next() else { return String::new() };
        let other = values.find(|(_, v)| normalise(v) != normalise(&value));
        self.troubles.extend(other.map(|(column, _)| (column, Trouble::TwoValues)));
        match read(&value) {
            Ok(value) => value,
            Err(trouble) => {
                self.troubles.push((column, trouble));
                String::new()
            }
        }
    }

    /// A value of a closed list; one that is not in it is told.
    fn known<T>(&mut self, field: Field, read: impl Fn(&str) -> Option<T>, expected: &str) -> Option<T> {
        let text = self.plain(field);
        let value = read(&text);
        if value.is_none() && !text.is_empty() {
            let column = self.row.headings.columns(field).next().unwrap_or_default();
            let (found, expected) = (format!("« {text} »"), expected.to_owned());
            self.troubles.push((column, Trouble::Unexpected { found, expected }));
        }
        value
    }

    fn plain(&mut self, field: Field) -> String {
        self.of(field, |v| Ok(v.to_owned()))
    }

    /// What stands in several columns, one after the other: the lines of an address.
    fn lines(&mut self, field: Field) -> String {
        self.values(field).into_iter().map(|(_, v)| v).collect::<Vec<_>>().join(", ")
    }

    fn telephone(&mut self, field: Field) -> String {
        let value = self.plain(field);
        let column = self.row.headings.columns(field).next().unwrap_or_default();
        match telephone(&value) {
            Ok((value, completed)) => {
                self.remarks.extend(completed.then_some((column, Note::Completed)));
                value
            }
            Err(trouble) => {
                self.troubles.push((column, trouble));
                String::new()
            }
        }
    }

    /// A day: one that the workbook says to be one, or a text; a second column that tells another one is told.
    fn day(&mut self, field: Field) -> Option<Date> {
        let mut told: Option<Date> = None;
        for column in self.row.headings.columns(field) {
            let Some(cell) = self.row.cells.get(column).filter(|c| !c.is_blank()) else { continue };
            let value = match cell.kind {
                CellKind::Day => Ok(Some(cell.text.clone())),
                _ => text(cell),
            };
            let day =
                value.and_then(|v| v.map(|v| clean(&v).and_then(|v| self.one_day(field, column, &v.text))).transpose());
            match (day, told) {
                (Ok(Some(day)), Some(first)) if day != first => self.troubles.push((column, Trouble::TwoValues)),
                (Ok(day), _) => told = told.or(day),
                (Err(trouble), _) => self.troubles.push((column, trouble)),
            }
        }
        told
    }

    fn one_day(&mut self, field: Field, column: usize, text: &str) -> Result<Date, Trouble> {
        let jours = if matches!(field, Field::Stage(_)) { Jours::Stages } else { Jours::Naissances };
        match short_year(text, jours) {
            None => date(text, self.row.epoch),
            Some(day) => {
                self.remarks.extend(day.is_ok().then_some((column, Note::ShortYear)));
                day
            }
        }
    }

    /// A day as it is written; one of a workbook in the French form.
    fn day_as_told(&mut self, field: Field) -> String {
        let is_day = |c: usize| self.row.cells.get(c).is_some_and(|c| c.kind != CellKind::Text);
        match self.row.headings.columns(field).any(is_day) {
            true => self.day(field).map(|d| d.to_string()).unwrap_or_default(),
            false => self.plain(field),
        }
    }

    /// « Prénom NOM » of each who is legally responsible; two who stand in one cell are two.
    fn representants(&mut self) -> [String; 2] {
        let mut out = [1, 2].map(|n| {
            let (nom, prenom) = (self.plain(Field::RepresentantNom(n)), self.plain(Field::RepresentantPrenom(n)));
            let whole = self.plain(Field::Representant(n));
            Some(whole).filter(|w| !w.is_empty()).unwrap_or_else(|| format!("{prenom} {nom}").trim().to_owned())
        });
        if out[1].is_empty()
            && let Some((first, second)) = two_names(&out[0])
        {
            let column = self.row.headings.columns(Field::Representant(1)).next().unwrap_or_default();
            self.remarks.push((column, Note::TwoParents));
            out = [first, second];
        }
        if out[0].is_empty() {
            out.swap(0, 1);
        }
        out
    }

    /// The firm and the stage that stand beside the pupil.
    fn accueil(&mut self) -> Accueil {
        let mut out = Accueil::new(self.row.origin.clone());
        let fields: Vec<Field> = self.row.headings.fields.iter().flatten().copied().collect();
        for (i, field) in fields.iter().copied().enumerate() {
            let (Field::Organisme(key) | Field::Stage(key)) = field else { continue };
            // Several columns of one field are read together.
            if fields[..i].contains(&field) {
                continue;
            }
            let mut value = match key {
                "debut" | "fin" => self.day(field).map(|d| d.to_string()).unwrap_or_default(),
                "telephone" | "tuteur.telephone" => self.telephone(field),
                "siret" => self.of(field, |v| numero(v, SIRET)),
                "code_postal" => self.of(field, |v| identifier(v, CODE_POSTAL)),
                "adresse" => self.lines(field),
                _ => self.plain(field),
            };
            if key == "tuteur.nom" {
                value = format!("{} {value}", self.plain(Field::TuteurPrenom)).trim().to_owned();
            }
            let to = if matches!(field, Field::Organisme(_)) { &mut out.organisme } else { &mut out.stage };
            to.extend(Some((key, value)).filter(|(_, v)| !v.is_empty()));
        }
        out
    }
}

/// The lines of a cell, with what stands between them where they are one.
fn on_one_line(text: &str, field: Field) -> String {
    let between = match field {
        Field::Adresse | Field::Organisme("adresse") => ", ",
        Field::Portable | Field::Telephone | Field::Organisme("telephone") => " / ",
        Field::Representant(_) => " ; ",
        _ => return text.to_owned(),
    };
    let lines = text.lines().map(|l| l.trim().trim_end_matches(',')).filter(|l| !l.is_empty());
    lines.collect::<Vec<_>>().join(between)
}

/// Two whole names that stand in one text: « Sophie MARTIN et Karim MARTIN »; « M. et Mme MARTIN » stays as it is.
fn two_names(text: &str) -> Option<(String, String)> {
    let whole = |name: &str| matches!(apart(name), Noms::Apart { .. });
    [" et ", "/", ";", "&"].iter().find_map(|between| {
        let (first, second) = text.split_once(between)?;
        let (first, second) = (first.trim(), second.trim());
        (whole(first) && whole(second)).then(|| (first.to_owned(), second.to_owned()))
    })
}

/// The text of a cell that is no day; none where it has none.
fn text(cell: &Cell) -> Result<Option<String>, Trouble> {
    match cell.kind {
        CellKind::Uncomputed => return Err(Trouble::Uncomputed),
        CellKind::Wrong | CellKind::Truth => return Err(Trouble::SheetValue(cell.text.clone())),
        CellKind::Day => return Err(Trouble::TurnedIntoDay(cell.text.clone())),
        CellKind::Text | CellKind::Number => {}
    }
    let text = bare(&cell.text);
    match text.as_str() {
        "" => Ok(None),
        text if is_fault(text) => Err(Trouble::SheetValue(text.to_owned())),
        _ => Ok(Some(text)),
    }
}
