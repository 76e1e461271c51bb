//! All that can be read in a file, however it is put there: a PDF's glyphs, strings, names and streams, a text, a page, bytes.

use hayro::hayro_interpret::font::Glyph;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::hayro_syntax::Pdf;
use hayro::hayro_interpret::hayro_syntax::object::{Dict, MaybeRef, Name, Object, Stream};
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use hayro::vello_cpu::kurbo::{Affine, BezPath, Rect};

/// What was read of a file.
#[derive(Default)]
pub struct Read {
    /// Where they stand, and bytes as they are.
    bytes: Vec<(&'static str, Vec<u8>)>,
    /// The characters of the glyphs of all pages, letters and digits alone, small: lines and words are cut anywhere.
    glyphs: String,
    /// Width and height of the pictures.
    pub pictures: Vec<(u32, u32)>,
}

impl Read {
    /// Reads a file called `path`.
    pub fn of(path: &str, bytes: &[u8]) -> Self {
        let mut read = Read::default();
        read.add("its name", path.as_bytes());
        read.add("its bytes", bytes);
        if bytes.starts_with(b"%PDF") {
            read.pdf(bytes);
        }
        read
    }

    /// Where `word`, small letters of ASCII, is read first.
    pub fn place(&self, word: &str) -> Option<&'static str> {
        if self.glyphs.contains(word) {
            return Some("its glyphs");
        }
        let capitals = word.to_uppercase();
        let wide = |w: &str| w.bytes().flat_map(|b| [0, b]).collect::<Vec<u8>>();
        let hex = |w: &[u8]| w.iter().map(|b| format!("{b:02x}")).collect::<String>();
        let (one, two) = (wide(word), wide(&capitals));
        let hexes = [word.as_bytes(), capitals.as_bytes(), &one, &two].map(hex);
        let patterns = [word.as_bytes(), capitals.as_bytes(), &one, &two].into_iter().map(<[u8]>::to_vec);
        let patterns = patterns.chain(hexes.iter().flat_map(|h| [h.clone().into(), h.to_uppercase().into()]));
        let finders: Vec<_> = patterns.map(|p: Vec<u8>| memchr::memmem::Finder::new(&p).into_owned()).collect();
        let found = self.bytes.iter().find(|(_, bytes)| finders.iter().any(|f| f.find(bytes).is_some()));
        found.map(|(place, _)| *place)
    }

    fn add(&mut self, place: &'static str, bytes: &[u8]) {
        match self.bytes.iter_mut().find(|(p, _)| *p == place) {
            Some((_, all)) => {
                all.push(b'\n');
                all.extend(bytes);
            }
            None => self.bytes.push((place, bytes.to_vec())),
        }
    }

    fn pdf(&mut self, bytes: &[u8]) {
        let pdf = Pdf::new(bytes.to_vec()).expect("a PDF that its reader opens");
        for object in pdf.objects() {
            self.object(&object);
        }
        let (cache, settings) = (InterpreterCache::new(), InterpreterSettings::default());
        let mut glyphs = Glyphs::default();
        for page in pdf.pages().iter() {
            let bounds = Rect::new(0.0, 0.0, 10_000.0, 10_000.0);
            let mut context = Context::new(Affine::IDENTITY, bounds, &cache, page.xref(), settings.clone());
            interpret_page(page, &mut context, &mut glyphs);
        }
        assert_eq!(glyphs.unknown, 0, "glyphs without their characters");
        self.glyphs = glyphs.text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    }

    fn object(&mut self, object: &Object<'_>) {
        match object {
            Object::String(s) => self.add("its strings", s.as_bytes()),
            Object::Name(n) => self.add("its names", n.as_str().as_bytes()),
            // What is referred to is an object of its own.
            Object::Array(a) => a.raw_iter().for_each(|item| self.direct(item)),
            Object::Dict(d) => self.dict(d),
            Object::Stream(s) => self.stream(s),
            _ => {}
        }
    }

    fn direct(&mut self, item: MaybeRef<Object<'_>>) {
        if let MaybeRef::NotRef(object) = item {
            self.object(&object);
        }
    }

    fn dict(&mut self, dict: &Dict<'_>) {
        for (key, value) in dict.entries() {
            self.add("its names", key.as_str().as_bytes());
            self.direct(value);
        }
    }

    fn stream(&mut self, stream: &Stream<'_>) {
        self.dict(stream.dict());
        let size = |key: &str| stream.dict().get::<u32>(key).unwrap_or(0);
        let picture = stream.dict().get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "Image");
        if picture {
            self.pictures.push((size("Width"), size("Height")));
        }
        match stream.decoded() {
            Ok(bytes) => self.add("its streams", &bytes),
            // The samples of a photograph have no bytes but their own.
            Err(_) => assert!(picture, "a stream that its reader does not unpack"),
        }
    }
}

/// A device that draws nothing and reads every glyph, seen or not, through the font's table of characters.
#[derive(Default)]
struct Glyphs {
    text: String,
    unknown: usize,
}

impl<'a> Device<'a> for Glyphs {
    fn draw_glyph(&mut self, glyph: &Glyph<'a>, _: Affine, _: Affine, _: &Paint<'a>, _: &GlyphDrawMode) {
        match glyph.as_unicode() {
            Some(BfString::Char(c)) => self.text.push(c),
            Some(BfString::String(s)) => self.text.push_str(&s),
            None => self.unknown += 1,
        }
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
