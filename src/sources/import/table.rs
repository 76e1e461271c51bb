//! Tables, wherever their cells come from: the row of headings is found, then each row is a pupil, or is told.

use std::collections::BTreeSet;

use super::eleve::{Accueil, Ecole, Eleve, Origin};
use super::headings::{Field, fields};
use super::noms::{Noms, apart};
use super::trouble::{Illisible, Note, Remarque, Trouble};
use super::valeur::{clean, date, identifier, name, sexe, statut, telephone};
use super::{Apport, Sink};
use crate::domain::Date;
use crate::domain::identifiers::normalise;
use crate::sources::rows::delimited::SEPARATORS;
use crate::sources::rows::text::bare;
use crate::sources::rows::{Cell, CellKind, Epoch, is_fault, letters};

/// Rows among which the headings are looked for: exports begin with a preamble.
const PREAMBLE: usize = 40;
/// Fewest digits of a candidate's number.
const NUMERO: usize = 10;
/// Characters of an INE.
const INE: usize = 11;
/// Digits of a postal code.
const CODE_POSTAL: usize = 5;
/// Digits of a SIRET.
const SIRET: usize = 14;
/// The first words of rows that count the others.
const TOTALS: [&str; 8] = ["total", "totaux", "sous total", "effectif", "nombre", "nb", "moyenne", "somme"];
/// The first words of rows that explain the others.
const COMMENTS: [&str; 11] =
    ["legende", "nota", "note", "source", "edite", "imprime", "page", "liste", "export", "extraction", "remarque"];

/// The headings of a table.
#[derive(Debug)]
struct Headings {
    fields: Vec<Option<Field>>,
    names: Vec<String>,
}

impl Headings {
    /// The headings that `cells` are: a name, and something that tells one person from another.
    fn of(cells: &[String]) -> Option<Self> {
        let fields = fields(cells);
        let has = |f: Field| fields.contains(&Some(f));
        let named = has(Field::Nom) || has(Field::NomFamille) || has(Field::NomPrenoms);
        let person = has(Field::Prenom(1)) || has(Field::Naissance) || has(Field::Numero) || has(Field::Ine);
        let whole = has(Field::NomPrenoms) && fields.iter().flatten().count() > 1;
        (named && (person || whole)).then(|| Headings { fields, names: cells.to_vec() })
    }

    fn known(&self) -> usize {
        self.fields.iter().flatten().count()
    }

    fn columns(&self, field: Field) -> impl Iterator<Item = usize> {
        let is = move |(i, f): (usize, &Option<Field>)| (*f == Some(field)).then_some(i);
        self.fields.iter().enumerate().filter_map(is)
    }

    fn has(&self, field: Field) -> bool {
        self.columns(field).next().is_some()
    }

    fn field(&self, column: usize) -> Option<Field> {
        self.fields.get(column).copied().flatten()
    }
}

/// How many columns of the first row of headings are known; none without such a row.
pub fn known_columns(rows: impl Iterator<Item = Vec<String>>) -> usize {
    let headings = rows.take(PREAMBLE).find_map(|cells| Headings::of(&cells));
    headings.map_or(0, |h| h.known())
}

/// A table that is being read.
pub struct Table {
    origin: Origin,
    epoch: Epoch,
    /// The separator of a text table.
    separator: Option<u8>,
    headings: Option<Headings>,
    looked_at: usize,
    /// Columns that have values and no heading.
    nameless: BTreeSet<usize>,
    /// The row before was that of the headings.
    just_found: bool,
}

impl Table {
    pub fn new(origin: Origin, epoch: Epoch, separator: Option<u8>) -> Self {
        let (nameless, headings) = (BTreeSet::new(), None);
        Table { origin, epoch, separator, headings, looked_at: 0, nameless, just_found: false }
    }

    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Whether the headings were found; what is not told of them was not understood.
    pub fn finish(self, sink: &mut Sink<'_>) -> bool {
        let Some(headings) = self.headings else { return false };
        let ignored = headings.names.iter().zip(&headings.fields).filter(|(n, f)| f.is_none() && !n.is_empty());
        let mut ignored: Vec<_> = ignored.map(|(n, _)| n.clone()).collect();
        ignored.extend(self.nameless.iter().map(|column| format!("colonne {} sans titre", letters(*column))));
        sink(Apport::Ignored(ignored));
        true
    }

    /// Whether there is no use in going on.
    pub fn is_hopeless(&self) -> bool {
        self.headings.is_none() && self.looked_at >= PREAMBLE
    }

    /// Takes the next row, which is the `number`th of its file.
    pub fn row(&mut self, number: u64, hidden: bool, cells: &[Cell], sink: &mut Sink<'_>) {
        let found = std::mem::take(&mut self.just_found);
        if self.headings.is_none() || found {
            let plain = |c: &Cell| clean(&bare(&c.text)).map(|v| v.text).unwrap_or_default();
            let headings = Headings::of(&cells.iter().map(plain).collect::<Vec<_>>());
            // Headings on two rows: the second tells more.
            let fewer = self.headings.as_ref().map(Headings::known);
            if let Some(headings) = headings.filter(|h| fewer.is_none_or(|n| h.known() > n)) {
                self.headings = Some(headings);
                self.just_found = true;
                return;
            }
        }
        let Some(headings) = &self.headings else {
            self.looked_at += 1;
            return;
        };
        let origin = self.origin.at(number);
        let row = Row { headings, cells, origin, epoch: self.epoch, separator: self.separator };
        let filled = row.filled();
        if filled.is_empty() {
            return;
        }
        let is_nameless = |i: &&usize| headings.names.get(**i).is_none_or(String::is_empty);
        self.nameless.extend(filled.iter().filter(is_nameless));
        match row.verdict(&filled) {
            Verdict::Pupil => {
                if hidden {
                    row.remark(None, Note::HiddenRow, sink);
                }
                row.read(sink);
            }
            Verdict::Remark(note) => row.remark(None, note, sink),
            Verdict::Refused(trouble) => {
                let column = None;
                sink(Apport::Illisible(Illisible { origin: row.origin, column, trouble }));
            }
        }
    }
}

/// What a row is.
enum Verdict {
    Pupil,
    /// No pupil: left out, and told.
    Remark(Note),
    /// It may be a pupil, and cannot be read.
    Refused(Trouble),
}

struct Row<'r> {
    headings: &'r Headings,
    cells: &'r [Cell],
    origin: Origin,
    epoch: Epoch,
    separator: Option<u8>,
}

impl Row<'_> {
    /// The columns that have something.
    fn filled(&self) -> Vec<usize> {
        let blank = |c: &Cell| c.is_blank() || c.kind == CellKind::Text && bare(&c.text).is_empty();
        (0..self.cells.len()).filter(|i| !blank(&self.cells[*i])).collect()
    }

    fn text(&self, column: usize) -> String {
        self.cells.get(column).map(|c| bare(&c.text)).unwrap_or_default()
    }

    fn verdict(&self, filled: &[usize]) -> Verdict {
        let headings = self.headings;
        let known: Vec<usize> = filled.iter().copied().filter(|i| headings.field(*i).is_some()).collect();
        let as_heading = |i: &usize| normalise(&self.text(*i)) == normalise(&headings.names[*i]);
        if known.len() >= 2 && known.iter().all(as_heading) {
            return Verdict::Remark(Note::Repeated);
        }
        let has = |field: Field| known.iter().any(|i| headings.field(*i) == Some(field));
        let worded = |i: &usize| self.text(*i).chars().any(char::is_alphabetic);
        let first_name = known.iter().any(|i| headings.field(*i) == Some(Field::Prenom(1)) && worded(i));
        let person = first_name || has(Field::Naissance) || has(Field::Ine) || has(Field::Numero);
        let first = self.text(filled[0]);
        let begins = |words: &[&str], text: &str| {
            let rest = |w: &&str| text.strip_prefix(*w).is_some_and(|r| !r.starts_with(char::is_alphabetic));
            words.iter().any(rest)
        };
        let normal = normalise(&first);
        if !person {
            let counted = normal.split_once(' ').is_some_and(|(n, rest)| {
                n.bytes().all(|b| b.is_ascii_digit())
                    && begins(&["eleves", "eleve", "etudiants", "etudiant", "inscrits"], rest)
            });
            if begins(&TOTALS, &normal) || counted {
                return Verdict::Remark(Note::Total);
            }
            let equals = filled.iter().any(|i| self.text(*i).trim_start_matches('=').contains('='));
            if begins(&COMMENTS, &normal) || equals {
                return Verdict::Remark(Note::Comment);
            }
        }
        if let Some(separator) = self.separator
            && filled.last().is_some_and(|last| *last >= headings.names.len())
        {
            debug_assert!(SEPARATORS.contains(&separator));
            return Verdict::Refused(Trouble::Displaced);
        }
        if filled.len() == 1 && headings.known() >= 3 {
            let other =
                |s: &&u8| Some(**s) != self.separator && first.matches(char::from(**s)).count() + 1 >= headings.known();
            let other = SEPARATORS.iter().filter(|_| self.separator.is_some()).find(other);
            let said = first.contains([':', '*', '(']) || first.chars().any(|c| c.is_ascii_digit());
            return match other {
                Some(other) => Verdict::Refused(Trouble::OtherSeparator(char::from(*other))),
                None if said || first.split(' ').count() > 5 => Verdict::Remark(Note::Comment),
                None => Verdict::Refused(Trouble::NotAPupil),
            };
        }
        let group = headings.columns(Field::TypeStructure).any(|i| normalise(&self.text(i)) == "g");
        if group { Verdict::Remark(Note::Group) } else { Verdict::Pupil }
    }

    fn remark(&self, column: Option<usize>, note: Note, sink: &mut Sink<'_>) {
        let column = column.and_then(|c| self.headings.names.get(c).cloned());
        sink(Apport::Remarque(Remarque { origin: self.origin.clone(), column, note }));
    }

    fn read(&self, sink: &mut Sink<'_>) {
        let mut reading = Reading { row: self, troubles: Vec::new(), remarks: Vec::new() };
        let eleve = reading.eleve();
        let Reading { troubles, remarks, .. } = reading;
        let is_name = |f: Option<Field>| matches!(f, Some(Field::Nom | Field::NomFamille | Field::NomPrenoms));
        let lost = troubles.iter().any(|(c, _)| is_name(self.headings.field(*c)));
        for (column, trouble) in troubles {
            let column = self.headings.names.get(column).cloned();
            sink(Apport::Illisible(Illisible { origin: self.origin.clone(), column, trouble }));
        }
        for (column, note) in remarks {
            self.remark(Some(column), note, sink);
        }
        // A row whose name was told as unreadable is not told again.
        if !(lost && eleve.nom_famille.is_empty()) {
            sink(Apport::Eleve(eleve));
        }
    }
}

/// A row that is being read, and what is to be told of its columns.
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
        eleve.numero_candidat = self.of(Field::Numero, |v| identifier(v, NUMERO));
        eleve.ine = self.of(Field::Ine, |v| identifier(v, INE));
        eleve.eleve_id = self.plain(Field::EleveId);
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
        eleve.representant_legal = self.representant();
        eleve.statut = statut(&self.plain(Field::Statut));
        eleve.sexe = sexe(&self.plain(Field::Sexe));
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
                Ok(Some(value)) => match clean(&value) {
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

    /// A day: one that the workbook says to be one, or a text.
    fn day(&mut self, field: Field) -> Option<Date> {
        let column =
            self.row.headings.columns(field).find(|c| self.row.cells.get(*c).is_some_and(|c| !c.is_blank()))?;
        let cell = &self.row.cells[column];
        let value = match cell.kind {
            CellKind::Day => Ok(Some(cell.text.clone())),
            _ => text(cell),
        };
        match value.and_then(|v| v.map(|v| clean(&v).and_then(|v| date(&v.text, self.row.epoch))).transpose()) {
            Ok(day) => day,
            Err(trouble) => {
                self.troubles.push((column, trouble));
                None
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

    /// « Prénom NOM » of who is legally responsible, the first of them if there are two.
    fn representant(&mut self) -> String {
        let whole = self.plain(Field::Representant);
        let two = [1, 2].map(|n| {
            let (nom, prenom) = (self.plain(Field::RepresentantNom(n)), self.plain(Field::RepresentantPrenom(n)));
            format!("{prenom} {nom}").trim().to_owned()
        });
        [whole].into_iter().chain(two).find(|v| !v.is_empty()).unwrap_or_default()
    }

    /// The firm and the stage that stand beside the pupil.
    fn accueil(&mut self) -> Accueil {
        let mut out = Accueil::default();
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
                "siret" => self.of(field, |v| identifier(v, SIRET)),
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
