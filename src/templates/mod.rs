//! From the domain to documents: views with ready French words, composed by Tera, laid out by the Typst library.

mod compose;
mod examen;
mod promotion;
mod session;
mod suivi;
pub mod typography;
mod view;

pub use compose::{Composer, Piece, Readers};
pub use examen::{CANDIDAT, CONVOCATIONS, JURY, lectures, readers};
pub use session::{LigneDeBordereau, SessionInputs, liste_de_controle};
pub use suivi::{Documents, Suivi, SuiviInputs, suivi};
pub use view::{AImprimer, Constat, ExamenInputs, Inputs, Mode, Presentation, PromotionInputs, pages_imprimees};
