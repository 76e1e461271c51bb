//! Where a table of a promotion stands already, if it is not in the file that an import follows: it is not told twice. Pure.

use crate::domain::identifiers::normalise;
use crate::domain::promotion::FILE;
use crate::sources::import::journal::Present;

/// Endings of the files that may hold a table.
const ENDINGS: [&str; 5] = ["toml", "csv", "xlsx", "ods", "xls"];

/// What stands in a promotion's folder: its settings, and the names of its files.
pub struct There<'a> {
    pub settings: &'a Present,
    pub names: &'a [String],
}

impl There<'_> {
    /// The file that holds the table `table` (`etudiant`) in place of `ours` (`etudiants.csv`).
    pub fn elsewhere(&self, table: &str, ours: &str) -> Option<String> {
        if self.in_settings(table) {
            return Some(FILE.to_owned());
        }
        let other = |name: &&String| !name.eq_ignore_ascii_case(ours) && holds(name, table);
        self.names.iter().find(other).cloned()
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

/// Whether a file is named after a table, or is the workbook of the whole promotion.
fn holds(name: &str, table: &str) -> bool {
    // Office programs keep a file of their own, « ~$stages.xlsx », beside one that is open.
    let Some((stem, ending)) = name.rsplit_once('.').filter(|(stem, _)| !stem.starts_with(['~', '.'])) else {
        return false;
    };
    let (stem, ending) = (normalise(stem), ending.to_lowercase());
    let own = ENDINGS.contains(&ending.as_str()) && (stem == table || stem.strip_suffix('s') == Some(table));
    own || stem == "promotion" && ["xlsx", "ods"].contains(&ending.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_known_by_its_name_and_by_its_rows() {
        let names = ["etudiants.csv", "~$etudiants.xlsx", "Étudiants.ODS", "stages.txt"].map(str::to_owned);
        let settings = Present::Yes(b"# [[etudiant]]\n[[ stage ]] # les stages\n".to_vec());
        let there = There { settings: &settings, names: &names };
        assert_eq!(there.elsewhere("etudiant", "etudiants.csv").as_deref(), Some("Étudiants.ODS"));
        assert_eq!(there.elsewhere("stage", "stages.csv").as_deref(), Some(FILE));
        assert_eq!(there.elsewhere("organisme", "organismes.csv"), None);
        let book = ["promotion.xlsx".to_owned()];
        let there = There { settings: &Present::No, names: &book };
        assert!(there.elsewhere("stage", "stages.csv").is_some());
    }
}
