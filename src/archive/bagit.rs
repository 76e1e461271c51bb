//! BagIt (RFC 8493): the tag files of a bag, written and read.

use super::plan::Plan;
use crate::domain::Versement;

use super::write::{Objet, Tag};
use super::{AGENT, hex};
use sha2::{Digest, Sha512};

pub(super) const DECLARATION: &str = "bagit.txt";
pub(super) const INFO: &str = "bag-info.txt";
const MANIFEST: &str = "manifest-sha512.txt";
const TAG_MANIFEST: &str = "tagmanifest-sha512.txt";

/// The folder that a bag is in, inside its zip.
pub(super) fn top(plan: &Plan) -> String {
    crate::domain::slug::slug(&plan.titre)
}

/// The tag files, in the order in which they are written.
pub(super) fn tags(plan: &Plan, top: &str, identifiant: &str, objets: &[Objet]) -> Vec<Tag> {
    let declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_owned();
    let mut info = format!(
        "Source-Organization: {}\nExternal-Description: {}\nExternal-Identifier: {identifiant}\nBagging-Date: {}\n",
        line(Versement::told(&plan.versement.service_versant)),
        line(&plan.titre),
        plan.date
    );
    let bytes: u64 = objets.iter().map(|o| o.size).sum();
    info += &format!("Payload-Oxum: {bytes}.{}\nBag-Software-Agent: {AGENT}\n", objets.len());
    info += &format!("Liasse-Partie: {}\n", plan.partie.key());
    if let Some(other) = &plan.complete {
        info += &format!("Liasse-Complete: {}\n", line(other));
    }
    let mut manifest = String::new();
    for objet in objets {
        manifest += &format!("{}  data/{}\n", hex(&objet.sha512), encoded(&objet.nom));
    }
    let files = [(DECLARATION, declaration), (INFO, info), (MANIFEST, manifest)];
    let digests: String =
        files.iter().map(|(name, text)| format!("{}  {name}\n", hex(&Sha512::digest(text.as_bytes())))).collect();
    let all = files.into_iter().chain([(TAG_MANIFEST, digests)]);
    all.map(|(name, text)| Tag::new(format!("{top}/{name}"), text.into_bytes())).collect()
}

/// A value on one line.
fn line(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A path as a manifest writes it: line ends and the sign of the encoding are encoded.
fn encoded(path: &str) -> String {
    path.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D")
}
