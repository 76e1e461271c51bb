//! The texts of a folder, kept to print the place of a fault.

use std::collections::BTreeMap;
use std::ops::Range;

use super::front_matter;
use super::toml_text::{Wanted, span_of};
use crate::diagnostic::{At, Locate, Place};

/// The texts that were read, by path in the folder.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    texts: BTreeMap<String, String>,
}

impl Sources {
    pub fn insert(&mut self, file: &str, text: String) {
        self.texts.insert(file.to_owned(), text);
    }

    /// The texts with their paths, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(file, text)| (file.as_str(), text.as_str()))
    }
}

impl Locate for Sources {
    fn text(&self, file: &str) -> Option<&str> {
        self.texts.get(file).map(String::as_str)
    }

    fn span(&self, place: &Place) -> Option<Range<usize>> {
        let text = self.text(&place.file)?;
        let in_data = |path: &str, wanted| {
            // The data of a Markdown file are its front matter.
            let data = if place.file.ends_with(".md") { front_matter::front_matter(text)? } else { 0..text.len() };
            let span = span_of(&text[data.clone()], path, wanted);
            Some(span.start + data.start..span.end + data.start)
        };
        match &place.at {
            At::File => None,
            At::Value(path) => in_data(path, Wanted::Value),
            At::Key(path) => in_data(path, Wanted::Name),
            At::Section(title) => front_matter::heading_span(text, title).or(Some(0..0)),
            At::Bytes(bytes) => Some(bytes.start.min(text.len())..bytes.end.min(text.len())),
        }
    }
}
