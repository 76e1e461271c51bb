//! What a candidate holds already: who of the list takes the épreuve, and who need not come.

use super::{Examen, Inscrit};
use crate::domain::referentiel::Referentiel;

/// Why a candidate does not take a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acquis {
    /// The mark of an earlier session is kept.
    Conservee,
    /// Another diploma dispenses from it (annexe II E).
    Dispense,
    /// The diploma of 2007 gives it (annexe IV).
    Ancienne,
}

impl Inscrit {
    /// Why the candidate does not take the unit of code `unite`; nothing where they do.
    pub fn acquis(&self, unite: &str, referentiel: &Referentiel) -> Option<Acquis> {
        let told = |all: &[String], code: &str| all.iter().any(|u| u.trim() == code);
        let dispensed = || {
            let given = referentiel.dispenses.iter().filter(|d| d.unites.iter().any(|u| u == unite));
            given.into_iter().any(|d| told(&self.dispenses, &d.code))
        };
        let former = || {
            let given = referentiel.correspondances.iter().filter(|c| c.unite == unite);
            given.into_iter().any(|c| c.anciennes.iter().all(|a| told(&self.unites_2007, &a.code)))
        };
        match () {
            () if told(&self.unites_conservees, unite) => Some(Acquis::Conservee),
            () if dispensed() => Some(Acquis::Dispense),
            () if former() => Some(Acquis::Ancienne),
            () => None,
        }
    }
}

impl Examen {
    /// Why the candidate of rank `rang` (from 0) does not take this épreuve; nothing where they do.
    pub fn acquis(&self, rang: usize, referentiel: &Referentiel) -> Option<Acquis> {
        let unite = self.reglement(referentiel)?.epreuve.unite.as_deref()?;
        self.inscrits.get(rang)?.acquis(unite, referentiel)
    }

    /// The candidates of the list who take this épreuve, in its order, each with the rank in it (from 0).
    pub fn convoques(&self, referentiel: &Referentiel) -> Vec<(usize, &Inscrit)> {
        let unite = self.reglement(referentiel).and_then(|r| r.epreuve.unite.as_deref());
        let takes = |(_, c): &(usize, &Inscrit)| unite.is_none_or(|u| c.acquis(u, referentiel).is_none());
        self.inscrits.iter().enumerate().filter(takes).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_holds_the_unit_is_not_called() {
        let text = include_str!("../../../templates/bts-assurance/referentiel.toml");
        let referentiel = Referentiel::parse(text).expect("the shipped data is sound");
        let holds = |kept: &[&str], dispensed: &[&str], former: &[&str]| {
            let all = |codes: &[&str]| codes.iter().map(|c| (*c).to_owned()).collect();
            Inscrit {
                unites_conservees: all(kept),
                dispenses: all(dispensed),
                unites_2007: all(former),
                ..Inscrit::default()
            }
        };
        for (one, unite, expected) in [
            (holds(&["U.31"], &[], &[]), "U.31", Some(Acquis::Conservee)),
            (holds(&["U.2"], &[], &[]), "U.31", None),
            (holds(&[], &["droit"], &[]), "U.1", Some(Acquis::Dispense)),
            (holds(&[], &["droit"], &[]), "U.31", None),
            (holds(&[], &[], &["U.3", "U.6"]), "U.31", Some(Acquis::Ancienne)),
            (holds(&[], &[], &["U.3"]), "U.31", None),
            (holds(&[], &[], &[]), "U.1", None),
        ] {
            assert_eq!(one.acquis(unite, &referentiel), expected, "{one:?}");
        }
        let mut examen =
            Examen { inscrits: vec![holds(&["U.31"], &[], &[]), holds(&[], &[], &[])], ..Examen::default() };
        examen.reglage.epreuve.code = "E31".to_owned();
        assert_eq!(examen.convoques(&referentiel).len(), 1);
        examen.reglage.epreuve.code = "E5".to_owned();
        assert_eq!(examen.convoques(&referentiel).len(), 2);
    }
}
