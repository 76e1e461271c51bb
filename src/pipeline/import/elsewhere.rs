//! Where a table of a promotion stands already, if it is not in the file that an import follows: it is not told twice. Pure.

use crate::domain::promotion::FILE;
use crate::sources::import::journal::Present;
use crate::sources::tables::{self, Named, PROMOTION};

/// What stands in a promotion's folder: its settings, and the names of its files.
pub struct There<'a> {
    settings: &'a Present,
    pub names: &'a [String],
    /// The workbooks of the whole promotion, and the tables that their sheets are: any, where one cannot be read.
    workbooks: Vec<(&'a String, Option<Vec<&'static str>>)>,
}

impl<'a> There<'a> {
    pub fn new(settings: &'a Present, names: &'a [String], present: &dyn Fn(&str) -> Present) -> Self {
        let is_whole = |name: &&String| matches!(PROMOTION.of_file(name), Some(Named::All));
        let held = |name: &'a String| match present(name) {
            Present::Yes(bytes) => (name, tables::in_workbook(bytes)),
            Present::No | Present::Other => (name, None),
        };
        There { settings, names, workbooks: names.iter().filter(is_whole).map(held).collect() }
    }

    /// The file that holds the table `table` (`etudiant`) in place of `ours` (`etudiants.csv`).
    pub fn elsewhere(&self, table: &str, ours: &str) -> Option<String> {
        if self.in_settings(table) {
            return Some(FILE.to_owned());
        }
        let is = |name: &str| matches!(PROMOTION.of_file(name), Some(Named::One(named)) if named.key == table);
        let other = self.names.iter().find(|name| !name.eq_ignore_ascii_case(ours) && is(name));
        let within = |(_, held): &&(&String, Option<Vec<&str>>)| held.as_ref().is_none_or(|keys| keys.contains(&table));
        other.or_else(|| self.workbooks.iter().find(within).map(|(name, _)| *name)).cloned()
    }

    /// Whether `promotion.toml` has the rows of the table in itself.
    fn in_settings(&self, table: &str) -> bool {
        let Present::Yes(bytes) = self.settings else { return false };
        let header = format!("[[{table}]]");
        let is_header = |line: &str| {
            let bare: String = line.split('#').next().unwrap_or_default().split_whitespace().collect();
            bare == header
        };
        String::from_utf8_lossy(bytes).lines().any(is_header)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elsewhere(settings: &Present, names: &[&str], table: &str, ours: &str) -> Option<String> {
        let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
        There::new(settings, &names, &|_| Present::Other).elsewhere(table, ours)
    }

    #[test]
    fn a_table_is_known_by_its_name_and_by_its_rows() {
        let names = ["etudiants.csv", "~$etudiants.xlsx", "Étudiants.ODS", "stages.txt"];
        let settings = Present::Yes(b"# [[etudiant]]\n[[ stage ]] # les stages\n".to_vec());
        assert_eq!(elsewhere(&settings, &names, "etudiant", "etudiants.csv").as_deref(), Some("Étudiants.ODS"));
        assert_eq!(elsewhere(&settings, &names, "stage", "stages.csv").as_deref(), Some(FILE));
        assert_eq!(elsewhere(&settings, &names, "organisme", "organismes.csv"), None);
        assert!(elsewhere(&Present::No, &["promotion.xlsx"], "stage", "stages.csv").is_some(), "it may hold it");
    }

    #[test]
    fn a_setting_is_where_the_check_will_read_it() {
        for (name, key) in [
            ("Référents.XLSX", "referent"),
            ("re\u{301}fe\u{301}rents.csv", "referent"),
            ("FORMATION.ods", "formation"),
            ("périodes scolaires.csv", "periode_scolaire"),
            ("defauts.toml", "defauts"),
        ] {
            assert_eq!(elsewhere(&Present::No, &[name], key, "").as_deref(), Some(name), "{name}");
        }
        for (name, key) in
            [("formation.pdf", "formation"), ("referents.docx", "referent"), (".formation.csv", "formation")]
        {
            assert_eq!(elsewhere(&Present::No, &[name], key, ""), None, "{name}");
        }
    }
}
