//! Many folders: a fresh process for every few of them. What an allocator keeps in pieces after a hundred dossiers goes
//! with the process, and one that dies takes its own few folders with it.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use super::CliError;
use super::build::Done;
use crate::diagnostic::human::Style;
use crate::diagnostic::io::in_french;
use crate::sources::discover::Found;

/// Folders of one process: its start (some 60 ms) is then a few milliseconds a folder.
pub const SIZE: usize = 8;

/// Largest list that a process takes, in bytes.
const LIST_LIMIT: u64 = 1 << 20;

/// Large blocks go back to the system as soon as they are free. glibc alone reads it; measured on six dossiers:
/// 142 MiB without, 116 with, in the same time.
const GLIBC_THRESHOLD: (&str, &str) = ("MALLOC_MMAP_THRESHOLD_", "131072");

/// Set for a process that takes its folders from its standard input.
const MARK: &str = "LIASSE_LOT";

/// What a process is given: the same command line, these folders instead of its own, the parent's terminal.
#[derive(Serialize, Deserialize)]
pub struct Lot {
    pub folders: Vec<Found>,
    pub style: Style,
}

/// The lot that this process was given, if it was.
///
/// # Errors
/// The list cannot be read.
pub fn received() -> Result<Option<Lot>, CliError> {
    if std::env::var_os(MARK).is_none() {
        return Ok(None);
    }
    let mut list = Vec::new();
    let read = std::io::stdin().take(LIST_LIMIT).read_to_end(&mut list);
    let lot = read.map_err(|e| in_french(&e)).and_then(|_| serde_json::from_slice(&list).map_err(|e| e.to_string()));
    lot.map(Some).map_err(|e| CliError::Environment(format!("liste des dossiers : {e}")))
}

/// Tells the parent what was done with one folder; false when nobody listens any more.
pub fn answer(done: &Done) -> bool {
    let line = serde_json::to_string(done).expect("what was done is a plain value") + "\n";
    let mut out = std::io::stdout().lock();
    out.write_all(line.as_bytes()).and_then(|()| out.flush()).is_ok()
}

/// Hands `folders` to a process of this program, and tells what it did with each as soon as it is done.
///
/// # Errors
/// The process cannot be started.
pub fn hand(folders: &[Found], style: Style, mut tell: impl FnMut(Done)) -> Result<(), CliError> {
    let fail = |e: std::io::Error| CliError::Environment(format!("liasse ne peut pas se relancer : {}", in_french(&e)));
    let program = std::env::current_exe().map_err(fail)?;
    let mut child = Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(MARK, "1")
        .env(GLIBC_THRESHOLD.0, GLIBC_THRESHOLD.1)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(fail)?;
    let list = serde_json::to_vec(&Lot { folders: folders.to_vec(), style }).expect("a list is a plain value");
    let mut done = 0;
    // A process that dies at once has no ear for its list: its folders are told below.
    let given = child.stdin.take().is_some_and(|mut stdin| stdin.write_all(&list).is_ok());
    if let Some(out) = child.stdout.take().filter(|_| given) {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if let Ok(one) = serde_json::from_str(&line) {
                done += 1;
                tell(one);
            }
        }
    }
    let status = child.wait().map_err(fail)?;
    for lost in folders.iter().skip(done) {
        tell(Done::lost(lost, &format!("{} : le processus qui le produisait s’est arrêté ({status})", lost.name)));
    }
    Ok(())
}
