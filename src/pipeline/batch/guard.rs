//! How a process watches itself: the processor's time and the memory of what it is at, looked at by a thread of its own.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Budget;
use crate::domain::fault::Excess;

/// How often it looks.
const LOOK: Duration = Duration::from_millis(20);
/// Where the system does not tell the processor's time, and nothing is said of how long a task may last.
#[cfg(not(unix))]
const LASTING: u32 = 10;

/// What a process is at, and too much for it.
#[derive(Debug)]
pub struct Over<'g> {
    pub what: &'g str,
    pub excess: Excess,
}

/// Watches this process while it is at something.
pub struct Guard {
    under_way: Arc<Mutex<Option<UnderWay>>>,
    lasting: Option<u32>,
}

/// How many times the ordinary size something is: asked once its ordinary time is over, as most of what is done never is.
type Weigh = Box<dyn FnOnce() -> u32 + Send>;

struct UnderWay {
    what: String,
    budget: Budget,
    end: End,
    weigh: Option<Weigh>,
}

impl Guard {
    /// `look` is told at each look what is over, if anything is; to end the process is its affair. A task may last `lasting`
    /// times its time of the processor: on a machine that is busy with other things, it waits. Without, it may wait for ever.
    pub fn new(lasting: Option<u32>, mut look: impl FnMut(Option<Over<'_>>) + Send + 'static) -> Self {
        let under_way: Arc<Mutex<Option<UnderWay>>> = Arc::default();
        let watched = Arc::clone(&under_way);
        let watch = move || {
            loop {
                std::thread::sleep(LOOK);
                // Held until the look is over: what ends meanwhile waits for what is said of it.
                let mut under_way = watched.lock().unwrap_or_else(PoisonError::into_inner);
                let excess = under_way.as_mut().and_then(|u| u.excess().map(|e| (u.what.as_str(), e)));
                look(excess.map(|(what, excess)| Over { what, excess }));
            }
        };
        // Without a thread to watch it, it is as any other process.
        let _ = std::thread::Builder::new().spawn(watch);
        Guard { under_way, lasting }
    }

    /// Does something, which has that budget as many times as `weigh` says.
    pub fn at<T>(
        &self,
        what: String,
        budget: Budget,
        weigh: impl FnOnce() -> u32 + Send + 'static,
        work: impl FnOnce() -> T,
    ) -> T {
        let end = End::after(budget.time, self.lasting);
        self.set(Some(UnderWay { what, budget, end, weigh: Some(Box::new(weigh)) }));
        let done = work();
        self.set(None);
        done
    }

    fn set(&self, to: Option<UnderWay>) {
        *self.under_way.lock().unwrap_or_else(PoisonError::into_inner) = to;
    }
}

impl UnderWay {
    fn excess(&mut self) -> Option<Excess> {
        if resident() > self.budget.memory {
            return Some(Excess::Memory { mib: self.budget.memory >> 20 });
        }
        if !self.end.is_over() {
            return None;
        }
        if let Some(weigh) = self.weigh.take() {
            let times = weigh().max(1);
            self.end = self.end.later(self.budget.time.saturating_mul(times - 1));
            self.budget.time = self.budget.time.saturating_mul(times);
        }
        let seconds = self.budget.time.as_secs();
        self.end.is_over().then_some(Excess::Time { seconds })
    }
}

/// When something is over its time.
#[derive(Clone, Copy)]
struct End {
    /// The processor's time of this process.
    spent: Duration,
    /// The time that passes, and how many times the processor's it is.
    at: Option<(Instant, u32)>,
}

impl End {
    /// In `time` from now.
    fn after(time: Duration, lasting: Option<u32>) -> Self {
        #[cfg(not(unix))]
        let time = if lasting.is_none() { time.saturating_mul(LASTING) } else { time };
        let at = lasting.and_then(|times| Some((Instant::now().checked_add(time.saturating_mul(times))?, times)));
        End { spent: spent().saturating_add(time), at }
    }

    fn later(self, time: Duration) -> Self {
        let at = self.at.and_then(|(at, times)| Some((at.checked_add(time.saturating_mul(times))?, times)));
        End { spent: self.spent.saturating_add(time), at }
    }

    fn is_over(self) -> bool {
        spent() > self.spent || self.at.is_some_and(|(at, _)| Instant::now() > at)
    }
}

/// The processor's time that this process took: what others do on the machine does not count. Where the system does not tell
/// it, the time that passed.
fn spent() -> Duration {
    #[cfg(unix)]
    {
        let told = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        Duration::new(told.tv_sec.try_into().unwrap_or(0), told.tv_nsec.try_into().unwrap_or(0))
    }
    #[cfg(not(unix))]
    {
        static BEGUN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
        BEGUN.elapsed()
    }
}

/// Resident memory of this process, in bytes; 0 where the system does not tell.
pub(super) fn resident() -> u64 {
    memory_stats::memory_stats().map_or(0, |m| m.physical_mem as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn burn(time: Duration) {
        let begun = Instant::now();
        let mut n = 0_u64;
        while begun.elapsed() < time {
            n = std::hint::black_box(n + 1);
        }
    }

    /// What is told of a task that lasts, under that budget.
    fn told(budget: Budget, times: u32, lasts: Duration) -> Vec<String> {
        let all: Arc<Mutex<Vec<String>>> = Arc::default();
        let to = Arc::clone(&all);
        let guard = Guard::new(None, move |over| {
            if let Some(Over { what, excess }) = over {
                to.lock().unwrap().push(format!("{what}: {excess:?}"));
            }
        });
        guard.at("x".to_owned(), budget, move || times, || burn(lasts));
        // Nothing is under way: nothing is told.
        burn(LOOK * 4);
        let mut told = all.lock().unwrap().clone();
        told.dedup();
        told
    }

    #[test]
    fn an_excess_is_told_and_what_is_large_has_more_time() {
        let budget = |millis, memory| Budget { time: Duration::from_millis(millis), memory };
        let (short, long) = (Duration::from_millis(50), Duration::from_millis(600));
        assert_eq!(told(budget(30, u64::MAX), 1, long), ["x: Time { seconds: 0 }"]);
        // Other tests take the processor's time of this process too.
        assert_eq!(told(budget(100_000, u64::MAX), 1, short), [""; 0]);
        assert_eq!(told(budget(30, u64::MAX), 1_000_000, long), [""; 0]);
        assert_eq!(told(budget(100_000, 1), 1, long), ["x: Memory { mib: 0 }"]);
    }
}
