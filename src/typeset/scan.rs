//! PDF scans as pictures: an archive of level A-2a takes no foreign PDF page, and a scan is a picture anyway.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::content::UntypedIter;
use hayro::hayro_syntax::object::{Dict, Name, Object, Stream};
use hayro::hayro_syntax::page::{Page, Resources};
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use image::ExtendedColorType::{L8, Rgb8};
use image::ImageEncoder;
use image::codecs::jpeg::JpegEncoder;
use serde::{Deserialize, Serialize};

/// Most pages of a scan.
pub const PAGES_LIMIT: usize = 30;
/// Resolution of the pictures, in dots per inch: what an office copier reads again without loss.
const DPI: f32 = 150.0;
/// Quality of the pictures: a signature and a stamp keep their strokes.
const QUALITY: u8 = 88;
/// Most pixels of one page, whatever its size on paper: an A3 sheet at [`DPI`].
const PIXELS_LIMIT: f32 = 6_000_000.0;

/// Operations of a page that are looked at before it is drawn to see what it takes.
const OPERATIONS: usize = 20_000;
/// Points of the paths that such a page draws.
const SEGMENTS: usize = 5_000;
/// Forms within forms that are followed.
const FORMS: usize = 8;
/// Most pixels of an image that is drawn without a trial: an A4 page at 600 dpi has 35 million.
const IMAGE_PIXELS: i64 = 60_000_000;

/// Why a scan gives no pictures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ScanError {
    #[error("le PDF ne peut pas être lu")]
    Unreadable,
    #[error("le PDF est protégé par un mot de passe")]
    Protected,
    #[error("le PDF n’a pas de page")]
    Empty,
    #[error("le PDF a {found} pages, {PAGES_LIMIT} au plus")]
    TooManyPages { found: usize },
    #[error("la page {page} du PDF ne peut pas être dessinée")]
    Page { page: usize },
}

/// What a scan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Of the first page, in points.
    pub width: u32,
    pub height: u32,
    pub pages: usize,
}

/// Looks at a PDF: its pages can be drawn. Those that show images and plain text alone, as a copier or an office program
/// writes them, are known to cost little; any other is drawn to know it.
///
/// # Errors
/// As [`pages`].
pub fn look(pdf: &[u8]) -> Result<Look, ScanError> {
    let pdf = open(pdf)?;
    let count = pdf.pages().len();
    for index in 0..count {
        let plain = guarded(|| Some(is_plain(&pdf.pages()[index]))).unwrap_or(false);
        if !plain {
            guarded(|| drawn(&pdf, index)).ok_or(ScanError::Page { page: index + 1 })?;
        }
    }
    let (width, height) = pdf.pages()[0].render_dimensions();
    Ok(Look { width: width as u32, height: height as u32, pages: count })
}

/// The pages of a PDF as JPEG pictures, in order: they go into a PDF as they are, where PNG would be packed anew in
/// each document.
///
/// # Errors
/// The file is no PDF that can be read, has too many pages, or a page of it cannot be drawn. The reader's
/// panics are told as such: it reads what strangers wrote. What no panic tells, a stack that overflows, a memory that is
/// full, an hour that passes, only a process of its own survives.
pub fn pages(pdf: &[u8]) -> Result<Vec<Vec<u8>>, ScanError> {
    let pdf = open(pdf)?;
    let draw = |index| guarded(|| page(&pdf, index)).ok_or(ScanError::Page { page: index + 1 });
    (0..pdf.pages().len()).map(draw).collect()
}

fn open(pdf: &[u8]) -> Result<Pdf, ScanError> {
    let pdf = match std::panic::catch_unwind(|| Pdf::new(pdf.to_vec())) {
        Ok(Ok(pdf)) => pdf,
        Ok(Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected))) => return Err(ScanError::Protected),
        _ => return Err(ScanError::Unreadable),
    };
    match guarded(|| Some(pdf.pages().len())).ok_or(ScanError::Unreadable)? {
        0 => Err(ScanError::Empty),
        n if n > PAGES_LIMIT => Err(ScanError::TooManyPages { found: n }),
        _ => Ok(pdf),
    }
}

/// What `what` gives, a panic being nothing.
fn guarded<T>(what: impl FnOnce() -> Option<T>) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(what)).ok().flatten()
}

/// Whether a page shows nothing but images of a bounded size, text in fonts that are not themselves drawings, and a few
/// straight lines.
fn is_plain(page: &Page<'_>) -> bool {
    let mut left = Left { operations: OPERATIONS, segments: SEGMENTS };
    // What is laid over a page is drawn too, each by a form of its own.
    !page.raw().contains_key(b"Annots")
        && page.page_stream().is_none_or(|content| left.are_plain(content, page.resources(), FORMS))
}

/// What a page that is taken as plain may still have.
struct Left {
    operations: usize,
    segments: usize,
}

impl Left {
    fn are_plain(&mut self, content: &[u8], resources: &Resources<'_>, forms: usize) -> bool {
        let mut all = UntypedIter::new(content);
        while let Some(instruction) = all.next() {
            if !take(&mut self.operations) {
                return false;
            }
            let name = || instruction.operands().last().and_then(|o| o.clone().into_name());
            let plain = match &**instruction.operator {
                b"q" | b"Q" | b"cm" | b"w" | b"J" | b"j" | b"M" | b"i" | b"ri" | b"g" | b"G" | b"rg" | b"RG" | b"k"
                | b"K" | b"BT" | b"ET" | b"Tc" | b"Tw" | b"Tz" | b"TL" | b"Tr" | b"Ts" | b"Td" | b"TD" | b"Tm"
                | b"T*" | b"Tj" | b"TJ" | b"'" | b"\"" | b"BMC" | b"BDC" | b"EMC" | b"MP" | b"DP" | b"BX" | b"EX"
                | b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n" | b"W" | b"W*" => true,
                b"m" | b"l" | b"re" | b"h" => take(&mut self.segments),
                // An empty pattern of dashes is a line.
                b"d" => {
                    matches!(instruction.operands().next(), Some(Object::Array(a)) if a.data().trim_ascii().is_empty())
                }
                b"Tf" => {
                    let font = instruction.operands().next().and_then(|o| o.clone().into_name());
                    font.and_then(|n| resources.get_font(&n)).is_none_or(|f| !is(&f, b"Type3"))
                }
                b"gs" => name().and_then(|n| resources.get_ext_g_state(&n)).is_none_or(|s| !has_mask(&s)),
                b"Do" => name()
                    .and_then(|n| resources.get_x_object(&n))
                    .is_none_or(|x| self.shows_plain(&x, resources, forms)),
                _ => false,
            };
            if !plain {
                return false;
            }
        }
        true
    }

    /// An image of a bounded size, or a form whose content is plain.
    fn shows_plain(&mut self, shown: &Stream<'_>, resources: &Resources<'_>, forms: usize) -> bool {
        let dict = shown.dict();
        if !is(dict, b"Form") {
            let masks = [&b"SMask"[..], b"Mask"].into_iter().filter_map(|key| dict.get::<Stream<'_>>(key));
            return is(dict, b"Image") && is_small(dict) && masks.into_iter().all(|m| is_small(m.dict()));
        }
        let Some(deeper) = forms.checked_sub(1) else { return false };
        let own = Resources::from_parent(dict.get::<Dict<'_>>(b"Resources").unwrap_or_default(), resources.clone());
        !dict.contains_key(b"Group") && shown.decoded().is_ok_and(|content| self.are_plain(&content, &own, deeper))
    }
}

/// One less of what is left.
fn take(left: &mut usize) -> bool {
    let before = *left;
    *left = before.saturating_sub(1);
    before > 0
}

fn is(dict: &Dict<'_>, subtype: &[u8]) -> bool {
    dict.get::<Name<'_>>(b"Subtype").is_some_and(|n| *n == *subtype)
}

fn is_small(image: &Dict<'_>) -> bool {
    let side = |key: &[u8]| image.get::<i32>(key).map_or(0, i64::from);
    side(b"Width").checked_mul(side(b"Height")).is_some_and(|n| (0..=IMAGE_PIXELS).contains(&n))
}

fn has_mask(state: &Dict<'_>) -> bool {
    state.get::<Dict<'_>>(b"SMask").is_some()
}

fn page(pdf: &Pdf, index: usize) -> Option<Vec<u8>> {
    let pixmap = drawn(pdf, index)?;
    jpeg(pixmap.data_as_u8_slice(), pixmap.width().into(), pixmap.height().into())
}

fn drawn(pdf: &Pdf, index: usize) -> Option<Pixmap> {
    let page = &pdf.pages()[index];
    let (width, height) = page.render_dimensions();
    let area = width * height;
    if !(area.is_finite() && area > 0.0) {
        return None;
    }
    // A large sheet gets fewer dots per inch; a picture larger than 16 bits could not be drawn at all.
    let scale = (DPI / 72.0).min((PIXELS_LIMIT / area).sqrt()).min(8_000.0 / width.max(height));
    let settings = RenderSettings { x_scale: scale, y_scale: scale, bg_color: WHITE, ..Default::default() };
    let pixmap = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    (pixmap.width() > 0 && pixmap.height() > 0).then_some(pixmap)
}

/// Encodes opaque RGBA pixels, as greys where nothing has a colour.
fn jpeg(rgba: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    let grey = rgba.chunks_exact(4).all(|p| p[0].abs_diff(p[1]) < 6 && p[1].abs_diff(p[2]) < 6);
    let (pixels, color): (Vec<u8>, _) = match grey {
        true => (rgba.chunks_exact(4).map(|p| p[1]).collect(), L8),
        false => (rgba.chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect(), Rgb8),
    };
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, QUALITY).write_image(&pixels, width, height, color).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_pdf_is_told() {
        for bytes in [&b""[..], b"%PDF-1.7\n", b"\x89PNG\r\n", &[0xff; 4096]] {
            assert_eq!(pages(bytes), Err(ScanError::Unreadable));
            assert_eq!(look(bytes), Err(ScanError::Unreadable));
        }
    }
}
