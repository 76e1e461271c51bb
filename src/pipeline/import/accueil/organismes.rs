//! The table of organismes: begun for the secretary to fill, completed with those that the exports tell, then hers. Pure.

use std::collections::{BTreeSet, HashMap};

use super::{Dit, Filling, Table};
use crate::domain::identifiers::compact;
use crate::domain::promotion::Organisme;
use crate::domain::slug::slug;
use crate::pipeline::import::fichier::{Fichier, Lu};
use crate::pipeline::import::{etudiants, free};
use crate::sources::import::journal::Present;
use crate::sources::import::registre::Registre;
use crate::sources::schema::{Key, Node};

/// The name of its file, without its ending, and of its sheet.
pub const ORGANISMES: (&str, &str) = ("organismes", "Organismes");

/// The columns by which an organisme is known.
const KNOWN_BY: [&str; 5] = [etudiants::KEY, "siret", "nom", "code_postal", "ville"];

/// What the exports tell of organismes.
pub struct Organismes<'a> {
    /// The rows of sheets that are this table, which may have keys of their own.
    pub sheets: &'a [Dit],
    /// Those of each stage, with nothing where it tells none.
    pub stages: &'a [Dit],
}

/// The table of organismes: its headings, for a new one, and those that the exports tell as long as no one has edited it.
/// The key of the organisme of each stage comes second.
pub fn organismes(
    file: &Fichier,
    present: &Present,
    former: Option<&String>,
    told: &Organismes<'_>,
) -> (Table, Vec<String>) {
    let rows = Node::of::<Organisme>();
    let headings = paths(&rows, "");
    let (table, ours) = match (file.read(present, &headings), former) {
        (Lu::Absent, None) => (Registre::new(headings), true),
        (Lu::Table { registre, digest, is_plain }, last) => (registre, is_plain && last == Some(&digest)),
        (Lu::Absent, Some(_)) | (Lu::Unreadable, _) => (Registre::new(headings), false),
    };
    let all = || told.sheets.iter().chain(told.stages);
    let names = all().flat_map(|d| d.cells.iter().map(|(name, _)| name.as_str()));
    let mut filling = Filling::new(table, ours, KNOWN_BY.into_iter().chain(names));
    let key = filling.column(etudiants::KEY);
    let mut taken: BTreeSet<String> = filling.table.rows.iter().map(|r| r.get(key).to_lowercase()).collect();
    let mut numbers = HashMap::new();
    let mut known = Known::of(&filling);
    let mut keys = Vec::new();
    let mut left: BTreeSet<usize> = BTreeSet::new();
    for dit in all() {
        if dit.cells.is_empty() {
            keys.push(String::new());
            continue;
        }
        if let Some(row) = known.named(dit) {
            keys.push(filling.cell(row, etudiants::KEY).to_owned());
            continue;
        }
        let row = known.find(&filling, dit).unwrap_or_else(|| {
            let own = dit.get(etudiants::KEY);
            let cle = match !own.is_empty() && taken.insert(own.to_lowercase()) {
                true => own.to_owned(),
                false => new_key(&mut taken, &mut numbers, dit.get("nom")),
            };
            let row = filling.add(&[(etudiants::KEY, cle.as_str())]);
            if !ours {
                // It has no place in the table of a person: it is laid beside it, where the next one finds it.
                dit.cells.iter().filter(|(n, _)| n != etudiants::KEY).for_each(|(n, v)| filling.set(row, n, v));
                left.insert(row);
            }
            row
        });
        let empty = filling.lay(row, dit);
        if !left.contains(&row) {
            let line = filling.table.rows[row].line;
            filling.out.kept.extend(empty.into_iter().map(|column| (line, column)));
        }
        known.add(&filling, row);
        keys.push(filling.cell(row, etudiants::KEY).to_owned());
    }
    // A row of a sheet whose key another row has already is told by the key that it was given; those that are left out have no
    // line in the file.
    let beyond: BTreeSet<u64> = left.iter().map(|row| filling.table.rows[*row].line).collect();
    filling.out.kept.retain(|(line, column)| column != etudiants::KEY && !beyond.contains(line));
    filling.out.left = left.len();
    let changed = ours && filling.out.told > 0 || *present == Present::No && former.is_none();
    (filling.done(file, &rows, changed, former), keys.split_off(told.sheets.len()))
}

fn new_key(taken: &mut BTreeSet<String>, numbers: &mut HashMap<String, usize>, nom: &str) -> String {
    let name = Some(slug(nom)).filter(|s| !s.is_empty()).unwrap_or_else(|| "organisme".to_owned());
    free(taken, numbers, &name)
}

/// The rows of organismes, by what they are known by.
#[derive(Default)]
struct Known {
    by_key: HashMap<String, usize>,
    by_siret: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
}

impl Known {
    fn of(filling: &Filling<'_>) -> Self {
        let mut known = Known::default();
        (0..filling.table.rows.len()).for_each(|row| known.add(filling, row));
        known
    }

    fn add(&mut self, filling: &Filling<'_>, row: usize) {
        self.by_key.entry(filling.cell(row, etudiants::KEY).to_lowercase()).or_insert(row);
        for (column, rows) in [("siret", &mut self.by_siret), ("nom", &mut self.by_name)] {
            let rows = rows.entry(compact(filling.cell(row, column))).or_default();
            if rows.last() != Some(&row) && !rows.contains(&row) {
                rows.push(row);
            }
        }
    }

    /// The row of which a stage names the key, and nothing else.
    fn named(&self, dit: &Dit) -> Option<usize> {
        self.by_key.get(&dit.get("nom").to_lowercase()).copied().filter(|_| dit.cells.len() == 1)
    }

    /// The row of an organisme: the same key, where it has one; the same SIRET, or else the same name in one place.
    fn find(&self, filling: &Filling<'_>, dit: &Dit) -> Option<usize> {
        let of = |rows: &HashMap<String, Vec<usize>>, name| {
            let word = Some(compact(dit.get(name))).filter(|w| !w.is_empty());
            word.and_then(|w| rows.get(&w).cloned()).unwrap_or_default()
        };
        let own = dit.get(etudiants::KEY).to_lowercase();
        if let Some(row) = self.by_key.get(&own).filter(|_| !own.is_empty()) {
            return Some(*row);
        }
        let mut rows = of(&self.by_siret, "siret");
        rows.extend(of(&self.by_name, "nom"));
        rows.sort_unstable();
        rows.into_iter().find(|row| {
            let both = |name: &str| {
                let (here, there) = (compact(filling.cell(*row, name)), compact(dit.get(name)));
                (!here.is_empty() && !there.is_empty()).then(|| here == there)
            };
            both("siret").unwrap_or_else(|| {
                both("nom") == Some(true) && both("code_postal").unwrap_or(true) && both("ville").unwrap_or(true)
            })
        })
    }
}

/// The keys of a table, those of a table within it after its name and a point.
fn paths(node: &Node, above: &str) -> Vec<String> {
    let Node::Table(keys) = node else { return Vec::new() };
    let path = |key: &Key| match above {
        "" => key.name.clone(),
        above => format!("{above}.{}", key.name),
    };
    let one = |key: &Key| match &key.node {
        inner @ Node::Table(_) => paths(inner, &path(key)),
        _ => vec![path(key)],
    };
    keys.iter().flat_map(one).collect()
}
