//! Archived sets: what is made is valid, whole and always the same; each change of a byte is found; hostile sets are refused,
//! and nothing is written outside.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test writes its own files")]

mod documents;
mod support;

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use liasse::archive::{
    Communicabilite, Conservation, Etat, Limits, Niveau, Notice, Partie, Piece, Plan, Profil, Sort, Source, Unite,
    write_set,
};
use liasse::disk::Place;
use liasse::domain::{Date, Versement};
use liasse::pipeline::ensembles::{Atelier, Demande, Rapport, extraire, verifier};
use liasse::zip::{Writer, Zip};
use proptest::prelude::*;
use support::{program, root};

const SEDA: [(Profil, &str); 3] = [(Profil::Seda21, "2.1"), (Profil::Seda22, "2.2"), (Profil::Seda23, "2.3")];

fn piece(nom: &str, bytes: &[u8]) -> Piece {
    let titre = nom.rsplit('/').next().unwrap().to_owned();
    Piece { nom: nom.to_owned(), titre, document: "Donnée saisie", source: Source::Bytes(bytes.to_vec()) }
}

/// A set of a few small pieces.
fn small(pieces: Vec<Piece>) -> Plan {
    let conservation = Some(Conservation {
        debut: "2026-10-31".to_owned(),
        fin: Some("2027-11-01".to_owned()),
        regle: "jusqu’à la session suivante".to_owned(),
        sort: Sort::Detruire,
    });
    let notice = Notice {
        genre: "examen".to_owned(),
        document: "Épreuve & sujet".to_owned(),
        dates: Some(("2026-05-12".to_owned(), "2026-05-13".to_owned())),
        acces: Some(Communicabilite {
            debut: "2026-10-31".to_owned(),
            a_partir: "2076-10-31".to_owned(),
            texte: "code du patrimoine".to_owned(),
        }),
    };
    let titre = "E31 & suite <1>".to_owned();
    let lot = Unite { titre, niveau: Niveau::File, conservation, notice, unites: Vec::new(), pieces };
    Plan {
        titre: "Session 2026".to_owned(),
        date: "2026-07-01".to_owned(),
        partie: Partie::Candidat,
        versement: Versement { regle: "APP-00001".to_owned(), ..Versement::default() },
        complete: None,
        racine: Unite {
            titre: "Session 2026".to_owned(),
            niveau: Niveau::RecordGrp,
            conservation: None,
            notice: Notice::default(),
            unites: vec![lot],
            pieces: Vec::new(),
        },
    }
}

fn few() -> Vec<Piece> {
    vec![
        piece(
            "e31/documents/sujet.pdf",
            b"%PDF-1.7\n<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
        ),
        piece("e31/entrees/sujet.md", "# Œuvre & <balise>\n".as_bytes()),
        piece("e31/entrees/vide.toml", b""),
    ]
}

fn set(plan: &Plan, profil: Profil) -> Vec<u8> {
    let mut out = Vec::new();
    write_set(plan, profil, &mut out).unwrap();
    out
}

fn look(path: &Path) -> Rapport {
    let demande = Demande { path, cle: None, limits: Limits::default() };
    verifier(&demande, Date::parse("2026-08-01").unwrap(), None).unwrap()
}

fn verified(bytes: &[u8]) -> Rapport {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    look(file.path())
}

/// The names of the checks in a state.
fn which(rapport: &Rapport, etat: Etat) -> Vec<&'static str> {
    rapport.controles.iter().filter(|c| c.etat == etat).map(|c| c.nom).collect()
}

/// What another program says; nothing, loudly, where it is not there.
fn said(command: &mut Command) -> Option<Output> {
    match command.output() {
        Ok(out) => Some(out),
        Err(e) if documents::in_ci() => panic!("{command:?}: {e}"),
        Err(e) => {
            eprintln!("SKIPPED: {command:?}: {e}");
            None
        }
    }
}

#[test]
fn a_set_is_what_its_standard_wants() {
    for (profil, version) in SEDA {
        let rapport = verified(&set(&small(few()), profil));
        assert_eq!((rapport.etat(), rapport.forme.as_str()), (Etat::Avertissement, format!("SEDA {version}").as_str()));
        // Nobody said to whom it goes; it has no description by liasse: nothing tells how long it is kept.
        assert_eq!(which(&rapport, Etat::Avertissement), ["VERSEMENT_COMPLET", "CONSERVATION"]);
    }
    let rapport = verified(&set(&small(few()), Profil::Bagit));
    assert_eq!((rapport.etat(), rapport.forme.as_str()), (Etat::Avertissement, "BagIt 1.0"));
}

/// The schemas are not the project's own: they are looked for beside it.
#[test]
fn manifests_are_valid_against_the_schemas() {
    for (profil, version) in SEDA {
        let below = format!("{version}/seda-{version}-main.xsd");
        let told = std::env::var_os("LIASSE_SEDA_SCHEMAS").map(PathBuf::from);
        let mut folders = told.into_iter().chain([root().join("../shared/seda")]).map(|f| f.join(&below));
        let Some(schema) = folders.find(|p| p.is_file()) else {
            eprintln!("SKIPPED: the schema of SEDA {version} is not here (LIASSE_SEDA_SCHEMAS)");
            continue;
        };
        let mut complete = small(few());
        complete.complete = Some("LIASSE-CANDIDAT-0".to_owned());
        complete.versement.accord = "IC-000001".to_owned();
        complete.versement.communicabilite = "ACC-00025".to_owned();
        complete.versement.examen.regle = "APP-00002".to_owned();
        complete.racine.conservation = complete.racine.unites[0].conservation.clone();
        complete.racine.notice = complete.racine.unites[0].notice.clone();
        for plan in [small(few()), complete, small(Vec::new())] {
            let folder = tempfile::tempdir().unwrap();
            let mut zip = zip::ZipArchive::new(Cursor::new(set(&plan, profil))).unwrap();
            zip.extract(folder.path()).unwrap();
            let mut xmllint = Command::new("xmllint");
            xmllint.args(["--noout", "--schema"]).arg(&schema).arg(folder.path().join("manifest.xml"));
            let Some(out) = said(&mut xmllint) else { return };
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        }
    }
}

/// The reference implementation of BagIt, in Python.
#[test]
fn bags_are_valid_for_the_reference_implementation() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = set(&small(few()), Profil::Bagit);
    zip::ZipArchive::new(Cursor::new(bytes)).unwrap().extract(folder.path()).unwrap();
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let there = Command::new(&python).args(["-c", "import bagit"]).output().is_ok_and(|o| o.status.success());
    if !there {
        assert!(!documents::in_ci(), "the Python package bagit is not installed");
        return eprintln!("SKIPPED: the Python package bagit is not installed");
    }
    let bag = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    // What is taken out of it is a bag again.
    let home = tempfile::tempdir().unwrap();
    let (path, taken) = (home.path().join("set.zip"), home.path().join("sorti"));
    std::fs::write(&path, set(&small(few()), Profil::Bagit)).unwrap();
    extraire(&Demande { path: &path, cle: None, limits: Limits::default() }, &taken, &|_| true).unwrap();
    for bag in [bag, taken] {
        let out = said(Command::new(&python).args(["-m", "bagit", "--validate"]).arg(&bag)).unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    for profil in [Profil::Seda22, Profil::Seda23, Profil::Bagit] {
        // Many pieces: threads must not change their order.
        let pieces = || (0..200).map(|i| piece(&format!("lot/{i}.txt"), format!("{i}").repeat(i).as_bytes())).collect();
        assert!(set(&small(pieces()), profil) == set(&small(pieces()), profil));
    }
}

#[test]
fn each_byte_that_changes_is_found() {
    for profil in [Profil::Seda22, Profil::Bagit] {
        let bytes = set(&small(few()), profil);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("set.zip");
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << (at % 8);
            std::fs::write(&path, &changed).unwrap();
            let rapport = look(&path);
            assert!(rapport.etat() >= Etat::Ko, "byte {at} of {}: {:?}", bytes.len(), which(&rapport, Etat::Ko));
        }
    }
}

/// Names and bytes.
type Entries = Vec<(String, Vec<u8>)>;

/// The entries of a set, as others than liasse could write them again.
fn entries(bytes: &[u8]) -> Entries {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    (0..zip.len())
        .map(|i| {
            let mut file = zip.by_index(i).unwrap();
            let mut bytes = Vec::new();
            std::io::copy(&mut file, &mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn zipped(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    for (name, bytes) in entries {
        writer.begin(name, bytes.len() as u64, crc32fast::hash(bytes)).unwrap();
        writer.bytes(bytes).unwrap();
    }
    writer.finish().unwrap()
}

#[test]
fn what_is_added_removed_renamed_swapped_or_twice_is_told() {
    for profil in [Profil::Seda22, Profil::Bagit] {
        let all = entries(&set(&small(few()), profil));
        let found = |change: &dyn Fn(&mut Entries)| {
            let mut changed = all.clone();
            change(&mut changed);
            which(&verified(&zipped(&changed)), Etat::Ko)
        };
        assert!(found(&|_| {}).is_empty());
        let folder = all[0].0.rsplit_once('/').unwrap().0.to_owned();
        let more = (format!("{folder}/intrus.txt"), b"x".to_vec());
        assert_eq!(found(&|e| e.insert(0, more.clone())), ["PIECES_DECLAREES"]);
        assert!(found(&|e| drop(e.remove(1))).contains(&"PIECES_PRESENTES"));
        let renamed = found(&|e| e[0].0.push('x'));
        assert!(renamed.contains(&"PIECES_PRESENTES") && renamed.contains(&"PIECES_DECLAREES"), "{renamed:?}");
        let swapped = found(&|e| {
            let first = e[0].1.clone();
            e[0].1 = std::mem::replace(&mut e[1].1, first);
        });
        assert!(swapped.contains(&"EMPREINTES"), "{swapped:?}");
        let twice = found(&|e| e.insert(0, e[0].clone()));
        assert!(twice.contains(&"NOMS_SURS"), "{twice:?}");
        // The order of the entries is a part of the form.
        if profil == Profil::Seda22 {
            assert_eq!(found(&|e| e.push(("content/vide/".to_owned(), Vec::new()))), Vec::<&str>::new());
        }
    }
}

#[test]
fn names_that_leave_the_set_are_refused_and_nothing_is_written() {
    let all = entries(&set(&small(few()), Profil::Seda22));
    for name in [
        "../dehors.txt",
        "content/../../dehors.txt",
        "/tmp/liasse-dehors.txt",
        "C:\\dehors.txt",
        "content\\..\\..\\dehors.txt",
        "content/con.txt",
        "content/LPT1",
        "content/a./b",
        "content//b",
        "content/\u{1b}[31m",
    ] {
        let mut changed = all.clone();
        changed.push((name.to_owned(), b"dehors".to_vec()));
        let rapport = verified(&zipped(&changed));
        assert!(which(&rapport, Etat::Ko).contains(&"NOMS_SURS"), "{name}");
        // Even where its manifest names it so.
        let manifest = changed.iter_mut().find(|(n, _)| n == "manifest.xml").unwrap();
        let text = String::from_utf8(manifest.1.clone())
            .unwrap()
            .replace("e31/entrees/vide.toml", &name.replace('\u{1b}', "?"));
        manifest.1 = text.into_bytes();
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("set.zip");
        std::fs::write(&path, zipped(&changed)).unwrap();
        let (to, limits) = (home.path().join("a/b"), Limits::default());
        assert!(extraire(&Demande { path: &path, cle: None, limits }, &to, &|_| true).is_err(), "{name}");
        let left: Vec<PathBuf> = walkdir::WalkDir::new(home.path())
            .into_iter()
            .map(|e| e.unwrap().into_path())
            .filter(|p| p.is_file())
            .collect();
        assert_eq!(left, [path], "{name}");
    }
    assert!(!Path::new("/tmp/liasse-dehors.txt").exists());
}

/// The words with which a set was refused.
fn refused(bytes: &[u8]) -> String {
    let rapport = verified(bytes);
    assert_eq!(rapport.etat(), Etat::Ko);
    rapport.controles.iter().flat_map(|c| &c.details).cloned().collect::<Vec<_>>().join("\n")
}

#[test]
fn a_link_in_a_zip_is_refused() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in entries(&set(&small(few()), Profil::Seda22)) {
        zip.start_file(name, options).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.add_symlink("content/lien", "/etc/hostname", options).unwrap();
    let rapport = verified(&zip.finish().unwrap().into_inner());
    assert!(rapport.controles.iter().any(|c| c.nom == "NOMS_SURS" && c.details.iter().any(|d| d.contains("lien"))));
}

#[test]
fn bombs_are_refused() {
    // Zeros unfold to a thousand times their size.
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("content/ID1.txt", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&vec![0; 8 << 20]).unwrap();
    let bomb = zip.finish().unwrap().into_inner();
    assert!(refused(&bomb).contains("bombe"));
    // Entries that are the same bytes.
    let all = entries(&set(&small(few()), Profil::Seda22));
    let one = zipped(&all);
    let at = one.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    let mut same = one.clone();
    same[at + 42..at + 46].copy_from_slice(&0u32.to_le_bytes());
    assert!(refused(&same).contains("recouvrent"));
    let transfer = r#"<ArchiveTransfer xmlns="fr:gouv:culture:archivesdefrance:seda:v2.2">"#;
    for (xml, why) in [
        (
            format!("<!DOCTYPE a [<!ENTITY b \"cc\"><!ENTITY d \"&b;&b;&b;\">]>{transfer}&d;</ArchiveTransfer>"),
            "entité",
        ),
        (format!("{transfer}{}", "<a>".repeat(100_000)), "les uns dans les autres"),
        (format!("<a b=\"{}\"/>", "x".repeat(20 << 20)), "trop long"),
        (format!("{transfer}<a></b></ArchiveTransfer>"), "mal écrite"),
        (format!("{transfer}<a b='1' b='2'/></ArchiveTransfer>"), "mal écrite"),
        (transfer.to_owned(), "coupé"),
        ("<ArchiveTransfer/>".to_owned(), "pas d’espace de noms"),
        (transfer.replace("v2.2", "v9.9"), "SEDA 2.0 à 2.3"),
    ] {
        let told = refused(&zipped(&[("manifest.xml".to_owned(), xml.into_bytes())]));
        assert!(told.contains(why), "{why}: {told}");
    }
    let claims = |at: usize, value: &[u8]| {
        let mut bytes = one.clone();
        let end = bytes.len() - 22;
        bytes[end + at..end + at + value.len()].copy_from_slice(value);
        bytes
    };
    // More entries than the directory holds, a directory elsewhere, ZIP64 fields that are not there.
    for bytes in [claims(8, &[9, 9, 9, 9]), claims(16, &[1, 0, 0, 0]), claims(12, &[255; 8])] {
        refused(&bytes);
    }
    (0..one.len()).step_by(37).for_each(|cut| drop(refused(&one[..cut])));
}

#[test]
fn sets_that_others_made_are_read() {
    let sha256 = |bytes: &[u8]| {
        use sha2::Digest as _;
        sha2::Sha256::digest(bytes).iter().map(|b| format!("{b:02X}")).collect::<String>()
    };
    let (a, b) = ("un texte ".repeat(500), "deux");
    let object = |n: usize, bytes: &str| {
        format!(
            "<BinaryDataObject id=\"ID{n}\"><DataObjectGroupId>G{n}</DataObjectGroupId><Uri>Content/ID{n}.txt</Uri>\
             <MessageDigest algorithm=\"SHA-256\">{}</MessageDigest><Size>{}</Size></BinaryDataObject>",
            sha256(bytes.as_bytes()),
            bytes.len()
        )
    };
    let manifest = format!(
        "<?xml version=\"1.0\"?><s:ArchiveTransfer xmlns=\"fr:gouv:culture:archivesdefrance:seda:v2.1\" \
         xmlns:s=\"fr:gouv:culture:archivesdefrance:seda:v2.1\"><Date>2016-10-18T14:52:27</Date>\
         <MessageIdentifier>X</MessageIdentifier><CodeListVersions/><DataObjectPackage>{}{}<DescriptiveMetadata>\
         <ArchiveUnit id=\"U\"><Content><Title>Deux textes</Title></Content>\
         <DataObjectReference><DataObjectGroupReferenceId>G1</DataObjectGroupReferenceId></DataObjectReference>\
         <DataObjectReference><DataObjectGroupReferenceId>G2</DataObjectGroupReferenceId></DataObjectReference>\
         </ArchiveUnit></DescriptiveMetadata><ManagementMetadata/></DataObjectPackage>\
         <ArchivalAgency><Identifier>A</Identifier></ArchivalAgency>\
         <TransferringAgency><Identifier>B</Identifier></TransferringAgency></s:ArchiveTransfer>",
        object(1, &a),
        object(2, b)
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.add_directory("Content", options).unwrap();
    for (name, bytes) in [("Content/ID1.txt", a.as_str()), ("Content/ID2.txt", b), ("manifest.xml", &manifest)] {
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let rapport = verified(&bytes);
    assert_eq!(rapport.forme, "SEDA 2.1");
    assert!(rapport.etat() < Etat::Ko, "{:?}", rapport.controles);
    // And its folder, as somebody unzipped it.
    let folder = tempfile::tempdir().unwrap();
    zip::ZipArchive::new(Cursor::new(bytes)).unwrap().extract(folder.path()).unwrap();
    assert!(look(folder.path()).etat() < Etat::Ko);
    std::fs::write(folder.path().join("Content/ID2.txt"), "trois").unwrap();
    assert_eq!(which(&look(folder.path()), Etat::Ko), ["TAILLES", "EMPREINTES"]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/etc/hostname", folder.path().join("Content/lien")).unwrap();
        assert!(which(&look(folder.path()), Etat::Ko).contains(&"NOMS_SURS"));
    }
}

#[test]
fn many_entries_need_zip64_and_have_it() {
    let pieces = (0..66_000).map(|i| piece(&format!("lot/{i}"), b"")).collect();
    let bytes = set(&small(pieces), Profil::Seda22);
    let other = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    assert_eq!(other.len(), 66_001);
    let rapport = verified(&bytes);
    assert_eq!((rapport.pieces, rapport.etat()), (66_000, Etat::Avertissement));
    // The records of ZIP64 are accounted for as the rest.
    for from_the_end in (1..=98).step_by(8) {
        let mut changed = bytes.clone();
        let at = changed.len() - from_the_end;
        changed[at] ^= 1;
        let seen = match Zip::open(Cursor::new(changed)) {
            Err(_) => true,
            Ok(mut zip) => !matches!(zip.first_difference(), Ok(None)),
        };
        assert!(seen, "{from_the_end} bytes before the end");
    }
}

#[test]
fn a_piece_that_cannot_be_read_leaves_no_set() {
    let folder = tempfile::tempdir().unwrap();
    let gone = Piece {
        source: Source::Disk(Place::alone(&folder.path().join("gone.pdf")).unwrap()),
        ..piece("lot/gone.pdf", b"")
    };
    let mut pieces = few();
    pieces.insert(1, gone);
    let path = folder.path().join("out/set.zip");
    let error = liasse::pipeline::ensembles::make(&small(pieces), Profil::Seda22, None, &path).unwrap_err();
    assert!(error.to_string().contains("gone.pdf"), "{error}");
    assert_eq!(std::fs::read_dir(folder.path().join("out")).unwrap().count(), 0);
    for (names, why) in [(["a/b", "A/B"], "s’appellent"), (["a/../b", "c"], "nom de pièce")] {
        let pieces = names.map(|n| piece(n, b"x")).to_vec();
        let error = write_set(&small(pieces), Profil::Seda22, Vec::new()).unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is done to a set, looking at it ends, and nothing is written outside.
    #[test]
    fn hostile_sets_end(
        bag: bool,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in prop::option::of(any::<prop::sample::Index>()),
        piece_of_it in prop::option::of((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1usize..200)),
    ) {
        let mut bytes = set(&small(few()), if bag { Profil::Bagit } else { Profil::Seda22 });
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some((from, to, n)) = piece_of_it {
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            let copied = bytes[from..(from + n).min(bytes.len())].to_vec();
            bytes.splice(to..to, copied);
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("set.zip");
        std::fs::write(&path, &bytes).unwrap();
        let rapport = look(&path);
        prop_assert!(rapport.etat() != Etat::Fatal, "{:?}", rapport.controles);
        let to = home.path().join("to");
        let taken = extraire(&Demande { path: &path, cle: None, limits: Limits::default() }, &to, &|_| true);
        prop_assert!(taken.is_err() == (rapport.etat() >= Etat::Ko));
        let outside = walkdir::WalkDir::new(home.path()).into_iter().map(|e| e.unwrap().into_path());
        for file in outside.filter(|p| p.is_file()) {
            prop_assert!(file == path || file.starts_with(&to), "{}", file.display());
        }
    }
}

fn run(args: &[&str], folder: &Path) -> Output {
    program(folder).args(args).output().unwrap()
}

fn ok(out: &Output) {
    assert_eq!(
        out.status.code(),
        Some(0),
        "{}{}",
        String::from_utf8_lossy(&out.stdout),
        String::from_utf8_lossy(&out.stderr)
    );
}

/// The whole way of the program: made, proved, made again, taken out; the jury's apart.
#[test]
fn a_set_is_made_proved_and_taken_out() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    support::copy(&root().join("fixtures/examens/e31"), &at("session/e31"));
    support::copy(&root().join("fixtures/dossiers/complet-scolaire"), &at("session/lea"));
    let day = ["--date", "2026-07-01"];
    let made = run(&[&["archive", "session", "--out", "candidat.zip"][..], &day].concat(), home.path());
    ok(&made);
    // What is to be noted in the register is what a proof prints.
    let made = String::from_utf8_lossy(&made.stdout).into_owned();
    let digest = made.lines().find_map(|l| l.strip_prefix("SHA-512 de manifest.xml : ")).unwrap().to_owned();
    let proved = run(&["verify", "candidat.zip"], home.path());
    assert!(String::from_utf8_lossy(&proved.stdout).contains(&digest));
    ok(&run(
        &[&["archive", "session", "--part", "jury", "--profile", "bagit", "--out", "jury.zip"][..], &day].concat(),
        home.path(),
    ));
    ok(&run(&[&["archive", "session", "--out", "encore.zip"][..], &day].concat(), home.path()));
    assert!(std::fs::read(at("candidat.zip")).unwrap() == std::fs::read(at("encore.zip")).unwrap());
    // Nothing of the jury is in the other set.
    let names = |set: &str| {
        let out = run(&["extract", set, "--to", &format!("{set}.d")], home.path());
        ok(&out);
        let all = walkdir::WalkDir::new(at(&format!("{set}.d"))).into_iter().map(|e| e.unwrap().into_path());
        let below = |p: PathBuf| p.strip_prefix(at(&format!("{set}.d"))).unwrap().to_string_lossy().replace('\\', "/");
        all.filter(|p| p.is_file()).map(below).collect::<Vec<_>>()
    };
    let candidat = names("candidat.zip");
    assert!(
        candidat.iter().any(|n| n == "lea/entrees/candidat.toml") && candidat.iter().any(|n| n.ends_with("sujet.pdf"))
    );
    assert!(candidat.iter().all(|n| !n.contains("corrige") && !n.contains("/jury/") && n != "e31/entrees/sujet.md"));
    let jury = names("jury.zip");
    assert!(jury.iter().any(|n| n.ends_with("corrige.pdf")) && jury.iter().all(|n| !n.contains("/candidat/")));
    let deep = run(&["verify", "candidat.zip", "jury.zip", "candidat.zip.d", "--deep"], home.path());
    ok(&deep);
    let told = String::from_utf8_lossy(&deep.stdout).into_owned();
    assert!(told.matches("REPRODUCTION").count() == 3 && !told.contains("KO"), "{told}");
    let json = run(&["verify", "jury.zip", "--format", "json"], home.path());
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["controles"][0]["nom"], "ENSEMBLE_LISIBLE");
    // A document that is not the one of its inputs is found by making it again, and by that alone.
    let mut all = entries(&std::fs::read(at("encore.zip")).unwrap());
    let manifest = String::from_utf8(all.last().unwrap().1.clone()).unwrap();
    let toml = all.iter().position(|(_, b)| String::from_utf8_lossy(b).contains("nom_famille = ")).unwrap();
    let before = String::from_utf8(all[toml].1.clone()).unwrap();
    let after = before.replacen("Inès", "Imès", 1);
    assert_ne!(before, after);
    let digest = |text: &str| {
        use sha2::Digest as _;
        sha2::Sha512::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect::<String>()
    };
    all.last_mut().unwrap().1 = manifest.replace(&digest(&before), &digest(&after)).into_bytes();
    all[toml].1 = after.into_bytes();
    std::fs::write(at("faux.zip"), zipped(&all)).unwrap();
    ok(&run(&["verify", "faux.zip"], home.path()));
    let deep = run(&["verify", "faux.zip", "--deep"], home.path());
    assert_eq!(deep.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&deep.stdout).contains("n’est pas refait le même"));
    // An existing set is never replaced; a complement names the other.
    assert_eq!(run(&["archive", "session", "--out", "candidat.zip"], home.path()).status.code(), Some(2));
    ok(&run(&["archive", "session/lea", "--complete", "candidat.zip", "--out", "suite.zip"], home.path()));
    let suite = entries(&std::fs::read(at("suite.zip")).unwrap());
    assert!(String::from_utf8_lossy(&suite.last().unwrap().1).contains("Complète l’ensemble LIASSE-CANDIDAT-"));
}

/// A set for candidates that is made before the day of an exam is over holds what they were sent, not its subject; and says so.
#[test]
fn a_subject_is_in_no_set_of_candidates_before_its_day_is_over() {
    let home = tempfile::tempdir().unwrap();
    support::copy(&root().join("fixtures/examens/e31"), &home.path().join("e31"));
    ok(&run(&["build", "e31"], home.path()));
    let holds = |day: &str, part: &str| {
        let set = format!("{part}-{day}.zip");
        let out = run(&["archive", "e31", "--part", part, "--date", day, "--out", &set], home.path());
        ok(&out);
        ok(&run(&["verify", &set], home.path()));
        let all = entries(&std::fs::read(home.path().join(&set)).unwrap());
        let manifest = String::from_utf8(all.last().unwrap().1.clone()).unwrap();
        assert!(manifest.contains(&format!("<Date>{day}T00:00:00Z</Date>")), "{manifest}");
        let has = |tree: &str| manifest.contains(&format!("e31/documents/{tree}/"));
        (["candidat", "convocations", "jury"].map(has), String::from_utf8_lossy(&out.stdout).replace('\u{a0}', " "))
    };
    for day in ["2026-03-01", "2026-05-12"] {
        let (trees, said) = holds(day, "candidat");
        assert_eq!(trees, [false, true, false], "{day}");
        assert!(said.contains("sans le sujet de « e31 » : il est secret jusqu’au 12 mai 2026 inclus"), "{said}");
    }
    let (trees, said) = holds("2026-05-13", "candidat");
    assert!(trees == [true, true, false] && !said.contains("sans le sujet"), "{said}");
    for day in ["2026-05-12", "2026-05-13"] {
        let (trees, said) = holds(day, "jury");
        assert!(trees == [false, false, true] && !said.contains("sans le sujet"), "{said}");
    }
    // Nobody knows whether it is over: not before somebody says so.
    support::edit(&home.path().join("e31/examen.toml"), "date = 2026-05-12\n", "");
    let (trees, said) = holds("2026-06-01", "candidat");
    assert!(trees == [false, true, false] && said.contains("le jour de l’épreuve n’est pas dit"), "{said}");
}

/// What `build` is asked to make a set's documents again stands in the set: a stranger's may ask for anything.
#[test]
fn a_set_does_not_choose_what_its_proof_runs() {
    let home = tempfile::tempdir().unwrap();
    let outside = home.path().join("dehors");
    let atelier = Atelier { program: env!("CARGO_BIN_EXE_liasse").into(), arguments: Vec::new() };
    let looked = |options: &[&str]| {
        let description = serde_json::json!({
            "schema": 1, "outil": "liasse", "titre": "", "partie": "jury", "options": options, "lots": [],
        });
        let mut pieces = vec![piece("liasse.json", description.to_string().as_bytes())];
        let folder = root().join("fixtures/examens/e1-ccf");
        for file in ["examen.toml", "sujet.md", "candidats.toml"] {
            pieces.push(piece(&format!("e1/entrees/{file}"), &std::fs::read(folder.join(file)).unwrap()));
        }
        pieces.push(piece("e1/documents/manifest.json", b"{}"));
        let path = home.path().join("set.zip");
        std::fs::write(&path, set(&small(pieces), Profil::Seda22)).unwrap();
        let demande = Demande { path: &path, cle: None, limits: Limits::default() };
        let rapport = verifier(&demande, Date::parse("2026-08-01").unwrap(), Some(&atelier)).unwrap();
        rapport.controles.iter().find(|c| c.nom == "REPRODUCTION").unwrap().clone()
    };
    let told = outside.to_string_lossy().into_owned();
    for options in [
        &["--emit-typst", told.as_str()][..],
        &["--out", &told],
        &["--adapte", "16", &told],
        &["--adapte"],
        &["--pack", &told],
    ] {
        let found = looked(options);
        assert!(found.etat == Etat::Ko && found.details[0].contains("rien n’est refait"), "{found:?}");
    }
    assert!(!outside.exists());
    assert_eq!(looked(&["--adapte", "16", "--a3"]).etat, Etat::Ok);
}

#[test]
fn confidential_sets_open_with_their_key_alone() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    support::copy(&root().join("fixtures/examens/e1"), &at("e1"));
    let keys = [age::x25519::Identity::generate(), age::x25519::Identity::generate()];
    for (i, key) in keys.iter().enumerate() {
        use age::secrecy::ExposeSecret as _;
        std::fs::write(at(&format!("{i}.txt")), format!("{}\n", key.to_string().expose_secret())).unwrap();
    }
    let public = keys[0].to_public().to_string();
    ok(&run(&["archive", "e1", "--part", "jury", "--out", "jury.zip.age", "--recipient", &public], home.path()));
    let bytes = std::fs::read(at("jury.zip.age")).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1") && !bytes.windows(4).any(|w| w == b"PK\x03\x04"));
    ok(&run(&["verify", "jury.zip.age", "--identity", "0.txt", "--deep"], home.path()));
    for (args, why) in [
        (vec!["--identity", "1.txt"], "n’ouvre pas"),
        (vec![], "est chiffré"),
        (vec!["--identity", "e1/examen.toml"], "fichier de clés"),
    ] {
        let out = run(&[&["verify", "jury.zip.age"][..], &args].concat(), home.path());
        assert_eq!(out.status.code(), Some(3), "{}", String::from_utf8_lossy(&out.stdout));
        assert!(String::from_utf8_lossy(&out.stderr).contains(why), "{}", String::from_utf8_lossy(&out.stderr));
        let out = run(&[&["extract", "jury.zip.age", "--to", "dehors"][..], &args].concat(), home.path());
        assert!(out.status.code() == Some(3) && !at("dehors").exists());
    }
    ok(&run(&["extract", "jury.zip.age", "--identity", "0.txt", "--to", "dedans"], home.path()));
    assert!(at("dedans/e1/entrees/sujet.md").is_file());
    // The ordinary program opens it too.
    let mut age = Command::new("age");
    age.arg("-d").args(["-i", "0.txt", "-o", "clair.zip", "jury.zip.age"]).current_dir(home.path());
    if let Some(out) = said(&mut age) {
        ok(&out);
        ok(&run(&["verify", "clair.zip"], home.path()));
    }
    let word =
        |args: &[&str], word: &str| program(home.path()).args(args).env("LIASSE_PASSPHRASE", word).output().unwrap();
    ok(&word(&["archive", "e1", "--part", "jury", "--out", "mot.age", "--passphrase"], "cinq mots au hasard"));
    ok(&word(&["verify", "mot.age", "--passphrase"], "cinq mots au hasard"));
    assert_eq!(word(&["verify", "mot.age", "--passphrase"], "autre").status.code(), Some(3));
}

/// Killed at any moment, it leaves no set under its name; the next run makes it.
#[cfg(unix)]
#[test]
fn a_fall_leaves_no_half_set() {
    let home = tempfile::tempdir().unwrap();
    support::copy(&root().join("fixtures/examens/e1"), &home.path().join("e1"));
    // Enough to write that a fall comes in the middle.
    let scan = vec![7u8; 24 << 20];
    std::fs::write(home.path().join("e1/annexes/scan.bin"), &scan).unwrap();
    let archive = ["archive", "e1", "--part", "jury", "--out", "jury.zip"];
    ok(&run(&["build", "e1"], home.path()));
    for wait in [20, 60, 120, 200, 300, 450] {
        let mut child = program(home.path()).args(archive).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        let done = child.try_wait().unwrap().is_some();
        let _ = child.kill();
        let _ = child.wait();
        if home.path().join("jury.zip").exists() {
            assert!(look(&home.path().join("jury.zip")).etat() < Etat::Ko, "after {wait} ms, done: {done}");
            std::fs::remove_file(home.path().join("jury.zip")).unwrap();
        }
    }
    ok(&run(&archive, home.path()));
    let left = std::fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
    let left: Vec<_> = left.filter(|n| n.starts_with(".liasse")).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// A disk without room: told with the path, and nothing is left.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told() {
    let home = tempfile::tempdir().unwrap();
    support::copy(&root().join("fixtures/examens/e1"), &home.path().join("e1"));
    ok(&run(&["build", "e1"], home.path()));
    std::fs::write(home.path().join("e1/annexes/scan.bin"), vec![7u8; 8 << 20]).unwrap();
    let line = format!(
        "trap '' XFSZ; ulimit -f 4096; exec {} archive e1 --part jury --out jury.zip",
        env!("CARGO_BIN_EXE_liasse")
    );
    let out = Command::new("sh").args(["-c", &line]).current_dir(home.path()).output().unwrap();
    assert_eq!(out.status.code(), Some(3), "{}", String::from_utf8_lossy(&out.stdout));
    assert!(String::from_utf8_lossy(&out.stderr).contains("jury.zip"), "{}", String::from_utf8_lossy(&out.stderr));
    let left = std::fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().file_name());
    assert!(left.into_iter().all(|n| n == "e1" || n == "output"));
}

/// What is written is what an archive takes: who, by which agreement, how long, from when, in words that are understood; valid for
/// the schema with every option; and what is missing is said.
#[test]
fn a_transfer_tells_what_an_ingest_wants() {
    let home = tempfile::tempdir().unwrap();
    support::copy(&root().join("fixtures/examens/e31"), &home.path().join("session/e31"));
    support::copy(&root().join("fixtures/dossiers/complet-scolaire"), &home.path().join("session/lea"));
    let versement = "service_archives = \"AD31\"\nservice_versant = \"RECTORAT\"\nservice_producteur = \"DEC\"\n\
                     accord = \"IC-000001\"\nregle = \"APP-00001\"\ncommunicabilite = \"ACC-00025\"\n\
                     [examen]\nregle = \"APP-00002\"\n";
    std::fs::write(home.path().join("versement.toml"), versement).unwrap();
    let mut manifests = Vec::new();
    for (profile, version) in [("seda-2.1", "2.1"), ("seda-2.2", "2.2"), ("seda-2.3", "2.3")] {
        for (part, told) in [("candidat", true), ("jury", true), ("candidat", false)] {
            let set = format!("{profile}-{part}-{told}.zip");
            let mut args =
                vec!["archive", "session", "--part", part, "--profile", profile, "--date", "2026-07-01", "--out", &set];
            if told {
                args.extend(["--versement", "versement.toml"]);
            }
            let out = run(&args, home.path());
            ok(&out);
            let said = String::from_utf8_lossy(&out.stdout).into_owned();
            assert_eq!(said.contains("refusera cet ensemble"), !told, "{said}");
            let proof = look(&home.path().join(&set));
            assert_eq!(
                which(&proof, Etat::Avertissement).contains(&"VERSEMENT_COMPLET"),
                !told,
                "{:?}",
                proof.controles
            );
            assert!(proof.etat() < Etat::Ko, "{:?}", proof.controles);
            let all = entries(&std::fs::read(home.path().join(&set)).unwrap());
            let path = home.path().join(format!("{set}.xml"));
            std::fs::write(&path, &all.last().unwrap().1).unwrap();
            manifests.push((version, String::from_utf8(all.last().unwrap().1.clone()).unwrap(), part, told, path));
        }
    }
    for (text, why) in [("statut = \"Archives publiques\"\n", "Public Archive"), ("acord = \"IC\"\n", "acord")] {
        std::fs::write(home.path().join("faux.toml"), text).unwrap();
        let out = run(&["archive", "session", "--versement", "faux.toml", "--out", "faux.zip"], home.path());
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(out.status.code() == Some(3) && said.contains(why) && !said.contains("unknown field"), "{said}");
    }
    for (_, text, part, _, _) in manifests.iter().filter(|(.., told, _)| *told) {
        for wanted in [
            "<ArchivalAgreement>IC-000001</ArchivalAgreement>",
            "<OriginatingAgencyIdentifier>DEC</OriginatingAgencyIdentifier>",
            "<SubmissionAgencyIdentifier>RECTORAT</SubmissionAgencyIdentifier>",
            "<AccessRule><Rule>ACC-00025</Rule><StartDate>2026-10-31</StartDate></AccessRule>",
            "<Language>fra</Language>",
            "code du patrimoine, art. L213-2",
        ] {
            assert!(text.contains(wanted), "{wanted}");
        }
        let of_part = match *part {
            "jury" => [
                "<Title>Corrigé</Title>",
                "<DocumentType>Épreuve d’examen</DocumentType>",
                "<StartDate>2026-05-12</StartDate><EndDate>2026-05-12</EndDate>",
            ],
            _ => [
                "<Title>Fiche 1 – ",
                "<Title>Dossier professionnel</Title>",
                "<DocumentType>Pièce jointe</DocumentType>",
            ],
        };
        of_part.iter().for_each(|wanted| assert!(text.contains(wanted), "{part}: {wanted}"));
        assert!(!text.contains("<Title>01.md</Title>"));
    }
    for (version, _, _, _, path) in &manifests {
        let below = format!("{version}/seda-{version}-main.xsd");
        let told = std::env::var_os("LIASSE_SEDA_SCHEMAS").map(PathBuf::from);
        let mut folders = told.into_iter().chain([root().join("../shared/seda")]).map(|f| f.join(&below));
        let Some(schema) = folders.find(|p| p.is_file()) else { continue };
        let mut xmllint = Command::new("xmllint");
        let Some(out) = said(xmllint.args(["--noout", "--schema"]).arg(schema).arg(path)) else { return };
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    }
}

/// Of a set that does not verify, nothing is believed: not that it may be eliminated.
#[test]
fn retention_believes_what_is_proved_alone() {
    let home = tempfile::tempdir().unwrap();
    support::copy(&root().join("fixtures/examens/e1-ccf"), &home.path().join("e1-ccf"));
    ok(&run(&["archive", "e1-ccf", "--part", "jury", "--date", "2026-07-01", "--out", "bon.zip"], home.path()));
    let told = |set: &str| {
        let out = run(&["retention", set, "--au", "2040-01-01"], home.path());
        ok(&out);
        String::from_utf8_lossy(&out.stdout).replace('\u{a0}', " ")
    };
    let good = told("bon.zip");
    assert!(good.contains("éliminable depuis"), "{good}");
    let mut bytes = std::fs::read(home.path().join("bon.zip")).unwrap();
    let at = bytes.windows(8).position(|w| w == b"liasse.j").unwrap();
    bytes[at + 30] ^= 1;
    std::fs::write(home.path().join("abime.zip"), bytes).unwrap();
    let bad = told("abime.zip");
    assert!(!bad.contains("éliminable depuis") && bad.contains("non lu : abime.zip ne se vérifie pas"), "{bad}");
}
