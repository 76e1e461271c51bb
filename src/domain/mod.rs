//! What the inputs mean: plain types, no disk, no clock, no French sentences.

pub mod calendrier;
pub mod candidat;
pub mod choice;
pub mod conservation;
pub mod date;
pub mod document;
pub mod dossier;
pub mod droit;
pub mod duree;
pub mod entreprise;
pub mod examen;
pub mod fault;
pub mod fiche;
pub mod identifiers;
pub mod markdown;
pub mod merge;
pub mod noms;
pub mod periode;
pub mod promotion;
pub mod referentiel;
pub mod reglages;
pub mod session;
pub mod slug;
pub mod versement;
pub mod visa;

pub use candidat::{Candidat, Statut};
pub use date::Date;
pub use dossier::Dossier;
pub use entreprise::Entreprise;
pub use examen::Examen;
pub use fiche::Fiche;
pub use periode::Periode;
pub use promotion::Promotion;
pub use session::Session;
pub use versement::{NON_RENSEIGNE, Versement};
pub use visa::Visa;
