//! Hostile inputs: what a control of each family takes at its two sizes, as the table of `docs/performance.md`.
//!
//! `cargo bench --bench hostile`; `-- --write` puts the table there.
#![allow(clippy::disallowed_methods, reason = "a bench writes its own files")]

#[cfg(unix)]
#[path = "../tests/budget/archives.rs"]
mod archives;
#[cfg(unix)]
#[path = "../tests/budget/cost.rs"]
mod cost;
#[cfg(unix)]
#[path = "../tests/budget/dossiers.rs"]
mod dossiers;
#[cfg(unix)]
#[path = "../tests/budget/families.rs"]
mod families;
#[cfg(unix)]
#[path = "../tests/budget/imports.rs"]
mod imports;
#[cfg(unix)]
#[path = "../tests/budget/packed.rs"]
mod packed;
#[cfg(unix)]
#[path = "../tests/budget/pictures.rs"]
mod pictures;
#[cfg(unix)]
#[path = "../tests/budget/promotions.rs"]
mod promotions;
#[cfg(unix)]
#[path = "../tests/support/mod.rs"]
mod support;

fn main() {
    #[cfg(unix)]
    {
        let mut table = format!(
            "{}\n\n| family | size | CPU | memory | size | CPU | memory |\n|---|--:|--:|--:|--:|--:|--:|\n",
            conditions()
        );
        for family in families::all() {
            let cells = family.sizes.map(|n| {
                let cost = cost::run(&family.folder(n), family.args);
                assert!(matches!(cost.code, Some(0 | 1)), "{}: no answer, {:?}", family.name, cost.code);
                format!("{n} | {:.2} s | {:.0} MiB", cost.time, cost.memory)
            });
            table += &format!("| {} | {} |\n", family.name, cells.join(" | "));
        }
        println!("{table}");
        if std::env::args().any(|a| a == "--write") {
            write(&table);
        }
    }
}

/// What the figures were measured with.
#[cfg(unix)]
fn conditions() -> String {
    let program = match cfg!(debug_assertions) {
        true => {
            "the debug program, whose own code is some eight times as slow as the release's (its libraries are optimised)"
        }
        false => "the released program",
    };
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("Measured once with {program}, on {processors} processors, {}.", std::env::consts::OS)
}

/// Puts the table in its place in `docs/performance.md`.
#[cfg(unix)]
fn write(table: &str) {
    const BEGIN: &str = "<!-- hostile: begin -->\n";
    const END: &str = "<!-- hostile: end -->";
    let path = support::root().join("docs/performance.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the table has its place");
    let (_, after) = rest.split_once(END).expect("the table ends");
    std::fs::write(path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
}
