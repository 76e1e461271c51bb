//! Hostile inputs: what a control of each family takes at its two sizes, as the table of `docs/performance.md`.
//!
//! `cargo bench --bench hostile`
#![allow(clippy::disallowed_methods, reason = "a bench writes its own files")]

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
#[path = "../tests/budget/promotions.rs"]
mod promotions;
#[cfg(unix)]
#[path = "../tests/support/mod.rs"]
mod support;

fn main() {
    #[cfg(unix)]
    {
        println!("| family | size | CPU | memory | size | CPU | memory |\n|---|--:|--:|--:|--:|--:|--:|");
        for family in families::all() {
            let cells = family.sizes.map(|n| {
                let mut folder = support::fixture(family.base);
                (family.make)(n, &mut folder);
                let cost = cost::run(&folder, &["check", "dossier"]);
                assert!(matches!(cost.code, Some(0 | 1)), "{}: no answer, {:?}", family.name, cost.code);
                format!("{n} | {:.2} s | {:.0} MiB", cost.time, cost.memory)
            });
            println!("| {} | {} |", family.name, cells.join(" | "));
        }
    }
}
