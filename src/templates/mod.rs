//! From the domain to documents: views with ready French words, composed by Tera, laid out by the Typst library.

mod compose;
mod suivi;
pub mod typography;
mod view;

pub use compose::{Composer, Piece};
pub use suivi::{Documents, Suivi, SuiviInputs, suivi};
pub use view::{Constat, ConventionInputs, Inputs, Mode};
