//! The manifest of a SEDA transfer (2.2, 2.3), written as a stream: objects, units that describe them, management, agencies.

use std::io::{self, Write};

use quick_xml::escape::escape;
use sha2::{Digest, Sha512};

use super::plan::{Plan, Unite};
use crate::domain::Versement;

use super::write::{Body, Objet, Tag};
use super::{AGENT, Conservation, hex};

/// The manifest, at the root of the set.
pub(super) const MANIFEST: &str = "manifest.xml";
/// The folder of the objects.
pub(super) const CONTENT: &str = "content";

/// A version of the standard.
#[derive(Clone, Copy, Debug)]
pub(super) enum Version {
    V22,
    V23,
}

impl Version {
    fn namespace(self) -> &'static str {
        match self {
            Version::V22 => "fr:gouv:culture:archivesdefrance:seda:v2.2",
            Version::V23 => "fr:gouv:culture:archivesdefrance:seda:v2.3",
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
pub(super) fn uri(i: usize, nom: &str) -> String {
    let ending = nom.rsplit('/').next().and_then(|n| n.rsplit_once('.')).map(|(_, e)| e);
    let plain = |e: &&str| e.len() <= 10 && e.bytes().all(|b| b.is_ascii_alphanumeric());
    let ending = ending.filter(plain).map_or_else(String::new, |e| format!(".{}", e.to_ascii_lowercase()));
    format!("{CONTENT}/ID{}{ending}", i + 1)
}

/// The manifest; on disk, as it may be long.
pub(super) fn manifest(plan: &Plan, version: Version, identifiant: &str, objets: &[Objet]) -> io::Result<Tag> {
    let spool = io::BufWriter::new(tempfile::tempfile()?);
    let mut out = Counted { out: spool, crc: crc32fast::Hasher::new(), hash: Sha512::new(), size: 0 };
    write(&mut out, plan, version, identifiant, objets)?;
    let file = out.out.into_inner().map_err(io::IntoInnerError::into_error)?;
    let (crc, sha512) = (out.crc.finalize(), out.hash.finalize().into());
    Ok(Tag { path: MANIFEST.to_owned(), body: Body::Spool(file), size: out.size, crc, sha512 })
}

fn write(out: &mut impl Write, plan: &Plan, version: Version, identifiant: &str, objets: &[Objet]) -> io::Result<()> {
    let v = &plan.versement;
    let told = |value: &str| escape(Versement::told(value)).into_owned();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<ArchiveTransfer xmlns="{}" xmlns:xlink="http://www.w3.org/1999/xlink">"#, version.namespace())?;
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
    if let Some(c) = &plan.racine.conservation {
        appraisal(out, c, &v.regle)?;
    }
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
    writeln!(out, r#"<ArchiveUnit id="UA{}">"#, rank.unit())?;
    if let Some(c) = &unite.conservation {
        writeln!(out, "<Management>")?;
        appraisal(out, c, &versement.regle)?;
        writeln!(out, "</Management>")?;
    }
    content(out, unite.niveau.seda(), &unite.titre, unite.conservation.as_ref())?;
    for piece in &unite.pieces {
        write!(out, r#"<ArchiveUnit id="UA{}">"#, rank.unit())?;
        let name = piece.nom.rsplit('/').next().unwrap_or(&piece.nom);
        content(out, "Item", name, None)?;
        let n = rank.object();
        write!(out, "<DataObjectReference><DataObjectGroupReferenceId>GRP{n}</DataObjectGroupReferenceId>")?;
        writeln!(out, "</DataObjectReference></ArchiveUnit>")?;
    }
    for below in &unite.unites {
        unit(out, below, versement, rank)?;
    }
    writeln!(out, "</ArchiveUnit>")
}

fn content(out: &mut impl Write, niveau: &str, titre: &str, conservation: Option<&Conservation>) -> io::Result<()> {
    write!(out, "<Content><DescriptionLevel>{niveau}</DescriptionLevel><Title>{}</Title>", escape(titre))?;
    if let Some(c) = conservation {
        let fin = c.fin.as_ref().map_or_else(String::new, |_| format!(" Éliminable à partir du {}.", c.fin_in_words()));
        write!(out, "<Description>{}</Description>", escape(format!("Conservation : {}.{fin}", c.regle)))?;
    }
    writeln!(out, "</Content>")
}

fn appraisal(out: &mut impl Write, c: &Conservation, regle: &str) -> io::Result<()> {
    write!(out, "<AppraisalRule>")?;
    // The rule's name is the archive system's: without one, only what becomes of it is told.
    if !regle.trim().is_empty() {
        write!(out, "<Rule>{}</Rule><StartDate>{}</StartDate>", escape(regle.trim()), c.debut)?;
    }
    writeln!(out, "<FinalAction>{}</FinalAction></AppraisalRule>", c.sort.seda())
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
