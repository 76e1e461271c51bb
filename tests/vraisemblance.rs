//! What a dossier says that cannot be true, and the lawful neighbour of each, to the day; what is still to be signed.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test writes its own files")]

mod support;

use liasse::diagnostic::Severity;
use liasse::pipeline::control;
use liasse::sources::MemoryFolder;
use support::{apply, controlled, copy, edit, fixture, library, new_ones, program, root};

/// What is said besides, of an edited dossier: "FMT06 error".
fn said(base: &str, diff: &str) -> Vec<String> {
    let before = fixture(base);
    let mut edited = before.clone();
    apply(&mut edited, diff);
    said_of(&before, &edited)
}

fn said_of(before: &MemoryFolder, edited: &MemoryFolder) -> Vec<String> {
    let (before, edited) = (controlled(before), controlled(edited));
    let weight = |s: Severity| match s {
        Severity::Error => "E",
        Severity::Warning => "W",
        Severity::Advice => "I",
        Severity::Human => "H",
    };
    new_ones(&before, &edited).iter().map(|d| format!("{} {}", d.code, weight(d.severity))).collect()
}

#[test]
fn ages_to_the_day() {
    // The examination of 2026 begins on 11 May, the default day.
    for (born, expected) in [
        ("2005-03-14", &[][..]),
        ("2010-05-11", &[]),
        ("2010-05-12", &["FMT06 W"]),
        ("2013-05-11", &["FMT06 W"]),
        ("2013-05-12", &["FMT06 E"]),
        ("2018-01-01", &["FMT06 E"]),
        ("2035-03-14", &["FMT06 E"]),
        ("1950-05-12", &[]),
        ("1950-05-11", &["FMT06 W"]),
        ("1906-01-01", &["FMT06 E"]),
    ] {
        let diff = format!("--- candidat.toml\n-date_naissance = 2005-03-14\n+date_naissance = {born}\n");
        assert_eq!(said("complet-scolaire", &diff), expected, "{born}");
    }
}

/// Of a promotion's students as of a candidate; of a birth that cannot be nothing else is concluded.
#[test]
fn births_of_students() {
    let said = |born: &str| {
        let diff = format!("--- promotion.toml\n-date_naissance = 2004-01-01\n+date_naissance = {born}\n");
        said("promotion", &diff)
    };
    for (born, expected) in [
        ("2004-01-01", &[][..]),
        ("1950-05-12", &[]),
        ("1950-05-11", &["FMT06 W"]),
        ("1906-01-01", &["FMT06 E"]),
        ("2013-05-12", &["FMT06 E"]),
        ("2020-01-01", &["FMT06 E"]),
        ("2035-03-14", &["FMT06 E"]),
    ] {
        assert_eq!(said(born), expected, "{born}");
    }
    // Thirteen at the session, twelve on the first day of the stage; and a minor, whose parent must sign.
    assert_eq!(said("2013-01-10"), ["CV31 E", "FMT06 W", "FMT06 E"]);
}

#[test]
fn periods_of_another_century() {
    let year = |debut: &str, fin: &str| {
        format!("--- periodes.toml\n-debut = 2021-03-01\n-fin = 2025-08-31\n+debut = {debut}\n+fin = {fin}\n")
    };
    // Thirteen years on the first day, born on 19 July 1984.
    assert_eq!(said("complet-experience", &year("1997-07-19", "2025-08-31")), [""; 0]);
    assert_eq!(said("complet-experience", &year("1997-07-18", "2025-08-31")), ["FMT06 E"]);
    assert_eq!(said("complet-experience", &year("1921-03-01", "1925-08-31")), ["FMT06 E"]);
    let unborn = "--- candidat.toml\n-date_naissance = 1984-07-19\n+\n".to_owned();
    assert_eq!(said("complet-experience", &(unborn.clone() + &year("1925-03-01", "1925-08-31"))), ["FMT06 E"]);
    assert_eq!(said("complet-experience", &(unborn + &year("1966-03-01", "2025-08-31"))), [""; 0]);
}

#[test]
fn certificates_to_the_day() {
    let signed = |day: &str| format!("--- periodes.toml\n-date = 2025-12-19\n+date = {day}\n");
    for (day, expected) in [
        ("2025-12-19", &[][..]),
        ("2025-12-22", &[]),
        ("2026-03-02", &[]),
        ("2025-12-18", &["AT04 E"]),
        ("2025-11-07", &["AT04 E"]),
        ("2025-11-02", &["AT04 E"]),
        ("2024-12-19", &["AT04 E"]),
    ] {
        assert_eq!(said("complet-scolaire", &signed(day)), expected, "{day}");
    }
    // Signed on the Friday, the last day told is the Sunday: all the journées were done; not those of the Monday.
    let ends = |day: &str| format!("--- periodes.toml\n-fin = 2025-12-19\n+fin = {day}\n");
    assert_eq!(said("complet-scolaire", &ends("2025-12-21")), [""; 0]);
    assert_eq!(said("complet-scolaire", &ends("2025-12-22")), ["AT04 W"]);
    // The candidate's own signature attests nothing.
    let own = "--- periodes.toml\n-date = 2025-12-19\n+date = 2025-12-19\n+\n+[[periode.justificatif.visa]]\n\
               +nom = \"Léa MARTIN\"\n+qualite = \"candidat\"\n+date = 2025-11-03\n";
    assert_eq!(said("complet-scolaire", own), [""; 0]);
    // A contract goes on: its attestation is signed before its end, not before its beginning.
    let attested = |day: &str| format!("--- periodes.toml\n-date = 2026-03-20\n+date = {day}\n");
    assert_eq!(said("complet-apprenti", &attested("2024-09-02")), [""; 0]);
    assert_eq!(said("complet-apprenti", &attested("2024-09-01")), ["AT04 E"]);
    assert_eq!(said("complet-perfectionnement", &attested("2026-03-19")), ["AT04 W"]);
}

#[test]
fn signatures_of_sheets_to_the_day() {
    let signed = |day: &str| format!("--- fiches/03.md\n-date = 2025-12-12\n+date = {day}\n");
    // The activity lasted from 18 to 25 November 2025.
    for (day, expected) in [
        ("2025-11-25", &[][..]),
        ("2026-05-04", &[]),
        ("2025-11-24", &["DP23 W"]),
        ("2025-11-18", &["DP23 W"]),
        ("2025-11-17", &["DP23 E"]),
        ("2026-12-31", &[]),
        ("2027-01-01", &["DP23 W"]),
    ] {
        assert_eq!(said("complet-scolaire", &signed(day)), expected, "{day}");
    }
}

#[test]
fn a_stage_after_the_examination_does_not_count() {
    let moved = |debut: &str, fin: &str| {
        format!(
            "--- periodes.toml\n-debut = 2025-11-03\n-fin = 2025-12-19\n-journees = 34\n+debut = {debut}\n+fin = {fin}\n+journees = 34\n\
             -date = 2025-12-19\n+date = {fin}\n"
        )
    };
    let sheets = "--- fiches/03.md\n-lieu = \"stage\"\n+lieu = \"atelier\"\n--- fiches/04.md\n-lieu = \"stage\"\n+lieu = \"atelier\"\n\
                  --- fiches/08.md\n-lieu = \"stage\"\n+lieu = \"atelier\"\n";
    assert_eq!(said("complet-scolaire", &(moved("2026-05-11", "2026-07-03") + sheets)), ["ST01 E"]);
    // The day of the first épreuve is a default: what began before it is not cut.
    assert_eq!(said("complet-scolaire", &(moved("2026-03-23", "2026-05-15") + sheets)), [""; 0]);
}

#[test]
fn new_contracts_of_an_apprentice_who_failed() {
    let failed = "--- candidat.toml\n-session = 2026\n+session = 2027\n+\n--- candidat.toml\n+\n+[redoublement]\n\
                  +session_precedente = 2026\n+situation = \"nouveau-contrat\"\n";
    let told = |more: &str| {
        let said = said("complet-apprenti", &format!("{failed}{more}"));
        said.into_iter().filter(|s| s.starts_with("ST12")).count()
    };
    let longer = "--- periodes.toml\n-fin = 2026-08-31\n+fin = 2027-08-31\n";
    assert_eq!(told(longer), 1, "the initial contract alone");
    let second = |firm: &str, debut: &str| {
        format!(
            "--- periodes.toml\n+\n+[[periode]]\n+entreprise = \"{firm}\"\n+nature = \"apprentissage\"\n+debut = {debut}\n+fin = 2027-08-31\n"
        )
    };
    assert_eq!(told(&second("autre-maison", "2026-09-07")), 0, "another employer, after the failure");
    assert_eq!(told(&second("les-trois-beffrois", "2026-09-07")), 1, "the same employer");
    assert_eq!(told(&second("autre-maison", "2025-09-01")), 1, "before the failure");
    let only = "--- periodes.toml\n-debut = 2024-09-02\n-fin = 2026-08-31\n+debut = 2026-09-07\n+fin = 2027-08-31\n";
    assert_eq!(told(only), 0, "the new contract alone is declared");
}

#[test]
fn contracts_of_six_months() {
    let sheets: String =
        (1..=9).map(|n| format!("--- fiches/0{n}.md\n-lieu = \"entreprise\"\n+lieu = \"atelier\"\n")).collect();
    let begun = |day: &str| format!("--- periodes.toml\n-debut = 2024-09-02\n+debut = {day}\n{sheets}");
    assert_eq!(said("complet-apprenti", &begun("2025-11-10")), [""; 0]);
    assert_eq!(said("complet-apprenti", &begun("2025-12-10")), ["ST22 H"]);
}

/// The text of a sheet, after its data.
fn body(folder: &MemoryFolder, file: &str) -> (String, String) {
    let text = String::from_utf8(folder.files[file].clone()).unwrap();
    let end = text[3..].find("+++").unwrap() + 6;
    (text[..end].to_owned(), text[end..].to_owned())
}

#[test]
fn sheets_of_the_same_text() {
    let before = fixture("complet-scolaire");
    let with = |text: &str| {
        let mut edited = before.clone();
        let (front, _) = body(&before, "fiches/02.md");
        edited.files.insert("fiches/02.md".to_owned(), format!("{front}{text}").into_bytes());
        said_of(&before, &edited)
    };
    let (_, first) = body(&before, "fiches/01.md");
    assert_eq!(with(&first), ["DP20 E"]);
    assert_eq!(with(&first.to_uppercase()), ["DP20 E"], "case is no other text");
    let names = first.replace("Mme D.", "Mme B.").replace("vélo", "scooter").replace("15,90", "17,40");
    assert_eq!(with(&names), ["DP20 W"]);
    // The same context, and its own story.
    let (_, own) = body(&before, "fiches/02.md");
    let context = |text: &str| text.split("\n# ").find(|s| s.starts_with("Contexte")).unwrap().to_owned();
    assert_eq!(with(&own.replace(&context(&own), &context(&first))), [""; 0]);
}

#[test]
fn one_scan_under_two_names() {
    let before = fixture("complet-scolaire");
    let mut edited = before.clone();
    edited.files.insert("pieces/certificat-3.png".to_owned(), before.files["pieces/certificat-1.jpg"].clone());
    assert_eq!(said_of(&before, &edited), ["DP19 E"], "a copy of the same bytes");
}

#[test]
fn a_sheet_of_another_case() {
    let before = fixture("complet-scolaire");
    for (name, other) in
        [("fiches/05.md", "fiches/05.MD"), ("entreprises/agence-delorme.toml", "entreprises/agence-delorme.TOML")]
    {
        let mut edited = before.clone();
        let bytes = edited.files.remove(name).unwrap();
        edited.files.insert(other.to_owned(), bytes);
        assert_eq!(said_of(&before, &edited), [""; 0], "{other}");
    }
    let mut both = before.clone();
    both.files.insert("fiches/05.MD".to_owned(), before.files["fiches/05.md"].clone());
    assert!(said_of(&before, &both).contains(&"DP05 E".to_owned()), "two sheets of one number");
}

#[test]
fn numbers_written_as_texts_lead_to_the_number() {
    for written in ["018", "\"18\"", "\"018\"", "0018"] {
        let mut edited = fixture("complet-scolaire");
        apply(&mut edited, &format!("--- periodes.toml\n-journees = 18\n+journees = {written}\n"));
        let told = controlled(&edited).diagnostics;
        let wrong: Vec<_> = told.iter().filter(|d| d.severity == Severity::Error).collect();
        assert_eq!(wrong.len(), 1, "{written}");
        let words = format!("{} {}", wrong[0].message, wrong[0].help.join(" "));
        assert!(words.contains("18, sans guillemets"), "{written}: {words}");
    }
    let mut edited = fixture("complet-scolaire");
    apply(&mut edited, "--- candidat.toml\n-numero_candidat = \"02604187325\"\n+numero_candidat = 02604187325\n");
    let told = controlled(&edited).diagnostics;
    assert!(told.iter().any(|d| d.code == "FMT02" && d.help.join(" ").contains("guillemets pour garder les zéros")));
}

#[test]
fn a_savoir_that_heads_others_is_told_with_them() {
    let mut edited = fixture("complet-scolaire");
    apply(&mut edited, "--- fiches/01.md\n-savoirs = [\"S1.4\"\n+savoirs = [\"S2.1\"\n");
    let told = controlled(&edited).diagnostics;
    let wrong = told.iter().find(|d| d.code == "FMT05").unwrap();
    assert!(wrong.help.join(" ").contains("S2.1.1, S2.1.2, S2.1.3"), "{:?}", wrong.help);
}

/// A dossier that conforms is not one that can be handed in.
#[test]
fn what_is_still_to_be_signed_is_said_last() {
    let told = |diff: &str| {
        let mut folder = fixture("complet-scolaire");
        apply(&mut folder, diff);
        control(&folder, &library()).unwrap().to_sign
    };
    let whole = told("");
    assert_eq!(whole.words, "2 fiches d’entreprise et fiches 1 à 9");
    assert_eq!(whole.lines[0], "fiche de l’entreprise « Agence Delorme Assurances » : responsable de l’entreprise");
    assert_eq!(whole.lines[2], "fiches 1 à 9 : visa du tuteur ou de l’enseignant");
    assert_eq!(whole.pieces.len(), 11);
    let without = told("--- periodes.toml\n-piece = \"pieces/certificat-2.pdf\"\n+\n");
    assert_eq!(without.words, "1 justificatif, 2 fiches d’entreprise et fiches 1 à 9");
    assert_eq!(without.lines[0], "certificat de stage du 26/05/2025 au 20/06/2025 : pour l’entreprise");
    // A scan that is not there signs nothing.
    assert_eq!(
        told("--- fiches/02.md\n-numero = 2\n+numero = 2\n+piece = \"pieces/absente.pdf\"\n").words,
        whole.words
    );
    let mut folder = fixture("complet-scolaire");
    apply(&mut folder, "--- fiches/02.md\n-numero = 2\n+numero = 2\n+piece = \"pieces/fiche-2.png\"\n");
    folder.files.insert("pieces/fiche-2.png".to_owned(), another_scan(&folder));
    let before = controlled(&fixture("complet-scolaire"));
    assert!(new_ones(&before, &controlled(&folder)).is_empty());
    assert_eq!(
        control(&folder, &library()).unwrap().to_sign.words,
        "2 fiches d’entreprise et fiches 1, 3, 4, 5, 6, 7, 8 et 9"
    );
}

/// A picture like the certificate's that is not its file.
fn another_scan(folder: &MemoryFolder) -> Vec<u8> {
    let mut png = folder.files["pieces/certificat-3.png"].clone();
    png.push(b'\n');
    png
}

#[test]
fn the_signed_scan_takes_the_place_of_its_sheet() {
    let temp = tempfile::tempdir().unwrap();
    let dossier = temp.path().join("dossier");
    copy(&root().join("fixtures/dossiers/complet-scolaire"), &dossier);
    edit(&dossier.join("fiches/02.md"), "numero = 2", "numero = 2\npiece = \"pieces/fiche-2.png\"");
    let scan = another_scan(&fixture("complet-scolaire"));
    for (name, more) in [("fiche-2.png", "a"), ("fiche-agence.png", "b")] {
        std::fs::write(dossier.join("pieces").join(name), [&scan[..], more.as_bytes()].concat()).unwrap();
    }
    let firm = dossier.join("entreprises/agence-delorme.toml");
    edit(&firm, "nom = ", "piece = \"pieces/fiche-agence.png\"\nnom = ");
    let out = program(temp.path()).args(["build", "dossier", "--emit-typst", "typst"]).output().unwrap();
    let printed = String::from_utf8(out.stdout).unwrap();
    assert_eq!(out.status.code(), Some(0), "{printed}");
    assert!(
        printed.contains("; reste à signer : 1 fiche d’entreprise et fiches 1, 3, 4, 5, 6, 7, 8 et 9"),
        "{printed}"
    );
    assert!(printed.contains("produit, 9 pièces à signer"), "{printed}");
    let data: Vec<String> = walkdir::WalkDir::new(temp.path().join("typst"))
        .into_iter()
        .map(|e| e.unwrap().into_path())
        .filter(|p| p.ends_with("data.json"))
        .map(|p| std::fs::read_to_string(p).unwrap())
        .collect();
    let words = "Fiche n°\u{a0}2 – Protéger une famille contre les accidents de la vie privée, document signé et numérisé, signé par \
                 Karim SAADI (tuteur ou maître d’apprentissage) le 20\u{a0}juin\u{a0}2025";
    assert!(data.iter().any(|d| d.contains(words)), "the alternative says what it is, who signed and when");
    // The sheet's own text is not printed besides, and the bordereau says which are signed.
    let whole = data.iter().find(|d| d.contains("\"garde\"")).unwrap();
    assert!(!whole.contains("M. et Mme T., 39 et 37"), "the scan stands in its place");
    assert_eq!(whole.matches("\"etat\":\"à signer\"").count(), 9);
    assert_eq!(whole.matches("\"etat\":\"signé, numérisé\"").count(), 5);
}
