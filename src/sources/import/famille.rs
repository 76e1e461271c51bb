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
    /// Someone is legally responsible for a pupil; the first has rank 1.
    Responsable {
        eleve_id: String,
        personne_id: String,
        rang: u8,
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
    /// For each pupil, the person of the lowest rank: the first one told, where several have it.
    responsables: HashMap<Box<str>, (u8, Box<str>)>,
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
                let known = self.responsables.get(eleve_id.as_str()).map(|(rang, _)| *rang);
                if known.is_none_or(|known| rang < known) {
                    self.responsables.insert(eleve_id.into(), (rang, personne_id.into()));
                }
                known.is_none()
            }
        }
    }

    /// Gives a pupil their address, else that of who is responsible for them, and the latter's name.
    pub fn complete(&self, eleve: &mut Eleve) {
        let of_eleve = || self.adresse(Liste::Eleves, &eleve.adresse_id);
        let responsable = self.responsables.get(eleve.eleve_id.as_str()).and_then(|(_, id)| self.personnes.get(id));
        let of_responsable = || self.adresse(Liste::Responsables, &responsable?.1);
        if eleve.adresse == Adresse::default()
            && let Some(adresse) = of_eleve().or_else(of_responsable)
        {
            eleve.adresse = adresse;
        }
        if eleve.representant_legal.is_empty()
            && let Some((nom, _)) = responsable
        {
            eleve.representant_legal = nom.to_string();
        }
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

    #[test]
    fn the_first_of_the_lowest_rank_is_taken_and_lends_an_address() {
        let mut familles = Familles::default();
        let personne = |id: &str, nom: &str, adresse: &str| Lien::Personne {
            id: id.into(),
            personne: Personne {
                nom_famille: nom.into(),
                prenom: "Sophie".into(),
                adresse_id: adresse.into(),
                ..Personne::default()
            },
        };
        let lien =
            |personne: &str, rang| Lien::Responsable { eleve_id: "1".into(), personne_id: personne.into(), rang };
        let adresse = |liste, voie: &str| Lien::Adresse {
            liste,
            id: "7".into(),
            adresse: Adresse { voie: voie.into(), ..Adresse::default() },
        };
        assert!(familles.take(lien("10", 2)), "the links may come before the persons");
        for part in
            [lien("11", 1), lien("12", 1), personne("10", "A", ""), personne("11", "B", "7"), personne("12", "C", "")]
        {
            assert!(!familles.take(part));
        }
        familles.take(adresse(Liste::Responsables, "4 rue du Lac"));
        let mut eleve = Eleve::new(Origin::file("x"));
        eleve.eleve_id = "1".into();
        familles.complete(&mut eleve);
        assert_eq!((eleve.representant_legal.as_str(), eleve.adresse.voie.as_str()), ("Sophie B", "4 rue du Lac"));
        // The same number in the pupils' own file is another address.
        familles.take(adresse(Liste::Eleves, "1 place du Marché"));
        let mut other = Eleve::new(Origin::file("x"));
        other.adresse_id = "7".into();
        familles.complete(&mut other);
        assert_eq!((other.representant_legal.as_str(), other.adresse.voie.as_str()), ("", "1 place du Marché"));
    }
}
