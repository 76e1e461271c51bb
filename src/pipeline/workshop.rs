//! What typesets, kept from one folder to the next: engines, templates, drawn scans.

use std::collections::BTreeMap;

use super::control::Controlled;
use crate::domain::document::{Shared, TemplateFault};
use crate::templates::{Composer, Inputs, Piece};
use crate::typeset::Engine;

/// Documents typeset at the same time: one long one beside the short ones is what a folder has.
const LANES: usize = 2;

/// What typesets, kept from one folder to the next: fonts and templates are read once, a scan is drawn once.
pub struct Workshop {
    /// One for each document that is typeset at the same time.
    pub(super) engines: Vec<Engine>,
    /// The templates of each diploma, parsed when first needed.
    composers: BTreeMap<String, Composer>,
    /// Pages of scans, by the hash of the PDF.
    pub(super) scans: BTreeMap<String, Vec<Shared>>,
    /// How many builds back what was laid out is remembered.
    pub(super) memory: usize,
}

impl Default for Workshop {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let engines = (0..cores.min(LANES)).map(|_| Engine::new()).collect();
        Workshop { engines, composers: BTreeMap::new(), scans: BTreeMap::new(), memory: 0 }
    }
}

impl Workshop {
    /// The documents of a controlled folder.
    ///
    /// # Errors
    /// A template cannot be parsed, or stops on its data.
    pub(super) fn documents(
        &mut self,
        controlled: &Controlled,
        inputs: &Inputs<'_>,
    ) -> Result<Vec<Piece>, TemplateFault> {
        let pack = &controlled.texts.pack;
        if !self.composers.contains_key(&pack.diplome) {
            self.composers.insert(pack.diplome.clone(), Composer::new(pack.templates())?);
        }
        self.composers[&pack.diplome].documents(inputs)
    }

    /// Forgets the templates, which have changed, and keeps what was laid out.
    pub fn forget_templates(&mut self) {
        self.composers.clear();
    }

    /// Typesets one document after the other: what is first, the dossier, is then made soonest.
    pub fn one_at_a_time(mut self) -> Self {
        self.engines.truncate(1);
        self
    }

    /// Remembers what was laid out for as many builds: for a folder that is built again and again.
    pub fn remember(self, builds: usize) -> Self {
        Workshop { memory: builds, ..self }
    }
}
