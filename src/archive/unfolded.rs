//! A compressed tar, unfolded once within its bounds into a file without a name, which vanishes with the command.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write as _};
use std::path::Path;
use std::sync::Arc;

use super::container::{BOMB, Limits, ReadSeek, SetError};

/// The bytes, once unfolded.
pub(super) struct Unfolded {
    file: Arc<File>,
    pub(super) length: u64,
}

impl Unfolded {
    pub(super) fn new(path: &Path, mut bytes: Box<dyn ReadSeek>, limits: Limits) -> Result<Self, SetError> {
        let failed = |e| SetError::Io(path.to_owned(), e);
        if !limits.disk {
            let why =
                "un tar.gz chiffré ne se lit qu’une fois déplié en clair sur le disque : chiffrez un tar ou un zip";
            return Err(SetError::Set(why.to_owned()));
        }
        let packed = bytes.seek(SeekFrom::End(0)).and_then(|n| bytes.rewind().map(|()| n)).map_err(failed)?;
        let most = limits.unfolded(packed);
        let mut file = tempfile::tempfile().map_err(failed)?;
        let mut bytes = flate2::read::MultiGzDecoder::new(io::BufReader::new(bytes)).take(most.saturating_add(1));
        let (mut chunk, mut length) = (vec![0; 128 << 10], 0);
        loop {
            let n = bytes.read(&mut chunk).map_err(|e| match e.raw_os_error() {
                None => SetError::Set("le fichier gzip est abîmé".to_owned()),
                Some(_) => failed(e),
            })?;
            if n == 0 {
                break;
            }
            length += n as u64;
            file.write_all(&chunk[..n]).map_err(failed)?;
        }
        if length > most {
            return Err(SetError::Set(BOMB.to_owned()));
        }
        Ok(Unfolded { file: Arc::new(file), length })
    }

    /// Reads it from its beginning.
    pub(super) fn reader(&self) -> At {
        At { file: Arc::clone(&self.file), at: 0, length: self.length }
    }
}

/// A place in a file that others read at the same time.
pub(super) struct At {
    file: Arc<File>,
    at: u64,
    length: u64,
}

impl Read for At {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let n = std::os::unix::fs::FileExt::read_at(&*self.file, buf, self.at)?;
        #[cfg(windows)]
        let n = std::os::windows::fs::FileExt::seek_read(&*self.file, buf, self.at)?;
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for At {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
