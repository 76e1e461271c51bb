//! What a file is, by its bytes and its ending: its PRONOM number, its MIME type, and the PDF/A that a PDF declares.

/// A format, as PRONOM and MIME name it; empty words where there is no number that is sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    pub puid: &'static str,
    pub words: &'static str,
    pub mime: &'static str,
}

const fn format(puid: &'static str, words: &'static str, mime: &'static str) -> Format {
    Format { puid, words, mime }
}

const PDF: &str = "application/pdf";
/// What a PDF declares in its metadata, and its number.
const PDF_A: [(u8, u8, Format); 8] = [
    (b'1', b'A', format("fmt/95", "Acrobat PDF/A - Portable Document Format 1a", PDF)),
    (b'1', b'B', format("fmt/354", "Acrobat PDF/A - Portable Document Format 1b", PDF)),
    (b'2', b'A', format("fmt/476", "Acrobat PDF/A - Portable Document Format 2a", PDF)),
    (b'2', b'B', format("fmt/477", "Acrobat PDF/A - Portable Document Format 2b", PDF)),
    (b'2', b'U', format("fmt/478", "Acrobat PDF/A - Portable Document Format 2u", PDF)),
    (b'3', b'A', format("fmt/479", "Acrobat PDF/A - Portable Document Format 3a", PDF)),
    (b'3', b'B', format("fmt/480", "Acrobat PDF/A - Portable Document Format 3b", PDF)),
    (b'3', b'U', format("fmt/481", "Acrobat PDF/A - Portable Document Format 3u", PDF)),
];
/// Versions of a PDF that declares nothing.
const PDF_VERSIONS: [(&[u8], Format); 9] = [
    (b"%PDF-1.0", format("fmt/14", "Acrobat PDF 1.0 - Portable Document Format", PDF)),
    (b"%PDF-1.1", format("fmt/15", "Acrobat PDF 1.1 - Portable Document Format", PDF)),
    (b"%PDF-1.2", format("fmt/16", "Acrobat PDF 1.2 - Portable Document Format", PDF)),
    (b"%PDF-1.3", format("fmt/17", "Acrobat PDF 1.3 - Portable Document Format", PDF)),
    (b"%PDF-1.4", format("fmt/18", "Acrobat PDF 1.4 - Portable Document Format", PDF)),
    (b"%PDF-1.5", format("fmt/19", "Acrobat PDF 1.5 - Portable Document Format", PDF)),
    (b"%PDF-1.6", format("fmt/20", "Acrobat PDF 1.6 - Portable Document Format", PDF)),
    (b"%PDF-1.7", format("fmt/276", "Acrobat PDF 1.7 - Portable Document Format", PDF)),
    (b"%PDF-2.0", format("fmt/1129", "PDF 2.0 - Portable Document Format", PDF)),
];
/// Texts, by their ending.
const TEXTS: [(&str, Format); 8] = [
    ("csv", format("x-fmt/18", "Comma Separated Values", "text/csv")),
    ("html", format("fmt/471", "Hypertext Markup Language 5", "text/html")),
    ("json", format("fmt/817", "JSON Data Interchange Format", "application/json")),
    ("jsonl", format("fmt/2054", "JSON Lines Text Format", "application/jsonl")),
    ("md", format("fmt/1149", "Markdown", "text/markdown")),
    ("toml", format("x-fmt/111", "Plain Text File", "application/toml")),
    ("txt", format("x-fmt/111", "Plain Text File", "text/plain")),
    ("xml", format("fmt/101", "Extensible Markup Language 1.0", "application/xml")),
];
/// Versions of PNG: a chunk that only the later ones have tells them.
const PNG: [Format; 3] = [
    format("fmt/11", "Portable Network Graphics 1.0", "image/png"),
    format("fmt/12", "Portable Network Graphics 1.1", "image/png"),
    format("fmt/13", "Portable Network Graphics 1.2", "image/png"),
];
const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &str = "image/jpeg";
/// What a JPEG begins with, up to the version of JFIF.
const JFIF: [(u8, Format); 3] = [
    (0, format("fmt/42", "JPEG File Interchange Format 1.00", JPEG)),
    (1, format("fmt/43", "JPEG File Interchange Format 1.01", JPEG)),
    (2, format("fmt/44", "JPEG File Interchange Format 1.02", JPEG)),
];
/// Versions of Exif, as its field tells them; the first words that fit.
const EXIF: [(&[u8], Format); 5] = [
    (b"0200", format("x-fmt/398", "Exchangeable Image File Format (Compressed) 2.0", JPEG)),
    (b"0210", format("x-fmt/390", "Exchangeable Image File Format (Compressed) 2.1", JPEG)),
    (b"0220", format("x-fmt/391", "Exchangeable Image File Format (Compressed) 2.2", JPEG)),
    (b"0221", format("fmt/645", "Exchangeable Image File Format (Compressed) 2.21", JPEG)),
    (b"023", format("fmt/1507", "Exchangeable Image File Format (Compressed) 2.3.x", JPEG)),
];
/// The field of the version of Exif, in either order of bytes.
const EXIF_FIELDS: [&[u8]; 2] = [b"\x90\x00\x00\x07\x00\x00\x00\x04", b"\x00\x90\x07\x00\x04\x00\x00\x00"];
const RAW_JPEG: Format = format("fmt/41", "Raw JPEG Stream", JPEG);
const ZIP: Format = format("x-fmt/263", "ZIP Format", "application/zip");
const UNKNOWN: Format = format("", "", "application/octet-stream");

/// Bytes that are kept of the beginning.
const HEAD: usize = 16;
/// Bytes of a picture in which its Exif stands.
const EXIF_ROOM: usize = 64 << 10;
/// What stands before the part that a PDF declares, in the XMP that PDF/A wants in clear.
const PART: &[u8] = b"pdfaid:part";
const CONFORMANCE: &[u8] = b"pdfaid:conformance";
/// Bytes that follow a name and may hold its value: `="2"`, `>2<`.
const VALUE: usize = 4;

/// Looks at a file's bytes as they go by.
#[derive(Debug, Default)]
pub struct Sniffer {
    head: Vec<u8>,
    /// The end of what went by: a name may be cut.
    tail: Vec<u8>,
    part: Option<u8>,
    conformance: Option<u8>,
    png: Chunks,
    /// The beginning of a JPEG.
    exif: Vec<u8>,
    /// Bytes that went by.
    seen: u64,
}

/// Where one is in the chunks of a PNG, and the latest version that they tell.
#[derive(Debug)]
struct Chunks {
    /// Where the next one begins.
    next: u64,
    /// What was read of its length and name.
    header: Vec<u8>,
    version: usize,
}

impl Default for Chunks {
    fn default() -> Self {
        Chunks { next: PNG_SIGNATURE.len() as u64, header: Vec::new(), version: 0 }
    }
}

impl Chunks {
    fn see(&mut self, bytes: &[u8], start: u64) {
        loop {
            let at = self.next.saturating_add(self.header.len() as u64).saturating_sub(start);
            let Some(byte) = usize::try_from(at).ok().and_then(|at| bytes.get(at)) else { return };
            self.header.push(*byte);
            if let [a, b, c, d, name @ ..] = self.header.as_slice()
                && name.len() == 4
            {
                let version = match name {
                    b"iTXt" => 2,
                    b"iCCP" | b"sPLT" | b"sRGB" => 1,
                    _ => 0,
                };
                self.version = self.version.max(version);
                // Length and name, the data, their digest.
                let size = u64::from(u32::from_be_bytes([*a, *b, *c, *d]));
                self.next = self.next.saturating_add(12 + size);
                self.header.clear();
            }
        }
    }
}

impl Sniffer {
    /// The next bytes.
    pub fn see(&mut self, bytes: &[u8]) {
        if self.head.len() < HEAD {
            self.head.extend(bytes.iter().take(HEAD - self.head.len()));
        }
        let start = self.seen;
        self.seen += bytes.len() as u64;
        if self.head.starts_with(PNG_SIGNATURE) {
            self.png.see(bytes, start);
        }
        if b"\xff\xd8".iter().zip(&self.head).all(|(a, b)| a == b) {
            self.exif.extend(bytes.iter().take(EXIF_ROOM.saturating_sub(self.exif.len())));
        }
        if !self.is_pdf() {
            return;
        }
        // A seam is searched with what comes before it.
        let keep = CONFORMANCE.len() + VALUE;
        let seam: Vec<u8> = self.tail.iter().chain(bytes.iter().take(keep)).copied().collect();
        for window in [&seam[..], bytes] {
            self.part = self.part.or_else(|| value_after(window, PART));
            self.conformance = self.conformance.or_else(|| value_after(window, CONFORMANCE));
        }
        self.tail = match bytes.len() >= keep {
            true => bytes[bytes.len() - keep..].to_vec(),
            false => seam[seam.len().saturating_sub(keep)..].to_vec(),
        };
    }

    /// Whether it is a PDF.
    pub fn is_pdf(&self) -> bool {
        self.head.starts_with(b"%PDF-")
    }

    /// Whether it is a PDF that declares a part of PDF/A.
    pub fn declares_pdf_a(&self) -> bool {
        self.part.is_some()
    }

    fn jpeg(&self) -> Format {
        let begins = |with: &[u8]| self.exif.get(6..).is_some_and(|b| b.starts_with(with));
        let found = match self.head.get(3) {
            Some(0xe0) if begins(b"JFIF\0\x01") => {
                JFIF.iter().find(|(minor, _)| self.exif.get(12) == Some(minor)).map(|(_, f)| *f)
            }
            Some(0xe1) if begins(b"Exif\0") => {
                exif(&self.exif).and_then(|v| EXIF.iter().find(|(told, _)| v.starts_with(told))).map(|(_, f)| *f)
            }
            _ => None,
        };
        found.unwrap_or(RAW_JPEG)
    }

    /// What the file of that name is.
    pub fn format(&self, name: &str) -> Format {
        let ending = name.rsplit_once('.').map_or("", |(_, e)| e).to_ascii_lowercase();
        if self.is_pdf() {
            let level = self.conformance.map(|c| c.to_ascii_uppercase());
            let declared = PDF_A.iter().find(|(p, c, _)| Some(*p) == self.part && Some(*c) == level).map(|(.., f)| *f);
            let version = PDF_VERSIONS.iter().find(|(v, _)| self.head.starts_with(v)).map(|(_, f)| *f);
            return declared.or(version).unwrap_or(format("", "", PDF));
        }
        match self.head.as_slice() {
            h if h.starts_with(PNG_SIGNATURE) => PNG[self.png.version],
            h if h.starts_with(b"\xff\xd8\xff") => self.jpeg(),
            h if h.starts_with(b"PK\x03\x04") && ending == "zip" => ZIP,
            _ => TEXTS.iter().find(|(e, _)| *e == ending).map_or(UNKNOWN, |(_, f)| *f),
        }
    }
}

/// The version of Exif that a picture tells.
fn exif(bytes: &[u8]) -> Option<&[u8]> {
    EXIF_FIELDS.iter().find_map(|field| {
        let at = memchr::memmem::find(bytes, field)? + field.len();
        bytes.get(at..at + 4)
    })
}

/// The first letter or digit of a value after `name`: `name="2"`, `name>2<`.
fn value_after(bytes: &[u8], name: &[u8]) -> Option<u8> {
    let found = memchr::memmem::find(bytes, name)?;
    let value = &bytes[found + name.len()..];
    value.iter().take(VALUE).copied().find(u8::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(bytes: &[u8], by: usize) -> Sniffer {
        let mut sniffer = Sniffer::default();
        bytes.chunks(by).for_each(|c| sniffer.see(c));
        sniffer
    }

    #[test]
    fn a_pdf_is_what_it_declares_wherever_it_is_cut() {
        for text in
            ["<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</", "pdfaid:part=\"2\" pdfaid:conformance=\"A\""]
        {
            let pdf =
                format!("%PDF-1.7\nxxxxxxxxxxxxxxxxxxxxxxxxxxxx {text} yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy");
            for by in 1..pdf.len() {
                let sniffer = seen(pdf.as_bytes(), by);
                assert!(sniffer.declares_pdf_a(), "{by}");
                assert_eq!(sniffer.format("a.pdf").puid, "fmt/476", "{by}");
            }
        }
        assert_eq!(seen(b"%PDF-1.4\n", 3).format("a.pdf").puid, "fmt/18");
        assert!(!seen(b"%PDF-1.4\n", 3).declares_pdf_a());
    }

    #[test]
    fn texts_and_pictures_have_their_numbers() {
        assert_eq!(seen(b"a;b", 9).format("A.CSV").puid, "x-fmt/18");
        assert_eq!(seen(b"\x89PNG\r\n\x1a\n", 2).format("x").mime, "image/png");
        let chunk =
            |name: &[u8], size: u32| [&size.to_be_bytes()[..], name, &vec![b'i'; size as usize], &[0; 4]].concat();
        let png = |more: &[u8]| [b"\x89PNG\r\n\x1a\n", &chunk(b"IHDR", 13)[..], more, &chunk(b"IDAT", 300)].concat();
        let jpeg = |app: u8, data: &[u8]| [&[0xff, 0xd8, 0xff, app, 0, 16][..], data, &[0; 20], b"\xff\xd9"].concat();
        for (bytes, puid) in [
            (png(b""), "fmt/11"),
            (png(&chunk(b"sRGB", 1)), "fmt/12"),
            (png(&chunk(b"iTXt", 40)), "fmt/13"),
            // A name within the data of a chunk is no chunk.
            (png(&chunk(b"tEXt", 4).iter().map(|b| if *b == b'i' { b'\0' } else { *b }).collect::<Vec<_>>()), "fmt/11"),
            (jpeg(0xe0, b"JFIF\0\x01\x00"), "fmt/42"),
            (jpeg(0xe0, b"JFIF\0\x01\x01"), "fmt/43"),
            (jpeg(0xe0, b"JFIF\0\x01\x02"), "fmt/44"),
            (jpeg(0xe1, b"Exif\0\0MM\0*\x90\x00\x00\x07\x00\x00\x00\x040220"), "x-fmt/391"),
            (jpeg(0xe1, b"Exif\0\0II*\0\x00\x90\x07\x00\x04\x00\x00\x000232"), "fmt/1507"),
            (jpeg(0xdb, b"\0"), "fmt/41"),
        ] {
            for by in [1, 3, 7, 4096] {
                assert_eq!(seen(&bytes, by).format("x.bin").puid, puid, "{by}");
            }
        }
        assert_eq!(seen(b"", 1).format("x.bin").mime, "application/octet-stream");
    }
}
