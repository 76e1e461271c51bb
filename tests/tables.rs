//! Tables of a promotion in CSV, XLSX and ODS: the same class, every fault at its cell, nothing that crashes.

mod support;

use std::io::{Cursor, Read, Write};

use liasse::diagnostic::human::{Style, render};
use liasse::diagnostic::{Diagnostic, Severity, Summary, json, short};
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
    for value in ["=1+1", "#panic(\"x\") [x] \\ $a$", "@SUM(A1)", "{{ nom }}", "<script>"] {
        let quoted = value.replace('"', "\"\"");
        let text = format!("cle;nom_famille;prenoms;date_naissance\na;\"{quoted}\";Léa;14/03/2005\n");
        let loaded = load_promotion(&of(&[("etudiants.csv", &text)]));
        assert!(loaded.faults.is_empty(), "{:?}", loaded.faults);
        assert_eq!(loaded.promotion.etudiants[0].nom_famille, value);
    }
}
