//! What this process may take for what it is at: an input that asks for more is told in one sentence, and nothing unfinished
//! is left of it.

use std::path::Path;
use std::time::Duration;

use super::coffre::word;
use super::out;
use crate::diagnostic::human::printable;
use crate::domain::fault::Excess;
use crate::pipeline::batch::{Budget, Guard, Over};
use crate::pipeline::output;
use crate::sources::weight::weight;

/// What a command may take for each thing that it is given.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Bounds {
    /// Temps de calcul permis, en secondes, pour un document ou une entrée de taille ordinaire
    #[arg(long, value_name = "SECONDES", default_value_t = 60, hide_default_value = true, value_parser = clap::value_parser!(u32).range(1..))]
    temps_max: u32,
    /// Mémoire permise, en Mio
    #[arg(long, value_name = "MIO", default_value_t = 1024, hide_default_value = true, value_parser = clap::value_parser!(u32).range(64..))]
    memoire_max: u32,
}

impl Bounds {
    pub fn budget(self) -> Budget {
        Budget { time: Duration::from_secs(self.temps_max.into()), memory: u64::from(self.memoire_max) << 20 }
    }
}

/// Watches this process while it reads what others made.
pub struct Watched {
    guard: Guard,
    budget: Budget,
}

impl Watched {
    pub fn within(budget: Budget) -> Self {
        let guard = Guard::new(None, |over| {
            if let Some(over) = over {
                give_up(&over);
            }
        });
        Watched { guard, budget }
    }

    /// Does something with what stands at those paths: it has the time of `documents` documents, as many times as they weigh more
    /// than an ordinary input.
    pub fn at<T, P: AsRef<Path>>(&self, paths: &[P], documents: u32, work: impl FnOnce() -> T) -> T {
        let all: Vec<_> = paths.iter().map(|p| p.as_ref().to_owned()).collect();
        let named = all.first().map_or_else(String::new, |p| p.display().to_string());
        let what = if all.len() > 1 { format!("{named} (avec {} autres)", all.len() - 1) } else { named };
        let weigh = move || all.iter().map(|p| weight(p)).fold(0, u32::saturating_add);
        let budget = Budget { time: self.budget.time.saturating_mul(documents), ..self.budget };
        self.guard.at(what, budget, weigh, work)
    }
}

/// Ends this process: what it is at takes too much, and would perhaps never end.
fn give_up(over: &Over<'_>) {
    let (found, option) = match over.excess {
        Excess::Memory { mib } => (format!("plus de {mib} Mio de mémoire"), "--memoire-max"),
        Excess::Time { seconds } => {
            let s = word(usize::try_from(seconds).unwrap_or(usize::MAX), "seconde", "secondes");
            (format!("plus de {seconds} {s} de calcul"), "--temps-max")
        }
        Excess::Crash => return,
    };
    output::abandon();
    out::aside(&printable(&format!(
        "erreur : {} demande {found}, plus qu’il n’est permis pour ce qu’il pèse : rien d’inachevé n’est écrit ; ôtez ce qui y est \
         répété ou démesuré, ou permettez davantage ({option})",
        over.what
    )));
    std::process::exit(3);
}
