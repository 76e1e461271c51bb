//! Bags that others made: each family of the Library of Congress' conformance suite, made here; the suite itself where it is
//! there (`LIASSE_BAGIT_SUITE`, the folder that holds `v0.97`); as folders, zips and tars.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test writes its own files")]

mod documents;

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::path::Path;

use liasse::archive::{Etat, Limits};
use liasse::domain::Date;
use liasse::pipeline::ensembles::{Demande, Rapport, extraire, verifier};
use sha2::digest::DynDigest;

/// Files by their paths.
type Files = BTreeMap<String, Vec<u8>>;

fn look(path: &Path) -> Rapport {
    let demande = Demande { path, cle: None, limits: Limits::default() };
    verifier(&demande, Date::parse("2026-08-01").unwrap(), None).unwrap()
}

fn lay(files: &Files, folder: &Path) {
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

fn zipped(files: &Files, top: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_directory(format!("{top}data"), zip::write::SimpleFileOptions::default()).unwrap();
    for (name, bytes) in files {
        zip.start_file(format!("{top}{name}"), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tarred(files: &Files, top: &str) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, format!("{top}{name}"), &bytes[..]).unwrap();
    }
    tar.into_inner().unwrap()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// The state of a bag and what is told of it: the same as a folder, and in each container that others make.
fn found(files: &Files) -> (Etat, String) {
    let home = tempfile::tempdir().unwrap();
    lay(files, &home.path().join("sac"));
    let tar = tarred(files, "un sac/");
    let sets = [
        ("sac.zip", zipped(files, "un sac/")),
        ("nu.zip", zipped(files, "")),
        ("nu.tar", tarred(files, "./")),
        ("sac.tar.gz", gzipped(&tar)),
        ("sac.tar", tar),
    ];
    let mut all = vec![("sac", look(&home.path().join("sac")))];
    for (name, bytes) in sets {
        std::fs::write(home.path().join(name), bytes).unwrap();
        all.push((name, look(&home.path().join(name))));
    }
    let told = |r: &Rapport| r.controles.iter().flat_map(|c| &c.details).cloned().collect::<Vec<_>>().join("\n");
    for (name, rapport) in &all {
        assert_eq!(rapport.etat(), all[0].1.etat(), "{name}: {}\nfolder: {}", told(rapport), told(&all[0].1));
    }
    (all[0].1.etat(), told(&all[0].1))
}

fn digest(algorithm: &str, bytes: &[u8]) -> String {
    let mut hasher: Box<dyn DynDigest> = match algorithm {
        "md5" => Box::<md5::Md5>::default(),
        "sha1" => Box::<sha1::Sha1>::default(),
        "sha224" => Box::<sha2::Sha224>::default(),
        "sha256" => Box::<sha2::Sha256>::default(),
        "sha384" => Box::<sha2::Sha384>::default(),
        _ => Box::<sha2::Sha512>::default(),
    };
    hasher.update(bytes);
    hasher.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// A bag as somebody makes it.
struct Bag {
    version: &'static str,
    encoding: &'static str,
    payload: Files,
    algorithms: Vec<&'static str>,
    /// What a line of a manifest is, from a digest and a path.
    #[allow(clippy::type_complexity, reason = "a line of a manifest, of a digest and a path")]
    line: Box<dyn Fn(&str, &str) -> String>,
    end: &'static str,
    info: Option<String>,
    /// Texts as bytes of the encoding.
    encode: fn(&str) -> Vec<u8>,
    /// Changes the files before the tag manifests are made of them.
    change: Box<dyn Fn(&mut Files)>,
    tag_manifests: bool,
}

impl Bag {
    fn new(version: &'static str) -> Self {
        let payload = [("data/bonjour.txt", "bonjour"), ("data/notes/été.txt", "soleil")];
        Bag {
            version,
            encoding: "UTF-8",
            payload: payload.map(|(n, t)| (n.to_owned(), t.as_bytes().to_vec())).into(),
            algorithms: vec!["sha512"],
            line: Box::new(|digest, path| format!("{digest}  {path}")),
            end: "\n",
            info: Some("Payload-Oxum: 13.2\n".to_owned()),
            encode: |text| text.as_bytes().to_vec(),
            change: Box::new(|_| {}),
            tag_manifests: true,
        }
    }

    fn files(&self) -> Files {
        let mut files = self.payload.clone();
        let declaration = format!(
            "BagIt-Version: {}{}Tag-File-Character-Encoding: {}{}",
            self.version, self.end, self.encoding, self.end
        );
        files.insert("bagit.txt".to_owned(), declaration.into_bytes());
        let former = matches!(self.version, "0.93" | "0.94" | "0.95");
        if let Some(info) = &self.info {
            let name = if former { "package-info.txt" } else { "bag-info.txt" };
            files.insert(name.to_owned(), (self.encode)(&info.replace('\n', self.end)));
        }
        let listed = |algorithm: &str, of: &mut dyn Iterator<Item = (&String, &Vec<u8>)>| {
            let lines: Vec<_> =
                of.map(|(path, bytes)| (self.line)(&digest(algorithm, bytes), path) + self.end).collect();
            (self.encode)(&lines.concat())
        };
        for algorithm in &self.algorithms {
            let manifest = listed(algorithm, &mut self.payload.iter());
            files.insert(format!("manifest-{algorithm}.txt"), manifest);
        }
        (self.change)(&mut files);
        if self.tag_manifests {
            for algorithm in &self.algorithms {
                let mut tags = files.iter().filter(|(n, _)| !n.starts_with("data/") && !n.starts_with("tagmanifest"));
                let manifest = listed(algorithm, &mut tags);
                files.insert(format!("tagmanifest-{algorithm}.txt"), manifest);
            }
        }
        files
    }

    fn changed(mut self, change: impl Fn(&mut Files) + 'static) -> Self {
        self.change = Box::new(change);
        self
    }

    fn written(mut self, line: impl Fn(&str, &str) -> String + 'static) -> Self {
        self.line = Box::new(line);
        self
    }
}

fn is(bag: &Bag, etat: Etat, why: &str) {
    let (found, told) = found(&bag.files());
    assert_eq!(found, etat, "{why}\n{told}");
    assert!(told.contains(why), "{why}\n{told}");
}

/// Changes a text of a bag.
fn edit(files: &mut Files, name: &str, change: impl Fn(&str) -> String) {
    let text = String::from_utf8(files[name].clone()).unwrap();
    files.insert(name.to_owned(), change(&text).into_bytes());
}

#[test]
fn what_is_right_is_said_to_be() {
    for version in ["0.93", "0.94", "0.95", "0.96", "0.97", "1.0"] {
        is(&Bag::new(version), Etat::Ok, "");
        is(&Bag { info: None, ..Bag::new(version) }, Etat::Ok, "");
        is(&Bag { tag_manifests: false, ..Bag::new(version) }, Etat::Ok, "");
        for end in ["\r", "\r\n"] {
            is(&Bag { end, ..Bag::new(version) }, Etat::Ok, "");
        }
        for algorithm in ["md5", "sha1", "sha224", "sha256", "sha384"] {
            is(&Bag { algorithms: vec![algorithm], ..Bag::new(version) }, Etat::Ok, "");
        }
        is(&Bag { algorithms: vec!["md5", "sha256", "sha512"], ..Bag::new(version) }, Etat::Ok, "");
        // Blanks, capitals of digests, the size in whatever capitals.
        is(&Bag::new(version).written(|d, p| format!("{} \t {p}", d.to_uppercase())), Etat::Ok, "");
        is(&Bag { info: Some("PAYLOAD-OXUM: 13.2\npayload-other: 1\n".to_owned()), ..Bag::new(version) }, Etat::Ok, "");
        // Metadata twice, and on several lines.
        let info = "Contact-Name: A\ncontact-name: B\nExternal-Description: un\n   deux\n\ttrois\nPayload-Oxum: 13.2\n";
        is(&Bag { info: Some(info.to_owned()), ..Bag::new(version) }, Etat::Ok, "");
    }
    is(
        &Bag { info: Some("Label : 1\nOther   :   2\nPayload-Oxum : 13.2\n".to_owned()), ..Bag::new("0.97") },
        Etat::Ok,
        "",
    );
    // A bag in a bag, whose names are those of a bag too.
    let mut bag = Bag { info: None, ..Bag::new("1.0") };
    for (name, bytes) in Bag::new("0.97").files() {
        bag.payload.insert(format!("data/{name}"), bytes.clone());
        bag.payload.insert(format!("data/sac/{name}"), bytes);
    }
    is(&bag, Etat::Ok, "");
    // Nothing at all.
    is(&Bag { payload: Files::new(), info: None, ..Bag::new("1.0") }, Etat::Ok, "");
}

#[test]
fn texts_are_read_in_the_encoding_that_is_declared() {
    #[allow(clippy::type_complexity, reason = "an encoding by its name, and a text in it")]
    let cases: [(&str, fn(&str) -> Vec<u8>); 5] = [
        ("UTF-16", |t| [0xfe, 0xff].into_iter().chain(t.encode_utf16().flat_map(u16::to_be_bytes)).collect()),
        ("UTF-16", |t| [0xff, 0xfe].into_iter().chain(t.encode_utf16().flat_map(u16::to_le_bytes)).collect()),
        ("UTF-16LE", |t| t.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("ISO-8859-1", |t| t.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()),
        ("utf-8", |t| t.as_bytes().to_vec()),
    ];
    for (encoding, encode) in cases {
        for version in ["0.97", "1.0"] {
            is(&Bag { encoding, encode, ..Bag::new(version) }, Etat::Ok, "");
        }
    }
    is(&Bag { encoding: "UTF-16", ..Bag::new("1.0") }, Etat::Ko, "encodage que bagit.txt annonce");
    is(
        &Bag { encode: |t| t.chars().map(|c| c as u8).collect(), ..Bag::new("1.0") },
        Etat::Ko,
        "encodage que bagit.txt annonce",
    );
    is(&Bag { encoding: "KLINGON", ..Bag::new("1.0") }, Etat::Ko, "« KLINGON »");
    let marked: fn(&str) -> Vec<u8> = |t| [b"\xef\xbb\xbf", t.as_bytes()].concat();
    is(&Bag { encode: marked, ..Bag::new("1.0") }, Etat::Ko, "BOM");
    is(&Bag { encode: marked, ..Bag::new("0.97") }, Etat::Avertissement, "BOM");
}

#[test]
fn what_is_unusual_is_told() {
    let old = || Bag::new("0.97");
    is(&old().written(|d, p| format!("{d} *{p}")), Etat::Avertissement, "étoile");
    is(&Bag::new("1.0").written(|d, p| format!("{d} *{p}")), Etat::Avertissement, "étoile");
    is(&old().written(|d, p| format!("{d}  ./{p}")), Etat::Avertissement, "« ./ »");
    // Here and there, as tools of 0.97 did.
    is(&old().written(|d, p| format!("{d}  {}{p}", if p.contains("jour") { "./" } else { "" })), Etat::Ok, "« ./ »");
    is(
        &Bag::new("1.0").written(|d, p| format!("{d}  {}{p}", if p.contains("jour") { "./" } else { "" })),
        Etat::Avertissement,
        "« ./ »",
    );
    let twice = |d: &str, p: &str| format!("{d}  {p}\n{d}  {p}");
    is(&old().written(twice), Etat::Avertissement, "listé deux fois");
    is(&Bag::new("1.0").written(twice), Etat::Ko, "listé deux fois");
    for version in ["0.97", "1.0"] {
        let both = |d: &str, p: &str, other: String| match p == other {
            true => format!("{d}  {p}"),
            false => format!("{d}  {p}\n{d}  {other}"),
        };
        let capitals = move |d: &str, p: &str| both(d, p, p.replace("bonjour", "BONJOUR"));
        is(&Bag { tag_manifests: false, ..Bag::new(version) }.written(capitals), Etat::Avertissement, "même fichier");
        let forms = move |d: &str, p: &str| both(d, p, p.replace('é', "e\u{301}"));
        is(&Bag { tag_manifests: false, ..Bag::new(version) }.written(forms), Etat::Avertissement, "même fichier");
        // In another normal form alone: the same name.
        is(
            &Bag::new(version).written(|d, p| format!("{d}  {}", p.replace('é', "e\u{301}"))),
            Etat::Ok,
            "composés autrement",
        );
        is(
            &Bag::new(version).written(|d, p| format!("{d}  {}", p.replace("bonjour", "Bonjour"))),
            Etat::Avertissement,
            "capitales",
        );
    }
    let mut bag = old();
    bag.payload.insert("data/Thumbs.db".to_owned(), Vec::new());
    bag.payload.insert("data/notes/.DS_Store".to_owned(), Vec::new());
    bag.info = Some("Payload-Oxum: 13.4\n".to_owned());
    is(&bag, Etat::Ok, "");
    is(&bag.changed(|f| drop(f.remove("data/notes/.DS_Store"))), Etat::Avertissement, "fichier du système");
    is(&old().changed(|f| edit(f, "bagit.txt", |t| t.replace(": ", " : "))), Etat::Avertissement, "deux lignes");
    is(
        &old().changed(|f| drop(f.insert("manifest-blake3.txt".to_owned(), b"00 data/x".to_vec()))),
        Etat::Avertissement,
        "cet algorithme",
    );
    is(
        &Bag { info: Some("perdu\nPayload-Oxum: 13.2\n".to_owned()), ..Bag::new("1.0") },
        Etat::Avertissement,
        "ne sont pas lues",
    );
}

#[test]
fn what_is_wrong_is_refused_for_its_reason() {
    for version in ["0.97", "1.0"] {
        let of = || Bag::new(version);
        let bare = || Bag { tag_manifests: false, ..Bag::new(version) };
        is(
            &bare().changed(|f| drop(f.insert("data/bonjour.txt".to_owned(), b"bonsoir".to_vec()))),
            Etat::Ko,
            "pas l’empreinte",
        );
        is(&bare().changed(|f| drop(f.insert("data/intrus".to_owned(), b"x".to_vec()))), Etat::Ko, "n’est pas listé");
        is(&bare().changed(|f| drop(f.remove("data/bonjour.txt"))), Etat::Ko, "est absent");
        is(&bare().changed(|f| drop(f.remove("manifest-sha512.txt"))), Etat::Ko, "aucun manifeste");
        is(&bare().changed(|f| drop(f.remove("bagit.txt"))), Etat::Ko, "« bagit.txt » manque");
        is(&bare().changed(|f| edit(f, "bagit.txt", |t| t.lines().next().unwrap().to_owned())), Etat::Ko, "d’encodage");
        is(&bare().changed(|f| edit(f, "bagit.txt", |t| format!("\u{feff}{t}"))), Etat::Ko, "BOM");
        is(
            &bare().changed(|f| edit(f, "bagit.txt", |t| t.replace(": 0.", ": .").replace(": 1.0", ": 2.0"))),
            Etat::Ko,
            "version",
        );
        is(&of().written(|d, p| format!("{d}  {p}\n{}  {p}", d.replace('0', "1"))), Etat::Ko, "sous deux empreintes");
        is(&of().written(|d, p| format!("{}  {p}", &d[1..])), Etat::Ko, "sans une empreinte SHA-512");
        is(&of().written(|_, p| p.to_owned()), Etat::Ko, "sans une empreinte SHA-512");
        is(&Bag { info: Some("Payload-Oxum: 14.2\n".to_owned()), ..of() }, Etat::Ko, "Payload-Oxum dit 14.2");
        is(&Bag { info: Some("Payload-Oxum: beaucoup\n".to_owned()), ..of() }, Etat::Ko, "Payload-Oxum dit beaucoup");
        // Each manifest is checked, whatever the others say.
        for wrong in ["md5", "sha1", "sha512"] {
            let algorithms = vec!["md5", "sha1", "sha512"];
            let name = format!("manifest-{wrong}.txt");
            let bag = Bag { algorithms, tag_manifests: false, ..Bag::new(version) };
            is(&bag.changed(move |f| edit(f, &name, |t| t.replace(['0', '1'], "2"))), Etat::Ko, "pas l’empreinte");
        }
        // What leaves the bag is never looked at.
        for path in [
            "../../dehors",
            "/tmp/foo",
            "~/foo",
            "~root/foo",
            "data/../../x",
            "C:\\Windows\\x",
            "%HomeDrive%\\x",
            "\\\\?\\UNC\\x",
            "bag-info.txt",
        ] {
            let listed = move |t: &str| format!("{t}{}  {path}\n", digest("sha512", b"x"));
            is(&bare().changed(move |f| edit(f, "manifest-sha512.txt", listed)), Etat::Ko, "n’est pas dans data/");
            let fetched = move |f: &mut Files| {
                drop(f.insert("fetch.txt".to_owned(), format!("https://exemple.fr/ - {path}\r\n").into_bytes()));
            };
            is(&of().changed(fetched), Etat::Ko, "n’est pas une pièce");
        }
    }
    is(&Bag::new("1.0").changed(|f| edit(f, "bagit.txt", |t| t.replace(": ", " : "))), Etat::Ko, "deux lignes");
    is(&Bag::new("1.0").changed(|f| edit(f, "bagit.txt", |t| format!("{t}Autre: 1\n"))), Etat::Ko, "deux lignes");
}

#[test]
fn tag_files_are_checked_too() {
    for version in ["0.97", "1.0"] {
        let after = |change: &dyn Fn(&mut Files)| {
            let mut files = Bag { algorithms: vec!["md5", "sha512"], ..Bag::new(version) }.files();
            change(&mut files);
            found(&files)
        };
        let (etat, told) = after(&|f| edit(f, "bag-info.txt", |t| format!("Contact-Name: X\n{t}")));
        assert!(etat == Etat::Ko && told.contains("« bag-info.txt » n’a pas l’empreinte"), "{told}");
        let (etat, told) = after(&|f| drop(f.remove("bag-info.txt")));
        assert!(etat == Etat::Ko && told.contains("« bag-info.txt »") && told.contains("absent"), "{told}");
        // Of two tag manifests, the weaker one tells.
        let (etat, told) = after(&|f| edit(f, "tagmanifest-md5.txt", |t| t.replace(['0', '1'], "2")));
        assert!(etat == Etat::Ko && told.contains("(MD5)"), "{told}");
        // Further files may be there.
        assert_eq!(after(&|f| drop(f.insert("autre/journal.txt".to_owned(), b"x".to_vec()))).0, Etat::Ok);
    }
    let unlisted = |version| {
        let mut files = Bag::new(version).files();
        edit(&mut files, "tagmanifest-sha512.txt", |t| {
            t.lines().filter(|l| !l.contains("manifest-")).map(|l| format!("{l}\n")).collect()
        });
        found(&files).0
    };
    assert_eq!((unlisted("0.97"), unlisted("1.0")), (Etat::Ok, Etat::Ko));
}

#[test]
fn since_one_each_manifest_lists_each_piece() {
    let shortened = |version| {
        Bag { algorithms: vec!["md5", "sha512"], tag_manifests: false, ..Bag::new(version) }
            .changed(|f| edit(f, "manifest-md5.txt", |t| t.lines().take(1).map(|l| format!("{l}\n")).collect()))
    };
    is(&shortened("0.97"), Etat::Ok, "");
    is(&shortened("1.0"), Etat::Ko, "manifest-md5.txt ne liste pas");
}

/// Nothing is fetched: what is there is checked, what is not is told.
#[test]
fn fetch_is_told_and_never_followed() {
    let fetch = |f: &mut Files| {
        let line = |path: &str| format!("http://127.0.0.1:9/{path} - {path}\r\n");
        f.insert("fetch.txt".to_owned(), (line("data/bonjour.txt") + &line("data/notes/été.txt")).into_bytes());
    };
    for version in ["0.96", "0.97", "1.0"] {
        is(&Bag::new(version).changed(fetch), Etat::Ok, "liasse ne télécharge rien");
        let holed = Bag::new(version).changed(move |f| {
            fetch(f);
            f.remove("data/bonjour.txt");
        });
        is(&holed, Etat::Ko, "fetch.txt dit où le chercher");
        is(
            &Bag::new(version).changed(|f| drop(f.insert("fetch.txt".to_owned(), b"x 3 data/ailleurs\n".to_vec()))),
            Etat::Ko,
            "dans aucun manifeste",
        );
        is(
            &Bag::new(version).changed(|f| drop(f.insert("fetch.txt".to_owned(), b"data/bonjour.txt\n".to_vec()))),
            Etat::Ko,
            "n’est pas une adresse",
        );
    }
}

/// The signs of names, encoded as each version wants it, and as others do it.
#[test]
fn names_are_encoded() {
    let of = |version, names: &[&str], written: fn(&str) -> String| {
        let payload = names.iter().map(|n| (format!("data/{n}"), n.as_bytes().to_vec())).collect();
        Bag { payload, info: None, ..Bag::new(version) }.written(move |d, p| format!("{d}  {}", written(p)))
    };
    let right = |p: &str| p.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0d");
    let names = ["50%.txt", "%7Etilde", "a b.txt", "%0Aécrit"];
    is(&of("1.0", &names, right), Etat::Ok, "");
    is(&of("0.97", &names, |p| p.replace('\n', "%0A")), Etat::Ok, "");
    is(&of("1.0", &["50%.txt"], str::to_owned), Etat::Avertissement, "codés");
    is(&of("1.0", &["a b.txt"], |p| p.replace(' ', "%20")), Etat::Avertissement, "codés");
    // Two names of which one is the other encoded: each has its own.
    is(&of("1.0", &["a%41", "aA", "a%2541"], right), Etat::Ok, "");
    #[cfg(unix)]
    is(&of("1.0", &["deux\nlignes", "deux\rlignes"], right), Etat::Avertissement, "fin de ligne");
}

/// What is taken out of a bag is a bag again, whoever made it and whatever it came in.
#[test]
fn an_extracted_bag_is_a_bag_again() {
    let home = tempfile::tempdir().unwrap();
    let bag = Bag { algorithms: vec!["md5", "sha512"], ..Bag::new("0.97") };
    let files = bag.changed(|f| drop(f.insert("journal/notes.bin".to_owned(), vec![0, 1, 2]))).files();
    let tar = tarred(&files, "sac/");
    for (name, bytes) in [
        ("sac.zip", zipped(&files, "sac/")),
        ("nu.zip", zipped(&files, "")),
        ("sac.tgz", gzipped(&tar)),
        ("sac.tar", tar),
    ] {
        let (path, to) = (home.path().join(name), home.path().join(format!("{name}.d")));
        std::fs::write(&path, bytes).unwrap();
        let demande = Demande { path: &path, cle: None, limits: Limits::default() };
        let done = extraire(&demande, &to, &|_| true).unwrap();
        assert_eq!(done.pieces, files.len());
        assert_eq!(look(&to).etat(), Etat::Ok, "{name}");
        for (name, bytes) in &files {
            assert_eq!(&std::fs::read(to.join(name)).unwrap(), bytes, "{name}");
        }
    }
}

/// The Library of Congress' own bags: each verdict as the suite has it, as folders, zips and tars.
#[test]
fn the_conformance_suite_is_agreed_with() {
    let Some(suite) = std::env::var_os("LIASSE_BAGIT_SUITE") else {
        assert!(
            !documents::in_ci() || !Path::new("target/tools/bagit-suite").exists(),
            "LIASSE_BAGIT_SUITE is not set"
        );
        return eprintln!("SKIPPED: LIASSE_BAGIT_SUITE does not say where the conformance suite is");
    };
    let (mut wrong, mut count) = (Vec::new(), BTreeMap::new());
    let below = |path: &Path| {
        let all = std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir());
        let mut all: Vec<_> = all.filter(|p| !p.file_name().unwrap().to_string_lossy().starts_with('.')).collect();
        all.sort();
        all
    };
    for category in below(Path::new(&suite))
        .iter()
        .filter(|v| v.file_name().unwrap().to_string_lossy().starts_with('v'))
        .flat_map(|v| below(v))
    {
        let kind = category.file_name().unwrap().to_string_lossy().into_owned();
        let right = match kind.as_str() {
            "valid" => Etat::Ok,
            "warning" => Etat::Avertissement,
            _ => Etat::Ko,
        };
        for bag in below(&category) {
            let mut files = Files::new();
            for entry in walkdir::WalkDir::new(&bag).into_iter().map(|e| e.unwrap()).filter(|e| e.file_type().is_file())
            {
                let name = entry.path().strip_prefix(&bag).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, std::fs::read(entry.path()).unwrap());
            }
            let (etat, told) = found(&files);
            let direct = look(&bag).etat();
            let agreed: &mut (usize, usize) = count.entry(kind.clone()).or_default();
            agreed.1 += 1;
            if (etat, direct) == (right, right) {
                agreed.0 += 1;
            } else {
                wrong.push(format!("{}: {right:?}, found {etat:?}: {told}", bag.display()));
            }
        }
    }
    println!("{count:?}");
    assert!(count.values().map(|(_, n)| n).sum::<usize>() >= 60, "{count:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
