//! The table of students of a promotion: a row for each pupil, made or brought up to date; what a person edited stays. Pure.

use std::collections::{BTreeSet, HashMap};

use super::selection::{Keys, Reason, Selection};
use super::{Edited, cellules, person};
use crate::domain::Date;
use crate::domain::candidat::Statut;
use crate::domain::promotion::Etudiant;
use crate::sources::import::journal::{Connu, JournalPromotion};
use crate::sources::import::registre::{Ligne, Registre};
use crate::sources::import::{Eleve, Origin};
use crate::sources::schema::Node;

/// The name of its file, without its ending, and of its sheet.
pub const TABLE: (&str, &str) = ("etudiants", "Étudiants");
/// The column of the keys.
pub const KEY: &str = "cle";

/// What rows are made with.
pub struct Making {
    /// The status of all, whatever the exports tell.
    pub statut: Option<Statut>,
    /// First day of the teaching year: who is a minor on it has a legal representative in the table.
    pub debut: Date,
    pub edited: Edited,
}

/// The table once brought up to date, and what is to be told of it.
#[derive(Debug, Default)]
pub struct Merged {
    pub new: usize,
    pub updated: usize,
    pub unchanged: usize,
    /// Cells of which the exports tell something else, which a person filled or emptied: line and column.
    pub kept: Vec<(u64, &'static str)>,
    /// Rows of former imports whose pupil is not taken any more.
    pub gone: Vec<(u64, Gone)>,
    /// Pupils whose row a person took away.
    pub removed: usize,
    /// The key of the row of each pupil, in their order; none for one whose row a person took away.
    pub keys: Vec<Option<String>>,
    /// What the next import has to know of the pupils, with their place in the former journal.
    pub known: Vec<(Option<usize>, Connu)>,
}

/// Why a pupil is not taken any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gone {
    /// The exports do not tell them.
    Absent,
    /// The day, as it is written.
    Left(String),
    Inactive,
}

/// The headings of a new table: the keys of the type.
pub fn headings() -> Vec<String> {
    match Node::of::<Etudiant>() {
        // What has keys of its own is rare: whoever needs it adds its columns.
        Node::Table(keys) => keys.into_iter().filter(|k| !matches!(k.node, Node::Table(_))).map(|k| k.name).collect(),
        other => unreachable!("a student is a table: {other:?}"),
    }
}

/// Brings `table` up to date with the pupils that were selected; `None` when it has no column of keys.
pub fn merge(
    selection: &Selection,
    table: &mut Registre,
    former: &JournalPromotion,
    making: &Making,
) -> Option<Merged> {
    table.column(KEY)?;
    let mut merger = Merger::new(table, former, making);
    for eleve in &selection.kept {
        merger.take(eleve);
    }
    merger.tell_gone(selection);
    Some(merger.out)
}

struct Merger<'a> {
    table: &'a mut Registre,
    former: &'a JournalPromotion,
    making: &'a Making,
    key: usize,
    /// The keys that are taken, in small letters.
    taken: BTreeSet<String>,
    /// The row of each student of the journal, if it is there.
    rows: Vec<Option<usize>>,
    /// The students of the journal, by each mark of theirs.
    by_mark: HashMap<&'a str, Vec<usize>>,
    /// The rows that no import wrote, by each key of theirs.
    by_hand: HashMap<String, Vec<usize>>,
    /// Which students of the journal and which rows have found their pupil.
    met: BTreeSet<usize>,
    used: BTreeSet<usize>,
    out: Merged,
}

impl<'a> Merger<'a> {
    fn new(table: &'a mut Registre, former: &'a JournalPromotion, making: &'a Making) -> Self {
        let key = table.column(KEY).expect("looked at before");
        let mut by_key: HashMap<String, usize> = HashMap::new();
        for (i, row) in table.rows.iter().enumerate().filter(|(_, row)| !row.get(Some(key)).is_empty()) {
            by_key.entry(cellules::key(row.get(Some(key)))).or_insert(i);
        }
        let rows: Vec<_> = former.etudiants.iter().map(|c| by_key.get(&c.cle).copied()).collect();
        let mut by_mark: HashMap<&str, Vec<usize>> = HashMap::new();
        for (i, connu) in former.etudiants.iter().enumerate() {
            connu.personne.split(' ').for_each(|mark| by_mark.entry(mark).or_default().push(i));
        }
        let ours: BTreeSet<usize> = rows.iter().flatten().copied().collect();
        let mut by_hand: HashMap<String, Vec<usize>> = HashMap::new();
        for i in (0..table.rows.len()).filter(|i| !ours.contains(i)) {
            keys_of(table, &table.rows[i]).values().for_each(|k| by_hand.entry(k.to_owned()).or_default().push(i));
        }
        let taken = table.rows.iter().map(|row| row.get(Some(key)).to_lowercase()).collect();
        let (met, used) = (BTreeSet::new(), BTreeSet::new());
        Merger { table, former, making, key, taken, rows, by_mark, by_hand, met, used, out: Merged::default() }
    }

    fn take(&mut self, eleve: &Eleve) {
        let keys = Keys::of(eleve);
        let known = self.known(&keys);
        let row = known.and_then(|k| self.rows[k]).or_else(|| self.by_hand(&keys));
        if let Some(k) = known {
            self.met.insert(k);
            if row.is_none() && self.making.edited == Edited::Keep {
                self.out.removed += 1;
                self.out.keys.push(None);
                return;
            }
        }
        let is_new = row.is_none();
        let row = row.unwrap_or_else(|| self.add(eleve));
        self.used.insert(row);
        let (changed, cells) = self.fill(row, known, eleve);
        match () {
            () if is_new => self.out.new += 1,
            () if changed => self.out.updated += 1,
            () => self.out.unchanged += 1,
        }
        let told = self.table.rows[row].get(Some(self.key)).to_owned();
        let cle = cellules::key(&told);
        self.out.keys.push(Some(told));
        let before = known.map(|k| Keys::from_words(&self.former.etudiants[k].personne));
        let personne = keys.marks().to_words(before.as_ref());
        self.out.known.push((known, Connu { cle, personne, cellules: cells }));
    }

    /// The student of the journal who is this pupil.
    fn known(&self, keys: &Keys) -> Option<usize> {
        let marks = keys.marks();
        let found = marks.values().filter_map(|m| self.by_mark.get(m)).flatten().copied();
        let same = |i: &usize| marks.same(&Keys::from_words(&self.former.etudiants[*i].personne));
        found.filter(|i| !self.met.contains(i)).find(same)
    }

    /// The row that a person wrote for this pupil.
    fn by_hand(&self, keys: &Keys) -> Option<usize> {
        let found = keys.values().filter_map(|k| self.by_hand.get(k)).flatten().copied();
        let same = |i: &usize| keys.same(&keys_of(self.table, &self.table.rows[*i]));
        found.filter(|i| !self.used.contains(i)).find(same)
    }

    /// Adds a row with a key alone.
    fn add(&mut self, eleve: &Eleve) -> usize {
        let person = person(eleve);
        let names = (1..).map(|n| if n == 1 { person.clone() } else { format!("{person}-{n}") });
        let cle = names.into_iter().find(|n| self.taken.insert(n.clone())).expect("numbers do not end");
        let mut cells = vec![String::new(); self.table.headings.len()];
        cells[self.key] = cle;
        self.table.push(cells);
        self.table.rows.len() - 1
    }

    /// Fills the cells that are ours to fill; whether one changed, and the words by which the journal knows them.
    fn fill(&mut self, row: usize, known: Option<usize>, eleve: &Eleve) -> (bool, String) {
        let line = self.table.rows[row].line;
        let cle = cellules::key(self.table.rows[row].get(Some(self.key)));
        let (mut changed, mut words) = (false, Vec::new());
        for (name, value) in cellules::of(eleve, self.making) {
            let connu = known.map(|k| &self.former.etudiants[k]);
            let last = connu.and_then(|c| cellules::word(self.former, c, name));
            let Some(column) = self.table.column(name) else {
                words.push(last.unwrap_or(cellules::NONE).to_owned());
                continue;
            };
            let cell = self.table.rows[row].get(Some(column)).to_owned();
            let untouched = match last {
                Some(last) => connu.is_some_and(|c| cellules::digest(&c.cle, name, &cell) == last),
                None => cell.is_empty(),
            };
            let same = cellules::same(&cell, &value);
            let ours = !value.is_empty() && (same || untouched || self.making.edited == Edited::Overwrite);
            if ours {
                if cell != value && (!same || cellules::is_cut(&cell, &value)) {
                    self.table.rows[row].set(column, value.clone());
                    changed = true;
                }
                words.push(cellules::digest(&cle, name, &value));
            } else {
                if !value.is_empty() {
                    self.out.kept.push((line, name));
                }
                let still = untouched && !cell.is_empty();
                words.push(if still {
                    cellules::digest(&cle, name, &cell)
                } else {
                    last.unwrap_or(cellules::NONE).into()
                });
            }
        }
        (changed, words.join(" "))
    }

    /// Tells the rows of former imports whose pupil is not taken; one of another class than the one asked for is not gone.
    fn tell_gone(&mut self, selection: &Selection) {
        let mut reasons: HashMap<usize, &Reason> = HashMap::new();
        for skipped in &selection.skipped {
            let marks = Keys::from_words(&skipped.marks);
            let same = |i: &usize| marks.same(&Keys::from_words(&self.former.etudiants[*i].personne));
            let mut found = marks.values().filter_map(|m| self.by_mark.get(m)).flatten().copied();
            if let Some(i) = found.find(same) {
                reasons.insert(i, &skipped.reason);
            }
        }
        for i in (0..self.former.etudiants.len()).filter(|i| !self.met.contains(i)) {
            let Some(row) = self.rows[i] else { continue };
            let why = match reasons.get(&i) {
                Some(Reason::OtherClass(_) | Reason::DuplicateOf(_)) => continue,
                Some(Reason::Left(day)) => Gone::Left(day.clone()),
                Some(Reason::Inactive) => Gone::Inactive,
                None => Gone::Absent,
            };
            self.out.gone.push((self.table.rows[row].line, why));
        }
        self.out.gone.sort_by_key(|(line, _)| *line);
    }
}

/// By what the person of a row is known.
fn keys_of(table: &Registre, row: &Ligne) -> Keys {
    let get = |key: &str| row.get(table.column(key)).to_owned();
    let mut eleve = Eleve::new(Origin::file(TABLE.0));
    (eleve.nom_famille, eleve.prenoms, eleve.classe) = (get("nom_famille"), get("prenoms"), get("classe"));
    (eleve.ine, eleve.numero_candidat) = (get("ine"), get("numero_candidat"));
    eleve.date_naissance = Date::parse(&get("date_naissance"));
    Keys::of(&eleve)
}

/// The status that a row tells, or the one by default.
pub fn statut_of(table: &Registre, row: &Ligne) -> Statut {
    let told = row.get(table.column("statut"));
    Statut::ALL.iter().find(|s| s.key() == told).copied().unwrap_or(Statut::Scolaire)
}
