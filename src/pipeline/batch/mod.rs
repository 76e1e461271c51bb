//! Many documents: workers, processes of this program with one thread each, that are handed one task after the other.
//!
//! A task and its answer are bytes; what they mean is their caller's affair. A worker that dies, takes too long or grows
//! too large takes one task with it: the parent tells it, and starts another worker. What a worker holds of the parent
//! is a pipe: when the parent is gone, so is the worker, once its task is done or its time is up.

mod guard;
mod message;
mod pool;
mod worker;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub use guard::{Guard, Over};
pub use pool::{Answer, Helper, Loss, Pool, Program, Task};
pub use worker::{Blobs, Next, received, serve};

use crate::domain::document::Shared;

/// What a worker may take for one task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Of the processor, for a task of ordinary size; a larger one says how many times it is that.
    pub time: Duration,
    /// Resident memory of the worker, in bytes.
    pub memory: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { time: Duration::from_secs(60), memory: 1 << 30 }
    }
}

/// What a worker is started for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trade {
    /// Documents and dossiers, by the command that it is started with.
    Documents,
    /// Scans that strangers made: what their reader prints as it fails is not heard.
    Scans,
}

/// SHA-256 of some bytes.
pub type Digest = [u8; 32];

/// SHA-256 of `bytes`.
pub fn digest(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}

/// Bytes that many tasks share: sent to each worker once, by their digest.
#[derive(Clone, Debug)]
pub struct Blob {
    pub digest: Digest,
    pub bytes: Shared,
}
