//! Bags that others made (RFC 8493, and the versions before it, 0.93 to 0.97): what they declare, and what is wrong in it.
//! `fetch.txt` is told, never followed.

mod fetch;
mod manifest;
mod names;
mod text;

use std::collections::{BTreeSet, HashSet};

use super::algorithm::Algorithm;
use super::container::{Kind, SetError};
use super::declaration::{Declaration, partie};
use super::read::Ensemble;
use super::{AGENT, bagit, shown};
use crate::sources::zips::is_litter;
use manifest::Manifest;
use names::Names;
use text::{Charset, lines};

/// Versions that are read.
const VERSIONS: [&str; 6] = ["0.93", "0.94", "0.95", "0.96", "0.97", "1.0"];
/// The file of the metadata before 0.96.
const FORMER_INFO: &str = "package-info.txt";
/// Longest text that is not a manifest.
const TEXT_LIMIT: u64 = 16 << 20;
/// Lines that are told of one kind of fault.
const TOLD: usize = 20;

/// The folder that a bag is in, with its slash: nothing where it is the set itself.
///
/// # Errors
/// There is no bag, or more than one.
pub(super) fn base(ensemble: &Ensemble<'_>) -> Result<Option<String>, SetError> {
    if ensemble.find(bagit::DECLARATION).is_some() {
        return Ok(Some(String::new()));
    }
    let files = || ensemble.items.iter().map(|i| i.name.as_str());
    if files().any(|n| !n.contains('/') && manifest::of_name(n).is_some()) {
        let why = "« bagit.txt » manque : il dit la version et l’encodage d’un sac BagIt, et doit être à sa racine";
        return Err(SetError::Set(why.to_owned()));
    }
    let above = |n: &str| n.strip_suffix(bagit::DECLARATION).filter(|t| t.matches('/').count() == 1).map(str::to_owned);
    let mut tops = files().filter_map(above).filter(|t| t.ends_with('/'));
    match (tops.next(), tops.next()) {
        (top, None) => Ok(top),
        (Some(one), Some(other)) => {
            let why = format!("plusieurs sacs (« {one} », « {other} »…) : vérifiez-les un à un");
            Err(SetError::Set(why))
        }
        (None, Some(_)) => unreachable!("an iterator has no second without a first"),
    }
}

/// The file of a bag that holds the digests of the most: a tag manifest, or else a manifest, the strongest.
pub(super) fn last(ensemble: &Ensemble<'_>, top: &str) -> Option<usize> {
    let of =
        |what: &str| Algorithm::ALL.iter().find_map(|a| ensemble.find(&format!("{top}{what}manifest-{}.txt", a.key())));
    of("tag").or_else(|| of(""))
}

/// A bag that is being read.
struct Bag<'e> {
    ensemble: &'e Ensemble<'e>,
    top: String,
    /// Since 1.0, what was usage is a fault.
    strict: bool,
    charset: Charset,
    out: Declaration,
}

/// What the bag below `top` declares.
///
/// # Errors
/// It cannot be read.
pub(super) fn read(ensemble: &Ensemble<'_>, top: String) -> Result<Declaration, SetError> {
    let out = Declaration { forme: "BagIt".to_owned(), base: Some(top.clone()), ..Declaration::default() };
    let mut bag = Bag { ensemble, top, strict: true, charset: Charset::default(), out };
    bag.declared()?;
    let info = bag.info()?;
    bag.payload(&info)?;
    Ok(bag.out)
}

impl Bag<'_> {
    fn fault(&mut self, told: String) {
        self.out.faults.push(told);
    }

    fn remark(&mut self, told: String) {
        self.out.usages.push(told);
    }

    /// What 1.0 forbids, and former versions left to usage.
    fn since_one(&mut self, told: String) {
        if self.strict { self.fault(told) } else { self.remark(told) }
    }

    /// A file below the top.
    fn bytes(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, SetError> {
        self.ensemble.bytes(&format!("{}{name}", self.top), limit)
    }

    /// The same as text, in the encoding that the bag declares; nothing, and told, where it is not in it.
    fn text(&mut self, name: &str, limit: u64) -> Result<Option<String>, SetError> {
        let Some(bytes) = self.bytes(name, limit)? else { return Ok(None) };
        let (read, marked) = self.charset.decode(&bytes);
        if marked {
            self.since_one(format!("{name} commence par une marque (BOM), que l’UTF-8 n’a pas ici"));
        }
        if read.is_none() {
            let told = format!("{name} n’est pas dans l’encodage que bagit.txt annonce ({})", self.charset.name);
            self.fault(told);
        }
        Ok(read)
    }

    /// `bagit.txt`: two lines, in UTF-8 whatever they say of the others.
    fn declared(&mut self) -> Result<(), SetError> {
        let bytes = self.bytes(bagit::DECLARATION, 4096)?.unwrap_or_default();
        let Ok(text) = std::str::from_utf8(&bytes) else {
            self.fault("bagit.txt n’est pas en UTF-8".to_owned());
            return Ok(());
        };
        if text.starts_with('\u{feff}') {
            self.fault("bagit.txt commence par une marque (BOM), ce que BagIt interdit".to_owned());
        }
        let told: Vec<(&str, &str)> =
            lines(text.trim_start_matches('\u{feff}')).filter_map(|l| l.split_once(':')).collect();
        let find = |label: &str| told.iter().position(|(l, _)| l.trim().eq_ignore_ascii_case(label));
        let (version, encoding) = (find("BagIt-Version"), find("Tag-File-Character-Encoding"));
        let value = |at: Option<usize>| at.map_or("", |i| told[i].1.trim());
        match VERSIONS.into_iter().find(|v| *v == value(version)) {
            Some(known) => {
                self.out.forme = format!("BagIt {known}");
                self.strict = known.starts_with('1');
            }
            None => self.fault(format!(
                "bagit.txt dit la version « {} » : celles que liasse connaît sont {}",
                shown(value(version)),
                VERSIONS.join(", ")
            )),
        }
        match encoding.map(|_| Charset::of(value(encoding))) {
            Some(Some(charset)) => self.charset = charset,
            Some(None) => self
                .fault(format!("bagit.txt dit l’encodage « {} », que liasse ne connaît pas", shown(value(encoding)))),
            None => self.fault("bagit.txt ne dit pas d’encodage (Tag-File-Character-Encoding)".to_owned()),
        }
        let right = [("BagIt-Version", value(version)), ("Tag-File-Character-Encoding", value(encoding))];
        let right = right.iter().map(|(label, value)| format!("{label}: {value}"));
        let found = lines(text.trim_start_matches('\u{feff}'));
        if version.is_some() && encoding.is_some() && !found.eq(right) {
            self.since_one(
                "bagit.txt n’est pas fait des deux lignes voulues, dans cet ordre et sans autre espace : \
                 « BagIt-Version: M.N », « Tag-File-Character-Encoding: … »"
                    .to_owned(),
            );
        }
        Ok(())
    }

    /// The metadata: labels in small letters, and values, in their order.
    fn info(&mut self) -> Result<Vec<(String, String)>, SetError> {
        let mut out: Vec<(String, String)> = Vec::new();
        for name in [bagit::INFO, FORMER_INFO] {
            let Some(text) = self.text(name, TEXT_LIMIT)? else { continue };
            let mut lost = 0;
            for line in lines(&text) {
                match (line.starts_with([' ', '\t']), out.last_mut(), line.split_once(':')) {
                    (true, Some((_, value)), _) => {
                        value.push(' ');
                        value.push_str(line.trim());
                    }
                    (false, _, Some((label, value))) => {
                        if self.strict && label.trim() != label {
                            self.out.usages.push(format!("{name} : « {} » a des espaces autour", label.trim()));
                        }
                        out.push((label.trim().to_lowercase(), value.trim().to_owned()));
                    }
                    _ => lost += 1,
                }
            }
            if lost > 0 {
                self.remark(format!("{name} : {lost} ligne(s) sans « nom: valeur » ne sont pas lues"));
            }
        }
        let first = |label: &str| out.iter().find(|(l, _)| l == label).map(|(_, v)| v.as_str());
        self.out.ours = first("bag-software-agent") == Some(AGENT);
        self.out.identifiant = first("external-identifier").unwrap_or_default().to_owned();
        self.out.partie = first("liasse-partie").and_then(partie);
        Ok(out)
    }

    /// The manifests, what `fetch.txt` lists, and whether the payload is theirs.
    fn payload(&mut self, info: &[(String, String)]) -> Result<(), SetError> {
        let names = Names::of(self.ensemble, &self.top);
        let (mut payload, mut tags) = (Vec::new(), Vec::new());
        let found: Vec<String> = names.below_top().filter(|n| !n.contains('/')).map(str::to_owned).collect();
        for name in &found {
            match manifest::of_name(name) {
                None => {}
                Some((of_tags, Some(algorithm))) => {
                    if let Some(read) = Manifest::read(self, &names, name, algorithm, of_tags)? {
                        if of_tags { tags.push(read) } else { payload.push(read) }
                    }
                }
                Some((_, None)) => {
                    self.remark(format!(
                        "{name} : liasse ne connaît pas cet algorithme, ce manifeste n’est pas contrôlé"
                    ));
                }
            }
        }
        if payload.is_empty() {
            self.fault(
                "aucun manifeste que liasse sait contrôler (manifest-sha512.txt…) ne liste les pièces".to_owned(),
            );
        }
        payload.sort_by_key(|m| m.algorithm);
        self.listed_everywhere(&payload);
        let absent = self.objets(&payload);
        let listed: HashSet<&str> = payload.iter().flat_map(|m| m.lines.iter().map(|l| l.path.as_str())).collect();
        let whole = !absent && names.below_top().all(|n| !n.starts_with("data/") || listed.contains(n));
        self.tags(&names, &found, &tags);
        self.fetched(&names, &payload)?;
        if whole {
            // What is absent, or not listed, is told as such.
            self.oxum(info);
        }
        Ok(())
    }

    /// Since 1.0 each manifest lists each piece; before, one of them was enough.
    fn listed_everywhere(&mut self, payload: &[Manifest]) {
        if !self.strict || payload.len() < 2 {
            return;
        }
        let all: BTreeSet<&str> = payload.iter().flat_map(|m| m.lines.iter().map(|l| l.path.as_str())).collect();
        for manifest in payload {
            let own: BTreeSet<&str> = manifest.lines.iter().map(|l| l.path.as_str()).collect();
            for path in all.difference(&own).take(TOLD) {
                let told = format!("{} ne liste pas « {} », que liste un autre manifeste", manifest.name, shown(path));
                self.fault(told);
            }
        }
    }

    /// The pieces, each once; what further manifests say of them besides. Whether some are absent.
    fn objets(&mut self, payload: &[Manifest]) -> bool {
        let mut seen: HashSet<&str> = HashSet::new();
        let mut absent = false;
        for manifest in payload {
            for line in &manifest.lines {
                absent |= !line.there;
                let nom = line.path.strip_prefix("data/").unwrap_or(&line.path).to_owned();
                if !line.there && is_litter(&line.path) {
                    if seen.insert(&line.path) {
                        self.out
                            .usages
                            .push(format!("« {nom} » est absent : c’est un fichier du système, sans contenu propre"));
                    }
                    continue;
                }
                let objet = line.objet(&self.top, nom, manifest.algorithm);
                match seen.insert(&line.path) {
                    true => self.out.objets.push(objet),
                    false => self.out.tag_digests.push(objet),
                }
            }
        }
        absent
    }

    /// The files that are no pieces, and what the tag manifests say of them.
    fn tags(&mut self, names: &Names<'_>, found: &[String], tags: &[Manifest]) {
        self.out.tags =
            names.below_top().filter(|n| !n.starts_with("data/")).map(|n| format!("{}{n}", self.top)).collect();
        for manifest in tags {
            for line in &manifest.lines {
                if line.path.starts_with("data/") {
                    self.since_one(format!("{} liste une pièce, « {} »", manifest.name, shown(&line.path)));
                }
                if manifest::of_name(&line.path).is_some_and(|(of_tags, _)| of_tags) {
                    self.since_one(format!("{} liste « {} », qui ne peut pas l’être", manifest.name, line.path));
                }
                self.out.tag_digests.push(line.objet(&self.top, line.path.clone(), manifest.algorithm));
            }
            let is_listed = |name: &String| manifest.lines.iter().any(|l| l.path == *name);
            let of_payload = |name: &&String| matches!(manifest::of_name(name), Some((false, _)));
            if self.strict {
                for name in found.iter().filter(of_payload).filter(|n| !is_listed(n)) {
                    self.out.faults.push(format!("{} ne liste pas {name}", manifest.name));
                }
            }
        }
    }

    /// `fetch.txt`.
    fn fetched(&mut self, names: &Names<'_>, payload: &[Manifest]) -> Result<(), SetError> {
        let Some(text) = self.text(fetch::FILE, TEXT_LIMIT)? else { return Ok(()) };
        let listed: BTreeSet<&str> = payload.iter().flat_map(|m| m.lines.iter().map(|l| l.path.as_str())).collect();
        let (mut here, mut elsewhere) = (0, 0);
        for line in lines(&text) {
            let Some(fetch::Line { path, sound }) = fetch::line(line) else {
                self.fault(format!("fetch.txt : « {} » n’est pas une adresse, une taille et un chemin", shown(line)));
                continue;
            };
            let resolved = names.resolve(path, self.strict);
            if !resolved.is_payload() {
                self.fault(format!("fetch.txt : « {} » n’est pas une pièce (data/…)", shown(path)));
                continue;
            }
            if !listed.contains(resolved.path.as_str()) {
                self.fault(format!("fetch.txt : « {} » n’est dans aucun manifeste", shown(path)));
            }
            if !sound {
                self.remark(format!("fetch.txt : l’adresse ou la taille de « {} » n’en est pas une", shown(path)));
            }
            if resolved.there {
                here += 1;
            } else {
                elsewhere += 1;
                self.out.elsewhere.insert(format!("{}{}", self.top, resolved.path));
            }
        }
        self.out.notes.push(format!(
            "fetch.txt dit où chercher {} pièce(s), {here} sont là ; liasse ne télécharge rien",
            here + elsewhere
        ));
        Ok(())
    }

    /// What the metadata say of the size of the payload.
    fn oxum(&mut self, info: &[(String, String)]) {
        let told: Vec<&str> = info.iter().filter(|(l, _)| l == "payload-oxum").map(|(_, v)| v.as_str()).collect();
        if told.len() > 1 {
            self.since_one("Payload-Oxum est dit plusieurs fois".to_owned());
        }
        let files = self.ensemble.items.iter().filter(|i| i.kind == Kind::File);
        let data = format!("{}data/", self.top);
        let (bytes, count) = files
            .filter(|i| i.name.starts_with(&data))
            .fold((0u64, 0u64), |(bytes, n), i| (bytes.saturating_add(i.size), n + 1));
        for told in told {
            let numbers =
                told.split_once('.').and_then(|(b, n)| Some((b.parse::<u64>().ok()?, n.parse::<u64>().ok()?)));
            if numbers != Some((bytes, count)) {
                self.fault(format!("Payload-Oxum dit {}, il y a {bytes}.{count}", shown(told)));
            }
        }
    }
}
