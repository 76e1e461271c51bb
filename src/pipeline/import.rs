//! From pupils that exports tell to the folders of candidates: who is kept, under what name, what is written. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::manifest::sha256;
use super::starter;
use crate::domain::candidat::{FILE, Statut};
use crate::domain::identifiers::normalise;
use crate::domain::referentiel::Referentiel;
use crate::domain::reglages::Reglages;
use crate::sources::import::journal::{Existing, Journal, Present, SCHEMA};
use crate::sources::import::{Eleve, Illisible, Origin, Trouble};

/// Longest part of a folder's name, in characters.
const NAME_LIMIT: usize = 60;

/// Who becomes a candidate, and who does not.
#[derive(Debug, Default)]
pub struct Selection {
    pub kept: Vec<Eleve>,
    pub skipped: Vec<Skipped>,
    pub unreadable: Vec<Illisible>,
    /// The classes that are not the one that was asked for.
    pub other_classes: BTreeSet<String>,
}

/// Someone who is left out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub origin: Origin,
    pub reason: Reason,
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
pub fn select(eleves: Vec<Eleve>, class: Option<&str>) -> Selection {
    let mut out = Selection::default();
    let mut people: Vec<Eleve> = Vec::new();
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for eleve in eleves {
        if eleve.nom_famille.is_empty() {
            out.unreadable.push(Illisible { origin: eleve.origin, column: None, trouble: Trouble::Missing });
            continue;
        }
        let keys = Keys::of(&eleve);
        let candidates = keys.0.values().filter_map(|k| known.get(k)).flatten().copied();
        let same = candidates.filter(|i| keys.same(&Keys::of(&people[*i]))).min();
        let index = match same {
            Some(i) if people[i].origin.file == eleve.origin.file => {
                let reason = Reason::DuplicateOf(people[i].origin.clone());
                out.skipped.push(Skipped { origin: eleve.origin, reason });
                continue;
            }
            Some(i) => {
                people[i].complete_from(eleve);
                i
            }
            None => {
                people.push(eleve);
                people.len() - 1
            }
        };
        for key in Keys::of(&people[index]).0.into_values() {
            let indices = known.entry(key).or_default();
            if !indices.contains(&index) {
                indices.push(index);
            }
        }
    }
    let wanted = class.map(normalise);
    for eleve in people {
        let reason = if !eleve.sortie.is_empty() {
            Reason::Left(eleve.sortie.clone())
        } else if eleve.is_inactive() {
            Reason::Inactive
        } else if wanted.as_ref().is_some_and(|w| *w != normalise(&eleve.classe)) {
            out.other_classes.insert(eleve.classe.clone());
            Reason::OtherClass(eleve.classe.clone())
        } else {
            out.kept.push(eleve);
            continue;
        };
        out.skipped.push(Skipped { origin: eleve.origin, reason });
    }
    out.skipped.sort_by(|a, b| (&a.origin.file, a.origin.row).cmp(&(&b.origin.file, b.origin.row)));
    out
}

/// By what a person is known: numbers, which are theirs alone, and the name with the birthday (or the class).
#[derive(Debug)]
struct Keys(BTreeMap<&'static str, String>);

/// The key that several persons may share.
const NAME: &str = "nom";

impl Keys {
    fn of(eleve: &Eleve) -> Self {
        let numbers =
            [("siecle", &eleve.eleve_id), ("ine", &eleve.ine), ("candidat", &eleve.numero_candidat)].into_iter();
        let numbers = numbers.filter(|(_, v)| !v.is_empty());
        let mut keys: BTreeMap<_, _> = numbers.map(|(k, v)| (k, format!("{k}:{v}"))).collect();
        let (nom, prenoms) = (normalise(&eleve.nom_famille), normalise(&eleve.prenoms));
        let born = eleve.date_naissance.map_or_else(|| normalise(&eleve.classe), |d| d.to_string());
        keys.insert(NAME, format!("{NAME}:{nom}|{prenoms}|{born}"));
        Keys(keys)
    }

    /// Whether both are one person: a number in common; else the same name, and no number that differs.
    fn same(&self, other: &Keys) -> bool {
        let equal = |name: &str| self.0.get(name) == other.0.get(name);
        let common = |name: &&str| *name != NAME && other.0.contains_key(name);
        let mut numbers = self.0.keys().copied().filter(common).peekable();
        if numbers.peek().is_none() {
            return equal(NAME);
        }
        numbers.any(equal)
    }

    /// The keys as a journal bears them.
    fn digests(&self) -> Keys {
        Keys(self.0.iter().map(|(k, v)| (*k, sha256(v.as_bytes()))).collect())
    }

    fn is_of(&self, journal: &Journal) -> bool {
        let theirs = ["siecle", "ine", "candidat", NAME].into_iter();
        self.same(&Keys(theirs.filter_map(|k| Some((k, journal.personne.get(k)?.clone()))).collect()))
    }
}

/// The folder of each candidate, below the one that was asked for: the folder of a former import, else a new one
/// named after the class and the person; two of one name are told apart by a number.
pub fn places(kept: &[Eleve], existing: &Existing) -> Vec<String> {
    let mut taken: BTreeSet<String> = existing.taken.iter().cloned().collect();
    let mut former: HashMap<&str, Vec<&str>> = HashMap::new();
    for (path, journal) in &existing.journals {
        for digest in journal.personne.values() {
            former.entry(digest).or_default().push(path);
        }
    }
    let mut given = BTreeSet::new();
    let mut place = |eleve: &Eleve| {
        let keys = Keys::of(eleve).digests();
        let found = keys.0.values().filter_map(|d| former.get(d.as_str())).flatten();
        let mut found = found.filter(|p| keys.is_of(&existing.journals[**p]) && !given.contains(**p));
        if let Some(path) = found.next() {
            given.insert((*path).to_owned());
            return (*path).to_owned();
        }
        let person = slug(&format!("{} {}", eleve.nom_famille, eleve.prenoms.split(' ').next().unwrap_or_default()));
        let class = if eleve.classe.is_empty() { String::new() } else { slug(&eleve.classe) + "/" };
        let names = (1..).map(|n| if n == 1 { format!("{class}{person}") } else { format!("{class}{person}-{n}") });
        let path = names.into_iter().find(|n| taken.insert(n.clone())).expect("numbers do not end");
        given.insert(path.clone());
        path
    };
    kept.iter().map(&mut place).collect()
}

/// A name for a folder, safe on every system: small letters of ASCII, digits and hyphens.
fn slug(text: &str) -> String {
    const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];
    let mut out = String::new();
    for c in normalise(text).chars().flat_map(in_ascii) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(NAME_LIMIT);
    let name = out.trim_end_matches('-');
    let port = name.strip_prefix("com").or(name.strip_prefix("lpt"));
    match name {
        "" => "candidat".to_owned(),
        _ if RESERVED.contains(&name) || port.is_some_and(|n| n.len() == 1) => format!("{name}-x"),
        _ => name.to_owned(),
    }
}

/// The letters that have no accent to take off.
fn in_ascii(c: char) -> Vec<char> {
    match c {
        'ß' => vec!['s', 's'],
        'ø' => vec!['o'],
        'ł' => vec!['l'],
        'đ' | 'ð' => vec!['d'],
        'ı' => vec!['i'],
        'þ' => vec!['t', 'h'],
        c => vec![c],
    }
}

/// What candidates' folders are made with.
pub struct Maker<'t> {
    referentiel: &'t Referentiel,
    reglages: &'t Reglages,
    session: i32,
    /// The status of all, whatever the exports tell.
    statut: Option<Statut>,
    /// The files that are the same for all of one status.
    common: HashMap<Statut, Vec<(String, String)>>,
}

impl<'t> Maker<'t> {
    pub fn new(referentiel: &'t Referentiel, reglages: &'t Reglages, session: i32, statut: Option<Statut>) -> Self {
        Maker { referentiel, reglages, session, statut, common: HashMap::new() }
    }

    /// The files of a candidate's folder, by path.
    pub fn files(&mut self, eleve: &Eleve) -> Vec<(String, String)> {
        let statut = self.statut.or(eleve.statut).unwrap_or(Statut::Scolaire);
        let (session, referentiel, reglages) = (self.session, self.referentiel, self.reglages);
        let common =
            self.common.entry(statut).or_insert_with(|| starter::files(statut, session, referentiel, reglages));
        let own = || starter::candidat(statut, session, referentiel, filled(eleve));
        let one = |(name, text): &(String, String)| (name.clone(), if name == FILE { own() } else { text.clone() });
        common.iter().map(one).collect()
    }
}

/// The keys that the export fills.
fn filled(eleve: &Eleve) -> Vec<(&'static str, Value)> {
    let born = eleve.date_naissance.and_then(|d| serde_json::to_value(d).ok());
    let ecole = &eleve.ecole;
    let texts = [
        ("identite.nom_famille", &eleve.nom_famille),
        ("identite.nom_usage", &eleve.nom_usage),
        ("identite.prenoms", &eleve.prenoms),
        ("identite.ine", &eleve.ine),
        ("examen.numero_candidat", &eleve.numero_candidat),
        ("examen.academie", &ecole.academie),
        ("etablissement.nom", &ecole.nom),
        ("etablissement.uai", &ecole.uai),
        ("etablissement.adresse", &ecole.adresse),
        ("etablissement.code_postal", &ecole.code_postal),
        ("etablissement.ville", &ecole.ville),
    ];
    let texts = texts.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k, Value::from(v.as_str())));
    texts.chain(born.map(|d| ("identite.date_naissance", d))).collect()
}

/// Whether `candidat.toml` is written although a person edited it. Nothing else that a person edited ever is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    Keep,
    Overwrite,
}

/// What is to be written in one folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub write: Vec<(String, String)>,
    pub state: State,
    /// A person edited `candidat.toml`, which tells something else than the export.
    pub kept_edited: bool,
    pub journal: Journal,
}

/// What becomes of a folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    New,
    Updated,
    Unchanged,
}

/// Compares what would be written with what is there and with what was written last.
pub fn plan(
    eleve: &Eleve,
    files: Vec<(String, String)>,
    former: Option<&Journal>,
    present: &dyn Fn(&str) -> Present,
    edited: Edited,
) -> Plan {
    let mut journal = former.cloned().unwrap_or_default();
    journal.schema = SCHEMA;
    journal.personne.extend(Keys::of(eleve).digests().0.into_iter().map(|(k, v)| (k.to_owned(), v)));
    let mut out = Plan::default();
    for (name, text) in files {
        let (new, last) = (sha256(text.as_bytes()), journal.fichiers.get(&name));
        // A file that is gone was taken away or renamed by a person.
        let (same, untouched) = match present(&name) {
            Present::No => (false, last.is_none()),
            Present::Other => (false, false),
            Present::Yes(bytes) => (bytes == text.as_bytes(), last == Some(&sha256(&bytes))),
        };
        let ours = untouched || (name == FILE && edited == Edited::Overwrite);
        if same || ours {
            journal.fichiers.insert(name.clone(), new);
        }
        if !same && ours {
            out.write.push((name, text));
        } else if !same && name == FILE {
            out.kept_edited = true;
        }
    }
    out.state = match former {
        None => State::New,
        Some(_) if out.write.is_empty() => State::Unchanged,
        Some(_) => State::Updated,
    };
    out.journal = journal;
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Date;

    fn eleve(nom: &str, prenoms: &str, classe: &str) -> Eleve {
        let mut eleve = Eleve::new(Origin::file("liste.csv"));
        (eleve.nom_famille, eleve.prenoms, eleve.classe) = (nom.into(), prenoms.into(), classe.into());
        eleve
    }

    #[test]
    fn names_of_folders_are_safe_everywhere() {
        let long = "x".repeat(300);
        for (name, expected) in [
            ("CON", "con-x"),
            ("com1", "com1-x"),
            ("lpt²", "lpt"),
            ("../x", "x"),
            ("a/b\\c:d", "a-b-c-d"),
            ("Œuvrard d’Été", "oeuvrard-d-ete"),
            ("Straße", "strasse"),
            ("李", "candidat"),
            ("nul.txt", "nul-txt"),
            (&long, &"x".repeat(NAME_LIMIT)),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
    }

    #[test]
    fn homonyms_have_each_their_folder() {
        let mut born = [eleve("MARTIN", "Léa", "2ASS1"), eleve("Martin", "LEA", "2ASS1"), eleve("MARTIN", "Léa", "")];
        born[0].date_naissance = Date::new(2005, 1, 1);
        born[1].date_naissance = Date::new(2005, 1, 2);
        let selection = select(born.to_vec(), None);
        assert_eq!(selection.kept.len(), 3);
        let places = places(&selection.kept, &Existing::default());
        assert_eq!(places, ["2ass1/martin-lea", "2ass1/martin-lea-2", "martin-lea"]);
    }

    #[test]
    fn one_person_of_several_files_is_one() {
        let (mut a, mut b) = (eleve("MARTIN", "Léa", "2ASS1"), eleve("MARTIN", "Léa Inès", ""));
        (a.ine, b.ine) = ("1234567890V".into(), "1234567890V".into());
        b.numero_candidat = "0212345678".into();
        let again = b.clone();
        b.origin = Origin::file("cyclades.csv");
        let selection = select(vec![a, b, again], None);
        assert_eq!((selection.kept.len(), selection.skipped.len()), (1, 1));
        assert_eq!(selection.kept[0].numero_candidat, "0212345678");
    }
}
