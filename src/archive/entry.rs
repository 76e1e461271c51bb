//! The bytes of a set's files, each checked as it ends.

use std::fs::File;
use std::io::{self, Read};

use super::read::{Ensemble, ReadSeek};
use super::zip::{Zip, ZipError};

/// Reads the files of a set.
pub enum Reader<'e> {
    Zip(Zip<Box<dyn ReadSeek>>),
    Folder(&'e Ensemble<'e>),
}

impl Reader<'_> {
    /// Hands the bytes of file `index` to `use_it`. A zip's own digest of them is checked when they end.
    ///
    /// # Errors
    /// The zip is not what it says, or the bytes cannot be read.
    pub fn with(&mut self, index: usize, use_it: impl FnOnce(&mut dyn Read) -> io::Result<()>) -> Result<(), ZipError> {
        match self {
            Reader::Zip(zip) => {
                let entry = zip.directory.entries[index].clone();
                if entry.is_encrypted() {
                    return Err(ZipError::Malformed("une entrée est chiffrée par le zip lui-même"));
                }
                let mut checked = Checked { inner: zip.read(index)?, crc: crc32fast::Hasher::new(), size: 0 };
                let limit = entry.size.saturating_add(1);
                use_it(&mut (&mut checked).take(limit)).map_err(damaged)?;
                io::copy(&mut (&mut checked).take(limit), &mut io::sink()).map_err(damaged)?;
                match checked.size == entry.size && checked.crc.finalize() == entry.crc {
                    true => Ok(()),
                    false => Err(ZipError::Malformed("les octets d’une entrée ne sont pas ceux que le zip annonce")),
                }
            }
            Reader::Folder(ensemble) => {
                let item = &ensemble.items[index];
                let path = ensemble.path.join(&item.name);
                // A link, a device or a pipe is not opened.
                if item.link || !std::fs::symlink_metadata(&path)?.is_file() {
                    return Err(ZipError::Malformed("ce n’est pas un fichier ordinaire"));
                }
                Ok(use_it(&mut File::open(path)?)?)
            }
        }
    }
}

/// What cannot be unfolded is the set's fault.
fn damaged(error: io::Error) -> ZipError {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            ZipError::Malformed("une entrée est abîmée")
        }
        _ => ZipError::Io(error),
    }
}

struct Checked<R> {
    inner: R,
    crc: crc32fast::Hasher,
    size: u64,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.crc.update(&buf[..n]);
        self.size += n as u64;
        Ok(n)
    }
}
