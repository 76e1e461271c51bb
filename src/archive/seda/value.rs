//! The values that SEDA gives a form: days, numbers, identifiers, closed lists, as XML Schema defines them.

/// A form of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Form {
    String,
    Token,
    Boolean,
    Decimal,
    /// Integers, with the least and the greatest that are taken.
    Integer(Option<i64>, Option<i64>),
    Date,
    DateTime,
    Year,
    YearMonth,
    Month,
    MonthDay,
    Day,
    Language,
    /// A language, or nothing.
    Lang,
    Uri,
    Base64,
    Hex,
    /// An identifier of the document.
    Id,
    /// A reference to an identifier.
    Reference,
    /// Another form, with fewer values: of a length at least, of a closed list.
    Some {
        base: Box<Form>,
        least: usize,
        closed: Vec<&'static str>,
    },
    /// One of several forms.
    One(Vec<Form>),
}

impl Form {
    /// The names of the forms that XML Schema has, as far as SEDA uses them.
    pub(super) const BUILTIN: [&str; 22] = [
        "xs:string",
        "xs:token",
        "xs:boolean",
        "xs:decimal",
        "xs:integer",
        "xs:int",
        "xs:positiveInteger",
        "xs:nonNegativeInteger",
        "xs:date",
        "xs:dateTime",
        "xs:gYear",
        "xs:gYearMonth",
        "xs:gMonth",
        "xs:gMonthDay",
        "xs:gDay",
        "xs:language",
        "xml:lang",
        "xs:anyURI",
        "xs:base64Binary",
        "xs:hexBinary",
        "xs:ID",
        "xs:IDREF",
    ];

    /// The form that XML Schema has under that name.
    pub(super) fn builtin(name: &str) -> Option<Self> {
        Some(match name {
            "xs:string" => Form::String,
            "xs:token" => Form::Token,
            "xs:boolean" => Form::Boolean,
            "xs:decimal" => Form::Decimal,
            "xs:integer" => Form::Integer(None, None),
            "xs:int" => Form::Integer(Some(i32::MIN.into()), Some(i32::MAX.into())),
            "xs:positiveInteger" => Form::Integer(Some(1), None),
            "xs:nonNegativeInteger" => Form::Integer(Some(0), None),
            "xs:date" => Form::Date,
            "xs:dateTime" => Form::DateTime,
            "xs:gYear" => Form::Year,
            "xs:gYearMonth" => Form::YearMonth,
            "xs:gMonth" => Form::Month,
            "xs:gMonthDay" => Form::MonthDay,
            "xs:gDay" => Form::Day,
            "xs:language" => Form::Language,
            "xml:lang" => Form::Lang,
            "xs:anyURI" => Form::Uri,
            "xs:base64Binary" => Form::Base64,
            "xs:hexBinary" => Form::Hex,
            "xs:ID" => Form::Id,
            "xs:IDREF" => Form::Reference,
            _ => return None,
        })
    }

    /// Whether the text is a value of this form.
    pub(super) fn takes(&self, text: &str) -> bool {
        match self {
            Form::String => true,
            Form::Some { base, least, closed } => {
                let held = if base.keeps_spaces() { text.to_owned() } else { collapsed(text) };
                base.takes(text)
                    && held.chars().count() >= *least
                    && (closed.is_empty() || closed.contains(&held.as_str()))
            }
            Form::One(forms) => forms.iter().any(|f| f.takes(text)),
            _ => self.takes_word(text.trim_matches(SPACES)),
        }
    }

    fn takes_word(&self, word: &str) -> bool {
        match self {
            Form::Token => true,
            Form::Boolean => matches!(word, "true" | "false" | "1" | "0"),
            Form::Decimal => is_decimal(word),
            Form::Integer(least, most) => is_integer(word, *least, *most),
            Form::Date => zoned(word).is_some_and(|d| day_of(d).is_some()),
            Form::DateTime => word.split_once('T').is_some_and(|(d, t)| day_of(d).is_some() && is_time(t)),
            Form::Year => zoned(word).is_some_and(|y| year(y) == Some("")),
            Form::YearMonth => {
                zoned(word).and_then(year).and_then(|m| m.strip_prefix('-')).is_some_and(|m| two(m, 1, 12) == Some(""))
            }
            Form::Month => zoned(word).and_then(|m| m.strip_prefix("--")).is_some_and(|m| two(m, 1, 12) == Some("")),
            Form::MonthDay => {
                zoned(word).and_then(|m| m.strip_prefix("--")).is_some_and(|md| day_of(&format!("2000-{md}")).is_some())
            }
            Form::Day => zoned(word).and_then(|d| d.strip_prefix("---")).is_some_and(|d| two(d, 1, 31) == Some("")),
            Form::Language => is_language(word),
            Form::Lang => word.is_empty() || is_language(word),
            Form::Uri => is_uri(word),
            Form::Base64 => is_base64(word),
            Form::Hex => word.len().is_multiple_of(2) && word.bytes().all(|b| b.is_ascii_hexdigit()),
            Form::Id | Form::Reference => is_ncname(word),
            Form::String | Form::Some { .. } | Form::One(_) => unreachable!("these look at the whole text"),
        }
    }

    /// Whether spaces are a part of the value.
    fn keeps_spaces(&self) -> bool {
        match self {
            Form::String => true,
            Form::Some { base, .. } => base.keeps_spaces(),
            _ => false,
        }
    }

    /// The form that it is made from.
    pub(super) fn root(&self) -> &Form {
        match self {
            Form::Some { base, .. } => base.root(),
            Form::One(forms) if forms.len() == 1 => forms[0].root(),
            other => other,
        }
    }

    /// What it takes, as a person reads it.
    pub(super) fn in_words(&self) -> String {
        match self {
            Form::Some { closed, .. } if !closed.is_empty() => format!("l’une des valeurs {}", closed.join(", ")),
            Form::Some { base, .. } => match base.root() {
                Form::String | Form::Token => "un texte qui n’est pas vide".to_owned(),
                _ => base.in_words(),
            },
            Form::One(forms) if forms.contains(&Form::Date) => {
                "une date, un mois ou une année (2026-07-01, 2026-07, 2026)".to_owned()
            }
            Form::One(forms) => forms.iter().map(Form::in_words).collect::<Vec<_>>().join(" ou "),
            Form::String | Form::Token => "un texte".to_owned(),
            Form::Boolean => "true ou false".to_owned(),
            Form::Decimal => "un nombre".to_owned(),
            Form::Integer(Some(1), _) => "un nombre entier d’au moins 1".to_owned(),
            Form::Integer(..) => "un nombre entier".to_owned(),
            Form::Date => "un jour (2026-07-01)".to_owned(),
            Form::DateTime => "un jour et une heure (2026-07-01T12:00:00Z)".to_owned(),
            Form::Year => "une année".to_owned(),
            Form::YearMonth => "une année et un mois".to_owned(),
            Form::Month => "un mois".to_owned(),
            Form::MonthDay => "un mois et un jour".to_owned(),
            Form::Day => "un jour du mois".to_owned(),
            Form::Language | Form::Lang => "le code d’une langue (fr)".to_owned(),
            Form::Uri => "une adresse (content/ID1.pdf)".to_owned(),
            Form::Base64 => "du base64".to_owned(),
            Form::Hex => "de l’hexadécimal".to_owned(),
            Form::Id | Form::Reference => {
                "un identifiant (une lettre, puis lettres, chiffres, « - », « _ », « . »)".to_owned()
            }
        }
    }
}

/// The spaces of XML.
const SPACES: [char; 4] = [' ', '\t', '\n', '\r'];

/// One space where there are several, none at the ends.
pub(super) fn collapsed(text: &str) -> String {
    text.split(SPACES).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

fn is_decimal(word: &str) -> bool {
    let digits = word.strip_prefix(['+', '-']).unwrap_or(word);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    all(whole) && all(part) && !(whole.is_empty() && part.is_empty())
}

fn is_integer(word: &str, least: Option<i64>, most: Option<i64>) -> bool {
    let (negative, digits) = match word.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, word.strip_prefix('+').unwrap_or(word)),
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    // A number that is longer than any bound is beyond it.
    let value = digits.parse::<i64>().map(|n| if negative { -n } else { n });
    match value {
        Ok(n) => least.is_none_or(|l| n >= l) && most.is_none_or(|m| n <= m),
        Err(_) if negative => least.is_none(),
        Err(_) => most.is_none(),
    }
}

/// What stands before the time zone, where there is one that is right.
fn zoned(word: &str) -> Option<&str> {
    if let Some(rest) = word.strip_suffix('Z') {
        return Some(rest);
    }
    let Some(at) = word.len().checked_sub(6).filter(|at| word.is_char_boundary(*at)) else { return Some(word) };
    let (rest, zone) = word.split_at(at);
    match zone.strip_prefix(['+', '-']).and_then(|z| z.split_once(':')) {
        None => Some(word),
        Some((hours, minutes)) => {
            let right = two(hours, 0, 13) == Some("") && two(minutes, 0, 59) == Some("") || zone[1..] == *"14:00";
            right.then_some(rest)
        }
    }
}

/// What follows a year.
fn year(text: &str) -> Option<&str> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let end = digits.bytes().take_while(u8::is_ascii_digit).count();
    let (year, rest) = digits.split_at(end);
    let right = end == 4 || end > 4 && !year.starts_with('0');
    (right && year.bytes().any(|b| b != b'0')).then_some(rest)
}

/// What follows a number of two digits within bounds.
fn two(text: &str, least: u8, most: u8) -> Option<&str> {
    let (number, rest) = (text.get(..2)?, &text[2..]);
    let right = number.bytes().all(|b| b.is_ascii_digit()) && number.parse().is_ok_and(|n| (least..=most).contains(&n));
    right.then_some(rest)
}

/// A day that is in the calendar.
fn day_of(text: &str) -> Option<()> {
    let rest = year(text)?.strip_prefix('-')?;
    let (year, month) = (text[..text.len() - rest.len() - 1].parse::<i64>().unwrap_or(2000), rest.get(..2)?);
    let day = two(rest, 1, 12)?.strip_prefix('-')?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let most = match month {
        "02" if leap => 29,
        "02" => 28,
        "04" | "06" | "09" | "11" => 30,
        _ => 31,
    };
    two(day, 1, most)?.is_empty().then_some(())
}

fn is_time(text: &str) -> bool {
    let time = || {
        let time = zoned(text)?;
        let rest = two(two(two(time, 0, 24)?.strip_prefix(':')?, 0, 59)?.strip_prefix(':')?, 0, 59)?;
        let part = match rest.strip_prefix('.') {
            Some(part) => !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()),
            None => rest.is_empty(),
        };
        let midnight = !time.starts_with("24") || time[2..].bytes().all(|b| b":0.".contains(&b));
        Some(part && midnight)
    };
    time().unwrap_or(false)
}

fn is_language(word: &str) -> bool {
    word.split('-').enumerate().all(|(i, part)| {
        let right = |b: u8| if i == 0 { b.is_ascii_alphabetic() } else { b.is_ascii_alphanumeric() };
        (1..=8).contains(&part.len()) && part.bytes().all(right)
    })
}

/// A name without a colon.
fn is_ncname(word: &str) -> bool {
    let first = |c: char| c == '_' || c.is_alphabetic();
    let other = |c: char| {
        first(c)
            || c.is_numeric()
            || matches!(c, '.' | '-' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}')
    };
    word.chars().next().is_some_and(first) && word.chars().all(other)
}

/// A reference as RFC 3986 has them; what stands outside of ASCII is taken as if it were encoded.
fn is_uri(word: &str) -> bool {
    let plain = |c: char| {
        let kept = c.is_ascii() && !c.is_ascii_control() && !"<>\"{}|\\^`".contains(c);
        if kept { c } else { '_' }
    };
    let word: String = word.chars().map(plain).collect();
    let (word, fragment) = word.split_once('#').unwrap_or((&word, ""));
    let (path, query) = word.split_once('?').unwrap_or((word, ""));
    let scheme = path.find([':', '/']).filter(|at| path[*at..].starts_with(':'));
    let path = match scheme {
        None => path,
        Some(at) => {
            let scheme = &path[..at];
            let right = |b: u8| b.is_ascii_alphanumeric() || b"+-.".contains(&b);
            if !scheme.bytes().all(right) || !scheme.bytes().next().is_some_and(|b| b.is_ascii_alphabetic()) {
                return false;
            }
            &path[at + 1..]
        }
    };
    let path = match path.strip_prefix("//") {
        None => path,
        Some(rest) => {
            let end = rest.find('/').unwrap_or(rest.len());
            let host = rest[..end].replace(['[', ']'], "");
            if !uri_bytes(&host, "") {
                return false;
            }
            &rest[end..]
        }
    };
    uri_bytes(path, "/") && uri_bytes(query, "/?") && uri_bytes(fragment, "/?[]")
}

fn uri_bytes(text: &str, more: &str) -> bool {
    let bytes = text.as_bytes();
    let encoded = |i: usize| bytes.get(i + 1..i + 3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    bytes.iter().enumerate().all(|(i, b)| match b {
        b'%' => encoded(i),
        b => b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(b) || more.as_bytes().contains(b),
    })
}

/// What is of no base64 is passed over, as RFC 2045 says and libxml2 does: a digest that is none is not that of its piece.
fn is_base64(word: &str) -> bool {
    let bytes: Vec<u8> = word.bytes().filter(|b| b.is_ascii_alphanumeric() || b"+/=".contains(b)).collect();
    let end = bytes.iter().rposition(|b| *b != b'=').map_or(0, |i| i + 1);
    let (data, padding) = bytes.split_at(end);
    let right = |b: &u8| b.is_ascii_alphanumeric() || b"+/".contains(b);
    // What is left of the last three bytes is zero.
    let last = match (padding.len(), data.last()) {
        (0, _) => true,
        (1, Some(b)) => b"AEIMQUYcgkosw048".contains(b),
        (2, Some(b)) => b"AQgw".contains(b),
        _ => false,
    };
    bytes.len().is_multiple_of(4) && data.iter().all(right) && last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_the_form_of_their_type() {
        for (name, good, bad) in [
            (
                "xs:date",
                &["2026-07-01", "2024-02-29Z", "-0044-03-15", "12026-01-01", " 2026-07-01+02:00 "][..],
                &[
                    "2026-02-29",
                    "2026-13-01",
                    "0000-01-01",
                    "26-07-01",
                    "2026-07-01T00:00:00",
                    "",
                    "2026-07-01+15:00",
                    "2026-7-1",
                ][..],
            ),
            (
                "xs:dateTime",
                &["2026-07-01T12:00:00", "2026-07-01T24:00:00Z", "2026-07-01T12:00:00.5+14:00"],
                &[
                    "2026-07-01",
                    "2026-07-01T24:00:01",
                    "2026-07-01T12:00",
                    "2026-07-01T12:60:00",
                    "2026-07-01T12:00:00.",
                    "2026-07-01T",
                ],
            ),
            ("xs:gYear", &["2026", "2026Z", "-0001"], &["26", "2026-01", "0000"]),
            ("xs:gYearMonth", &["2026-07"], &["2026-13", "2026"]),
            ("xs:boolean", &["true", "0", " 1 "], &["TRUE", "yes", ""]),
            ("xs:int", &["-5", "+2147483647"], &["2147483648", "1.0", "", "1e3"]),
            ("xs:positiveInteger", &["1", "99999999999999999999"], &["0", "-1", "-99999999999999999999"]),
            ("xs:decimal", &["1", "-1.5", ".5", "1."], &[".", "1,5", "1e3", ""]),
            ("xs:language", &["fr", "fr-FR", "x-klingon"], &["", "français", "fr_FR", "abcdefghi"]),
            ("xs:ID", &["ID1", "_a.b-c", "é"], &["1a", "a b", "a:b", ""]),
            (
                "xs:anyURI",
                &["content/ID1.pdf", "", "http://a.b:80/c?d#e", "é.pdf", "a%20b", "ark:/1/2"],
                &["a b", "a%2", "a%zz", "1a:b", "a#b#c"],
            ),
            ("xs:base64Binary", &["", "TWFu", "TWE=", "TQ==", "TW Fu", "é"], &["TWF", "T===", "TR==", "TWF=u"]),
            ("xs:hexBinary", &["", "0aFF"], &["0", "0g"]),
        ] {
            let form = Form::builtin(name).unwrap();
            good.iter().for_each(|g| assert!(form.takes(g), "{name}: {g}"));
            bad.iter().for_each(|b| assert!(!form.takes(b), "{name}: {b}"));
        }
        assert!(Form::BUILTIN.iter().all(|name| Form::builtin(name).is_some()));
        let closed = Form::Some { base: Box::new(Form::Token), least: 1, closed: vec!["Public Archive"] };
        assert!(closed.takes(" Public  Archive\n") && !closed.takes("public archive") && !closed.takes(""));
    }
}
