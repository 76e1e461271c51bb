//! A second import, after a person worked in the tables.

use crate::place::{Place, SIECLE};
use crate::support::edit;

/// Another export of the fixtures' class, a year later in its life: someone changed class, someone came, someone left.
const LATER: &str = "Nom;Prénom;Né(e) le;INE;N° candidat;Classe;Date de sortie;Sexe;Adresse;CP;Ville;Courriel;Tél.\n\
    MARTIN;Léa Inès;14/03/2005;1234567890V;0212000001;2ASS2;;F;5 rue Neuve;01000;Bourg;neuf@courriel.example;\n\
    D'ALMEIDA;Zoé;02/11/2004;0DDG5R00015;0212000002;2ASS2;;F;;;;;600000002\n\
    ROY;Inès;03/03/2009;;0212000099;2ASS1;;F;;;;;\n\
    CON;Aux;17/07/2005;;0212000010;2ASS1;01/02/2026;;;;;;\n";

#[test]
fn what_a_person_wrote_in_a_spreadsheet_is_kept() {
    let place = Place::imported();
    let order = |p: &Place| p.table("etudiants.csv").rows.iter().map(|r| r.get(Some(0)).to_owned()).collect::<Vec<_>>();
    place.in_excel("etudiants.csv", |text| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines[0] += ";Mon café";
        for line in &mut lines[1..] {
            *line += ";œuf";
        }
        // Léa's class and mail are the secretary's; so is what Zoé has not.
        lines[1] = lines[1].replace(";2ASS1;", ";2ASS1 groupe A;").replace("lea.martin@courriel.example", "");
        lines[2] = lines[2].replace(";05 00 00 00 02;", ";+33 5;");
        // A spreadsheet takes zeros for nothing, and shows days its own way.
        let text = lines.join("\r\n").replace(";02120000", ";2120000").replace("15/03/2005", "2005-03-15");
        text.replace(";01000;", ";1000;")
    });
    let before = order(&place);
    std::fs::write(place.temp.path().join("plus-tard.csv"), LATER).unwrap();
    let said = place.import(0, &["plus-tard.csv"]);
    insta::assert_snapshot!(said);
    let lea = |column: &str| place.cell("martin-lea", column);
    assert_eq!((lea("classe"), lea("courriel")), ("2ASS1 groupe A".to_owned(), String::new()), "edited and emptied");
    assert_eq!((lea("adresse"), lea("ville")), ("5 rue Neuve".to_owned(), "Bourg".to_owned()), "not touched: updated");
    assert_eq!((lea("code_postal"), lea("numero_candidat")), ("01000".to_owned(), "0212000001".to_owned()));
    assert_eq!(place.cell("d-almeida-zoe", "telephone"), "+33 5");
    assert_eq!(place.cell("d-almeida-zoe", "classe"), "2ASS2");
    assert_eq!(place.cell("martin-lea-2", "date_naissance"), "2005-03-15", "no one told it again");
    assert_eq!(place.cell("le-guennec-coeuret-mael", "nom_famille"), "LE GUENNEC-CŒURET");
    assert_eq!(place.cell("le-guennec-coeuret-mael", "Mon café"), "œuf", "columns of a person");
    assert_eq!(place.cell("roy-ines", "date_naissance"), "03/03/2009");
    assert_eq!(order(&place), [&before[..], &["roy-ines".to_owned()]].concat(), "new ones at the end, no one moved");
    assert!(place.text("etudiants.csv").starts_with("\u{feff}cle;"), "in UTF-8 again");

    let forced = place.import(0, &["plus-tard.csv", "--force"]);
    assert!(!forced.contains("gardés tels quels"), "{forced}");
    assert_eq!((lea("classe"), lea("courriel")), ("2ASS2".to_owned(), "neuf@courriel.example".to_owned()));
    assert_eq!(place.cell("d-almeida-zoe", "telephone"), "0600000002");
    assert_eq!(place.cell("martin-lea", "Mon café"), "œuf");
    assert_eq!(place.cell("martin-lea-2", "numero_candidat"), "212000004", "what the exports do not tell is left");
}

#[test]
fn rows_that_a_person_wrote_or_took_away() {
    let place = Place::new();
    place.import(0, &["liste.csv"]);
    // One row goes, one comes by hand, one is known by another key from now on, and the whole is sorted.
    place.in_excel("etudiants.csv", |text| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let heading = lines.remove(0);
        lines.retain(|l| !l.starts_with("con-aux;"));
        let keys = |l: &String| l.replace("dupont-hugo;", "hugo;");
        let mut lines: Vec<_> = lines.iter().map(keys).collect();
        lines.push("moi;ROY;;Inès;;03/03/2009;;;2ASS1;apprentissage".to_owned());
        lines.sort();
        [&[heading][..], &lines].concat().join("\r\n")
    });
    let stages = place.text("stages.csv");
    let roy = "Nom;Prénom;Né(e) le;N° candidat\nROY;Inès;03/03/2009;0212000099\n";
    std::fs::write(place.temp.path().join("roy.csv"), roy).unwrap();
    let said = place.import(0, &["liste.csv", "roy.csv"]);
    assert!(said.contains("1 étudiant retiré à la main de etudiants.csv : non remis"), "{said}");
    let keys: Vec<_> = place.table("etudiants.csv").rows.iter().map(|r| r.get(Some(0)).to_owned()).collect();
    assert!(keys.contains(&"moi".to_owned()) && keys.contains(&"hugo".to_owned()), "{keys:?}");
    assert!(!keys.iter().any(|k| ["con-aux", "roy-ines", "dupont-hugo"].contains(&k.as_str())), "{keys:?}");
    assert_eq!(place.cell("moi", "numero_candidat"), "0212000099", "an empty cell is filled");
    assert_eq!(place.cell("moi", "statut"), "apprentissage");
    // The row of stage of a key that changed is the secretary's to change; the new key has its own.
    let after = place.text("stages.csv");
    assert!(after.starts_with(stages.trim_end()) && after.contains(";hugo;") && !after.contains(";moi;"), "{after}");
    assert!(place.import(0, &["liste.csv", "--force"]).contains("1 nouveau"));
    assert!(place.text("etudiants.csv").contains("\r\ncon-aux;"));
}

#[test]
fn a_pupil_who_is_gone_is_told_and_kept() {
    let place = Place::new();
    place.import(0, &["liste.csv"]);
    let before = place.text("etudiants.csv");
    let gone = "Nom;Prénom;Né(e) le;Classe;Date de sortie\nCON;Aux;17/07/2005;2ASS1;01/02/2026\n\
        DUPONT;Hugo;09/09/2008;Inactifs;\nD'ALMEIDA;Zoé;02/11/2004;2ASS1;\n";
    std::fs::write(place.temp.path().join("partis.csv"), gone).unwrap();
    let said = place.import(0, &["partis.csv"]);
    insta::assert_snapshot!(said);
    assert_eq!(place.text("etudiants.csv"), before);
    // Who is of another class than the one that is asked for is not gone.
    let said = place.import(0, &["liste.csv", "--class", "1ASS1"]);
    assert!(!said.contains("ne sont plus") && said.contains("1 étudiant (1 inchangé)"), "{said}");
}

#[test]
fn stages_are_completed_until_someone_fills_them() {
    let place = Place::new();
    place.import(0, &["liste.csv", "--class", "1ASS1"]);
    assert_eq!(place.table("stages.csv").rows.len(), 1);
    place.import(0, &["liste.csv"]);
    let stages = place.table("stages.csv");
    // The apprentice has none.
    assert_eq!(stages.rows.len(), 8);
    assert!(!place.text("stages.csv").contains("le-guennec"));
    edit(&place.path("stages.csv"), "c-01;dupont-hugo;;", "c-01;dupont-hugo;delorme;");
    edit(&place.path("organismes.csv"), "\r\n", "\r\ndelorme;Delorme\r\n");
    let (stages, organismes) = (place.text("stages.csv"), place.text("organismes.csv"));
    std::fs::write(place.temp.path().join("plus-tard.csv"), LATER).unwrap();
    let said = place.import(0, &["plus-tard.csv", "--force"]);
    assert!(said.contains("stages.csv, modifié à la main, n’est pas complété"), "{said}");
    assert!(said.contains("  etudiants.csv, ligne 11\n"), "{said}");
    assert_eq!((stages, organismes), (place.text("stages.csv"), place.text("organismes.csv")));
    // A table that was taken away is told elsewhere.
    std::fs::remove_file(place.path("stages.csv")).unwrap();
    place.import(0, &["plus-tard.csv"]);
    assert!(!place.path("stages.csv").exists());
}

#[test]
fn a_journal_that_is_lost_makes_every_cell_a_persons() {
    let place = Place::imported();
    std::fs::write(place.path(".liasse/import.json"), "{}").unwrap();
    edit(&place.path("etudiants.csv"), ";1ASS1;", ";3ASS1;");
    edit(&place.path("etudiants.csv"), ";05 00 00 00 02;", ";;");
    let said = place.import(0, &SIECLE);
    assert!(said.contains("etudiants.csv, ligne 8, « classe »"), "{said}");
    assert!(said.contains("9 étudiants (1 mis à jour, 8 inchangés)"), "{said}");
    assert_eq!(place.cell("dupont-hugo", "classe"), "3ASS1");
    assert_eq!(place.cell("d-almeida-zoe", "telephone"), "05 00 00 00 02");
    // From then on what the exports tell alike is followed again.
    assert!(place.import(0, &SIECLE).contains("9 inchangés"));
}
