//! A school's promotion: the control of many rows on one core.

mod support;

use std::process::ExitCode;

use support::{Bench, Times, on_one_core, promotion, temporary, time};

const ROWS: usize = 5_000;
const RUNS: usize = 5;

fn main() -> ExitCode {
    let mut bench = Bench::begin("a promotion of many rows");
    let work = temporary();
    let folder = work.path().join("promotion");
    promotion::write(&folder, ROWS);
    if let Some(kept) = std::env::var_os("KEEP") {
        promotion::write(std::path::Path::new(&kept), ROWS);
    }
    let mut times = Times::default();
    for run in 0..=RUNS {
        let taken = time(on_one_core().args(["check", "--format", "json"]).arg(&folder));
        // The first one warms the disk's cache.
        if run > 0 {
            times.push(taken);
        }
    }
    bench.header();
    bench.row(&format!("check of a promotion of {ROWS} rows, one core"), &times, None);
    println!();
    bench.promise("check of a promotion", times.quantile(0.5) / 1000.0, 1.0, true, " s");
    bench.end()
}
