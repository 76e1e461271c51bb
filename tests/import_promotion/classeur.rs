//! Workbooks made by hand, part by part, as programs write them.

use std::io::{Cursor, Write};

/// A zip of these parts.
pub fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// What the sheets of an XLSX have besides their rows.
#[derive(Default)]
pub struct Xlsx<'t> {
    /// Attributes of `workbookPr`.
    pub workbook: &'t str,
    /// Codes of number formats: style 1 is the first, and so on.
    pub formats: &'t [&'t str],
    /// The merged ranges of the first sheet.
    pub merged: &'t [&'t str],
    /// Name, attributes, and the XML of the rows.
    pub sheets: &'t [(&'t str, &'t str, String)],
}

impl Xlsx<'_> {
    pub fn bytes(&self) -> Vec<u8> {
        let (mut relations, mut sheets, mut parts) = (String::new(), String::new(), Vec::new());
        for (i, (name, attributes, rows)) in self.sheets.iter().enumerate() {
            relations += &format!("<Relationship Id='r{i}' Target='worksheets/sheet{i}.xml'/>");
            sheets += &format!("<sheet name='{name}' sheetId='{}' {attributes} r:id='r{i}'/>", i + 1);
            let merged: String = self.merged.iter().map(|r| format!("<mergeCell ref='{r}'/>")).collect();
            let merged =
                if i == 0 && !merged.is_empty() { format!("<mergeCells>{merged}</mergeCells>") } else { String::new() };
            let text = format!("<worksheet><sheetData>{rows}</sheetData>{merged}</worksheet>");
            parts.push((format!("xl/worksheets/sheet{i}.xml"), text));
        }
        let formats = self.formats.iter().zip(164..);
        let codes: String =
            formats.map(|(code, id)| format!("<numFmt numFmtId='{id}' formatCode='{code}'/>")).collect();
        let styles: String = (164..).take(self.formats.len()).map(|id| format!("<xf numFmtId='{id}'/>")).collect();
        let styles =
            format!("<styleSheet><numFmts>{codes}</numFmts><cellXfs><xf numFmtId='0'/>{styles}</cellXfs></styleSheet>");
        let workbook =
            format!("<workbook xmlns:r='r'><workbookPr {}/><sheets>{sheets}</sheets></workbook>", self.workbook);
        let relations = format!("<Relationships>{relations}</Relationships>");
        let mut all = vec![("xl/workbook.xml", workbook.as_str()), ("xl/styles.xml", &styles)];
        all.push(("xl/_rels/workbook.xml.rels", &relations));
        all.extend(parts.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        zip(&all)
    }
}

/// Rows of texts; a cell that begins with `<` is XML of its own.
pub fn rows(rows: &[&[&str]]) -> String {
    let cell = |text: &&str| match *text {
        text if text.starts_with('<') => text.to_owned(),
        text => format!("<c t='inlineStr'><is><t>{text}</t></is></c>"),
    };
    rows.iter().map(|r| format!("<row>{}</row>", r.iter().map(cell).collect::<String>())).collect()
}
