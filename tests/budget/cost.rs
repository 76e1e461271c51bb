//! What a run of the program takes: processor, memory.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use liasse::sources::MemoryFolder;
use nix::sys::resource::{UsageWho, getrusage};

/// What a run took.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Seconds of processor, of the program and of all that it started.
    pub time: f64,
    /// Largest resident memory of the program, in MiB; 0 where the system does not tell.
    pub memory: f64,
    pub code: Option<i32>,
}

/// Seconds of processor of all that ended below this process.
fn used() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
    let seconds = |t: nix::sys::time::TimeVal| t.tv_sec() as f64 + t.tv_usec() as f64 / 1e6;
    seconds(usage.user_time()) + seconds(usage.system_time())
}

/// What ends is counted for whoever asks: one run at a time.
static ONE: Mutex<()> = Mutex::new(());

/// Writes `folder` and runs the program on it, under limits that stop what never ends.
pub fn run(folder: &MemoryFolder, args: &[&str]) -> Cost {
    let temp = tempfile::tempdir().unwrap();
    for (name, bytes) in &folder.files {
        let path = temp.path().join("dossier").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let before = used();
    let (code, memory) = limited(temp.path(), args);
    Cost { time: used() - before, memory, code }
}

fn limited(place: &Path, args: &[&str]) -> (Option<i32>, f64) {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "ulimit -t 120; ulimit -v 8388608 2>/dev/null; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_liasse")])
        .args(args);
    shell.current_dir(place).env_remove("LIASSE_PACK").env("NO_COLOR", "1");
    let mut child = shell.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let (status, mut memory) = (format!("/proc/{}/status", child.id()), 0.0);
    loop {
        let told = std::fs::read_to_string(&status).unwrap_or_default();
        let peak = told.lines().find_map(|l| l.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse::<f64>().ok());
        memory = peak.map_or(memory, |kib| f64::max(memory, kib / 1024.0));
        if let Some(ended) = child.try_wait().unwrap() {
            return (ended.code(), memory);
        }
        std::thread::sleep(Duration::from_millis(4));
    }
}
