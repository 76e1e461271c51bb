//! Faults of rows: those that rows have of one default are told once, there.

use super::textes::{listed, whose};
use crate::diagnostic::{Finding, Severity};
use crate::domain::promotion::Stage;
use crate::rules::{PromotionContext, Rule};

/// What is wrong with one row.
#[derive(Clone, Debug)]
pub struct Faute {
    pub row: usize,
    pub key: &'static str,
    /// The avenant whose key it is, where it is not the row's own.
    pub avenant: Option<usize>,
    /// The weight, where it is not the clause's.
    pub severity: Option<Severity>,
    /// What is found, before whose it is.
    pub before: String,
    /// The same for several rows, where it tells what is of one.
    pub many: Option<String>,
    /// What is expected, after whose it is, with its own stop: « : 10 au plus ».
    pub after: String,
    /// Other keys of the row that explain it.
    pub related: Vec<(&'static str, String)>,
    pub help: Vec<String>,
}

impl Faute {
    pub fn new(row: usize, key: &'static str, before: impl Into<String>, after: impl Into<String>) -> Self {
        let (before, after) = (before.into(), after.into());
        Faute {
            row,
            key,
            avenant: None,
            severity: None,
            before,
            many: None,
            after,
            related: Vec::new(),
            help: Vec::new(),
        }
    }

    pub fn severity(self, severity: Severity) -> Self {
        Faute { severity: Some(severity), ..self }
    }

    pub fn of_avenant(self, avenant: Option<usize>) -> Self {
        Faute { avenant, ..self }
    }

    pub fn many(self, many: impl Into<String>) -> Self {
        Faute { many: Some(many.into()), ..self }
    }

    pub fn related(mut self, key: &'static str, words: impl Into<String>) -> Self {
        self.related.push((key, words.into()));
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    fn of_many(&self) -> &str {
        self.many.as_deref().unwrap_or(&self.before)
    }

    /// Whether it is the same fault in another row.
    fn is_like(&self, other: &Faute) -> bool {
        (self.key, self.severity, self.of_many(), &self.after)
            == (other.key, other.severity, other.of_many(), &other.after)
    }
}

/// One diagnostic for each fault, in the order of the rows, and one alone for those that have what is wrong of the defaults:
/// `same` compares what it rests on.
pub fn told(
    ctx: &PromotionContext,
    rule: &Rule,
    fautes: Vec<Faute>,
    same: impl Fn(&Stage, &Stage) -> bool,
) -> Vec<Finding> {
    let mut kinds: Vec<Vec<Faute>> = Vec::new();
    let mut out: Vec<(usize, Finding)> = Vec::new();
    for faute in fautes {
        if let Some(avenant) = faute.avenant {
            let message = format!("{}, {}{}", faute.before, whose(ctx, &[faute.row]), faute.after);
            let found = Finding { severity: faute.severity, ..rule.at(ctx.avenant(avenant, faute.key), message) };
            out.push((faute.row, faute.help.into_iter().fold(found, Finding::help)));
            continue;
        }
        match kinds.iter_mut().find(|kind| kind[0].is_like(&faute)) {
            Some(kind) => kind.push(faute),
            None => kinds.push(vec![faute]),
        }
    }
    for kind in kinds {
        for (place, rows) in ctx.gathered(kind[0].key, &same, kind.iter().map(|f| f.row)) {
            let Some(faute) = kind.iter().find(|f| f.row == rows[0]) else { continue };
            let at = |key: &str| if rows.len() > 1 { ctx.defaut(key) } else { ctx.stage(rows[0], key) };
            let before = if rows.len() > 1 { faute.of_many() } else { &faute.before };
            let message = format!("{before}, {}{}", whose(ctx, &rows), faute.after);
            let found = Finding { severity: faute.severity, ..rule.at(place, message) }.rows(&rows);
            let found = faute.related.iter().fold(found, |f, (key, words)| f.related(at(key), words.clone()));
            let found = if rows.len() > 1 { found.help(listed(ctx, &rows)) } else { found };
            out.push((rows[0], faute.help.iter().cloned().fold(found, Finding::help)));
        }
    }
    out.sort_by_key(|(row, _)| *row);
    out.into_iter().map(|(_, found)| found).collect()
}
