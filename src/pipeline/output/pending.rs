//! What is on its way and not whole: who ends this process in the middle of its work takes it away first.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

static PENDING: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn pending() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    PENDING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A temporary file or folder, until it is renamed or removed.
pub(super) struct Pending(PathBuf);

impl Pending {
    /// Makes something, and knows it from then on.
    pub(super) fn made<T>(
        make: impl FnOnce() -> std::io::Result<T>,
        path: impl FnOnce(&T) -> &Path,
    ) -> std::io::Result<(T, Self)> {
        let mut pending = pending();
        let made = make()?;
        let path = path(&made).to_owned();
        pending.insert(path.clone());
        Ok((made, Pending(path)))
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        pending().remove(&self.0);
    }
}

/// Takes away what is not whole, for a process that ends now: nothing can be begun any more, nor end.
pub fn abandon() {
    let pending = pending();
    for path in pending.iter() {
        // What cannot be removed is the next start's to sweep.
        let _ = fs::remove_file(path).or_else(|_| fs::remove_dir_all(path));
    }
    std::mem::forget(pending);
}
