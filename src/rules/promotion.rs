//! What a rule of the conventions and certificates looks at.

use std::collections::BTreeMap;

use crate::diagnostic::Place;
use crate::domain::calendrier::Calendriers;
use crate::domain::droit::DroitDesStages;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::promotion::calcul::{self, Prevision};
use crate::domain::promotion::{FILE, Promotion, Stage};
use crate::domain::referentiel::Referentiel;

/// A promotion, what was wrong in its files, and the texts that apply.
pub struct PromotionContext<'a> {
    pub promotion: &'a Promotion,
    pub faults: &'a [Fault],
    pub referentiel: &'a Referentiel,
    pub calendriers: &'a Calendriers,
    pub droit: &'a DroitDesStages,
}

impl PromotionContext<'_> {
    /// Whether something of `file` was lost to a fault already told: nothing is concluded from an absence then.
    pub fn lost(&self, file: &str) -> bool {
        self.faults.iter().any(|f| f.place.file == file)
    }

    /// Whether a value at the key `key` of some row or default of `file` was lost to a fault already told.
    pub fn lost_at(&self, file: &str, key: &str) -> bool {
        let whole = |f: &Fault| matches!(f.kind, FaultKind::Syntax { .. } | FaultKind::Unreadable(_));
        let here = |f: &Fault| f.place.field().is_some_and(|path| path.ends_with(key));
        self.faults.iter().filter(|f| f.place.file == file).any(|f| whole(f) || here(f))
    }

    /// The place of stage `i` (from 0), or of one of its keys.
    pub fn stage(&self, i: usize, key: &str) -> Place {
        row(&self.promotion.files.stages, "stage", i, key)
    }

    pub fn etudiant(&self, i: usize, key: &str) -> Place {
        row(&self.promotion.files.etudiants, "etudiant", i, key)
    }

    pub fn organisme(&self, i: usize, key: &str) -> Place {
        row(&self.promotion.files.organismes, "organisme", i, key)
    }

    pub fn avenant(&self, i: usize, key: &str) -> Place {
        row(&self.promotion.files.avenants, "avenant", i, key)
    }

    pub fn contrat(&self, i: usize, key: &str) -> Place {
        row(&self.promotion.files.contrats, "contrat", i, key)
    }

    /// The place of a default.
    pub fn defaut(&self, key: &str) -> Place {
        Place::value(FILE, format!("defauts.{key}"))
    }

    /// The place of a value of stage `i` that may have come from the defaults: there when the text is theirs.
    pub fn effective(&self, i: usize, key: &str) -> Place {
        let is = |s: &Stage| lookup(s, key);
        let (mine, default) = (is(&self.promotion.stages[i]), is(&self.promotion.reglage.defauts));
        if mine == default && mine.is_some() { self.defaut(key) } else { self.stage(i, key) }
    }

    /// The presence that stage `i` foresees.
    pub fn prevision(&self, stage: &Stage) -> Option<Prevision> {
        calcul::prevision(stage, self.calendriers, self.calendrier())
    }

    /// The holiday calendar of the promotion.
    pub fn calendrier(&self) -> &str {
        let told = self.promotion.reglage.formation.calendrier.as_str();
        if told.is_empty() { "metropole" } else { told }
    }

    /// The stages for which `wrong` is true, by where they are told: one diagnostic in the defaults for those that
    /// share them, one for each row otherwise.
    pub fn grouped(&self, key: &str, wrong: impl Fn(&Stage) -> bool) -> Vec<(Place, Vec<usize>)> {
        let all: Vec<usize> = (0..self.promotion.stages.len()).filter(|i| wrong(&self.promotion.stages[*i])).collect();
        // The defaults are the place to mend what several rows share and what the defaults themselves do not tell.
        if all.len() > 1 && wrong(&self.promotion.reglage.defauts) {
            let default = lookup(&self.promotion.reglage.defauts, key);
            let (shared, own): (Vec<_>, Vec<_>) =
                all.into_iter().partition(|i| lookup(&self.promotion.stages[*i], key) == default);
            let own = own.into_iter().map(|i| (self.stage(i, key), vec![i]));
            let shared = (!shared.is_empty()).then(|| (self.defaut(key), shared));
            return shared.into_iter().chain(own).collect();
        }
        all.into_iter().map(|i| (self.stage(i, key), vec![i])).collect()
    }

    /// The stages of each student in each organisme, by rank.
    pub fn by_student_and_organisme(&self) -> BTreeMap<(&str, &str), Vec<usize>> {
        let mut out: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        for (i, s) in self.promotion.stages.iter().enumerate() {
            out.entry((s.etudiant.as_str(), s.organisme.as_str())).or_default().push(i);
        }
        out
    }
}

fn row(file: &str, table: &str, i: usize, key: &str) -> Place {
    let dot = if key.is_empty() { "" } else { "." };
    Place::value(file, format!("{table}[{i}]{dot}{key}"))
}

/// The value at a dotted path of a stage.
fn lookup(stage: &Stage, key: &str) -> Option<serde_json::Value> {
    let pointer = format!("/{}", key.replace('.', "/"));
    serde_json::to_value(stage).ok()?.pointer(&pointer).cloned()
}
