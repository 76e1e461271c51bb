//! The rules: one per clause and per file, pure, from the dossier to diagnostics.
//!
//! To add one: its file beside its Markdown (`st/st01.rs`, `st/st01.md`) and its line in the family's registry.

pub mod at;
mod composition;
mod context;
pub mod cv;
pub mod dp;
pub mod e32;
pub mod e42;
pub mod ex;
mod examen;
pub mod fmt;
mod losses;
mod nv;
pub mod or;
mod promotion;
mod secrets;
mod session;
mod sheets;
mod signatures;
pub mod st;
mod suggestions;
mod words;

use std::sync::LazyLock;

pub use context::Context;
pub use examen::{ExamenContext, in_full};
pub use losses::LostPaths;
pub use promotion::{PromotionContext, Textes};
pub use secrets::withhold;
pub use session::SessionContext;
pub use signatures::to_sign;

use crate::diagnostic::{Diagnostic, Nv, Place, Severity};
use crate::domain::fault::Fault;

/// A clause that can be checked.
pub struct Rule {
    /// As in docs/conformite.md; never reused.
    pub code: &'static str,
    /// The weight of most of its diagnostics; a clause may tell a lighter one too.
    pub severity: Severity,
    /// In French, a few words, lower case.
    pub title: &'static str,
    /// The place of the clause in the text, in words a reader can look up.
    pub reference: &'static str,
    /// Whether the fault may bring a « non valide ».
    pub nv: Option<Nv>,
    /// The Markdown of `explain`: what, why, the text, tested examples, how to mend.
    pub explain: &'static str,
    pub check: Check,
}

/// What a rule bears on.
#[derive(Clone, Copy)]
pub enum Check {
    /// What was wrong in the files, whatever the folder.
    Files(fn(&[Fault]) -> Vec<Diagnostic>),
    /// A candidate's dossier.
    Dossier(fn(&Context) -> Vec<Diagnostic>),
    /// A school's promotion.
    Promotion(fn(&PromotionContext) -> Vec<Diagnostic>),
    /// An exam.
    Examen(fn(&ExamenContext) -> Vec<Diagnostic>),
    /// A session.
    Session(fn(&SessionContext) -> Vec<Diagnostic>),
    /// A dossier and a promotion, each in its own manner.
    Both(fn(&Context) -> Vec<Diagnostic>, fn(&PromotionContext) -> Vec<Diagnostic>),
    /// The three folders that a person makes.
    All(
        fn(&Context) -> Vec<Diagnostic>,
        fn(&PromotionContext) -> Vec<Diagnostic>,
        fn(&ExamenContext) -> Vec<Diagnostic>,
    ),
    /// The three and a session.
    Everywhere(
        fn(&Context) -> Vec<Diagnostic>,
        fn(&PromotionContext) -> Vec<Diagnostic>,
        fn(&ExamenContext) -> Vec<Diagnostic>,
        fn(&SessionContext) -> Vec<Diagnostic>,
    ),
}

impl Rule {
    /// A diagnostic of this rule.
    pub fn at(&self, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code: self.code,
            severity: self.severity,
            message: message.into(),
            place,
            label: None,
            related: Vec::new(),
            reference: self.reference.to_owned(),
            nv: self.nv,
            unites: Vec::new(),
            help: Vec::new(),
            rows: Vec::new(),
        }
    }
}

/// Every rule, sorted by code.
pub static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let families =
        [at::RULES, cv::RULES, dp::RULES, e32::RULES, e42::RULES, ex::RULES, fmt::RULES, or::RULES, st::RULES];
    families.into_iter().flatten().copied().collect()
});

/// The rule `code`, in any case.
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|r| r.code.eq_ignore_ascii_case(code)).copied()
}

/// Whether an error of the rule `code` keeps back the documents of its row. What is judged of a student's whole training
/// (a period without a convention, the total of the journées) leaves the conventions that are there as they are.
pub fn keeps_back(code: &str) -> bool {
    !matches!(code, "CV41" | "ST01" | "ST03" | "ST04" | "ST15")
}

/// What all the rules find, in the order of the rules.
pub fn check(context: &Context) -> Vec<Diagnostic> {
    let one = |rule: &&Rule| match rule.check {
        Check::Files(check) => check(context.faults),
        Check::Dossier(check) | Check::Both(check, _) | Check::All(check, ..) | Check::Everywhere(check, ..) => {
            check(context)
        }
        Check::Promotion(_) | Check::Examen(_) | Check::Session(_) => Vec::new(),
    };
    RULES.iter().flat_map(one).collect()
}

/// What all the rules find in a promotion, in the order of the rules.
pub fn check_promotion(context: &PromotionContext) -> Vec<Diagnostic> {
    let one = |rule: &&Rule| match rule.check {
        Check::Files(check) => check(context.faults),
        Check::Promotion(check) | Check::Both(_, check) | Check::All(_, check, _) | Check::Everywhere(_, check, ..) => {
            check(context)
        }
        Check::Dossier(_) | Check::Examen(_) | Check::Session(_) => Vec::new(),
    };
    RULES.iter().flat_map(one).collect()
}

/// What all the rules find in an exam, in the order of the rules.
pub fn check_examen(context: &ExamenContext) -> Vec<Diagnostic> {
    let one = |rule: &&Rule| match rule.check {
        Check::Files(check) => check(context.faults),
        Check::Examen(check) | Check::All(_, _, check) | Check::Everywhere(_, _, check, _) => check(context),
        Check::Dossier(_) | Check::Promotion(_) | Check::Both(..) | Check::Session(_) => Vec::new(),
    };
    RULES.iter().flat_map(one).collect()
}

/// What all the rules find in a session, in the order of the rules.
pub fn check_session(context: &SessionContext) -> Vec<Diagnostic> {
    let one = |rule: &&Rule| match rule.check {
        Check::Files(check) => check(context.faults),
        Check::Session(check) | Check::Everywhere(_, _, _, check) => check(context),
        _ => Vec::new(),
    };
    RULES.iter().flat_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_is_sorted_and_whole() {
        let codes: Vec<_> = RULES.iter().map(|r| r.code).collect();
        assert!(codes.is_sorted() && codes.windows(2).all(|w| w[0] != w[1]), "codes are sorted: {codes:?}");
        for family in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules")).unwrap() {
            let family = family.unwrap().path();
            for file in family.is_dir().then(|| std::fs::read_dir(&family).unwrap()).into_iter().flatten() {
                let file = file.unwrap().path();
                let stem = file.file_stem().unwrap().to_str().unwrap();
                let code = stem.to_uppercase();
                if code.chars().any(|c| c.is_ascii_digit()) {
                    let name = family.file_name().unwrap().to_str().unwrap();
                    assert!(find(&code).is_some(), "add `&{stem}::RULE,` to RULES in src/rules/{name}/mod.rs");
                }
            }
        }
    }

    #[test]
    fn every_rule_says_what_it_is() {
        for rule in RULES.iter() {
            let code = rule.code;
            assert!(rule.explain.starts_with(&format!("# {code} ")), "{code}: its Markdown opens with its code");
            assert!(rule.explain.contains("```diff"), "{code}: its Markdown has an example that is tested");
            for heading in ["## Ce qui est contrôlé", "## Pourquoi", "## Comment corriger", "## Exemple"] {
                assert!(rule.explain.contains(heading), "{code}: its Markdown has « {heading} »");
            }
            let lower = rule.title.chars().next().is_some_and(|c| !c.is_uppercase());
            assert!(lower && !rule.title.ends_with('.'), "{code}: the title is a phrase without stop");
            assert!(!rule.reference.is_empty(), "{code}: where is it in the text?");
        }
    }
}
