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
