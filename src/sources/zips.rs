//! The zips that people send: exports, workbooks, dossiers. How many files there are and how much they unfold to is bounded,
//! whatever they claim; what leaves the zip, or is there twice, is refused.

use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};
use std::io::{Error, Read, Result as IoResult, Seek};

use unicode_normalization::UnicodeNormalization as _;

use super::MemoryFolder;
use super::folder::refuse_path;
use super::rows::Trouble;
use super::rows::xml::Xml;
use crate::zip::{Zip, ZipError};

/// Files that a zip may hold.
const FILES: usize = 2_000;
/// Bytes that all that is read of a zip may unfold to.
pub const UNFOLDED: u64 = 512 << 20;

/// The same of a workbook, whose parts are read element by element: a school's has some ten.
const OF_WORKBOOK: u64 = 96 << 20;

/// Why a zip cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZipTrouble {
    #[error("le zip est abîmé ou incomplet")]
    Damaged,
    #[error("le zip est protégé par un mot de passe")]
    Encrypted,
    #[error("un fichier du zip a un nom qui en sort, ou est un lien")]
    Outside,
    #[error("le zip contient plus de {FILES} fichiers")]
    TooManyFiles,
    #[error("le zip contient plus de {} Mio", UNFOLDED >> 20)]
    TooLarge,
    #[error("le zip est compressé d’une façon que liasse ne lit pas")]
    Method,
    #[error("deux fichiers du zip ont le même nom (« {0} »)")]
    Twice(String),
}

/// More was unfolded than the budget has.
#[derive(Debug, thiserror::Error)]
#[error("over the limit")]
pub struct OverBudget;

/// What may still be unfolded.
#[derive(Debug)]
pub struct Budget(Cell<u64>);

impl Default for Budget {
    fn default() -> Self {
        Budget(Cell::new(UNFOLDED))
    }
}

impl Budget {
    /// That of a workbook.
    pub fn of_workbook() -> Self {
        Budget(Cell::new(OF_WORKBOOK))
    }

    /// Takes so many bytes of it.
    ///
    /// # Errors
    /// It has not as many.
    pub fn spend(&self, bytes: usize) -> Result<(), OverBudget> {
        self.0.set(self.0.get().checked_sub(bytes as u64).ok_or(OverBudget)?);
        Ok(())
    }
}

/// An open zip.
pub struct Archive<R>(Zip<R>);

/// What a zip is, by what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Xlsx,
    Ods,
    Files,
}

impl<R: Read + Seek> Archive<R> {
    pub fn open(reader: R) -> Result<Self, ZipTrouble> {
        let zip = Zip::open(reader).map_err(|_| ZipTrouble::Damaged)?;
        let mut seen = HashSet::new();
        match () {
            () if zip.directory.entries.len() > FILES => Err(ZipTrouble::TooManyFiles),
            // Which of the two would be read is the reader's own choice.
            () if !zip.directory.entries.iter().all(|e| seen.insert(e.name.as_str())) => {
                Err(ZipTrouble::Twice(String::new()))
            }
            () => Ok(Archive(zip)),
        }
    }

    pub fn holds(&self) -> Holds {
        let has = |name| self.find(name).is_some();
        match () {
            () if has("xl/workbook.xml") => Holds::Xlsx,
            () if has("content.xml") && has("mimetype") => Holds::Ods,
            () => Holds::Files,
        }
    }

    /// How many entries it has.
    pub fn entries(&self) -> usize {
        self.0.directory.entries.len()
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.0.directory.entries.iter().position(|e| e.name == name)
    }

    /// The XML part of that very name, if it is there.
    pub fn xml<'a>(&'a mut self, name: &str, budget: &'a Budget) -> Result<Option<Xml<Box<dyn Read + 'a>>>, Trouble> {
        let Some(index) = self.find(name) else { return Ok(None) };
        let Some((_, part)) = self.file(index, budget)? else { return Ok(None) };
        Xml::new(part, UNFOLDED).map(Some)
    }

    /// Whether the part `name` has these bytes somewhere.
    pub fn mentions(&mut self, name: &str, bytes: &[u8], budget: &Budget) -> Result<bool, Trouble> {
        const WINDOW: usize = 64 << 10;
        let Some(index) = self.find(name) else { return Ok(false) };
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

    /// The file number `index`, unfolding: its name and its bytes; `None` for a folder, and for what a system leaves beside
    /// the files.
    pub fn file<'a>(
        &'a mut self,
        index: usize,
        budget: &'a Budget,
    ) -> Result<Option<(String, impl Read + 'a)>, ZipTrouble> {
        let told = &self.0.directory.entries[index];
        if told.is_encrypted() {
            return Err(ZipTrouble::Encrypted);
        }
        if told.link || told.device {
            return Err(ZipTrouble::Outside);
        }
        let name = told.name.replace('\\', "/").nfc().collect::<String>();
        if name.ends_with('/') || is_litter(&name) {
            return Ok(None);
        }
        let name = name.strip_prefix("./").unwrap_or(&name).to_owned();
        if refuse_path(&name).is_some() || name.starts_with('/') || name.is_empty() {
            return Err(ZipTrouble::Outside);
        }
        let file = self.0.read(index).map_err(|e| of_zip(&e))?;
        Ok(Some((name, Metered { file, budget })))
    }

    /// All its files, each whole.
    pub fn folder(&mut self) -> Result<MemoryFolder, ZipTrouble> {
        let budget = Budget::default();
        let mut files = BTreeMap::new();
        for index in 0..self.entries() {
            let Some((name, mut file)) = self.file(index, &budget)? else { continue };
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map_err(|e| match e.get_ref() {
                Some(inner) if inner.is::<OverBudget>() => ZipTrouble::TooLarge,
                _ => ZipTrouble::Damaged,
            })?;
            if files.insert(name.clone(), bytes).is_some() {
                return Err(ZipTrouble::Twice(name));
            }
        }
        Ok(MemoryFolder { files })
    }
}

fn of_zip(error: &ZipError) -> ZipTrouble {
    match error {
        ZipError::Method => ZipTrouble::Method,
        ZipError::Encrypted => ZipTrouble::Encrypted,
        ZipError::Malformed(_) | ZipError::Io(_) => ZipTrouble::Damaged,
    }
}

/// What macOS, Windows and office programs leave beside the files.
pub fn is_litter(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.split('/').any(|part| part == "__MACOSX")
        || name.starts_with("._")
        || name.starts_with("~$")
        || [".DS_Store", "Thumbs.db", "desktop.ini"].iter().any(|n| name.eq_ignore_ascii_case(n))
}

/// Draws on the budget as it unfolds.
struct Metered<'a, R> {
    file: R,
    budget: &'a Budget,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> IoResult<usize> {
        let n = self.file.read(buf)?;
        self.budget.spend(n).map_err(Error::other)?;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// A zip of stored files whose names are these bytes, flagged as UTF-8 or not, with an extra field or none.
    fn zipped(files: &[(&[u8], bool, Vec<u8>)]) -> Vec<u8> {
        let (mut out, mut directory) = (Vec::new(), Vec::new());
        for (name, utf8, extra) in files {
            let body = b"x";
            let mut common = Vec::new();
            common.extend([20, 0, 0, if *utf8 { 8 } else { 0 }, 0, 0, 0, 0, 0x21, 0]);
            common.extend(crc32fast::hash(body).to_le_bytes());
            common.extend([1, 0, 0, 0, 1, 0, 0, 0]);
            common.extend((name.len() as u16).to_le_bytes());
            common.extend((extra.len() as u16).to_le_bytes());
            directory.extend(b"PK\x01\x02\x14\x00");
            directory.extend(&common);
            directory.extend([0; 10]);
            directory.extend((out.len() as u32).to_le_bytes());
            directory.extend(*name);
            directory.extend(extra);
            out.extend(b"PK\x03\x04");
            out.extend(&common);
            out.extend(*name);
            out.extend(extra);
            out.extend(body);
        }
        let (at, size, n) = (out.len() as u32, directory.len() as u32, files.len() as u16);
        out.extend(directory);
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend(n.to_le_bytes());
        out.extend(n.to_le_bytes());
        out.extend(size.to_le_bytes());
        out.extend(at.to_le_bytes());
        out.extend([0, 0]);
        out
    }

    fn names(files: &[(&[u8], bool, Vec<u8>)]) -> Result<Vec<String>, ZipTrouble> {
        Archive::open(Cursor::new(zipped(files)))?.folder().map(|f| f.files.into_keys().collect())
    }

    fn name(raw: &[u8], utf8: bool) -> Result<Vec<String>, ZipTrouble> {
        names(&[(raw, utf8, Vec::new())])
    }

    #[test]
    fn names_are_read_in_the_encodings_that_zips_have() {
        for (raw, utf8, right) in [
            (&b"images/sch\xc3\xa9ma.png"[..], true, "images/schéma.png"),
            // macOS flags nothing, and decomposes.
            (b"images/sche\xcc\x81ma.png", false, "images/schéma.png"),
            (b"images/sche\xcc\x81ma.png", true, "images/schéma.png"),
            // Windows, code page 850; the small letters are those of page 437 too.
            (b"sch\x82ma \x85 l\x27\x88 \x87\x8a.png", false, "schéma à l'ê çè.png"),
            (b"\xb7 FAIRE \xd4T\x90.png", false, "À FAIRE ÈTÉ.png"),
            (b"images\\sch\x82ma n\xf81.png", false, "images/schéma n°1.png"),
            // Windows-1252, of programs that know no code page.
            (b"sch\xe9ma d\xe9taill\xe9.png", false, "schéma détaillé.png"),
            (b"./candidat.toml", false, "candidat.toml"),
        ] {
            assert_eq!(name(raw, utf8).unwrap(), [right], "{}", raw.escape_ascii());
        }
    }

    #[test]
    fn the_unicode_path_of_info_zip_is_taken_where_it_is_of_this_name() {
        let field = |crc: u32| {
            let path = "schéma.png".as_bytes();
            let mut out = vec![0x75, 0x70];
            out.extend((5 + path.len() as u16).to_le_bytes());
            out.push(1);
            out.extend(crc.to_le_bytes());
            out.extend(path);
            out
        };
        let raw = b"sch?ma.png";
        assert_eq!(names(&[(raw, false, field(crc32fast::hash(raw)))]).unwrap(), ["schéma.png"]);
        assert_eq!(names(&[(raw, false, field(7))]).unwrap(), ["sch?ma.png"]);
    }

    #[test]
    fn what_leaves_or_is_there_twice_is_refused() {
        for raw in [&b"../x"[..], b"/x", b"a/../../x", b"C:\\x", b"..\\x"] {
            assert_eq!(name(raw, false), Err(ZipTrouble::Outside), "{}", raw.escape_ascii());
        }
        let (nfc, nfd) = ("é".as_bytes(), "e\u{301}".as_bytes());
        assert_eq!(names(&[(nfc, true, vec![]), (nfd, true, vec![])]), Err(ZipTrouble::Twice("é".to_owned())));
        assert!(matches!(names(&[(b"a", false, vec![]), (b"a", false, vec![])]), Err(ZipTrouble::Twice(_))));
        assert_eq!(name(b"__MACOSX/._x", false).unwrap(), Vec::<String>::new());
    }
}
