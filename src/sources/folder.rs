//! A folder that is read and never left; those in another folder, and in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path};

use crate::domain::fault::{BadReference, Unreadable};
use crate::domain::identifiers::composed;

/// Largest text that is read, in bytes.
pub const TEXT_LIMIT: u64 = 1 << 20;
/// Largest `promotion.toml`, in bytes: it may hold the rows of a whole school.
pub const PROMOTION_LIMIT: u64 = 4 << 20;
/// Largest picture or scan that is read, in bytes.
pub const ATTACHMENT_LIMIT: u64 = 30 << 20;
/// Most files that one sub-folder may hold.
pub const FILES_LIMIT: usize = 200;

/// Files by their path relative to the folder, with `/`.
pub trait Folder {
    /// The names of the files of a sub-folder (of the folder itself when empty) that end in `ending`, in whatever case, sorted,
    /// accents on their letters; none if it does not exist.
    fn list(&self, sub: &str, ending: &str) -> Result<Vec<String>, Unreadable>;

    /// All that a sub-folder holds, hidden things and links left out, sorted: names, and whether each is a folder. None if
    /// it does not exist.
    fn entries(&self, sub: &str) -> Result<Vec<(String, bool)>, Unreadable>;

    /// The bytes of a file; `Ok(None)` if it does not exist. A name is found whatever form its accents have and, where nothing
    /// has it as it is written, whatever its case: so that a folder says the same on every system.
    fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Unreadable>;

    /// The files and folders below it, hidden ones left out, whose names are no text, so that nothing can ask for them: each
    /// as far as it can be shown.
    fn nameless(&self) -> Vec<String>;
}

/// A path as it can be shown, whatever its bytes.
pub fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\u{fffd}', "?")
}

/// Why `path`, as written in the data, cannot be looked up: it must stay in the folder, on every system.
pub fn refuse_path(path: &str) -> Option<BadReference> {
    let windows = path.contains('\\') || path.contains(':');
    let normal = Path::new(path).components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir));
    (windows || !normal || path.contains('\0')).then_some(BadReference::Outside)
}

/// Whether a name ends in `ending`: « 05.MD » is what Windows and cameras make of « 05.md ».
pub(super) fn ends_in(name: &str, ending: &str) -> bool {
    let start = name.len().checked_sub(ending.len()).filter(|i| name.is_char_boundary(*i));
    start.is_some_and(|i| name[i..].eq_ignore_ascii_case(ending))
}

/// What a name is found by.
#[derive(Debug, Default)]
pub(super) struct Alike {
    /// The names that are the one wanted, but for the form of their accents; then but for their case too.
    same: Vec<String>,
    but_for_case: Vec<String>,
}

impl Alike {
    pub(super) fn of(wanted: &str, names: impl Iterator<Item = String>) -> Self {
        let (wanted, mut alike) = (composed(wanted), Alike::default());
        let small = wanted.to_lowercase();
        for name in names {
            let told = composed(&name);
            match () {
                () if told == wanted => alike.same.push(name),
                () if told.to_lowercase() == small => alike.but_for_case.push(name),
                () => {}
            }
        }
        alike
    }

    /// The only one.
    pub(super) fn only(self) -> Result<Option<String>, Unreadable> {
        let mut found = if self.same.is_empty() { self.but_for_case } else { self.same };
        match found.len() {
            0 | 1 => Ok(found.pop()),
            _ => Err(Unreadable::Twins),
        }
    }
}

/// A folder inside another one, and nothing else of it.
pub struct SubFolder<'f> {
    pub parent: &'f dyn Folder,
    /// Its path, with `/`, no slash at the end.
    pub path: &'f str,
}

impl Folder for SubFolder<'_> {
    fn list(&self, sub: &str, ending: &str) -> Result<Vec<String>, Unreadable> {
        let whole = if sub.is_empty() { self.path.to_owned() } else { format!("{}/{sub}", self.path) };
        let names = self.parent.list(&whole, ending)?;
        let below = |name: &String| name.strip_prefix(self.path)?.strip_prefix('/').map(str::to_owned);
        Ok(names.iter().filter_map(below).collect())
    }

    fn entries(&self, sub: &str) -> Result<Vec<(String, bool)>, Unreadable> {
        let whole = if sub.is_empty() { self.path.to_owned() } else { format!("{}/{sub}", self.path) };
        self.parent.entries(&whole)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Unreadable> {
        self.parent.read(&format!("{}/{path}", self.path), limit)
    }

    fn nameless(&self) -> Vec<String> {
        let own = |path: &String| Some(path.strip_prefix(self.path)?.strip_prefix('/')?.to_owned());
        self.parent.nameless().iter().filter_map(own).collect()
    }
}

/// A folder in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryFolder {
    pub files: BTreeMap<String, Vec<u8>>,
}

impl MemoryFolder {
    /// Copies a folder of the disk, links and all that is hidden left out.
    ///
    /// # Errors
    /// When something in it cannot be read.
    pub fn copy_of(root: &Path) -> std::io::Result<Self> {
        let mut files = BTreeMap::new();
        for entry in walkdir::WalkDir::new(root) {
            let entry = entry?;
            let relative = entry.path().strip_prefix(root).expect("walkdir stays below its root");
            if entry.file_type().is_file() {
                let name: Vec<_> = relative.iter().map(|c| c.to_string_lossy()).collect();
                files.insert(name.join("/"), fs::read(entry.path())?);
            }
        }
        Ok(MemoryFolder { files })
    }
}

impl Folder for MemoryFolder {
    fn list(&self, sub: &str, ending: &str) -> Result<Vec<String>, Unreadable> {
        let own = |name: &&str| !name.contains('/') && ends_in(name, ending);
        let names = self.files.keys().filter_map(|n| below(n, sub)).filter(own).map(composed);
        let all: BTreeSet<_> = names.map(|n| if sub.is_empty() { n } else { format!("{sub}/{n}") }).collect();
        Ok(all.into_iter().collect())
    }

    fn entries(&self, sub: &str) -> Result<Vec<(String, bool)>, Unreadable> {
        let first = |rest: &str| match rest.split_once('/') {
            Some((folder, _)) => (composed(folder), true),
            None => (composed(rest), false),
        };
        let all: BTreeSet<_> = self.files.keys().filter_map(|n| below(n, sub)).map(first).collect();
        Ok(all.into_iter().filter(|(n, _)| !n.starts_with('.')).collect())
    }

    fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Unreadable> {
        match self.find(path)? {
            Some(bytes) if bytes.len() as u64 > limit => Err(Unreadable::TooLarge { size: bytes.len() as u64, limit }),
            other => Ok(other.cloned()),
        }
    }

    /// Its names are text.
    fn nameless(&self) -> Vec<String> {
        Vec::new()
    }
}

impl MemoryFolder {
    fn find(&self, path: &str) -> Result<Option<&Vec<u8>>, Unreadable> {
        if let (true, Some(bytes)) = (path.is_ascii(), self.files.get(path)) {
            return Ok(Some(bytes));
        }
        let mut alike = Alike::of(path, self.files.keys().cloned());
        // As on a disk: a folder in another case, and in it a name as it is written.
        let last = |path: &str| composed(path.rsplit('/').next().unwrap_or(path));
        if alike.but_for_case.iter().any(|name| last(name) == last(path)) {
            alike.but_for_case.retain(|name| last(name) == last(path));
        }
        Ok(alike.only()?.and_then(|name| self.files.get(&name)))
    }
}

/// What is left of a path below the sub-folder `sub`, whose name may be written in another form or case.
fn below<'n>(name: &'n str, sub: &str) -> Option<&'n str> {
    if sub.is_empty() {
        return Some(name);
    }
    if let Some(rest) = name.strip_prefix(sub).and_then(|r| r.strip_prefix('/')) {
        return Some(rest);
    }
    let (end, _) = name.match_indices('/').nth(sub.matches('/').count())?;
    let own = &name[..end];
    let same = match own.is_ascii() && sub.is_ascii() {
        true => own.eq_ignore_ascii_case(sub),
        false => composed(own).to_lowercase() == composed(sub).to_lowercase(),
    };
    same.then(|| &name[end + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::DiskFolder;

    #[test]
    fn paths_that_leave_are_refused_on_every_system() {
        for path in ["../x", "/etc/passwd", "a/../../b", "C:\\x", "a\\b", "C:x", "a\0b", "nul:"] {
            assert!(refuse_path(path).is_some(), "{path:?}");
        }
        assert!(refuse_path("pieces/certificat 1.pdf").is_none());
    }

    /// Folders of the same files, in memory and on the disk.
    fn both(files: &[&str]) -> (MemoryFolder, tempfile::TempDir) {
        let disk = tempfile::tempdir().unwrap();
        for file in files {
            let path = disk.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file.as_bytes()).unwrap();
        }
        let files = files.iter().map(|f| ((*f).to_owned(), f.as_bytes().to_vec())).collect();
        (MemoryFolder { files }, disk)
    }

    #[test]
    fn a_name_is_found_whatever_the_form_of_its_accents_and_its_case() {
        let (memory, disk) =
            both(&["images/sche\u{301}ma.png", "Fiches/01.md", "entreprises/a\u{300}.toml", "x/A.md", "x/a.md"]);
        let disk = DiskFolder::open(disk.path()).unwrap();
        for folder in [&memory as &dyn Folder, &disk] {
            let is = |path: &str| folder.read(path, 100).map(|b| b.map(|b| String::from_utf8(b).unwrap()));
            for path in ["images/sch\u{e9}ma.png", "images/sche\u{301}ma.png", "Images/SCH\u{c9}MA.PNG"] {
                assert_eq!(is(path).unwrap().as_deref(), Some("images/sche\u{301}ma.png"), "{path}");
            }
            assert_eq!(is("images/schema.png"), Ok(None));
            assert_eq!(is("nulle/part"), Ok(None));
            assert_eq!(is("fiches/01.md").unwrap().as_deref(), Some("Fiches/01.md"));
            assert_eq!(folder.list("fiches", ".md").unwrap(), ["fiches/01.md"]);
            assert_eq!(folder.list("entreprises", ".toml").unwrap(), ["entreprises/\u{e0}.toml"]);
            // Where both are there, each is itself.
            assert_eq!(is("x/A.md").unwrap().as_deref(), Some("x/A.md"));
            assert_eq!(is("X/a.md").unwrap().as_deref(), Some("x/a.md"));
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_no_text_is_shown_and_its_neighbours_are_read() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;
        let (_, disk) = both(&["fiches/01.md", "fiches/02.md", "lu.md"]);
        let named = |bytes: &[u8]| disk.path().join(OsStr::from_bytes(bytes));
        for name in [&b"fiches/0\xe9.md"[..], b"caf\xe9\x1b[31m.txt", b".cach\xe9"] {
            fs::write(named(name), "x").unwrap();
        }
        fs::create_dir(named(b"fiches/\xff\xfe")).unwrap();
        fs::write(named(b"fiches/\xff\xfe/\xe9.md"), "x").unwrap();
        let folder = DiskFolder::open(disk.path()).unwrap();
        assert_eq!(folder.nameless(), ["caf?\u{1b}[31m.txt", "fiches/0?.md", "fiches/??"]);
        assert_eq!(folder.list("fiches", ".md").unwrap(), ["fiches/01.md", "fiches/02.md"]);
        assert_eq!(SubFolder { parent: &folder, path: "fiches" }.nameless(), ["0?.md", "??"]);
        assert_eq!(folder.read("fiches/0\u{e9}.md", 10), Ok(None));
    }

    #[test]
    fn two_files_of_one_name_are_told() {
        let (memory, disk) = both(&["e\u{301}.md", "\u{e9}.md"]);
        let disk = DiskFolder::open(disk.path()).unwrap();
        // Some systems do not let two such files be.
        let two = fs::read_dir(disk.root()).unwrap().count() == 2;
        let folders: Vec<&dyn Folder> = if two { vec![&memory, &disk] } else { vec![&memory] };
        for folder in folders {
            for path in ["\u{e9}.md", "e\u{301}.md"] {
                assert_eq!(folder.read(path, 100), Err(Unreadable::Twins));
            }
            assert_eq!(folder.list("", ".md").unwrap(), ["\u{e9}.md"]);
        }
    }
}
