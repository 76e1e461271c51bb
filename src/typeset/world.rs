//! What the compiler may see: a virtual tree in memory, the embedded fonts, a fixed day.

use std::collections::BTreeMap;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_kit::files::{FileLoader, FileStore};
use typst_kit::fonts::FontStore;

use crate::domain::document::{DATA, Document, MAIN, Shared};

/// Most files of a document. Each virtual path is interned for the life of the process, in 16 bits.
pub const FILES_LIMIT: usize = 4_000;

/// The compiler's whole world. One serves document after document, so that what they share stays parsed.
pub struct Workspace {
    library: LazyHash<Library>,
    fonts: FontStore,
    files: FileStore<Tree>,
    main: FileId,
}

/// The files of the document at hand.
#[derive(Default)]
struct Tree(BTreeMap<String, Bytes>);

impl FileLoader for Tree {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.vpath().get_without_slash();
        let project = matches!(id.root(), VirtualRoot::Project);
        let found = if project { self.0.get(path) } else { None };
        found.cloned().ok_or_else(|| FileError::NotFound(path.into()))
    }
}

impl Workspace {
    /// A world with its fonts and its library, and no document yet.
    pub fn new() -> Self {
        let mut fonts = FontStore::new();
        for data in crate::fonts::files() {
            let font = Font::new(Bytes::new(data), 0).expect("embedded fonts are well formed");
            let info = font.info().clone();
            fonts.push((font, info));
        }
        // Row headers of tables are still a feature of their own in Typst 0.15.
        let features = [Feature::A11yExtras].into_iter().collect();
        let library = LazyHash::new(Library::builder().with_features(features).build());
        let main = VirtualPath::new(MAIN).expect("a plain name is a path");
        let main = RootedPath::new(VirtualRoot::Project, main).intern();
        Workspace { library, fonts, files: FileStore::new(Tree::default()), main }
    }

    /// Puts `document` in the place of the one before.
    pub fn open(&mut self, document: &Document) {
        let shared = |(path, bytes): (&String, &Shared)| (path.clone(), Bytes::new(bytes.clone()));
        let mut tree: BTreeMap<_, _> = document.files.iter().map(shared).collect();
        tree.insert(MAIN.to_owned(), Bytes::from_string(document.main.clone()));
        tree.insert(DATA.to_owned(), Bytes::from_string(document.data.clone()));
        self.files.loader_mut().0 = tree;
        self.files.reset();
    }

    /// Lets go of the document's own bytes, keeping what the next one may share. The store is not reset a second time:
    /// it would forget the sources that it has parsed.
    pub fn close(&mut self) {
        self.files.loader_mut().0.clear();
    }
}

impl World for Workspace {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.files.source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    /// No clock: the same inputs give the same pages. Dates come with the data.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
