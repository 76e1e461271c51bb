//! Values of exports: from what a cell or an element holds to a clean value, or why it cannot be one.

use unicode_normalization::UnicodeNormalization;

use super::trouble::Trouble;
use crate::domain::Date;
use crate::domain::candidat::Statut;
use crate::domain::identifiers::normalise;
use crate::domain::promotion::etudiant::Sexe;
use crate::sources::rows::text::MARK;
use crate::sources::rows::{Epoch, without_hour};

/// Longest value, in characters.
const VALUE_LIMIT: usize = 500;

/// A value on one line, composed, with what may be wrong with it all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    pub text: String,
    pub doubt: Option<Trouble>,
}

/// Cleans a value: doubled and odd spaces become one, marks without width go. What no one can have typed is refused; what
/// may be damaged is kept, with a doubt.
pub fn clean(text: &str) -> Result<Value, Trouble> {
    let mut doubt = None;
    let mut typed = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            MARK => doubt = Some(Trouble::OtherEncoding),
            // Zero width, and hyphens that only a line break shows.
            '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{ad}' => {}
            '\u{fffd}' => return Err(Trouble::LostCharacter),
            c if c.is_whitespace() => typed.push(' '),
            c if c.is_control() || is_direction(c) => return Err(Trouble::Control),
            c => typed.push(c),
        }
    }
    let one_line = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = if one_line.is_ascii() { one_line } else { one_line.nfc().collect() };
    if text.chars().count() > VALUE_LIMIT {
        return Err(Trouble::TooLong);
    }
    if doubt.is_none() && looks_damaged(&text) {
        doubt = Some(Trouble::Damaged);
    }
    Ok(Value { text, doubt })
}

/// Characters that turn the direction of a text.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a text was decoded wrongly by whoever wrote it: « Ã‰lo » for « Élo », « C½ur » for « Cœur ».
pub fn looks_damaged(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    // What the second byte of a letter becomes in Windows-1252.
    let second = |c: char| matches!(c, '\u{80}'..='\u{bf}') || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(c);
    let pairs = || text.chars().zip(text.chars().skip(1));
    let twice = pairs().any(|(a, b)| matches!(a, 'Â' | 'Ã' | 'Å') && second(b));
    let fraction = |c: char| matches!(c, '½' | '¼' | '¾' | '¤' | '¸' | '¨' | '¦');
    twice || pairs().any(|(a, b)| a.is_alphabetic() && fraction(b) || fraction(a) && b.is_alphabetic())
}

/// A name: letters that became question marks are lost.
pub fn name(text: &str) -> Result<String, Trouble> {
    if text.contains('?') { Err(Trouble::LostCharacter) } else { Ok(text.to_owned()) }
}

/// A birthday: `14/03/2005`, `2005-03-14`, `14.3.2005`, `14 mars 2005`, an hour after it, or the number of a spreadsheet.
pub fn date(text: &str, epoch: Epoch) -> Result<Date, Trouble> {
    let day = without_hour(text);
    let slashed = day.replace(['.', '-'], "/");
    let numeric = Date::parse(day).or_else(|| Date::parse(&slashed)).or_else(|| reversed(&slashed));
    if let Some(date) = numeric.or_else(|| in_words(text)) {
        return Ok(date);
    }
    let (whole, fraction) = day.split_once('.').unwrap_or((day, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    match () {
        () if (1..=5).contains(&whole.len()) && digits(whole) && digits(fraction) => {
            epoch.of_number(whole).ok_or_else(|| Trouble::NotADate(text.to_owned()))
        }
        () if Date::looks_like(&slashed) || Date::looks_like(day) => Err(Trouble::ImpossibleDate(text.to_owned())),
        () => Err(Trouble::NotADate(text.to_owned())),
    }
}

/// What a column of days tells: in which century its years of two digits are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jours {
    /// Birthdays of pupils: 00 to 19 can only be of this century, 40 to 99 of the last one. Between the two, someone may be
    /// of either: an adult in training, or a slip.
    Naissances,
    /// Days of a stage: 20 to 59 can only be of this century, and no stage that is imported is older.
    Stages,
}

/// A day whose year has two digits, in the French order: `12/03/07`, `12.3.07`, `12 mars 07`. `None` for what is no such day.
/// With dashes the order is not known (`07-03-12`), but where the year can be no day.
pub fn short_year(text: &str, jours: Jours) -> Option<Result<Date, Trouble>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    // An hour after the day, or a month in words.
    let day = if words.len() == 3 { words.join("/") } else { (*words.first()?).to_owned() };
    let parts: Vec<&str> = day.split(['/', '.', '-']).filter(|p| !p.is_empty()).collect();
    let [first, month, year] = parts[..] else { return None };
    let two = year.len() == 2 && year.bytes().all(|b| b.is_ascii_digit());
    let number: i16 = year.parse().ok().filter(|_| two)?;
    let unknown_order = day.contains('-') && month.parse::<i8>().is_ok() && number <= 31;
    let century = match (jours, number) {
        _ if unknown_order => None,
        (Jours::Naissances, ..20) | (Jours::Stages, 20..60) => Some(2000),
        (Jours::Naissances, 40..) => Some(1900),
        _ => None,
    };
    let whole = |century: i16| format!("{first} {month} {}", century + number);
    let read = |text: String| in_words(&text).or_else(|| Date::parse(&text.replace(' ', "/")));
    // Whether it is a day at all does not depend on the century, but for the 29th of February.
    let Some(century) = century else { return read(whole(2000)).map(|_| Err(Trouble::ShortYear(text.to_owned()))) };
    Some(read(whole(century)).ok_or_else(|| Trouble::ImpossibleDate(text.to_owned())))
}

/// `2005/03/14`.
fn reversed(slashed: &str) -> Option<Date> {
    let is_year = slashed.split('/').next().is_some_and(|y| y.len() == 4);
    Date::parse(&slashed.replace('/', "-")).filter(|_| is_year)
}

/// « lundi 14 mars 2005 », « 1er avril 2005 », « 14-avr-2005 ».
fn in_words(text: &str) -> Option<Date> {
    const MONTHS: [&str; 12] =
        ["janv", "fev", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec"];
    let normal = normalise(text);
    let is_day = |w: &&str| w.ends_with("di") || ["dimanche", "le"].contains(w);
    let words: Vec<&str> = normal.split(' ').filter(|w| !is_day(w)).collect();
    let [day, month, year] = words[..] else { return None };
    let month = MONTHS.iter().position(|m| month.starts_with(m))?;
    let day = day.strip_suffix("er").unwrap_or(day).parse().ok()?;
    Date::new(year.parse().ok().filter(|_| year.len() == 4)?, i8::try_from(month + 1).ok()?, day)
}

/// A number of candidate or an INE as text, unless a spreadsheet took it for a quantity and cut it to fewer than
/// `digits` digits.
pub fn identifier(text: &str, digits: usize) -> Result<String, Trouble> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    let numeric = bare.bytes().all(|b| b.is_ascii_digit());
    if !bare.is_empty() && (numeric && bare.len() < digits || is_rounded(&bare)) {
        return Err(Trouble::CutNumber(text.to_owned()));
    }
    Ok(bare)
}

/// The same of a number that people write with signs between its digits, « n° 1234567890-V », and where they write that there
/// is none.
pub fn numero(text: &str, digits: usize) -> Result<String, Trouble> {
    const NONE: [&str; 9] = ["", "neant", "aucun", "aucune", "inconnu", "sans", "x", "nc", "non communique"];
    if NONE.contains(&normalise(text).as_str()) {
        return Ok(String::new());
    }
    if is_rounded(text.trim()) {
        return Err(Trouble::CutNumber(text.to_owned()));
    }
    let bare = text.trim().trim_start_matches(['n', 'N']).trim_start_matches(['°', 'º', 'o']);
    let bare = if bare.len() < text.trim().len() && bare.starts_with([' ', '\u{a0}']) || text.contains(['°', 'º']) {
        bare
    } else {
        text
    };
    if !bare.bytes().any(|b| b.is_ascii_digit()) {
        return Err(Trouble::Unexpected { found: format!("« {text} »"), expected: "un numéro".to_owned() });
    }
    let plain: String = bare.chars().filter(|c| !matches!(c, '-' | '‐' | '–' | '.' | '/' | '_' | '\'')).collect();
    identifier(&plain, digits)
}

/// `1,23E+10`: what a spreadsheet shows of a number that is too long for its cell.
fn is_rounded(bare: &str) -> bool {
    let Some((number, exponent)) = bare.split_once(['E', 'e']) else { return false };
    let fraction = number.contains([',', '.']);
    let quantity = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'));
    let power = exponent.strip_prefix(['+', '-']);
    let digits = power.unwrap_or(exponent);
    quantity && (fraction || power.is_some()) && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// A telephone number as it is written, with the zero that a spreadsheet took for nothing; whether that was so.
pub fn telephone(text: &str) -> Result<(String, bool), Trouble> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '/')).collect();
    if is_rounded(text) {
        return Err(Trouble::CutNumber(text.to_owned()));
    }
    // Nine digits are the ten of a French number without their zero: no other reading is one.
    let cut = bare.len() == 9 && bare.bytes().all(|b| b.is_ascii_digit()) && !bare.starts_with('0');
    Ok(if cut { (format!("0{text}"), true) } else { (text.to_owned(), false) })
}

/// The status that an export tells: SIECLE's codes, Cyclades' categories, our own keys.
pub fn statut(text: &str) -> Option<Statut> {
    let normal = normalise(text);
    match normal.as_str() {
        "st" | "scolaire" | "etudiant" | "etudiante" | "initial" | "initiale" | "formation initiale" | "fi" => {
            Some(Statut::Scolaire)
        }
        "ap" => Some(Statut::Apprentissage),
        s if s.starts_with("apprenti") => Some(Statut::Apprentissage),
        s => Statut::ALL.iter().find(|statut| normalise(statut.key()) == s).copied(),
    }
}

/// The sex that an export tells: SIECLE's codes, letters, words.
pub fn sexe(text: &str) -> Option<Sexe> {
    match normalise(text).as_str() {
        "2" | "f" | "feminin" | "femme" | "fille" | "mme" | "madame" | "mlle" | "mademoiselle" => Some(Sexe::Feminin),
        "1" | "m" | "h" | "g" | "masculin" | "homme" | "garcon" | "mr" | "monsieur" => Some(Sexe::Masculin),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Result<Date, Trouble> {
        date(text, Epoch::Of1900)
    }

    #[test]
    fn birthdays() {
        let expected = Date::new(2005, 3, 14);
        for text in [
            "14/03/2005",
            "2005-03-14",
            "14.3.2005",
            "14-03-2005",
            "2005-03-14T00:00:00",
            "2005/03/14",
            "14 mars 2005",
            "lundi 14 mars 2005",
            "38425",
            "38425.5",
            "14/03/2005 00:00",
            "14/03/2005 8h30",
        ] {
            assert_eq!(day(text).ok(), expected, "{text}");
        }
        assert_eq!(date("36963", Epoch::Of1904).ok(), expected);
        assert_eq!(day("1er avr. 2005").ok(), Date::new(2005, 4, 1));
        assert_eq!(day("31/02/2005"), Err(Trouble::ImpossibleDate("31/02/2005".into())));
        for text in ["14/03/05", "mars", "1", "60", "99999", "-1", "+5", "14 mars 05", "32 mars 2005", "14/03/2005 (?)"]
        {
            assert!(day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn years_of_two_digits_are_of_the_only_century_that_they_can_be_of() {
        let day = |y, m, d| Some(Ok(Date::new(y, m, d).unwrap()));
        let birth = |text: &str| short_year(text, Jours::Naissances);
        for text in ["12/03/07", "12.3.07", "12/03/07 00:00", "12 mars 07", "12-mars-07"] {
            assert_eq!(birth(text), day(2007, 3, 12), "{text}");
        }
        assert_eq!(birth("12/03/68"), day(1968, 3, 12));
        assert_eq!(birth("12-03-98"), day(1998, 3, 12), "98 is no day: the order is known");
        for text in ["12/03/24", "07-03-12"] {
            assert_eq!(birth(text), Some(Err(Trouble::ShortYear(text.into()))), "{text}");
        }
        assert_eq!(birth("31/02/07"), Some(Err(Trouble::ImpossibleDate("31/02/07".into()))));
        for text in ["12/03/2007", "mars 07", "12/03", "a/b/07x", ""] {
            assert_eq!(birth(text), None, "{text}");
        }
        let stage = |text: &str| short_year(text, Jours::Stages);
        assert_eq!(stage("17/11/25"), day(2025, 11, 17));
        assert_eq!(stage("17/11/98"), Some(Err(Trouble::ShortYear("17/11/98".into()))));
    }

    #[test]
    fn sexes() {
        let told = ["2", "F", "Féminin", "Fille"].map(sexe);
        assert_eq!(told, [Some(Sexe::Feminin); 4]);
        assert_eq!(["1", "M", "Garçon", "h"].map(sexe), [Some(Sexe::Masculin); 4]);
        assert_eq!(["", "3", "X"].map(sexe), [None; 3]);
    }

    #[test]
    fn numbers_that_were_cut() {
        assert_eq!(identifier("0212 345 678", 10).unwrap(), "0212345678");
        for text in ["212345678", "2,12346E+09", "2.12E9", "2E+09"] {
            assert!(identifier(text, 10).is_err(), "{text}");
        }
        // An INE may have an E among its digits.
        assert_eq!(identifier("0123456E789", 11).unwrap(), "0123456E789");
        assert_eq!(identifier("1234567890v", 11).unwrap(), "1234567890V");
        assert_eq!(identifier("", 10).unwrap(), "");
        for text in ["1234567890-v", "n° 1234567890V", "N°1234567890V", "1234 567 890 V", "No 1234567890V"] {
            assert_eq!(numero(text, 11), Ok("1234567890V".to_owned()), "{text}");
        }
        assert_eq!(numero("Néant", 11), Ok(String::new()));
        assert!(matches!(numero("voir Mme Roux", 11), Err(Trouble::Unexpected { .. })));
        assert!(matches!(numero("4,10057E+13", 14), Err(Trouble::CutNumber(_))));
    }

    #[test]
    fn telephones_get_their_zero_back() {
        for (text, told) in [
            ("612345678", ("0612345678", true)),
            ("6 12 34 56 78", ("06 12 34 56 78", true)),
            ("06 12 34 56 78", ("06 12 34 56 78", false)),
            ("+33 6 12 34 56 78", ("+33 6 12 34 56 78", false)),
            ("3949", ("3949", false)),
            ("012345678", ("012345678", false)),
        ] {
            assert_eq!(telephone(text), Ok((told.0.to_owned(), told.1)), "{text}");
        }
        assert!(telephone("6,12E+08").is_err());
    }

    #[test]
    fn what_no_one_typed_is_refused_and_what_may_be_damaged_is_told() {
        let plain = |text: &str| Ok(Value { text: text.to_owned(), doubt: None });
        assert_eq!(clean(" LE\u{a0}\u{a0}GUENNEC\n"), plain("LE GUENNEC"));
        assert_eq!(clean("Zoe\u{301}"), plain("Zoé"));
        assert_eq!(clean("\u{feff}A\u{ad}B\u{200b}"), plain("AB"));
        for fine in ["JOÃO", "ÅSE", "Noël", "12 ½ rue", "50 %"] {
            assert_eq!(clean(fine), plain(fine));
        }
        for text in ["a\u{1}b", "a\u{7f}", "a\u{85}b\u{90}", "a\u{202e}b"] {
            assert_eq!(clean(text), Err(Trouble::Control), "{text:?}");
        }
        assert_eq!(clean("Zo\u{fffd}"), Err(Trouble::LostCharacter));
        for text in ["Ã‰loÃ¯se", "C½ur", "NoÃ«l"] {
            assert_eq!(clean(text).unwrap().doubt, Some(Trouble::Damaged), "{text}");
        }
        assert_eq!(clean(&format!("B{MARK}Œ")), Ok(Value { text: "BŒ".into(), doubt: Some(Trouble::OtherEncoding) }));
        assert!(name("Zo?").is_err());
    }
}
