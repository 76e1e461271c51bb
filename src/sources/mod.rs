//! From files to values with places: the only reader of the disk.

pub mod attachments;
pub mod clauses;
mod designations;
pub mod discover;
pub mod dossier;
pub mod examen;
pub mod folder;
pub mod front_matter;
pub mod import;
mod loader;
pub mod located;
pub mod markdown;
mod on_disk;
pub mod pack;
pub mod promotion;
pub mod reader;
mod rows;
pub mod schema;
pub mod session;
mod sujet;
pub mod tables;
pub mod toml_text;
pub mod weight;
pub mod zips;

pub use attachments::Named;
pub use dossier::{Loaded, load_dossier};
pub use examen::{LoadedExamen, load_examen};
pub use folder::{Folder, MemoryFolder, SubFolder};
pub use located::Sources;
pub use on_disk::DiskFolder;
pub use pack::Pack;
pub use promotion::{LoadedPromotion, load_promotion};
pub use rows::Trouble as XmlTrouble;
pub use rows::xml::{Attributes, Space, Step, Xml};
pub use session::{Arrived, LoadedSession, arrived, load_session, roots};
