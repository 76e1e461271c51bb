//! What hostile inputs come in: zips, bags, transfers, pictures.
#![allow(dead_code, reason = "each test takes a part")]

use std::io::{Cursor, Write};

use liasse::sources::MemoryFolder;
use zip::write::SimpleFileOptions;

/// A zip of these files, compressed.
pub fn zipped(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_level(Some(1));
    for (name, bytes) in files {
        out.start_file(name, options).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A file alone in the folder.
pub fn put(folder: &mut MemoryFolder, name: &str, bytes: impl Into<Vec<u8>>) {
    folder.files.insert(name.to_owned(), bytes.into());
}

/// `one` of each number below `n`.
pub fn each(n: usize, one: impl Fn(usize) -> String) -> String {
    (0..n).map(one).collect()
}

/// A picture of so many pixels of one grey, or of that colour type, in a PNG that weighs little.
pub fn png(width: u32, height: u32, depth: u8, colour: u8, row: usize) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let body = [&kind[..], data].concat();
        let mut sum = flate2::Crc::new();
        sum.update(&body);
        [&(data.len() as u32).to_be_bytes()[..], &body, &sum.sum().to_be_bytes()].concat()
    };
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let line = vec![0; row + 1];
    (0..height).for_each(|_| packed.write_all(&line).unwrap());
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, colour, 0, 0, 0]].concat();
    let parts = [chunk(b"IHDR", &head), chunk(b"IDAT", &packed.finish().unwrap()), chunk(b"IEND", b"")];
    [&b"\x89PNG\r\n\x1a\n"[..], &parts.concat()].concat()
}

/// Files of a set by their names.
pub type Files = Vec<(String, Vec<u8>)>;

const BAG: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
/// SHA-256 of `a`.
pub const DIGEST: &str = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

/// A bag with these tag files, and that many pieces.
pub fn bag(tags: &[(&str, String)], pieces: impl IntoIterator<Item = String>) -> Files {
    let declaration = ("bagit.txt".to_owned(), BAG.as_bytes().to_vec());
    let tags = tags.iter().map(|(name, text)| ((*name).to_owned(), text.clone().into_bytes()));
    std::iter::once(declaration).chain(tags).chain(pieces.into_iter().map(|name| (name, b"a".to_vec()))).collect()
}

/// A SEDA transfer of these objects and units.
pub fn seda(objects: &str, units: &str) -> Files {
    let lists = [
        "Reply",
        "MessageDigestAlgorithm",
        "MimeType",
        "Encoding",
        "FileFormat",
        "CompressionAlgorithm",
        "DataObjectVersion",
        "StorageRule",
        "AppraisalRule",
        "AccessRule",
        "DisseminationRule",
        "ReuseRule",
        "ClassificationRule",
        "AuthorizationReason",
        "Relationship",
    ];
    let lists = lists.map(|l| format!("<{l}CodeListVersion>a</{l}CodeListVersion>")).concat();
    let text = format!(
        "<ArchiveTransfer xmlns=\"fr:gouv:culture:archivesdefrance:seda:v2.2\"><Comment>a</Comment>\
         <Date>2026-06-30T12:00:00Z</Date><MessageIdentifier>a</MessageIdentifier><ArchivalAgreement>a</ArchivalAgreement>\
         <CodeListVersions>{lists}</CodeListVersions><DataObjectPackage>{objects}<DescriptiveMetadata>{units}\
         </DescriptiveMetadata><ManagementMetadata><OriginatingAgencyIdentifier>a</OriginatingAgencyIdentifier>\
         <SubmissionAgencyIdentifier>a</SubmissionAgencyIdentifier></ManagementMetadata></DataObjectPackage><ArchivalAgency>\
         <Identifier>a</Identifier></ArchivalAgency><TransferringAgency><Identifier>a</Identifier></TransferringAgency>\
         </ArchiveTransfer>"
    );
    vec![("manifest.xml".to_owned(), text.into_bytes())]
}

pub fn unit(i: usize, more: &str) -> String {
    format!(
        "<ArchiveUnit id=\"U{i}\"><Content><DescriptionLevel>Item</DescriptionLevel><Title>a</Title></Content>{more}</ArchiveUnit>"
    )
}

pub fn object(i: usize) -> String {
    format!(
        "<DataObjectGroup id=\"G{i}\"><BinaryDataObject id=\"O{i}\"><DataObjectVersion>BinaryMaster_1</DataObjectVersion>\
         <Uri>content/{i}.txt</Uri><MessageDigest algorithm=\"SHA-256\">{DIGEST}</MessageDigest><Size>1</Size>\
         <FormatIdentification><FormatId>x-fmt/111</FormatId></FormatIdentification><FileInfo><Filename>a</Filename></FileInfo>\
         </BinaryDataObject></DataObjectGroup>"
    )
}
