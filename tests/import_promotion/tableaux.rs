//! Tables that stand beside the pupils, in files and sheets of their own: nothing of them is lost without a word.

use crate::classeur::{Xlsx, rows};
use crate::place::Place;

/// Imports files that are written for it, and gives what is said.
fn imported(code: i32, files: &[(&str, &[u8])], args: &[&str]) -> (Place, String) {
    let place = Place::new();
    for (name, bytes) in files {
        std::fs::write(place.temp.path().join(name), bytes).unwrap();
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).chain(args.iter().copied()).collect();
    let said = place.import(code, &names);
    (place, said)
}

const PUPILS: (&str, &[u8]) = ("essai.csv", "Nom;Prénom;Né le\nCON;Aux;17/07/2005\n".as_bytes());

#[test]
fn a_quote_that_is_not_closed_takes_no_other_row_of_a_table_with_it() {
    for quote in ["\"Delorme;Lyon;", "Delorme;\"Lyon;69003"] {
        let text = format!("Nom;Ville;Code postal\n{quote}\n\"Courtage Nord\";Lille;59000\nAgence Sud;Nice;06000\n");
        let (place, said) = imported(1, &[PUPILS, ("organismes.csv", text.as_bytes())], &[]);
        let table = place.table("organismes.csv");
        let names: Vec<_> = table.rows.iter().map(|r| r.get(table.column("nom"))).collect();
        assert_eq!(names, ["Courtage Nord", "Agence Sud"], "{quote}: {said}");
        assert!(said.contains("organismes.csv, ligne 2 : un guillemet ouvert"), "{quote}: {said}");
    }
    // A cell on two lines is one.
    let text = "Nom;Adresse\nDelorme;\"18 cours A\nbâtiment B\"\nNord;1 rue C\n";
    let (place, said) = imported(0, &[PUPILS, ("organismes.csv", text.as_bytes())], &[]);
    assert_eq!(place.table("organismes.csv").rows.len(), 2, "{said}");
}

#[test]
fn bytes_of_another_encoding_and_damaged_letters_are_told_at_their_cell() {
    let lists = [
        ("organismes.csv", "Nom;Responsable\nÉtude Noël;Zoé\n", "Agence ", "nom", "representant.nom"),
        ("referents.csv", "Nom;Fonction\nZoé NOËL;Économie\n", "Max ", "nom", "fonction"),
    ];
    for (file, utf8, name, nom, other) in lists {
        let bytes = [utf8.as_bytes(), name.as_bytes(), b"CR\xC9PIN;Ren\xE9e\n", "Luc;Ã‰ric\n".as_bytes()].concat();
        let (_, said) = imported(1, &[PUPILS, (file, &bytes)], &[]);
        for (row, column) in [(3, nom), (3, other)] {
            let wanted = format!("{file}, ligne {row}, « {column} » : des octets ne sont pas dans l’encodage");
            assert!(said.contains(&wanted), "{said}");
        }
        assert!(said.contains(&format!("{file}, ligne 4, « {other} » : le texte semble abîmé")), "{said}");
    }
    let (place, _) = imported(
        1,
        &[PUPILS, ("organismes.csv", &["Nom;Ville\nÉté;Dôle\n".as_bytes(), b"CR\xC9PIN;Dole\n"].concat())],
        &[],
    );
    assert!(place.text("organismes.csv").contains("CRÉPIN"));
}

#[test]
fn a_telephone_of_nine_digits_is_completed_and_told_wherever_it_stands() {
    let firms = "Nom;Téléphone;Pays\nDelorme;478000000;\nLausanne SA;216001234;Suisse\n".as_bytes();
    let school = "Nom;Lycée des Vents\nTéléphone;561000000\n".as_bytes();
    let (place, said) = imported(0, &[PUPILS, ("organismes.csv", firms), ("etablissement.csv", school)], &[]);
    assert!(said.contains("organismes.csv, ligne 2, « telephone » : téléphone de neuf chiffres"), "{said}");
    assert!(said.contains("etablissement.csv, ligne 2, « telephone » : téléphone de neuf chiffres"), "{said}");
    let table = place.table("organismes.csv");
    let told: Vec<_> = table.rows.iter().map(|r| r.get(table.column("telephone"))).collect();
    assert_eq!(told, ["0478000000", "216001234"]);
    assert!(place.text("promotion.toml").contains("0561000000"));
}

#[test]
fn a_formula_without_its_value_is_told_in_a_sheet_of_a_table() {
    let sheets = [
        ("Élèves", "", rows(&[&["Nom", "Prénom", "Né le"], &["CON", "Aux", "17/07/2005"]])),
        ("Entreprises", "", rows(&[&["Nom", "Ville"], &["Delorme", "<c><f>A1</f></c>"]])),
    ];
    let (_, said) = imported(1, &[("c.xlsx", &Xlsx { sheets: &sheets, ..Xlsx::default() }.bytes())], &[]);
    assert!(
        said.contains("c.xlsx, feuille « Entreprises », ligne 2, « ville » : une formule dont la valeur n’est pas"),
        "{said}"
    );
}

#[test]
fn the_second_sheet_of_a_setting_is_told_if_it_says_something_else() {
    let school = "UAI;0310053P\nNom;Lycée des Vents\n".as_bytes();
    let same = ("lycee.csv", "Nom;Lycée des Vents\n".as_bytes());
    let (_, said) = imported(0, &[PUPILS, ("etablissement.csv", school), same], &[]);
    assert!(!said.contains("ne dit pas la même chose"), "{said}");
    let other = ("lycee.csv", "Nom;Lycée des Pluies\n".as_bytes());
    let (place, said) = imported(1, &[PUPILS, ("etablissement.csv", school), other], &[]);
    assert!(said.contains("lycee.csv : ne dit pas la même chose que etablissement.csv, qui est pris"), "{said}");
    assert!(place.text("promotion.toml").contains("Lycée des Vents"));
    // One that tells nothing is not the first: what the second tells is taken.
    let empty = ("etablissement.csv", "Nom;UAI;Ville\n".as_bytes());
    let (place, said) = imported(0, &[PUPILS, empty, other], &[]);
    assert!(place.text("promotion.toml").contains("Lycée des Pluies"), "{said}");
    assert!(said.contains("repris des feuilles : l’établissement\n"), "{said}");
}

#[test]
fn pupils_below_the_name_of_a_school_are_pupils() {
    let pupils = "Nom;Prénom;Ville\nMARTIN;Léa;Lyon\nROY;Ada;Bron\n".as_bytes();
    let (place, said) = imported(0, &[("lycee.csv", pupils)], &[]);
    assert_eq!(place.table("etudiants.csv").rows.len(), 2, "{said}");
    assert!(!said.contains("l’établissement"), "{said}");
    let sheet = [("École", "", rows(&[&["Nom", "Prénom", "Né le"], &["CON", "Aux", "17/07/2005"]]))];
    let (place, said) = imported(0, &[("c.xlsx", &Xlsx { sheets: &sheet, ..Xlsx::default() }.bytes())], &[]);
    assert_eq!(place.table("etudiants.csv").rows.len(), 1, "{said}");
    // A school beside whoever heads it is one.
    let school = "Nom;UAI;Proviseure;Prénom\nLycée des Vents;0310053P;ROUSSEL;Hélène\n".as_bytes();
    let (place, _) = imported(0, &[PUPILS, ("lycee.csv", school)], &[]);
    assert!(place.text("promotion.toml").contains("Lycée des Vents"));
    assert_eq!(place.table("etudiants.csv").rows.len(), 1);
}

#[test]
fn the_folders_of_candidates_take_no_table_and_say_so() {
    let firms = "Nom;Ville\nDelorme;Lyon\nNord;Lille\n".as_bytes();
    let school = "Nom;Lycée des Vents\nUAI;0310053P\n".as_bytes();
    let tables = [("organismes.csv", firms), ("lycee.csv", school)];
    let (_, said) = imported(0, &[&[PUPILS][..], &tables].concat(), &["--as", "candidats"]);
    assert!(said.contains("que seule une promotion reprend"), "{said}");
    assert!(said.contains("\n  organismes.csv (les organismes) : 2 lignes\n"), "{said}");
    assert!(said.contains("\n  lycee.csv (l’établissement) : 1 ligne\n"), "{said}");
    let (_, said) = imported(1, &tables, &["--as", "candidats"]);
    assert!(said.contains("rien n’est écrit") && said.contains("organismes.csv (les organismes) : 2 lignes"), "{said}");
}

#[test]
fn what_is_not_added_to_a_table_that_a_person_edited_has_no_line_in_it() {
    let place = Place::new();
    std::fs::write(place.temp.path().join("a.csv"), "Nom;Prénom;Né le;Entreprise\nCON;Aux;17/07/2005;Delorme\n")
        .unwrap();
    place.import(0, &["a.csv"]);
    place.in_excel("organismes.csv", |text| {
        text.replace("Delorme", "DELORME & fils").replace("siret", "immatriculation")
    });
    let more = "Nom;Prénom;Né le;Entreprise;SIRET\nROY;Ada;16/03/2005;Courtage Nord;41005678900002\n";
    std::fs::write(place.temp.path().join("b.csv"), more).unwrap();
    let said = place.import(0, &["b.csv"]);
    assert!(said.contains("1 organisme des exports n’y est pas"), "{said}");
    assert!(!said.contains("gardés tels quels, mais"), "{said}");
}

#[test]
fn parts_of_what_is_told_of_a_student_are_columns() {
    let rows = "Nom;Prénom;Né le;Motif de la réduction;reduction.journees;reduction.date;Session précédente (redoublement);Redoublement\n\
        CON;Aux;17/07/2005;positionnement;45;12/11/2025;;\nROY;Ada;16/03/2005;;;;2025;oui\n";
    let (place, said) = imported(0, &[("essai.csv", rows.as_bytes())], &[]);
    assert!(said.contains("colonnes non reprises : Redoublement\n"), "{said}");
    let told = ["reduction.motif", "reduction.journees", "reduction.date"].map(|c| place.cell("con-aux", c));
    assert_eq!(told, ["positionnement", "45", "12/11/2025"]);
    assert_eq!(place.cell("roy-ada", "redoublement.session_precedente"), "2025");
    let before = place.all();
    assert!(place.import(0, &["essai.csv"]).contains("2 inchangés"));
    assert!(before == place.all());
    // The table makes another promotion like it, and whoever has none of it has no such column.
    let table = std::fs::read(place.path("etudiants.csv")).unwrap();
    let (other, _) = imported(0, &[("etudiants.csv", &table)], &[]);
    assert_eq!(other.text("etudiants.csv"), place.text("etudiants.csv"));
    let (plain, _) = imported(0, &[PUPILS], &[]);
    assert!(!plain.text("etudiants.csv").contains("reduction"));
    // A later export that tells them is not lost.
    std::fs::write(plain.temp.path().join("plus.csv"), rows).unwrap();
    plain.import(0, &["plus.csv"]);
    assert_eq!(plain.cell("con-aux", "reduction.motif"), "positionnement");
    // A column that a person took away stays away.
    plain.in_excel("etudiants.csv", |text| text.replace("reduction.motif", "# motif"));
    plain.import(0, &["plus.csv"]);
    assert!(plain.table("etudiants.csv").column("reduction.motif").is_none());
}

#[test]
fn a_setting_stands_where_the_check_reads_it() {
    let place = Place::new();
    std::fs::create_dir(place.path("")).unwrap();
    let book = |sheet: &str, cells: &[&[&str]]| Xlsx { sheets: &[(sheet, "", rows(cells))], ..Xlsx::default() }.bytes();
    std::fs::write(place.path("Référents.XLSX"), book("Feuil1", &[&["cle", "nom"], &["ada", "Ada NEUVE"]])).unwrap();
    std::fs::write(place.path("promotion.xlsx"), book("Établissement", &[&["UAI", "0310053P"]])).unwrap();
    std::fs::write(place.path("formation.pdf"), "%PDF-1.4").unwrap();
    std::fs::write(place.temp.path().join(PUPILS.0), PUPILS.1).unwrap();
    let said = place.import(0, &[PUPILS.0]);
    let settings = place.text("promotion.toml");
    let has = |block: &str| settings.lines().any(|l| l.trim() == block);
    assert!(has("[formation]") && !has("[etablissement]") && !has("[[referent]]"), "{said}\n{settings}");
    // The workbook of the whole has no sheet of students.
    assert_eq!(place.table("etudiants.csv").rows.len(), 1, "{said}");
}
