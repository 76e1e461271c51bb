//! Archived sets: what is kept of a session, in a form that can be proved years later. Made, read and verified here; nothing
//! here knows a diploma.

mod bagit;
mod declaration;
mod entry;
mod format;
mod plan;
mod read;
mod seda;
mod verify;
mod write;
pub mod zip;

pub use declaration::{Declaration, Objet};
pub use plan::{Conservation, Niveau, Partie, Piece, Plan, Sort, Source, Unite};
pub use read::{Ensemble, Limits, ReadSeek, SetError, unsafe_name};
pub use verify::{Controle, Etat, unreadable, verify};
pub use write::{ArchiveError, Bilan, Profil, write_set};

/// Who made a set, where the form of its bytes is ours to check.
const AGENT: &str = "liasse";

/// The description of a set for liasse itself, among its pieces.
pub const DESCRIPTION: &str = "liasse.json";

/// Hexadecimal digits of a digest.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}
