//! The names of entries, in the encodings that zips are written in.

/// A name in UTF-8, flagged or not, as macOS and most programs write it; else in the code page 850 of Windows' own zips, of
/// which the letters of page 437 are a part; or in Windows-1252, where only that gives a word.
pub fn decoded(raw: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(raw) {
        return text.to_owned();
    }
    let dos: String =
        raw.iter().map(|b| if *b < 128 { char::from(*b) } else { PAGE_850[usize::from(*b) - 128] }).collect();
    let (windows, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(raw);
    if is_word(&dos) || !is_word(&windows) { dos } else { windows.into_owned() }
}

/// Whether a name reads as one: its letters with accents are such as French has, a capital after no small letter.
fn is_word(name: &str) -> bool {
    let mut before = ' ';
    name.chars().all(|c| {
        let right = match c {
            c if c.is_ascii() => true,
            c if c.is_lowercase() => true,
            c if c.is_uppercase() => !before.is_lowercase(),
            c => "°–—’«»·€²\u{a0}".contains(c),
        };
        before = c;
        right
    })
}

/// The upper half of the code page 850.
const PAGE_850: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å', 'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û',
    'ù', 'ÿ', 'Ö', 'Ü', 'ø', '£', 'Ø', '×', 'ƒ', 'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '®', '¬', '½', '¼', '¡',
    '«', '»', '░', '▒', '▓', '│', '┤', 'Á', 'Â', 'À', '©', '╣', '║', '╗', '╝', '¢', '¥', '┐', '└', '┴', '┬', '├', '─',
    '┼', 'ã', 'Ã', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤', 'ð', 'Ð', 'Ê', 'Ë', 'È', 'ı', 'Í', 'Î', 'Ï', '┘', '┌', '█',
    '▄', '¦', 'Ì', '▀', 'Ó', 'ß', 'Ô', 'Ò', 'õ', 'Õ', 'µ', 'þ', 'Þ', 'Ú', 'Û', 'Ù', 'ý', 'Ý', '¯', '´', '\u{ad}', '±',
    '‗', '¾', '¶', '§', '÷', '¸', '°', '¨', '·', '¹', '³', '²', '■', '\u{a0}',
];

/// The name that Info-ZIP tells in UTF-8 in an extra field (0x7075), where it is of this very name.
pub(super) fn unicode(raw: &[u8], extra: &[u8]) -> Option<String> {
    let mut rest = extra;
    while let [a, b, c, d, more @ ..] = rest {
        let (id, length) = (u16::from_le_bytes([*a, *b]), usize::from(u16::from_le_bytes([*c, *d])));
        let (field, more) = more.split_at_checked(length)?;
        if let ([1, w, x, y, z, name @ ..], 0x7075) = (field, id)
            && u32::from_le_bytes([*w, *x, *y, *z]) == crc32fast::hash(raw)
        {
            return String::from_utf8(name.to_vec()).ok();
        }
        rest = more;
    }
    None
}
