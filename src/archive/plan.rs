//! What goes into a set: units in units, pieces in units, each with the name that it bears there.

use serde::{Deserialize, Serialize};

use crate::disk::Place;
use crate::domain::Versement;

/// For whom a set is. They are never in one set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Partie {
    Candidat,
    Jury,
}

impl Partie {
    pub fn key(self) -> &'static str {
        match self {
            Partie::Candidat => "candidat",
            Partie::Jury => "jury",
        }
    }
}

/// How long something is kept, and what then becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conservation {
    /// Day from which the duration runs: `2026-07-01`.
    pub debut: String,
    /// First day on which it may be eliminated; nothing where it is kept for ever, or nobody said.
    pub fin: Option<String>,
    /// The rule in words, with its source.
    pub regle: String,
    pub sort: Sort,
}

impl Conservation {
    /// The first day on which it may be eliminated, as people read it.
    pub fn fin_in_words(&self) -> String {
        let fin = self.fin.as_deref().unwrap_or_default();
        crate::domain::Date::parse(fin).map_or_else(|| fin.to_owned(), crate::domain::Date::in_words)
    }
}

/// What becomes of it at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    Conserver,
    Detruire,
}

impl Sort {
    /// As SEDA names it.
    pub fn seda(self) -> &'static str {
        match self {
            Sort::Conserver => "Keep",
            Sort::Detruire => "Destroy",
        }
    }
}

/// Levels of description, as SEDA names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Niveau {
    RecordGrp,
    File,
    Item,
}

impl Niveau {
    pub fn seda(self) -> &'static str {
        match self {
            Niveau::RecordGrp => "RecordGrp",
            Niveau::File => "File",
            Niveau::Item => "Item",
        }
    }
}

/// From when everybody may read something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Communicabilite {
    /// Day from which the duration runs.
    pub debut: String,
    /// First day on which it may be communicated to all.
    pub a_partir: String,
    /// The law, in words.
    pub texte: String,
}

impl Communicabilite {
    /// The rule, as people read it.
    pub fn in_words(&self) -> String {
        let day = crate::domain::Date::parse(&self.a_partir)
            .map_or_else(|| self.a_partir.clone(), crate::domain::Date::in_words);
        format!("communicable à tous à partir du {day} ({})", self.texte)
    }
}

/// What is said of a unit besides its title.
#[derive(Clone, Debug, Default)]
pub struct Notice {
    /// The kind of its lot: `dossier`, `promotion`, `examen`, `session`; the rules of the archive system may differ with it.
    pub genre: String,
    /// « Dossier professionnel », « Sujet d’examen ».
    pub document: String,
    /// First and last day of what it tells.
    pub dates: Option<(String, String)>,
    pub acces: Option<Communicabilite>,
}

/// A unit of description.
#[derive(Clone, Debug)]
pub struct Unite {
    pub titre: String,
    pub niveau: Niveau,
    pub conservation: Option<Conservation>,
    pub notice: Notice,
    pub unites: Vec<Unite>,
    pub pieces: Vec<Piece>,
}

/// A file of the set.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its path in the set, with `/`.
    pub nom: String,
    /// What a reader knows it by.
    pub titre: String,
    /// « Donnée saisie », « Document produit ».
    pub document: &'static str,
    pub source: Source,
}

/// Where the bytes of a piece are.
#[derive(Clone, Debug)]
pub enum Source {
    Disk(Place),
    Bytes(Vec<u8>),
}

/// A set to be made.
#[derive(Clone, Debug)]
pub struct Plan {
    pub titre: String,
    /// The day of the transfer: `2026-07-01`.
    pub date: String,
    pub partie: Partie,
    pub versement: Versement,
    /// The set that this one completes: its identifier.
    pub complete: Option<String>,
    pub racine: Unite,
}

impl Plan {
    /// The rules that its units need and that nobody named, for their kind or for all, each with the key that names it.
    pub fn rules_missing(&self) -> Vec<&'static str> {
        let lots = || self.racine.unites.iter();
        let (told, genre) = (&self.versement, |u: &'_ Unite| u.notice.genre.clone());
        let kept = lots().any(|u| u.conservation.is_some() && told.conservation(&genre(u)).is_empty());
        let read = lots().any(|u| u.notice.acces.is_some() && told.communicabilite(&genre(u)).is_empty());
        let rules = [(kept, "de conservation (regle)"), (read, "de communicabilité (communicabilite)")];
        rules.into_iter().filter(|(is, _)| *is).map(|(_, what)| what).collect()
    }
}

impl Unite {
    /// The pieces of the unit and of those below it, in order.
    pub fn all(&self) -> Vec<&Piece> {
        let own = self.pieces.iter();
        own.chain(self.unites.iter().flat_map(Unite::all)).collect()
    }
}
