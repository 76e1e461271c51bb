//! Conventions as one Word document, for LibreOffice: one convention a file, or all of them as a mail merge leaves them.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use zip::write::SimpleFileOptions;

use super::convention::{Bloc, Cartouche, Convention, Ligne, Partie, Signature, Valeur};
use super::html::echapper;

const STYLES: &str = include_str!("docx/styles.xml");
const RELATIONS: &str = include_str!("docx/relations.xml");
const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Width between the margins, in twentieths of a point.
const LARGEUR: usize = 9638;

/// Writes a document of as many conventions as are given, each on its own pages.
pub fn ecrire(fichier: &Path, conventions: &[&Convention]) {
    let mut reperes = Reperes::default();
    let mut body = String::new();
    let sections: Vec<_> = conventions.iter().flat_map(|c| c.parties().map(|p| (*c, p))).collect();
    for (i, (convention, partie)) in sections.iter().enumerate() {
        partie.blocs.iter().for_each(|b| bloc(&mut body, b));
        let first = partie.pied == sections[0].1.pied;
        let section = section(&mut reperes, convention, partie, first);
        // The last section's properties stand in the body, those of the others in a paragraph that ends them.
        let last = i + 1 == sections.len();
        body.push_str(&if last {
            section
        } else {
            format!("<w:p><w:pPr><w:pStyle w:val=\"Fin\"/>{section}</w:pPr></w:p>")
        });
    }
    let document =
        format!("{DECLARATION}<w:document xmlns:w=\"{W}\" xmlns:r=\"{R}\"><w:body>{body}</w:body></w:document>");
    let title = if let [one] = conventions { one.titre.clone() } else { "Conventions de stage".to_owned() };
    empaqueter(fichier, &document, &title, &reperes).unwrap_or_else(|e| panic!("{}: {e}", fichier.display()));
}

/// Heads and feet: each text once, whoever shows it.
#[derive(Default)]
struct Reperes(Vec<(&'static str, String)>);

impl Reperes {
    /// The reference to a head or a foot.
    fn reference(&mut self, kind: &'static str, content: String) -> String {
        let found = self.0.iter().position(|(k, c)| *k == kind && *c == content);
        let at = found.unwrap_or_else(|| {
            self.0.push((kind, content));
            self.0.len() - 1
        });
        format!("<w:{kind}Reference w:type=\"default\" r:id=\"rep{at}\"/>")
    }
}

fn section(reperes: &mut Reperes, convention: &Convention, partie: &Partie<'_>, first: bool) -> String {
    let tab = "<w:r><w:tab/></w:r>";
    let head = [run("", &convention.courant.gauche), tab.to_owned(), run("", &convention.courant.droite)].concat();
    let field = |name: &str| format!("<w:fldSimple w:instr=\"{name}\"><w:r><w:t>1</w:t></w:r></w:fldSimple>");
    let number = [run("", "Page "), field("PAGE"), run("", "/"), field("NUMPAGES")].concat();
    let foot = [run("", partie.pied), tab.to_owned(), number].concat();
    let head = reperes.reference("header", paragraphe("EnTete", &head));
    let foot = reperes.reference("footer", paragraphe("Pied", &foot));
    let restart = if first { "<w:pgNumType w:start=\"1\"/>" } else { "" };
    format!(
        "<w:sectPr>{head}{foot}<w:type w:val=\"nextPage\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1304\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"680\" w:footer=\"510\" \
         w:gutter=\"0\"/>{restart}</w:sectPr>"
    )
}

// ── Texts ──

/// A run of text with its properties, its line ends kept.
fn run(properties: &str, texte: &str) -> String {
    let lines: Vec<_> =
        texte.split('\n').map(|l| format!("<w:t xml:space=\"preserve\">{}</w:t>", echapper(l))).collect();
    format!("<w:r><w:rPr>{properties}</w:rPr>{}</w:r>", lines.join("<w:br/>"))
}

fn paragraphe(style: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>")
}

const GRAS: &str = "<w:b/>";
const GRIS: &str = "<w:color w:val=\"555555\"/>";
const PETIT: &str = "<w:color w:val=\"555555\"/><w:sz w:val=\"18\"/>";
const BLEU: &str = "<w:b/><w:color w:val=\"1D3A66\"/>";

fn bloc(out: &mut String, bloc: &Bloc<'_>) {
    let one = |style: &str, properties: &str, text: &str| paragraphe(style, &run(properties, text));
    match bloc {
        Bloc::Entete(lignes) => out.push_str(&one("Tableau", GRIS, &lignes.join("\n"))),
        Bloc::Titre(t) => out.push_str(&one("Heading1", "", t)),
        Bloc::Rubrique(t) => out.push_str(&one("Heading2", "", t)),
        Bloc::Intertitre(t) => out.push_str(&one("Heading3", "", t)),
        Bloc::Petit(t) => out.push_str(&one("Petit", "", t)),
        Bloc::Alinea(t) => out.push_str(&one("Normal", "", t)),
        Bloc::Cartouche(c) => cartouche(out, c),
        Bloc::Particularites(lignes) => particularites(out, lignes),
        Bloc::Registre(entetes, rangees) => registre(out, entetes, rangees),
        Bloc::Signatures(all) => signatures(out, all),
    }
}

/// The paragraphs of a cell.
fn valeur(valeur: &Valeur) -> String {
    match valeur {
        Valeur::Dit(t) => paragraphe("Tableau", &run("", t)),
        // A tab under a line.
        Valeur::Blanc { .. } => paragraphe("Tableau", "<w:r><w:rPr><w:u w:val=\"single\"/></w:rPr><w:tab/></w:r>"),
        Valeur::Liste { liste } => liste.iter().map(|t| paragraphe("Tableau", &run("", t))).collect(),
        Valeur::Codes { codes } => {
            let row = |(code, words): &(String, String)| run(GRAS, code) + &run("", &format!(" {words}"));
            codes.iter().map(|c| paragraphe("Tableau", &row(c))).collect()
        }
    }
}

// ── Tables ──

const FILETS: &str = "<w:top w:val=\"single\" w:sz=\"4\" w:color=\"A5A5A5\"/>\
                      <w:bottom w:val=\"single\" w:sz=\"4\" w:color=\"A5A5A5\"/>";
const BLEUS: &str = "<w:top w:val=\"single\" w:sz=\"12\" w:color=\"1D3A66\"/>\
                     <w:bottom w:val=\"single\" w:sz=\"4\" w:color=\"A5A5A5\"/>";
const SOUS_BLEU: &str = "<w:bottom w:val=\"single\" w:sz=\"6\" w:color=\"1D3A66\"/>";
const CADRE: &str = "<w:top w:val=\"single\" w:sz=\"6\" w:color=\"191919\"/>\
                     <w:left w:val=\"single\" w:sz=\"6\" w:color=\"191919\"/>\
                     <w:bottom w:val=\"single\" w:sz=\"6\" w:color=\"191919\"/>\
                     <w:right w:val=\"single\" w:sz=\"6\" w:color=\"191919\"/>";

/// A table of given columns, in twentieths of a point.
fn table(out: &mut String, columns: &[usize], rows: &str) {
    let grid: String = columns.iter().map(|w| format!("<w:gridCol w:w=\"{w}\"/>")).collect();
    let width: usize = columns.iter().sum();
    let _ = write!(
        out,
        "<w:tbl><w:tblPr><w:tblW w:w=\"{width}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>\
         <w:top w:w=\"51\" w:type=\"dxa\"/><w:left w:w=\"113\" w:type=\"dxa\"/><w:bottom w:w=\"51\" w:type=\"dxa\"/>\
         <w:right w:w=\"113\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    );
}

/// A row that is not split: of a height at least, perhaps repeated on each page.
fn rangee(cells: &[String], height: usize, head: bool) -> String {
    let height =
        if height > 0 { format!("<w:trHeight w:val=\"{height}\" w:hRule=\"atLeast\"/>") } else { String::new() };
    let head = if head { "<w:tblHeader/>" } else { "" };
    format!("<w:tr><w:trPr><w:cantSplit/>{height}{head}</w:trPr>{}</w:tr>", cells.concat())
}

fn cellule(width: usize, borders: &str, paragraphs: &str) -> String {
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:tcBorders>{borders}</w:tcBorders></w:tcPr>\
         {paragraphs}</w:tc>"
    )
}

fn ligne(columns: [usize; 2], borders: &str, l: &Ligne) -> String {
    let label = paragraphe("Tableau", &run(GRIS, &l.libelle));
    rangee(&[cellule(columns[0], borders, &label), cellule(columns[1], borders, &valeur(&l.valeur))], 0, false)
}

fn particularites(out: &mut String, lignes: &[Ligne]) {
    let columns = [2602, LARGEUR - 2602];
    let rows: String = lignes.iter().map(|l| ligne(columns, FILETS, l)).collect();
    table(out, &columns, &rows);
}

fn cartouche(out: &mut String, c: &Cartouche) {
    let columns = [6800, LARGEUR - 6800];
    let left = paragraphe("Tableau", &run(GRAS, &c.diplome)) + &valeur(&c.session);
    let right = paragraphe("Droite", &run(BLEU, "Convention de stage"));
    table(out, &columns, &rangee(&[cellule(columns[0], BLEUS, &left), cellule(columns[1], BLEUS, &right)], 0, false));
    out.push_str(&paragraphe("Fin", ""));
    let columns = [1871, LARGEUR - 1871];
    let whose: Vec<_> = c.lignes.iter().enumerate().collect();
    let borders = |i: usize| if i + 1 == whose.len() { SOUS_BLEU } else { "" };
    let rows: String = whose.iter().map(|(i, l)| ligne(columns, borders(*i), l)).collect();
    table(out, &columns, &rows);
    out.push_str(&paragraphe("Petit", ""));
}

fn registre(out: &mut String, entetes: &[&str; 3], rangees: &[[String; 3]]) {
    let columns = [510, LARGEUR - 510 - 3118, 3118];
    let row = |texts: [&str; 3], properties: &str, borders: &str, head: bool| {
        let cell = |i: usize| cellule(columns[i], borders, &paragraphe("Serre", &run(properties, texts[i])));
        rangee(&[cell(0), cell(1), cell(2)], 0, head)
    };
    let mut rows = row(*entetes, BLEU, SOUS_BLEU, true);
    for [a, b, c] in rangees {
        rows.push_str(&row([a, b, c], "", FILETS, false));
    }
    table(out, &columns, &rows);
}

fn signatures(out: &mut String, all: &[Signature]) {
    let width = LARGEUR / 2;
    let one = |s: &Signature| {
        let parts = [
            paragraphe("Tableau", &run(GRAS, &s.libelle)),
            paragraphe("Tableau", &(run(PETIT, "Nom, qualité\u{a0}: ") + &run("", &s.qui()))),
            paragraphe("Tableau", &(run(PETIT, "Date\u{a0}: ") + &run("", s.date()))),
            paragraphe("Tableau", &run(PETIT, "Signature et cachet")),
        ];
        cellule(width, CADRE, &parts.concat())
    };
    let empty = || cellule(width, "", &paragraphe("Tableau", ""));
    let rows: String =
        all.chunks(2).map(|pair| rangee(&[one(&pair[0]), pair.get(1).map_or_else(empty, one)], 1928, false)).collect();
    table(out, &[width, width], &rows);
}

// ── The package ──

/// Puts the parts of a document into its zip.
fn empaqueter(
    fichier: &Path,
    document: &str,
    title: &str,
    reperes: &Reperes,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut zip = zip::ZipWriter::new(File::create(fichier)?);
    let mut part = |name: &str, content: &str| -> Result<(), Box<dyn std::error::Error>> {
        zip.start_file(name, SimpleFileOptions::default())?;
        Ok(zip.write_all(content.as_bytes())?)
    };
    let base = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let mut types = format!(
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{base}.document.main+xml\"/>\
         <Override PartName=\"/word/styles.xml\" ContentType=\"{base}.styles+xml\"/>\
         <Override PartName=\"/docProps/core.xml\" \
         ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
    );
    let mut relations = format!("<Relationship Id=\"styles\" Type=\"{R}/styles\" Target=\"styles.xml\"/>");
    for (i, (kind, content)) in reperes.0.iter().enumerate() {
        let (name, root) = (format!("repere{i}.xml"), if *kind == "header" { "hdr" } else { "ftr" });
        let _ = write!(types, "<Override PartName=\"/word/{name}\" ContentType=\"{base}.{kind}+xml\"/>");
        let _ = write!(relations, "<Relationship Id=\"rep{i}\" Type=\"{R}/{kind}\" Target=\"{name}\"/>");
        part(&format!("word/{name}"), &format!("{DECLARATION}<w:{root} xmlns:w=\"{W}\">{content}</w:{root}>"))?;
    }
    let package = "http://schemas.openxmlformats.org/package/2006";
    part("[Content_Types].xml", &format!("{DECLARATION}<Types xmlns=\"{package}/content-types\">{types}</Types>"))?;
    part("_rels/.rels", RELATIONS)?;
    part(
        "word/_rels/document.xml.rels",
        &format!("{DECLARATION}<Relationships xmlns=\"{package}/relationships\">{relations}</Relationships>"),
    )?;
    part("word/styles.xml", STYLES)?;
    let title = echapper(title);
    part(
        "docProps/core.xml",
        &format!(
            "{DECLARATION}<cp:coreProperties xmlns:cp=\"{package}/metadata/core-properties\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{title}</dc:title><dc:language>fr-FR</dc:language>\
             </cp:coreProperties>"
        ),
    )?;
    part("word/document.xml", document)?;
    zip.finish()?;
    Ok(())
}
