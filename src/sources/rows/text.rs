//! Text in whatever encoding a school's software wrote it, as UTF-8: the only place that decodes.
//! Bytes of another encoding than the rest of their text are read as what they can only be, and bear a mark.

use std::io::{BufRead, Error, ErrorKind, Read, Result};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes decoded at a time.
const CHUNK: usize = 16 << 10;
/// What stands before a character whose bytes are not of the encoding of their text; no text has it otherwise.
pub const MARK: char = '\u{fdd0}';

/// A whole text: by its byte order mark, else UTF-8 if it is that, else Windows-1252, as Excel writes in France.
pub fn decode(bytes: &[u8]) -> String {
    let text = decode_marked(bytes);
    if text.contains(MARK) { text.replace(MARK, "") } else { text }
}

/// The same, with a mark before each character that is not of the encoding of most.
pub fn decode_marked(bytes: &[u8]) -> String {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (Some(encoding), mark),
        None => (without_mark(bytes), 0),
    };
    let rest = &bytes[mark..];
    match encoding {
        Some(encoding) if encoding != UTF_8 => encoding.decode_without_bom_handling(rest).0.into_owned(),
        told => std::str::from_utf8(rest).map_or_else(|_| mixed(rest, told.is_some()), str::to_owned),
    }
}

/// UTF-16 that does not say that it is: every other byte of its beginning is zero.
fn without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    const LOOKED_AT: usize = 64;
    let head = &bytes[..bytes.len().min(LOOKED_AT) & !1];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let most = |n: usize| head.len() >= 8 && n * 4 >= head.len() / 2 * 3;
    match (zeros(0), zeros(1)) {
        (0, n) if most(n) => Some(UTF_16LE),
        (n, 0) if most(n) => Some(UTF_16BE),
        _ => None,
    }
}

/// A text that is not all UTF-8: Windows-1252, unless some of it can only be UTF-8.
fn mixed(bytes: &[u8], is_utf8: bool) -> String {
    let wide = |text: &str| text.chars().filter(|c| is_french(*c)).count();
    let counts = bytes.utf8_chunks().map(|c| (wide(c.valid()), c.invalid().len()));
    let (wide, single) = counts.fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
    if wide == 0 && !is_utf8 {
        return WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
    }
    let is_utf8 = is_utf8 || wide >= single;
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if !is_utf8 && !c.is_ascii() {
                out.push(MARK);
            }
            out.push(c);
        }
        for byte in chunk.invalid() {
            if is_utf8 {
                out.push(MARK);
            }
            out.push_str(&WINDOWS_1252.decode_without_bom_handling(&[*byte]).0);
        }
    }
    out
}

/// Whether a character that bytes make in UTF-8 is one that those bytes must mean: letters of our languages, and the
/// signs that stand among them. As two characters of Latin-1, « Å’ » or « Ã© », they are no text.
fn is_french(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{17f}' | '\u{300}'..='\u{327}' | '\u{2010}'..='\u{2027}' | '\u{202f}' | '€')
}

/// A cell without what exports put around it: `'…'`, `="…"`, and the dash that means nothing.
pub fn bare(cell: &str) -> String {
    let text = cell.trim();
    let text = text.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')).unwrap_or(text);
    let text = text.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')).unwrap_or(text).trim();
    if text == "-" { String::new() } else { text.to_owned() }
}

/// The encoding that an XML text declares in its first bytes; UTF-8 when it declares none.
/// `None` for a name that is no encoding.
pub fn declared(head: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Some(encoding);
    }
    let end = head.windows(2).position(|w| w == b"?>").unwrap_or(0);
    let declaration = String::from_utf8_lossy(&head[..end]);
    let Some((_, rest)) = declaration.split_once("encoding") else { return Some(UTF_8) };
    let label = rest.trim_start_matches([' ', '=', '\t']).trim_start_matches(['"', '\'']);
    let label = label.split(['"', '\'']).next().unwrap_or_default();
    // What could be read so far is not in UTF-16, whatever it declares.
    Encoding::for_label(label.as_bytes()).map(Encoding::output_encoding)
}

/// Decodes as it is read. What can only be of another encoding bears a mark: a name must not be damaged in silence.
pub struct Utf8Reader<R> {
    inner: R,
    way: Way,
    raw: Vec<u8>,
    raw_at: usize,
    raw_end: usize,
    out: Vec<u8>,
    at: usize,
    end: usize,
    state: State,
}

/// How bytes become characters.
enum Way {
    /// UTF-8, in which other bytes are Windows-1252.
    Utf8,
    /// An encoding of one byte for a character, in which some bytes may be UTF-8.
    Single(&'static Encoding),
    /// Any other: a byte that it does not have is an error.
    Strict(Box<Decoder>),
}

#[derive(PartialEq)]
enum State {
    Reading,
    /// The input has ended; the decoder has not.
    Ending,
    Done,
}

impl<R: Read> Utf8Reader<R> {
    pub fn new(inner: R, encoding: &'static Encoding) -> Self {
        let way = match encoding {
            e if e == UTF_8 => Way::Utf8,
            e if e.is_single_byte() => Way::Single(e),
            e => Way::Strict(Box::new(e.new_decoder())),
        };
        let (raw, out) = (vec![0; CHUNK], vec![0; 2 * CHUNK]);
        Utf8Reader { inner, way, raw, raw_at: 0, raw_end: 0, out, at: 0, end: 0, state: State::Reading }
    }

    fn decode_more(&mut self) -> Result<()> {
        // A character may stand across two chunks: what is left of the former goes before the next.
        let left = self.raw_end - self.raw_at;
        let starved = self.raw_at == self.raw_end || !matches!(self.way, Way::Strict(_));
        if starved && self.state == State::Reading {
            self.raw.copy_within(self.raw_at..self.raw_end, 0);
            let read = self.inner.read(&mut self.raw[left..])?;
            (self.raw_at, self.raw_end) = (0, left + read);
            if read == 0 {
                self.state = State::Ending;
            }
        }
        let last = self.state == State::Ending;
        let source = &self.raw[self.raw_at..self.raw_end];
        self.at = 0;
        match &mut self.way {
            Way::Utf8 | Way::Single(_) => {
                let encoding = if let Way::Single(encoding) = self.way { encoding } else { UTF_8 };
                self.out.clear();
                self.raw_at += decode_mixed(source, encoding, last, &mut self.out);
                self.end = self.out.len();
                if last && self.raw_at == self.raw_end {
                    self.state = State::Done;
                }
            }
            Way::Strict(decoder) => {
                self.out.resize(2 * CHUNK, 0);
                let (result, read, written) = decoder.decode_to_utf8_without_replacement(source, &mut self.out, last);
                self.raw_at += read;
                self.end = written;
                match result {
                    DecoderResult::Malformed(..) => return Err(Error::new(ErrorKind::InvalidData, BadEncoding)),
                    DecoderResult::InputEmpty if last => self.state = State::Done,
                    DecoderResult::InputEmpty | DecoderResult::OutputFull => {}
                }
            }
        }
        Ok(())
    }
}

/// Decodes what is whole of `source`, all of it when it is the last; how many bytes that was.
fn decode_mixed(source: &[u8], encoding: &'static Encoding, last: bool, out: &mut Vec<u8>) -> usize {
    const LONGEST: usize = 4;
    let (mut at, mut mark) = (0, [0; 4]);
    let mark = MARK.encode_utf8(&mut mark).as_bytes();
    while at < source.len() {
        let rest = &source[at..];
        let ascii = rest.iter().position(|b| !b.is_ascii()).unwrap_or(rest.len());
        out.extend_from_slice(&rest[..ascii]);
        at += ascii;
        let rest = &source[at..];
        if rest.is_empty() || rest.len() < LONGEST && !last {
            break;
        }
        let wide = wide(rest);
        match wide {
            Some(c) if encoding == UTF_8 || is_french(c) => {
                if encoding != UTF_8 {
                    out.extend_from_slice(mark);
                }
                out.extend_from_slice(&rest[..c.len_utf8()]);
                at += c.len_utf8();
            }
            _ => {
                let single = if encoding == UTF_8 { WINDOWS_1252 } else { encoding };
                if encoding == UTF_8 {
                    out.extend_from_slice(mark);
                }
                out.extend_from_slice(single.decode_without_bom_handling(&rest[..1]).0.as_bytes());
                at += 1;
            }
        }
    }
    at
}

/// The character of several bytes with which `bytes` begin, if they begin with one of UTF-8.
fn wide(bytes: &[u8]) -> Option<char> {
    let valid = bytes[..bytes.len().min(4)].utf8_chunks().next()?.valid();
    valid.chars().next()
}

/// A byte that the declared encoding does not have.
#[derive(Debug, thiserror::Error)]
#[error("not in the declared encoding")]
pub struct BadEncoding;

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        let n = self.fill_buf()?.read(buf)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Utf8Reader<R> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        while self.at == self.end && self.state != State::Done {
            self.decode_more()?;
        }
        Ok(&self.out[self.at..self.end])
    }

    fn consume(&mut self, n: usize) {
        self.at += n;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_excel_and_siecle_write() {
        assert_eq!(decode("Cœur".as_bytes()), "Cœur");
        assert_eq!(decode(b"C\x9cur \x80"), "Cœur €");
        assert_eq!(decode(b"\xEF\xBB\xBFN\xC2\xB0"), "N°");
        assert_eq!(decode(b"\xFF\xFEa\0"), "a");
        let utf16 = |to: fn(u16) -> [u8; 2]| "Nom;Prénom".encode_utf16().flat_map(to).collect::<Vec<_>>();
        assert_eq!(decode(&utf16(u16::to_le_bytes)), "Nom;Prénom");
        assert_eq!(decode(&utf16(u16::to_be_bytes)), "Nom;Prénom");
        let both = [&b"\xC9lo\xEFse;"[..], "BŒUF;Zoé;Noël;Maël\n".as_bytes()].concat();
        assert_eq!(decode(&both), "Éloïse;BŒUF;Zoé;Noël;Maël\n");
        assert_eq!(decode_marked(&both).matches(MARK).count(), 2, "those of the fewer");
        assert!(!decode_marked(b"Zo\xE9;Ma\xEBl").contains(MARK));
        assert_eq!(declared(b"<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?><a/>").unwrap().name(), "ISO-8859-15");
        assert_eq!(declared(b"<a encoding=\"klingon\"?").unwrap().name(), "UTF-8");
        assert!(declared(b"<?xml encoding='klingon'?>").is_none());
    }

    #[test]
    fn a_character_across_two_reads_is_whole_and_a_wrong_byte_is_told() {
        struct OneByOne<'a>(&'a [u8]);
        impl Read for OneByOne<'_> {
            fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
                self.0.read(&mut buf[..1])
            }
        }
        let read = |bytes: &[u8], encoding: &'static Encoding| {
            let mut text = String::new();
            Utf8Reader::new(OneByOne(bytes), encoding).read_to_string(&mut text).map(|_| text)
        };
        assert_eq!(read("œuf".as_bytes(), UTF_8).unwrap(), "œuf");
        assert_eq!(read(b"\xBDuf", encoding_rs::ISO_8859_15).unwrap(), "œuf");
        assert_eq!(read(b"\xBDuf", UTF_8).unwrap(), format!("{MARK}½uf"));
        assert_eq!(read(b"B\xC5\x92UF \xC9lo\xEFse", encoding_rs::ISO_8859_15).unwrap(), format!("B{MARK}ŒUF Éloïse"));
        assert_eq!(read("BŒUF \u{10348}".as_bytes(), UTF_8).unwrap(), "BŒUF \u{10348}");
        assert_eq!(read(b"Zo\xC3", UTF_8).unwrap(), format!("Zo{MARK}Ã"), "cut within a character");
    }
}
