//! What the manifest of a set tells, whatever its standard: its pieces, who made it, what is wrong in it.

use std::collections::BTreeSet;

use super::plan::Partie;

/// Longest manifest, in bytes.
pub(super) const MANIFEST_LIMIT: u64 = 2 << 30;

/// A piece as the manifest tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Objet {
    /// Where it stands in the set, as written.
    pub uri: String,
    /// The name that a person knows it by; its place where none is told.
    pub nom: String,
    /// `SHA-512`, `SHA-256`.
    pub algorithme: String,
    /// Hexadecimal, in small letters.
    pub empreinte: String,
    pub size: Option<u64>,
    /// It stands there and nowhere else.
    pub exact: bool,
}

/// What a manifest tells.
#[derive(Clone, Debug, Default)]
pub struct Declaration {
    pub objets: Vec<Objet>,
    /// Its tag files: neither pieces nor strangers.
    pub tags: BTreeSet<String>,
    /// Further digests, where the form has them: of tag files, and of pieces by other manifests.
    pub tag_digests: Vec<Objet>,
    /// What is wrong in its structure.
    pub faults: Vec<String>,
    /// What its standard has not, or leaves to usage, and others take all the same.
    pub usages: Vec<String>,
    /// What its identifiers do not bind together as they should; nothing where its standard has none.
    pub liens: Option<Vec<String>>,
    /// What contradicts itself, or is empty where it may not be.
    pub coherence: Vec<String>,
    /// What an archive system is known to refuse, and the standard allows.
    pub versement: Option<Vec<String>>,
    /// What is told with a check that is right.
    pub notes: Vec<String>,
    /// Pieces, by their places, that their maker left elsewhere.
    pub elsewhere: BTreeSet<String>,
    /// The folder of a bag in its set, with its slash; nothing where it is none.
    pub base: Option<String>,
    /// liasse made it: the form of its bytes is known.
    pub ours: bool,
    pub partie: Option<Partie>,
    pub identifiant: String,
    /// « SEDA 2.2 », « BagIt 1.0 ».
    pub forme: String,
}

/// The part that a word names.
pub(super) fn partie(word: &str) -> Option<Partie> {
    [Partie::Candidat, Partie::Jury].into_iter().find(|p| p.key() == word)
}
