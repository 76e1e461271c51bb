//! `import --as candidats`: what schools export becomes folders of candidates; what a person wrote is left alone.

mod support;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Output;

use liasse::sources::import::{Apport, Eleve, Illisible, Trouble, read_bytes};
use liasse::sources::zips::ZipTrouble;
use proptest::prelude::*;
use support::{edit, program, root};

fn import(folder: &Path, args: &[&str]) -> Output {
    let fixtures = root().join("fixtures/imports");
    let named = |a: &&str| if fixtures.join(a).is_file() { fixtures.join(a).into_os_string() } else { (*a).into() };
    program(folder)
        .arg("import")
        .args(args.iter().map(named))
        .args(["--to", "promotion", "--session", "2026", "--as", "candidats"])
        .output()
        .expect("the program runs")
}

fn transcript(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\\', "/");
    format!("{}{}--- exit {}\n", text(&output.stdout), text(&output.stderr), output.status.code().unwrap())
}

/// The `candidat.toml` of each folder, by folder, without its comments.
fn candidates(folder: &Path) -> BTreeMap<String, toml::Table> {
    let mut out = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder.join("promotion")).into_iter().flatten() {
        if entry.file_name() == "candidat.toml" {
            let place = entry.path().parent().unwrap().strip_prefix(folder.join("promotion")).unwrap();
            let text = std::fs::read_to_string(entry.path()).unwrap();
            out.insert(
                place.to_string_lossy().replace('\\', "/"),
                text.parse().unwrap_or_else(|e| panic!("{e}: {text}")),
            );
        }
    }
    out
}

/// What is read of `bytes`.
fn read(name: &str, bytes: &[u8]) -> (Vec<Eleve>, Vec<Illisible>) {
    let (mut eleves, mut troubles) = (Vec::new(), Vec::new());
    let mut sink = |apport| match apport {
        Apport::Eleve(eleve) => eleves.push(eleve),
        Apport::Illisible(illisible) => troubles.push(illisible),
        _ => {}
    };
    read_bytes(name, Cursor::new(bytes), &mut sink, &mut |_, _| {});
    (eleves, troubles)
}

const SIECLE: [&str; 4] = [
    "siecle/ElevesAvecAdresses.xml",
    "siecle/Structures.xml",
    "siecle/ResponsablesAvecAdresses.xml",
    "siecle/Communs.xml",
];

#[test]
fn what_is_printed() {
    let calls: &[&[&str]] = &[
        &SIECLE,
        &["siecle/export.zip", "cyclades.csv", "--class", "2ass1"],
        &["cyclades.csv"],
        &["liste.csv", "--dry-run"],
        &["liste-tab.txt"],
        &["liste.xlsx"],
        &["liste.ods"],
        &["liste.csv", "--class", "3ABC"],
        &["liste.csv", "--statut", "externe"],
        &["absent.csv"],
        &["../../README.md"],
    ];
    let mut all = String::new();
    for call in calls {
        let temp = tempfile::tempdir().unwrap();
        all += &format!("$ liasse import {}\n{}\n", call.join(" "), transcript(&import(temp.path(), call)));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn every_format_gives_the_same_candidates() {
    let made = |files: &[&str]| {
        let temp = tempfile::tempdir().unwrap();
        let output = import(temp.path(), files);
        assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
        candidates(temp.path())
    };
    let expected = made(&["liste.csv"]);
    assert_eq!(expected.len(), 9);
    for files in [["liste-tab.txt"], ["liste.xlsx"], ["liste.ods"]] {
        assert_eq!(made(&files), expected, "{files:?}");
    }
    let siecle = made(&SIECLE);
    assert_eq!(siecle, made(&["siecle/export.zip"]), "one file in UTF-8 and three in ISO-8859-15");
    let cyclades = made(&["cyclades.csv"]);
    for (place, candidat) in &expected {
        for (name, other) in [("siecle", &siecle), ("cyclades", &cyclades)] {
            let other = other.get(place).unwrap_or_else(|| panic!("{name} has no {place}"));
            let typographic = |t: &toml::Table| t["identite"].to_string().replace('’', "'");
            assert_eq!(typographic(candidat), typographic(other), "{name}: {place}");
        }
        assert_eq!(candidat["examen"]["numero_candidat"], cyclades[place]["examen"]["numero_candidat"]);
        assert_eq!(candidat["examen"]["statut"], siecle[place]["examen"]["statut"]);
    }
    let ecole = &siecle["2ass1/martin-lea"]["etablissement"];
    assert_eq!(ecole["nom"].as_str(), Some("LYCÉE POLYVALENT DES QUATRE-VENTS"));
    assert_eq!(ecole["adresse"].as_str(), Some("3 rue de l'Œillet"));
    assert_eq!(ecole["uai"].as_str(), Some("0310053P"));
}

#[test]
fn names_and_zeros_survive() {
    let temp = tempfile::tempdir().unwrap();
    import(temp.path(), &["siecle/export.zip", "cyclades.csv", "--class", "2ASS1"]);
    let all = candidates(temp.path());
    let get = |place: &str, table: &str, key: &str| all[place][table][key].to_string();
    assert_eq!(get("2ass1/le-guennec-coeuret-mael", "identite", "nom_famille"), "\"LE GUENNEC-CŒURET\"");
    assert_eq!(get("2ass1/le-guennec-coeuret-mael", "identite", "nom_usage"), "\"LE GUENNEC\"");
    assert_eq!(get("2ass1/le-guennec-coeuret-mael", "identite", "prenoms"), "\"Maël Yann Œdipe\"");
    assert_eq!(get("2ass1/le-guennec-coeuret-mael", "examen", "statut"), "\"apprentissage\"");
    assert_eq!(get("2ass1/n-guyen-jean-noel", "identite", "nom_famille"), "\"N’GUYEN\"");
    assert_eq!(get("2ass1/munoz-de-la-pena-maria", "identite", "nom_famille"), "\"MUÑOZ DE LA PEÑA\"");
    // The number comes from Cyclades, the person from SIECLE.
    assert_eq!(get("2ass1/d-almeida-zoe", "examen", "numero_candidat"), "\"0212000002\"");
    // Homonyms have each their folder; what SIECLE tells as gone stays out although Cyclades has it.
    assert_eq!(get("2ass1/martin-lea-2", "identite", "date_naissance"), "2005-03-15");
    assert!(all.keys().all(|p| !p.contains("bernard") && !p.contains("petit")), "{:?}", all.keys());
    // Names of folders tell no number and no birthday.
    assert!(all.keys().all(|p| !p.replace("2ass1/", "").contains(|c: char| c.is_ascii_digit() && c != '2')));
    assert!(temp.path().join("promotion/2ass1/con-aux/fiches/09.md").is_file());
}

#[test]
fn what_a_person_wrote_is_left_alone() {
    let temp = tempfile::tempdir().unwrap();
    import(temp.path(), &["liste.csv"]);
    let folder = temp.path().join("promotion/2ass1");
    let lea = folder.join("martin-lea/candidat.toml");
    let again = import(temp.path(), &["liste.csv"]);
    assert!(transcript(&again).contains("9 inchangés"), "{}", transcript(&again));

    edit(&lea, "academie = \"\"", "academie = \"Paris\"");
    std::fs::remove_file(folder.join("martin-lea/fiches/03.md")).unwrap();
    edit(&folder.join("d-almeida-zoe/fiches/01.md"), "numero = 1", "numero = 1 # mien");
    // An export that has more to tell: the school.
    std::fs::write(
        temp.path().join("plus.csv"),
        "Nom,Prénom,Né le,Académie\nMARTIN,Léa Inès,14/03/2005,Toulouse\nD'ALMEIDA,Zoé,02/11/2004,Toulouse\n",
    )
    .unwrap();
    let plus = import(temp.path(), &["liste.csv", "plus.csv"]);
    insta::assert_snapshot!(transcript(&plus));
    let text = std::fs::read_to_string(&lea).unwrap();
    assert!(text.contains("academie = \"Paris\"\n"), "{text}");
    let zoe = candidates(temp.path())["2ass1/d-almeida-zoe"]["examen"]["academie"].clone();
    assert_eq!(zoe.as_str(), Some("Toulouse"), "updated in place");

    import(temp.path(), &["liste.csv", "plus.csv", "--force"]);
    assert!(std::fs::read_to_string(&lea).unwrap().contains("academie = \"Toulouse\""));
    let zoe = std::fs::read_to_string(folder.join("d-almeida-zoe/fiches/01.md")).unwrap();
    assert!(zoe.contains("# mien"), "the work of a student is never overwritten");
    assert!(!folder.join("martin-lea/fiches/03.md").exists(), "what was taken away stays away");
}

#[test]
fn a_folder_that_is_not_of_an_import_is_not_entered() {
    let temp = tempfile::tempdir().unwrap();
    let own = temp.path().join("promotion/2ass1/Martin-Lea/candidat.toml");
    std::fs::create_dir_all(own.parent().unwrap()).unwrap();
    std::fs::write(&own, "mien = true\n").unwrap();
    import(temp.path(), &["liste.csv"]);
    assert_eq!(std::fs::read_to_string(&own).unwrap(), "mien = true\n");
    assert!(temp.path().join("promotion/2ass1/martin-lea-3").is_dir(), "two others of that name");
}

#[test]
fn dry_run_writes_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let output = import(temp.path(), &["liste.csv", "--dry-run"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(std::fs::read_dir(temp.path()).unwrap().count(), 0);
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let temp = tempfile::tempdir().unwrap();
    let rows = "Nom;Prénom;Né(e) le;N° candidat;Classe\nMARTIN;Léa;31/02/2005;212345678;2ASS1\n;Zoé;01/01/2005;;2ASS1\n\
                DUPONT;Hugo;hier;0212345678;2ASS1\n";
    std::fs::write(temp.path().join("fautes.csv"), rows).unwrap();
    std::fs::write(temp.path().join("vieux.xls"), b"\xD0\xCF\x11\xE0 ...").unwrap();
    std::fs::write(temp.path().join("coupe.xml"), "<BEE_ELEVES><ELEVES><ELEVE ELEVE_ID='1'><NOM>X</NOM>").unwrap();
    std::fs::write(temp.path().join("sans.csv"), "a;b\n1;2\n").unwrap();
    let output = import(temp.path(), &["fautes.csv", "vieux.xls", "coupe.xml", "sans.csv"]);
    insta::assert_snapshot!(transcript(&output));
    assert_eq!(candidates(temp.path()).len(), 2);
}

#[test]
fn hostile_names_stay_in_the_folder() {
    let temp = tempfile::tempdir().unwrap();
    let mut rows = "Nom;Prénom;Classe;Né le\n".to_owned();
    let long = "É".repeat(300);
    let names = ["CON", "../x", "a/b", "..\\..\\x", "nul.", "C:", "x\"\"\"\"\"", "#{\"\"$}", "李", &long, "NUL"];
    for (day, name) in (1..).zip(names) {
        rows += &format!("{name};P;../../COM1;{day}/01/2005\n{name};;aux;{day}/02/2005\n");
    }
    std::fs::write(temp.path().join("hostile.csv"), rows).unwrap();
    let output = import(temp.path(), &["hostile.csv"]);
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
    let all = candidates(temp.path());
    assert_eq!(all.len(), 2 * names.len());
    for (place, candidat) in &all {
        let safe = |part: &str| part.len() <= 64 && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        assert!(place.split('/').all(safe), "{place}");
        assert!(!candidat["identite"]["nom_famille"].as_str().unwrap().is_empty());
    }
    assert!(all.values().any(|c| c["identite"]["nom_famille"].as_str() == Some(&long)));
    let outside: Vec<_> = std::fs::read_dir(temp.path()).unwrap().collect();
    assert_eq!(outside.len(), 2, "{outside:?}");
}

#[test]
fn zips_are_bounded() {
    let zip = |files: &[(&str, &[u8])]| {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    let inner = zip(&[("x.csv", b"Nom;Prenom\nA;B\n")]);
    let (eleves, troubles) = read("z.zip", &zip(&[("../x.csv", b"Nom;Prenom\nA;B\n"), ("in.zip", &inner)]));
    assert!(eleves.is_empty() && troubles.len() == 2, "{troubles:?}");
    assert!(troubles.iter().any(|t| t.trouble == Trouble::Zip(ZipTrouble::Outside)), "{troubles:?}");
    let spaces = vec![b' '; 40 << 20];
    let (_, troubles) = read("z.zip", &zip(&[("x.csv", &spaces)]));
    assert_eq!(troubles[0].trouble, Trouble::TooLarge);
    // A repetition that no one wrote takes no memory.
    let content =
        b"<x><table name='f'><table-row><table-cell><p>Nom</p></table-cell><table-cell><p>Prenom</p></table-cell>\
        </table-row><table-row number-rows-repeated='4000000000'><table-cell number-columns-repeated='4000000000'>\
        <p>A</p></table-cell></table-row></table></x>";
    let (eleves, _) = read("z.ods", &zip(&[("mimetype", b"ods"), ("content.xml", content)]));
    assert_eq!(eleves.len(), 100);
}

/// A source that makes its bytes as they are read: the memory that reading takes is the reader's own.
struct Pupils {
    next: u32,
    part: Cursor<Vec<u8>>,
}

const PUPILS: u32 = 20_000;

impl std::io::Read for Pupils {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = self.part.read(buf)?;
        if n > 0 || self.next > PUPILS + 1 {
            return Ok(n);
        }
        let text = match self.next {
            0 => "<?xml version=\"1.0\" encoding=\"UTF-8\"?><BEE_ELEVES><DONNEES><ELEVES>\n".to_owned(),
            i if i <= PUPILS => format!(
                "<ELEVE ELEVE_ID=\"{i}\">\n<NOM_DE_FAMILLE>NOM{i}</NOM_DE_FAMILLE>\n<PRENOM>Zoé</PRENOM>\n\
                 <DATE_NAISS>01/02/2005</DATE_NAISS>\n<ADRESSE>{}</ADRESSE>\n</ELEVE>\n",
                "x".repeat(2000)
            ),
            _ => "</ELEVES></DONNEES></BEE_ELEVES>".to_owned(),
        };
        self.next += 1;
        self.part = Cursor::new(text.into_bytes());
        self.part.read(buf)
    }
}

impl std::io::Seek for Pupils {
    fn seek(&mut self, _: std::io::SeekFrom) -> std::io::Result<u64> {
        *self = Pupils { next: 0, part: Cursor::default() };
        Ok(0)
    }
}

#[test]
fn twenty_thousand_pupils_go_through_one_by_one() {
    let (mut count, mut last) = (0, String::new());
    let mut sink = |apport| match apport {
        Apport::Eleve(eleve) => {
            count += 1;
            last = eleve.nom_famille;
        }
        other => panic!("{other:?}"),
    };
    read_bytes("eleves.xml", Pupils { next: 0, part: Cursor::default() }, &mut sink, &mut |_, _| {});
    assert_eq!((count, last.as_str()), (PUPILS, "NOM20000"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_to_their_end(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read("x", &bytes);
    }

    /// Sound files with wrong bytes in them.
    #[test]
    fn damaged_files_are_read_to_their_end(
        file in proptest::sample::select(vec![
            "siecle/ElevesAvecAdresses.xml", "siecle/ResponsablesAvecAdresses.xml", "siecle/export.zip", "cyclades.csv",
            "liste.csv", "liste.xlsx", "liste.ods",
        ]),
        wrong in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..20),
        cut in proptest::option::of(any::<proptest::sample::Index>()),
    ) {
        let mut bytes = std::fs::read(root().join("fixtures/imports").join(file)).unwrap();
        for (index, byte) in wrong {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        read(file, &bytes);
    }

    #[test]
    fn any_table_is_read_to_its_end(cells in "[a-z;,'\"=\t\n -]{0,200}") {
        let text = format!("Nom;Prénom;Né le\n{cells}");
        for eleve in read("x.csv", text.as_bytes()).0 {
            prop_assert!(eleve.origin.row > 1);
        }
    }
}
