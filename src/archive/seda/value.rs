//! The values that SEDA gives a form: days, numbers, identifiers, closed lists, as XML Schema defines them.

use super::words::{
    SPACES, collapsed, day_of, is_base64, is_decimal, is_integer, is_language, is_ncname, is_time, is_uri, two, year,
    zoned,
};

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
