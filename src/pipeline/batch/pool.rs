//! The parent's side: a thread for each worker, which starts it, hands it tasks, and tells what became of them.

use std::collections::{HashSet, VecDeque};
use std::io::{BufReader, BufWriter};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use super::message::{self, Kind};
use super::worker::{LARGE, LATE, MARK};
use super::{Blob, Budget, Digest, Trade};
use crate::diagnostic::io::in_french;

/// Blocks beyond four MiB go back to the system as soon as they are free; smaller ones, such as the packer's for each stream
/// of a PDF, are used again. glibc alone reads it. Measured on 480 conventions, one worker: 6.6 to 7.4 s at 128 KiB, 6.0 s at
/// 4 MiB; largest worker on seven dossiers 110 and 126 MB. A setting of the user's own stands.
const GLIBC_THRESHOLD: (&str, &str) = ("MALLOC_MMAP_THRESHOLD_", "4194304");

/// Tasks that a worker has at most: the next one waits in its pipe, so that it never waits for its parent.
const AHEAD: usize = 2;
/// Largest body of a task that is handed to a worker at work, in bytes: half of what a pipe holds.
const LIGHT: usize = 32 << 10;

/// How workers are started: this program, with these arguments.
#[derive(Clone, Debug)]
pub struct Program {
    pub trade: Trade,
    pub arguments: Vec<std::ffi::OsString>,
    pub budget: Budget,
}

/// One thing to do.
#[derive(Clone, Debug)]
pub struct Task {
    pub body: Vec<u8>,
    /// What it shares with others.
    pub blobs: Vec<Blob>,
    /// How many times the ordinary time it may take.
    pub size: u32,
}

/// What became of a task.
#[derive(Debug)]
pub struct Answer {
    /// As [`Pool::submit`] was given it.
    pub id: usize,
    pub result: Result<Vec<u8>, Loss>,
}

/// Why a task has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Loss {
    #[error("le temps permis est dépassé (--temps-max)")]
    Late,
    #[error("la mémoire permise est dépassée (--memoire-max)")]
    Large,
    #[error("le processus qui le produisait s’est arrêté ({0})")]
    Died(String),
    #[error("liasse ne peut pas se relancer : {0}")]
    Unstartable(String),
    /// The user stopped before its turn.
    #[error("interrompu avant son tour")]
    Stopped,
}

/// Workers at work.
pub struct Pool {
    tasks: Option<SyncSender<(usize, Task)>>,
    answers: Receiver<Answer>,
    threads: Vec<JoinHandle<()>>,
}

impl Pool {
    /// At most `jobs` workers, each started when there is something for it to do; `stop` keeps back what has not begun.
    pub fn new(program: &Program, jobs: usize, stop: &Arc<AtomicBool>) -> Self {
        let jobs = jobs.max(1);
        let (tasks, waiting) = sync_channel(2 * jobs);
        let (answer, answers) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        let thread = |_| {
            let (given, again) = (VecDeque::new(), VecDeque::new());
            let seat = Seat { program: program.clone(), worker: None };
            let desk = Desk { seat, stop: Arc::clone(stop), given, again };
            let (waiting, answer) = (Arc::clone(&waiting), answer.clone());
            std::thread::spawn(move || desk.run(&waiting, &answer))
        };
        let threads = (0..jobs).map(thread).collect();
        Pool { tasks: Some(tasks), answers, threads }
    }

    /// Hands a task over, waiting while enough are waiting already. Each gets one answer.
    pub fn submit(&self, id: usize, task: Task) {
        let tasks = self.tasks.as_ref().expect("taken away on dropping only");
        tasks.send((id, task)).expect("the threads hear until the pool is dropped");
    }

    /// The next answer, waiting for it. To be called at most once for each task.
    pub fn receive(&self) -> Answer {
        self.answers.recv().expect("a thread answers each of its tasks")
    }

    /// The next answer, if there is one.
    pub fn try_receive(&self) -> Option<Answer> {
        self.answers.try_recv().ok()
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.tasks = None;
        for thread in self.threads.drain(..) {
            // Its panic was told where it happened.
            let _ = thread.join();
        }
    }
}

/// One worker that is asked one thing at a time, by who waits for the answer.
pub struct Helper(Seat);

impl Helper {
    /// Its worker is started when there is something for it to do.
    pub fn new(program: Program) -> Self {
        Helper(Seat { program, worker: None })
    }

    /// What the worker makes of a task.
    ///
    /// # Errors
    /// It cannot be started, or is gone with the task: the next one has another.
    pub fn ask(&mut self, task: &Task) -> Result<Vec<u8>, Loss> {
        // A worker that died while it had nothing to do is no fault of this task.
        for _ in 0..2 {
            if self.0.worker()?.hand(task).is_ok() {
                return self.0.hear();
            }
            self.0.dismiss();
        }
        Err(Loss::Died("sans réponse".to_owned()))
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.0.dismiss();
    }
}

/// A worker, and how another one is started when it is gone.
struct Seat {
    program: Program,
    worker: Option<Worker>,
}

/// A thread's own: the worker it looks after.
struct Desk {
    seat: Seat,
    stop: Arc<AtomicBool>,
    /// What the worker was handed and has not answered, the oldest first: it answers in order.
    given: VecDeque<(usize, Task)>,
    /// What a worker that is gone had not begun.
    again: VecDeque<(usize, Task)>,
}

struct Worker {
    child: Child,
    input: BufWriter<ChildStdin>,
    output: BufReader<ChildStdout>,
    /// What it was sent.
    known: HashSet<Digest>,
}

impl Desk {
    fn run(mut self, waiting: &Mutex<Receiver<(usize, Task)>>, answers: &Sender<Answer>) {
        loop {
            let mut lost = self.hand_over(waiting);
            if lost.is_none() {
                let Some((id, _)) = self.given.front() else { break };
                let id = *id;
                lost = Some((id, self.hear()));
            }
            let Some((id, result)) = lost else { continue };
            if answers.send(Answer { id, result }).is_err() {
                break;
            }
        }
        self.seat.dismiss();
    }

    /// Hands tasks over until the worker has enough of them; one that cannot be handed, with its reason. Nothing is given
    /// any more when nobody asks any more.
    fn hand_over(&mut self, waiting: &Mutex<Receiver<(usize, Task)>>) -> Option<(usize, Result<Vec<u8>, Loss>)> {
        while self.given.len() < AHEAD {
            let (id, task) = self.next(waiting)?;
            if self.stop.load(Ordering::Relaxed) {
                return Some((id, Err(Loss::Stopped)));
            }
            let alone = self.given.is_empty();
            let beside = self.given.iter().all(|(_, t)| t.size == 1) && self.is_light(&task);
            if !alone && !beside {
                self.again.push_front((id, task));
                return None;
            }
            match self.hand(&task, alone) {
                Ok(true) => self.given.push_back((id, task)),
                // It is gone with the task that it was at: this one is for the next worker.
                Ok(false) => {
                    self.again.push_front((id, task));
                    return None;
                }
                Err(loss) => return Some((id, Err(loss))),
            }
        }
        None
    }

    /// The next task to hand, waiting for it where the worker has nothing to do.
    fn next(&mut self, waiting: &Mutex<Receiver<(usize, Task)>>) -> Option<(usize, Task)> {
        if let Some(again) = self.again.pop_front() {
            return Some(again);
        }
        if self.given.is_empty() {
            return waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
        }
        // Who holds the lock has nothing to do: the next task is better there.
        waiting.try_lock().ok()?.try_recv().ok()
    }

    /// Whether the pipe takes the task while the worker is at another: else both could wait for each other.
    fn is_light(&self, task: &Task) -> bool {
        let known = |digest| self.seat.worker.as_ref().is_some_and(|w| w.known.contains(digest));
        task.size == 1 && task.body.len() <= LIGHT && task.blobs.iter().all(|b| known(&b.digest))
    }

    /// Hands a task to the worker, started where there is none; false where it is gone with a task before this one.
    fn hand(&mut self, task: &Task, alone: bool) -> Result<bool, Loss> {
        // A worker that died while it had nothing to do is no fault of this task.
        for _ in 0..2 {
            if self.seat.worker()?.hand(task).is_ok() {
                return Ok(true);
            }
            if !alone {
                return Ok(false);
            }
            self.seat.dismiss();
        }
        Err(Loss::Died("sans réponse".to_owned()))
    }

    /// The answer to the oldest task that was given. With a worker that stops goes what it had not begun.
    fn hear(&mut self) -> Result<Vec<u8>, Loss> {
        let heard = self.seat.hear();
        self.given.pop_front();
        if self.seat.worker.is_none() {
            self.again = self.given.drain(..).chain(self.again.drain(..)).collect();
        }
        heard
    }
}

impl Seat {
    /// The worker, started where there is none.
    fn worker(&mut self) -> Result<&mut Worker, Loss> {
        match &mut self.worker {
            Some(worker) => Ok(worker),
            none => Ok(none.insert(Worker::start(&self.program)?)),
        }
    }

    /// The answer to the oldest task; a worker that stops with it, or without, is let go.
    fn hear(&mut self) -> Result<Vec<u8>, Loss> {
        let worker = self.worker.as_mut().expect("it was handed a task");
        match message::read(&mut worker.output) {
            Ok(Some((Kind::Answer, body))) => Ok(body),
            Ok(Some((Kind::LastAnswer, body))) => {
                self.dismiss();
                Ok(body)
            }
            _ => Err(self.dismiss()),
        }
    }

    /// Lets the worker go and waits for its end: why it stopped.
    fn dismiss(&mut self) -> Loss {
        let Some(Worker { mut child, input, output, .. }) = self.worker.take() else {
            return Loss::Died("jamais lancé".to_owned());
        };
        // Its pipes close: one that is still well stops by itself.
        drop((input, output));
        match child.wait() {
            Ok(status) if status.code() == Some(LATE) => Loss::Late,
            Ok(status) if status.code() == Some(LARGE) => Loss::Large,
            Ok(status) => Loss::Died(status.to_string()),
            Err(e) => Loss::Died(in_french(&e)),
        }
    }
}

impl Worker {
    fn start(program: &Program) -> Result<Self, Loss> {
        let fail = |e: std::io::Error| Loss::Unstartable(in_french(&e));
        let mark = serde_json::to_string(&(program.trade, program.budget)).expect("a budget is a plain value");
        // A worker of a worker is told its own trade; what it says as it fails, its parent says in French.
        let heard = match program.trade {
            Trade::Documents => Stdio::inherit(),
            Trade::Scans => Stdio::null(),
        };
        let mut child = Command::new(std::env::current_exe().map_err(fail)?)
            .args(&program.arguments)
            .env(MARK, mark)
            .stderr(heard)
            .envs(std::env::var_os(GLIBC_THRESHOLD.0).is_none().then_some(GLIBC_THRESHOLD))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(fail)?;
        let input = BufWriter::new(child.stdin.take().expect("it was piped"));
        let output = BufReader::new(child.stdout.take().expect("it was piped"));
        Ok(Worker { child, input, output, known: HashSet::new() })
    }

    fn hand(&mut self, task: &Task) -> std::io::Result<()> {
        for blob in &task.blobs {
            if !self.known.contains(&blob.digest) {
                message::write(&mut self.input, Kind::Blob, &[&blob.digest, &blob.bytes])?;
                self.known.insert(blob.digest);
            }
        }
        message::write(&mut self.input, Kind::Task, &[&task.size.to_le_bytes(), &task.body])
    }
}
