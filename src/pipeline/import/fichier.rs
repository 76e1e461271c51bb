//! The file in which a table of a promotion stands: its form, and how it is read and made. Pure.

use super::classeur::{self, Columns};
use crate::pipeline::manifest::sha256;
use crate::sources::import::journal::{JournalPromotion, Present};
use crate::sources::import::registre::Registre;
use crate::sources::import::tableur;
use crate::sources::schema::Node;

/// The form of a table's file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Forme {
    #[default]
    Csv,
    Xlsx,
    Ods,
}

impl Forme {
    const ALL: [Forme; 3] = [Forme::Csv, Forme::Xlsx, Forme::Ods];

    fn ending(self) -> &'static str {
        match self {
            Forme::Csv => "csv",
            Forme::Xlsx => "xlsx",
            Forme::Ods => "ods",
        }
    }
}

/// The file of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fichier {
    pub name: String,
    pub forme: Forme,
    /// The name of the sheet.
    title: &'static str,
}

/// What stands in it.
pub enum Lu {
    Absent,
    /// The digest by which a journal knows the table, and whether writing it anew loses nothing but its looks.
    Table {
        registre: Registre,
        digest: String,
        is_plain: bool,
    },
    Unreadable,
}

impl Fichier {
    /// A new file of the table `stem`.
    pub fn new(stem: &str, title: &'static str, forme: Forme) -> Self {
        Fichier { name: format!("{stem}.{}", forme.ending()), forme, title }
    }

    /// The file of the table `stem`: the one that an import follows, else a new one of the form that is asked for. A text
    /// table is always followed; a workbook, if an import made it.
    pub fn of(stem: &str, title: &'static str, asked: Forme, names: &[String], journal: &JournalPromotion) -> Self {
        let name = |forme: Forme| format!("{stem}.{}", forme.ending());
        let there =
            |forme: &Forme| names.contains(&name(*forme)) && (*forme == Forme::Csv || is_known(journal, &name(*forme)));
        // One that was taken away is not begun again in another form.
        let known = |forme: &Forme| is_known(journal, &name(*forme));
        let all = Forme::ALL;
        let forme = all.into_iter().find(there).or_else(|| all.into_iter().find(known)).unwrap_or(asked);
        Fichier { name: name(forme), forme, title }
    }

    /// Reads the table, of which these headings are known.
    pub fn read(&self, present: &Present, known: &[String]) -> Lu {
        let bytes = match present {
            Present::No => return Lu::Absent,
            Present::Other => return Lu::Unreadable,
            Present::Yes(bytes) => bytes,
        };
        match self.forme {
            Forme::Csv => Lu::Table { registre: Registre::parse(bytes, known), digest: sha256(bytes), is_plain: true },
            Forme::Xlsx | Forme::Ods => match tableur::read(bytes) {
                Some(tableur::Tenue { registre, is_plain }) => {
                    Lu::Table { digest: digest_of(&registre), registre, is_plain }
                }
                None => Lu::Unreadable,
            },
        }
    }

    /// The bytes of the file for a table whose rows are of this type, and the digest by which it is known; none for a text
    /// that no cell can hold.
    pub fn make(&self, registre: &Registre, rows: &Node) -> Option<(Vec<u8>, String)> {
        let columns = Columns::of(rows);
        let bytes = match self.forme {
            Forme::Csv => registre.to_text().into_bytes(),
            Forme::Xlsx => classeur::xlsx(self.title, registre, &columns).ok()?,
            Forme::Ods => classeur::ods(self.title, registre, &columns).ok()?,
        };
        let digest = if self.forme == Forme::Csv { sha256(&bytes) } else { digest_of(registre) };
        Some((bytes, digest))
    }
}

fn is_known(journal: &JournalPromotion, name: &str) -> bool {
    journal.fichiers.contains_key(name)
}

/// The digest of what a workbook holds: a program that saves it writes other bytes.
fn digest_of(registre: &Registre) -> String {
    let mut plain = Registre::of_rows(registre.headings.clone(), registre.rows.clone());
    for row in &mut plain.rows {
        while row.cells.last().is_some_and(|c| c.trim().is_empty()) {
            row.cells.pop();
        }
        row.line = 0;
    }
    sha256(plain.to_text().as_bytes())
}
