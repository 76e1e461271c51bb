//! The table of students of a promotion: a row for each pupil, made or brought up to date; what a person edited stays. Pure.

use std::collections::{BTreeSet, HashMap};

use super::annuaire::Annuaire;
use super::selection::{Keys, Reason, Selection};
use super::{Edited, cellules, free, person};
use crate::domain::Date;
use crate::domain::candidat::Statut;
use crate::domain::promotion::Etudiant;
use crate::sources::import::journal::{Connu, JournalPromotion};
use crate::sources::import::registre::{Ligne, Registre};
use crate::sources::import::{Eleve, Origin, PARTS};
use crate::sources::schema::Node;
use crate::sources::tables;

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
    add_parts(selection, table, former);
    let mut merger = Merger::new(table, former, making);
    for eleve in &selection.kept {
        merger.take(eleve);
    }
    merger.tell_gone(selection);
    Some(merger.out)
}

/// Adds the columns of the parts of a student that the exports tell and that the table lacks, but for those that a person took
/// away: what is told in one of them would be lost.
fn add_parts(selection: &Selection, table: &mut Registre, former: &JournalPromotion) {
    let told: BTreeSet<&str> = selection.kept.iter().flat_map(|e| &e.autres).map(|(column, _)| *column).collect();
    for part in PARTS.into_iter().filter(|part| told.contains(part)) {
        let is_known = || former.etudiants.iter().any(|connu| cellules::word(former, connu, part).is_some());
        if column(table, part).is_none() && !is_known() {
            table.headings.push(part.to_owned());
        }
    }
}

/// The column of a key; that of a part of a student as people write it too.
fn column(table: &Registre, key: &str) -> Option<usize> {
    let names_it = |heading: &String| tables::path_of("etudiant", heading).as_deref() == Some(key);
    table.column(key).or_else(|| table.headings.iter().position(|h| PARTS.contains(&key) && names_it(h)))
}

struct Merger<'a> {
    table: &'a mut Registre,
    former: &'a JournalPromotion,
    making: &'a Making,
    key: usize,
    /// Where each of our columns is, looked up once.
    columns: [Option<usize>; cellules::COLUMNS.len()],
    /// The keys that are taken, in small letters.
    taken: BTreeSet<String>,
    /// The row of each student of the journal, if it is there.
    rows: Vec<Option<usize>>,
    /// The students of the journal, by each mark of theirs.
    by_mark: Annuaire,
    /// The rows that no import wrote, by each key of theirs.
    by_hand: Annuaire,
    identity: Identite,
    /// Which students of the journal and which rows have found their pupil.
    met: BTreeSet<usize>,
    used: BTreeSet<usize>,
    /// The last number of each name that several have.
    numbers: HashMap<String, usize>,
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
        let mut by_mark = Annuaire::default();
        for (i, connu) in former.etudiants.iter().enumerate() {
            by_mark.insert(&Keys::from_words(&connu.personne), i);
        }
        let ours: BTreeSet<usize> = rows.iter().flatten().copied().collect();
        let mut by_hand = Annuaire::default();
        let identity = Identite::of(table);
        for i in (0..table.rows.len()).filter(|i| !ours.contains(i)) {
            by_hand.insert(&identity.keys(&table.rows[i]), i);
        }
        let taken = table.rows.iter().map(|row| row.get(Some(key)).to_lowercase()).collect();
        let columns = cellules::COLUMNS.map(|name| column(table, name));
        let (met, used, numbers) = (BTreeSet::new(), BTreeSet::new(), HashMap::new());
        Merger {
            table,
            former,
            making,
            key,
            columns,
            taken,
            rows,
            by_mark,
            by_hand,
            identity,
            met,
            used,
            numbers,
            out: Merged::default(),
        }
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
    fn known(&mut self, keys: &Keys) -> Option<usize> {
        let (marks, met, former) = (keys.marks(), &self.met, self.former);
        let same = |i: usize| !met.contains(&i) && marks.same(&Keys::from_words(&former.etudiants[i].personne));
        self.by_mark.find(&marks, same)
    }

    /// The row that a person wrote for this pupil.
    fn by_hand(&mut self, keys: &Keys) -> Option<usize> {
        let (identity, used, rows) = (&self.identity, &self.used, &self.table.rows);
        self.by_hand.find(keys, |i| !used.contains(&i) && keys.same(&identity.keys(&rows[i])))
    }

    /// Adds a row with a key alone.
    fn add(&mut self, eleve: &Eleve) -> usize {
        let own = eleve.cle.trim();
        let cle = if !own.is_empty() && self.taken.insert(own.to_lowercase()) {
            own.to_owned()
        } else {
            free(&mut self.taken, &mut self.numbers, &person(eleve))
        };
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
        for ((name, value), column) in cellules::of(eleve, self.making).into_iter().zip(self.columns) {
            let connu = known.map(|k| &self.former.etudiants[k]);
            let last = connu.and_then(|c| cellules::word(self.former, c, name));
            let Some(column) = column else {
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
            let (met, former) = (&self.met, self.former);
            let same = |i: usize| !met.contains(&i) && marks.same(&Keys::from_words(&former.etudiants[i].personne));
            if let Some(i) = self.by_mark.find(&marks, same) {
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

/// The columns by which the person of a row is known.
struct Identite([Option<usize>; 6]);

impl Identite {
    fn of(table: &Registre) -> Self {
        let names = ["nom_famille", "prenoms", "classe", "ine", "numero_candidat", "date_naissance"];
        Identite(names.map(|name| table.column(name)))
    }

    fn keys(&self, row: &Ligne) -> Keys {
        let mut eleve = Eleve::new(Origin::file(TABLE.0));
        let [nom, prenoms, classe, ine, numero, born] = self.0.map(|c| row.get(c).to_owned());
        (eleve.nom_famille, eleve.prenoms, eleve.classe) = (nom, prenoms, classe);
        (eleve.ine, eleve.numero_candidat, eleve.date_naissance) = (ine, numero, Date::parse(&born));
        Keys::of(&eleve)
    }
}

/// The status of that key, or the one by default.
pub fn statut_of(key: &str) -> Statut {
    Statut::ALL.iter().find(|s| s.key() == key).copied().unwrap_or(Statut::Scolaire)
}
