//! PDF scans as pictures: an archive of level A-2a takes no foreign PDF page, and a scan is a picture anyway.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use image::ExtendedColorType::{L8, Rgb8};
use image::ImageEncoder;
use image::codecs::jpeg::JpegEncoder;

/// Most pages of a scan.
pub const PAGES_LIMIT: usize = 30;
/// Resolution of the pictures, in dots per inch: what an office copier reads again without loss.
const DPI: f32 = 150.0;
/// Quality of the pictures: a signature and a stamp keep their strokes.
const QUALITY: u8 = 88;
/// Most pixels of one page, whatever its size on paper: an A3 sheet at [`DPI`].
const PIXELS_LIMIT: f32 = 6_000_000.0;

/// Why a scan gives no pictures.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    #[error("le PDF ne peut pas être lu")]
    Unreadable,
    #[error("le PDF a {found} pages, {PAGES_LIMIT} au plus")]
    TooManyPages { found: usize },
    #[error("la page {page} du PDF ne peut pas être dessinée")]
    Page { page: usize },
}

/// The pages of a PDF as JPEG pictures, in order: they go into a PDF as they are, where PNG would be packed anew in
/// each document.
///
/// # Errors
/// The file is no PDF that can be read, has too many pages, or a page of it cannot be drawn. The reader's
/// panics are told as such: it reads what strangers wrote.
pub fn pages(pdf: &[u8]) -> Result<Vec<Vec<u8>>, ScanError> {
    let opened = std::panic::catch_unwind(|| Pdf::new(pdf.to_vec()));
    let Ok(Ok(pdf)) = opened else { return Err(ScanError::Unreadable) };
    let count = pdf.pages().len();
    match count {
        0 => return Err(ScanError::Unreadable),
        n if n > PAGES_LIMIT => return Err(ScanError::TooManyPages { found: n }),
        _ => {}
    }
    let draw = |index| {
        let drawn = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| page(&pdf, index)));
        drawn.ok().flatten().ok_or(ScanError::Page { page: index + 1 })
    };
    (0..count).map(draw).collect()
}

fn page(pdf: &Pdf, index: usize) -> Option<Vec<u8>> {
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
    if pixmap.width() == 0 || pixmap.height() == 0 {
        return None;
    }
    jpeg(pixmap.data_as_u8_slice(), pixmap.width().into(), pixmap.height().into())
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
        }
    }
}
