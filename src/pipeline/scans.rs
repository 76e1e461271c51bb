//! Scans that strangers made, parsed and drawn in a process of their own with its budget of time and memory: one that would
//! fill the memory, never end or overflow the stack is told where the data name it, and everything else goes on.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::batch::{self, Budget, Helper, Loss, Next, Program, Task, Trade};
use super::confinement::confine;
use super::control::ControlError;
use super::manifest::sha256;
use crate::domain::document::Shared;
use crate::domain::dossier::Attachment;
use crate::domain::fault::{BadReference, Excess, Fault, FaultKind};
use crate::sources::Named;
use crate::typeset::scan::{self, Look, PAGES_LIMIT, ScanError};

/// What one scan may take: an ordinary page takes a hundredth of that time.
pub const BUDGET: Budget = Budget { time: Duration::from_secs(10), memory: 1 << 30 };
/// Bytes and pages for which that time is meant: a larger scan may take more, at most so many times.
const BYTES: usize = 8 << 20;
const PAGES: usize = 5;
const TIMES: usize = 6;
/// A look that took longer is remembered: under `watch` the same scans come again and again.
const DEAR: Duration = Duration::from_millis(30);
/// How many are.
const KNOWN: usize = 64;

/// Who looks at scans and draws them.
#[derive(Default)]
pub struct Scans(Option<Helpers>);

struct Helpers {
    program: Program,
    /// Those at nothing; as many are at work as threads ask.
    idle: Mutex<Vec<Helper>>,
    /// What was found, by the digest of the PDF.
    known: Mutex<BTreeMap<String, Result<Look, ScanLoss>>>,
}

/// Why a scan gives nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScanLoss {
    #[error(transparent)]
    Scan(#[from] ScanError),
    #[error("{}", in_words(.0))]
    Excess(Excess),
    /// No fault of the scan.
    #[error("liasse ne peut pas se relancer : {0}")]
    Machine(String),
}

fn in_words(excess: &Excess) -> String {
    match excess {
        Excess::Time { seconds } => format!("il demande plus de {seconds} secondes"),
        Excess::Memory { mib } => format!("il demande plus de {mib} Mio de mémoire"),
        Excess::Crash => "il arrête ce qui le lit".to_owned(),
    }
}

/// What is asked of a helper: its first byte, then the PDF.
const LOOK: u8 = b'L';
const DRAW: u8 = b'D';

impl Scans {
    /// In this process, for who knows where the bytes come from, or is a process of its own.
    pub fn here() -> Self {
        Scans(None)
    }

    /// In helpers of this program, kept from one scan to the next.
    pub fn by_helpers(budget: Budget) -> Self {
        let program = Program { trade: Trade::Scans, arguments: Vec::new(), budget };
        Scans(Some(Helpers { program, idle: Mutex::default(), known: Mutex::default() }))
    }

    /// What a PDF is, if its pages can be drawn.
    ///
    /// # Errors
    /// It cannot be read, or drawn within what it may take.
    pub fn look(&self, pdf: &[u8]) -> Result<Look, ScanLoss> {
        match &self.0 {
            None => Ok(scan::look(pdf)?),
            Some(helpers) => helpers.look(pdf),
        }
    }

    /// The pages of a PDF, `pages` of them, as pictures.
    ///
    /// # Errors
    /// As [`Scans::look`].
    pub fn pages(&self, pdf: &[u8], pages: usize) -> Result<Vec<Shared>, ScanLoss> {
        let pages = match &self.0 {
            None => scan::pages(pdf)?,
            Some(helpers) => unpacked(&helpers.ask(DRAW, pdf, pages)?)?,
        };
        Ok(pages.into_iter().map(Shared::from).collect())
    }

    /// Looks at the scans that were named, each once: what each is goes to `accepted`; what cannot be used is told where it
    /// is named, and is no longer there.
    pub(super) fn settle(
        &self,
        named: &[Named],
        accepted: &mut BTreeMap<String, Attachment>,
        bytes: &mut BTreeMap<String, Vec<u8>>,
        faults: &mut Vec<Fault>,
    ) -> Result<(), ControlError> {
        let mut refused: BTreeMap<&str, BadReference> = BTreeMap::new();
        for Named { place, target } in named {
            let waiting = accepted.get_mut(target).filter(|a| a.pages == 0);
            if let Some((pdf, scan)) = bytes.get(target).zip(waiting) {
                match self.look(pdf) {
                    Ok(Look { width, height, pages }) => {
                        *scan = Attachment { width, height, pages, ..scan.clone() };
                    }
                    Err(ScanLoss::Machine(why)) => return Err(ControlError::Machine(why)),
                    Err(ScanLoss::Scan(error)) => drop(refused.insert(target, of_scan(&error))),
                    Err(ScanLoss::Excess(excess)) => drop(refused.insert(target, BadReference::Excess(excess))),
                }
            }
            if let Some(reason) = refused.get(target.as_str()) {
                accepted.remove(target);
                bytes.remove(target);
                let kind = FaultKind::Reference { target: target.clone(), reason: reason.clone() };
                faults.push(Fault { place: place.clone(), kind });
            }
        }
        Ok(())
    }
}

fn of_scan(error: &ScanError) -> BadReference {
    match error {
        ScanError::TooManyPages { found } => {
            BadReference::TooLarge { found: format!("{found} pages"), limit: format!("{PAGES_LIMIT} pages") }
        }
        other => BadReference::Damaged(other.to_string()),
    }
}

impl Helpers {
    fn look(&self, pdf: &[u8]) -> Result<Look, ScanLoss> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        // The digest costs as much as an ordinary look: it is taken only where something is remembered.
        let digest = (!known().is_empty()).then(|| sha256(pdf));
        if let Some(found) = digest.as_ref().and_then(|d| known().get(d).cloned()) {
            return found;
        }
        let begun = Instant::now();
        let found = self.ask(LOOK, pdf, 1).and_then(|told| Ok(answer::<Look>(&told)?));
        if begun.elapsed() > DEAR && !matches!(found, Err(ScanLoss::Machine(_))) {
            let mut known = known();
            if known.len() >= KNOWN {
                known.clear();
            }
            known.insert(digest.unwrap_or_else(|| sha256(pdf)), found.clone());
        }
        found
    }

    fn ask(&self, what: u8, pdf: &[u8], pages: usize) -> Result<Vec<u8>, ScanLoss> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut helper = idle().pop().unwrap_or_else(|| Helper::new(self.program.clone()));
        let size = (1 + pdf.len() / BYTES).max(pages.div_ceil(PAGES)).min(TIMES) as u32;
        let answered = helper.ask(&Task { body: [&[what], pdf].concat(), blobs: Vec::new(), size });
        idle().push(helper);
        let budget = self.program.budget;
        answered.map_err(|loss| match loss {
            Loss::Late => ScanLoss::Excess(Excess::Time { seconds: (budget.time * size).as_secs() }),
            Loss::Large => ScanLoss::Excess(Excess::Memory { mib: budget.memory >> 20 }),
            Loss::Died(_) => ScanLoss::Excess(Excess::Crash),
            Loss::Unstartable(why) => ScanLoss::Machine(why),
            Loss::Stopped => ScanLoss::Machine("interrompu".to_owned()),
        })
    }
}

/// What a helper answered: a first byte, then what was asked for or why there is nothing, as JSON.
fn answer<T: serde::de::DeserializeOwned>(told: &[u8]) -> Result<T, ScanError> {
    match told.split_first() {
        Some((1, body)) => Ok(serde_json::from_slice(body).expect("the helper is this very program")),
        told => Err(refusal(told.map_or(&[][..], |(_, body)| body))),
    }
}

fn refusal(body: &[u8]) -> ScanError {
    serde_json::from_slice(body).unwrap_or(ScanError::Unreadable)
}

/// The pages of an answer, each after its length.
fn unpacked(told: &[u8]) -> Result<Vec<Vec<u8>>, ScanError> {
    let Some((1, mut rest)) = told.split_first() else { return Err(refusal(told.get(1..).unwrap_or_default())) };
    let mut pages = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (page, after) = after.split_at(u32::from_le_bytes(*length) as usize);
        pages.push(page.to_vec());
        rest = after;
    }
    Ok(pages)
}

/// A helper's side: looks at what it is handed, and draws it, until nobody asks any more.
pub fn serve(budget: Budget) {
    // All that it reads and says goes through pipes. Where it cannot be held, its budget holds it, as elsewhere.
    let _ = confine(None);
    // What a reader says of a damaged file as it gives up is said by the parent, in French.
    std::panic::set_hook(Box::new(|_| {}));
    batch::serve(budget, || |task: &[u8], _: &batch::Blobs| (fulfil(task), Next::Another));
}

fn fulfil(task: &[u8]) -> Vec<u8> {
    let told = match task.split_first() {
        Some((&LOOK, pdf)) => scan::look(pdf).map(|look| serde_json::to_vec(&look).expect("a look is a plain value")),
        Some((&DRAW, pdf)) => scan::pages(pdf).map(|pages| {
            let framed = |page: &Vec<u8>| [&(page.len() as u32).to_le_bytes()[..], page].concat();
            pages.iter().flat_map(framed).collect()
        }),
        _ => Err(ScanError::Unreadable),
    };
    match told {
        Ok(body) => [&[1][..], &body].concat(),
        Err(error) => [&[0][..], &serde_json::to_vec(&error).expect("an error is a plain value")].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_and_pages_go_through_the_pipe() {
        let no = fulfil(&[&[DRAW][..], b"no pdf"].concat());
        assert_eq!(unpacked(&no), Err(ScanError::Unreadable));
        assert_eq!(answer::<Look>(&fulfil(&[&[LOOK][..], b"no pdf"].concat())), Err(ScanError::Unreadable));
        let framed = [&[1][..], &2u32.to_le_bytes(), b"ab", &0u32.to_le_bytes()].concat();
        assert_eq!(unpacked(&framed), Ok(vec![b"ab".to_vec(), Vec::new()]));
    }
}
