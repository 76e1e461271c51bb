//! Number formats of workbooks: what a sheet shows of a number, where that is more than its digits.

use super::{Cell, CellKind, Epoch};
use crate::domain::Date;

/// What a format shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NumberFormat {
    /// The number itself.
    #[default]
    General,
    /// A day, with its hour or without.
    Day,
    Percent,
    /// At least so many digits, with what stands between them: `00000`, `0#########`, `0#" "##" "##" "##" "##`.
    Digits(Vec<Part>),
}

/// A part of a format of digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A digit, shown even if it is a zero of the beginning.
    Digit,
    /// A digit, shown if there is one.
    Optional,
    Literal(char),
}

/// Digits of the longest format that is looked at.
const DIGITS: usize = 30;

impl NumberFormat {
    /// One of those that every workbook has.
    pub fn builtin(id: u32) -> Self {
        match id {
            9 | 10 => NumberFormat::Percent,
            14..=17 | 22 | 27..=31 | 34..=36 | 50..=58 => NumberFormat::Day,
            _ => NumberFormat::General,
        }
    }

    /// A number of digits that must be shown.
    pub fn at_least(digits: usize) -> Self {
        if (2..=DIGITS).contains(&digits) {
            NumberFormat::Digits(vec![Part::Digit; digits])
        } else {
            NumberFormat::General
        }
    }

    /// That of a code such as `00000` or `dd/mm/yyyy`: its first section, that of ordinary numbers.
    pub fn of(code: &str) -> Self {
        if ["general", "standard"].contains(&code.to_lowercase().as_str()) {
            return NumberFormat::General;
        }
        let (mut parts, mut day, mut percent, mut quantity) = (Vec::new(), false, false, false);
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            match c {
                ';' => break,
                '"' => parts.extend(chars.by_ref().take_while(|c| *c != '"').map(Part::Literal)),
                '\\' => parts.extend(chars.next().map(Part::Literal)),
                // A space as wide as a sign, or a sign that fills the cell.
                '_' | '*' => drop(chars.next()),
                '[' => {
                    let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    // A condition has another section for other numbers, an elapsed time is no day.
                    let elapsed = ["h", "hh", "m", "mm", "s", "ss"].contains(&inner.to_lowercase().as_str());
                    if inner.starts_with(['<', '>', '=']) || elapsed {
                        return NumberFormat::General;
                    }
                }
                '0' => parts.push(Part::Digit),
                '#' => parts.push(Part::Optional),
                '%' => percent = true,
                'y' | 'Y' | 'd' | 'D' => day = true,
                'm' | 'M' | 'h' | 'H' | 's' | 'S' => {}
                ' ' | '-' | '/' | '(' | ')' | '+' | ':' | '\u{a0}' | '\u{202f}' => parts.push(Part::Literal(c)),
                // Decimals, thousands, exponents, text: a quantity, or nothing of ours.
                _ => quantity = true,
            }
        }
        match () {
            () if percent => NumberFormat::Percent,
            () if day => NumberFormat::Day,
            () if quantity => NumberFormat::General,
            () => digits(parts),
        }
    }

    /// The cell as the sheet shows it.
    pub fn show(&self, value: &str, epoch: Epoch) -> Cell {
        let plain = super::numeric(value);
        if plain.kind != CellKind::Number {
            return plain;
        }
        let shown = match self {
            NumberFormat::General => None,
            NumberFormat::Day => {
                let day = epoch.of_number(&plain.text).map(Date::iso);
                return day.map_or(plain, |text| Cell { text, kind: CellKind::Day, formula: false });
            }
            NumberFormat::Percent => percent(&plain.text),
            NumberFormat::Digits(parts) => laid_out(parts, &plain.text),
        };
        shown.map_or(plain, Cell::text)
    }
}

/// A format of digits; one that shows no zero of the beginning shows the number.
fn digits(mut parts: Vec<Part>) -> NumberFormat {
    let Some(first) = parts.iter().position(|p| *p == Part::Digit) else { return NumberFormat::General };
    // Whatever stands after the first that must be shown is shown too.
    for part in parts.iter_mut().skip(first).filter(|p| **p == Part::Optional) {
        *part = Part::Digit;
    }
    let count = parts.iter().filter(|p| **p == Part::Digit).count();
    if (2..=DIGITS).contains(&count) { NumberFormat::Digits(parts) } else { NumberFormat::General }
}

/// The digits of a whole number in the places of a format, from the last.
fn laid_out(parts: &[Part], number: &str) -> Option<String> {
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut left = number.chars().rev();
    let places = parts.iter().filter(|p| !matches!(p, Part::Literal(_))).count();
    let (mut out, mut place): (Vec<char>, usize) = (Vec::new(), 0);
    for part in parts.iter().rev() {
        match part {
            Part::Literal(c) => out.push(*c),
            Part::Digit | Part::Optional => {
                let digit = left.next();
                out.extend(digit.or((*part == Part::Digit).then_some('0')));
                place += 1;
                if place == places {
                    out.extend(left.by_ref());
                }
            }
        }
    }
    Some(out.into_iter().rev().collect::<String>().trim().to_owned())
}

/// `0.15` as it is shown: « 15 % ».
fn percent(number: &str) -> Option<String> {
    let value = number.parse::<f64>().ok()? * 100.0;
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.').replace('.', ",");
    Some(format!("{text} %"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_sheet_shows_of_a_number() {
        for (code, value, shown) in [
            ("0000000000", "200000000", "0200000000"),
            ("0#########", "200000000", "0200000000"),
            ("00000", "1000", "01000"),
            ("00000", "69003", "69003"),
            ("0#\" \"##\" \"##\" \"##\" \"##", "612345678", "06 12 34 56 78"),
            ("0#\\ ##\\ ##\\ ##\\ ##", "612345678", "06 12 34 56 78"),
            ("[$-40C]00000;@", "1000", "01000"),
            ("000 000 000 00000", "41005678900002", "410 056 789 00002"),
            ("0", "35", "35"),
            ("General", "35", "35"),
            ("0.00", "35", "35"),
            ("#,##0", "35000", "35000"),
            ("0%", "0.15", "15 %"),
            ("0.00%", "0.155", "15,5 %"),
            ("[<=9999999]00000;0", "1000", "1000"),
            ("00000", "1000.5", "1000.5"),
            ("00", "1234", "1234"),
            ("00-00", "12345", "123-45"),
        ] {
            assert_eq!(NumberFormat::of(code).show(value, Epoch::Of1900).text, shown, "{code}");
        }
    }

    #[test]
    fn days_are_those_of_the_epoch() {
        for code in ["dd/mm/yyyy", "yyyy-mm-dd h:mm:ss", "[$-40C]d mmmm yyyy;@", "d-mmm-yy", "mm/yyyy"] {
            assert_eq!(NumberFormat::of(code), NumberFormat::Day, "{code}");
        }
        for code in ["h:mm", "[h]:mm", "mm:ss", "@", "0.00E+00"] {
            assert_ne!(NumberFormat::of(code), NumberFormat::Day, "{code}");
        }
        let day = |epoch, value| NumberFormat::Day.show(value, epoch);
        assert_eq!(day(Epoch::Of1900, "38425.75").text, "2005-03-14");
        assert_eq!(day(Epoch::Of1904, "36963").text, "2005-03-14");
        // Number 60 is the 29th of February 1900, which no calendar has: it stays a number.
        assert_eq!(day(Epoch::Of1900, "60").kind, CellKind::Number);
    }
}
