//! SEDA, the standard of archive transfers in France: 2.0 to 2.3 are read, 2.1 to 2.3 are written.

mod coherence;
mod links;
mod model;
mod read;
mod structure;
mod table;
mod value;
mod versement;
mod words;
mod write;

pub(super) use read::{manifest_among, pass, read};
pub(super) use write::{Version, manifest, uri};

/// The manifest, at the root of the set.
pub(super) const MANIFEST: &str = "manifest.xml";
/// The folder of the objects.
pub(super) const CONTENT: &str = "content";
/// What the namespace of each version begins with.
const NAMESPACE: &str = "fr:gouv:culture:archivesdefrance:seda:v";
/// The words that say what an object is for, without the number of its version.
const USES: [&str; 5] = ["BinaryMaster", "Dissemination", "Thumbnail", "TextContent", "PhysicalMaster"];
