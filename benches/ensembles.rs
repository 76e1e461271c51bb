//! Archived sets: two gigabytes beside `zip -0` with `sha512sum` and `unzip -t` with `sha512sum -c`, on one core and on two; two
//! hundred thousand small entries.

#![allow(clippy::disallowed_methods, reason = "a bench has its own files")]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use support::{Bench, Times, liasse, temporary, time, time_and_peak};

/// Files of the large set, and bytes of each.
const FILES: usize = 400;
const BYTES: usize = 5 << 20;
const SMALL: usize = 200_000;
const RUNS: usize = 3;

fn main() -> ExitCode {
    let mut bench = Bench::begin("archived sets");
    let work = temporary();
    let exam = work.path().join("examen");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/examens/e1");
    support::copy(&fixture, &exam, false, &|_, text| text);
    large(&mut bench, work.path(), &exam);
    fs::remove_dir_all(exam.join("numerisations")).expect("it was made here");
    small(work.path(), &exam);
    bench.end()
}

/// Bytes that do not repeat.
fn noise(seed: u64, bytes: &mut [u8]) {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for chunk in bytes.chunks_mut(8) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        chunk.copy_from_slice(&state.to_le_bytes()[..chunk.len()]);
    }
}

fn there(program: &str) -> bool {
    let found = Command::new(program).arg("-h").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !found {
        println!("SKIPPED, NOT MEASURED: {program} is not installed");
    }
    found
}

fn large(bench: &mut Bench, work: &Path, exam: &Path) {
    let scans = exam.join("numerisations");
    fs::create_dir_all(&scans).expect("a folder");
    let mut bytes = vec![0; BYTES];
    for n in 0..FILES {
        noise(n as u64, &mut bytes);
        fs::write(scans.join(format!("{n:04}.bin")), &bytes).expect("a file");
    }
    println!("{FILES} files of {} MiB, medians of {RUNS} after one that is not counted\n", BYTES >> 20);
    let others = there("zip") && there("unzip") && there("sha512sum");
    bench.header();
    for cores in ["0", "0,1"] {
        let on = |line: String| {
            let mut command = Command::new("taskset");
            command.args(["-c", cores, "sh", "-c", &line]).current_dir(work);
            command
        };
        let program = liasse().get_program().to_string_lossy().into_owned();
        let make = format!("rm -f ours.zip; {program} archive examen --part jury --out ours.zip --date 2026-07-01");
        let prove = format!("{program} verify ours.zip");
        let their_make = "rm -f theirs.zip sums; zip -q -0 -r theirs.zip examen && find examen -type f -print0 | xargs -0 sha512sum > sums";
        let their_proof = "unzip -tq theirs.zip && sha512sum -c --quiet sums";
        for (what, ours, theirs) in [("making", make, their_make), ("proving", prove, their_proof)] {
            let (mut us, mut them) = (Times::default(), Times::default());
            for run in 0..=RUNS {
                let one = time(&mut on(ours.clone()));
                let other = others.then(|| time(&mut on(theirs.to_owned())));
                if run > 0 {
                    us.push(one);
                    other.into_iter().for_each(|t| them.push(t));
                }
            }
            let on = if cores == "0" { "one core" } else { "two cores" };
            bench.row(&format!("{what}, liasse, {on}"), &us, None);
            if others {
                bench.row(&format!("{what}, zip and sha512sum, {on}"), &them, None);
                let limit = if cores == "0" { 1.0 } else { 0.999 };
                bench.promise(&format!("{what} on {on}"), us.over(&them).quantile(0.5), limit, true, " × the others");
            }
        }
    }
    let mut command = liasse();
    command
        .args(["archive", "examen", "--part", "jury", "--out", "peak.zip", "--date", "2026-07-01"])
        .current_dir(work);
    let (_, peak) = time_and_peak(&mut command);
    bench.promise("peak memory of making 2 GB", peak, 100.0, true, " MiB");
    let (_, peak) = time_and_peak(liasse().args(["verify", "peak.zip"]).current_dir(work).stdout(Stdio::null()));
    bench.promise("peak memory of proving it", peak, 100.0, true, " MiB");
    for set in ["ours.zip", "theirs.zip", "peak.zip"] {
        let _ = fs::remove_file(work.join(set));
    }
}

fn small(work: &Path, exam: &Path) {
    for folder in 0..SMALL / 1000 {
        let folder = exam.join(format!("petits/{folder:03}"));
        fs::create_dir_all(&folder).expect("a folder");
        for n in 0..1000 {
            fs::write(folder.join(format!("{n:03}.txt")), format!("{n}").repeat(20)).expect("a file");
        }
    }
    for profile in ["seda-2.2", "bagit"] {
        let set = format!("petits-{profile}.zip");
        let mut make = liasse();
        make.args(["archive", "examen", "--part", "jury", "--profile", profile, "--out", &set]).current_dir(work);
        make.stdout(Stdio::null());
        let (made, most) = time_and_peak(&mut make);
        let (proved, more) = time_and_peak(liasse().args(["verify", &set]).current_dir(work).stdout(Stdio::null()));
        println!(
            "\n{SMALL} small entries, {profile}: made in {:.1} s ({most:.0} MiB), proved in {:.1} s ({more:.0} MiB)",
            made.as_secs_f64(),
            proved.as_secs_f64()
        );
    }
}
