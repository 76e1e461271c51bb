//! The headers of a zip, as they are written: a pure function of what an entry is.

/// A zip's own numbers (APPNOTE 6.3.9).
pub(super) const LOCAL: u32 = 0x0403_4b50;
pub(super) const CENTRAL: u32 = 0x0201_4b50;
pub(super) const END: u32 = 0x0605_4b50;
pub(super) const END_64: u32 = 0x0606_4b50;
pub(super) const LOCATOR_64: u32 = 0x0706_4b50;
/// How bytes are compressed.
pub(super) const DEFLATE: u16 = 8;
/// UTF-8 names.
const FLAGS: u16 = 0x0800;
/// 1 January 1980: the day that a zip gives to what has none.
const DAY: u16 = 0x0021;
/// A regular file that anyone may read.
const ATTRIBUTES: u32 = 0o100_644 << 16;
const MADE_BY: u16 = 0x031e;
pub(super) const U16: u16 = u16::MAX;
pub(super) const U32: u32 = u32::MAX;

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
    /// Whether they say that it is neither a file, nor a folder, nor a link.
    pub device: bool,
    /// Its name as it is written, where it is not `name` in UTF-8.
    pub raw: Option<Box<[u8]>>,
    /// Nothing says in which encoding its name is.
    pub guessed: bool,
}

impl Entry {
    /// A stored entry.
    pub fn stored(name: &str, size: u64, crc: u32, offset: u64) -> Self {
        Entry { name: name.to_owned(), crc, packed: size, size, offset, flags: FLAGS, ..Entry::default() }
    }

    /// An entry that is compressed to `packed` bytes.
    pub fn packed(name: &str, size: u64, packed: u64, crc: u32, offset: u64) -> Self {
        Entry { method: DEFLATE, packed, ..Entry::stored(name, size, crc, offset) }
    }

    /// The bytes of its name.
    pub fn raw(&self) -> &[u8] {
        self.raw.as_deref().unwrap_or(self.name.as_bytes())
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

/// What stands before the bytes of an entry.
pub(super) fn local_header(entry: &Entry) -> Vec<u8> {
    let long = is_long(entry.size) || is_long(entry.packed);
    let mut out = Bytes::default();
    out.u32(LOCAL).u16(if long { 45 } else { 20 }).u16(FLAGS).u16(entry.method).u16(0).u16(DAY).u32(entry.crc);
    let (packed, size) = if long { (U32, U32) } else { (short(entry.packed), short(entry.size)) };
    out.u32(packed).u32(size).u16(name_length(&entry.name)).u16(if long { 20 } else { 0 });
    out.0.extend(entry.name.as_bytes());
    if long {
        out.u16(1).u16(16).u64(entry.size).u64(entry.packed);
    }
    out.0
}

/// What the central directory says of an entry.
pub(super) fn central_header(entry: &Entry) -> Vec<u8> {
    let (long, far) = (is_long(entry.size) || is_long(entry.packed), is_long(entry.offset));
    let more: Vec<u64> = if long { vec![entry.size, entry.packed] } else { Vec::new() };
    let more: Vec<u64> = more.into_iter().chain(far.then_some(entry.offset)).collect();
    let mut out = Bytes::default();
    let version = if more.is_empty() { 20 } else { 45 };
    out.u32(CENTRAL).u16(MADE_BY).u16(version).u16(FLAGS).u16(entry.method).u16(0).u16(DAY);
    let (packed, size) = if long { (U32, U32) } else { (short(entry.packed), short(entry.size)) };
    let extra = if more.is_empty() { 0 } else { u16::try_from(4 + more.len() * 8).unwrap_or(U16) };
    out.u32(entry.crc).u32(packed).u32(size).u16(name_length(&entry.name)).u16(extra);
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
pub(super) fn end(count: u64, offset: u64, length: u64) -> Vec<u8> {
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
