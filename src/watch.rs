//! Watches folders and tells which of them changed, once their writer has finished.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher as _};

/// How long nothing must happen before a change is told: an editor that saves by renaming takes a few milliseconds.
const QUIET: Duration = Duration::from_millis(12);
/// How long a change waits at most for that.
const PATIENCE: Duration = Duration::from_millis(300);

/// How changes are learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// From the system.
    Native,
    /// By looking again, for network drives that tell nothing.
    Poll(Duration),
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// These paths were written, renamed, created or removed.
    Paths(BTreeSet<PathBuf>),
    /// Some changes were lost: everything may have changed.
    Everything,
    /// Nothing for as long as was asked.
    Quiet,
    /// Somebody asked to stop.
    Stopped,
}

/// Watches until told to stop.
pub struct Watcher {
    events: Receiver<Message>,
    sender: Sender<Message>,
    // Dropped last: it stops watching.
    inner: Box<dyn notify::Watcher + Send>,
    begun: Option<Instant>,
}

enum Message {
    Event(notify::Result<Event>),
    Stop,
}

/// Asks a watcher to stop, from any thread.
#[derive(Clone)]
pub struct Stopper(Sender<Message>);

impl Stopper {
    pub fn stop(&self) {
        // Nobody listens any more: it has stopped.
        let _ = self.0.send(Message::Stop);
    }
}

impl Watcher {
    /// A watcher of nothing yet.
    ///
    /// # Errors
    /// The system has no watch left to give.
    pub fn new(method: Method) -> notify::Result<Self> {
        let (sender, events) = channel();
        let tell = sender.clone();
        let handler = move |event| {
            let _ = tell.send(Message::Event(event));
        };
        let inner: Box<dyn notify::Watcher + Send> = match method {
            Method::Native => Box::new(RecommendedWatcher::new(handler, Config::default())?),
            Method::Poll(every) => {
                let config = Config::default().with_poll_interval(every).with_compare_contents(true);
                Box::new(PollWatcher::new(handler, config)?)
            }
        };
        Ok(Watcher { events, sender, inner, begun: None })
    }

    /// Watches `folder` and all below it, and what appears there later.
    ///
    /// # Errors
    /// The folder cannot be watched.
    pub fn add(&mut self, folder: &Path) -> notify::Result<()> {
        self.inner.watch(folder, RecursiveMode::Recursive)
    }

    pub fn stopper(&self) -> Stopper {
        Stopper(self.sender.clone())
    }

    /// When the change that was told last began.
    pub fn begun(&self) -> Option<Instant> {
        self.begun
    }

    /// Waits for the next change, and for its end; with a patience, no longer than it for the first sign.
    pub fn wait(&mut self, patience: Option<Duration>) -> Change {
        let mut paths = BTreeSet::new();
        let mut lost = false;
        self.begun = None;
        loop {
            let message = match self.begun {
                None => match patience {
                    Some(patience) => self.events.recv_timeout(patience),
                    None => self.events.recv().map_err(|_| RecvTimeoutError::Disconnected),
                },
                Some(begun) if begun.elapsed() >= PATIENCE => Err(RecvTimeoutError::Timeout),
                Some(_) => self.events.recv_timeout(QUIET),
            };
            match message {
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return Change::Stopped,
                Err(RecvTimeoutError::Timeout) if self.begun.is_none() => return Change::Quiet,
                Err(RecvTimeoutError::Timeout) if lost => return Change::Everything,
                Err(RecvTimeoutError::Timeout) => return Change::Paths(paths),
                // Reading our own inputs must not wake us.
                Ok(Message::Event(Ok(event))) if matches!(event.kind, EventKind::Access(_)) => continue,
                Ok(Message::Event(Ok(event))) => {
                    lost |= event.need_rescan();
                    paths.extend(event.paths);
                }
                Ok(Message::Event(Err(error))) => {
                    lost = true;
                    paths.extend(error.paths);
                }
            }
            self.begun.get_or_insert_with(Instant::now);
        }
    }
}
