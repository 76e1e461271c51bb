//! The cells that an import fills in a student's row: their values, and the digests by which the next import knows them.

use super::etudiants::Making;
use crate::domain::promotion::etudiant::Sexe;
use crate::domain::{Date, Statut};
use crate::pipeline::manifest::sha256;
use crate::sources::import::journal::{Connu, JournalPromotion};
use crate::sources::import::{Eleve, PARTS};

/// The columns that every table has, the key left out.
const OWN: [&str; 19] = [
    "nom_famille",
    "nom_usage",
    "prenoms",
    "sexe",
    "date_naissance",
    "ine",
    "numero_candidat",
    "classe",
    "statut",
    "adresse",
    "code_postal",
    "ville",
    "telephone",
    "courriel",
    "representant_legal",
    "second_representant_legal",
    "caisse",
    "journees_anterieures",
    "admission",
];

/// The columns, the key left out; those of the parts of a student are in a table where an export tells them.
pub const COLUMNS: [&str; OWN.len() + PARTS.len()] = {
    let mut all = [""; OWN.len() + PARTS.len()];
    let mut i = 0;
    while i < all.len() {
        all[i] = if i < OWN.len() { OWN[i] } else { PARTS[i - OWN.len()] };
        i += 1;
    }
    all
};

/// The word of a cell that no import wrote.
pub const NONE: &str = "-";
/// Characters of a cell's digest.
const WORD: usize = 12;
/// Characters of a key's digest.
const KEY: usize = 20;

/// What the exports tell of a pupil, by column; empty where they tell nothing.
pub fn of(eleve: &Eleve, making: &Making) -> Vec<(&'static str, String)> {
    // Who is of age signs alone: a parent's name is then nobody's business here.
    let minor = eleve.date_naissance.is_none_or(|born| born.plus_months(18 * 12) > making.debut);
    let [first, second] = eleve.representants.each_ref().map(|r| if minor { r.as_str() } else { "" });
    let statut = making.statut.or(eleve.statut).map(Statut::key).unwrap_or_default();
    let sexe = eleve.sexe.map(Sexe::key).unwrap_or_default();
    // As a French spreadsheet shows it, and saves it.
    let born = eleve.date_naissance.map(|d| d.to_string()).unwrap_or_default();
    let values = [
        &eleve.nom_famille,
        &eleve.nom_usage,
        &eleve.prenoms,
        sexe,
        &born,
        &eleve.ine,
        &eleve.numero_candidat,
        &eleve.classe,
        statut,
        &eleve.adresse.voie,
        &eleve.adresse.code_postal,
        &eleve.adresse.ville,
        &eleve.telephone,
        &eleve.courriel,
        first,
        second,
    ];
    let others = COLUMNS[values.len()..].iter().map(|column| eleve.autre(column));
    COLUMNS.into_iter().zip(values.into_iter().chain(others).map(plain)).collect()
}

/// A text that a spreadsheet does not take for a formula: nothing that an export tells begins with its signs, but for the
/// `+` of a telephone number.
pub fn plain(value: impl AsRef<str>) -> String {
    let value = value.as_ref();
    let phone = value.strip_prefix('+').is_some_and(|v| v.starts_with(|c: char| c.is_ascii_digit()));
    let text = if phone { value } else { value.trim_start_matches(['=', '+', '-', '@', '\t']) };
    text.trim().to_owned()
}

/// The digest of a row's key.
pub fn key(cle: &str) -> String {
    sha256(cle.trim().to_lowercase().as_bytes())[..KEY].to_owned()
}

/// The digest of a cell. That of its row's key goes into it: two students of one class do not have the same.
pub fn digest(key: &str, column: &str, value: &str) -> String {
    sha256(format!("{key}|{column}|{}", canonical(value)).as_bytes())[..WORD].to_owned()
}

/// The word by which a journal knows a cell; `None` if no import wrote it.
pub fn word<'j>(journal: &'j JournalPromotion, connu: &'j Connu, column: &str) -> Option<&'j str> {
    let at = journal.colonnes.iter().position(|c| c == column)?;
    connu.cellules.split(' ').nth(at).filter(|w| *w != NONE)
}

/// The words of a journal's cells in the order of our columns, for one that another version wrote.
pub fn laid_out(journal: &JournalPromotion, connu: &Connu) -> String {
    COLUMNS.map(|column| word(journal, connu, column).unwrap_or(NONE)).join(" ")
}

/// Whether two values are one, but for what a spreadsheet does to them.
pub fn same(a: &str, b: &str) -> bool {
    a == b || canonical(a) == canonical(b)
}

/// Whether `cell` is `value` without the zeros that a spreadsheet took for nothing.
pub fn is_cut(cell: &str, value: &str) -> bool {
    cell.len() < value.len() && is_number(cell) && value.starts_with('0')
}

/// A value as it is whatever a spreadsheet does to it: a day in one form, a number without its leading zeros.
pub fn canonical(value: &str) -> String {
    let value = value.trim();
    match Date::parse(value) {
        Some(day) => day.to_string(),
        None if is_number(value) && !value.bytes().all(|b| b == b'0') => value.trim_start_matches('0').to_owned(),
        None => value.to_owned(),
    }
}

fn is_number(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_does_to_a_cell_is_no_edit() {
        assert!(same("14/03/2005", "2005-03-14") && same("212000001", "0212000001") && same("01000", "1000"));
        assert!(!same("2ASS1", "1ASS1") && !same("", "0"));
        assert!(is_cut("1000", "01000") && !is_cut("14/03/2005", "2005-03-14") && !is_cut("", "0"));
    }

    #[test]
    fn nothing_is_a_formula() {
        for (told, written) in [
            ("=cmd|' /C calc'!A0", "cmd|' /C calc'!A0"),
            ("@SUM(1)", "SUM(1)"),
            ("+33 6 00", "+33 6 00"),
            ("-+=A", "A"),
        ] {
            assert_eq!(plain(told), written);
        }
    }
}
