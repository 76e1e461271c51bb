//! The rules: one per clause and per file, pure, from the folder to what is found; the clause gives the rest.
//!
//! To add one: its file (`st/st01.rs`), its line in the family's registry, and the clause's page
//! (`templates/…/clauses/ST01.md`).

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
pub use examen::ExamenContext;
pub use losses::LostPaths;
pub use promotion::{PromotionContext, Textes};
pub use secrets::withhold;
pub use session::SessionContext;
pub use signatures::to_sign;
pub use st::decompte;

use crate::diagnostic::{Diagnostic, Finding, Place};
use crate::domain::fault::Fault;
use crate::sources::clauses::Clauses;
use crate::sources::discover::Kind;

/// What checks a clause: the function of its code. What it weighs and what the text says are the clause's own page.
pub struct Rule {
    /// As in docs/conformite.md; never reused.
    pub code: &'static str,
    pub check: Check,
}

/// What a rule bears on.
#[derive(Clone, Copy)]
pub enum Check {
    /// What was wrong in the files, whatever the folder.
    Files(fn(&[Fault]) -> Vec<Finding>),
    /// A candidate's dossier.
    Dossier(fn(&Context) -> Vec<Finding>),
    /// A school's promotion.
    Promotion(fn(&PromotionContext) -> Vec<Finding>),
    /// An exam.
    Examen(fn(&ExamenContext) -> Vec<Finding>),
    /// A session.
    Session(fn(&SessionContext) -> Vec<Finding>),
    /// A dossier and a promotion, each in its own manner.
    Both(fn(&Context) -> Vec<Finding>, fn(&PromotionContext) -> Vec<Finding>),
    /// The three folders that a person makes.
    All(fn(&Context) -> Vec<Finding>, fn(&PromotionContext) -> Vec<Finding>, fn(&ExamenContext) -> Vec<Finding>),
    /// The three and a session.
    Everywhere(
        fn(&Context) -> Vec<Finding>,
        fn(&PromotionContext) -> Vec<Finding>,
        fn(&ExamenContext) -> Vec<Finding>,
        fn(&SessionContext) -> Vec<Finding>,
    ),
}

impl Rule {
    const fn files(code: &'static str, check: fn(&[Fault]) -> Vec<Finding>) -> Rule {
        Rule { code, check: Check::Files(check) }
    }

    const fn dossier(code: &'static str, check: fn(&Context) -> Vec<Finding>) -> Rule {
        Rule { code, check: Check::Dossier(check) }
    }

    const fn promotion(code: &'static str, check: fn(&PromotionContext) -> Vec<Finding>) -> Rule {
        Rule { code, check: Check::Promotion(check) }
    }

    const fn examen(code: &'static str, check: fn(&ExamenContext) -> Vec<Finding>) -> Rule {
        Rule { code, check: Check::Examen(check) }
    }

    const fn session(code: &'static str, check: fn(&SessionContext) -> Vec<Finding>) -> Rule {
        Rule { code, check: Check::Session(check) }
    }

    const fn both(
        code: &'static str,
        dossier: fn(&Context) -> Vec<Finding>,
        promotion: fn(&PromotionContext) -> Vec<Finding>,
    ) -> Rule {
        Rule { code, check: Check::Both(dossier, promotion) }
    }

    const fn all(
        code: &'static str,
        dossier: fn(&Context) -> Vec<Finding>,
        promotion: fn(&PromotionContext) -> Vec<Finding>,
        examen: fn(&ExamenContext) -> Vec<Finding>,
    ) -> Rule {
        Rule { code, check: Check::All(dossier, promotion, examen) }
    }

    const fn everywhere(
        code: &'static str,
        dossier: fn(&Context) -> Vec<Finding>,
        promotion: fn(&PromotionContext) -> Vec<Finding>,
        examen: fn(&ExamenContext) -> Vec<Finding>,
        session: fn(&SessionContext) -> Vec<Finding>,
    ) -> Rule {
        Rule { code, check: Check::Everywhere(dossier, promotion, examen, session) }
    }

    /// A fault of this rule.
    pub fn at(&self, place: Place, message: impl Into<String>) -> Finding {
        Finding::new(self.code, place, message)
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

/// The codes of `clauses` that nothing checks: a pack that has one cannot be used.
pub fn unchecked(clauses: &Clauses) -> Vec<&str> {
    clauses.codes().filter(|code| find(code).is_none()).collect()
}

/// Whether the rule of a code bears on a kind of folder.
pub fn bears_on(code: &str, kind: Kind) -> bool {
    find(code).is_some_and(|rule| match rule.check {
        Check::Files(_) | Check::Everywhere(..) => true,
        Check::All(..) => kind != Kind::Session,
        Check::Both(..) => matches!(kind, Kind::Dossier | Kind::Promotion),
        Check::Dossier(_) => kind == Kind::Dossier,
        Check::Promotion(_) => kind == Kind::Promotion,
        Check::Examen(_) => kind == Kind::Examen,
        Check::Session(_) => kind == Kind::Session,
    })
}

/// What all the rules find, each under its clause, in the order of the rules.
pub fn check(context: &Context, clauses: &Clauses) -> Vec<Diagnostic> {
    judged(clauses, |check| match check {
        Check::Files(check) => check(context.faults),
        Check::Dossier(check) | Check::Both(check, _) | Check::All(check, ..) | Check::Everywhere(check, ..) => {
            check(context)
        }
        Check::Promotion(_) | Check::Examen(_) | Check::Session(_) => Vec::new(),
    })
}

/// What all the rules find in a promotion.
pub fn check_promotion(context: &PromotionContext, clauses: &Clauses) -> Vec<Diagnostic> {
    judged(clauses, |check| match check {
        Check::Files(check) => check(context.faults),
        Check::Promotion(check) | Check::Both(_, check) | Check::All(_, check, _) | Check::Everywhere(_, check, ..) => {
            check(context)
        }
        Check::Dossier(_) | Check::Examen(_) | Check::Session(_) => Vec::new(),
    })
}

/// What all the rules find in an exam.
pub fn check_examen(context: &ExamenContext, clauses: &Clauses) -> Vec<Diagnostic> {
    judged(clauses, |check| match check {
        Check::Files(check) => check(context.faults),
        Check::Examen(check) | Check::All(_, _, check) | Check::Everywhere(_, _, check, _) => check(context),
        Check::Dossier(_) | Check::Promotion(_) | Check::Both(..) | Check::Session(_) => Vec::new(),
    })
}

/// What all the rules find in a session.
pub fn check_session(context: &SessionContext, clauses: &Clauses) -> Vec<Diagnostic> {
    judged(clauses, |check| match check {
        Check::Files(check) => check(context.faults),
        Check::Session(check) | Check::Everywhere(_, _, _, check) => check(context),
        _ => Vec::new(),
    })
}

/// The findings of every rule that has its clause, under it: what a diploma has no clause for is not asked of its candidates.
fn judged(clauses: &Clauses, run: impl Fn(Check) -> Vec<Finding>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for rule in RULES.iter() {
        let found = run(rule.check);
        if let Some(clause) = clauses.get(rule.code).filter(|_| !found.is_empty()) {
            out.extend(found.into_iter().map(|finding| finding.under(clause.law())));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::Pack;

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
    fn every_rule_has_its_clause_and_every_clause_its_rule() {
        let clauses = Pack::embedded().clauses();
        assert_eq!(unchecked(&clauses), Vec::<&str>::new());
        let without: Vec<_> = RULES.iter().map(|r| r.code).filter(|c| clauses.get(c).is_none()).collect();
        assert_eq!(without, Vec::<&str>::new());
    }

    #[test]
    fn every_clause_says_what_it_is() {
        for clause in Pack::embedded().clauses().all() {
            let (code, page) = (&clause.code, &clause.page);
            assert!(page.contains("```diff"), "{code}: its page has an example that is tested");
            for heading in ["## Ce qui est contrôlé", "## Pourquoi", "## Comment corriger", "## Exemple"] {
                assert!(page.contains(heading), "{code}: its page has « {heading} »");
            }
            let lower = clause.titre.chars().next().is_some_and(|c| !c.is_uppercase());
            assert!(lower && !clause.titre.ends_with('.'), "{code}: the title is a phrase without stop");
            assert!(!clause.reference.is_empty(), "{code}: where is it in the text?");
        }
    }
}
