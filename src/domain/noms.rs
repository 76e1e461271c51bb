//! Names of persons that lost letters on their way from one program to another: the signs by which a damage is known.

use encoding_rs::WINDOWS_1252;

/// What shows that a name is not the one that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Degat {
    /// U+FFFD stands where a byte could not be read.
    Perdu,
    /// UTF-8 was read in another encoding: what stands there, « Ã© », and the letter that was written.
    Encodage { lu: String, ecrit: char },
    /// A question mark: what a program writes for a letter that it does not have, or a person for one they do not know.
    Interrogation,
    /// A letter stands as a web page writes it, « &eacute; ».
    Entite,
    /// A sign that no name has.
    Signe(char),
    /// There is something, and no letter.
    SansLettre,
}

/// The damage of a name, if one shows. An empty name has none: it is missing.
pub fn degat(nom: &str) -> Option<Degat> {
    let nom = nom.trim();
    if nom.is_empty() {
        return None;
    }
    if nom.contains(char::REPLACEMENT_CHARACTER) {
        return Some(Degat::Perdu);
    }
    let chars: Vec<char> = nom.chars().collect();
    if let Some((lu, ecrit)) = (0..chars.len()).find_map(|at| sequence(&chars[at..])) {
        return Some(Degat::Encodage { lu, ecrit });
    }
    if nom.contains(['?', '¿']) {
        return Some(Degat::Interrogation);
    }
    if has_entity(nom) {
        return Some(Degat::Entite);
    }
    if let Some(sign) = strange(&chars) {
        return Some(Degat::Signe(sign));
    }
    (!nom.chars().any(char::is_alphabetic)).then_some(Degat::SansLettre)
}

/// The bytes of UTF-8, read one by one, that begin `chars`, and the character that they are.
fn sequence(chars: &[char]) -> Option<(String, char)> {
    let lead = byte(*chars.first()?)?;
    let length = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => return None,
    };
    let read = chars.get(..length)?;
    let bytes: Option<Vec<u8>> = read.iter().map(|c| byte(*c)).collect();
    let written = std::str::from_utf8(&bytes?).ok()?.chars().next()?;
    // « IRMÃ DULCE », with a space that does not break, is a name.
    let portuguese = chars[0] == 'Ã' && chars[1] == '\u{a0}';
    (is_of_names(written) && !portuguese).then(|| (read.iter().collect(), written))
}

/// The byte that Windows-1252 or ISO-8859-1 reads as `c`.
fn byte(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    let text = c.to_string();
    match WINDOWS_1252.encode(&text) {
        (bytes, _, false) => bytes.first().copied(),
        _ => None,
    }
}

/// Whether names are written with `c`: Latin letters and marks, spaces, hyphens, apostrophes and quotes.
fn is_of_names(c: char) -> bool {
    matches!(c, '\u{a0}' | '«' | '»' | '·' | '°' | '´' | 'ª' | 'º'
        | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{17f}' | 'Ș'..='ț' | '\u{1e00}'..='\u{1eff}'
        | '\u{2010}'..='\u{2015}' | '‘'..='”'
        | '\u{300}'..='\u{304}' | '\u{306}'..='\u{30c}' | '\u{327}' | '\u{328}')
}

/// Whether a web page's writing of a character is in `nom`: « &eacute; », « &#233; ».
fn has_entity(nom: &str) -> bool {
    nom.match_indices('&').any(|(at, _)| {
        let Some((name, _)) = nom[at + 1..].split_once(';') else { return false };
        let name = name.strip_prefix('#').unwrap_or(name);
        (2..=8).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// Signs that stand for a letter when a text is read in an encoding of DOS, Windows or the Macintosh that is not its own.
const SIGNS: &str = "¡¢£¤¥¦§¨©¬®¯±²³¶¸¹¼½¾×÷ƒˆ˜†‡•…‰€™„‚√∂∑∏π∫Ω≈∆◊ﬁﬂ";
/// Those that also stand around a word.
const QUOTES: &str = "“”‹›";

/// The first sign that no name has.
fn strange(chars: &[char]) -> Option<char> {
    let letter = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphabetic());
    let is_strange = |(at, c): &(usize, &char)| {
        let (before, after) = (letter(at.checked_sub(1)), letter(at.checked_add(1)));
        match **c {
            c if c.is_control() => !c.is_whitespace(),
            '\u{2500}'..='\u{259f}' | '\u{e000}'..='\u{f8ff}' => true,
            c if SIGNS.contains(c) => before || after,
            c if QUOTES.contains(c) => before && after,
            _ => false,
        }
    };
    chars.iter().enumerate().find(is_strange).map(|(_, c)| *c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_names_are_known() {
        let encoding = |lu: &str, ecrit| Some(Degat::Encodage { lu: lu.to_owned(), ecrit });
        for (damaged, expected) in [
            ("LEFÃˆVRE", encoding("Ãˆ", 'È')),
            ("MÃ©lanie", encoding("Ã©", 'é')),
            ("FranÃ§ois", encoding("Ã§", 'ç')),
            ("MarÃ\u{ad}a", encoding("Ã\u{ad}", 'í')),
            ("Ã\u{89}lodie", encoding("Ã\u{89}", 'É')),
            ("BÅ\u{92}UF", encoding("Å\u{92}", 'Œ')),
            ("BÅ’UF", encoding("Å’", 'Œ')),
            ("Dâ€™ARGENSON", encoding("â€™", '’')),
            ("MARTINÂ\u{a0}ROCHE", encoding("Â\u{a0}", '\u{a0}')),
            ("LeÌ\u{81}a", encoding("Ì\u{81}", '\u{301}')),
            ("È˜tefan", encoding("È˜", 'Ș')),
            ("L\u{fffd}a", Some(Degat::Perdu)),
            ("Lé?a", Some(Degat::Interrogation)),
            ("?lodie", Some(Degat::Interrogation)),
            ("Andr?", Some(Degat::Interrogation)),
            ("M&eacute;lanie", Some(Degat::Entite)),
            ("M&#233;lanie", Some(Degat::Entite)),
            ("M├®lanie", Some(Degat::Signe('├'))),
            ("M‚lanie", Some(Degat::Signe('‚'))),
            ("J“r“me", Some(Degat::Signe('“'))),
            ("Fran‡ois", Some(Degat::Signe('‡'))),
            ("L\u{8f}a", Some(Degat::Signe('\u{8f}'))),
            ("…", Some(Degat::SansLettre)),
            ("-", Some(Degat::SansLettre)),
            ("12", Some(Degat::SansLettre)),
        ] {
            assert_eq!(degat(damaged), expected, "{damaged}");
        }
    }

    #[test]
    fn names_of_every_language_are_left_alone() {
        for name in [
            "MARTIN",
            "Léa Inès",
            "D’ARGENSON",
            "d'Argenson",
            "D´ARGENSON",
            "M’BAREK",
            "O`BRIEN",
            "ÉLODIE",
            "JOÃO",
            "SÃO PEDRO",
            "IRMÃ\u{a0}DULCE",
            "ANDRÉ\u{a0}MARTIN",
            "JOSÉ–MARIA",
            "JOSÉ’S",
            "Åse",
            "ÅÄÖ",
            "Mª Carmen",
            "ÑUÑO",
            "PARAL·LEL",
            "ŒUVRARD",
            "L’HAŸ",
            "Ÿ",
            "Çelik",
            "Ørsted",
            "Łukasz",
            "Șerban",
            "LÂM",
            "Nguyễn Thị",
            "Nguye\u{302}\u{303}n",
            "محمد",
            "לוי",
            "李",
            "MARTIN (née DUPONT)",
            "MARTIN, épouse ROCHE",
            "Jean « Titi » Luc",
            "Jean “Titi” Luc",
            "Anne\u{2011}Marie",
            "A & B",
            "M. de la Foà",
            "Jr.",
            "N°GUESSAN",
            "",
            "  ",
        ] {
            assert_eq!(degat(name), None, "{name}");
        }
    }
}
