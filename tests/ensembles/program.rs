//! The whole way of the program: made, proved, made again, taken out, opened with its key, believed as far as it is proved.

use super::*;

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
