//! From the domain to documents: views with ready French words, composed by Tera, laid out by the Typst library.

mod compose;
mod promotion;
mod suivi;
pub mod typography;
mod view;

pub use compose::{Composer, Piece};
pub use suivi::{Documents, Suivi, SuiviInputs, suivi};
pub use view::{AImprimer, Constat, Inputs, Mode, PromotionInputs, pages_imprimees};
