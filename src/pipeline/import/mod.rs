//! From pupils that exports tell to what is written of them: folders of candidates, or the tables of a promotion. Pure.

pub mod candidats;
mod cellules;
mod elsewhere;
pub mod etudiants;
pub mod promotion;
pub mod selection;
pub mod stages;

use crate::domain::identifiers::normalise;

pub use selection::{Reason, Selection, Skipped, select};

/// Longest part of a folder's name, in characters.
const NAME_LIMIT: usize = 60;

/// Whether what a person edited is written: in a candidate's folder `candidat.toml` alone, in a promotion the cells of
/// `etudiants.csv` of which the exports tell something else. Nothing else that a person edited ever is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    Keep,
    Overwrite,
}

/// A name for a folder or a key, safe on every system: small letters of ASCII, digits and hyphens.
pub fn slug(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::candidats::places;
    use super::*;
    use crate::domain::Date;
    use crate::sources::import::journal::Existing;
    use crate::sources::import::{Eleve, Origin};

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
