//! From a folder to its diagnostics and its documents.

pub mod archivage;
pub mod batch;
pub mod build;
pub mod clock;
pub mod coffre;
pub mod confinement;
pub mod control;
pub mod ensembles;
pub mod examen;
mod extraction;
mod findings;
pub mod import;
pub mod manifest;
pub mod output;
mod pictures;
mod press;
pub mod promotion;
mod reproduction;
pub mod scans;
pub mod session;
pub mod starter;
mod tableau;
pub mod variation;
pub mod workshop;

/// Set for a process that works at what a stranger sent, to the folder that it is held to. It ends with the one that started it:
/// its input is a pipe that nobody writes to, and its end is theirs.
pub const TIED: &str = "LIASSE_LIE";

pub use control::{
    ControlError, Controlled, ControlledExamen, ControlledPromotion, Library, Texts, control, control_examen,
    control_promotion,
};
