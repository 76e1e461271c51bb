//! A manifest read as a stream: what it declares, whether it is what its schema says, what its identifiers bind together.

use std::io::Read;

use super::coherence::{EnCours, Unite, before, far, part};
use super::links::Links;
use super::structure::{Link, Remarks, Structure};
use super::table::{Table, VERSIONS};
use super::versement::Versement;
use super::{MANIFEST, NAMESPACE};
use crate::archive::AGENT;
use crate::archive::declaration::{Declaration, MANIFEST_LIMIT, partie};
use crate::sources::{Attributes, Space, Step, Xml, XmlTrouble};

/// Longest text: that of a mail may be in the manifest whole.
const TEXT_LIMIT: usize = 16 << 20;
/// Units in units.
const DEPTH_LIMIT: usize = 2000;

/// Whether a file at the root of a set is its manifest: `manifest.xml`, or a short name before it.
fn is_manifest(name: &str) -> bool {
    const LONGEST: usize = 56;
    let Some(before) = name.strip_suffix(MANIFEST) else { return false };
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_".contains(&b);
    before.is_empty() || before.len() <= LONGEST && before.ends_with(['-', '_']) && before.bytes().all(plain)
}

/// The manifest among the names of a set's files; nothing where it has none.
///
/// # Errors
/// It has several.
pub fn manifest_among<'n>(names: impl Iterator<Item = &'n str>) -> Result<Option<&'n str>, String> {
    let mut found = names.filter(|n| is_manifest(n));
    match (found.next(), found.next()) {
        (first, None) => Ok(first),
        (first, Some(other)) => {
            let first = first.unwrap_or_default();
            Err(format!("deux bordereaux sont à sa racine (« {first} » et « {other} ») : il n’en faut qu’un"))
        }
    }
}

/// Reads a manifest, by `pass`, which reads it once: by the published schema and, where that has faults, with what Vitam takes
/// besides.
///
/// # Errors
/// Those of `pass`.
pub fn read<E>(mut pass: impl FnMut(Usage) -> Result<Declaration, E>) -> Result<Declaration, E> {
    let published = pass(Usage::Published)?;
    // What liasse writes has nothing that the standard has not.
    if published.faults.is_empty() || published.ours {
        return Ok(published);
    }
    let taken = pass(Usage::Taken)?;
    let admitted = |told: &String| format!("{told} ; le schéma publié ne l’a pas, Vitam l’admet");
    Ok(match taken.faults.is_empty() {
        true => Declaration { usages: published.faults.iter().map(admitted).collect(), ..taken },
        false => published,
    })
}

/// By what a manifest is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usage {
    Published,
    Taken,
}

/// Reads a manifest once; what is wrong in it is told in the declaration.
///
/// # Errors
/// It is not well formed, or cannot be read.
pub fn pass(bytes: &mut dyn Read, usage: Usage) -> Result<Declaration, String> {
    let broken = |t: XmlTrouble, line: u64| format!("le bordereau n’est pas bien formé (ligne {line}) : {}", why(&t));
    let xml = Xml::new(bytes, MANIFEST_LIMIT).map_err(|t| broken(t, 1))?;
    let mut xml = xml.with_limits(TEXT_LIMIT, DEPTH_LIMIT).with_spaces();
    let mut reading: Option<Reading> = None;
    loop {
        let step = match xml.step() {
            Ok(Some(step)) => step,
            Ok(None) => break,
            Err(trouble) => return Err(broken(trouble, xml.line())),
        };
        let line = xml.line();
        match (step, &mut reading) {
            (Step::Open(name, attributes), Some(reading)) => reading.open(name, &attributes, line),
            (Step::Open(name, attributes), none) => {
                none.insert(Reading::new(xml.root_space(), &name, usage)?).open(name, &attributes, line);
            }
            (Step::Text(text), Some(reading)) => reading.text(&text, line),
            (Step::Close(_), Some(reading)) => reading.close(line),
            (Step::Text(_) | Step::Close(_), None) => {}
        }
    }
    reading.map(Reading::end).ok_or_else(|| "le bordereau est vide".to_owned())
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
struct Reading {
    out: Declaration,
    structure: Structure,
    links: Links,
    coherence: Remarks,
    path: Vec<String>,
    text: String,
    objet: Option<EnCours>,
    /// The units that are open.
    open: Vec<Unite>,
    /// The first day of the rule that is open.
    rule_start: String,
    versement: Versement,
    units: usize,
}

impl Reading {
    /// By the namespace of the first element.
    fn new(space: &str, name: &str, usage: Usage) -> Result<Self, String> {
        let version = space.strip_prefix(NAMESPACE).and_then(|v| VERSIONS.iter().position(|known| *known == v));
        let Some(version) = version else {
            let told = space.chars().take(80).filter(|c| !c.is_control()).collect::<String>();
            let found = if told.is_empty() {
                format!("« {name} » n’a pas d’espace de noms")
            } else {
                format!("« {told} »")
            };
            return Err(format!("ce n’est pas un transfert de SEDA 2.0 à 2.3 : {found}"));
        };
        Ok(Reading {
            out: Declaration { forme: format!("SEDA {}", VERSIONS[version]), ..Declaration::default() },
            structure: Structure::new(Table::of(version, usage == Usage::Taken)),
            links: Links::default(),
            coherence: Remarks::default(),
            path: Vec::new(),
            text: String::new(),
            objet: None,
            open: Vec::new(),
            rule_start: String::new(),
            versement: Versement::default(),
            units: 0,
        })
    }

    fn open(&mut self, name: String, attributes: &Attributes, line: u64) {
        self.text.clear();
        let mut own = None;
        let (mut others, mut references) = (Vec::new(), Vec::new());
        self.structure.open(&name, attributes, line, &mut |link, key, value| match link {
            Link::Id if key == "@id" => own = Some(value.to_owned()),
            Link::Id => others.push((key.to_owned(), value.to_owned())),
            Link::Reference => references.push((key.to_owned(), value.to_owned())),
        });
        let name_of = if attributes.space == Space::Root { name.as_str() } else { "" };
        self.links.open(name_of, own.as_deref());
        if let Some(id) = own {
            self.links.id("@id", &id);
        }
        others.iter().for_each(|(key, id)| self.links.id(key, id));
        references.iter().for_each(|(key, id)| self.links.reference(key, id));
        match name_of {
            "BinaryDataObject" | "PhysicalDataObject" => {
                self.objet = Some(EnCours { physical: name_of == "PhysicalDataObject", ..EnCours::default() });
            }
            "MessageDigest" => {
                if let Some(en_cours) = &mut self.objet {
                    en_cours.objet.algorithme = attributes.get("algorithm").unwrap_or_default().to_owned();
                }
            }
            "ArchiveUnit" => {
                self.units += 1;
                self.open.push(Unite::default());
            }
            rule if rule.ends_with("Rule") => self.rule_start.clear(),
            "UpdateOperation" => {
                if let Some(unit) = self.open.last_mut() {
                    unit.update = true;
                }
            }
            _ => {}
        }
        self.path.push(name);
    }

    fn text(&mut self, text: &str, line: u64) {
        self.structure.text(text, line);
        self.text.push_str(text);
    }

    fn close(&mut self, line: u64) {
        let links = &mut self.links;
        self.structure.close(line, &mut |link, element, value| match link {
            Link::Id => links.id(element, value),
            Link::Reference => links.reference(element, value),
        });
        let name = self.path.pop().unwrap_or_default();
        let text = std::mem::take(&mut self.text);
        self.closed(&name, text.trim());
        self.links.close();
    }

    fn closed(&mut self, name: &str, text: &str) {
        let above = self.path.last().map_or("", String::as_str);
        match (above, name) {
            ("ArchiveTransfer", "Comment") if text.contains(&format!("({AGENT}, ")) => {
                self.out.ours = true;
                let word = text.rsplit_once(", ").map_or("", |(_, w)| w.trim_end_matches(')'));
                self.out.partie = partie(word);
            }
            ("ArchiveTransfer", "MessageIdentifier") => text.clone_into(&mut self.out.identifiant),
            ("ArchiveTransfer", "ArchivalAgreement") => text.clone_into(&mut self.versement.accord),
            ("ManagementMetadata", "OriginatingAgencyIdentifier") => text.clone_into(&mut self.versement.producteur),
            ("ArchivalAgency", "Identifier") => text.clone_into(&mut self.versement.archives),
            ("TransferringAgency", "Identifier") => text.clone_into(&mut self.versement.versant),
            ("Content", "Title" | "StartDate" | "EndDate") => self.of_unit(name, text),
            (rule, "StartDate" | "HoldEndDate") if rule.ends_with("Rule") => self.of_rule(name, text),
            (_, "Content") => {
                if let Some(unit) = self.open.last() {
                    unit.check(&mut self.coherence);
                }
            }
            (_, "ArchiveUnit") => drop(self.open.pop()),
            (_, "BinaryDataObject" | "PhysicalDataObject") => {
                if let Some(en_cours) = self.objet.take() {
                    self.object(en_cours);
                }
            }
            _ => {
                if let Some(en_cours) = &mut self.objet {
                    part(en_cours, above, name, text, &mut self.links, &mut self.coherence);
                }
            }
        }
    }

    /// A value of a unit's description.
    fn of_unit(&mut self, name: &str, text: &str) {
        let Some(unit) = self.open.last_mut() else { return };
        match name {
            "Title" => unit.titled |= !text.is_empty(),
            "StartDate" => text.clone_into(&mut unit.days.0),
            _ => text.clone_into(&mut unit.days.1),
        }
    }

    /// A day of a management rule.
    fn of_rule(&mut self, name: &str, text: &str) {
        if name == "StartDate" {
            text.clone_into(&mut self.rule_start);
        }
        before(&self.rule_start, text, "une règle", &mut self.coherence);
        far(text, &mut self.coherence);
    }

    /// An object was read.
    fn object(&mut self, en_cours: EnCours) {
        let EnCours { mut objet, physical, attached, has_format } = en_cours;
        if physical {
            return;
        }
        if attached {
            self.versement.attached += 1;
            return;
        }
        let rank = self.out.objets.len() + 1;
        if objet.uri.is_empty() || objet.empreinte.is_empty() {
            self.coherence.push(format!("l’objet {rank} n’a pas d’Uri ou d’empreinte"));
        }
        if objet.nom.is_empty() {
            objet.nom.clone_from(&objet.uri);
        }
        self.versement.without_format += usize::from(!has_format);
        self.out.objets.push(objet);
    }

    fn end(self) -> Declaration {
        let mut out = self.out;
        out.faults = self.structure.remarks.into_lines();
        out.liens = Some(self.links.end().into_lines());
        out.coherence = self.coherence.into_lines();
        if self.units == 0 && !out.objets.is_empty() {
            out.coherence.push("aucune unité d’archives ne décrit les objets".to_owned());
        }
        out.versement = Some(self.versement.refusals());
        out
    }
}
