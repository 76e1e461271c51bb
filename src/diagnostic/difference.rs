//! What changed between two controls of the same folder: what was mended, what is new.

use super::Diagnostic;

/// The two sides of a change; what is in neither remains.
#[derive(Debug, Default)]
pub struct Difference<'a> {
    pub mended: Vec<&'a Diagnostic>,
    pub new: Vec<&'a Diagnostic>,
}

impl<'a> Difference<'a> {
    /// Compares by what is said and where in the data, never by line: a text that moves down is no new fault.
    pub fn between(before: &'a [Diagnostic], after: &'a [Diagnostic]) -> Self {
        Difference { mended: missing(before, after), new: missing(after, before) }
    }
}

/// Those of `all` that `others` has not, each as many times as it is there.
fn missing<'a>(all: &'a [Diagnostic], others: &[Diagnostic]) -> Vec<&'a Diagnostic> {
    let mut others: Vec<_> = others.iter().map(key).collect();
    let is_missing = |d: &&Diagnostic| match others.iter().position(|k| *k == key(d)) {
        Some(i) => {
            others.swap_remove(i);
            false
        }
        None => true,
    };
    all.iter().filter(is_missing).collect()
}

fn key(d: &Diagnostic) -> (&str, &str, Option<&str>, &str) {
    (d.code, &d.place.file, d.place.field(), &d.message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Place, Severity};

    fn fault(code: &'static str, at: usize, message: &str) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: message.to_owned(),
            place: Place::bytes("fiches/01.md", at..at + 1),
            label: None,
            related: Vec::new(),
            reference: String::new(),
            nv: None,
            unites: Vec::new(),
            rows: Vec::new(),
            help: Vec::new(),
            keeps_back: true,
        }
    }

    #[test]
    fn a_fault_that_moves_is_neither_mended_nor_new() {
        let before =
            [fault("FMT11", 10, "du HTML"), fault("FMT11", 20, "du HTML"), fault("DP03", 0, "il manque une fiche")];
        let after = [fault("FMT11", 40, "du HTML"), fault("FMT08", 3, "un caractère")];
        let difference = Difference::between(&before, &after);
        let codes = |all: &[&Diagnostic]| all.iter().map(|d| d.code).collect::<Vec<_>>();
        assert_eq!(codes(&difference.mended), ["FMT11", "DP03"]);
        assert_eq!(codes(&difference.new), ["FMT08"]);
    }
}
