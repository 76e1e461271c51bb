//! What SIECLE tells beside its pupils: addresses, and who is legally responsible. It is joined to them once all is read,
//! for neither the order of the files nor that of their parts is known.

use std::collections::HashMap;

use super::eleve::{Adresse, Eleve};

/// Which file an address stands in: the numbers of two files are not known to be those of one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Liste {
    Eleves,
    Responsables,
}

/// What a person is to a pupil, from who signs first to who signs only where no one else can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rang {
    /// A legal representative, of rank 1 or of a file that ranks none.
    Premier,
    Second,
    /// In charge of the pupil: whether they are a legal representative is not told.
    EnCharge,
}

/// A part of it, as it is read.
#[derive(Clone, Debug, PartialEq)]
pub enum Lien {
    Adresse {
        liste: Liste,
        id: String,
        adresse: Adresse,
    },
    Personne {
        id: String,
        personne: Personne,
    },
    /// Someone is legally responsible for a pupil.
    Responsable {
        eleve_id: String,
        personne_id: String,
        rang: Rang,
    },
}

/// A grown-up person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Personne {
    pub nom_famille: String,
    pub nom_usage: String,
    pub prenom: String,
    pub adresse_id: String,
}

impl Personne {
    /// « Prénom NOM », with the name in use if there is one.
    fn nom(&self) -> String {
        let nom = if self.nom_usage.is_empty() { &self.nom_famille } else { &self.nom_usage };
        format!("{} {nom}", self.prenom).trim().to_owned()
    }
}

/// All that was read of families, packed: a school's parents are many, and most of what is told of them is not used.
#[derive(Debug, Default)]
pub struct Familles {
    /// The three parts of an address, a line each.
    adresses: HashMap<(Liste, Box<str>), Box<str>>,
    /// A person's name, then the number of their address.
    personnes: HashMap<Box<str>, (Box<str>, Box<str>)>,
    /// For each pupil, who is responsible, by rank and in the order in which they are told; each person once.
    responsables: HashMap<Box<str>, Vec<(Rang, Box<str>)>>,
}

impl Familles {
    /// Takes a part; whether it tells of a pupil who had no one yet.
    pub fn take(&mut self, lien: Lien) -> bool {
        match lien {
            Lien::Adresse { liste, id, adresse } => {
                if let Some(packed) = pack(&adresse) {
                    self.adresses.entry((liste, id.into())).or_insert(packed);
                }
                false
            }
            Lien::Personne { id, personne } => {
                let name = personne.nom().into();
                self.personnes.entry(id.into()).or_insert((name, personne.adresse_id.into()));
                false
            }
            Lien::Responsable { eleve_id, personne_id, rang } => {
                let known = self.responsables.entry(eleve_id.into()).or_default();
                let is_first = known.is_empty();
                match known.iter_mut().find(|(_, id)| **id == personne_id) {
                    Some((told, _)) => *told = rang.min(*told),
                    None => known.push((rang, personne_id.into())),
                }
                is_first
            }
        }
    }

    /// Gives a pupil the names of the two who are legally responsible, and an address: their own, else one of those.
    /// Whether there are more of them, who find no place.
    pub fn complete(&self, eleve: &mut Eleve) -> bool {
        let mut told = self.responsables.get(eleve.eleve_id.as_str()).cloned().unwrap_or_default();
        told.sort_by_key(|(rang, _)| *rang);
        // Who is only in charge signs where no one else does.
        if told.first().is_some_and(|(rang, _)| *rang < Rang::EnCharge) {
            told.retain(|(rang, _)| *rang < Rang::EnCharge);
        }
        let personnes: Vec<_> = told.iter().filter_map(|(_, id)| self.personnes.get(id)).collect();
        let of_eleve = || self.adresse(Liste::Eleves, &eleve.adresse_id);
        let of_responsable = || personnes.iter().find_map(|(_, id)| self.adresse(Liste::Responsables, id));
        if eleve.adresse == Adresse::default()
            && let Some(adresse) = of_eleve().or_else(of_responsable)
        {
            eleve.adresse = adresse;
        }
        if eleve.representants.iter().all(String::is_empty) {
            for (place, (nom, _)) in eleve.representants.iter_mut().zip(&personnes) {
                *place = nom.to_string();
            }
            return personnes.len() > eleve.representants.len();
        }
        false
    }

    fn adresse(&self, liste: Liste, id: &str) -> Option<Adresse> {
        let packed = self.adresses.get(&(liste, id.into()))?;
        let mut parts = packed.split('\n').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        Some(Adresse { voie: next(), code_postal: next(), ville: next() })
    }
}

/// An address on three lines, for its parts have none of their own; `None` for one that tells nothing.
fn pack(adresse: &Adresse) -> Option<Box<str>> {
    let Adresse { voie, code_postal, ville } = adresse;
    (*adresse != Adresse::default()).then(|| format!("{voie}\n{code_postal}\n{ville}").into())
}

#[cfg(test)]
mod tests {
    use super::super::Origin;
    use super::*;

    fn personne(id: &str, nom: &str, adresse: &str) -> Lien {
        let (nom_famille, prenom, adresse_id) = (nom.into(), "Sophie".into(), adresse.into());
        Lien::Personne { id: id.into(), personne: Personne { nom_famille, prenom, adresse_id, ..Personne::default() } }
    }

    fn lien(personne: &str, rang: Rang) -> Lien {
        Lien::Responsable { eleve_id: "1".into(), personne_id: personne.into(), rang }
    }

    fn adresse(liste: Liste, voie: &str) -> Lien {
        Lien::Adresse { liste, id: "7".into(), adresse: Adresse { voie: voie.into(), ..Adresse::default() } }
    }

    fn completed(familles: &Familles) -> (Eleve, bool) {
        let mut eleve = Eleve::new(Origin::file("x"));
        eleve.eleve_id = "1".into();
        let more = familles.complete(&mut eleve);
        (eleve, more)
    }

    #[test]
    fn the_first_two_by_rank_are_taken_and_lend_an_address() {
        let mut familles = Familles::default();
        assert!(familles.take(lien("10", Rang::Second)), "the links may come before the persons");
        for part in [
            lien("11", Rang::Premier),
            personne("10", "A", "7"),
            personne("11", "B", ""),
            personne("12", "C", ""),
            adresse(Liste::Responsables, "4 rue du Lac"),
        ] {
            assert!(!familles.take(part));
        }
        let (eleve, more) = completed(&familles);
        assert_eq!((eleve.representants, more), (["Sophie B".to_owned(), "Sophie A".to_owned()], false));
        assert_eq!(eleve.adresse.voie, "4 rue du Lac", "of the second, for the first has none");
        // Told again with a better rank, a person is still one; a third finds no place, and that is known.
        familles.take(lien("12", Rang::Second));
        familles.take(lien("10", Rang::Premier));
        let (eleve, more) = completed(&familles);
        assert_eq!((eleve.representants, more), (["Sophie A".to_owned(), "Sophie B".to_owned()], true));
        // The same number in the pupils' own file is another address.
        familles.take(adresse(Liste::Eleves, "1 place du Marché"));
        let mut other = Eleve::new(Origin::file("x"));
        other.adresse_id = "7".into();
        familles.complete(&mut other);
        assert_eq!((other.representants[0].as_str(), other.adresse.voie.as_str()), ("", "1 place du Marché"));
    }

    #[test]
    fn who_is_only_in_charge_signs_where_no_one_else_does() {
        let mut familles = Familles::default();
        for part in [personne("10", "A", ""), personne("11", "B", ""), lien("10", Rang::EnCharge)] {
            familles.take(part);
        }
        assert_eq!(completed(&familles).0.representants[0], "Sophie A");
        familles.take(lien("11", Rang::Premier));
        assert_eq!(completed(&familles).0.representants, ["Sophie B".to_owned(), String::new()]);
    }
}
