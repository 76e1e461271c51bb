//! Writes a zip as a stream.

use std::io::{self, Write};

use super::form::{Entry, central_header, end, local_header};

/// Writes the entries one after the other; nothing is ever gone back to.
pub struct Writer<W> {
    out: W,
    at: u64,
    entries: Vec<Entry>,
}

impl<W: Write> Writer<W> {
    pub fn new(out: W) -> Self {
        Writer { out, at: 0, entries: Vec::new() }
    }

    /// Begins an entry of `size` bytes, which are to follow by [`Writer::bytes`].
    ///
    /// # Errors
    /// The bytes cannot be written.
    pub fn begin(&mut self, name: &str, size: u64, crc: u32) -> io::Result<()> {
        let entry = Entry::stored(name, size, crc, self.at);
        let header = local_header(&entry);
        self.entries.push(entry);
        self.bytes(&header)
    }

    /// An entry whose bytes are compressed: of a document that is no evidence, and that others send on.
    ///
    /// # Errors
    /// The bytes cannot be written.
    pub fn packed(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        deflate.write_all(bytes)?;
        let packed = deflate.finish()?;
        let crc = crc32fast::hash(bytes);
        let entry = Entry::packed(name, bytes.len() as u64, packed.len() as u64, crc, self.at);
        let header = local_header(&entry);
        self.entries.push(entry);
        self.bytes(&header)?;
        self.bytes(&packed)
    }

    /// The next bytes of the entry that was begun.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.at += bytes.len() as u64;
        Ok(())
    }

    /// Writes the directory.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        let (begin, entries) = (self.at, std::mem::take(&mut self.entries));
        for entry in &entries {
            self.bytes(&central_header(entry))?;
        }
        let end = end(entries.len() as u64, begin, self.at - begin);
        self.bytes(&end)?;
        Ok(self.out)
    }
}
