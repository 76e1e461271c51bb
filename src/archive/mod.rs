//! Archived sets: what is kept of a session, in a form that can be proved years later. Made, read and verified here; nothing
//! here knows a diploma.

mod algorithm;
mod bag;
mod bagit;
mod container;
mod contents;
mod declaration;
mod format;
mod plan;
mod read;
mod seda;
mod tar;
mod unfolded;
mod verify;
mod write;

pub use container::{EntryError, Item, Kind, Limits, Opener, ReadSeek, Reader, SetError};
pub use declaration::{Declaration, Objet};
pub use plan::{Communicabilite, Conservation, Niveau, Notice, Partie, Piece, Plan, Sort, Source, Unite};
pub use read::{Ensemble, unsafe_elsewhere, unsafe_name};
pub use verify::{Controle, Etat, unreadable, verify};
pub use write::{ArchiveError, Bilan, Profil, write_set};

/// Who made a set, where the form of its bytes is ours to check.
const AGENT: &str = "liasse";

/// The description of a set for liasse itself, among its pieces.
pub const DESCRIPTION: &str = "liasse.json";

/// The clauses of archived sets, each under its heading.
const CLAUSES: &str = include_str!("clauses.md");

/// The clauses: what `explain` says of each, from its heading on.
pub fn clauses() -> impl Iterator<Item = &'static str> {
    CLAUSES.split("\n# ").map(|c| c.trim_start_matches("# ").trim_end())
}

/// Characters that are shown of what anybody may have written.
const SHOWN: usize = 120;

/// What anybody may have written, short and on one line.
fn shown(text: &str) -> String {
    let mut chars = text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c });
    let short: String = chars.by_ref().take(SHOWN).collect();
    if chars.next().is_some() { short + "…" } else { short }
}

/// Hexadecimal digits of a digest.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_check_has_its_clause_explained() {
        let codes: Vec<_> = clauses().map(|c| &c[..4]).collect();
        assert_eq!(codes, ["AR01", "AR02", "AR03", "AR04", "AR05", "AR06", "AR07", "AR08"]);
        let sources = [
            include_str!("verify.rs"),
            include_str!("contents.rs"),
            include_str!("../pipeline/ensembles.rs"),
            include_str!("../pipeline/reproduction.rs"),
        ]
        .concat();
        for name in
            CLAUSES.split('`').skip(1).step_by(2).filter(|n| n.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'))
        {
            assert!(sources.contains(&format!("\"{name}\"")), "{name} is no check");
        }
    }
}
