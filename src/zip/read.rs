//! Reads a zip and accounts for its bytes: a directory that is where it must be, headers that say the same twice.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use super::form::{
    CENTRAL, DEFLATE, END, END_64, Entry, LOCAL, LOCATOR_64, U16, U32, central_header, end, local_header,
};
use super::names::{decoded, unicode};

/// Bytes of the central directory that are read at most: some two million entries.
const DIRECTORY_LIMIT: u64 = 256 << 20;

/// Why a zip cannot be read, or is not one to trust.
#[derive(Debug, thiserror::Error)]
pub enum ZipError {
    #[error("{0}")]
    Malformed(&'static str),
    #[error("une entrée est chiffrée par le zip lui-même")]
    Encrypted,
    #[error("une entrée est comprimée d’une manière inconnue")]
    Method,
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// What the bytes of an entry are when they are not what it claims: told where they end.
pub const DAMAGED: &str = "les octets d’une entrée ne sont pas ceux que le zip annonce";

/// The directory of a zip.
#[derive(Debug)]
pub struct Directory {
    /// Bytes of the whole file.
    pub length: u64,
    pub entries: Vec<Entry>,
    /// Where it begins.
    begin: u64,
}

impl Directory {
    /// Whether bytes of an entry are those of another too: a small file may unfold to any size so.
    pub fn overlaps(&self) -> bool {
        let end = |e: &Entry| 30 + e.raw().len() as u64 + e.packed;
        let mut places: Vec<(u64, u64)> = self.entries.iter().map(|e| (e.offset, end(e))).collect();
        places.sort_unstable();
        places.windows(2).any(|w| w[0].0.saturating_add(w[0].1) > w[1].0)
    }
}

/// A zip whose directory was read.
pub struct Zip<R> {
    reader: R,
    pub directory: Arc<Directory>,
}

/// Takes numbers from bytes, never beyond their end.
struct Cursor<'b>(&'b [u8]);

impl<'b> Cursor<'b> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], ZipError> {
        let (head, rest) = self.0.split_at_checked(N).ok_or(ZipError::Malformed("un en-tête est coupé"))?;
        self.0 = rest;
        Ok(head.try_into().expect("its length was asked for"))
    }

    fn u16(&mut self) -> Result<u16, ZipError> {
        Ok(u16::from_le_bytes(self.take()?))
    }

    fn u32(&mut self) -> Result<u32, ZipError> {
        Ok(u32::from_le_bytes(self.take()?))
    }

    fn u64(&mut self) -> Result<u64, ZipError> {
        Ok(u64::from_le_bytes(self.take()?))
    }

    fn slice(&mut self, n: usize) -> Result<&'b [u8], ZipError> {
        let (head, rest) = self.0.split_at_checked(n).ok_or(ZipError::Malformed("un nom est coupé"))?;
        self.0 = rest;
        Ok(head)
    }
}

impl<R: Read + Seek> Zip<R> {
    /// Reads the directory.
    ///
    /// # Errors
    /// It is not one, claims more than there is, or cannot be read.
    pub fn open(mut reader: R) -> Result<Self, ZipError> {
        let length = reader.seek(SeekFrom::End(0))?;
        let (count, offset, size, end_at) = find_end(&mut reader, length)?;
        if offset.checked_add(size) != Some(end_at) {
            return Err(ZipError::Malformed("le catalogue n’est pas où la fin du fichier le dit"));
        }
        if size > DIRECTORY_LIMIT || count > size / 46 {
            return Err(ZipError::Malformed("le catalogue annonce plus d’entrées qu’il n’en tient"));
        }
        let bytes = read_at(&mut reader, offset, size)?;
        let mut cursor = Cursor(&bytes);
        let entries = (0..count).map(|_| central_entry(&mut cursor)).collect::<Result<Vec<_>, _>>()?;
        if !cursor.0.is_empty() {
            return Err(ZipError::Malformed("le catalogue a plus d’entrées qu’il n’en annonce"));
        }
        Ok(Zip { reader, directory: Arc::new(Directory { length, entries, begin: offset }) })
    }

    /// A zip whose directory is known, through a reader of it.
    pub fn through(reader: R, directory: Arc<Directory>) -> Self {
        Zip { reader, directory }
    }

    /// The bytes of entry `index`, unfolded, each read once: that they are what it claims is checked as they end. What its own
    /// header says otherwise than the directory is an error.
    ///
    /// # Errors
    /// Its header is not what the directory tells, or its bytes are encrypted, or its method is none that is known.
    pub fn read(&mut self, index: usize) -> Result<Checked<Box<dyn Read + '_>>, ZipError> {
        let directory = Arc::clone(&self.directory);
        let entry = &directory.entries[index];
        if entry.is_encrypted() {
            return Err(ZipError::Encrypted);
        }
        let start = self.check_local(entry)?;
        let inside = start.checked_add(entry.packed).is_some_and(|end| end <= self.directory.begin);
        if !inside {
            return Err(ZipError::Malformed("une entrée déborde sur le catalogue"));
        }
        self.reader.seek(SeekFrom::Start(start))?;
        let packed = (&mut self.reader).take(entry.packed);
        let inner: Box<dyn Read + '_> = match entry.method {
            0 => Box::new(packed),
            DEFLATE => Box::new(flate2::read::DeflateDecoder::new(packed)),
            _ => return Err(ZipError::Method),
        };
        Ok(Checked { inner, crc: crc32fast::Hasher::new(), left: entry.size, wanted: entry.crc })
    }

    /// Where the bytes of an entry begin.
    fn check_local(&mut self, entry: &Entry) -> Result<u64, ZipError> {
        const OTHER: ZipError = ZipError::Malformed("une entrée et le catalogue ne disent pas la même chose");
        /// A descriptor behind the bytes tells their sizes; the encoding of the name.
        const LATER: u16 = 8;
        const UTF_8: u16 = 0x0800;
        let head = read_at(&mut self.reader, entry.offset, 30)?;
        let mut c = Cursor(&head);
        if c.u32()? != LOCAL {
            return Err(ZipError::Malformed("une entrée n’est pas où le catalogue la dit"));
        }
        c.u16()?;
        let (flags, method) = (c.u16()?, c.u16()?);
        c.u32()?;
        let (crc, packed, size) = (c.u32()?, u64::from(c.u32()?), u64::from(c.u32()?));
        let (name, extra) = (u64::from(c.u16()?), u64::from(c.u16()?));
        let more = read_at(&mut self.reader, entry.offset + 30, name + extra)?;
        let (name_bytes, extra_bytes) = more.split_at(usize::try_from(name).unwrap_or(0));
        let same = flags & LATER != 0 || {
            let sizes = long_sizes(extra_bytes, packed, size, 0)?;
            (crc, sizes.0, sizes.1) == (entry.crc, entry.packed, entry.size)
        };
        // Programs differ in what the two say of these two flags, which the bytes do not depend on.
        let told = |flags: u16| flags & !(LATER | UTF_8);
        if (told(flags), method) != (told(entry.flags), entry.method) || name_bytes != entry.raw() || !same {
            return Err(OTHER);
        }
        Ok(entry.offset + 30 + name + extra)
    }

    /// The first byte that is not the one that liasse would have written, the bytes of the entries left out: nothing where
    /// the zip has the frozen form.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn first_difference(&mut self) -> Result<Option<u64>, ZipError> {
        let directory = Arc::clone(&self.directory);
        let entries = &directory.entries;
        let mut at = 0;
        for entry in entries {
            let same = Entry::stored(&entry.name, entry.size, entry.crc, at) == Entry { link: false, ..entry.clone() };
            let header = local_header(entry);
            if !same || !self.stands(at, &header)? {
                return Ok(Some(at));
            }
            at += header.len() as u64 + entry.size;
        }
        let begin = at;
        for entry in entries {
            let header = central_header(entry);
            if !self.stands(at, &header)? {
                return Ok(Some(at));
            }
            at += header.len() as u64;
        }
        let end = end(entries.len() as u64, begin, at - begin);
        let whole = self.stands(at, &end)? && at + end.len() as u64 == self.directory.length;
        Ok((!whole).then_some(at))
    }

    fn stands(&mut self, at: u64, expected: &[u8]) -> Result<bool, ZipError> {
        if at + expected.len() as u64 > self.directory.length {
            return Ok(false);
        }
        Ok(read_at(&mut self.reader, at, expected.len() as u64)? == expected)
    }
}

/// The bytes of an entry: that they are as many as it claims, and those of its checksum, is checked as they end.
pub struct Checked<R> {
    inner: R,
    crc: crc32fast::Hasher,
    left: u64,
    wanted: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        const OTHER: fn() -> io::Error = || io::Error::new(io::ErrorKind::InvalidData, DAMAGED);
        if buf.is_empty() {
            return Ok(0);
        }
        let n = self.inner.read(buf)?;
        self.left = self.left.checked_sub(n as u64).ok_or_else(OTHER)?;
        self.crc.update(&buf[..n]);
        match n > 0 || (self.left == 0 && self.crc.clone().finalize() == self.wanted) {
            true => Ok(n),
            false => Err(OTHER()),
        }
    }
}

fn read_at<R: Read + Seek>(reader: &mut R, at: u64, length: u64) -> Result<Vec<u8>, ZipError> {
    reader.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    reader.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(ZipError::Malformed("le fichier est coupé")) }
}

/// How many entries there are, where their directory begins, its length, and where it must end.
fn find_end<R: Read + Seek>(reader: &mut R, length: u64) -> Result<(u64, u64, u64, u64), ZipError> {
    const NONE: ZipError = ZipError::Malformed("ce n’est pas un fichier zip, ou sa fin manque");
    let tail = length.min(22 + u64::from(U16));
    let bytes = read_at(reader, length - tail, tail)?;
    // The end record is the last thing but its comment.
    let fits = |i: &usize| {
        let mut c = Cursor(&bytes[*i..]);
        c.u32().is_ok_and(|s| s == END)
            && bytes
                .get(i + 20..i + 22)
                .is_some_and(|n| i + 22 + usize::from(u16::from_le_bytes([n[0], n[1]])) == bytes.len())
    };
    let at = (0..bytes.len().saturating_sub(21)).rev().find(fits).ok_or(NONE)?;
    let mut c = Cursor(&bytes[at + 4..]);
    let (disk, first, here, count) = (c.u16()?, c.u16()?, c.u16()?, c.u16()?);
    let (size, offset) = (c.u32()?, c.u32()?);
    let here_at = length - tail + at as u64;
    if (disk, first) != (0, 0) || here != count {
        return Err(ZipError::Malformed("le zip est en plusieurs volumes"));
    }
    let whole = (u64::from(count), u64::from(offset), u64::from(size), here_at);
    if u64::from(offset) + u64::from(size) == here_at {
        return Ok(whole);
    }
    // ZIP64, where its locator stands before the end; some programs write it where nothing needs it.
    let Some(locator) = here_at.checked_sub(20) else { return Ok(whole) };
    let bytes = read_at(reader, locator, 20)?;
    let mut c = Cursor(&bytes);
    if c.u32()? != LOCATOR_64 {
        // Info-ZIP, as a stream: the place is left to ZIP64, of which there is none.
        let derived = here_at.checked_sub(size.into()).filter(|_| offset == U32);
        return Ok(derived.map_or(whole, |offset| (count.into(), offset, size.into(), here_at)));
    }
    c.u32()?;
    let record = c.u64()?;
    if record.checked_add(56).is_none_or(|end| end > locator) {
        return Err(ZipError::Malformed("la fin ZIP64 n’est pas à sa place"));
    }
    let bytes = read_at(reader, record, 56)?;
    let mut c = Cursor(&bytes);
    if c.u32()? != END_64 {
        return Err(ZipError::Malformed("la fin ZIP64 n’en est pas une"));
    }
    if c.u64()?.checked_add(record + 12) != Some(locator) {
        return Err(ZipError::Malformed("la fin ZIP64 n’est pas à sa place"));
    }
    c.take::<12>()?;
    let (here, count, size, offset) = (c.u64()?, c.u64()?, c.u64()?, c.u64()?);
    if here != count {
        return Err(ZipError::Malformed("le zip est en plusieurs volumes"));
    }
    Ok((count, offset, size, record))
}

fn central_entry(c: &mut Cursor<'_>) -> Result<Entry, ZipError> {
    if c.u32()? != CENTRAL {
        return Err(ZipError::Malformed("le catalogue est abîmé"));
    }
    let made_by = c.u16()?;
    c.u16()?;
    let (flags, method) = (c.u16()?, c.u16()?);
    c.u32()?;
    let (crc, packed, size) = (c.u32()?, u64::from(c.u32()?), u64::from(c.u32()?));
    let (name, extra, comment) = (c.u16()?, c.u16()?, c.u16()?);
    c.u32()?;
    let (attributes, offset) = (c.u32()?, u64::from(c.u32()?));
    let raw = c.slice(name.into())?;
    let (extra, mut guessed) = (c.slice(extra.into())?, false);
    let (packed, size, offset) = long_sizes(extra, packed, size, offset)?;
    let name = unicode(raw, extra).unwrap_or_else(|| {
        guessed = std::str::from_utf8(raw).is_err();
        decoded(raw)
    });
    let raw = (name.as_bytes() != raw).then(|| raw.into());
    c.slice(comment.into())?;
    // The upper half holds Unix rights where a Unix, or a Mac, made it.
    let kind = if matches!(made_by >> 8, 3 | 19) { attributes >> 28 } else { 0 };
    let (link, device) = (kind == 0o12, !matches!(kind, 0 | 0o4 | 0o10 | 0o12));
    Ok(Entry { name, crc, packed, size, offset, method, flags, link, device, raw, guessed })
}

/// The sizes and the offset, from the ZIP64 field where their own cannot hold them.
fn long_sizes(extra: &[u8], packed: u64, size: u64, offset: u64) -> Result<(u64, u64, u64), ZipError> {
    let mut c = Cursor(extra);
    while c.0.len() >= 4 {
        let (id, length) = (c.u16()?, c.u16()?);
        let field = c.slice(length.into())?;
        if id != 1 {
            continue;
        }
        let mut c = Cursor(field);
        let mut long = |n: u64| if n == u64::from(U32) { c.u64() } else { Ok(n) };
        // In this order in the field.
        let size = long(size)?;
        return Ok((long(packed)?, size, long(offset)?));
    }
    Ok((packed, size, offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sizes beyond 4 GB are told by ZIP64 in both headers and at the end.
    #[test]
    fn long_sizes_have_their_fields() {
        let entry = Entry::stored("x", 5 << 32, 7, 6 << 32);
        let central = central_header(&entry);
        assert_eq!(central_entry(&mut Cursor(&central)).unwrap(), entry);
        let local = local_header(&entry);
        assert_eq!(long_sizes(&local[31..], U32.into(), U32.into(), 0).unwrap(), (5 << 32, 5 << 32, 0));
        assert_eq!(end(70_000, 10, 20).len(), 56 + 20 + 22);
        assert_eq!(end(65_534, 10, 20).len(), 22);
    }
}
