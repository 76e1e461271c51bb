//! What is made: valid, whole, always the same; and nothing where something fails.

use super::*;

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
    // Rules that each kind has of its own are rules; a kind without one is told, and is no reason to refuse.
    let who = "service_archives = \"AD31\"\nservice_versant = \"RECTORAT\"\naccord = \"IC-000001\"\n";
    let examen = "[examen]\nregle = \"APP-2\"\ncommunicabilite = \"ACC-2\"\n";
    let dossier = "[dossier]\nregle = \"APP-3\"\ncommunicabilite = \"ACC-3\"\n";
    for (n, (rules, unnamed)) in [
        (format!("{examen}{dossier}"), ""),
        (dossier.to_owned(), "ne nomme pas de règle de communicabilité (communicabilite)"),
    ]
    .into_iter()
    .enumerate()
    {
        std::fs::write(home.path().join("genres.toml"), format!("{who}{rules}")).unwrap();
        let set = format!("genres-{n}.zip");
        let out = run(&["archive", "session", "--versement", "genres.toml", "--out", &set], home.path());
        ok(&out);
        let said = String::from_utf8_lossy(&out.stdout).into_owned();
        assert!(!said.contains("refusera") && said.contains("ne nomme pas") != unnamed.is_empty(), "{said}");
        assert!(said.contains(unnamed), "{said}");
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
