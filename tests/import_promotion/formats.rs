//! `--format`: the tables as workbooks, which a spreadsheet opens, saves and leaves as they are.

use std::path::Path;
use std::process::Command;

use liasse::domain::promotion::{Files, Promotion};
use liasse::sources::import::tableur;
use liasse::sources::{DiskFolder, load_promotion};

use crate::place::{Place, SIECLE};

const TABLES: [&str; 8] =
    ["etudiants", "stages", "organismes", "etablissement", "formation", "periodes_scolaires", "referents", "defauts"];

fn imported(format: &str) -> Place {
    let place = Place::new();
    place.import(0, &[&SIECLE[..], &["cyclades.csv", "--format", format]].concat());
    place
}

/// What a promotion tells, wherever it stands.
fn told(place: &Place) -> Promotion {
    let mut loaded = load_promotion(&DiskFolder::open(&place.path("")).unwrap());
    // A settings file begins a teacher for the secretary to name; a table does with its headings.
    loaded.promotion.reglage.referent.retain(|r| !r.cle.is_empty());
    Promotion { files: Files::default(), ..loaded.promotion }
}

/// The texts of a table.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let table = tableur::read(&std::fs::read(path).unwrap()).unwrap().registre;
    let full = |cells: &Vec<String>| cells.iter().map(|c| c.trim_end().to_owned()).collect::<Vec<_>>();
    [table.headings].iter().chain(table.rows.iter().map(|r| &r.cells)).map(full).collect()
}

#[test]
fn the_tables_are_the_same_in_every_form() {
    let csv = imported("csv");
    let expected = told(&csv);
    assert_eq!(expected.etudiants.len(), 9);
    for format in ["xlsx", "ods"] {
        let place = imported(format);
        assert!(TABLES.iter().all(|t| place.path(&format!("{t}.{format}")).is_file()), "{format}");
        assert!(!place.path("etudiants.csv").exists());
        assert!(told(&place) == expected, "{format}");
        let bytes = |p: &Place| std::fs::read(p.path(&format!("etudiants.{format}"))).unwrap();
        assert!(bytes(&place) == bytes(&imported(format)), "{format}: the same bytes each time");
        // What is imported again changes no byte, whatever form is asked for then.
        let before = place.all();
        assert!(place.import(0, &SIECLE).contains("9 inchangés"));
        let said = place.import(0, &[&SIECLE[..], &["--format", "csv"]].concat());
        assert!(said.contains(&format!("etudiants.{format} est déjà là : les tableaux gardent leur forme")), "{said}");
        assert!(before == place.all(), "{format}");
    }
    assert!(
        Place::new()
            .import(2, &["liste.csv", "--format", "ods", "--as", "candidats"])
            .contains("--format est la forme")
    );
}

#[test]
fn a_later_import_changes_cells_and_keeps_what_a_person_wrote() {
    for format in ["xlsx", "ods"] {
        let place = imported(format);
        let file = place.path(&format!("etudiants.{format}"));
        let later = "Nom;Prénom;Né(e) le;INE;Classe\nMARTIN;Léa Inès;14/03/2005;1234567890V;2ASS2\nROY;Inès;03/03/2009;;2ASS1\n";
        std::fs::write(place.temp.path().join("plus-tard.csv"), later).unwrap();
        let said = place.import(0, &["plus-tard.csv"]);
        assert!(said.contains("1 nouveau, 1 mis à jour") && !said.contains("mise en forme"), "{format}: {said}");
        let rows = rows(&file);
        assert!(rows[1].contains(&"2ASS2".to_owned()) && rows[1].contains(&"0212000001".to_owned()), "{:?}", rows[1]);
        assert_eq!(rows.last().unwrap()[0], "roy-ines");
        assert_eq!(self::rows(&place.path(&format!("stages.{format}"))).len(), 1 + 8 + 1, "{format}");
    }
}

#[test]
fn a_workbook_that_has_more_than_cells_is_left() {
    let place = imported("xlsx");
    let file = place.path("etudiants.xlsx");
    let mut parts = Vec::new();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(std::fs::read(&file).unwrap())).unwrap();
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        parts.push((part.name().unwrap().into_owned(), text));
    }
    parts.push(("xl/comments1.xml".to_owned(), "<comments/>".to_owned()));
    let parts: Vec<_> = parts.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    std::fs::write(&file, crate::classeur::zip(&parts)).unwrap();
    let before = std::fs::read(&file).unwrap();
    std::fs::write(place.temp.path().join("roy.csv"), "Nom;Prénom;Né le\nROY;Inès;03/03/2009\n").unwrap();
    let said = place.import(1, &["roy.csv"]);
    assert!(
        said.contains("etudiants.xlsx a plus que des cellules") && said.contains("(1 nouveau, 0 à mettre à jour)"),
        "{said}"
    );
    assert!(before == std::fs::read(&file).unwrap());
    // Nothing to change: nothing to lose.
    place.import(0, &SIECLE);
    // A workbook that a person made is not followed.
    let place = Place::new();
    place.import(0, &["liste.csv"]);
    std::fs::remove_file(place.path("etudiants.csv")).unwrap();
    std::fs::write(place.path("etudiants.xlsx"), before).unwrap();
    assert!(place.import(1, &["liste.csv"]).contains("les étudiants sont déjà dans etudiants.xlsx"));
}

/// LibreOffice opens each table and saves it in its own way: no cell is another, and no import sees a difference.
#[test]
fn a_double_click_and_a_save_change_nothing() {
    let office =
        ["soffice", "libreoffice"].into_iter().find(|name| Command::new(name).arg("--version").output().is_ok());
    let Some(office) = office else {
        assert!(std::env::var_os("CI").is_none(), "LibreOffice is missing");
        eprintln!("SKIPPED: LibreOffice is not installed; the tables were not opened with it");
        return;
    };
    let csv = imported("csv");
    let expected = told(&csv);
    for format in ["xlsx", "ods"] {
        let place = imported(format);
        let saved = place.temp.path().join("saved");
        let profile = format!("-env:UserInstallation=file://{}", place.temp.path().join("profile").display());
        let files = TABLES.map(|t| place.path(&format!("{t}.{format}")));
        let before = files.each_ref().map(|f| rows(f));
        let students = before[0].clone();
        let output = Command::new(office)
            .args([&profile, "--headless", "--convert-to", format, "--outdir"])
            .arg(&saved)
            .args(&files)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        for (file, before) in files.iter().zip(&before) {
            let bytes = std::fs::read(saved.join(file.file_name().unwrap())).unwrap();
            assert!(bytes != std::fs::read(file).unwrap(), "{}: it was saved", file.display());
            std::fs::write(file, bytes).unwrap();
            assert_eq!(&rows(file), before, "{}", file.display());
        }
        assert!(told(&place) == expected, "{format}");
        let before = place.all();
        let said = place.import(0, &[&SIECLE[..], &["cyclades.csv"]].concat());
        assert!(said.contains("9 étudiants (9 inchangés)") && !said.contains("modifié à la main"), "{format}: {said}");
        assert!(before == place.all(), "{format}: nothing is written");
        // What changes then keeps every cell, and says that the looks are made anew.
        std::fs::write(place.temp.path().join("roy.csv"), "Nom;Prénom;Né le\nROY;Inès;03/03/2009\n").unwrap();
        let said = place.import(0, &["roy.csv"]);
        assert!(said.contains("1 nouveau") && said.contains("sa mise en forme est refaite"), "{format}: {said}");
        assert_eq!(rows(&files[0])[..10], students[..10], "{format}");
    }
}
