//! Pictures and scans: what kind they are, how large, and whether pictures are whole. What a PDF is takes a reader that what
//! strangers wrote may stop: it is looked at elsewhere (`Named`).

use std::io::Cursor;

use sha2::{Digest, Sha256};

use crate::diagnostic::Place;
use crate::domain::dossier::{Attachment, AttachmentKind};
use crate::domain::fault::{BadReference, Format};

/// Most pixels of a picture: an A4 page at 600 dpi has 35 million.
pub const PIXELS_LIMIT: u64 = 60_000_000;
/// What a place of the data accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepts {
    Pictures,
    PicturesAndScans,
}

impl Accepts {
    fn in_words(self) -> &'static str {
        match self {
            Accepts::Pictures => "PNG ou JPEG",
            Accepts::PicturesAndScans => "PDF, PNG ou JPEG",
        }
    }
}

/// A PDF that the data name, and where: who can bound what its reader takes looks at it.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    pub place: Place,
    pub target: String,
}

/// Recognises `bytes` by what they are, whatever their name, and tells what is wrong with them.
///
/// # Errors
/// The kind is not accepted, a limit is passed, or the file is damaged. A PDF has no page yet.
pub fn inspect(bytes: &[u8], accepts: Accepts) -> Result<Attachment, BadReference> {
    match image::guess_format(bytes) {
        Ok(image::ImageFormat::Png) => picture(bytes, image::ImageFormat::Png),
        Ok(image::ImageFormat::Jpeg) => picture(bytes, image::ImageFormat::Jpeg),
        _ if bytes.starts_with(b"%PDF-") && accepts == Accepts::PicturesAndScans => {
            Ok(Attachment { kind: AttachmentKind::Pdf, width: 0, height: 0, pages: 0, empreinte: digest(bytes) })
        }
        _ => Err(BadReference::Kind { accepted: accepts.in_words(), found: recognised(bytes) }),
    }
}

/// What a file that no place accepts is, by its first bytes.
fn recognised(bytes: &[u8]) -> Option<Format> {
    use image::ImageFormat;
    if let Ok(format) = image::guess_format(bytes) {
        match format {
            ImageFormat::WebP => return Some(Format::WebP),
            ImageFormat::Gif => return Some(Format::Gif),
            ImageFormat::Bmp => return Some(Format::Bmp),
            ImageFormat::Tiff => return Some(Format::Tiff),
            ImageFormat::Avif => return Some(Format::Avif),
            _ => {}
        }
    }
    // An ISO media file tells its brands behind « ftyp ».
    if bytes.get(4..8) == Some(b"ftyp") {
        let brands = bytes.get(8..bytes.len().min(64))?;
        let has = |brand: &[u8]| brands.chunks(4).any(|b| b == brand);
        let heic: [&[u8]; 6] = [b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1"];
        return match () {
            () if has(b"avif") => Some(Format::Avif),
            () if heic.iter().any(|b| has(b)) => Some(Format::Heic),
            () => None,
        };
    }
    let head = &bytes[..bytes.len().min(1024)];
    let contains = |what: &[u8]| head.windows(what.len()).any(|w| w == what);
    match () {
        () if bytes.starts_with(b"%PDF-") => Some(Format::Pdf),
        // A package of files, the binary formats of before, and rich text.
        () if bytes.starts_with(b"PK\x03\x04")
            || bytes.starts_with(b"\xd0\xcf\x11\xe0")
            || bytes.starts_with(b"{\\rtf") =>
        {
            Some(Format::Office)
        }
        () if contains(b"<svg") => Some(Format::Svg),
        () => None,
    }
}

fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn picture(bytes: &[u8], format: image::ImageFormat) -> Result<Attachment, BadReference> {
    let damaged = |e: image::ImageError| BadReference::Damaged(in_french(&e));
    let reader = image::ImageReader::with_format(Cursor::new(bytes), format);
    let (width, height) = reader.into_dimensions().map_err(damaged)?;
    let pixels = u64::from(width) * u64::from(height);
    if pixels > PIXELS_LIMIT {
        return Err(BadReference::TooLarge {
            found: format!("{width} × {height} pixels"),
            limit: format!("{} millions de pixels", PIXELS_LIMIT / 1_000_000),
        });
    }
    let (kind, whole) = match format {
        image::ImageFormat::Png => (AttachmentKind::Png, png_is_whole(bytes)),
        _ => (AttachmentKind::Jpeg, jpeg_is_whole(bytes)),
    };
    if !whole {
        return Err(BadReference::Damaged("le fichier est tronqué ou abîmé".to_owned()));
    }
    Ok(Attachment { kind, width, height, pages: 1, empreinte: digest(bytes) })
}

/// Why a picture cannot be read: the decoder's own words are for its authors.
fn in_french(error: &image::ImageError) -> String {
    use image::ImageError;
    match error {
        ImageError::Limits(_) => "l’image demande trop de mémoire".to_owned(),
        ImageError::Unsupported(_) => "cette sorte de PNG ou de JPEG n’est pas connue".to_owned(),
        ImageError::IoError(e) => crate::diagnostic::io::in_french(e),
        _ => "ses données ne peuvent pas être lues".to_owned(),
    }
}

/// Walks the chunks of a PNG up to its end. Its pixels are decoded only when it is printed.
fn png_is_whole(bytes: &[u8]) -> bool {
    let mut at = 8;
    let mut data = false;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let end = at.saturating_add(12).saturating_add(length);
        if end > bytes.len() {
            return false;
        }
        match &head[4..] {
            b"IEND" => return data,
            b"IDAT" => data = true,
            _ => {}
        }
        at = end;
    }
    false
}

/// A JPEG that was cut has lost its end-of-image mark; some cameras append their own data after it.
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    bytes.windows(2).rev().any(|w| w == [0xff, 0xd9])
}

/// Why the pixels of a picture cannot be decoded; nothing for one that can be, and for a PDF.
pub fn decoding_error(bytes: &[u8]) -> Option<String> {
    let format = image::guess_format(bytes).ok()?;
    image::load_from_memory_with_format(bytes, format).err().map(|e| in_french(&e))
}
