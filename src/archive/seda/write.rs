//! The manifest of a SEDA transfer (2.1 to 2.3), written as a stream: objects, units that describe them, management, agencies.

use std::io::{self, Write};

use sha2::{Digest, Sha512};

use super::words::is_no_xml;
use super::{CONTENT, MANIFEST, NAMESPACE};
use crate::archive::plan::{Plan, Unite};
use crate::archive::write::{Body, Objet, Tag};
use crate::archive::{AGENT, hex};
use crate::domain::Versement;

/// A version of the standard.
#[derive(Clone, Copy, Debug)]
pub enum Version {
    V21,
    V22,
    V23,
}

impl Version {
    fn number(self) -> &'static str {
        match self {
            Version::V21 => "2.1",
            Version::V22 => "2.2",
            Version::V23 => "2.3",
        }
    }
}

/// The code lists that a manifest must tell the version of, in the order of the schema.
const CODE_LISTS: [&str; 15] = [
    "ReplyCodeListVersion",
    "MessageDigestAlgorithmCodeListVersion",
    "MimeTypeCodeListVersion",
    "EncodingCodeListVersion",
    "FileFormatCodeListVersion",
    "CompressionAlgorithmCodeListVersion",
    "DataObjectVersionCodeListVersion",
    "StorageRuleCodeListVersion",
    "AppraisalRuleCodeListVersion",
    "AccessRuleCodeListVersion",
    "DisseminationRuleCodeListVersion",
    "ReuseRuleCodeListVersion",
    "ClassificationRuleCodeListVersion",
    "AuthorizationReasonCodeListVersion",
    "RelationshipCodeListVersion",
];

/// Where object `i` (from 0) of that name stands in the set.
pub fn uri(i: usize, nom: &str) -> String {
    let ending = nom.rsplit('/').next().and_then(|n| n.rsplit_once('.')).map(|(_, e)| e);
    let plain = |e: &&str| e.len() <= 10 && e.bytes().all(|b| b.is_ascii_alphanumeric());
    let ending = ending.filter(plain).map_or_else(String::new, |e| format!(".{}", e.to_ascii_lowercase()));
    format!("{CONTENT}/ID{}{ending}", i + 1)
}

/// The manifest; on disk, as it may be long.
pub fn manifest(plan: &Plan, version: Version, identifiant: &str, objets: &[Objet]) -> io::Result<Tag> {
    let spool = io::BufWriter::new(tempfile::tempfile()?);
    let mut out = Counted { out: spool, crc: crc32fast::Hasher::new(), hash: Sha512::new(), size: 0 };
    write(&mut out, plan, version, identifiant, objets)?;
    let file = out.out.into_inner().map_err(io::IntoInnerError::into_error)?;
    let (crc, sha512) = (out.crc.finalize(), out.hash.finalize().into());
    Ok(Tag { path: MANIFEST.to_owned(), body: Body::Spool(file), size: out.size, crc, sha512 })
}

fn write(out: &mut impl Write, plan: &Plan, version: Version, identifiant: &str, objets: &[Objet]) -> io::Result<()> {
    let v = &plan.versement;
    let told = |value: &str| escape(Versement::told(value));
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    let space = format!("{NAMESPACE}{}", version.number());
    writeln!(out, r#"<ArchiveTransfer xmlns="{space}" xmlns:xlink="http://www.w3.org/1999/xlink">"#)?;
    writeln!(out, "<Comment>{}</Comment>", escape(format!("{} ({AGENT}, {})", plan.titre, plan.partie.key())))?;
    if let Some(other) = &plan.complete {
        writeln!(out, "<Comment>Complète l’ensemble {}</Comment>", escape(other))?;
    }
    writeln!(out, "<Date>{}T00:00:00Z</Date>", plan.date)?;
    writeln!(out, "<MessageIdentifier>{identifiant}</MessageIdentifier>")?;
    if !v.accord.trim().is_empty() {
        writeln!(out, "<ArchivalAgreement>{}</ArchivalAgreement>", told(&v.accord))?;
    }
    write!(out, "<CodeListVersions>")?;
    for list in CODE_LISTS {
        write!(out, "<{list}>{list}0</{list}>")?;
    }
    writeln!(out, "</CodeListVersions>\n<DataObjectPackage>")?;
    for (i, objet) in objets.iter().enumerate() {
        object(out, i, objet)?;
    }
    writeln!(out, "<DescriptiveMetadata>")?;
    let mut rank = Rank::default();
    unit(out, &plan.racine, &plan.versement, &mut rank)?;
    writeln!(out, "</DescriptiveMetadata>\n<ManagementMetadata>")?;
    writeln!(out, "<AcquisitionInformation>Versement</AcquisitionInformation>")?;
    let statut = if v.statut.trim().is_empty() { "Public Archive" } else { v.statut.trim() };
    writeln!(out, "<LegalStatus>{}</LegalStatus>", escape(statut))?;
    let producteur = if v.service_producteur.trim().is_empty() { &v.service_versant } else { &v.service_producteur };
    writeln!(out, "<OriginatingAgencyIdentifier>{}</OriginatingAgencyIdentifier>", told(producteur))?;
    writeln!(out, "<SubmissionAgencyIdentifier>{}</SubmissionAgencyIdentifier>", told(&v.service_versant))?;
    rules(out, &plan.racine, v)?;
    writeln!(out, "</ManagementMetadata>\n</DataObjectPackage>")?;
    writeln!(out, "<ArchivalAgency><Identifier>{}</Identifier></ArchivalAgency>", told(&v.service_archives))?;
    writeln!(out, "<TransferringAgency><Identifier>{}</Identifier></TransferringAgency>", told(&v.service_versant))?;
    writeln!(out, "</ArchiveTransfer>")
}

fn object(out: &mut impl Write, i: usize, objet: &Objet) -> io::Result<()> {
    let n = i + 1;
    write!(out, r#"<DataObjectGroup id="GRP{n}"><BinaryDataObject id="OBJ{n}">"#)?;
    write!(out, "<DataObjectVersion>BinaryMaster_1</DataObjectVersion><Uri>{}</Uri>", escape(uri(i, &objet.nom)))?;
    write!(out, r#"<MessageDigest algorithm="SHA-512">{}</MessageDigest>"#, hex(&objet.sha512))?;
    // The schema knows no size of 0.
    if objet.size > 0 {
        write!(out, "<Size>{}</Size>", objet.size)?;
    }
    write!(out, "<FormatIdentification>")?;
    let f = objet.format;
    if !f.words.is_empty() {
        write!(out, "<FormatLitteral>{}</FormatLitteral>", escape(f.words))?;
    }
    write!(out, "<MimeType>{}</MimeType>", f.mime)?;
    if !f.puid.is_empty() {
        write!(out, "<FormatId>{}</FormatId>", f.puid)?;
    }
    write!(out, "</FormatIdentification><FileInfo><Filename>{}</Filename></FileInfo>", escape(objet.nom.as_str()))?;
    writeln!(out, "</BinaryDataObject></DataObjectGroup>")
}

/// Ranks of units and objects, in the order of the plan.
#[derive(Default)]
struct Rank {
    unit: usize,
    object: usize,
}

impl Rank {
    fn unit(&mut self) -> usize {
        self.unit += 1;
        self.unit
    }

    fn object(&mut self) -> usize {
        self.object += 1;
        self.object
    }
}

fn unit(out: &mut impl Write, unite: &Unite, versement: &Versement, rank: &mut Rank) -> io::Result<()> {
    let Unite { titre, niveau, conservation, notice, .. } = unite;
    writeln!(out, r#"<ArchiveUnit id="UA{}">"#, rank.unit())?;
    if conservation.is_some() || notice.acces.is_some() {
        writeln!(out, "<Management>")?;
        rules(out, unite, versement)?;
        writeln!(out, "</Management>")?;
    }
    content(out, niveau.seda(), titre, &description(unite), &notice.document, notice.dates.as_ref())?;
    for piece in &unite.pieces {
        write!(out, r#"<ArchiveUnit id="UA{}">"#, rank.unit())?;
        content(out, "Item", &piece.titre, "", piece.document, None)?;
        let n = rank.object();
        write!(out, "<DataObjectReference><DataObjectGroupReferenceId>GRP{n}</DataObjectGroupReferenceId>")?;
        writeln!(out, "</DataObjectReference></ArchiveUnit>")?;
    }
    for below in &unite.unites {
        unit(out, below, versement, rank)?;
    }
    writeln!(out, "</ArchiveUnit>")
}

/// The rules of a unit, in words: an archive system without their names keeps these.
fn description(unite: &Unite) -> String {
    let conservation = unite.conservation.iter().map(|c| {
        let fin = c.fin.as_ref().map_or_else(String::new, |_| format!(" Éliminable à partir du {}.", c.fin_in_words()));
        format!("Conservation : {}.{fin}", c.regle)
    });
    let acces = unite.notice.acces.iter().map(|a| format!("Accès : {}.", a.in_words()));
    conservation.chain(acces).collect::<Vec<_>>().join(" ")
}

/// The language of what liasse makes, as archives name it.
const LANGUE: &str = "fra";

/// The description of a unit, in the order of the schema.
fn content(
    out: &mut impl Write,
    niveau: &str,
    titre: &str,
    description: &str,
    document: &str,
    dates: Option<&(String, String)>,
) -> io::Result<()> {
    let told = |text: &str| escape(text);
    write!(out, "<Content><DescriptionLevel>{niveau}</DescriptionLevel><Title>{}</Title>", told(titre))?;
    if !description.is_empty() {
        write!(out, "<Description>{}</Description>", told(description))?;
    }
    if !document.is_empty() {
        write!(out, "<DocumentType>{}</DocumentType>", told(document))?;
    }
    write!(out, "<Language>{LANGUE}</Language>")?;
    if let Some((first, last)) = dates {
        write!(out, "<StartDate>{first}</StartDate><EndDate>{last}</EndDate>")?;
    }
    writeln!(out, "</Content>")
}

/// How long a unit is kept, and when it may be read. A rule's name is the archive system's: without one, only what becomes of
/// the unit is told, and the rest is in its description.
fn rules(out: &mut impl Write, unite: &Unite, versement: &Versement) -> io::Result<()> {
    let genre = &unite.notice.genre;
    if let Some(c) = &unite.conservation {
        write!(out, "<AppraisalRule>")?;
        rule(out, versement.conservation(genre), &c.debut)?;
        writeln!(out, "<FinalAction>{}</FinalAction></AppraisalRule>", c.sort.seda())?;
    }
    if let Some(a) = unite.notice.acces.as_ref().filter(|_| !versement.communicabilite(genre).is_empty()) {
        write!(out, "<AccessRule>")?;
        rule(out, versement.communicabilite(genre), &a.debut)?;
        writeln!(out, "</AccessRule>")?;
    }
    Ok(())
}

fn rule(out: &mut impl Write, name: &str, debut: &str) -> io::Result<()> {
    if name.is_empty() {
        return Ok(());
    }
    write!(out, "<Rule>{}</Rule><StartDate>{debut}</StartDate>", escape(name))
}

/// A text as XML writes it, without the characters that XML has not.
fn escape(text: impl AsRef<str>) -> String {
    let text: String = text.as_ref().chars().filter(|c| !is_no_xml(*c)).collect();
    quick_xml::escape::escape(&text).into_owned()
}

/// Counts and digests what goes through.
struct Counted<W> {
    out: W,
    crc: crc32fast::Hasher,
    hash: Sha512,
    size: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.out.write(bytes)?;
        self.crc.update(&bytes[..n]);
        self.hash.update(&bytes[..n]);
        self.size += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
