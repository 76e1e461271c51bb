//! The zip of a set, byte for byte: stored entries, no date, no owner, ZIP64 where it must. The form is frozen, so that a set
//! can be compared with it years later whatever a library writes by then; the reader accounts for every byte.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

/// A zip's own numbers (APPNOTE 6.3.9).
const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const END_64: u32 = 0x0606_4b50;
const LOCATOR_64: u32 = 0x0706_4b50;
/// UTF-8 names.
const FLAGS: u16 = 0x0800;
/// 1 January 1980: the day that a zip gives to what has none.
const DAY: u16 = 0x0021;
/// A regular file that anyone may read.
const ATTRIBUTES: u32 = 0o100_644 << 16;
const MADE_BY: u16 = 0x031e;
const U16: u16 = u16::MAX;
const U32: u32 = u32::MAX;
/// Bytes of the central directory that are read at most: some two million entries.
const DIRECTORY_LIMIT: u64 = 256 << 20;

/// An entry, as the central directory tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub crc: u32,
    /// Bytes as stored, and once unfolded.
    pub packed: u64,
    pub size: u64,
    pub offset: u64,
    pub method: u16,
    pub flags: u16,
    /// Whether its attributes say that it is a link.
    pub link: bool,
}

impl Entry {
    /// A stored entry.
    pub fn stored(name: &str, size: u64, crc: u32, offset: u64) -> Self {
        Entry { name: name.to_owned(), crc, packed: size, size, offset, flags: FLAGS, ..Entry::default() }
    }

    /// Whether it is a folder, which holds nothing.
    pub fn is_folder(&self) -> bool {
        self.name.ends_with('/')
    }

    pub fn is_encrypted(&self) -> bool {
        self.flags & 1 != 0
    }
}

/// Bytes in the order of a zip.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn u16(&mut self, n: u16) -> &mut Self {
        self.0.extend(n.to_le_bytes());
        self
    }

    fn u32(&mut self, n: u32) -> &mut Self {
        self.0.extend(n.to_le_bytes());
        self
    }

    fn u64(&mut self, n: u64) -> &mut Self {
        self.0.extend(n.to_le_bytes());
        self
    }
}

fn short(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(U32)
}

fn is_long(n: u64) -> bool {
    n >= u64::from(U32)
}

fn name_length(name: &str) -> u16 {
    u16::try_from(name.len()).unwrap_or(U16)
}

/// What stands before the bytes of a stored entry.
pub fn local_header(entry: &Entry) -> Vec<u8> {
    let long = is_long(entry.size);
    let mut out = Bytes::default();
    out.u32(LOCAL).u16(if long { 45 } else { 20 }).u16(FLAGS).u16(0).u16(0).u16(DAY).u32(entry.crc);
    let size = if long { U32 } else { short(entry.size) };
    out.u32(size).u32(size).u16(name_length(&entry.name)).u16(if long { 20 } else { 0 });
    out.0.extend(entry.name.as_bytes());
    if long {
        out.u16(1).u16(16).u64(entry.size).u64(entry.size);
    }
    out.0
}

/// What the central directory says of a stored entry.
pub fn central_header(entry: &Entry) -> Vec<u8> {
    let (long, far) = (is_long(entry.size), is_long(entry.offset));
    let more: Vec<u64> = if long { vec![entry.size, entry.size] } else { Vec::new() };
    let more: Vec<u64> = more.into_iter().chain(far.then_some(entry.offset)).collect();
    let mut out = Bytes::default();
    out.u32(CENTRAL).u16(MADE_BY).u16(if more.is_empty() { 20 } else { 45 }).u16(FLAGS).u16(0).u16(0).u16(DAY);
    let size = if long { U32 } else { short(entry.size) };
    let extra = if more.is_empty() { 0 } else { u16::try_from(4 + more.len() * 8).unwrap_or(U16) };
    out.u32(entry.crc).u32(size).u32(size).u16(name_length(&entry.name)).u16(extra);
    out.u16(0).u16(0).u16(0).u32(ATTRIBUTES).u32(if far { U32 } else { short(entry.offset) });
    out.0.extend(entry.name.as_bytes());
    if !more.is_empty() {
        out.u16(1).u16(extra - 4);
        for n in more {
            out.u64(n);
        }
    }
    out.0
}

/// What ends a zip whose directory of `length` bytes begins at `offset`.
pub fn end(count: u64, offset: u64, length: u64) -> Vec<u8> {
    let mut out = Bytes::default();
    let long = count >= u64::from(U16) || is_long(offset) || is_long(length);
    if long {
        out.u32(END_64).u64(44).u16(MADE_BY).u16(45).u32(0).u32(0).u64(count).u64(count).u64(length).u64(offset);
        out.u32(LOCATOR_64).u32(0).u64(offset + length).u32(1);
    }
    let n = u16::try_from(count).unwrap_or(U16);
    let n = if long { if count >= u64::from(U16) { U16 } else { n } } else { n };
    out.u32(END).u16(0).u16(0).u16(n).u16(n).u32(short(length)).u32(short(offset)).u16(0);
    out.0
}

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

/// Why a zip cannot be read, or is not one to trust.
#[derive(Debug, thiserror::Error)]
pub enum ZipError {
    #[error("{0}")]
    Malformed(&'static str),
    #[error("{0}")]
    Io(#[from] io::Error),
}

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
        let end = |e: &Entry| 30 + e.name.len() as u64 + e.packed;
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

impl Cursor<'_> {
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

    fn slice(&mut self, n: usize) -> Result<&[u8], ZipError> {
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

    /// The bytes of entry `index`, unfolded; what its own header says otherwise than the directory is an error.
    ///
    /// # Errors
    /// Its header is not what the directory tells, or its method is none that is known.
    pub fn read(&mut self, index: usize) -> Result<Box<dyn Read + '_>, ZipError> {
        let entry = self.directory.entries[index].clone();
        let start = self.check_local(&entry)?;
        let inside = start.checked_add(entry.packed).is_some_and(|end| end <= self.directory.begin);
        if !inside {
            return Err(ZipError::Malformed("une entrée déborde sur le catalogue"));
        }
        self.reader.seek(SeekFrom::Start(start))?;
        let packed = (&mut self.reader).take(entry.packed);
        match entry.method {
            0 => Ok(Box::new(packed)),
            8 => Ok(Box::new(flate2::read::DeflateDecoder::new(packed))),
            _ => Err(ZipError::Malformed("une entrée est comprimée d’une manière inconnue")),
        }
    }

    /// Where the bytes of an entry begin.
    fn check_local(&mut self, entry: &Entry) -> Result<u64, ZipError> {
        const OTHER: ZipError = ZipError::Malformed("une entrée et le catalogue ne disent pas la même chose");
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
        let sizes = long_sizes(extra_bytes, packed, size, 0)?;
        // A descriptor behind the bytes tells them then.
        let later = flags & 8 != 0;
        let same = later || (crc, sizes.0, sizes.1) == (entry.crc, entry.packed, entry.size);
        if (flags, method) != (entry.flags, entry.method) || name_bytes != entry.name.as_bytes() || !same {
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
    if count != U16 && size != U32 && offset != U32 {
        return Ok((count.into(), offset.into(), size.into(), here_at));
    }
    let Some(locator) = here_at.checked_sub(20) else { return Err(NONE) };
    let bytes = read_at(reader, locator, 20)?;
    let mut c = Cursor(&bytes);
    if c.u32()? != LOCATOR_64 {
        // Exactly 65 535 entries, or as many bytes, need no ZIP64.
        return Ok((count.into(), offset.into(), size.into(), here_at));
    }
    c.u32()?;
    let record = c.u64()?;
    if record.checked_add(56) != Some(locator) {
        return Err(ZipError::Malformed("la fin ZIP64 n’est pas à sa place"));
    }
    let bytes = read_at(reader, record, 56)?;
    let mut c = Cursor(&bytes);
    if c.u32()? != END_64 {
        return Err(ZipError::Malformed("la fin ZIP64 n’en est pas une"));
    }
    c.take::<20>()?;
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
    let name = String::from_utf8_lossy(c.slice(name.into())?).into_owned();
    let (packed, size, offset) = {
        let extra = c.slice(extra.into())?;
        long_sizes(extra, packed, size, offset)?
    };
    c.slice(comment.into())?;
    // The upper half holds Unix rights where a Unix made it.
    let link = made_by >> 8 == 3 && attributes >> 28 == 0o12;
    Ok(Entry { name, crc, packed, size, offset, method, flags, link })
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

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = Writer::new(Vec::new());
        for (name, bytes) in files {
            writer.begin(name, bytes.len() as u64, crc32fast::hash(bytes)).unwrap();
            writer.bytes(bytes).unwrap();
        }
        writer.finish().unwrap()
    }

    #[test]
    fn what_is_written_is_read_again_and_by_others() {
        let bytes = zipped(&[("a.txt", b"un"), ("é/b.txt", b""), ("c.txt", b"trois")]);
        let mut zip = Zip::open(io::Cursor::new(bytes.clone())).unwrap();
        assert_eq!(
            zip.directory.entries.iter().map(|e| e.name.as_str()).collect::<Vec<_>>(),
            ["a.txt", "é/b.txt", "c.txt"]
        );
        let mut text = String::new();
        zip.read(2).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "trois");
        assert_eq!(zip.first_difference().unwrap(), None);
        let mut other = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        other.by_name("é/b.txt").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!((other.len(), text.as_str()), (3, ""));
    }

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

    #[test]
    fn each_byte_that_is_no_data_is_accounted_for() {
        let bytes = zipped(&[("a.txt", b"un"), ("b.txt", b"deux")]);
        let data = [35..37, 35 + 2 + 35..35 + 2 + 35 + 4];
        for at in (0..bytes.len()).filter(|at| !data.iter().any(|d| d.contains(at))) {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            let seen = match Zip::open(io::Cursor::new(changed)) {
                Err(_) => true,
                Ok(mut zip) => !matches!(zip.first_difference(), Ok(None)),
            };
            assert!(seen, "byte {at}");
        }
        for more in [&b"x"[..], b"PK\x05\x06"] {
            assert!(Zip::open(io::Cursor::new([&bytes[..], more].concat())).is_err());
        }
        assert!(Zip::open(io::Cursor::new(&bytes[..bytes.len() - 1])).is_err());
        assert!(Zip::open(io::Cursor::new(b"")).is_err());
    }
}
