//! What a person sees while a long build goes on: how far it is, how fast, how long still.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar on a terminal, nothing elsewhere.
pub struct Progress {
    bar: ProgressBar,
    unit: Unit,
}

/// What the bar counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Several folders were given: their documents are not counted beforehand.
    Folders,
    /// The documents of one promotion.
    Documents,
}

impl Progress {
    /// For so many folders.
    pub fn of(folders: usize) -> Self {
        let unit = if folders == 1 { Unit::Documents } else { Unit::Folders };
        if !std::io::stderr().is_terminal() {
            return Progress { bar: ProgressBar::hidden(), unit };
        }
        let bar = ProgressBar::with_draw_target(Some(folders as u64), ProgressDrawTarget::stderr());
        let template = match unit {
            Unit::Folders => "{wide_bar} {pos}/{len} dossiers, encore {eta}",
            Unit::Documents => "{wide_bar} {pos}/{len} documents, {per_sec}, encore {eta}",
        };
        let style = ProgressStyle::with_template(template).expect("a fixed template");
        bar.set_style(style.with_key("per_sec", |state: &indicatif::ProgressState, to: &mut dyn std::fmt::Write| {
            // Nobody is left to hear that a word could not be written on a bar.
            let _ = write!(to, "{:.0} par seconde", state.per_sec());
        }));
        Progress { bar, unit }
    }

    /// One more folder is done.
    pub fn folder(&self) {
        if self.unit == Unit::Folders {
            self.bar.inc(1);
        }
    }

    /// So many documents of a promotion are done.
    pub fn documents(&self, done: usize, of: usize) {
        if self.unit == Unit::Documents {
            self.bar.set_length(of as u64);
            self.bar.set_position(done as u64);
        }
    }

    /// Prints without tearing the bar.
    pub fn print(&self, text: &str) {
        self.bar.suspend(|| super::out::report(text));
    }

    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
