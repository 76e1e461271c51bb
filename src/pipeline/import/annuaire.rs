//! Persons by all they are known by, looked up without a look at all who bear one name. Pure.

use std::collections::HashMap;

use super::selection::Keys;

/// Ranks of persons, by each key of theirs. Who has the same name is found among those alone who may be the same person: two
/// of whom both have a number of one kind are told apart by it.
#[derive(Debug, Default)]
pub struct Annuaire(HashMap<String, Vec<usize>>);

impl Annuaire {
    pub fn insert(&mut self, keys: &Keys, rank: usize) {
        let kinds = keys.kinds();
        let named = keys.name().map(|name| with_kinds(name, kinds));
        for key in keys.numbers().map(str::to_owned).chain(named) {
            let ranks = self.0.entry(key).or_default();
            if ranks.last() != Some(&rank) {
                ranks.push(rank);
            }
        }
    }

    /// The first person who is the one of `keys` by what `is` says of a rank. Whom it refuses is known by other keys since, or
    /// is taken: they are never asked of again under that key.
    pub fn find(&mut self, keys: &Keys, is: impl Fn(usize) -> bool) -> Option<usize> {
        let kinds = keys.kinds();
        let others = (0..Keys::KINDS).filter(|other| other & kinds == 0);
        let named = keys.name().into_iter().flat_map(|name| others.clone().map(move |other| with_kinds(name, other)));
        let all: Vec<String> = keys.numbers().map(str::to_owned).chain(named).collect();
        let mut first = |key: String| {
            let ranks = self.0.get_mut(&key)?;
            let stale = ranks.iter().take_while(|rank| !is(**rank)).count();
            ranks.drain(..stale);
            ranks.first().copied()
        };
        all.into_iter().filter_map(&mut first).min()
    }
}

fn with_kinds(name: &str, kinds: u8) -> String {
    format!("{name}#{kinds}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::import::{Eleve, Origin};

    fn keys(prenoms: &str, ine: &str, numero: &str) -> Keys {
        let mut eleve = Eleve::new(Origin::file("x"));
        (eleve.nom_famille, eleve.prenoms) = ("MARTIN".into(), prenoms.into());
        (eleve.ine, eleve.numero_candidat) = (ine.into(), numero.into());
        Keys::of(&eleve)
    }

    #[test]
    fn a_person_is_found_by_a_number_or_by_a_name_that_no_number_contradicts() {
        let all = [keys("Léa", "A1", ""), keys("Léa", "B2", ""), keys("Léa", "", "7"), keys("Noé", "", "")];
        let mut annuaire = Annuaire::default();
        all.iter().enumerate().for_each(|(i, k)| annuaire.insert(k, i));
        let mut find = |wanted: Keys| annuaire.find(&wanted, |i| wanted.same(&all[i]));
        assert_eq!(find(keys("Léa Inès", "B2", "")), Some(1));
        assert_eq!(find(keys("Léa", "C3", "")), Some(2), "no number of one kind in common");
        assert_eq!(find(keys("Léa", "C3", "9")), None);
        assert_eq!(find(keys("Noé", "D4", "8")), Some(3));
        assert_eq!(find(keys("Ada", "", "")), None);
    }

    #[test]
    fn who_is_refused_once_is_not_asked_of_again() {
        let same = keys("Léa", "", "");
        let mut annuaire = Annuaire::default();
        (0..3).for_each(|i| annuaire.insert(&same, i));
        let asked = std::cell::RefCell::new(Vec::new());
        for _ in 0..2 {
            let is = |i: usize| {
                asked.borrow_mut().push(i);
                i == 2
            };
            assert_eq!(annuaire.find(&same, is), Some(2));
        }
        assert_eq!(asked.into_inner().iter().filter(|i| **i == 0).count(), 1);
    }
}
