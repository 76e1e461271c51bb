//! What a set comes in, as others make it: zips, tars and folders; what is hostile in them is told, and nothing is followed.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test writes its own files")]

use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::Command;

use liasse::archive::{Ensemble, EntryError, Etat, Kind, Limits, ReadSeek, SetError};
use liasse::domain::Date;
use liasse::pipeline::ensembles::{Demande, Rapport, verifier};

/// The files of a set, each with what it is and its bytes or why it has none.
type Opened = Result<Vec<(String, Kind, Result<Vec<u8>, String>)>, String>;

/// Names, kinds and bytes of what a set holds; why it cannot be opened.
fn opened(bytes: &[u8]) -> Opened {
    opened_within(bytes, Limits::default())
}

fn opened_within(bytes: &[u8], limits: Limits) -> Opened {
    let opener = || -> std::io::Result<Box<dyn ReadSeek>> { Ok(Box::new(Cursor::new(bytes.to_vec()))) };
    let set = Ensemble::of_file(Path::new("set"), &opener, limits).map_err(|e: SetError| e.to_string())?;
    let mut reader = set.reader().unwrap();
    let mut read = |i: usize| {
        let mut out = Vec::new();
        let done = reader.with(i, |bytes| bytes.read_to_end(&mut out).map(drop));
        done.map(|()| out).map_err(|e: EntryError| e.to_string())
    };
    Ok(set.items.iter().enumerate().map(|(i, item)| (item.name.clone(), item.kind, read(i))).collect())
}

/// The files of a set by their names.
fn files(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let all = opened(bytes).unwrap().into_iter().filter(|(_, kind, _)| *kind == Kind::File);
    all.map(|(name, _, bytes)| (name, bytes.unwrap())).collect()
}

fn right(all: &[(&str, &[u8])]) -> Vec<(String, Vec<u8>)> {
    all.iter().map(|(n, b)| ((*n).to_owned(), b.to_vec())).collect()
}

fn look(path: &Path) -> Rapport {
    let demande = Demande { path, cle: None, limits: Limits::default() };
    verifier(&demande, Date::parse("2026-08-01").unwrap(), None).unwrap()
}

#[test]
fn zips_as_libraries_write_them_are_read() {
    let text = "un texte ".repeat(500);
    let all: [(&str, &[u8]); 3] = [("a.txt", text.as_bytes()), ("d/é.txt", b"deux"), ("d/vide", b"")];
    let packed = zip::write::SimpleFileOptions::default();
    let stored = packed.compression_method(zip::CompressionMethod::Stored);
    for options in [packed, stored, packed.large_file(true), packed.unix_permissions(0o600)] {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.set_comment("PK\x05\x06 : un commentaire").unwrap();
        zip.add_directory("d", options).unwrap();
        for (name, bytes) in all {
            zip.start_file(name, options).unwrap();
            zip.write_all(bytes).unwrap();
        }
        assert_eq!(files(&zip.finish().unwrap().into_inner()), right(&all));
        // As a stream that is never gone back to: sizes behind the bytes.
        let mut zip = zip::ZipWriter::new_stream(Vec::new());
        for (name, bytes) in all {
            zip.start_file(name, options).unwrap();
            zip.write_all(bytes).unwrap();
        }
        assert_eq!(files(&zip.finish().unwrap().into_inner()), right(&all));
    }
}

/// What NOMS_SURS says of a set.
fn names_of(ending: &str, bytes: &[u8]) -> (Etat, Vec<String>) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(format!("set.{ending}"));
    std::fs::write(&path, bytes).unwrap();
    let names = look(&path).controles.into_iter().find(|c| c.nom == "NOMS_SURS").unwrap();
    (names.etat, names.details)
}

/// « . » itself may be packed with what it holds; a folder is a name, and has no bytes that nobody would look at.
#[test]
fn a_folder_is_a_name_and_nothing_else() {
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let zipped = |folder: &str, bytes: &[u8]| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(folder, options).unwrap();
        zip.write_all(bytes).unwrap();
        zip.start_file("a.txt", options).unwrap();
        zip.finish().unwrap().into_inner()
    };
    let tarred = |folder: &str, bytes: &[u8]| {
        let mut tar = tar::Builder::new(Vec::new());
        let mut header = header(tar::EntryType::Directory, bytes.len() as u64);
        header.as_old_mut().name[..folder.len()].copy_from_slice(folder.as_bytes());
        header.set_cksum();
        tar.append(&header, bytes).unwrap();
        tar.into_inner().unwrap()
    };
    for name in ["./", "d/", "./d/"] {
        assert_eq!(names_of("zip", &zipped(name, b"")), (Etat::Ok, Vec::new()), "{name}");
        assert_eq!(names_of("tar", &tarred(name, b"")), (Etat::Ok, Vec::new()), "{name}");
        for found in [names_of("zip", &zipped(name, b"cached")), names_of("tar", &tarred(name, b"cached"))] {
            assert!(found.0 == Etat::Ko && found.1[0].contains("est un répertoire, et a un contenu"), "{found:?}");
        }
    }
}

/// Names in no encoding that is told are guessed, which is told.
#[test]
fn a_name_in_a_code_page_is_read_and_told() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("sch?ma.txt", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"x").unwrap();
    let mut bytes = zip.finish().unwrap().into_inner();
    while let Some(at) = bytes.windows(10).position(|w| w == b"sch?ma.txt") {
        bytes[at + 3] = 0x82;
    }
    assert_eq!(files(&bytes), right(&[("schéma.txt", b"x")]));
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("x.zip"), bytes).unwrap();
    let rapport = look(&home.path().join("x.zip"));
    assert!(rapport.controles.iter().any(|c| c.nom == "NOMS_SURS"
        && c.etat == Etat::Avertissement
        && c.details[0].contains("« schéma.txt » : rien ne dit l’encodage")));
}

/// A folder has names that are no text on some systems: each file is read under its own, and the guess is told.
#[cfg(target_os = "linux")]
#[test]
fn files_of_a_folder_whose_names_are_no_text_are_read() {
    use std::os::unix::ffi::OsStrExt as _;
    let home = tempfile::tempdir().unwrap();
    let raw = |name: &[u8]| home.path().join(std::ffi::OsStr::from_bytes(name));
    std::fs::create_dir(raw(b"pi\xe8ces")).unwrap();
    for (name, text) in [
        (&b"d\xe9j\xe0.txt"[..], "un"),
        (b"d\xe8j\xe0.txt", "deux"),
        (b"pi\xe8ces/\x82t\x82.txt", "trois"),
        ("été.txt".as_bytes(), "quatre"),
    ] {
        std::fs::write(raw(name), text).unwrap();
    }
    let set = Ensemble::of_folder(home.path(), Limits::default()).unwrap();
    let mut reader = set.reader().unwrap();
    let mut read = |name: &str| {
        let mut out = String::new();
        let index = set.find(name).unwrap_or_else(|| panic!("{name}: {:?}", set.items));
        reader.with(index, |bytes| bytes.read_to_string(&mut out).map(drop)).unwrap();
        out
    };
    let names = ["déjà.txt", "dèjà.txt", "pièces/été.txt", "été.txt"];
    assert_eq!(names.map(&mut read), ["un", "deux", "trois", "quatre"]);
    let names = look(home.path()).controles.into_iter().find(|c| c.nom == "NOMS_SURS").unwrap();
    assert_eq!((names.etat, names.details.len()), (Etat::Avertissement, 3), "{:?}", names.details);
}

/// The ordinary programs, where they are there.
#[test]
fn what_ordinary_programs_pack_is_read() {
    let home = tempfile::tempdir().unwrap();
    let long = format!("d/{}/fin.txt", ["un dossier au nom long"; 9].join("/"));
    let all = [("a.txt", "un texte ".repeat(500)), ("d/é.txt", "deux".to_owned()), (long.as_str(), "trois".to_owned())];
    for (name, text) in &all {
        let path = home.path().join("in").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let python = "import sys,zipfile,os\nz=zipfile.ZipFile(sys.stdout.buffer,'w',zipfile.ZIP_DEFLATED)\n\
                  [z.write(os.path.join(d,f)) for d,_,n in os.walk('.') for f in sorted(n)]\nz.close()";
    let commands: [&[&str]; 10] = [
        &["zip", "-q", "-r", "-", "."],
        &["sh", "-c", "zip -q -r - . | cat"],
        &["sh", "-c", "zip -q -r -fz - . | cat"],
        &["python3", "-c", python],
        &["sh", "-c", "7z a -so -tzip x . | cat"],
        &["tar", "-c", "."],
        &["tar", "-c", "--format=pax", "."],
        &["tar", "-c", "--format=v7", "a.txt"],
        &["tar", "-c", "-z", "--format=ustar", "."],
        &["bsdtar", "-c", "."],
    ];
    let mut tried = 0;
    for command in commands {
        let out = Command::new(command[0]).args(&command[1..]).current_dir(home.path().join("in")).output();
        let Some(out) = out.ok().filter(|o| o.status.success() && !o.stdout.is_empty()) else {
            eprintln!("SKIPPED: {command:?}");
            continue;
        };
        tried += 1;
        let mut found = files(&out.stdout);
        found.sort();
        let wanted = all.iter().filter(|(n, _)| found.len() > 1 || *n == "a.txt");
        let mut wanted: Vec<_> = wanted.map(|(n, t)| ((*n).to_owned(), t.clone().into_bytes())).collect();
        wanted.sort();
        assert!(found == wanted, "{command:?}: {:?}", found.iter().map(|(n, b)| (n, b.len())).collect::<Vec<_>>());
    }
    assert!(tried > 0, "no program packs anything here");
}

fn header(kind: tar::EntryType, size: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(kind);
    header.set_size(size);
    header.set_mode(0o644);
    header
}

#[test]
fn what_is_no_file_in_a_tar_is_told_and_not_followed() {
    use tar::EntryType;
    let mut tar = tar::Builder::new(Vec::new());
    tar.append_data(&mut header(EntryType::Regular, 2), "a.txt", &b"un"[..]).unwrap();
    tar.append_data(&mut header(EntryType::Directory, 0), "d/", &b""[..]).unwrap();
    tar.append_link(&mut header(EntryType::Symlink, 0), "lien", "/etc/hostname").unwrap();
    tar.append_link(&mut header(EntryType::Link, 0), "dur", "a.txt").unwrap();
    for kind in [EntryType::Char, EntryType::Block, EntryType::Fifo] {
        tar.append_data(&mut header(kind, 0), format!("special-{}", kind.as_byte()), &b""[..]).unwrap();
    }
    tar.append_data(&mut header(EntryType::new(b'V'), 0), "volume", &b""[..]).unwrap();
    let bytes = tar.into_inner().unwrap();
    let all = opened(&bytes).unwrap();
    assert_eq!(all.iter().filter(|(_, kind, _)| matches!(kind, Kind::Other(_))).count(), 6, "{all:?}");
    for (name, kind, read) in &all {
        assert_eq!(read.is_ok(), *kind == Kind::File, "{name}");
    }
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("x.tar"), &bytes).unwrap();
    let rapport = look(&home.path().join("x.tar"));
    let names = rapport.controles.iter().find(|c| c.nom == "NOMS_SURS").unwrap();
    assert_eq!((names.etat, names.details.len()), (Etat::Ko, 6), "{:?}", names.details);
}

/// A file with holes is read with its holes, as GNU tar writes them; in the manner of pax it is told.
#[test]
fn files_with_holes_are_read_or_told() {
    let home = tempfile::tempdir().unwrap();
    let file = std::fs::File::create(home.path().join("trous.bin")).unwrap();
    file.set_len(900 << 10).unwrap();
    (&file).write_all(b"debut").unwrap();
    drop(file);
    let whole = std::fs::read(home.path().join("trous.bin")).unwrap();
    for (format, readable) in [("gnu", true), ("pax", false)] {
        let mut tar = Command::new("tar");
        tar.args(["-c", "-S", &format!("--format={format}"), "trous.bin"]).current_dir(home.path());
        let Ok(out) = tar.output() else { return eprintln!("SKIPPED: no tar here") };
        if !out.status.success() {
            return eprintln!("SKIPPED: this tar knows no holes");
        }
        // Without holes where the disk has none.
        if out.stdout.len() > whole.len() {
            return eprintln!("SKIPPED: this disk makes no holes");
        }
        let all = opened(&out.stdout).unwrap();
        match readable {
            true => assert!(all[0].2.as_ref().unwrap() == &whole),
            false => assert!(matches!(all[0].1, Kind::Other(why) if why.contains("trous")), "{:?}", all[0].1),
        }
    }
}

#[test]
fn a_damaged_or_greedy_tar_is_refused() {
    let mut tar = tar::Builder::new(Vec::new());
    tar.append_data(&mut header(tar::EntryType::Regular, 2000), "a.txt", &[7; 2000][..]).unwrap();
    tar.append_data(&mut header(tar::EntryType::Regular, 2), "b.txt", &b"un"[..]).unwrap();
    let bytes = tar.into_inner().unwrap();
    assert_eq!(files(&bytes).len(), 2);
    // Cut within a file, within a header.
    for cut in [600, 1000, 2559, 2570, 3000, 3073] {
        assert!(opened(&bytes[..cut]).is_err(), "{cut}");
    }
    let mut changed = bytes.clone();
    changed[2560 + 5] ^= 1;
    assert!(opened(&changed).unwrap_err().contains("en-tête"));
    // A size that is not there.
    let mut tar = tar::Builder::new(Vec::new());
    tar.append(&header(tar::EntryType::Regular, 1 << 50), &b""[..]).unwrap();
    assert!(opened(&tar.into_inner().unwrap()).is_err());
    let limits = Limits { entries: 1, ..Limits::default() };
    assert!(opened_within(&bytes, limits).unwrap_err().contains("2 entrées"));
    let gzip = |bytes: &[u8]| {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(bytes).unwrap();
        gzip.finish().unwrap()
    };
    assert_eq!(files(&gzip(&bytes)).len(), 2);
    // So little is harmless, whatever it is made from.
    assert!(opened(&gzip(&vec![0; 8 << 20])).unwrap().is_empty());
    let bomb = gzip(&vec![0; 160 << 20]);
    assert!(opened(&bomb).unwrap_err().contains("bombe"));
    let whole = gzip(&bytes);
    assert!(opened(&whole[..whole.len() - 9]).unwrap_err().contains("gzip"));
    let hidden = Limits { disk: false, ..Limits::default() };
    assert!(opened_within(&whole, hidden).unwrap_err().contains("chiffré"));
}

/// What was listed is what is read: a link that was put in its place since leads nowhere.
#[cfg(unix)]
#[test]
fn a_link_that_takes_the_place_of_a_file_or_a_folder_leads_nowhere() {
    use std::os::unix::fs::symlink;
    let home = tempfile::tempdir().unwrap();
    let (set, outside) = (home.path().join("set"), home.path().join("dehors"));
    std::fs::create_dir_all(set.join("d")).unwrap();
    std::fs::create_dir_all(&outside).unwrap();
    for name in ["a.txt", "b.txt", "c.txt"] {
        std::fs::write(set.join("d").join(name), "dedans").unwrap();
        std::fs::write(outside.join(name), "secret").unwrap();
    }
    std::fs::write(set.join("z.txt"), "dedans").unwrap();
    let ensemble = Ensemble::of_folder(&set, Limits::default()).unwrap();
    let read = |name: &str| {
        let mut out = String::new();
        let index = ensemble.find(name).unwrap();
        ensemble.reader().unwrap().with(index, |b| b.read_to_string(&mut out).map(drop)).map(|()| out)
    };
    assert_eq!(read("d/a.txt").unwrap(), "dedans");
    std::fs::remove_file(set.join("d/a.txt")).unwrap();
    symlink(outside.join("a.txt"), set.join("d/a.txt")).unwrap();
    assert!(matches!(read("d/a.txt"), Err(EntryError::Damaged(_))));
    // A pipe in its place does not make it wait.
    std::fs::remove_file(set.join("d/b.txt")).unwrap();
    assert!(Command::new("mkfifo").arg(set.join("d/b.txt")).status().unwrap().success());
    assert!(matches!(read("d/b.txt"), Err(EntryError::Damaged(_))));
    // The folder itself, and the set's own folder: it is held open.
    std::fs::rename(set.join("d"), set.join("e")).unwrap();
    symlink(&outside, set.join("d")).unwrap();
    assert!(matches!(read("d/c.txt"), Err(EntryError::Damaged(_))), "{:?}", read("d/c.txt"));
    std::fs::rename(&set, home.path().join("ailleurs")).unwrap();
    std::fs::write(outside.join("z.txt"), "secret").unwrap();
    symlink(&outside, &set).unwrap();
    assert_eq!(read("z.txt").unwrap(), "dedans");
}

/// The same while it is read, over and over: what comes out is never from outside.
#[cfg(unix)]
#[test]
fn a_link_that_comes_and_goes_never_leads_outside() {
    use std::os::unix::fs::symlink;
    use std::sync::atomic::{AtomicBool, Ordering};
    let home = tempfile::tempdir().unwrap();
    let (set, outside) = (home.path().join("set"), home.path().join("dehors"));
    std::fs::create_dir_all(&set).unwrap();
    std::fs::write(&outside, "secret").unwrap();
    std::fs::write(set.join("a.txt"), "dedans").unwrap();
    let ensemble = Ensemble::of_folder(&set, Limits::default()).unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                symlink(&outside, set.join("lien")).unwrap();
                std::fs::rename(set.join("lien"), set.join("a.txt")).unwrap();
                std::fs::write(set.join("neuf"), "dedans").unwrap();
                std::fs::rename(set.join("neuf"), set.join("a.txt")).unwrap();
            }
        });
        let mut reader = ensemble.reader().unwrap();
        let (mut inside, mut refused) = (0, 0);
        let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while inside + refused < 3000 || ((inside == 0 || refused == 0) && std::time::Instant::now() < end) {
            let mut out = String::new();
            match reader.with(0, |b| b.read_to_string(&mut out).map(drop)) {
                Ok(()) if out == "dedans" => inside += 1,
                Ok(()) => break,
                Err(_) => refused += 1,
            }
        }
        done.store(true, Ordering::Relaxed);
        assert!(inside + refused >= 3000 && inside > 0 && refused > 0, "{inside} {refused}");
    });
}
