//! Exports as schools really make them: nothing of them is damaged, and what is not taken is told.

use crate::classeur::{Xlsx, rows, zip};
use crate::place::Place;

/// Imports one file, and gives the place and what is said.
pub fn imported(code: i32, name: &str, bytes: &[u8]) -> (Place, String) {
    let place = Place::new();
    std::fs::write(place.temp.path().join(name), bytes).unwrap();
    let said = place.import(code, &[name]);
    (place, said)
}

/// The cells of some columns of `etudiants.csv`.
pub fn cells(place: &Place, columns: &[&str]) -> Vec<String> {
    let table = place.table("etudiants.csv");
    let one = |row: &liasse::sources::import::registre::Ligne| {
        columns.iter().map(|c| row.get(table.column(c)).to_owned()).collect::<Vec<_>>().join("|")
    };
    table.rows.iter().map(one).collect()
}

fn xlsx(head: &[&str], body: &[&[&str]], book: &Xlsx<'_>) -> Vec<u8> {
    let all: Vec<&[&str]> = [head].into_iter().chain(body.iter().copied()).collect();
    let sheets = [("Feuil1", "", rows(&all))];
    Xlsx { workbook: book.workbook, formats: book.formats, merged: book.merged, sheets: &sheets }.bytes()
}

#[test]
fn days_are_those_of_the_workbook() {
    let head = ["Nom", "Prénom", "Né le", "Classe"];
    let row = |v: &str| [["MARTIN", "Léa", v, "2A"].map(str::to_owned)];
    for (workbook, cell) in [
        ("", "<c s='1'><v>38425</v></c>"),
        ("", "<c><v>38425.75</v></c>"),
        ("date1904='1'", "<c s='1'><v>36963</v></c>"),
        ("date1904='true'", "<c><v>36963</v></c>"),
        ("", "<c t='d'><v>2005-03-14</v></c>"),
        ("", "<c t='d'><v>2005-03-14T00:00:00</v></c>"),
    ] {
        let [row] = row(cell);
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        let book = Xlsx { workbook, formats: &["dd/mm/yyyy"], ..Xlsx::default() };
        let (place, _) = imported(0, "essai.xlsx", &xlsx(&head, &[&row], &book));
        assert_eq!(cells(&place, &["date_naissance"]), ["14/03/2005"], "{workbook} {cell}");
    }
    // Number 60 is the 29th of February 1900, which was none.
    let book = xlsx(&head, &[&["MARTIN", "Léa", "<c s='1'><v>60</v></c>", "2A"]], &Xlsx::default());
    let (place, said) = imported(1, "essai.xlsx", &book);
    assert!(said.contains("« 60 » n’est pas une date") && cells(&place, &["date_naissance"]) == [""], "{said}");
}

#[test]
fn an_ods_shows_what_it_shows() {
    let content = "<document><automatic-styles><number-style name='N1'><number min-integer-digits='10'/></number-style>\
        <style name='ce1' data-style-name='N1'/><style name='ta2'><table-properties display='false'/></style>\
        </automatic-styles><spreadsheet><calculation-settings><null-date date-value='1904-01-01'/></calculation-settings>\
        <table name='A'><table-column number-columns-repeated='3'/><table-column default-cell-style-name='ce1'/>\
        <table-row>CELLS</table-row>\
        <table-row><table-cell number-rows-spanned='2'><p>2A</p></table-cell><table-cell><p>MARTIN</p></table-cell>\
        <table-cell value-type='float' value='36963'><p>36963</p></table-cell>\
        <table-cell value-type='float' value='200000000'/></table-row>\
        <table-row visibility='filter'><covered-table-cell/><table-cell><p>DUPONT</p></table-cell>\
        <table-cell value-type='date' date-value='2005-03-15'><p>15/03/05</p></table-cell>\
        <table-cell value-type='float' value='200000001'><p>0200000001</p></table-cell></table-row></table>\
        <table name='B' style-name='ta2'><table-row>CELLS</table-row></table></spreadsheet></document>";
    let head: String = ["Classe", "Nom", "Né le", "N° candidat"]
        .iter()
        .map(|h| format!("<table-cell><p>{h}</p></table-cell>"))
        .collect();
    let bytes = zip(&[("mimetype", "ods"), ("content.xml", &content.replace("CELLS", &head))]);
    let (place, said) = imported(0, "essai.ods", &bytes);
    let told = cells(&place, &["classe", "nom_famille", "date_naissance", "numero_candidat"]);
    assert_eq!(told, ["2A|MARTIN|14/03/2005|0200000000", "2A|DUPONT|15/03/2005|0200000001"], "{said}");
    assert!(said.contains("feuille « A », ligne 3 : ligne masquée"), "{said}");
    assert!(said.contains("feuille « B » : feuille masquée, non lue"), "{said}");
}

#[test]
fn zeros_that_a_format_shows_are_there() {
    let head = ["Nom", "Prénom", "N° candidat", "CP", "Tél"];
    let body =
        ["MARTIN", "Léa", "<c s='1'><v>200000000</v></c>", "<c s='2'><v>1000</v></c>", "<c s='3'><v>612345678</v></c>"];
    let formats = ["0#########", "00000", "0#\\ ##\\ ##\\ ##\\ ##"];
    let (place, said) = imported(0, "l.xlsx", &xlsx(&head, &[&body], &Xlsx { formats: &formats, ..Xlsx::default() }));
    assert_eq!(cells(&place, &["numero_candidat", "code_postal", "telephone"]), ["0200000000|01000|06 12 34 56 78"]);
    assert!(!said.contains("neuf chiffres"), "{said}");
    // Without a format the zero is lost: of a telephone it can only be one, and it is told.
    let body = ["MARTIN", "Léa", "<c><v>200000000</v></c>", "<c><v>1000</v></c>", "<c><v>612345678</v></c>"];
    let (place, said) = imported(1, "l.xlsx", &xlsx(&head, &[&body], &Xlsx::default()));
    assert_eq!(cells(&place, &["numero_candidat", "code_postal", "telephone"]), ["||0612345678"]);
    assert!(
        said.matches("a perdu des chiffres").count() == 2 && said.contains("« Tél » : téléphone de neuf chiffres"),
        "{said}"
    );
}

#[test]
fn cells_of_sheets_that_are_no_values_are_told() {
    let head = ["Nom", "Prénom", "Classe", "Né le", "Courriel", "INE"];
    let body: [&[&str]; 4] = [
        &["MARTIN", "Léa", "<c s='1'><v>45689</v></c>", "14/03/2005", "<c t='e'><v>#N/A</v></c>", "0123456789A"],
        &[
            "DUPONT",
            "<c t='str'><f>B2</f><v>Hugo</v></c>",
            "2A",
            "<c><f>TODAY()</f><v/></c>",
            "<c t='b'><v>1</v></c>",
            "",
        ],
        &["ROY", "Inès", "2A", "14/03/2005", "#REF!", "1,23E+10"],
        &["PETIT", "Jo", "<c s='2'><v>0.5</v></c>", "14/03/2005", "a_x000D_b", ""],
    ];
    let formats = ["d/m", "0%"];
    let (place, said) = imported(1, "l.xlsx", &xlsx(&head, &body, &Xlsx { formats: &formats, ..Xlsx::default() }));
    insta::assert_snapshot!(said);
    let told = cells(&place, &["nom_famille", "prenoms", "classe", "courriel", "ine"]);
    assert_eq!(told, ["MARTIN|Léa|||0123456789A", "DUPONT|Hugo|2A||", "ROY|Inès|2A||", "PETIT|Jo|50 %|a b|"]);
}

#[test]
fn rows_that_are_no_pupils_are_told() {
    let head = ["Classe", "Nom", "Prénom", "Né le"];
    let body: [&[&str]; 10] = [
        &["2A", "MARTIN", "Léa", "14/03/2005"],
        &["", "DUPONT", "Hugo", "15/03/2005"],
        &["Classe", "NOM", "prénom", "Né le"],
        &["", "TOTAL", "Zoé", "16/03/2005"],
        &["Total : 3 élèves", "", "", ""],
        &["", "Effectif", "3", ""],
        &["", "3 élèves", "", ""],
        &["ST = scolaire", "AP = apprenti", "", ""],
        &["", "Édité le 12/01/2026", "", ""],
        &["", "PERSONNE", "", ""],
    ];
    let book = Xlsx { merged: &["A2:A3", "A5:A5", "B20:B1048576"], ..Xlsx::default() };
    let (place, said) = imported(1, "l.xlsx", &xlsx(&head, &body, &book));
    insta::assert_snapshot!(said);
    assert_eq!(cells(&place, &["classe", "nom_famille"]), ["2A|MARTIN", "2A|DUPONT", "|TOTAL"]);
}

#[test]
fn sheets_and_columns_that_are_not_read_are_told() {
    let pupils = rows(&[&["Nom", "", "Prénom", "Régime", "Classe"], &["MARTIN", "x", "Léa", "DP", "2A"]]);
    let sheets = [
        ("Lisez-moi", "", rows(&[&["Bonjour"]])),
        ("Élèves", "", pupils.clone()),
        ("Anciens", "state='hidden'", pupils),
        ("Vide", "", String::new()),
    ];
    let (place, said) = imported(0, "l.xlsx", &Xlsx { sheets: &sheets, ..Xlsx::default() }.bytes());
    assert!(said.contains("colonnes non reprises : Régime, colonne B sans titre"), "{said}");
    assert!(said.contains("« Lisez-moi » : feuille sans ligne d’en-têtes") && !said.contains("Vide"), "{said}");
    assert!(said.contains("« Anciens » : feuille masquée, non lue"), "{said}");
    assert_eq!(cells(&place, &["nom_famille", "prenoms"]), ["MARTIN|Léa"]);
}

#[test]
fn bytes_of_another_encoding_damage_no_name() {
    let head = "<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>\n<BEE_ELEVES><DONNEES><ELEVES>\n";
    let eleve = |nom: &[u8], prenom: &[u8]| {
        [b"<ELEVE ELEVE_ID='1'>\n<NOM>", nom, b"</NOM>\n<PRENOM>", prenom, b"</PRENOM>\n</ELEVE>\n"].concat()
    };
    let tail = "</ELEVES></DONNEES></BEE_ELEVES>";
    let xml = |nom: &[u8], prenom: &[u8]| [head.as_bytes(), &eleve(nom, prenom), tail.as_bytes()].concat();
    let (place, said) = imported(1, "essai.xml", &xml("BŒUF".as_bytes(), b"\xC9lo\xEFse"));
    assert_eq!(cells(&place, &["nom_famille", "prenoms"]), ["BŒUF|Éloïse"]);
    assert!(said.contains("essai.xml, ligne 4, « NOM » : des octets ne sont pas dans l’encodage"), "{said}");
    // All of its own encoding: nothing is told.
    let (place, _) = imported(0, "essai.xml", &xml(b"B\xBCUF", b"\xC9lo\xEFse"));
    assert_eq!(cells(&place, &["nom_famille", "prenoms"]), ["BŒUF|Éloïse"]);
    // A table of which one row was pasted from elsewhere.
    let rows =
        [b"Nom;Pr\xE9nom;N\xE9 le\nB\x8CUF;\xC9lo\xEFse;14/03/2005\n", "BŒUF;Zoé;15/03/2005\n".as_bytes()].concat();
    let (place, said) = imported(1, "essai.csv", &rows);
    assert_eq!(cells(&place, &["nom_famille", "prenoms"]), ["BŒUF|Éloïse", "BŒUF|Zoé"]);
    assert!(said.contains("essai.csv, ligne 3, « Nom »"), "{said}");
    // What was damaged before is kept and told; what is lost is left out.
    let (place, said) = imported(
        1,
        "essai.csv",
        "Nom;Prénom;Né le\nMARTIN;ZoÃ©;14/03/2005\nROY;Zo\u{fffd};15/03/2005\nPETIT;Zo?;16/03/2005\n".as_bytes(),
    );
    assert_eq!(cells(&place, &["prenoms"]), ["ZoÃ©", "", ""]);
    assert!(said.contains("semble abîmé") && said.matches("une lettre est perdue").count() == 2, "{said}");
    // UTF-16, with its mark or without, as a table and as XML.
    for mark in ["\u{feff}", ""] {
        let utf16 = |text: &str| format!("{mark}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let (place, _) = imported(0, "essai.txt", &utf16("Nom\tPrénom\tNé le\r\nBŒUF\tÉloïse\t14/03/2005\r\n"));
        assert_eq!(cells(&place, &["nom_famille", "prenoms"]), ["BŒUF|Éloïse"]);
    }
    let xml = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><BEE_ELEVES><ELEVES><ELEVE><NOM>BŒUF</NOM></ELEVE></ELEVES></BEE_ELEVES>";
    let utf16: Vec<u8> = format!("\u{feff}{xml}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(cells(&imported(0, "essai.xml", &utf16).0, &["nom_famille"]), ["BŒUF"]);
}

#[test]
fn characters_that_no_one_types_are_refused_at_their_row() {
    let rows = "Nom;Prénom;Né le\nMAR\u{1}TIN;Léa;14/03/2005\nROY;Zo\u{202e}é;15/03/2005\n\
                LE\u{a0}\u{a0}GUENNEC;Zoe\u{301};16/03/2005\n";
    let (place, said) = imported(1, "essai.csv", rows.as_bytes());
    assert_eq!(cells(&place, &["nom_famille", "prenoms"]), ["ROY|", "LE GUENNEC|Zoé"]);
    assert!(said.contains("ligne 2, « Nom »") && said.contains("ligne 3, « Prénom »"), "{said}");
    let xml = "<BEE_ELEVES><ELEVES><ELEVE><NOM>A&#xD83D;B</NOM><PRENOM>Léa</PRENOM></ELEVE>\n<ELEVE><NOM>ROY</NOM>\
               <PRENOM>&#7;</PRENOM></ELEVE></ELEVES></BEE_ELEVES>";
    let (place, said) = imported(1, "essai.xml", xml.as_bytes());
    assert_eq!(cells(&place, &["nom_famille"]), ["ROY"], "{said}");
    assert!(
        said.contains("ligne 1, « NOM » : une lettre est perdue") && said.contains("ligne 2, « PRENOM »"),
        "{said}"
    );
}

#[test]
fn two_persons_with_one_number_are_two() {
    let rows = "Nom;Prénom;Né le;INE;N° candidat;Classe\n\
        MAIN;Luc;01/07/2004;00000000123;0212000001;2A\n\
        COUV;Harry;01/07/2004;00000000123;0212000002;2A\n\
        MAIN;Luc;01/07/2004;00000000123;0212000001;2A\n\
        ROY;Inès;02/07/2004;0DDG5R00015;0212000003;2A\n\
        ROY-PETIT;Inès Jo;02/07/2004;0DDG5R00015;0212000003;2A\n\
        JUMEAU;Léa;03/07/2004;;0212000009;2A\n\
        JUMEAU;Noé;03/07/2004;;0212000009;2A\n\
        AUTRE;Max;04/07/2004;;0212000009;2A\n";
    let (place, said) = imported(1, "essai.csv", rows.as_bytes());
    insta::assert_snapshot!(said);
    let told = cells(&place, &["nom_famille", "prenoms", "ine", "numero_candidat"]);
    assert_eq!(
        told,
        [
            "MAIN|Luc||0212000001",
            "COUV|Harry||0212000002",
            "ROY|Inès|0DDG5R00015|0212000003",
            "JUMEAU|Léa||",
            "JUMEAU|Noé||",
            "AUTRE|Max||",
        ]
    );
    assert!(place.import(1, &["essai.csv"]).contains("6 inchangés"));
}

#[test]
fn a_cell_of_names_is_told_apart_or_told() {
    let rows = "Élève;Né(e) le;Classe\nBEN ALI Mohamed Amine;12/03/2005;2A\nde LA TOUR Jean;13/03/2005;2A\n\
                MARTIN LEA;14/03/2005;2A\nD’ALMEIDA Inês;15/03/2005;2A\n";
    let (place, said) = imported(1, "essai.csv", rows.as_bytes());
    let told = cells(&place, &["nom_famille", "prenoms"]);
    assert_eq!(told, ["BEN ALI|Mohamed Amine", "de LA TOUR|Jean", "MARTIN LEA|", "D’ALMEIDA|Inês"]);
    assert!(said.contains("lignes 2, 3, 5, « Élève » : nom de famille et prénoms dans une même cellule"), "{said}");
    assert!(
        said.contains("ligne 4, « Élève » : nom de famille et prénoms sont dans une même cellule, et rien"),
        "{said}"
    );
    // Once the person has told them apart, the next import finds the row and leaves it.
    place.in_excel("etudiants.csv", |t| t.replace(";MARTIN LEA;;;", ";MARTIN;;Léa;"));
    let said = place.import(1, &["essai.csv"]);
    assert!(said.contains("4 étudiants (4 inchangés)") && said.contains("ligne 4, « nom_famille »"), "{said}");
}

#[test]
fn an_extraction_of_siecle_in_a_spreadsheet() {
    let head = [
        "Nom de famille",
        "Prénom",
        "Prénom 2",
        "Date Naissance",
        "Id National",
        "Code Structure",
        "Type Structure",
        "Tél. Personnel",
        "Tél. Portable",
        "Ligne 1 Adresse",
        "Ligne 2 Adresse",
        "Code Postal",
        "Commune",
        "Nom resp. légal1",
        "Prénom resp. légal1",
        "Tel resp. légal1",
    ];
    let row = |classe, kind| {
        [
            "MARTIN",
            "Léa",
            "Inès",
            "12/03/2010",
            "081277848GG",
            classe,
            kind,
            "0472000000",
            "0612345678",
            "1 rue du Lac",
            "Bât. C",
            "69003",
            "LYON",
            "MARTIN",
            "Sophie",
            "0611111111",
        ]
    };
    let (place, said) = imported(0, "e.xlsx", &xlsx(&head, &[&row("2A", "D"), &row("G1", "G")], &Xlsx::default()));
    let columns = ["prenoms", "classe", "telephone", "adresse", "ville", "representant_legal"];
    assert_eq!(cells(&place, &columns), ["Léa Inès|2A|0612345678|1 rue du Lac, Bât. C|LYON|Sophie MARTIN"]);
    assert!(said.contains("ligne 3 : ligne d’un groupe") && said.contains("non reprises : Tel resp. légal1"), "{said}");
}

#[test]
fn a_class_in_two_cases_is_one() {
    let rows = "Nom;Prénom;Classe\nA;Léa;2BTSA\nB;Léa;2btsa\nC;Léa;2BTSA\nD;Léa;2 BTSA\nE;Léa;1BTSA\n";
    let (place, said) = imported(0, "essai.csv", rows.as_bytes());
    assert_eq!(cells(&place, &["classe"]), ["2BTSA", "2BTSA", "2BTSA", "2BTSA", "1BTSA"]);
    assert!(
        said.contains("une classe écrite de 3 façons : « 2BTSA », « 2btsa », « 2 BTSA » ; reprise comme « 2BTSA »"),
        "{said}"
    );
    assert!(place.text("promotion.toml").contains("# classes = [\"1BTSA\",\"2BTSA\"]"));
}

#[test]
fn rows_whose_cells_are_displaced_are_refused() {
    let rows = "Nom;Prénom;Adresse;Classe\nMARTIN;Léa;3 rue A; bât C;2A\nDUPONT,Hugo,3 rue A,2A\nROY;Inès;\"3 rue A\nbât C; 2e\";2A\n\
                PETIT;Jo;1 rue B;2A;\n";
    let (place, said) = imported(1, "essai.csv", rows.as_bytes());
    assert_eq!(cells(&place, &["nom_famille", "adresse"]), ["ROY|3 rue A, bât C; 2e", "PETIT|1 rue B"]);
    assert!(
        said.contains("ligne 2 : la ligne a plus de cellules")
            && said.contains("ligne 3 : les cellules sont séparées par « , »"),
        "{said}"
    );
    // Two columns of one meaning: the same value is no fault.
    let rows = "Classe;Nom;Prénom;Division\n2A;ROY;Inès;2a\n2A;PETIT;Jo;1B\n";
    let (_, said) = imported(1, "essai.csv", rows.as_bytes());
    assert!(said.contains("ligne 3, « Division » : cette colonne ne dit pas la même chose"), "{said}");
    assert!(!said.contains("ligne 2"), "{said}");
}

const FLAT: &str = "Nom;Prénom;Classe;Date de naissance;Entreprise;Adresse;Code postal;Ville;Téléphone;Email;SIRET;Tuteur;Date début;Date fin\n\
    MARTIN;Léa;2A;14/03/2005;Agence Delorme;18 cours de la Liberté;69003;Lyon;04 78 00 00 00;contact@delorme.example;41005678900002;Claire DUMAS;17/11/2025;16/01/2026\n\
    MARTIN;Léa;2A;14/03/2005;Courtage Nord;;69001;Lyon;;;;Paul NORD;02/03/2026;27/03/2026\n\
    DUPONT;Hugo;2A;15/03/2005;agence  DELORME;;69003;;;;;;17/11/2025;31/02/2026\n\
    ROY;Inès;2A;16/03/2005;;;;;;;;;;\n";

#[test]
fn a_flat_table_becomes_students_organismes_and_stages() {
    let (place, said) = imported(1, "stages-plat.csv", FLAT.as_bytes());
    insta::assert_snapshot!(said);
    assert_eq!(
        cells(&place, &["cle", "adresse", "ville", "telephone", "courriel"]),
        ["martin-lea||||", "dupont-hugo||||", "roy-ines||||"],
        "nothing of a firm is a student's"
    );
    let tables = ["organismes.csv", "stages.csv"].map(|f| place.text(f).replace(['\r', '\u{feff}'], ""));
    insta::assert_snapshot!(tables.join("\n"));
    let before = place.all();
    place.import(1, &["stages-plat.csv"]);
    assert!(before == place.all());
    // Once a person has worked in the tables, they are hers: what is new is told.
    place.in_excel("organismes.csv", |t| t.replace("Courtage Nord", "Courtage du Nord"));
    place.in_excel("stages.csv", |t| t.replace("Paul NORD", "Pauline NORD"));
    let (organismes, stages) =
        (std::fs::read(place.path("organismes.csv")).unwrap(), std::fs::read(place.path("stages.csv")).unwrap());
    std::fs::write(
        place.temp.path().join("stages-plat.csv"),
        FLAT.replace(";;;;;;;;;;\n", ";Neuve;;;;;;;;01/12/2025;\n"),
    )
    .unwrap();
    let said = place.import(1, &["stages-plat.csv"]);
    assert!(said.contains("organismes.csv, modifié à la main, n’est pas complété : 2 organismes"), "{said}");
    assert!(
        said.contains("étudiants dont un stage n’y est pas :") && said.contains("etudiants.csv, ligne 4"),
        "{said}"
    );
    assert!(organismes == std::fs::read(place.path("organismes.csv")).unwrap());
    assert!(stages == std::fs::read(place.path("stages.csv")).unwrap());
}

#[test]
fn stages_that_are_told_later_complete_the_rows() {
    let place = Place::new();
    let simple: String = FLAT.lines().map(|l| l.split(';').take(4).collect::<Vec<_>>().join(";") + "\n").collect();
    std::fs::write(place.temp.path().join("essai.csv"), simple).unwrap();
    std::fs::write(place.temp.path().join("plat.csv"), FLAT).unwrap();
    place.import(0, &["essai.csv", "--statut", "scolaire"]);
    assert_eq!(place.table("stages.csv").rows.len(), 3);
    place.import(1, &["plat.csv"]);
    let stages = place.table("stages.csv");
    let column = stages.column("organisme");
    let told: Vec<_> = stages.rows.iter().map(|r| format!("{}:{}", r.get(Some(1)), r.get(column))).collect();
    assert_eq!(
        told,
        ["martin-lea:agence-delorme", "dupont-hugo:agence-delorme", "roy-ines:", "martin-lea:courtage-nord"]
    );
    // An apprentice has no stage: theirs is told, and no row is made.
    let place = Place::new();
    std::fs::write(place.temp.path().join("plat.csv"), FLAT).unwrap();
    let said = place.import(1, &["plat.csv", "--statut", "apprentissage"]);
    assert!(said.contains("le statut de l’étudiant n’en prévoit pas :\n  etudiants.csv, ligne 2\n"), "{said}");
    assert!(place.table("stages.csv").rows.is_empty());
    // In candidates' folders they have no place: that is told.
    let place = Place::new();
    std::fs::write(place.temp.path().join("plat.csv"), FLAT).unwrap();
    assert!(
        place
            .import(1, &["plat.csv", "--as", "candidats"])
            .contains("3 stages et leurs organismes, que seule une promotion")
    );
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_panic() {
    use std::process::Stdio;
    let place = Place::new();
    std::fs::write(place.temp.path().join("plat.csv"), FLAT).unwrap();
    for args in
        [&["import", "plat.csv", "--to", "promo"][..], &["init", "dossier"], &["check", "promo"], &["explain", "FMT01"]]
    {
        let mut child = crate::support::program(place.temp.path())
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(output.stderr.is_empty(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(matches!(output.status.code(), Some(0 | 1)), "{args:?}: {:?}", output.status);
    }
}
