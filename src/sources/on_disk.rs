//! A folder of the disk, read by descriptor and never left.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use super::folder::{Alike, FILES_LIMIT, Folder, ends_in, shown};
use crate::diagnostic::io::in_french;
use crate::disk::{Kind, Opened, Stamp};
use crate::domain::fault::Unreadable;
use crate::domain::identifiers::composed;

/// A folder of the disk, held open.
pub struct DiskFolder {
    root: PathBuf,
    opened: Opened,
    /// How its sub-folders are written on the disk, by path; none where there is no such folder.
    resolved: RefCell<BTreeMap<String, Option<String>>>,
    nameless: OnceCell<Vec<String>>,
}

/// A file or a folder, as it is written on the disk.
struct Place {
    path: String,
    /// It is known to be no link.
    plain: bool,
}

impl DiskFolder {
    /// Opens the folder `root`.
    ///
    /// # Errors
    /// When it does not exist, is no folder or cannot be read.
    pub fn open(root: &Path) -> io::Result<Self> {
        let opened = Opened::new(root)?;
        opened.names(Path::new("."))?;
        Ok(DiskFolder { root: root.to_owned(), opened, resolved: RefCell::default(), nameless: OnceCell::new() })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where `path` is: links are followed when it is opened, and refused where they lead outside.
    fn resolve(&self, path: &str) -> Result<Option<Place>, Unreadable> {
        // A file of a folder that was resolved needs a look at itself alone: a third of the system calls.
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let Some(above) = self.above(above)? else { return Ok(None) };
        let join = |name: &str| if above.is_empty() { name.to_owned() } else { format!("{above}/{name}") };
        if name.is_empty() {
            return Ok(Some(Place { path: if above.is_empty() { ".".to_owned() } else { above }, plain: false }));
        }
        let place = |name: &str, plain| Ok(Some(Place { path: join(name), plain }));
        // A name with accents may be there in another form of them beside this one.
        if name.is_ascii() || name == ".." {
            match self.opened.look(Path::new(&join(name))) {
                Ok((kind, _)) => return place(name, kind != Kind::Link),
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                Err(_) => return place(name, false),
            }
        }
        let folder = if above.is_empty() { "." } else { &above };
        match self.opened.names(Path::new(folder)) {
            Ok(names) => {
                let names = names.into_iter().filter_map(|f| f.name.into_string().ok());
                Alike::of(name, names).only()?.map_or(Ok(None), |name| place(&name, false))
            }
            // Searched and not listed, or no folder at all.
            Err(_) => place(name, false),
        }
    }

    /// The folder at `path`.
    fn above(&self, path: &str) -> Result<Option<String>, Unreadable> {
        if path.is_empty() {
            return Ok(Some(String::new()));
        }
        if let Some(known) = self.resolved.borrow().get(path) {
            return Ok(known.clone());
        }
        let found = self.resolve(path)?.map(|place| place.path);
        self.resolved.borrow_mut().insert(path.to_owned(), found.clone());
        Ok(found)
    }

    /// Where an absolute link leads, if it leads inside: links that are followed are relative ones.
    fn inside(&self, path: &str) -> Option<PathBuf> {
        let (root, real) = (self.root.canonicalize().ok()?, self.root.join(path).canonicalize().ok()?);
        real.strip_prefix(root).ok().map(Path::to_owned)
    }

    /// What a folder holds; none where there is no such folder.
    fn held(&self, sub: &str) -> Result<Option<Vec<crate::disk::Found>>, Unreadable> {
        let Some(place) = self.resolve(sub)? else { return Ok(None) };
        match found(self.opened.names(Path::new(&place.path))) {
            Err(Unreadable::Link) => match self.inside(&place.path) {
                Some(real) => found(self.opened.names(&real)),
                None => Err(Unreadable::Link),
            },
            done => done,
        }
    }
}

/// What is not there is nothing; what leads outside is told as a link.
fn found<T>(done: io::Result<T>) -> Result<Option<T>, Unreadable> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) if Opened::leads_outside(&e) => Err(Unreadable::Link),
        Err(e) if e.kind() == io::ErrorKind::InvalidInput => Err(Unreadable::NotRegular),
        Err(e) => Err(Unreadable::Io(in_french(&e))),
    }
}

impl Folder for DiskFolder {
    fn list(&self, sub: &str, ending: &str) -> Result<Vec<String>, Unreadable> {
        let mut names = Vec::new();
        for found in self.held(sub)?.unwrap_or_default() {
            // A name that is not text cannot be asked for: `nameless` tells it.
            let Some(name) = found.name.to_str() else { continue };
            if !name.starts_with('.') && ends_in(name, ending) {
                let name = composed(name);
                names.push(if sub.is_empty() { name } else { format!("{sub}/{name}") });
            }
        }
        if names.len() > FILES_LIMIT {
            return Err(Unreadable::TooMany { limit: FILES_LIMIT });
        }
        names.sort();
        // Two files of one name are told where one of them is read.
        names.dedup();
        Ok(names)
    }

    fn entries(&self, sub: &str) -> Result<Vec<(String, bool)>, Unreadable> {
        let mut all = Vec::new();
        for found in self.held(sub)?.unwrap_or_default() {
            let Some(name) = found.name.to_str().filter(|n| !n.starts_with('.')) else { continue };
            if matches!(found.kind, Kind::Folder | Kind::File) {
                all.push((composed(name), found.kind == Kind::Folder));
            }
        }
        all.sort();
        all.dedup();
        Ok(all)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(place) = self.resolve(path)? else { return Ok(None) };
        let at = Path::new(&place.path);
        let opened = match found(if place.plain { self.opened.file(at) } else { self.opened.followed(at) }) {
            Err(Unreadable::Link) => match self.inside(&place.path) {
                Some(real) => found(self.opened.followed(&real)),
                None => Err(Unreadable::Link),
            },
            done => done,
        };
        let Some((file, Stamp { size, .. })) = opened? else { return Ok(None) };
        if size > limit {
            return Err(Unreadable::TooLarge { size, limit });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        // Bounded again: the file may grow while it is read.
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|e| Unreadable::Io(in_french(&e)))?;
        if bytes.len() as u64 > limit {
            return Err(Unreadable::TooLarge { size: bytes.len() as u64, limit });
        }
        Ok(Some(bytes))
    }

    fn nameless(&self) -> Vec<String> {
        let walk = || {
            let (mut found, mut folders) = (Vec::new(), vec![PathBuf::new()]);
            while let Some(folder) = folders.pop() {
                let at = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
                // What cannot be listed is told where it is read.
                for one in self.opened.names(at).unwrap_or_default() {
                    let path = folder.join(&one.name);
                    match one.name.to_str() {
                        _ if one.name.as_encoded_bytes().starts_with(b".") => {}
                        None => found.push(shown(&path).replace(MAIN_SEPARATOR, "/")),
                        Some(_) if one.kind == Kind::Folder => folders.push(path),
                        Some(_) => {}
                    }
                }
            }
            found.sort();
            found
        };
        self.nameless.get_or_init(walk).clone()
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    /// A folder beside another one, which holds a secret under each name.
    fn two() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let home = tempfile::tempdir().unwrap();
        let (root, outside) = (home.path().join("dossier"), home.path().join("dehors"));
        for (folder, text) in [(root.join("pieces"), "dedans"), (outside.clone(), "secret")] {
            std::fs::create_dir_all(&folder).unwrap();
            for name in ["a.txt", "b.txt", "c.txt"] {
                std::fs::write(folder.join(name), text).unwrap();
            }
        }
        (home, root, outside)
    }

    fn read(folder: &DiskFolder, path: &str) -> Result<Option<String>, Unreadable> {
        folder.read(path, 100).map(|bytes| bytes.map(|b| String::from_utf8(b).unwrap()))
    }

    #[test]
    fn links_inside_are_followed_and_none_leads_outside() {
        let (_home, root, outside) = two();
        symlink("pieces/a.txt", root.join("ici.txt")).unwrap();
        symlink("pieces", root.join("annexes")).unwrap();
        symlink(outside.join("a.txt"), root.join("ailleurs.txt")).unwrap();
        symlink(&outside, root.join("loin")).unwrap();
        symlink("../dehors/a.txt", root.join("dessus.txt")).unwrap();
        symlink("boucle", root.join("boucle")).unwrap();
        symlink(root.join("pieces"), root.join("entier")).unwrap();
        let folder = DiskFolder::open(&root).unwrap();
        assert_eq!(read(&folder, "ici.txt").unwrap().as_deref(), Some("dedans"));
        assert_eq!(read(&folder, "annexes/b.txt").unwrap().as_deref(), Some("dedans"));
        assert_eq!(read(&folder, "entier/b.txt").unwrap().as_deref(), Some("dedans"));
        assert_eq!(folder.list("annexes", ".txt").unwrap().len(), 3);
        assert_eq!(folder.list("entier", ".txt").unwrap().len(), 3);
        for path in
            ["ailleurs.txt", "loin/a.txt", "dessus.txt", "boucle", "../dehors/a.txt", "pieces/../../dehors/a.txt"]
        {
            assert_eq!(read(&folder, path), Err(Unreadable::Link), "{path}");
        }
        assert_eq!(folder.list("loin", ".txt"), Err(Unreadable::Link));
        assert_eq!(read(&folder, "pieces"), Err(Unreadable::NotRegular));
        assert_eq!(read(&folder, "pieces/d.txt"), Ok(None));
    }

    /// What was looked at and has become a link since leads nowhere, the folder of a file and the root itself too.
    #[test]
    fn a_link_that_takes_a_place_leads_nowhere() {
        let (home, root, outside) = two();
        let folder = DiskFolder::open(&root).unwrap();
        assert_eq!(read(&folder, "pieces/a.txt").unwrap().as_deref(), Some("dedans"));
        std::fs::remove_file(root.join("pieces/b.txt")).unwrap();
        symlink(outside.join("b.txt"), root.join("pieces/b.txt")).unwrap();
        assert_eq!(read(&folder, "pieces/b.txt"), Err(Unreadable::Link));
        std::fs::rename(root.join("pieces"), root.join("avant")).unwrap();
        symlink(&outside, root.join("pieces")).unwrap();
        assert_eq!(read(&folder, "pieces/c.txt"), Err(Unreadable::Link));
        std::fs::rename(&root, home.path().join("parti")).unwrap();
        symlink(&outside, &root).unwrap();
        assert_eq!(read(&folder, "avant/c.txt").unwrap().as_deref(), Some("dedans"));
        assert_eq!(read(&folder, "c.txt"), Ok(None));
    }

    /// The same while it is read, over and over.
    #[test]
    fn a_link_that_comes_and_goes_never_leads_outside() {
        use std::sync::atomic::{AtomicBool, Ordering};
        let (_home, root, outside) = two();
        let folder = DiskFolder::open(&root).unwrap();
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    symlink(outside.join("a.txt"), root.join("lien")).unwrap();
                    std::fs::rename(root.join("lien"), root.join("pieces/a.txt")).unwrap();
                    std::fs::write(root.join("neuf"), "dedans").unwrap();
                    std::fs::rename(root.join("neuf"), root.join("pieces/a.txt")).unwrap();
                }
            });
            let (mut inside, mut refused) = (0, 0);
            let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
            while inside + refused < 3000 || ((inside == 0 || refused == 0) && std::time::Instant::now() < end) {
                match read(&folder, "pieces/a.txt") {
                    Ok(Some(text)) if text == "dedans" => inside += 1,
                    Ok(Some(_)) => break,
                    _ => refused += 1,
                }
            }
            done.store(true, Ordering::Relaxed);
            assert!(inside + refused >= 3000 && inside > 0 && refused > 0, "{inside} {refused}");
        });
    }
}
