//! A school's promotion: the control of many rows on one core.

mod support;

use std::process::{Command, ExitCode, Stdio};

use support::{Bench, Times, liasse, promotion, temporary, time};

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

/// `liasse`, held to one core where that can be asked.
fn on_one_core() -> Command {
    if Command::new("taskset").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        println!("no taskset here: not held to one core (check has one thread)");
        return liasse();
    }
    let mut command = Command::new("taskset");
    command.args(["-c", "0"]).arg(liasse().get_program());
    command
}
