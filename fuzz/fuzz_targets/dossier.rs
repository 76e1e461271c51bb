//! The target `dossier`: see `targets.rs`.
#![no_main]

#[allow(dead_code, reason = "each target does one thing of it")]
#[path = "../targets.rs"]
mod targets;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| targets::dossier(bytes));
