//! Hostile exports of a school: SIECLE, text tables, workbooks, zips.

use liasse::sources::MemoryFolder;

use super::families::Family;
use super::packed::{each, put, zipped};

/// What is made of an export.
macro_rules! import {
    ($file:literal) => {
        &["import", concat!("dossier/", $file), "--to", "neuve", "--dry-run"]
    };
}

macro_rules! xml {
    ($name:literal, $sizes:expr, $make:expr) => {
        Family {
            name: $name,
            args: import!("x.xml"),
            base: "",
            sizes: $sizes,
            make: |n, folder| put(folder, "x.xml", siecle(&($make)(n))),
        }
    };
}

macro_rules! csv {
    ($name:literal, $sizes:expr, $make:expr) => {
        Family {
            name: $name,
            args: import!("x.csv"),
            base: "",
            sizes: $sizes,
            make: |n, folder| put(folder, "x.csv", ($make)(n)),
        }
    };
}

macro_rules! xlsx {
    ($name:literal, $sizes:expr, $make:expr) => {
        Family { name: $name, args: import!("x.xlsx"), base: "", sizes: $sizes, make: |n, folder| $make(n, folder) }
    };
}

macro_rules! ods {
    ($name:literal, $sizes:expr, $make:expr) => {
        Family {
            name: $name,
            args: import!("x.ods"),
            base: "",
            sizes: $sizes,
            make: |n, folder| put(folder, "x.ods", ods(&($make)(n))),
        }
    };
}

fn siecle(pupils: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<BEE_ELEVES VERSION=\"2.1\"><PARAMETRES><UAJ>0310053P</UAJ>\
         <ANNEE_SCOLAIRE>2025</ANNEE_SCOLAIRE></PARAMETRES><DONNEES><ELEVES>{pupils}</ELEVES></DONNEES></BEE_ELEVES>"
    )
}

fn pupil(i: usize, more: &str) -> String {
    format!(
        "<ELEVE ELEVE_ID=\"{i}\" ELENOET=\"{i}\"><NOM_DE_FAMILLE>NOM{i}</NOM_DE_FAMILLE><PRENOM>Anne</PRENOM>\
         <DATE_NAISS>14/03/2005</DATE_NAISS><CODE_SEXE>2</CODE_SEXE>{more}</ELEVE>"
    )
}

const HEAD: &str = "Nom;Prénom;Né(e) le;Classe\n";

/// An XLSX of these parts besides those that name its only sheet.
fn xlsx(sheet: &str, parts: &[(&str, String)]) -> Vec<u8> {
    let own = [
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>".to_owned(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></Relationships>".to_owned(),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{TITLES}{sheet}</sheetData></worksheet>")),
    ];
    let mut all: std::collections::BTreeMap<&str, String> = own.into();
    all.extend(parts.iter().cloned());
    zipped(all.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())))
}

const TITLES: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Nom</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>Prénom\
                      </t></is></c><c r=\"C1\" t=\"inlineStr\"><is><t>Né(e) le</t></is></c></row>";

fn row(i: usize, cells: &str) -> String {
    format!("<row r=\"{}\">{cells}</row>", i + 2)
}

fn ods(rows: &str) -> Vec<u8> {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let head = ["Nom", "Prénom", "Né(e) le"].map(cell).concat();
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet>\
         <table:table table:name=\"A\"><table:table-row>{head}</table:table-row>{rows}</table:table></office:spreadsheet>\
         </office:body></office:document-content>"
    );
    let kind = b"application/vnd.oasis.opendocument.spreadsheet".to_vec();
    zipped([("mimetype".to_owned(), kind), ("content.xml".to_owned(), content.into_bytes())])
}

/// Sheets of a workbook that are all one part, each of its own name and relation.
fn sheets(n: usize, folder: &mut MemoryFolder) {
    let sheet = |i: usize| format!("<sheet name=\"A{i}\" sheetId=\"{i}\" r:id=\"r{i}\"/>");
    let relation = |i: usize| format!("<Relationship Id=\"r{i}\" Target=\"worksheets/sheet1.xml\"/>");
    let book = format!("<workbook><sheets>{}</sheets></workbook>", each(n, sheet));
    let relations = format!("<Relationships>{}</Relationships>", each(n, relation));
    put(folder, "x.xlsx", xlsx("", &[("xl/workbook.xml", book), ("xl/_rels/workbook.xml.rels", relations)]));
}

/// Cells that show one long text, told once.
fn shared(n: usize, folder: &mut MemoryFolder, sheet: &str) {
    let book = format!("<workbook><sheets><sheet name=\"{sheet}\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
    let text = format!("<sst><si><t>{}</t></si></sst>", "a".repeat(100_000));
    let cells = "<c t=\"s\"><v>0</v></c>".repeat(20);
    let rows = each(n, |i| row(i, &cells));
    put(folder, "x.xlsx", xlsx(&rows, &[("xl/workbook.xml", book), ("xl/sharedStrings.xml", text)]));
}

fn texts(n: usize, folder: &mut MemoryFolder) {
    let text = format!("<sst>{}</sst>", each(n, |i| format!("<si><t>a{i}</t></si>")));
    put(folder, "x.xlsx", xlsx("", &[("xl/sharedStrings.xml", text)]));
}

fn styles(n: usize, folder: &mut MemoryFolder) {
    let own = each(n, |i| format!("<numFmt numFmtId=\"{}\" formatCode=\"0{}\"/>", i + 200, "0".repeat(i % 90)));
    let cells = each(n, |i| format!("<xf numFmtId=\"{}\"/>", i + 200));
    let all = format!("<styleSheet><numFmts>{own}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>");
    put(folder, "x.xlsx", xlsx("", &[("xl/styles.xml", all)]));
}

fn merged(n: usize, folder: &mut MemoryFolder) {
    let rows = each(n, |i| row(i, "<c t=\"inlineStr\"><is><t>DUPONT</t></is></c>"));
    let merge = |i: usize| format!("<mergeCell ref=\"A{}:A{}\"/>", i + 2, i + 20_000);
    let all = format!(
        "<worksheet><sheetData>{TITLES}{rows}</sheetData><mergeCells>{}</mergeCells></worksheet>",
        each(n, merge)
    );
    put(folder, "x.xlsx", xlsx("", &[("xl/worksheets/sheet1.xml", all)]));
}

/// A zip of text tables, a pupil each.
fn tables(n: usize, folder: &mut MemoryFolder) {
    let one = |i: usize| (format!("{i}.csv"), format!("{HEAD}NOM{i};Anne;01/01/2005;2A\n").into_bytes());
    put(folder, "x.zip", zipped((0..n).map(one)));
}

/// A zip of files that unfold to that many MiB of nothing.
fn unfolding(n: usize, folder: &mut MemoryFolder) {
    put(folder, "x.zip", zipped((0..n).map(|i| (format!("{i}.csv"), vec![b' '; 1 << 20]))));
}

fn empty_files(n: usize, folder: &mut MemoryFolder) {
    put(folder, "x.zip", zipped((0..n).map(|i| (format!("{i}.csv"), Vec::new()))));
}

pub const FAMILIES: &[Family] = &[
    xml!("SIECLE: pupils", [3_000, 12_000], |n| each(n, |i| pupil(i, ""))),
    xml!("SIECLE: one pupil again and again", [5_000, 20_000], |n| pupil(1, "").repeat(n)),
    xml!("SIECLE: structures of a pupil", [20_000, 80_000], |n| {
        pupil(1, &"<SCOLARITE_AN_DERNIER><CODE_STRUCTURE>A</CODE_STRUCTURE></SCOLARITE_AN_DERNIER>".repeat(n))
    }),
    xml!("SIECLE: elements in elements", [500_000, 2_000_000], |n| "<A>".repeat(n)),
    xml!("SIECLE: empty elements", [250_000, 1_000_000], |n| "<A/>".repeat(n)),
    xml!("SIECLE: attributes", [25_000, 100_000], |n| format!("<ELEVE {}/>", each(n, |i| format!("a{i}=\"\" ")))),
    xml!("SIECLE: entities", [250_000, 1_000_000], |n| pupil(1, &format!("<PRENOM2>{}</PRENOM2>", "&amp;".repeat(n)))),
    xml!("SIECLE: a long text", [2_000_000, 8_000_000], |n| pupil(1, &format!("<PRENOM2>{}</PRENOM2>", "a".repeat(n)))),
    csv!("columns of a text table", [1_250, 5_000], |n| format!("{HEAD}{}\n", "a;".repeat(n)).repeat(20)),
    csv!("headings of a text table", [1_250, 5_000], |n| format!("{}\nA;B\n", each(n, |i| format!("Nom {i};")))),
    csv!("words of a heading", [4_000, 16_000], |n| format!("{};2 {}\n", HEAD.trim_end(), "mot ".repeat(n))),
    csv!("pupils of a text table", [4_000, 16_000], |n| HEAD.to_owned()
        + &each(n, |i| format!("NOM{i};Anne;01/01/2005;2A\n"))),
    csv!("one pupil of a text table", [5_000, 20_000], |n| HEAD.to_owned() + &"DUPONT;Anne;01/01/2005;2A\n".repeat(n)),
    csv!("homonyms of a text table", [4_000, 16_000], |n| HEAD.to_owned()
        + &each(n, |i| format!("DUPONT;Anne;{:02}/{:02}/{};2A\n", 1 + i % 28, 1 + i / 28 % 12, 1990 + i / 336))),
    csv!("pupils without a birthday", [5_000, 20_000], |n| HEAD.to_owned() + &"DUPONT;Anne;;2A\n".repeat(n)),
    csv!("classes", [2_000, 8_000], |n| HEAD.to_owned() + &each(n, |i| format!("NOM{i};Anne;01/01/2005;CLASSE{i}\n"))),
    csv!("rows that say nothing", [50_000, 200_000], |n| HEAD.to_owned() + &";;;\n".repeat(n)),
    csv!("a quote that never closes", [10_000, 40_000], |n| format!("{HEAD}\"{}", "a;b\n".repeat(n))),
    csv!("quotes", [500_000, 2_000_000], |n| format!("{HEAD}\"{}\";b;c;d\n", "\"\"".repeat(n))),
    csv!("a long line", [1_000_000, 4_000_000], |n| format!("{HEAD}{}\n", "a".repeat(n))),
    xlsx!("XLSX: empty rows with a style", [25_000, 100_000], |n, folder: &mut MemoryFolder| {
        let cells = "<c s=\"1\"/>".repeat(8);
        put(folder, "x.xlsx", xlsx(&each(n, |i| row(i, &cells)), &[]));
    }),
    xlsx!("XLSX: cells of a row", [50_000, 200_000], |n, folder: &mut MemoryFolder| {
        put(folder, "x.xlsx", xlsx(&row(0, &"<c><v>1</v></c>".repeat(n)), &[]));
    }),
    xlsx!("XLSX: sheets", [5_000, 20_000], sheets),
    xlsx!("XLSX: one long text in each cell", [100, 400], |n, folder| shared(n, folder, "A")),
    xlsx!("XLSX: one long text in each stage", [100, 400], |n, folder| shared(n, folder, "Stages")),
    xlsx!("XLSX: texts", [50_000, 200_000], texts),
    xlsx!("XLSX: styles", [5_000, 20_000], styles),
    xlsx!("XLSX: merged cells", [2_000, 8_000], merged),
    ods!("ODS: columns that are repeated", [1_500, 6_000], |n| {
        "<table:table-row><table:table-cell table:number-columns-repeated=\"16384\"><text:p>a</text:p></table:table-cell>\
         </table:table-row>"
            .repeat(n)
    }),
    ods!("ODS: rows that are repeated", [1_500, 6_000], |n| {
        "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell><text:p>a</text:p></table:table-cell>\
         </table:table-row>"
            .repeat(n)
    }),
    ods!("ODS: spaces that are repeated", [2_500, 10_000], |n| {
        "<table:table-row><table:table-cell><text:p><text:s text:c=\"1000000000\"/></text:p></table:table-cell>\
         </table:table-row>"
            .repeat(n)
    }),
    Family { name: "a zip of tables", args: import!("x.zip"), base: "", sizes: [450, 1_800], make: tables },
    Family { name: "a zip of nothing", args: import!("x.zip"), base: "", sizes: [15_000, 60_000], make: empty_files },
    Family { name: "a zip that unfolds", args: import!("x.zip"), base: "", sizes: [32, 128], make: unfolding },
];
