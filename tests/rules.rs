//! The rules' Markdown, read as tests: each `diff` block edits a complete dossier, and the `console` block after it
//! is what liasse then says besides. `LIASSE_RULES=write cargo test --test rules` writes the blocks; read what changed.

mod support;

use liasse::diagnostic::human::{Style, render};
use support::{apply, controlled, fixture, new_ones, rule_pages};

#[test]
fn examples_say_what_their_pages_say() {
    let write = std::env::var("LIASSE_RULES").is_ok_and(|v| v == "write");
    let mut wrong = Vec::new();
    for page in rule_pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        let said = with_outputs(&text);
        if said != text {
            if write {
                std::fs::write(&page, &said).unwrap();
            }
            wrong.push(format!("--- {}\n{said}", page.display()));
        }
    }
    assert!(wrong.is_empty() || write, "{}", wrong.join("\n"));
}

/// Each page's own code is what its first example shows.
#[test]
fn the_first_example_shows_the_rule() {
    for page in rule_pages() {
        let code = page.file_stem().unwrap().to_str().unwrap().to_uppercase();
        let text = std::fs::read_to_string(&page).unwrap();
        let first = text.split("```console\n").nth(1).unwrap_or_default();
        let first = first.split("```").next().unwrap_or_default();
        assert!(first.contains(&format!("[{code}]")), "{}: {first}", page.display());
    }
}

/// The page with the `console` blocks that its edits give.
fn with_outputs(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("```diff ") {
        let (head, body) = after.split_once('\n').expect("a block has lines");
        let (diff, after) = body.split_once("```\n").expect("a block is closed");
        let (between, after) = after.split_once("```console\n").expect("a console block follows an edit");
        let (_, after) = after.split_once("```").expect("a block is closed");
        let name = head.trim().strip_prefix("base=").expect("```diff base=fixture");
        out.push_str(&format!("{before}```diff {head}\n{diff}```\n{between}```console\n{}```", said(name, diff)));
        rest = after;
    }
    out + rest
}

fn said(name: &str, diff: &str) -> String {
    let base = fixture(name);
    let mut edited = base.clone();
    apply(&mut edited, diff);
    let (base, edited) = (controlled(&base), controlled(&edited));
    let lines = |d| render(d, &edited.sources, "", Style::PLAIN);
    let said: String = new_ones(&base, &edited).into_iter().map(lines).collect::<Vec<_>>().join("\n");
    if said.is_empty() { "(rien de plus)\n".to_owned() } else { said }
}
