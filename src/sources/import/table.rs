//! Tables, wherever their cells come from: the row of headings is found, then each row is a pupil, or is told.

use std::collections::BTreeSet;

use super::eleve::Origin;
use super::headings::{Field, fields};
use super::reading::{self, Read};
use super::trouble::{Illisible, Note, Remarque, Trouble};
use super::valeur::clean;
use super::{Apport, Sink};
use crate::domain::identifiers::normalise;
use crate::sources::rows::delimited::SEPARATORS;
use crate::sources::rows::text::bare;
use crate::sources::rows::{Cell, CellKind, Epoch, PREAMBLE, ROWS, letters};

/// The first words of rows that count the others.
const TOTALS: [&str; 8] = ["total", "totaux", "sous total", "effectif", "nombre", "nb", "moyenne", "somme"];
/// The first words of rows that explain the others.
const COMMENTS: [&str; 11] =
    ["legende", "nota", "note", "source", "edite", "imprime", "page", "liste", "export", "extraction", "remarque"];

/// The headings of a table.
#[derive(Debug)]
pub struct Headings {
    pub fields: Vec<Option<Field>>,
    pub names: Vec<String>,
    /// Where other tables begin beside the first.
    beside: Vec<usize>,
}

impl Headings {
    /// The headings that `cells` are: a name, and something that tells one person from another.
    fn of(cells: &[String], above: &[String]) -> Option<Self> {
        // A title that holds for both rows stands in the first.
        let alone = |i: usize, cell: &String| if cell.is_empty() { above.get(i).cloned() } else { None };
        let cells: Vec<String> =
            cells.iter().enumerate().map(|(i, cell)| alone(i, cell).unwrap_or_else(|| cell.clone())).collect();
        let fields = fields(&cells, above);
        let has = |f: Field| fields.contains(&Some(f));
        let named = has(Field::Nom) || has(Field::NomFamille) || has(Field::NomPrenoms);
        let person = has(Field::Prenom(1)) || has(Field::Naissance) || has(Field::Numero) || has(Field::Ine);
        let whole = has(Field::NomPrenoms) && fields.iter().flatten().count() > 1;
        let mut headings = Headings { fields, names: cells, beside: Vec::new() };
        headings.beside = headings.other_tables();
        (named && (person || whole)).then_some(headings)
    }

    /// Where other tables begin beside the first: a family name and a first name that stand there again.
    fn other_tables(&self) -> Vec<usize> {
        let is_name = |f: &Field| matches!(f, Field::Nom | Field::NomFamille);
        let names: Vec<usize> =
            (0..self.fields.len()).filter(|i| self.field(*i).as_ref().is_some_and(is_name)).collect();
        let firsts: Vec<usize> = self.columns(Field::Prenom(1)).collect();
        if names.len() != firsts.len() || names.iter().any(|i| self.field(*i) != self.field(names[0])) {
            return Vec::new();
        }
        // Each table begins with the one or the other.
        names.iter().zip(&firsts).skip(1).map(|(name, first)| *name.min(first)).collect()
    }

    fn known(&self) -> usize {
        self.fields.iter().flatten().count()
    }

    /// The headings that are not understood.
    fn ignored(&self) -> Vec<String> {
        let unknown = self.names.iter().zip(&self.fields).filter(|(n, f)| f.is_none() && !n.is_empty());
        unknown.map(|(n, _)| n.clone()).collect()
    }

    pub fn columns(&self, field: Field) -> impl Iterator<Item = usize> {
        let is = move |(i, f): (usize, &Option<Field>)| (*f == Some(field)).then_some(i);
        self.fields.iter().enumerate().filter_map(is)
    }

    pub fn has(&self, field: Field) -> bool {
        self.columns(field).next().is_some()
    }

    pub fn field(&self, column: usize) -> Option<Field> {
        self.fields.get(column).copied().flatten()
    }
}

/// How many columns of the first row of headings are known; none without such a row.
pub fn known_columns(rows: impl Iterator<Item = Vec<String>>) -> usize {
    let headings = rows.take(PREAMBLE).find_map(|cells| Headings::of(&cells, &[]));
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
    /// The row before the headings, which may say whose they are, and its number.
    above: (u64, Vec<String>),
    /// Headings that were not understood, of the tables that stand above this one.
    ignored: Vec<String>,
    /// Rows that say something.
    rows: usize,
}

impl Table {
    pub fn new(origin: Origin, epoch: Epoch, separator: Option<u8>) -> Self {
        let (nameless, headings) = (BTreeSet::new(), None);
        let (above, ignored) = ((0, Vec::new()), Vec::new());
        Table { origin, epoch, separator, headings, looked_at: 0, nameless, just_found: false, above, ignored, rows: 0 }
    }

    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Whether the headings were found; what is not told of them was not understood.
    pub fn finish(self, sink: &mut Sink<'_>) -> bool {
        let Some(headings) = self.headings else { return false };
        let mut ignored = self.ignored;
        ignored.extend(headings.ignored());
        ignored.extend(self.nameless.iter().map(|column| format!("colonne {} sans titre", letters(*column))));
        sink(Apport::Ignored(ignored));
        true
    }

    /// Whether there is no use in going on.
    pub fn is_hopeless(&self) -> bool {
        self.headings.is_none() && self.looked_at >= PREAMBLE || self.rows > ROWS
    }

    /// Takes the next row, which is the `number`th of its file.
    pub fn row(&mut self, number: u64, hidden: bool, cells: &[Cell], sink: &mut Sink<'_>) {
        let found = std::mem::take(&mut self.just_found);
        let plain = |c: &Cell| clean(&bare(&c.text)).map(|v| v.text).unwrap_or_default();
        if self.headings.is_none() || found {
            let texts: Vec<String> = cells.iter().map(plain).collect();
            let above = if self.above.0 + 1 == number { std::mem::take(&mut self.above.1) } else { Vec::new() };
            let headings = Headings::of(&texts, &above);
            self.above = (number, texts);
            // Headings on two rows: the second tells more.
            let fewer = self.headings.as_ref().map(Headings::known);
            if let Some(headings) = headings.filter(|h| fewer.is_none_or(|n| h.known() > n)) {
                self.headings = Some(headings);
                self.just_found = true;
                return;
            }
        } else if let Some(former) = self.headings.take_if(|_| cells.iter().any(is_of_a_name)) {
            // Another table below the first, its columns in another order.
            let headings = Headings::of(&cells.iter().map(plain).collect::<Vec<_>>(), &[]);
            let other = headings.filter(|h| h.known() >= 2 && h.fields != former.fields);
            self.ignored.extend(other.iter().flat_map(|_| former.ignored()));
            let is_other = other.is_some();
            self.headings = other.or(Some(former));
            if is_other {
                return;
            }
        }
        let Some(headings) = &self.headings else {
            self.looked_at += 1;
            return;
        };
        let origin = self.origin.at(number);
        let whole = Row { headings, cells, origin, epoch: self.epoch, separator: self.separator };
        let filled = whole.filled();
        self.rows += usize::from(!filled.is_empty());
        if self.rows > ROWS {
            let (origin, column, trouble) = (whole.origin, None, Trouble::TooLarge);
            return sink(Apport::Illisible(Illisible { origin, column, trouble }));
        }
        let is_nameless = |i: &usize| headings.names.get(*i).is_none_or(String::is_empty);
        self.nameless.extend(filled.into_iter().filter(is_nameless));
        let beside = &headings.beside;
        if beside.is_empty() {
            return whole.take(hidden, sink);
        }
        // Tables that stand beside each other: a row of each.
        let ends = beside.iter().copied().chain([cells.len()]);
        let starts = [0].into_iter().chain(beside.iter().copied());
        for (start, end) in starts.zip(ends).filter(|(start, _)| *start < cells.len()) {
            let of_table = |(i, c): (usize, &Cell)| if (start..end).contains(&i) { c.clone() } else { Cell::default() };
            let cells: Vec<Cell> = cells.iter().enumerate().map(of_table).collect();
            Row { cells: &cells, origin: whole.origin.clone(), ..whole }.take(hidden, sink);
        }
    }
}

/// Whether a cell may be the heading of names.
fn is_of_a_name(cell: &Cell) -> bool {
    let text = cell.text.trim();
    let few = || text.chars().count() <= 30;
    text.get(..3).is_some_and(|t| t.eq_ignore_ascii_case("nom")) && few()
        || ["eleve", "etudiant", "candidat", "apprenti"].contains(&normalise(text.get(..12).unwrap_or(text)).as_str())
}

/// What a row is.
enum Verdict {
    Pupil,
    /// No pupil: left out, and told.
    Remark(Note),
    /// It may be a pupil, and cannot be read.
    Refused(Trouble),
}

/// A row, below its headings.
pub struct Row<'r> {
    pub headings: &'r Headings,
    pub cells: &'r [Cell],
    pub origin: Origin,
    pub epoch: Epoch,
    separator: Option<u8>,
}

impl Row<'_> {
    /// Tells what the row is.
    fn take(&self, hidden: bool, sink: &mut Sink<'_>) {
        let filled = self.filled();
        if filled.is_empty() {
            return;
        }
        match self.verdict(&filled) {
            Verdict::Pupil => {
                if hidden {
                    self.remark(None, Note::HiddenRow, sink);
                }
                self.read(sink);
            }
            Verdict::Remark(note) => self.remark(None, note, sink),
            Verdict::Refused(trouble) => {
                let (origin, column) = (self.origin.clone(), None);
                sink(Apport::Illisible(Illisible { origin, column, trouble }));
            }
        }
    }

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
        let Read { eleve, troubles, remarks } = reading::read(self);
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
