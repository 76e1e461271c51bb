//! What a rule of a session looks at.

use super::losses::Losses;
use crate::diagnostic::Place;
use crate::domain::Date;
use crate::domain::fault::Fault;
use crate::domain::session::{Controle, FILE, Inscription, Session, Suivi, same_number, suivis};

/// A session, what was wrong in its files, what was found of each dossier.
pub struct SessionContext<'a> {
    pub session: &'a Session,
    pub faults: &'a [Fault],
    /// Each candidate, in the order of the list.
    pub suivis: Vec<Suivi<'a>>,
    /// Dossiers of nobody who is registered.
    pub etrangers: Vec<&'a Controle>,
    losses: Losses,
}

impl<'a> SessionContext<'a> {
    pub fn new(session: &'a Session, faults: &'a [Fault], controles: &'a [Controle], aujourdhui: Date) -> Self {
        let (suivis, etrangers) = suivis(session, controles, aujourdhui);
        SessionContext { session, faults, suivis, etrangers, losses: Losses::of(faults) }
    }

    /// Whether a value at the key `key` of `file` was lost to a fault already told.
    pub fn lost_at(&self, file: &str, key: &str) -> bool {
        self.losses.at(file, key)
    }

    /// The place of a key of a candidate.
    pub fn inscription(&self, rang: usize, key: &str) -> Place {
        Place::value(&self.session.fichier_inscriptions, format!("candidat[{rang}].{key}"))
    }

    /// The place of a key of `session.toml`.
    pub fn reglage(&self, key: &str) -> Place {
        Place::value(FILE, key)
    }

    /// The candidates of one number.
    pub fn of_number<'s>(&'s self, numero: &'s str) -> impl Iterator<Item = &'a Inscription> + 's {
        self.suivis.iter().map(|s| s.inscription).filter(move |i| same_number(&i.numero_candidat, numero))
    }
}
