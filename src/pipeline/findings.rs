//! Diagnostics as the rows that documents print.

use crate::diagnostic::{Diagnostic, Locate};
use crate::templates::Constat;

/// The rows of the report and of the checklist, in the order of the diagnostics.
pub fn rows(diagnostics: &[Diagnostic], locate: &dyn Locate) -> Vec<Constat> {
    diagnostics.iter().map(|d| row(d, locate)).collect()
}

fn row(d: &Diagnostic, locate: &dyn Locate) -> Constat {
    let line = locate.span(&d.place).and_then(|s| locate.position(&d.place, s.start)).map(|p| p.line);
    let place = match line {
        Some(line) => format!("{}, ligne\u{a0}{line}", d.place.file),
        None => d.place.file.clone(),
    };
    Constat {
        code: d.code.to_owned(),
        severity: d.severity,
        message: d.message.clone(),
        place,
        reference: d.reference.clone(),
        nv: d.nv.is_some(),
        unites: d.unites.clone(),
        help: d.help.clone(),
    }
}
