//! What a file is, by its first bytes and its ending: its PRONOM number, its MIME type, and the PDF/A that a PDF declares.

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
const PDF_VERSIONS: [(&[u8], Format); 6] = [
    (b"%PDF-1.3", format("fmt/17", "Acrobat PDF 1.3 - Portable Document Format", PDF)),
    (b"%PDF-1.4", format("fmt/18", "Acrobat PDF 1.4 - Portable Document Format", PDF)),
    (b"%PDF-1.5", format("fmt/19", "Acrobat PDF 1.5 - Portable Document Format", PDF)),
    (b"%PDF-1.6", format("fmt/20", "Acrobat PDF 1.6 - Portable Document Format", PDF)),
    (b"%PDF-1.7", format("fmt/276", "Acrobat PDF 1.7 - Portable Document Format", PDF)),
    (b"%PDF-2.0", format("fmt/1129", "Acrobat PDF 2.0 - Portable Document Format", PDF)),
];
/// Texts, by their ending.
const TEXTS: [(&str, Format); 8] = [
    ("csv", format("x-fmt/18", "Comma Separated Values", "text/csv")),
    ("html", format("fmt/471", "Hypertext Markup Language 5", "text/html")),
    ("json", format("fmt/817", "JSON Data Interchange Format", "application/json")),
    ("jsonl", format("", "", "application/jsonl")),
    ("md", format("fmt/1149", "Markdown", "text/markdown")),
    ("toml", format("x-fmt/111", "Plain Text File", "application/toml")),
    ("txt", format("x-fmt/111", "Plain Text File", "text/plain")),
    ("xml", format("fmt/101", "Extensible Markup Language 1.0", "application/xml")),
];
const PNG: Format = format("fmt/11", "Portable Network Graphics 1.0", "image/png");
const JPEG: Format = format("fmt/43", "JPEG File Interchange Format 1.01", "image/jpeg");
const ZIP: Format = format("x-fmt/263", "ZIP Format", "application/zip");
const UNKNOWN: Format = format("", "", "application/octet-stream");

/// Bytes that are kept of the beginning.
const HEAD: usize = 8;
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
}

impl Sniffer {
    /// The next bytes.
    pub fn see(&mut self, bytes: &[u8]) {
        if self.head.len() < HEAD {
            self.head.extend(bytes.iter().take(HEAD - self.head.len()));
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
            h if h.starts_with(b"\x89PNG") => PNG,
            h if h.starts_with(b"\xff\xd8\xff") => JPEG,
            h if h.starts_with(b"PK\x03\x04") && ending == "zip" => ZIP,
            _ => TEXTS.iter().find(|(e, _)| *e == ending).map_or(UNKNOWN, |(_, f)| *f),
        }
    }
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
        assert_eq!(seen(b"", 1).format("x.bin").mime, "application/octet-stream");
    }
}
