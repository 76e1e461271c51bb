//! Pictures that a document cannot keep as they are, drawn anew: inks without their profile, profiles that lie, more
//! pixels than paper shows.

use std::borrow::Cow;
use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{ColorType, DynamicImage, ImageDecoder, ImageReader, RgbImage};

/// Quality of what is drawn anew.
const QUALITY: u8 = 92;
/// Most pixels that are kept: an A4 page at 300 dpi has 8.7 million.
const PIXELS_LIMIT: u64 = 9_000_000;
/// Pixels of what had more, as many as a scan has.
const PIXELS: f64 = 6_000_000.0;

/// The picture as a document can keep it: itself, or the same in plain RGB or greys where PDF/A would refuse its
/// colours, or where it is larger than any page shows.
/// What cannot be decoded is given back as it is: whoever prints it will tell.
pub fn archivable(bytes: &[u8]) -> Cow<'_, [u8]> {
    match redrawn(bytes) {
        Some(new) => Cow::Owned(new),
        None => Cow::Borrowed(bytes),
    }
}

fn redrawn(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut decoder = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?.into_decoder().ok()?;
    let colour = !matches!(decoder.color_type(), ColorType::L8 | ColorType::La8 | ColorType::L16 | ColorType::La16);
    let inks = jpeg_components(bytes).is_some_and(|n| n > 3);
    let profile = decoder.icc_profile().ok().flatten();
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if !inks && pixels <= PIXELS_LIMIT && profile.is_none_or(|p| fits(&p, colour)) {
        return None;
    }
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    if pixels > PIXELS_LIMIT {
        let scale = (PIXELS / pixels as f64).sqrt();
        let side = |n: u32| ((f64::from(n) * scale) as u32).max(1);
        picture = picture.thumbnail_exact(side(picture.width()), side(picture.height()));
    }
    let plain = if colour || picture.color().has_alpha() {
        DynamicImage::ImageRgb8(on_white(&picture))
    } else {
        picture.to_luma8().into()
    };
    let mut out = Vec::new();
    plain.write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY)).ok()?;
    Some(out)
}

/// The picture on paper: what is transparent shows white.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let rgba = picture.to_rgba8();
    let over = |c: u8, a: u8| ((u32::from(c) * u32::from(a) + 255 * (255 - u32::from(a))) / 255) as u8;
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [r, g, b, a] = rgba.get_pixel(x, y).0;
        image::Rgb([over(r, a), over(g, a), over(b, a)])
    })
}

/// Whether an ICC profile is one that PDF/A takes for such a picture (ISO 19005-2, 6.2.4.2).
fn fits(profile: &[u8], colour: bool) -> bool {
    let tag = |at: usize| profile.get(at..at + 4).unwrap_or_default();
    let space = if colour { b"RGB " } else { b"GRAY" };
    let known = [b"scnr", b"mntr", b"prtr", b"spac"].iter().any(|class| tag(12) == *class);
    tag(36) == b"acsp" && tag(16) == space && known && profile.get(8).is_some_and(|major| (2..=4).contains(major))
}

/// How many components a JPEG has, by its frame header; `None` for what is no JPEG.
fn jpeg_components(bytes: &[u8]) -> Option<u8> {
    let mut at = bytes.starts_with(&[0xff, 0xd8]).then_some(2)?;
    loop {
        let (mark, kind) = (*bytes.get(at)?, *bytes.get(at + 1)?);
        if mark != 0xff {
            return None;
        }
        let frame = matches!(kind, 0xc0..=0xcf) && !matches!(kind, 0xc4 | 0xc8 | 0xcc);
        match kind {
            _ if frame => return bytes.get(at + 9).copied(),
            // Fill bytes, and marks without a length.
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            _ => at += 2 + usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(profile: Option<&[u8]>) -> Vec<u8> {
        use image::ImageEncoder;
        let mut out = Vec::new();
        let mut encoder = image::codecs::png::PngEncoder::new(&mut out);
        if let Some(profile) = profile {
            encoder.set_icc_profile(profile.to_vec()).unwrap();
        }
        encoder.write_image(&[7; 12], 2, 2, ColorType::Rgb8.into()).unwrap();
        out
    }

    #[test]
    fn plain_pictures_stay_as_they_are() {
        assert!(matches!(archivable(&png(None)), Cow::Borrowed(_)));
        assert!(matches!(archivable(b"\xff\xd8 no picture"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_profile_of_another_kind_is_dropped() {
        let mut profile = vec![0; 200];
        profile[8] = 4;
        profile[12..20].copy_from_slice(b"mntrLab ");
        profile[36..40].copy_from_slice(b"acsp");
        let before = png(Some(&profile));
        let Cow::Owned(new) = archivable(&before) else { panic!("it was kept") };
        assert_eq!(jpeg_components(&new), Some(3));
        profile[16..20].copy_from_slice(b"RGB ");
        assert!(matches!(archivable(&png(Some(&profile))), Cow::Borrowed(_)));
    }

    #[test]
    fn more_pixels_than_paper_shows_are_reduced() {
        let mut large = Cursor::new(Vec::new());
        image::GrayImage::new(4_000, 3_000).write_to(&mut large, image::ImageFormat::Png).unwrap();
        let Cow::Owned(new) = archivable(large.get_ref()) else { panic!("it was kept") };
        let new = image::load_from_memory(&new).unwrap();
        assert_eq!((new.width(), new.color()), (2_828, ColorType::L8));
    }
}
