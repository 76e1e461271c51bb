//! Tables of a promotion in CSV, XLSX and ODS: the same class, every fault at its cell, nothing that crashes.

mod support;

use std::io::{Cursor, Read, Write};

use liasse::diagnostic::human::{Style, render};
use liasse::diagnostic::{Diagnostic, Severity, Summary, json, short};
use liasse::domain::fault::FaultKind;
use liasse::domain::promotion::{Files, Promotion};
use liasse::sources::{MemoryFolder, load_promotion};
use proptest::prelude::*;
use support::{Told, controlled, fixture, new_ones};

const FORMS: [&str; 4] = ["promotion", "promotion-csv", "promotion-xlsx", "promotion-ods"];

/// What a promotion tells, wherever it stands.
fn told(folder: &MemoryFolder) -> Promotion {
    let loaded = load_promotion(folder);
    assert!(loaded.faults.is_empty(), "{:?}", loaded.faults);
    Promotion { files: Files::default(), ..loaded.promotion }
}

#[test]
fn the_class_is_the_same_whatever_holds_its_tables() {
    let toml = told(&fixture("promotion"));
    assert_eq!(toml.etudiants.len(), 27);
    for form in &FORMS[1..] {
        let other = told(&fixture(form));
        assert_eq!(toml.etudiants, other.etudiants, "{form}");
        assert_eq!(toml.organismes, other.organismes, "{form}");
        for (a, b) in toml.stages.iter().zip(&other.stages) {
            assert_eq!(a, b, "{form}");
        }
        assert!(toml == other, "{form}");
    }
}

#[test]
fn the_class_conforms_whatever_holds_its_tables() {
    let one = |d: &Diagnostic| (d.code, d.severity, d.message.clone());
    let sorted = |told: &Told| {
        let mut all: Vec<_> = told.diagnostics.iter().map(one).collect();
        all.sort();
        all
    };
    let toml = sorted(&controlled(&fixture("promotion")));
    assert!(toml.iter().all(|(_, severity, _)| *severity > Severity::Warning), "{toml:?}");
    for form in &FORMS[1..] {
        assert_eq!(sorted(&controlled(&fixture(form))), toml, "{form}");
    }
}

/// Replaces a text in a file of the folder; in a part of it for a workbook.
fn change(folder: &mut MemoryFolder, file: &str, part: &str, from: &str, to: &str) {
    let bytes = folder.files.get_mut(file).unwrap_or_else(|| panic!("no {file}"));
    if part.is_empty() {
        let at = bytes.windows(from.len()).position(|w| w == from.as_bytes());
        let at = at.unwrap_or_else(|| panic!("{file} has no « {from} »"));
        bytes.splice(at..at + from.len(), to.bytes());
        return;
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut inner = archive.by_index(i).unwrap();
        let name = inner.name().unwrap().into_owned();
        let mut text = String::new();
        inner.read_to_string(&mut text).unwrap();
        if name == part {
            assert!(text.contains(from), "{part} has no « {from} »");
            text = text.replacen(from, to, 1);
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    *bytes = out.finish().unwrap().into_inner();
}

/// What is told besides, in the three formats.
fn transcript(base: &str, edited: &MemoryFolder) -> String {
    let (base, edited) = (controlled(&fixture(base)), controlled(edited));
    let new: Vec<Diagnostic> = new_ones(&base, &edited).into_iter().cloned().collect();
    let mut out = String::new();
    for d in &new {
        out += &render(d, &edited.sources, "classe/", Style::PLAIN);
        out += "\n";
    }
    for d in &new {
        out += &short::render(d, &edited.sources, "classe/");
    }
    let line = json::render("classe", "promotion", &new, None, Summary::default(), &edited.sources);
    out + &line.replace("},{", "},\n{")
}

#[test]
fn places_in_csv() {
    let mut folder = fixture("promotion-csv");
    change(&mut folder, "stages.csv", "", ";organisme;debut;", ";organisme;debut ;");
    change(
        &mut folder,
        "stages.csv",
        "",
        "c-01;ait-oufella-yanis;delorme;17/11/2025",
        "c-01;ait-oufella-yanis;delorm;31/11/2025",
    );
    change(&mut folder, "etudiants.csv", "", ";sexe;", ";Sexx;");
    change(&mut folder, "etudiants.csv", "", "0201345678", "201345678");
    change(&mut folder, "organismes.csv", "", ";Terreaux Courtage;", ";;");
    insta::assert_snapshot!(transcript("promotion-csv", &folder));
}

#[test]
fn places_in_xlsx() {
    let mut folder = fixture("promotion-xlsx");
    let book = "promotion.xlsx";
    change(&mut folder, book, "xl/worksheets/sheet3.xml", "<v>45964</v>", "<v>36</v>");
    change(&mut folder, book, "xl/sharedStrings.xml", ">sexe<", ">Sexx<");
    // Two days that do not follow each other: the second place is in the same sheet.
    change(&mut folder, book, "xl/worksheets/sheet3.xml", "<v>46038</v>", "<v>45900</v>");
    insta::assert_snapshot!(transcript("promotion-xlsx", &folder));
}

#[test]
fn places_in_ods() {
    let mut folder = fixture("promotion-ods");
    change(&mut folder, "stages.ods", "content.xml", "<text:p>mardi</text:p>", "<text:p>mard</text:p>");
    let number = "office:value-type=\"string\"><text:p>0200345678<";
    change(
        &mut folder,
        "etudiants.ods",
        "content.xml",
        number,
        "office:value-type=\"float\" office:value=\"200345678\"><text:p>200345678<",
    );
    change(&mut folder, "organismes.ods", "content.xml", ">Siret<", ">Siren<");
    insta::assert_snapshot!(transcript("promotion-ods", &folder));
}

/// A folder of rows: the settings of the fixture, and these files.
fn of(files: &[(&str, &str)]) -> MemoryFolder {
    let mut folder = fixture("promotion-csv");
    for (name, text) in files {
        folder.files.insert((*name).to_owned(), text.as_bytes().to_vec());
    }
    folder
}

fn besides(folder: &MemoryFolder) -> Vec<(&'static str, String)> {
    let (base, edited) = (controlled(&fixture("promotion-csv")), controlled(folder));
    new_ones(&base, &edited).iter().map(|d| (d.code, d.message.clone())).collect()
}

#[test]
fn a_table_in_two_places_is_told_once_and_not_merged() {
    let folder = of(&[("avenants.toml", "[[avenant]]\nconvention = \"c-01\"\n")]);
    let said = besides(&folder);
    let message = "le tableau des avenants se trouve plusieurs fois : dans avenants.csv et dans avenants.toml";
    assert_eq!(said, [("FMT02", message.to_owned())]);
    let mut folder = fixture("promotion-xlsx");
    folder.files.insert("Stages.CSV".into(), fixture("promotion-csv").files["stages.csv"].clone());
    let said: Vec<String> =
        controlled(&folder).diagnostics.iter().filter(|d| d.code == "FMT02").map(|d| d.message.clone()).collect();
    assert_eq!(
        said,
        [
            "le tableau des stages se trouve plusieurs fois : dans Stages.CSV et dans promotion.xlsx (feuille « Stages »)"
        ]
    );
    assert_eq!(load_promotion(&folder).promotion.stages.len(), 24);
}

#[test]
fn a_table_of_its_own_in_toml() {
    let mut folder = fixture("promotion");
    let text = String::from_utf8(folder.files["promotion.toml"].clone()).unwrap();
    let at = text.find("[[avenant]]").unwrap();
    let end = text[at..].find("[[contrat]]").map_or(text.len(), |i| at + i);
    let avenants = text[at..end].to_owned();
    folder.files.insert("promotion.toml".into(), text.replace(&avenants, "").into_bytes());
    folder.files.insert("avenants.toml".into(), avenants.clone().into_bytes());
    let loaded = load_promotion(&folder);
    assert!(loaded.faults.is_empty() && loaded.promotion.avenants.len() == 6);
    assert_eq!(loaded.promotion.files.avenants, "avenants.toml");
    folder.files.insert("avenants.toml".into(), avenants.replacen("objet", "objt", 1).into_bytes());
    let told = controlled(&folder);
    let d = told.diagnostics.iter().find(|d| d.code == "FMT03").unwrap();
    assert!(
        short::render(d, &told.sources, "").starts_with("avenants.toml:5:1: "),
        "{}",
        short::render(d, &told.sources, "")
    );
}

#[test]
fn headings_that_people_write() {
    let text = "Liste de la classe\n\nClé,Nom,Prénom(s),Né(e) le,N° candidat,# remarques\n\
                a,MARTIN,Léa,14/03/2005,0212345678,dort\n\n\"b\",\"D’ALMEIDA\",Zoé,2004-11-02,0212345679,\n";
    let loaded = load_promotion(&of(&[("etudiants.csv", text)]));
    assert!(loaded.faults.is_empty(), "{:?}", loaded.faults);
    let [a, b] = loaded.promotion.etudiants.as_slice() else { panic!("two rows") };
    assert_eq!((a.nom_famille.as_str(), a.numero_candidat.as_str()), ("MARTIN", "0212345678"));
    assert_eq!((b.nom_famille.as_str(), b.date_naissance.unwrap().to_string().as_str()), ("D’ALMEIDA", "02/11/2004"));
}

#[test]
fn columns_twice_unknown_nameless_or_missing_are_told_once() {
    let head = "convention;numero;date;objet;debut;fin;motif";
    let rows = "c-01;1;01/12/2025;dates;24/11/2025;23/01/2026;x\nc-02;1;01/12/2025;dates;24/11/2025;23/01/2026;x\n";
    let said = |head: &str, rows: &str| -> Vec<String> {
        let faults = load_promotion(&of(&[("avenants.csv", &format!("{head}\n{rows}"))])).faults;
        faults.iter().map(|f| format!("{:?}", f.kind)).collect()
    };
    assert!(said(head, rows).is_empty());
    let twice = said(&head.replace("fin", "Date de début"), rows);
    assert!(twice.len() == 1 && twice[0].starts_with("Twice"), "{twice:?}");
    let unknown = said(&head.replace("objet", "objt"), rows);
    assert!(unknown.len() == 1 && unknown[0].contains("nearest: Some(\"objet\")"), "{unknown:?}");
    let nameless = said(&head.replace("motif", ""), rows);
    assert!(nameless.len() == 1 && nameless[0].contains("letters: \"G\""), "{nameless:?}");
    let missing = said(&head.replace("objet", "#objet"), rows);
    assert!(missing.len() == 1 && missing[0].starts_with("Missing"), "{missing:?}");
    let unclosed = said(head, &rows.replacen(";x", ";\"x", 1));
    assert!(unclosed.len() == 1 && unclosed[0].contains("unclosed"), "{unclosed:?}");
}

#[test]
fn files_that_are_no_tables() {
    for (name, bytes, words) in [
        ("contrats.xls", b"\xD0\xCF\x11\xE0\xA1\xB1".to_vec(), "ancien format"),
        ("contrats.csv", b"a\0b".to_vec(), "ni un texte CSV"),
        ("contrats.csv", b"tout\nautre;chose\n".to_vec(), "ligne de titres"),
        ("contrats.xlsx", b"PK\x03\x04abc".to_vec(), "abîmé"),
        ("promotion.ods", fixture("promotion-ods").files["avenants.ods"].clone(), "aucune feuille"),
    ] {
        let mut folder = fixture("promotion-csv");
        folder.files.insert(name.into(), bytes);
        let said = besides(&folder);
        assert!(said.len() == 1 && said[0].0 == "FMT01" && said[0].1.contains(words), "{name}: {said:?}");
    }
    // An empty file is an empty table; what an open program leaves beside it, or another file, is none of ours.
    let folder = of(&[("contrats.csv", ""), ("~$stages.xlsx", "x"), ("notes.csv", "a;b"), (".~lock.stages.ods#", "x")]);
    assert!(besides(&folder).is_empty(), "{:?}", besides(&folder));
}

#[test]
fn a_sheet_is_known_by_what_people_call_it_and_another_is_told() {
    let book = "promotion.xlsx";
    for (from, to) in [("Organismes", "Entreprises"), ("Étudiants", "Élèves"), ("Stages", "Conventions")] {
        let mut folder = fixture("promotion-xlsx");
        change(&mut folder, book, "xl/workbook.xml", from, to);
        let loaded = load_promotion(&folder);
        assert!(loaded.faults.is_empty(), "{to}: {:?}", loaded.faults);
        assert_eq!((loaded.promotion.organismes.len(), loaded.promotion.etudiants.len()), (12, 27), "{to}");
    }
    let mut folder = fixture("promotion-xlsx");
    change(&mut folder, book, "xl/workbook.xml", "Contrats", "Alternants 2025");
    let told = controlled(&folder);
    let found: Vec<_> = told.diagnostics.iter().filter(|d| d.code == "FMT03").collect();
    let [found] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(found.message, "la feuille « Alternants 2025 » n’est pas lue : son nom n’est celui d’aucun tableau");
    assert_eq!(found.severity, Severity::Warning);
    // What a person hides, or keeps for themselves, is none of ours.
    for to in ["#Contrats", "x\" state=\"hidden"] {
        let mut folder = fixture("promotion-xlsx");
        change(&mut folder, book, "xl/workbook.xml", "Contrats", to);
        assert!(!controlled(&folder).diagnostics.iter().any(|d| d.code == "FMT03"), "{to}");
    }
}

#[test]
fn rows_are_named_by_their_keys_or_by_what_they_say() {
    let named = |etudiant: &str, organisme: &str| {
        let text = format!(
            "cle;etudiant;organisme;referent;debut;fin\nc-01;{etudiant};{organisme};Paul Bernard;17/11/2025;16/01/2026\n"
        );
        let stage = load_promotion(&of(&[("stages.csv", &text)])).promotion.stages.remove(0);
        (stage.etudiant, stage.organisme, stage.referent)
    };
    let keys = ("ait-oufella-yanis".to_owned(), "delorme".to_owned(), "bernard".to_owned());
    let promotion = load_promotion(&fixture("promotion-csv")).promotion;
    let yanis = promotion.etudiants.iter().find(|e| e.cle == keys.0).unwrap();
    let first = yanis.prenoms.split(' ').next().unwrap();
    for etudiant in [
        keys.0.clone(),
        format!("{} {first}", yanis.nom_famille),
        format!("{first} {}", yanis.nom_famille.to_lowercase()),
    ] {
        assert_eq!(named(&etudiant, "agence DELORME assurances"), keys, "{etudiant}");
    }
    // A family name alone may be anyone's, and an unknown firm is told as an unknown key.
    assert_eq!(named(&yanis.nom_famille, "Delorme & fils").0, yanis.nom_famille);
    assert_eq!(named(&keys.0, "Delorme & fils").1, "Delorme & fils");
}

#[test]
fn a_telephone_of_nine_digits_is_completed_and_told() {
    let of = |telephone: &str, pays: &str| {
        let text = format!("cle;nom;adresse;ville;telephone;pays\nx;X;1 rue A;Lyon;{telephone};{pays}\n");
        let loaded = load_promotion(&of(&[("organismes.csv", &text)]));
        (
            loaded.promotion.organismes[0].telephone.clone(),
            loaded.faults.iter().map(|f| f.kind.clone()).collect::<Vec<_>>(),
        )
    };
    assert_eq!(of("478000000", ""), ("0478000000".to_owned(), vec![FaultKind::CompletedNumber]));
    assert_eq!(of("04 78 00 00 00", ""), ("04 78 00 00 00".to_owned(), vec![]));
    assert_eq!(of("225112233", "Belgique"), ("225112233".to_owned(), vec![]), "abroad, nine digits are nine");
    let mut folder = fixture("promotion-csv");
    change(&mut folder, "organismes.csv", "", "04 78 00 00 00", "478000000");
    let said = besides(&folder);
    assert!(said.len() == 1 && said[0].0 == "FMT05" && said[0].1.contains("avec le zéro du début"), "{said:?}");
}

#[test]
fn lines_of_another_encoding_are_read_and_told() {
    let mut folder = fixture("promotion-csv");
    let bytes = folder.files.get_mut("organismes.csv").unwrap();
    // The fixture is in Windows-1252; a row is added in UTF-8.
    bytes.extend("œuf;Bœuf & Élan;prive;assurance;;1 rue A;;Lyon;;;;;;;\n".bytes());
    let line = bytes.iter().filter(|b| **b == b'\n').count();
    let loaded = load_promotion(&folder);
    let kinds: Vec<_> = loaded.faults.iter().map(|f| f.kind.clone()).collect();
    assert_eq!(kinds, [FaultKind::MixedEncoding { lines: vec![line] }]);
    assert_eq!(loaded.promotion.organismes.last().unwrap().nom, "Bœuf & Élan");
    assert!(besides(&folder).iter().any(|(code, said)| *code == "FMT01" && said.contains("mêle deux encodages")));
}

#[test]
fn a_list_of_pupils_that_no_table_is_told_beside_is_not_passed_over() {
    let mut folder = fixture("promotion-csv");
    folder.files.retain(|name, _| !name.ends_with(".csv"));
    let list = "Nom;Prénom;Né le;Entreprise\nMARTIN;Léa;14/03/2005;Delorme\n";
    folder.files.insert("classe 2A.csv".into(), list.as_bytes().to_vec());
    folder.files.insert("notes.csv".into(), b"a;b\n1;2\n".to_vec());
    let kinds: Vec<_> = load_promotion(&folder).faults.iter().map(|f| f.kind.clone()).collect();
    assert!(kinds.contains(&FaultKind::UnreadList { pupils: 1 }), "{kinds:?}");
    // Beside tables that are there, it may be what they were made from.
    assert!(besides(&of(&[("classe 2A.csv", list)])).is_empty());
}

#[test]
fn a_workbook_shows_its_days_zeros_and_merged_cells() {
    let folder = |workbook: &str, rows: &str, merged: &str| {
        let mut folder = fixture("promotion-csv");
        folder.files.remove("etudiants.csv");
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let sheet = format!("<worksheet><sheetData>{rows}</sheetData>{merged}</worksheet>");
        for (name, text) in [
            ("xl/workbook.xml", format!("<workbook>{workbook}<sheets><sheet name='Étudiants' r:id='r'/></sheets></workbook>")),
            ("xl/_rels/workbook.xml.rels", "<R><Relationship Id='r' Target='worksheets/s.xml'/></R>".to_owned()),
            ("xl/styles.xml", "<s><numFmt numFmtId='170' formatCode='0#########'/><cellXfs><xf/><xf numFmtId='170'/><xf numFmtId='14'/></cellXfs></s>".to_owned()),
            ("xl/worksheets/s.xml", sheet),
        ] {
            out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            out.write_all(text.as_bytes()).unwrap();
        }
        folder.files.insert("etudiants.xlsx".into(), out.finish().unwrap().into_inner());
        folder
    };
    let text = |t: &str| format!("<c t='str'><v>{t}</v></c>");
    let head: String =
        ["classe", "cle", "nom_famille", "prenoms", "date_naissance", "numero_candidat"].map(text).concat();
    let row = |classe: &str, cle: &str, day: &str| {
        format!(
            "<row>{}{}{}{}<c s='2'><v>{day}</v></c><c s='1'><v>200000000</v></c></row>",
            text(classe),
            text(cle),
            text("N"),
            text("P")
        )
    };
    let rows = format!("<row>{head}</row>{}{}", row("2A", "a", "36963"), row("", "b", "36963"));
    let folder = folder("<workbookPr date1904='1'/>", &rows, "<mergeCells><mergeCell ref='A2:A3'/></mergeCells>");
    let loaded = load_promotion(&folder);
    assert!(loaded.faults.is_empty(), "{:?}", loaded.faults);
    for etudiant in &loaded.promotion.etudiants {
        let born = etudiant.date_naissance.unwrap().to_string();
        assert_eq!(
            (etudiant.classe.as_str(), born.as_str(), etudiant.numero_candidat.as_str()),
            ("2A", "14/03/2005", "0200000000")
        );
    }
    assert_eq!(loaded.promotion.etudiants.len(), 2);
}

/// A cell of a sheet of a thousand thousand cells, each the same long text.
#[test]
fn a_workbook_that_unfolds_without_end_is_told() {
    let mut folder = fixture("promotion-xlsx");
    let row = "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c></row>".repeat(2_000);
    change(&mut folder, "promotion.xlsx", "xl/worksheets/sheet1.xml", "</sheetData>", &(row + "</sheetData>"));
    change(&mut folder, "promotion.xlsx", "xl/sharedStrings.xml", "cle<", &format!("cle{}<", "x".repeat(20_000)));
    let told: Vec<_> = controlled(&folder).diagnostics.iter().map(|d| d.code).collect();
    assert!(told.contains(&"FMT01"), "{told:?}");
}

/// Five thousand rows are read at once: no step of it looks at all the rows for each row.
#[test]
fn thousands_of_rows_are_read_in_a_moment() {
    let rows = |n: usize| {
        let line = |i: usize| format!("c-{i};ait-oufella-yanis;delorme;32/11/2025;16/01/2026;Claire DUMAS;{i}\r\n");
        let text: String = (0..n).map(line).collect();
        of(&[("stages.csv", &format!("cle;etudiant;organisme;debut;fin;tuteur.nom;heures_semaine\r\n{text}"))])
    };
    let time = |folder: &MemoryFolder| {
        let begun = std::time::Instant::now();
        let loaded = load_promotion(folder);
        for fault in &loaded.faults {
            use liasse::diagnostic::Locate;
            let span = loaded.sources.span(&fault.place).unwrap();
            assert!(loaded.sources.position(&fault.place, span.start).unwrap().line > 1);
            assert!(loaded.sources.cell(&fault.place).is_some());
        }
        assert!(loaded.faults.len() > loaded.promotion.stages.len());
        begun.elapsed()
    };
    let (few, many) = (rows(500), rows(5_000));
    time(&few);
    let (few, many) = (time(&few), time(&many));
    // Ten times the rows: ten times the time, with room for a busy machine, where a quadratic step would take a hundred.
    assert!(many < few * 40, "{few:?} for 500 rows, {many:?} for 5000");
}

/// What is found of a folder can be printed.
fn print_all(folder: &MemoryFolder) {
    let loaded = load_promotion(folder);
    let diagnostics = controlled(folder).diagnostics;
    for d in &diagnostics {
        for text in [render(d, &loaded.sources, "", Style::PLAIN), short::render(d, &loaded.sources, "")] {
            assert!(text.chars().all(|c| !c.is_control() || c == '\n'), "{text:?}");
        }
    }
    json::render("x", "promotion", &diagnostics, None, Summary::default(), &loaded.sources);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in a file of rows, reading it ends and what is said can be printed.
    #[test]
    fn noise_in_tables_never_crashes(
        file in 0usize..6,
        edits in prop::collection::vec((any::<usize>(), 0usize..9, prop::collection::vec(any::<u8>(), 0..9)), 1..6),
        whole in prop::option::weighted(0.2, prop::collection::vec(any::<u8>(), 0..300)),
    ) {
        let names = [
            ("promotion-csv", "stages.csv"), ("promotion-csv", "etudiants.csv"), ("promotion-csv", "organismes.csv"),
            ("promotion-xlsx", "promotion.xlsx"), ("promotion-ods", "stages.ods"), ("promotion-csv", "avenants.csv"),
        ];
        let (base, name) = names[file];
        let mut folder = fixture(base);
        let bytes = folder.files.get_mut(name).unwrap();
        for (at, cut, new) in edits {
            let at = at % (bytes.len() + 1);
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, new);
        }
        if let Some(whole) = whole {
            *bytes = whole;
        }
        print_all(&folder);
    }

    /// The same in a settings block, whose keys stand in any way.
    #[test]
    fn noise_in_blocks_never_crashes(
        file in prop::sample::select(vec!["etablissement.csv", "formation.csv", "defauts.csv", "referents.csv"]),
        cells in prop::collection::vec(
            prop::sample::select(vec![
                "Nom", "Prénom", "UAI", "Valeur", "Clé", "Session", "2026", "Début", "01/09/2025", "x", "", "\"", "\n", ";", ";", "\n",
                "clauses.absences", "tuteur2.nom", "#", "Chef d’établissement",
            ]),
            0..40,
        ),
    ) {
        let mut folder = fixture("promotion-csv");
        folder.files.insert(file.to_owned(), cells.concat().into_bytes());
        print_all(&folder);
    }

    /// The same within the parts of a workbook, where a zip's own checks do not stop it.
    #[test]
    fn noise_in_sheets_never_crashes(ods in any::<bool>(), at in any::<usize>(), cut in 0usize..30, new in "[ -~]{0,20}") {
        let (base, file, part) = match ods {
            true => ("promotion-ods", "stages.ods", "content.xml"),
            false => ("promotion-xlsx", "promotion.xlsx", "xl/worksheets/sheet3.xml"),
        };
        let mut folder = fixture(base);
        let mut archive = zip::ZipArchive::new(Cursor::new(folder.files[file].clone())).unwrap();
        let mut text = String::new();
        archive.by_name(part).unwrap().read_to_string(&mut text).unwrap();
        let starts: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        let at = at % starts.len();
        let from = &text[starts[at]..starts.get(at + cut + 1).copied().unwrap_or(text.len())];
        change(&mut folder, file, part, from, &new);
        print_all(&folder);
    }
}

/// A value that looks like code or like a formula is a value.
#[test]
fn what_looks_like_code_is_itself() {
    for value in ["=A1+1", "#panic(\"x\") [x] \\ $a$", "@SUM(A1)", "Léa {{ nom }}", "Léa <script>"] {
        let quoted = value.replace('"', "\"\"");
        let text = format!("cle;nom_famille;prenoms;date_naissance\na;\"{quoted}\";Léa;14/03/2005\n");
        let loaded = load_promotion(&of(&[("etudiants.csv", &text)]));
        assert!(loaded.faults.is_empty(), "{:?}", loaded.faults);
        assert_eq!(loaded.promotion.etudiants[0].nom_famille, value);
    }
}
