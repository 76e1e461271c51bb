//! Sets in a tar: indexed once, entries by their place; what is no file is told, never followed.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use tar::{Archive, EntryType};

use super::container::{EntryError, Item, Kind, Limits, ReadSeek, SetError};
use crate::zip::decoded;

/// Where the bytes of an entry are.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// In one piece.
    Whole { at: u64, size: u64 },
    /// With holes: the entry whose header is there tells where.
    Sparse { header: u64 },
    /// Nowhere: it is no file.
    None,
}

/// The entries of a tar, in their order.
#[derive(Debug)]
pub(super) struct Index(Vec<Place>);

/// Reads the headers of a tar of `length` bytes.
pub(super) fn index(bytes: impl Read + Seek, length: u64, limits: Limits) -> Result<(Vec<Item>, Arc<Index>), TarError> {
    let mut archive = Archive::new(io::BufReader::with_capacity(1 << 10, bytes));
    let (mut items, mut places, mut left) = (Vec::new(), Vec::new(), limits.unfolded(length));
    for entry in archive.entries_with_seek().map_err(damaged)? {
        let mut entry = entry.map_err(damaged)?;
        let (genre, size) = (entry.header().entry_type(), entry.size());
        if genre.is_pax_global_extensions() {
            continue;
        }
        let pax_sparse = holes(&mut entry)?;
        let raw = entry.path_bytes().into_owned();
        let name = decoded(&raw);
        let guessed = std::str::from_utf8(&raw).is_err();
        let (kind, place) = match genre {
            _ if pax_sparse => (Kind::Other("est un fichier à trous d’une forme que liasse ne lit pas"), Place::None),
            // The second, as tar did before it had folders.
            EntryType::Directory | EntryType::Regular if genre.is_dir() || name.ends_with('/') => {
                (if size == 0 { Kind::Folder } else { Kind::FULL_FOLDER }, Place::None)
            }
            EntryType::Regular | EntryType::Continuous => {
                let at = entry.raw_file_position();
                // Its last block is whole, whatever of it is the file's.
                if size.checked_next_multiple_of(512).and_then(|n| at.checked_add(n)).is_none_or(|end| end > length) {
                    return Err(TarError::Set("le fichier est coupé".to_owned()));
                }
                (Kind::File, Place::Whole { at, size })
            }
            EntryType::GNUSparse => (Kind::File, Place::Sparse { header: entry.raw_header_position() }),
            EntryType::Symlink | EntryType::Link => (Kind::LINK, Place::None),
            EntryType::Char | EntryType::Block | EntryType::Fifo => (Kind::DEVICE, Place::None),
            _ => (Kind::Other("est d’un genre que liasse ne connaît pas"), Place::None),
        };
        if kind == Kind::File {
            left = left.checked_sub(size).ok_or_else(|| TarError::Set(super::container::BOMB.to_owned()))?;
        }
        items.push(Item { name, size, kind, guessed });
        places.push(place);
        limits.count(items.len()).map_err(TarError::Set)?;
    }
    Ok((items, Arc::new(Index(places))))
}

/// Whether it is told in the manner of pax that a file has holes; what is told there must be well written, or its name and
/// its size would be others than those of its author.
fn holes<R: Read>(entry: &mut tar::Entry<'_, R>) -> Result<bool, TarError> {
    let mut holes = false;
    for told in entry.pax_extensions().map_err(damaged)?.into_iter().flatten() {
        holes |= told.map_err(damaged)?.key_bytes().starts_with(b"GNU.sparse.");
    }
    Ok(holes)
}

/// Whose fault it is that a tar has no index.
pub(super) enum TarError {
    Set(String),
    Io(io::Error),
}

impl TarError {
    pub(super) fn of(self, path: &std::path::Path) -> SetError {
        match self {
            TarError::Set(why) => SetError::Set(why),
            TarError::Io(e) => SetError::Io(path.to_owned(), e),
        }
    }
}

/// The library says what is wrong in an archive as errors of no system.
fn damaged(error: io::Error) -> TarError {
    match error.raw_os_error() {
        None => TarError::Set("un en-tête du tar est abîmé".to_owned()),
        Some(_) => TarError::Io(error),
    }
}

impl Index {
    /// Hands the bytes of entry `index` to `use_it`.
    pub(super) fn with(
        &self,
        index: usize,
        bytes: &mut dyn ReadSeek,
        use_it: impl FnOnce(&mut dyn Read) -> io::Result<()>,
    ) -> Result<(), EntryError> {
        match self.0[index] {
            Place::Whole { at, size } => {
                bytes.seek(SeekFrom::Start(at))?;
                let mut left = bytes.take(size);
                use_it(&mut left)?;
                io::copy(&mut left, &mut io::sink())?;
                // What was there when it was indexed.
                if left.limit() > 0 { Err(EntryError::Damaged("le fichier est coupé".to_owned())) } else { Ok(()) }
            }
            Place::Sparse { header } => {
                bytes.seek(SeekFrom::Start(header))?;
                let mut archive = Archive::new(bytes);
                let broken = |_| EntryError::Damaged("un en-tête du tar est abîmé".to_owned());
                let mut entries = archive.entries().map_err(broken)?;
                let first = entries.next().transpose().map_err(broken)?;
                let mut entry = first.ok_or_else(|| broken(io::Error::other("gone")))?;
                use_it(&mut entry)?;
                io::copy(&mut entry, &mut io::sink())?;
                Ok(())
            }
            Place::None => Err(EntryError::not_a_file()),
        }
    }
}

/// Whether a file begins as a tar does: a header whose checksum is its own.
pub(super) fn is_tar(head: &[u8]) -> bool {
    let Some(head) = head.get(..512).filter(|h| h.iter().any(|b| *b != 0)) else { return false };
    let sum: u32 = head.iter().enumerate().map(|(i, b)| if (148..156).contains(&i) { 32 } else { u32::from(*b) }).sum();
    let told: String = head[148..156].iter().map(|b| char::from(*b)).collect();
    u32::from_str_radix(told.trim_matches(|c: char| c == '\0' || c == ' '), 8) == Ok(sum)
}
