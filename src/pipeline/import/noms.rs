//! The students of a table by their keys and by their names, as a sheet of stages names them. Pure.

use std::collections::HashMap;

use super::etudiants;
use crate::domain::identifiers::normalise;
use crate::sources::import::registre::Registre;

/// What leads to a row.
pub struct Noms {
    /// The keys, by their small letters.
    keys: HashMap<String, String>,
    /// The key that each name leads to; none for a name that several have.
    names: HashMap<String, Option<String>>,
}

impl Noms {
    pub fn of(students: &Registre) -> Self {
        let columns = [etudiants::KEY, "nom_famille", "nom_usage", "prenoms"].map(|c| students.column(c));
        let mut all: HashMap<String, Option<String>> = HashMap::new();
        for row in &students.rows {
            let [key, nom, usage, prenoms] = columns.map(|c| row.get(c));
            let first = prenoms.split_whitespace().next().unwrap_or_default();
            for nom in [nom, usage].into_iter().filter(|n| !n.is_empty()) {
                for prenoms in [prenoms, first].into_iter().filter(|p| !p.is_empty()) {
                    for name in [format!("{nom} {prenoms}"), format!("{prenoms} {nom}")] {
                        let led = all.entry(normalise(&name)).or_insert_with(|| Some(key.to_owned()));
                        if led.as_deref() != Some(key) {
                            *led = None;
                        }
                    }
                }
            }
        }
        let keys = students.rows.iter().map(|row| row.get(columns[0]));
        let keys = keys.map(|key| (key.to_lowercase(), key.to_owned())).collect();
        Noms { keys, names: all }
    }

    /// The key of a student; the name itself where no one, or more than one, has it.
    pub fn key(&self, name: &str) -> String {
        let name = name.trim();
        let led = || self.names.get(&normalise(name)).cloned().flatten();
        self.keys.get(&name.to_lowercase()).cloned().or_else(led).unwrap_or_else(|| name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_student_is_named_by_key_or_by_name() {
        let mut table = Registre::new(["cle", "nom_famille", "prenoms"].map(str::to_owned).to_vec());
        for row in [["martin-lea", "MARTIN", "Léa Inès"], ["roy-jo", "ROY", "Jo"], ["roy-jo-2", "ROY", "Jo"]] {
            table.push(row.map(str::to_owned).to_vec());
        }
        let names = Noms::of(&table);
        for name in ["martin-lea", "Martin Léa", "LÉA MARTIN", "Léa Inès Martin"] {
            assert_eq!(names.key(name), "martin-lea", "{name}");
        }
        for name in ["ROY Jo", "DUPONT Hugo"] {
            assert_eq!(names.key(name), name, "no one, or more than one");
        }
        assert_eq!(names.key("roy-jo"), "roy-jo");
    }
}
