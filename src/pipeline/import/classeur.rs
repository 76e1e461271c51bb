//! A table of a promotion as a workbook, XLSX or ODS: every cell a text, so that a double click and a save change nothing;
//! the headings stay in sight, and closed lists are lists to choose from. The same table, the same bytes.

use std::fmt::Write as _;

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, IgnoreError, Workbook, XlsxError,
};

use crate::sources::import::registre::Registre;
use crate::sources::schema::{Key, Node};
use crate::zip::Writer;

/// Rows below the last in which a list is offered.
const ROOM: u32 = 500;
/// Characters that the list of a cell may have in all: more is refused by spreadsheets.
const LIST: usize = 250;

/// The columns of a table, with the values to choose from of those that have them.
pub struct Columns(Vec<(String, Vec<String>)>);

impl Columns {
    /// Those of a row's type; the keys of a table within it after its name and a point.
    pub fn of(node: &Node) -> Self {
        let mut out = Vec::new();
        lists(node, "", &mut out);
        Columns(out)
    }

    fn of_heading(&self, registre: &Registre, column: usize) -> Option<&[String]> {
        let is = |(name, _): &&(String, Vec<String>)| registre.column(name) == Some(column);
        self.0.iter().find(is).map(|(_, values)| values.as_slice())
    }
}

fn lists(node: &Node, above: &str, out: &mut Vec<(String, Vec<String>)>) {
    let Node::Table(keys) = node else { return };
    for Key { name, node, .. } in keys {
        let path = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
        let values = match node {
            Node::Choice(values) => values.clone(),
            Node::Bool => vec!["oui".to_owned(), "non".to_owned()],
            inner => {
                lists(inner, &path, out);
                continue;
            }
        };
        if values.iter().map(|v| v.chars().count() + 1).sum::<usize>() <= LIST {
            out.push((path, values));
        }
    }
}

/// Characters that a column shows.
fn width(registre: &Registre, column: usize) -> u8 {
    let longest =
        registre.rows.iter().map(|r| r.get(Some(column))).chain(registre.headings.get(column).map(String::as_str));
    let longest = longest.map(|c| c.chars().count()).max().unwrap_or_default();
    u8::try_from(longest.clamp(8, 40)).unwrap_or(40) + 2
}

/// The table as an XLSX.
///
/// # Errors
/// A text that no cell can hold.
pub fn xlsx(title: &str, registre: &Registre, columns: &Columns) -> Result<Vec<u8>, XlsxError> {
    let text = Format::new().set_num_format("@");
    let head = Format::new().set_num_format("@").set_bold();
    let mut book = Workbook::new();
    // No clock: the same table, the same bytes.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let sheet = book.add_worksheet();
    sheet.set_name(title)?;
    sheet.set_freeze_panes(1, 0)?;
    let last = u32::try_from(registre.rows.len()).unwrap_or(u32::MAX).saturating_add(ROOM);
    for (column, heading) in (0u16..).zip(&registre.headings) {
        let at = usize::from(column);
        sheet.set_column_format(column, &text)?;
        sheet.set_column_width(column, width(registre, at))?;
        sheet.write_string_with_format(0, column, heading, &head)?;
        if let Some(values) = columns.of_heading(registre, at) {
            let list = DataValidation::new().allow_list_strings(values)?.ignore_blank(true);
            let list = list.set_error_style(DataValidationErrorStyle::Warning);
            sheet.add_data_validation(1, column, last, column, &list)?;
        }
        sheet.ignore_error_range(1, column, last, column, IgnoreError::NumberStoredAsText)?;
    }
    for (row, ligne) in (1u32..).zip(&registre.rows) {
        for (column, cell) in (0u16..).zip(&ligne.cells).filter(|(_, c)| !c.is_empty()) {
            sheet.write_string_with_format(row, column, cell, &text)?;
        }
    }
    book.save_to_buffer()
}

const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

const NAMESPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
    xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
    xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" \
    xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" \
    xmlns:config=\"urn:oasis:names:tc:opendocument:xmlns:config:1.0\" \
    xmlns:of=\"urn:oasis:names:tc:opendocument:xmlns:of:1.2\" office:version=\"1.3\"";

/// The table as an ODS.
///
/// # Errors
/// The zip cannot be written.
pub fn ods(title: &str, registre: &Registre, columns: &Columns) -> std::io::Result<Vec<u8>> {
    let manifest = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest:manifest \
         xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">\
         <manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" manifest:media-type=\"{MIMETYPE}\"/>\
         <manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>\
         <manifest:file-entry manifest:full-path=\"settings.xml\" manifest:media-type=\"text/xml\"/>\
         </manifest:manifest>"
    );
    let (content, settings) = (content(title, registre, columns), settings(title));
    let mut zip = Writer::new(Vec::new());
    // Its first file says what it is, uncompressed.
    zip.begin("mimetype", MIMETYPE.len() as u64, crc32fast::hash(MIMETYPE.as_bytes()))?;
    zip.bytes(MIMETYPE.as_bytes())?;
    for (name, text) in [("content.xml", &content), ("settings.xml", &settings), ("META-INF/manifest.xml", &manifest)] {
        zip.packed(name, text.as_bytes())?;
    }
    zip.finish()
}

fn content(title: &str, registre: &Registre, columns: &Columns) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content {NAMESPACES}><office:automatic-styles>\
         <number:text-style style:name=\"N1\"><number:text-content/></number:text-style>\
         <style:style style:name=\"texte\" style:family=\"table-cell\" style:data-style-name=\"N1\"/>\
         <style:style style:name=\"titre\" style:family=\"table-cell\" style:data-style-name=\"N1\">\
         <style:text-properties fo:font-weight=\"bold\"/></style:style>"
    );
    for column in 0..registre.headings.len() {
        let width = f64::from(width(registre, column)) * 0.2;
        let _ = write!(
            out,
            "<style:style style:name=\"co{column}\" style:family=\"table-column\">\
             <style:table-column-properties style:column-width=\"{width:.1}cm\"/></style:style>"
        );
    }
    out += "</office:automatic-styles><office:body><office:spreadsheet>";
    let lists: Vec<Option<&[String]>> = (0..registre.headings.len()).map(|c| columns.of_heading(registre, c)).collect();
    if lists.iter().any(Option::is_some) {
        out += "<table:content-validations>";
        for (column, values) in lists.iter().enumerate().filter_map(|(c, v)| Some((c, (*v)?))) {
            let values: Vec<_> = values.iter().map(|v| format!("\"{}\"", v.replace('"', "\"\""))).collect();
            let condition = escaped(&format!("of:cell-content-is-in-list({})", values.join(";")));
            let _ = write!(
                out,
                "<table:content-validation table:name=\"liste{column}\" table:condition=\"{condition}\" \
                 table:allow-empty-cell=\"true\" table:base-cell-address=\"'{0}'.A2\">\
                 <table:error-message table:message-type=\"warning\" table:display=\"true\"/></table:content-validation>",
                escaped(title)
            );
        }
        out += "</table:content-validations>";
    }
    let _ = write!(out, "<table:table table:name=\"{}\">", escaped(title));
    for column in 0..registre.headings.len() {
        let _ = write!(
            out,
            "<table:table-column table:style-name=\"co{column}\" table:default-cell-style-name=\"texte\"/>"
        );
    }
    out += "<table:table-row>";
    registre.headings.iter().for_each(|heading| cell(&mut out, heading, "titre", None));
    out += "</table:table-row>";
    let list = |column: usize| {
        lists.get(column).copied().flatten().map(|_| format!(" table:content-validation-name=\"liste{column}\""))
    };
    for ligne in &registre.rows {
        out += "<table:table-row>";
        for column in 0..registre.headings.len().max(ligne.cells.len()) {
            cell(&mut out, ligne.cells.get(column).map_or("", String::as_str), "texte", list(column));
        }
        out += "</table:table-row>";
    }
    // Where lists are offered for what is still to be written.
    let _ = write!(out, "<table:table-row table:number-rows-repeated=\"{ROOM}\">");
    (0..registre.headings.len()).for_each(|column| cell(&mut out, "", "texte", list(column)));
    out + "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
}

/// A cell of text; its lines are paragraphs, and no space of it is lost.
fn cell(out: &mut String, text: &str, style: &str, list: Option<String>) {
    let list = list.unwrap_or_default();
    if text.is_empty() {
        let _ = write!(out, "<table:table-cell table:style-name=\"{style}\"{list}/>");
        return;
    }
    let _ = write!(out, "<table:table-cell table:style-name=\"{style}\"{list} office:value-type=\"string\">");
    for line in text.split('\n') {
        let line = escaped(line.trim_end_matches('\r'));
        let spaced = line.replace("  ", " <text:s/>").replace('\t', "<text:tab/>");
        let spaced = spaced.strip_prefix(' ').map_or(spaced.clone(), |rest| format!("<text:s/>{rest}"));
        let _ = write!(out, "<text:p>{spaced}</text:p>");
    }
    out.push_str("</table:table-cell>");
}

/// The row of headings stays in sight.
fn settings(title: &str) -> String {
    let item = |name: &str, kind: &str, value: &str| {
        format!("<config:config-item config:name=\"{name}\" config:type=\"{kind}\">{value}</config:config-item>")
    };
    let items = [
        item("HorizontalSplitMode", "short", "0"),
        item("VerticalSplitMode", "short", "2"),
        item("HorizontalSplitPosition", "int", "0"),
        item("VerticalSplitPosition", "int", "1"),
        item("ActiveSplitRange", "short", "2"),
        item("PositionLeft", "int", "0"),
        item("PositionRight", "int", "0"),
        item("PositionTop", "int", "0"),
        item("PositionBottom", "int", "1"),
    ];
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-settings {NAMESPACES}><office:settings>\
         <config:config-item-set config:name=\"ooo:view-settings\"><config:config-item-map-indexed config:name=\"Views\">\
         <config:config-item-map-entry><config:config-item-map-named config:name=\"Tables\">\
         <config:config-item-map-entry config:name=\"{}\">{}</config:config-item-map-entry></config:config-item-map-named>\
         {}</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings>\
         </office:document-settings>",
        escaped(title),
        items.concat(),
        item("ActiveTable", "string", &escaped(title)),
    )
}

/// A text within XML; characters that it has no place for are left out, which no cell of ours holds.
fn escaped(text: &str) -> String {
    let legal: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n')).collect();
    quick_xml::escape::escape(&legal).into_owned()
}
