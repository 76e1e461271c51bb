//! Cells: from what a spreadsheet holds to the value that a key asks for, or the fault.

use serde_json::Value;

use crate::domain::Date;
use crate::domain::fault::FaultKind;
use crate::domain::identifiers::normalise;
use crate::sources::reader::{nearest, unprintable};
use crate::sources::rows::{Cell, CellKind, Epoch, is_fault, without_hour};
use crate::sources::schema::{Key, Node};

/// Longest text of a cell, in characters, as spreadsheets have it.
const LONGEST: usize = 32_767;
/// Keys whose texts are codes: a comma separates them too.
const CODES: [&str; 1] = ["competences"];
/// Keys of numbers that may begin with zeros: how many digits they have, and how many are left once those are lost.
/// Fewer is another fault, or none: « 3949 » is a telephone number.
const IDENTIFIERS: [(&str, usize, usize); 4] =
    [("numero_candidat", 10, 7), ("siret", 14, 12), ("code_postal", 5, 4), (TELEPHONE, 10, 10)];
const TELEPHONE: &str = "telephone";
/// Keys of short texts that a spreadsheet may take for a day, as « 2-1 »: none of them is one.
const NO_DAYS: [&str; 7] = ["cle", "classe", "numero_candidat", "ine", "siret", "code_postal", "telephone"];
/// What a cell tells.
#[derive(Debug, PartialEq)]
pub enum Told {
    Nothing,
    Value(Value),
    /// A value, and what is wrong with it all the same.
    Flawed(Value, FaultKind),
    Fault(FaultKind),
}

/// Reads the cell of a key.
pub fn read(cell: &Cell, key: &Key, epoch: Epoch) -> Told {
    let text = undressed(cell.text.trim(), key).replace("\r\n", "\n");
    if cell.kind == CellKind::Uncomputed {
        return wrong("une formule dont la valeur n’est pas enregistrée".to_owned(), key);
    }
    if text.is_empty() {
        return Told::Nothing;
    }
    if cell.kind == CellKind::Wrong || is_fault(&text) {
        return wrong(format!("l’erreur de tableur « {text} »"), key);
    }
    let count = text.chars().count();
    if count > LONGEST {
        return wrong(format!("un texte de {count} caractères"), key);
    }
    match &key.node {
        Node::List(inner) => list(&text, inner, key),
        node => one(&text, node, key, cell.kind, epoch),
    }
}

/// A number between `="` and `"`, as is done to keep its zeros, without them.
fn undressed<'t>(text: &'t str, key: &Key) -> &'t str {
    let bare = text.strip_prefix("=\"").and_then(|t| t.strip_suffix('"'));
    bare.filter(|_| IDENTIFIERS.iter().any(|(name, ..)| *name == key.name)).unwrap_or(text)
}

fn list(text: &str, inner: &Node, key: &Key) -> Told {
    let commas = !matches!(inner, Node::Text) || CODES.contains(&key.name.as_str());
    let parts = text.split(|c| matches!(c, ';' | '|' | '\n') || c == ',' && commas);
    let (mut values, mut flaw) = (Vec::new(), None);
    for part in parts.map(str::trim).filter(|p| !p.is_empty()) {
        match one(part, inner, key, CellKind::Text, Epoch::Of1900) {
            Told::Value(value) => values.push(value),
            Told::Flawed(value, fault) => {
                values.push(value);
                flaw.get_or_insert(fault);
            }
            Told::Nothing => {}
            Told::Fault(fault) => return Told::Fault(fault),
        }
    }
    match flaw {
        _ if values.is_empty() => Told::Nothing,
        Some(fault) => Told::Flawed(Value::Array(values), fault),
        None => Told::Value(Value::Array(values)),
    }
}

fn one(text: &str, node: &Node, key: &Key, kind: CellKind, epoch: Epoch) -> Told {
    match node {
        Node::Text => self::text(text, key, kind),
        Node::Integer { min, max } => integer(text, *min, *max, key),
        Node::Quantite { quantite, min, max, .. } => {
            quantite.read(text, *min, *max).map_or_else(|| wrong(quoted(text), key), Told::Value)
        }
        Node::Bool => truth(text).map_or_else(|| wrong(quoted(text), key), |b| Told::Value(Value::Bool(b))),
        Node::Date => date(text, key, kind, epoch),
        Node::Choice(choices) => choice(text, choices, key),
        Node::Table(_) | Node::List(_) | Node::Number { .. } => unreachable!("a column holds no block and no decimals"),
    }
}

fn text(text: &str, key: &Key, kind: CellKind) -> Told {
    if let Some((_, digits, left)) = IDENTIFIERS.iter().find(|(name, ..)| *name == key.name)
        && is_cut(text, *left..*digits)
    {
        return Told::Fault(FaultKind::CutNumber { digits: *digits });
    }
    let text = match kind {
        CellKind::Day if NO_DAYS.contains(&key.name.as_str()) => {
            return wrong(format!("une date ({text}), mise par le tableur,"), key);
        }
        CellKind::Day => Date::parse(text).map_or_else(|| text.to_owned(), |d| d.to_string()),
        // A quantity, as it is written in French.
        CellKind::Number => text.replace('.', ","),
        _ => text.to_owned(),
    };
    if let Some(whole) = completed(&text, key) {
        return Told::Flawed(Value::String(whole), FaultKind::CompletedNumber);
    }
    match unprintable(&text) {
        Some(fault) => Told::Flawed(Value::String(text), fault),
        None => Told::Value(Value::String(text)),
    }
}

/// A French telephone number with the zero that a spreadsheet took for nothing; none where it lacks none, or is no telephone's.
pub fn completed(text: &str, key: &Key) -> Option<String> {
    if key.name != TELEPHONE {
        return None;
    }
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '/')).collect();
    let cut = digits.len() == 9 && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    cut.then(|| format!("0{text}"))
}

/// Whether digits are missing: only so many are left, or an approximation such as « 4,1E+13 ».
fn is_cut(text: &str, left: std::ops::Range<usize>) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    let approximate = bare.contains("E+") && bare.starts_with(|c: char| c.is_ascii_digit());
    let number = bare.bytes().all(|b| b.is_ascii_digit()) && !bare.starts_with('0');
    approximate || number && left.contains(&bare.len())
}

fn integer(text: &str, min: Option<i64>, max: Option<i64>, key: &Key) -> Told {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let whole = bare.split_once([',', '.']).filter(|(_, zeros)| zeros.bytes().all(|b| b == b'0'));
    let number = whole.map_or(bare.as_str(), |(n, _)| n).parse::<i64>().ok();
    match number.filter(|n| min.is_none_or(|m| *n >= m) && max.is_none_or(|m| *n <= m)) {
        Some(n) => Told::Value(Value::from(n)),
        None => wrong(quoted(text), key),
    }
}

fn truth(text: &str) -> Option<bool> {
    match normalise(text).as_str() {
        "oui" | "o" | "x" | "vrai" | "true" | "1" => Some(true),
        "non" | "n" | "faux" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// A day: `17/11/2025`, `2025-11-17`, with dots or dashes, an hour after it, or the number of a workbook.
fn date(text: &str, key: &Key, kind: CellKind, epoch: Epoch) -> Told {
    let (day, slashed) = parts(text);
    match read_day(text, kind, epoch) {
        Some(date) => Told::Value(serde_json::to_value(date).expect("a day is a plain value")),
        None if Date::looks_like(day) || Date::looks_like(&slashed) => {
            Told::Fault(FaultKind::ImpossibleDate { found: day.to_owned() })
        }
        None => wrong(quoted(text), key),
    }
}

/// The text of a cell as a text table has it; a day in the French form, a quantity with its comma.
pub fn shown(cell: &Cell, is_day: bool, epoch: Epoch) -> String {
    let day = || day(cell, epoch).map(|d| d.to_string());
    let told = match cell.kind {
        CellKind::Day => day(),
        CellKind::Number if is_day => day(),
        CellKind::Number => Some(cell.text.replace('.', ",")),
        CellKind::Uncomputed => Some(String::new()),
        _ => None,
    };
    told.unwrap_or_else(|| cell.text.clone()).trim().to_owned()
}

/// The day that a cell is.
pub fn day(cell: &Cell, epoch: Epoch) -> Option<Date> {
    read_day(cell.text.trim(), cell.kind, epoch)
}

fn read_day(text: &str, kind: CellKind, epoch: Epoch) -> Option<Date> {
    let (day, slashed) = parts(text);
    match kind {
        CellKind::Number => epoch.of_number(day),
        _ => Date::parse(day).or_else(|| Date::parse(&slashed)),
    }
}

/// The day without the hour after it, as it is written and with slashes.
fn parts(text: &str) -> (&str, String) {
    let day = without_hour(text);
    (day, day.replace(['.', '-'], "/"))
}

/// One of the list by its key or by its words, whatever the case and the accents.
fn choice(text: &str, choices: &[String], key: &Key) -> Told {
    let wanted = normalise(text);
    let is = |all: &[String]| all.iter().position(|c| normalise(c) == wanted);
    let rank = choices.iter().position(|c| c == text).or_else(|| is(choices)).or_else(|| is(&key.labels));
    if let Some(choice) = rank.and_then(|i| choices.get(i)) {
        return Told::Value(Value::String(choice.clone()));
    }
    Told::Fault(FaultKind::WrongValue {
        found: quoted(text),
        expected: expected(&Node::Choice(Vec::new())),
        choices: choices.to_vec(),
        nearest: nearest(text, choices.iter().map(String::as_str)),
    })
}

fn quoted(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("« {}… »", &text[..end]),
        None => format!("« {text} »"),
    }
}

fn wrong(found: String, key: &Key) -> Told {
    let expected = expected(&key.node);
    Told::Fault(FaultKind::WrongValue { found, expected, choices: Vec::new(), nearest: None })
}

/// What a cell holds, in words.
fn expected(node: &Node) -> String {
    match node {
        Node::List(inner) => return expected(inner),
        Node::Text | Node::Table(_) => "un texte d’au plus 32 767 caractères",
        Node::Integer { min: Some(min), max: Some(max) } => return format!("un nombre entier de {min} à {max}"),
        Node::Integer { .. } => "un nombre entier",
        Node::Number { .. } => "un nombre",
        Node::Quantite { quantite, min, max, .. } => return quantite.expected(*min, *max),
        Node::Bool => "oui ou non",
        Node::Date => "une date (jj/mm/aaaa)",
        Node::Choice(_) => "une des valeurs de la liste",
    }
    .to_owned()
}

/// The example of a key as a cell holds it.
pub fn example(key: &Key) -> Option<String> {
    Some(match key.example.as_ref()? {
        Value::String(day) if key.node == Node::Date => Date::parse(day)?.to_string(),
        Value::String(text) => text.clone(),
        Value::Bool(b) => if *b { "oui" } else { "non" }.to_owned(),
        other => other.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::tables::{EXAMEN, PROMOTION};

    fn told(table: &str, name: &str, text: &str, kind: CellKind) -> Told {
        let columns = &PROMOTION.table(table).unwrap().columns;
        let leaf = columns.leaves.iter().find(|l| l.name() == name).unwrap();
        read(&Cell { kind, ..Cell::text(text.to_owned()) }, &leaf.key, Epoch::Of1900)
    }

    fn value(table: &str, name: &str, text: &str) -> Option<Value> {
        match told(table, name, text, CellKind::Text) {
            Told::Value(value) => Some(value),
            _ => None,
        }
    }

    #[test]
    fn days_truths_and_numbers() {
        for text in ["17/11/2025", "2025-11-17", "17.11.2025", "17-11-2025", "2025-11-17T00:00:00", "17/11/2025 00:00"]
        {
            assert_eq!(value("stage", "debut", text), Some("2025-11-17".into()), "{text}");
        }
        assert_eq!(told("stage", "debut", "45978", CellKind::Number), Told::Value("2025-11-17".into()));
        assert!(matches!(
            told("stage", "debut", "31/02/2026", CellKind::Text),
            Told::Fault(FaultKind::ImpossibleDate { .. })
        ));
        for (text, kind) in [("45978", CellKind::Text), ("35", CellKind::Number), ("17/11/25", CellKind::Text)] {
            let fault = told("stage", "debut", text, kind);
            assert!(matches!(fault, Told::Fault(FaultKind::WrongValue { .. })), "{text}: {fault:?}");
        }
        for (text, truth) in [("Oui", true), ("X", true), ("VRAI", true), ("0", false), ("non", false)] {
            assert_eq!(value("stage", "nuit", text), Some(truth.into()), "{text}");
        }
        for (text, hours) in [("35,0", "35"), ("17,5", "17,5"), ("17 h 30", "17,5"), ("35 h", "35")] {
            assert_eq!(value("stage", "heures_semaine", text), Some(hours.into()), "{text}");
        }
        assert_eq!(told("stage", "heures_semaine", "17.5", CellKind::Number), Told::Value("17,5".into()));
        for text in ["0", "-1", "100", "9999999999999999999999"] {
            assert_eq!(value("stage", "heures_semaine", text), None, "{text}");
        }
        assert_eq!(value("stage", "presence.journees", "40,5"), Some("40,5".into()));
        assert_eq!(value("stage", "presence.journees", "40,25"), None);
        for text in ["35,5", "-1"] {
            assert_eq!(value("organisme", "effectif", text), None, "{text}");
        }
        assert_eq!(told("stage", "gratification.horaire", "4.5", CellKind::Number), Told::Value("4,5".into()));
    }

    #[test]
    fn choices_and_lists() {
        assert_eq!(
            value("stage", "jours", "Lundi, MARDI ; mercredi"),
            Some(serde_json::json!(["lundi", "mardi", "mercredi"]))
        );
        assert_eq!(value("etudiant", "sexe", "Féminin"), Some("F".into()));
        assert_eq!(value("etudiant", "sexe", "m"), Some("M".into()));
        assert_eq!(value("organisme", "nature", "Organisme de droit privé"), Some("prive".into()));
        let places = "Siège, 1 rue Haute, Lyon\nAgence, 2 rue Basse, Bron";
        assert_eq!(value("stage", "lieux", places).unwrap().as_array().unwrap().len(), 2, "a comma is of an address");
        assert_eq!(value("stage", "pedagogie.competences", "C20, C30"), Some(serde_json::json!(["C20", "C30"])));
        assert!(matches!(
            told("stage", "jours", "lundi ; mard", CellKind::Text),
            Told::Fault(FaultKind::WrongValue { nearest: Some(n), .. }) if n == "mardi"
        ));
    }

    /// Every closed list of the tables has words for each of its keys.
    #[test]
    fn choices_have_their_labels() {
        for table in PROMOTION.tables.iter().chain(&EXAMEN.tables) {
            for leaf in &table.columns.leaves {
                let node = if let Node::List(inner) = &leaf.key.node { inner } else { &leaf.key.node };
                if let Node::Choice(choices) = node {
                    assert_eq!(choices.len(), leaf.key.labels.len(), "{}.{}", table.key, leaf.name());
                }
            }
        }
    }

    #[test]
    fn numbers_that_lost_digits_are_told_not_guessed() {
        let cut = |name, text| {
            matches!(told("etudiant", name, text, CellKind::Text), Told::Fault(FaultKind::CutNumber { .. }))
        };
        assert!(cut("numero_candidat", "212345678") && cut("code_postal", "1000") && cut("telephone", "6,12E+08"));
        let whole = |text: &str, told: &str| {
            let flawed = Told::Flawed(told.into(), FaultKind::CompletedNumber);
            assert_eq!(
                super::text(
                    text,
                    &PROMOTION
                        .table("etudiant")
                        .unwrap()
                        .columns
                        .leaves
                        .iter()
                        .find(|l| l.name() == "telephone")
                        .unwrap()
                        .key,
                    CellKind::Text
                ),
                flawed
            );
        };
        whole("600000000", "0600000000");
        whole("6 00 00 00 00", "06 00 00 00 00");
        assert!(cut("numero_candidat", "2,12346E+09"));
        assert!(!cut("numero_candidat", "0212345678") && !cut("code_postal", "01000") && !cut("code_postal", "B-1000"));
        assert!(
            !cut("telephone", "06 00 00 00 00") && !cut("telephone", "3949") && !cut("telephone", "+32 2 511 22 33")
        );
        assert_eq!(value("etudiant", "numero_candidat", "=\"0212345678\""), Some("0212345678".into()));
    }

    #[test]
    fn what_looks_like_code_is_itself() {
        for text in ["=1+1", "=\"x\"", "#read(\"/etc/passwd\")", "+33", "-", "@SUM(A1)", "'apostrophe"] {
            assert_eq!(value("stage", "service", text), Some(text.into()), "{text}");
        }
        assert!(matches!(told("stage", "service", "#REF!", CellKind::Text), Told::Fault(FaultKind::WrongValue { .. })));
    }
}
