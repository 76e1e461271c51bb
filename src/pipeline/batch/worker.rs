//! The worker's side: takes a task, does it, answers, until nobody asks any more. It watches itself.

use std::collections::HashMap;
use std::io::{Read, Write};

use super::guard::{Guard, resident};
use super::message::{self, Kind};
use super::{Budget, Digest, Trade};
use crate::domain::document::Shared;
use crate::domain::fault::Excess;

/// Set for a process that is a worker: its trade and its budget, as JSON.
pub(super) const MARK: &str = "LIASSE_OUVRIER";
/// Exit codes by which the parent knows why a worker stopped in the middle of a task.
pub(super) const LATE: i32 = 124;
pub(super) const LARGE: i32 = 125;

/// A worker that has grown so large stops after its answer: a fresh one costs some ten milliseconds.
const RETIREMENT: u64 = 115 << 20;
/// Stack of the thread that works: as the main one has on Unix, and more than it has on Windows.
const STACK: usize = 16 << 20;
/// How many times its budget of the processor's time a task may last: on a machine that is busy with other things, it waits.
const WAITING: u32 = 10;

/// The shared bytes that this worker was sent.
#[derive(Default)]
pub struct Blobs(HashMap<Digest, Shared>);

impl Blobs {
    /// The bytes of that digest.
    pub fn get(&self, digest: &Digest) -> Option<Shared> {
        self.0.get(digest).cloned()
    }
}

/// Whether a worker goes on after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Another,
    Stop,
}

/// What this process works at and under which budget, if it is a worker.
pub fn received() -> Option<(Trade, Budget)> {
    serde_json::from_str(&std::env::var(MARK).ok()?).ok()
}

/// Makes this thread the only one that computes: what the compiler shares out is done here, in turn. With a pool beside it,
/// each page and each packed stream would go from one thread to the other and back.
fn compute_here() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    // Refused where there is a pool already: the work is then shared out, and done all the same.
    let _ = pool.build_global();
}

/// Answers each task with what `handle` makes of it, on a thread of its own, until the parent is gone.
pub fn serve<H>(budget: Budget, make_handle: impl FnOnce() -> H + Send)
where
    H: FnMut(&[u8], &Blobs) -> (Vec<u8>, Next),
{
    // The parent decides what an interruption means; a terminal sends it to all.
    let _ = ctrlc::set_handler(|| {});
    let guard = watch();
    std::thread::scope(|scope| {
        let work = || {
            compute_here();
            turn(budget, &guard, make_handle());
        };
        let worker = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        // A fault of ours: the parent sees the process die with it.
        let done = worker.map(|w| w.join().is_ok()).unwrap_or(false);
        if !done {
            std::process::exit(101);
        }
    });
}

fn turn<H>(budget: Budget, guard: &Guard, mut handle: H)
where
    H: FnMut(&[u8], &Blobs) -> (Vec<u8>, Next),
{
    let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    let mut blobs = Blobs::default();
    while let Some(answered) = next(budget, guard, &mut input, &mut output, &mut blobs, &mut handle) {
        if answered == Next::Stop {
            return;
        }
    }
}

/// Takes one message; nothing when there is no parent any more.
fn next<H>(
    budget: Budget,
    guard: &Guard,
    input: &mut impl Read,
    output: &mut impl Write,
    blobs: &mut Blobs,
    handle: &mut H,
) -> Option<Next>
where
    H: FnMut(&[u8], &Blobs) -> (Vec<u8>, Next),
{
    let (kind, body) = message::read(input).ok()??;
    match kind {
        Kind::Blob => {
            let (digest, bytes) = body.split_first_chunk::<32>()?;
            blobs.0.insert(*digest, Shared::from(bytes));
            Some(Next::Another)
        }
        Kind::Task => {
            let (times, task) = body.split_first_chunk::<4>()?;
            let times = u32::from_le_bytes(*times);
            let (answer, next) = guard.at(String::new(), budget, move || times, || handle(task, blobs));
            let next = if resident() > RETIREMENT { Next::Stop } else { next };
            let kind = if next == Next::Stop { Kind::LastAnswer } else { Kind::Answer };
            message::write(output, kind, &[&answer]).ok()?;
            Some(next)
        }
        Kind::Answer | Kind::LastAnswer => None,
    }
}

/// Watches this process: it stops when its task is over its time, or the process over its memory; or when its parent is gone, as
/// nobody hears its answer then, and what it works at may be confidential.
fn watch() -> Guard {
    let parent = parent();
    Guard::new(Some(WAITING), move |over| {
        if self::parent() != parent {
            std::process::exit(101);
        }
        match over.map(|o| o.excess) {
            Some(Excess::Memory { .. }) => std::process::exit(LARGE),
            Some(_) => std::process::exit(LATE),
            None => {}
        }
    })
}

/// The process that started this one; elsewhere than on Unix it is told by the end of the input alone.
fn parent() -> u32 {
    #[cfg(unix)]
    return std::os::unix::process::parent_id();
    #[cfg(not(unix))]
    0
}
