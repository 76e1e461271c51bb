//! One fault at a time, in a complete dossier: exactly the expected code, and no other.
//! `tests/mutations.md` lists them: a heading says the code, a `diff` block is the fault.

mod support;

use std::collections::BTreeMap;

use support::{apply, controlled, fixture, new_ones, root};

struct Mutation {
    code: String,
    base: String,
    diff: String,
}

fn mutations() -> Vec<Mutation> {
    let text = std::fs::read_to_string(root().join("tests/mutations.md")).unwrap();
    let mut out = Vec::new();
    let mut code = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix("## ") {
            code = heading.split(' ').next().unwrap().to_owned();
        } else if let Some(base) = line.strip_prefix("```diff base=") {
            let diff: Vec<&str> = lines.by_ref().take_while(|l| *l != "```").collect();
            out.push(Mutation { code: code.clone(), base: base.trim().to_owned(), diff: diff.join("\n") });
        }
    }
    out
}

#[test]
fn each_fault_is_told_once_and_nothing_else_is() {
    let mut bases = BTreeMap::new();
    let mut wrong = Vec::new();
    for mutation in mutations() {
        let Mutation { code, base, diff } = &mutation;
        let folder = bases.entry(base.clone()).or_insert_with(|| fixture(base));
        let (prepared, fault) = diff.split_once("\n======\n").unwrap_or(("", diff));
        let mut edited = folder.clone();
        apply(&mut edited, prepared);
        let before = controlled(&edited);
        apply(&mut edited, fault);
        let after = controlled(&edited);
        let new = new_ones(&before, &after);
        let codes: Vec<_> = new.iter().map(|d| d.code).collect();
        if codes != [code.as_str()] {
            let told: Vec<_> = new.iter().map(|d| format!("    {}: {}", d.code, d.message)).collect();
            wrong.push(format!("{code} expected, {codes:?} told\n{diff}\n{}", told.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{} mutations:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

/// Sixty at the least, on every complete dossier, and every rule that can be an error has one.
#[test]
fn the_list_is_wide_enough() {
    let all = mutations();
    assert!(all.len() >= 60, "{} mutations", all.len());
    let exams = all.iter().filter(|m| m.base.starts_with("examen-")).count();
    assert!(exams >= 50, "{exams} mutations of complete exams");
    let class = all.iter().filter(|m| m.base == "promotion").count();
    assert!(class >= 50, "{class} mutations of the promotion");
    for name in dossiers() {
        assert!(all.iter().any(|m| m.base == name), "{name} has no mutation");
    }
    let missing: Vec<_> =
        liasse::rules::RULES.iter().map(|r| r.code).filter(|c| all.iter().all(|m| m.code != *c)).collect();
    assert!(missing.is_empty(), "rules without a mutation: {missing:?}");
}

/// The complete folders conform: without an error, without a warning.
#[test]
fn complete_dossiers_conform() {
    let promotion = std::iter::once("promotion".to_owned());
    let exams = std::fs::read_dir(root().join("fixtures/examens")).unwrap();
    let exams = exams.map(|e| format!("examen-{}", e.unwrap().file_name().to_string_lossy()));
    for name in dossiers().into_iter().chain(promotion).chain(exams) {
        let told: Vec<_> = controlled(&fixture(&name))
            .diagnostics
            .iter()
            .filter(|d| d.severity <= liasse::diagnostic::Severity::Warning)
            .map(|d| format!("{}: {}", d.code, d.message))
            .collect();
        assert!(told.is_empty(), "{name}: {told:?}");
    }
}

/// The names of the complete dossiers.
fn dossiers() -> Vec<String> {
    let entries = std::fs::read_dir(root().join("fixtures/dossiers")).unwrap().map(Result::unwrap);
    entries.filter(|e| e.path().is_dir()).map(|e| e.file_name().to_string_lossy().into_owned()).collect()
}
