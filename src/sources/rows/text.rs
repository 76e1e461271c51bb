//! Text in whatever encoding a school's software wrote it, as UTF-8: the only place that decodes.

use std::io::{BufRead, Error, ErrorKind, Read, Result};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, WINDOWS_1252};

/// Bytes decoded at a time.
const CHUNK: usize = 16 << 10;

/// A whole text: by its byte order mark, else UTF-8 if it is that, else Windows-1252, as Excel writes in France.
pub fn decode(bytes: &[u8]) -> String {
    let guess = if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 };
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((guess, 0));
    encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned()
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
    let end = head.windows(2).position(|w| w == b"?>").unwrap_or(0);
    let declaration = String::from_utf8_lossy(&head[..end]);
    let Some((_, rest)) = declaration.split_once("encoding") else { return Some(UTF_8) };
    let label = rest.trim_start_matches([' ', '=', '\t']).trim_start_matches(['"', '\'']);
    let label = label.split(['"', '\'']).next().unwrap_or_default();
    // What could be read so far is not in UTF-16, whatever it declares.
    Encoding::for_label(label.as_bytes()).map(Encoding::output_encoding)
}

/// Decodes as it is read. A byte that the encoding does not have is an error: a name must not be damaged in silence.
pub struct Utf8Reader<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    raw_end: usize,
    out: Vec<u8>,
    at: usize,
    end: usize,
    state: State,
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
        let (raw, out) = (vec![0; CHUNK], vec![0; 2 * CHUNK]);
        let decoder = encoding.new_decoder();
        Utf8Reader { inner, decoder, raw, raw_at: 0, raw_end: 0, out, at: 0, end: 0, state: State::Reading }
    }

    fn decode_more(&mut self) -> Result<()> {
        if self.raw_at == self.raw_end && self.state == State::Reading {
            (self.raw_at, self.raw_end) = (0, self.inner.read(&mut self.raw)?);
            if self.raw_end == 0 {
                self.state = State::Ending;
            }
        }
        let last = self.state == State::Ending;
        let source = &self.raw[self.raw_at..self.raw_end];
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(source, &mut self.out, last);
        self.raw_at += read;
        (self.at, self.end) = (0, written);
        match result {
            DecoderResult::Malformed(..) => return Err(Error::new(ErrorKind::InvalidData, BadEncoding)),
            DecoderResult::InputEmpty if last => self.state = State::Done,
            DecoderResult::InputEmpty | DecoderResult::OutputFull => {}
        }
        Ok(())
    }
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
        let read = |bytes: &[u8], encoding| {
            let mut text = String::new();
            Utf8Reader::new(OneByOne(bytes), encoding).read_to_string(&mut text).map(|_| text)
        };
        assert_eq!(read("œuf".as_bytes(), UTF_8).unwrap(), "œuf");
        assert_eq!(read(b"\xBDuf", encoding_rs::ISO_8859_15).unwrap(), "œuf");
        assert!(read(b"\xBDuf", UTF_8).is_err());
    }
}
