//! The texts of a folder, kept to print the place of a fault; each is parsed once, when a place in it is first asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use super::front_matter;
use super::tables::Grid;
use super::toml_text::{Outline, Wanted};
use crate::diagnostic::{At, CellPlace, Lines, Locate, Place, Position};

/// The texts that were read, by path in the folder.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    texts: BTreeMap<String, Text>,
    /// The tables that files of rows hold, by file, then by the key that begins their data paths.
    grids: BTreeMap<String, BTreeMap<String, Grid>>,
    /// Files whose texts name persons, in reports that must not: places in them are told, never shown.
    hidden: BTreeSet<String>,
}

/// A text, and what is looked up in it, once made.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    pub(super) text: String,
    lines: OnceLock<Lines>,
    /// What its data are, from which byte on; nothing where it has none.
    outline: OnceLock<Option<(usize, Outline)>>,
}

impl Text {
    pub(super) fn new(text: String) -> Self {
        Text { text, ..Text::default() }
    }

    /// The position of byte `offset`.
    fn position(&self, offset: usize) -> Position {
        self.lines.get_or_init(|| Lines::of(&self.text)).position(&self.text, offset)
    }

    /// The bytes of a data path; the data of a Markdown file are its front matter.
    fn in_data(&self, file: &str, path: &str, wanted: Wanted) -> Option<Range<usize>> {
        let outline = || {
            let text = self.text.as_str();
            let data = match file.to_lowercase().ends_with(".md") {
                true => front_matter::front_matter(text)?,
                false => 0..text.len(),
            };
            Some((data.start, Outline::of(&text[data])))
        };
        let (start, outline) = self.outline.get_or_init(outline).as_ref()?;
        let span = outline.span(path, wanted);
        Some(span.start + start..span.end + start)
    }
}

impl Sources {
    pub fn insert(&mut self, file: &str, text: String) {
        self.texts.insert(file.to_owned(), Text::new(text));
    }

    /// Keeps a table of a file of rows; the data paths of its values begin with `table`.
    pub(super) fn insert_grid(&mut self, file: &str, table: &str, grid: Grid) {
        self.grids.entry(file.to_owned()).or_default().insert(table.to_owned(), grid);
    }

    /// Keeps a file's text from being shown.
    pub(super) fn hide(&mut self, file: &str) {
        self.hidden.insert(file.to_owned());
    }

    /// The texts with their paths, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(file, text)| (file.as_str(), text.text.as_str()))
    }

    /// The table that holds `table` in a file of rows.
    pub(super) fn grid_of(&self, file: &str, table: &str) -> Option<&Grid> {
        self.grids.get(file)?.get(table)
    }

    /// The table that a place is in.
    fn grid(&self, place: &Place) -> Option<&Grid> {
        let grids = self.grids.get(&place.file)?;
        match &place.at {
            At::Value(path) | At::Key(path) => grids.get(path.split(['[', '.']).next()?),
            // Only a text table has bytes of its own, and it holds one table.
            At::Bytes(_) => grids.values().next(),
            At::File | At::Section(_) => None,
        }
    }

    fn source(&self, place: &Place) -> Option<&Text> {
        self.grid(place).map(|g| &g.text).or_else(|| self.texts.get(&place.file))
    }
}

impl Locate for Sources {
    fn text(&self, place: &Place) -> Option<&str> {
        let source = self.source(place).filter(|_| !self.hidden.contains(&place.file))?;
        Some(&source.text)
    }

    fn span(&self, place: &Place) -> Option<Range<usize>> {
        let source = self.source(place)?;
        let text = source.text.as_str();
        match (&place.at, self.grid(place)) {
            (At::File, _) => None,
            (At::Bytes(bytes), _) => Some(bytes.start.min(text.len())..bytes.end.min(text.len())),
            (At::Value(path) | At::Key(path), Some(grid)) => Some(grid.find(path, &place.at)?.bytes),
            (At::Value(path), None) => source.in_data(&place.file, path, Wanted::Value),
            (At::Key(path), None) => source.in_data(&place.file, path, Wanted::Name),
            (At::Section(title), _) => front_matter::heading_span(text, title).or(Some(0..0)),
        }
    }

    fn cell(&self, place: &Place) -> Option<CellPlace> {
        let grid = self.grid(place)?;
        let found = grid.find(place.field()?, &place.at)?;
        Some(CellPlace { sheet: grid.sheet.clone(), row: found.row, column: found.column.map(str::to_owned) })
    }

    fn position(&self, place: &Place, offset: usize) -> Option<Position> {
        Some(self.source(place)?.position(offset))
    }

    fn is_text(&self, place: &Place) -> bool {
        self.grid(place).map_or_else(|| self.texts.contains_key(&place.file), |grid| grid.sheet.is_none())
    }
}
