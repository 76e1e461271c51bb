//! Documents as folders that the ordinary `typst` program compiles to the same pages.

use crate::domain::document::{DATA, Document, MAIN, Shared, literal};

/// Name of the folder of the fonts, beside the documents' own.
pub const FONTS: &str = "polices";

/// The files of one document, by path in its own folder: that folder is the root of the compilation.
pub fn sources(document: &Document) -> Vec<(String, Shared)> {
    let date = timestamp(document.timestamp);
    let main = format!("#set document(title: {}, date: {date})\n{}", literal(&document.title), document.main);
    let mut files = vec![(MAIN.to_owned(), bytes(&main)), (DATA.to_owned(), bytes(&document.data))];
    files.extend(document.files.iter().map(|(path, bytes)| (path.clone(), bytes.clone())));
    files
}

/// The font files, by path beside the documents' folders.
pub fn fonts() -> Vec<(String, &'static [u8])> {
    crate::fonts::files().enumerate().map(|(i, data)| (format!("{FONTS}/{i}.ttf"), data)).collect()
}

/// The command that compiles the document of the folder `name`, from the folder above it.
pub fn command(name: &str) -> String {
    format!(
        "typst compile --root {name} --font-path {FONTS} --ignore-system-fonts --features a11y-extras \
         --pdf-standard a-2a,ua-1 {name}/{MAIN} {name}.pdf"
    )
}

/// The day, as an expression; none where there is no such day, and then `typst` needs `--creation-timestamp`.
fn timestamp(seconds: i64) -> String {
    let Ok(moment) = jiff::Timestamp::from_second(seconds) else { return "auto".to_owned() };
    let day = moment.to_zoned(jiff::tz::TimeZone::UTC).date();
    format!("datetime(year: {}, month: {}, day: {})", day.year(), day.month(), day.day())
}

fn bytes(text: &str) -> Shared {
    Shared::from(text.as_bytes())
}
