//! Zips: how many files they hold and how much they unfold to is bounded, whatever they claim.

use std::cell::Cell;
use std::io::{Error, Read, Result as IoResult, Seek};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::trouble::Trouble;
use super::xml::{OverLimit, Xml};

/// Files that a zip may hold.
const FILES: usize = 2_000;
/// Bytes that all that is read of a zip may unfold to.
const UNFOLDED: u64 = 512 << 20;

/// What may still be unfolded.
#[derive(Debug)]
pub struct Budget(Cell<u64>);

impl Budget {
    pub fn new() -> Self {
        Budget(Cell::new(UNFOLDED))
    }
}

/// An open zip.
pub struct Archive<R>(ZipArchive<R>);

/// What a zip is, by what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Xlsx,
    Ods,
    Files,
}

impl<R: Read + Seek> Archive<R> {
    pub fn open(reader: R) -> Result<Self, Trouble> {
        let archive = ZipArchive::new(reader).map_err(|_| Trouble::Malformed)?;
        if archive.len() > FILES { Err(Trouble::TooManyFiles) } else { Ok(Archive(archive)) }
    }

    pub fn holds(&self) -> Holds {
        let has = |name| self.0.index_for_name(name).is_some();
        match () {
            () if has("xl/workbook.xml") => Holds::Xlsx,
            () if has("content.xml") && has("mimetype") => Holds::Ods,
            () => Holds::Files,
        }
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The file number `index`, unfolding: its name and its bytes; `None` for a folder.
    pub fn file<'a>(
        &'a mut self,
        index: usize,
        budget: &'a Budget,
    ) -> Result<Option<(String, impl Read + 'a)>, Trouble> {
        if self.0.by_index_raw(index).map_err(|_| Trouble::Malformed)?.encrypted() {
            return Err(Trouble::Encrypted);
        }
        let file = self.0.by_index(index).map_err(|_| Trouble::Malformed)?;
        if !file.is_file() {
            return Ok(None);
        }
        let name = file.enclosed_name().ok_or(Trouble::Outside)?;
        Ok(Some((name.to_string_lossy().replace('\\', "/"), Metered { file, budget })))
    }

    /// The XML part `name`, if it is there.
    pub fn xml<'a>(&'a mut self, name: &str, budget: &'a Budget) -> Result<Option<Xml<Box<dyn Read + 'a>>>, Trouble> {
        let Some(index) = self.0.index_for_name(name) else { return Ok(None) };
        let Some((_, part)) = self.file(index, budget)? else { return Ok(None) };
        Xml::new(part, UNFOLDED).map(Some)
    }

    /// Whether the part `name` has these bytes somewhere.
    pub fn mentions(&mut self, name: &str, bytes: &[u8], budget: &Budget) -> Result<bool, Trouble> {
        const WINDOW: usize = 64 << 10;
        let Some(index) = self.0.index_for_name(name) else { return Ok(false) };
        let Some((_, mut part)) = self.file(index, budget)? else { return Ok(false) };
        let (finder, mut window) = (memchr::memmem::Finder::new(bytes), Vec::with_capacity(2 * WINDOW));
        loop {
            let read = part.by_ref().take(WINDOW as u64).read_to_end(&mut window);
            let read = read.map_err(|e| Trouble::from_io(&e))?;
            if finder.find(&window).is_some() {
                return Ok(true);
            }
            if read == 0 {
                return Ok(false);
            }
            // What is looked for may stand across two windows.
            window.drain(..window.len().saturating_sub(bytes.len()));
        }
    }
}

/// Draws on the budget as it unfolds.
struct Metered<'a, R: Read> {
    file: ZipFile<'a, R>,
    budget: &'a Budget,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> IoResult<usize> {
        let n = self.file.read(buf)?;
        let left = self.budget.0.get().checked_sub(n as u64).ok_or_else(|| Error::other(OverLimit))?;
        self.budget.0.set(left);
        Ok(n)
    }
}
