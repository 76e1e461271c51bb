//! Who of the pupils that exports tell is taken, once each, and who is left out. Pure.

use std::collections::{BTreeMap, HashMap};

use super::annuaire::Annuaire;
use super::ecarts;
use crate::domain::identifiers::{compact, normalise};
use crate::pipeline::manifest::sha256;
use crate::sources::import::{Eleve, Illisible, Origin, Trouble};

/// Who becomes a candidate, and who does not.
#[derive(Debug, Default)]
pub struct Selection {
    pub kept: Vec<Eleve>,
    pub skipped: Vec<Skipped>,
    pub unreadable: Vec<Illisible>,
}

/// Someone who is left out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub origin: Origin,
    pub reason: Reason,
    /// By what the person is known, as a promotion's journal bears it: they may be known from a former import.
    pub marks: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The day, as it is written.
    Left(String),
    Inactive,
    DuplicateOf(Origin),
    /// The class; empty when it is not told.
    OtherClass(String),
}

/// Keeps each person once; those of `class`, if it is given, who are still there. What several files tell of one person
/// is put together; told twice by one file, it is a duplicate.
pub fn select(mut eleves: Vec<Eleve>, class: Option<&str>) -> Selection {
    let mut out = Selection { unreadable: shared_numbers(&mut eleves), ..Selection::default() };
    let mut people: Vec<Eleve> = Vec::with_capacity(eleves.len());
    let mut known = Annuaire::default();
    for eleve in eleves {
        if eleve.nom_famille.is_empty() {
            out.unreadable.push(Illisible { origin: eleve.origin, column: None, trouble: Trouble::Missing });
            continue;
        }
        let keys = Keys::of(&eleve);
        let same = known.find(&keys, |i| keys.same(&Keys::of(&people[i])));
        let index = match same {
            Some(i) => {
                out.unreadable.extend(ecarts::told(&people[i], &eleve));
                // One person with two stages stands on two rows.
                let stage = eleve.accueils.iter().any(|a| !people[i].accueils.iter().any(|b| b.is_same(a)));
                if people[i].origin.file == eleve.origin.file && !stage {
                    let reason = Reason::DuplicateOf(people[i].origin.clone());
                    let marks = keys.marks().to_words(None);
                    out.skipped.push(Skipped { origin: eleve.origin.clone(), reason, marks });
                }
                people[i].complete_from(eleve);
                i
            }
            None => {
                people.push(eleve);
                people.len() - 1
            }
        };
        known.insert(&Keys::of(&people[index]), index);
    }
    drop(known);
    let wanted = class.map(compact);
    let keep = |eleve: Eleve| {
        let reason = if !eleve.sortie.is_empty() {
            Reason::Left(eleve.sortie.clone())
        } else if eleve.is_inactive() {
            Reason::Inactive
        } else if wanted.as_ref().is_some_and(|w| *w != compact(&eleve.classe)) {
            Reason::OtherClass(eleve.classe.clone())
        } else {
            return Some(eleve);
        };
        let marks = Keys::of(&eleve).marks().to_words(None);
        out.skipped.push(Skipped { origin: eleve.origin, reason, marks });
        None
    };
    // Collected in place: a whole school is not held twice.
    let kept = people.into_iter().filter_map(keep).collect();
    out.kept = kept;
    out.skipped.sort_by(|a, b| (&a.origin.file, a.origin.row).cmp(&(&b.origin.file, b.origin.row)));
    out
}

/// Takes away the numbers that two different persons bear: one of them at least is wrong, and would make one of both.
/// Both are kept, and told.
fn shared_numbers(eleves: &mut [Eleve]) -> Vec<Illisible> {
    let mut first: HashMap<(&str, &str), usize> = HashMap::new();
    let mut shared: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    for (i, eleve) in eleves.iter().enumerate() {
        for (name, number) in numbers(eleve).into_iter().filter(|(_, number)| !number.is_empty()) {
            match first.get(&(name, number)) {
                Some(other) if differ(&eleves[*other], eleve) => drop(shared.insert((name, number.to_owned()), *other)),
                Some(_) => {}
                None => drop(first.insert((name, number), i)),
            }
        }
    }
    let mut out = Vec::new();
    if shared.is_empty() {
        return out;
    }
    let origins: Vec<Origin> = eleves.iter().map(|e| e.origin.clone()).collect();
    for (i, eleve) in eleves.iter_mut().enumerate() {
        for name in NUMBERS {
            let number = number_mut(eleve, name);
            let Some(other) = shared.get(&(name, number.clone())).copied() else { continue };
            number.clear();
            if i != other {
                let (column, with) = (Some(words(name).to_owned()), &origins[other]);
                let trouble = Trouble::SharedNumber(with.elsewhere());
                out.push(Illisible { origin: eleve.origin.clone(), column, trouble });
            }
        }
    }
    out
}

/// Numbers that are of one person alone.
const NUMBERS: [&str; 3] = ["siecle", "ine", "candidat"];

fn numbers(eleve: &Eleve) -> [(&'static str, &str); 3] {
    [("siecle", &eleve.eleve_id), ("ine", &eleve.ine), ("candidat", &eleve.numero_candidat)]
}

fn number_mut<'e>(eleve: &'e mut Eleve, name: &str) -> &'e mut String {
    match name {
        "siecle" => &mut eleve.eleve_id,
        "ine" => &mut eleve.ine,
        _ => &mut eleve.numero_candidat,
    }
}

fn words(name: &str) -> &'static str {
    match name {
        "siecle" => "ELEVE_ID",
        "ine" => "INE",
        _ => "N° candidat",
    }
}

/// Whether two records can only be of two persons: born on two days, or known by first names that have none in common;
/// within one file also by family names that have none.
fn differ(a: &Eleve, b: &Eleve) -> bool {
    let apart = |a: &str, b: &str| {
        let (a, b) = (normalise(a), normalise(b));
        !a.is_empty() && !b.is_empty() && !a.split(' ').any(|w| b.split(' ').any(|other| other == w))
    };
    let born = a.date_naissance.zip(b.date_naissance).is_some_and(|(a, b)| a != b);
    let all = |e: &Eleve| format!("{} {}", e.nom_famille, e.nom_usage);
    let one_file = a.origin.file == b.origin.file;
    born || apart(&a.prenoms, &b.prenoms) || one_file && apart(&all(a), &all(b))
}

/// By what a person is known: numbers, which are theirs alone, and the name with the birthday (or the class).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys(BTreeMap<&'static str, String>);

/// The key that several persons may share.
const NAME: &str = "nom";
/// All of them.
const NAMES: [&str; 4] = ["siecle", "ine", "candidat", NAME];
/// Characters of a digest in a promotion's journal: enough for no two of a school to be alike.
const MARK: usize = 20;

impl Keys {
    pub fn of(eleve: &Eleve) -> Self {
        let numbers = numbers(eleve).into_iter().filter(|(_, v)| !v.is_empty());
        let mut keys: BTreeMap<_, _> = numbers.map(|(k, v)| (k, format!("{k}:{v}"))).collect();
        let (nom, prenoms) = (normalise(&eleve.nom_famille), normalise(&eleve.prenoms));
        let born = eleve.date_naissance.map_or_else(|| normalise(&eleve.classe), |d| d.to_string());
        keys.insert(NAME, format!("{NAME}:{nom}|{prenoms}|{born}"));
        Keys(keys)
    }

    /// Whether both are one person: a number in common; else the same name, and no number that differs.
    pub fn same(&self, other: &Keys) -> bool {
        let equal = |name: &str| self.0.get(name) == other.0.get(name);
        let common = |name: &&str| *name != NAME && other.0.contains_key(name);
        let mut numbers = self.0.keys().copied().filter(common).peekable();
        if numbers.peek().is_none() {
            return equal(NAME);
        }
        numbers.any(equal)
    }

    /// So many sets of kinds of numbers there are.
    pub const KINDS: u8 = 1 << NUMBERS.len();

    /// Which numbers are known: a bit for each kind.
    pub fn kinds(&self) -> u8 {
        let bits = NUMBERS.iter().enumerate().filter(|(_, name)| self.0.contains_key(*name)).map(|(i, _)| 1_u8 << i);
        bits.sum()
    }

    /// The name with the birthday or the class.
    pub fn name(&self) -> Option<&str> {
        self.0.get(NAME).map(String::as_str)
    }

    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(kind, _)| **kind != NAME).map(|(_, number)| number.as_str())
    }

    /// The keys as a candidate's journal bears them.
    pub fn digests(&self) -> Self {
        Keys(self.0.iter().map(|(k, v)| (*k, sha256(v.as_bytes()))).collect())
    }

    /// The keys as a promotion's journal bears them, for a whole class stands in one: words that begin with their names.
    pub fn marks(&self) -> Self {
        Keys(self.0.iter().map(|(k, v)| (*k, format!("{k}:{}", &sha256(v.as_bytes())[..MARK]))).collect())
    }

    /// The marks of a journal; words that are not ours are left out.
    pub fn from_words(words: &str) -> Self {
        let name =
            |word: &str| NAMES.iter().copied().find(|n| word.strip_prefix(n).is_some_and(|w| w.starts_with(':')));
        Keys(words.split(' ').filter_map(|w| Some((name(w)?, w.to_owned()))).collect())
    }

    /// The marks as a journal bears them, completed by those that `other` has besides.
    pub fn to_words(&self, other: Option<&Keys>) -> String {
        let mut all = other.map(|o| o.0.clone()).unwrap_or_default();
        all.extend(self.0.clone());
        all.into_values().collect::<Vec<_>>().join(" ")
    }

    /// The keys by their names.
    pub fn to_map(&self) -> BTreeMap<String, String> {
        self.0.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect()
    }

    /// The keys of a journal; names that are not ours are left out.
    pub fn from_map(map: &BTreeMap<String, String>) -> Self {
        Keys(NAMES.iter().filter_map(|k| Some((*k, map.get(*k)?.clone()))).collect())
    }
}
