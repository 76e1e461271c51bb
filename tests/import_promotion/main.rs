//! `import`: what schools export becomes the tables of a promotion; what a person wrote in them is left alone.
#![allow(clippy::disallowed_methods, reason = "a test writes its own files")]

mod classeur;
mod conformity;
mod edits;
mod exports;
mod feuilles;
mod formats;
mod lignes;
mod place;
#[path = "../support/mod.rs"]
mod support;
mod tableaux;

use place::{Place, SIECLE, transcript};
use support::{edit, root};

#[test]
fn what_is_printed() {
    let calls: &[&[&str]] = &[
        &SIECLE,
        &["siecle/export.zip", "cyclades.csv", "--class", "2ass1"],
        &["liste.csv", "--dry-run"],
        &["liste.csv", "--class", "3ABC"],
        &["absent.csv"],
    ];
    let mut all = String::new();
    for call in calls {
        all += &format!("$ liasse import {}\n{}\n", call.join(" "), transcript(&Place::new().call(call)));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn the_files_of_a_new_promotion() {
    let place = Place::imported();
    let settings = place.text("promotion.toml");
    let told: Vec<_> = settings.lines().filter(|l| l.contains(" = ") && !l.starts_with('#')).collect();
    let tables = ["etudiants.csv", "organismes.csv", "stages.csv"].map(|f| place.text(f).replace('\r', ""));
    insta::assert_snapshot!(format!("{}\n\n{}", told.join("\n"), tables.join("\n")));
    assert!(settings.contains("# classes = [\"1ASS1\",\"2ASS1\"]"), "{settings}");
    assert!(
        place.text("etudiants.csv").starts_with('\u{feff}') && place.path(".liasse/promotion.schema.json").is_file()
    );
    // The journal tells no one.
    let journal = place.text(".liasse/import.json");
    for told in ["MARTIN", "martin", "2005", "1234567890V", "2ASS1", "scolaire", "0212000001"] {
        assert!(!journal.contains(told), "{told}: {journal}");
    }
}

#[test]
fn a_zip_in_utf8_tells_what_the_files_in_latin_tell() {
    let (files, zip) = (Place::new(), Place::new());
    files.import(0, &SIECLE);
    zip.import(0, &["siecle/export.zip"]);
    for file in ["etudiants.csv", "stages.csv", "organismes.csv", "promotion.toml"] {
        assert_eq!(files.text(file), zip.text(file), "{file}");
    }
}

#[test]
fn the_same_import_again_changes_no_byte() {
    let place = Place::imported();
    let before = place.all();
    let said = place.import(0, &[&SIECLE[..], &["cyclades.csv"]].concat());
    assert!(said.contains("9 étudiants (9 inchangés)"), "{said}");
    assert!(before == place.all());
    // Nor does a part of the exports, which tells less.
    assert!(place.import(0, &["siecle/ElevesAvecAdresses.xml", "cyclades.csv"]).contains("9 inchangés"));
    assert!(before == place.all());
}

#[test]
fn dry_run_writes_nothing() {
    let place = Place::new();
    place.import(0, &["liste.csv", "--dry-run"]);
    assert!(place.all().is_empty());
    place.import(0, &["liste.csv"]);
    let before = place.all();
    let said = place.import(0, &[&SIECLE[..], &["--dry-run"]].concat());
    assert!(said.contains("mis à jour"), "{said}");
    assert!(before == place.all());
}

#[test]
fn a_status_for_all() {
    let place = Place::new();
    place.import(0, &["liste.csv", "--statut", "apprentissage"]);
    assert_eq!(place.table("stages.csv").rows.len(), 0);
    assert_eq!(place.cell("martin-lea", "statut"), "apprentissage");
}

#[test]
fn what_cannot_be_followed_is_told_and_left() {
    // A promotion whose rows stand in its settings.
    let place = Place::new();
    support::copy(&root().join("fixtures/promotion"), &place.path(""));
    let before = place.all();
    let said = place.import(1, &["liste.csv"]);
    assert!(said.contains("les étudiants sont déjà dans promotion.toml"), "{said}");
    let after = place.all();
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)));
    assert!(!place.path("etudiants.csv").exists() && !place.path("stages.csv").exists());
    // A table without its keys, and a table in a workbook.
    let place = Place::new();
    place.import(0, &["liste.csv"]);
    edit(&place.path("etudiants.csv"), "cle;", "n°;");
    let before = place.text("etudiants.csv");
    let said = place.import(1, &["liste.csv"]);
    assert!(said.contains("n’a plus de colonne « cle »"), "{said}");
    assert_eq!(place.text("etudiants.csv"), before);
    std::fs::rename(place.path("etudiants.csv"), place.path("etudiants.xlsx")).unwrap();
    assert!(place.import(1, &["liste.csv"]).contains("les étudiants sont déjà dans etudiants.xlsx"));
}

#[test]
fn the_two_forms_do_not_mix() {
    let place = Place::new();
    place.import(0, &["liste.csv", "--as", "candidats"]);
    let said = place.import(2, &["liste.csv"]);
    assert!(said.contains("ajoutez --as candidats"), "{said}");
    assert!(!place.path("promotion.toml").exists());
    let place = Place::imported();
    assert!(place.import(2, &["liste.csv", "--as", "candidats"]).contains("promo est une promotion"));
}

#[test]
fn hostile_cells_are_text() {
    let place = Place::new();
    let rows = "Nom;Prénom;Classe;Né le\n\"=HYPERLINK(\"\"x\"\")\";@P;+A;01/01/2005\n\"A;\"\"B\nC\";[[etudiant]];x\"\"\";01/02/2005\n";
    std::fs::write(place.temp.path().join("hostile.csv"), rows).unwrap();
    // A parenthesis is no sign of a name: kept, and told.
    place.import(1, &["hostile.csv"]);
    let table = place.table("etudiants.csv");
    assert_eq!(table.rows.len(), 2);
    for row in &table.rows {
        assert!(row.cells.iter().all(|c| !c.starts_with(['=', '+', '-', '@'])), "{row:?}");
    }
    assert_eq!(table.rows[1].get(table.column("nom_famille")), "A;\"B C");
    let settings: toml::Table = place.text("promotion.toml").parse().unwrap();
    assert!(settings.contains_key("formation"));
    assert!(place.import(1, &["hostile.csv"]).contains("2 inchangés"));
}

/// Another version of SIECLE, parts in another order, and a table that tells a parent itself.
#[test]
fn a_parent_is_taken_for_who_is_a_minor() {
    let place = Place::new();
    let files = [
        (
            "eleves.xml",
            "<BEE_ELEVES><DONNEES><ELEVES><ELEVE ELEVE_ID='1'><NOM>PETIT</NOM><PRENOM>Noé</PRENOM>\
             <DATE_NAISS>02/09/2007</DATE_NAISS><CODE_SEXE>1</CODE_SEXE></ELEVE><ELEVE ELEVE_ID='2'><NOM>GRAND</NOM>\
             <PRENOM>Ève</PRENOM><DATE_NAISS>01/09/2007</DATE_NAISS></ELEVE></ELEVES></DONNEES></BEE_ELEVES>",
        ),
        (
            "responsables.xml",
            "<BEE_RESPONSABLES><DONNEES><ADRESSES><ADRESSE ADRESSE_ID='5'><LIGNE2_ADRESSE>1 rue A</LIGNE2_ADRESSE>\
             <CODE_POSTAL>01000</CODE_POSTAL></ADRESSE></ADRESSES><RESPONSABLES><RESPONSABLE_ELEVE><ELEVE_ID>1</ELEVE_ID>\
             <PERSONNE_ID>7</PERSONNE_ID><NIVEAU_RESPONSABILITE>1</NIVEAU_RESPONSABILITE></RESPONSABLE_ELEVE>\
             <RESPONSABLE_ELEVE><ELEVE_ID>2</ELEVE_ID><PERSONNE_ID>7</PERSONNE_ID><RESP_LEGAL>1</RESP_LEGAL>\
             </RESPONSABLE_ELEVE></RESPONSABLES><PERSONNES><PERSONNE PERSONNE_ID='7'><NOM>PETIT-GRAND</NOM>\
             <PRENOM>Jo</PRENOM><ADRESSE_ID>5</ADRESSE_ID></PERSONNE></PERSONNES></DONNEES></BEE_RESPONSABLES>",
        ),
        (
            "parents.csv",
            "Nom;Prénom;Né(e) le;Responsable légal\nROY;Inès;03/03/2009;Lou ROY\nAÎNÉ;Max;01/01/2001;Lou AÎNÉ\n",
        ),
    ];
    for (name, text) in files {
        std::fs::write(place.temp.path().join(name), text).unwrap();
    }
    place.import(0, &["eleves.xml", "responsables.xml", "parents.csv"]);
    let parents = ["petit-noe", "grand-eve", "roy-ines", "aine-max"].map(|cle| place.cell(cle, "representant_legal"));
    assert_eq!(parents, ["Jo PETIT-GRAND", "", "Lou ROY", ""], "of age on the first of September, or not");
    // Who lives where is told of both.
    assert_eq!(["petit-noe", "grand-eve"].map(|cle| place.cell(cle, "adresse")), ["1 rue A", "1 rue A"]);
    assert_eq!(place.cell("petit-noe", "sexe"), "M");
}

/// No step of an import looks at all the rows for each row: neither for homonyms, nor for firms, nor for stages.
#[test]
fn thousands_of_pupils_with_their_stages_take_their_time_once() {
    let time = |n: usize| {
        let place = Place::new();
        let mut text = "Nom;Prénom;INE;Classe;Entreprise;Ville;Tuteur;Date début\n".to_owned();
        for i in 0..n {
            let (person, firm) = (["A", "B", "C"][i % 3], i % (n / 2));
            text += &format!("NOM{person};Léa;{i:010}A;2A;Agence {firm};Lyon;Claire DUMAS;17/11/2025\n");
        }
        std::fs::write(place.temp.path().join("grand.csv"), text).unwrap();
        let begun = std::time::Instant::now();
        let said = place.import(0, &["grand.csv"]);
        assert!(said.contains(&format!("{n} étudiants ({n} nouveaux)")), "{said}");
        assert_eq!(place.table("organismes.csv").rows.len(), n / 2);
        assert!(place.import(0, &["grand.csv"]).contains(&format!("{n} inchangés")));
        begun.elapsed()
    };
    time(100);
    let (few, many) = (time(300), time(3_000));
    // Ten times the rows: ten times the time, with room for a busy machine, where a quadratic step would take a hundred.
    assert!(many < few * 40, "{few:?} for 300 rows, {many:?} for 3000");
}
