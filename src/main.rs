//! The `liasse` program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    liasse::cli::run(std::env::args_os())
}
