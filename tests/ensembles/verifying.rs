//! What is verified: each change is found, what is hostile is refused, and nothing is written outside.

use super::*;

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
    // Zeros unfold to a thousand times their size: a few of them are harmless, and read.
    for (mebis, bomb) in [(8, false), (160, true)] {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("content/ID1.txt", zip::write::SimpleFileOptions::default()).unwrap();
        (0..mebis).for_each(|_| zip.write_all(&vec![0; 1 << 20]).unwrap());
        let bytes = zip.finish().unwrap().into_inner();
        assert_eq!(refused(&bytes).contains("bombe"), bomb, "{mebis} MiB");
    }
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
