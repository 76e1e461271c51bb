//! The door to the terminal: what is printed goes through here, made harmless; what could not be printed is not forgotten.

use std::io::{ErrorKind, Write};
use std::sync::OnceLock;

use super::CliError;
use crate::diagnostic::human::neutral;
use crate::diagnostic::io::in_french;

/// Why the standard output lost something. A reader of a pipe that has gone has lost nothing that it wanted.
static LOST: OnceLock<String> = OnceLock::new();
static GONE: OnceLock<()> = OnceLock::new();

/// Prints a text without colours; what a stranger wrote in it does not drive the terminal.
pub fn text(text: &str) {
    bytes(neutral(text).as_bytes());
}

/// Prints a report whose parts are harmless already: it may hold colours, or be JSON.
pub fn report(text: &str) {
    bytes(text.as_bytes());
}

/// Prints bytes that are ours.
pub fn bytes(bytes: &[u8]) {
    let mut out = std::io::stdout().lock();
    if let Err(e) = out.write_all(bytes).and_then(|()| out.flush()) {
        // The first reason stands: what comes after it fails alike.
        match e.kind() {
            ErrorKind::BrokenPipe => _ = GONE.set(()),
            _ => _ = LOST.set(in_french(&e)),
        }
    }
}

/// Says a line beside the results: an error, a warning.
pub fn aside(line: &str) {
    // Nobody is left to hear that nobody hears.
    let _ = writeln!(std::io::stderr(), "{}", neutral(line));
}

/// Whether there is no use in printing more.
pub fn is_over() -> bool {
    GONE.get().is_some() || LOST.get().is_some()
}

/// Tells a loss, once everything is done.
///
/// # Errors
/// Something that was printed did not arrive.
pub fn settle() -> Result<(), CliError> {
    match LOST.get() {
        Some(why) => Err(CliError::Environment(format!("ce qui devait être affiché n’a pas pu être écrit : {why}"))),
        None => Ok(()),
    }
}
