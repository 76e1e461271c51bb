//! What the manifest of a set tells: SEDA 2.1 to 2.3 as a stream, its structure checked as it goes by.

use std::collections::{BTreeSet, HashSet};
use std::io::Read;

use super::AGENT;
use super::plan::Partie;
use crate::sources::{Step, Xml, XmlTrouble};

/// Longest manifest, in bytes.
pub(super) const MANIFEST_LIMIT: u64 = 2 << 30;
/// Versions of SEDA that are read.
const NAMESPACE: &str = "fr:gouv:culture:archivesdefrance:seda:v2.";
const VERSIONS: [&str; 3] = ["1", "2", "3"];

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
}

/// What a manifest tells.
#[derive(Clone, Debug, Default)]
pub struct Declaration {
    pub objets: Vec<Objet>,
    /// Its tag files: neither pieces nor strangers.
    pub tags: BTreeSet<String>,
    /// Digests of tag files, where the form has them.
    pub tag_digests: Vec<Objet>,
    /// What is wrong in its structure.
    pub faults: Vec<String>,
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

/// Reads a SEDA manifest; what is wrong in its structure is told in the declaration.
pub(super) fn seda(bytes: &mut dyn Read) -> Result<Declaration, String> {
    let broken = |t: XmlTrouble| format!("manifest.xml n’est pas bien formé : {}", why(&t));
    let mut xml = Xml::new(bytes, MANIFEST_LIMIT).map_err(broken)?;
    let mut reading = Reading::default();
    while let Some(step) = xml.step().map_err(broken)? {
        match step {
            Step::Open(name, attributes) => reading.open(name, |key| attributes.get(key).map(str::to_owned)),
            Step::Text(text) => reading.text.push_str(&text),
            Step::Close(_) => reading.close(),
        }
    }
    Ok(reading.end())
}

fn why(trouble: &XmlTrouble) -> String {
    match trouble {
        XmlTrouble::Io(words) => words.clone(),
        XmlTrouble::TooLarge => "un texte ou le fichier est trop long".to_owned(),
        XmlTrouble::TooDeep => "trop d’éléments les uns dans les autres".to_owned(),
        XmlTrouble::Truncated => "il est coupé".to_owned(),
        XmlTrouble::Entity => "il emploie une entité, ce qu’aucun bordereau n’a à faire".to_owned(),
        XmlTrouble::Encoding => "son encodage n’est pas celui qu’il déclare".to_owned(),
        _ => "une balise est mal écrite".to_owned(),
    }
}

/// A manifest that is being read.
#[derive(Default)]
struct Reading {
    out: Declaration,
    path: Vec<String>,
    text: String,
    objet: Option<Objet>,
    ids: HashSet<String>,
    /// References to objects and groups, to units.
    wanted: Vec<String>,
    groups: HashSet<String>,
    seen: BTreeSet<&'static str>,
    units: usize,
}

/// What every transfer has, below its root.
const REQUIRED: [&str; 7] = [
    "Date",
    "MessageIdentifier",
    "CodeListVersions",
    "DataObjectPackage",
    "ManagementMetadata",
    "ArchivalAgency",
    "TransferringAgency",
];

impl Reading {
    fn open(&mut self, name: String, attribute: impl Fn(&str) -> Option<String>) {
        self.text.clear();
        if self.path.is_empty() {
            let namespace = attribute("xmlns").unwrap_or_default();
            let version = namespace.strip_prefix(NAMESPACE).filter(|v| VERSIONS.contains(v));
            match version.filter(|_| name == "ArchiveTransfer") {
                Some(version) => self.out.forme = format!("SEDA 2.{version}"),
                None => {
                    self.out.faults.push("ce n’est pas un transfert (ArchiveTransfer) de SEDA 2.1 à 2.3".to_owned());
                }
            }
        }
        if let Some(known) = REQUIRED.into_iter().find(|r| *r == name) {
            self.seen.insert(known);
        }
        if let Some(id) = attribute("id") {
            if !self.ids.insert(id.clone()) {
                self.out.faults.push(format!("deux éléments ont l’identifiant « {id} »"));
            }
            if matches!(name.as_str(), "DataObjectGroup" | "BinaryDataObject" | "PhysicalDataObject" | "ArchiveUnit") {
                self.groups.insert(id);
            }
            self.units += usize::from(name == "ArchiveUnit");
        }
        match name.as_str() {
            "BinaryDataObject" => self.objet = Some(Objet::default()),
            "MessageDigest" => {
                if let Some(objet) = &mut self.objet {
                    objet.algorithme = attribute("algorithm").unwrap_or_default();
                }
            }
            _ => {}
        }
        self.path.push(name);
    }

    fn close(&mut self) {
        let name = self.path.pop().unwrap_or_default();
        let text = std::mem::take(&mut self.text).trim().to_owned();
        let depth = self.path.len();
        match name.as_str() {
            "Comment" if depth == 1 && text.contains(&format!("({AGENT}, ")) => {
                self.out.ours = true;
                let word = text.rsplit_once(", ").map_or("", |(_, w)| w.trim_end_matches(')'));
                self.out.partie = partie(word);
            }
            "MessageIdentifier" if depth == 1 => self.out.identifiant = text,
            "DataObjectGroupReferenceId" | "DataObjectReferenceId" | "ArchiveUnitRefId" => self.wanted.push(text),
            "BinaryDataObject" => {
                if let Some(mut objet) = self.objet.take() {
                    if objet.uri.is_empty() || objet.empreinte.is_empty() {
                        self.out
                            .faults
                            .push(format!("l’objet {} n’a pas d’Uri ou d’empreinte", self.out.objets.len() + 1));
                    }
                    if objet.nom.is_empty() {
                        objet.nom = objet.uri.clone();
                    }
                    self.out.objets.push(objet);
                }
            }
            _ => {
                if let Some(objet) = &mut self.objet {
                    match name.as_str() {
                        "Uri" => objet.uri = text,
                        "MessageDigest" => objet.empreinte = text.to_ascii_lowercase(),
                        "Size" => match text.parse() {
                            Ok(size) => objet.size = Some(size),
                            Err(_) => self.out.faults.push(format!("« {text} » n’est pas une taille")),
                        },
                        "Filename" => objet.nom = text,
                        _ => {}
                    }
                }
            }
        }
    }

    fn end(mut self) -> Declaration {
        if self.out.faults.is_empty() {
            let missing = REQUIRED.into_iter().filter(|r| !self.seen.contains(r));
            self.out.faults.extend(missing.map(|r| format!("l’élément {r} manque")));
        }
        let lost: BTreeSet<&String> = self.wanted.iter().filter(|w| !self.groups.contains(*w)).collect();
        self.out
            .faults
            .extend(lost.into_iter().map(|w| format!("rien n’a l’identifiant « {w} », auquel une unité renvoie")));
        if self.units == 0 && !self.out.objets.is_empty() {
            self.out.faults.push("aucune unité d’archives ne décrit les objets".to_owned());
        }
        self.out
    }
}
