//! The writing of values, as XML Schema defines it: which words are a number, a day, a name, an address.

/// The spaces of XML.
pub(super) const SPACES: [char; 4] = [' ', '\t', '\n', '\r'];

/// One space where there are several, none at the ends.
pub(super) fn collapsed(text: &str) -> String {
    text.split(SPACES).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether a character is in no XML, and no system would take it.
pub(super) fn is_no_xml(c: char) -> bool {
    c.is_ascii_control() && !"\t\n\r\u{7f}".contains(c) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

pub(super) fn is_decimal(word: &str) -> bool {
    let digits = word.strip_prefix(['+', '-']).unwrap_or(word);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    all(whole) && all(part) && !(whole.is_empty() && part.is_empty())
}

pub(super) fn is_integer(word: &str, least: Option<i64>, most: Option<i64>) -> bool {
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
pub(super) fn zoned(word: &str) -> Option<&str> {
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
pub(super) fn year(text: &str) -> Option<&str> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let end = digits.bytes().take_while(u8::is_ascii_digit).count();
    let (year, rest) = digits.split_at(end);
    let right = end == 4 || end > 4 && !year.starts_with('0');
    (right && year.bytes().any(|b| b != b'0')).then_some(rest)
}

/// What follows a number of two digits within bounds.
pub(super) fn two(text: &str, least: u8, most: u8) -> Option<&str> {
    let (number, rest) = (text.get(..2)?, &text[2..]);
    let right = number.bytes().all(|b| b.is_ascii_digit()) && number.parse().is_ok_and(|n| (least..=most).contains(&n));
    right.then_some(rest)
}

/// A day that is in the calendar.
pub(super) fn day_of(text: &str) -> Option<()> {
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

pub(super) fn is_time(text: &str) -> bool {
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

pub(super) fn is_language(word: &str) -> bool {
    word.split('-').enumerate().all(|(i, part)| {
        let right = |b: u8| if i == 0 { b.is_ascii_alphabetic() } else { b.is_ascii_alphanumeric() };
        (1..=8).contains(&part.len()) && part.bytes().all(right)
    })
}

/// A name without a colon.
pub(super) fn is_ncname(word: &str) -> bool {
    let first = |c: char| c == '_' || c.is_alphabetic();
    let other = |c: char| {
        first(c)
            || c.is_numeric()
            || matches!(c, '.' | '-' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}')
    };
    word.chars().next().is_some_and(first) && word.chars().all(other)
}

/// A reference as RFC 3986 has them; what stands outside of ASCII is taken as if it were encoded.
pub(super) fn is_uri(word: &str) -> bool {
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
pub(super) fn is_base64(word: &str) -> bool {
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
