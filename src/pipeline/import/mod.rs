//! From pupils that exports tell to what is written of them: folders of candidates, or the tables of a promotion. Pure.

pub mod accueil;
mod annuaire;
pub mod candidats;
mod cellules;
mod classeur;
mod ecarts;
mod elsewhere;
pub mod etudiants;
pub mod fichier;
mod noms;
pub mod promotion;
pub mod reglages;
pub mod selection;

use std::collections::{BTreeSet, HashMap};

use crate::domain::slug::slug;
use crate::sources::import::Eleve;

pub use selection::{Reason, Selection, Skipped, select};

/// Whether what a person edited is written: in a candidate's folder `candidat.toml` alone, in a promotion the cells of
/// `etudiants.csv` of which the exports tell something else. Nothing else that a person edited ever is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    Keep,
    Overwrite,
}

/// The first of `name`, `name-2`, `name-3` that is not taken, which it then is; a name that many have is not tried again from
/// its beginning.
fn free(taken: &mut BTreeSet<String>, numbers: &mut HashMap<String, usize>, name: &str) -> String {
    let number = numbers.entry(name.to_owned()).or_insert(0);
    loop {
        *number += 1;
        let one = if *number == 1 { name.to_owned() } else { format!("{name}-{number}") };
        if taken.insert(one.clone()) {
            return one;
        }
    }
}

/// What a pupil's folder or key is called: by the name and the first of the given names.
fn person(eleve: &Eleve) -> String {
    let first = eleve.prenoms.split(' ').next().unwrap_or_default();
    let name = slug(&format!("{} {first}", eleve.nom_famille));
    if name.is_empty() { "candidat".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::candidats::places;
    use super::*;
    use crate::domain::Date;
    use crate::sources::import::Origin;
    use crate::sources::import::journal::Existing;

    fn eleve(nom: &str, prenoms: &str, classe: &str) -> Eleve {
        let mut eleve = Eleve::new(Origin::file("liste.csv"));
        (eleve.nom_famille, eleve.prenoms, eleve.classe) = (nom.into(), prenoms.into(), classe.into());
        eleve
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
