//! What a stage that two organismes share has in each: the days and the hours of the second one are told, the rest is the first's.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::calcul::{JourPrevu, Prevision, proportion};
use super::stage::Stage;
use crate::domain::periode::Jour;
use crate::domain::{Date, Heures, Journees};

/// Part du second organisme d’accueil dans un stage que deux se partagent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Partage {
    /// Jours de la semaine passés dans le second organisme.
    #[schemars(extend("x-exemple" = "jeudi"))]
    pub jours: Vec<Jour>,
    /// Heures par semaine dans le second organisme, si les mêmes jours se partagent entre les deux.
    #[schemars(extend("x-exemple" = "10,5"), range(min = 1, max = 99))]
    pub heures_semaine: Option<Heures>,
    /// Premier jour dans le second organisme, s’il ne reçoit le stagiaire qu’une partie du stage.
    #[schemars(extend("x-exemple" = "2025-12-15"))]
    pub debut: Option<Date>,
    /// Dernier jour dans le second organisme, s’il ne reçoit le stagiaire qu’une partie du stage.
    #[schemars(extend("x-exemple" = "2026-01-16"))]
    pub fin: Option<Date>,
}

/// What one organisme has of a shared stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// None where the same days are shared by hours.
    pub journees: Option<Journees>,
    pub minutes: u32,
}

impl Partage {
    /// Whether it tells nothing.
    pub fn is_untold(&self) -> bool {
        *self == Partage::default()
    }

    /// Whether a day is one that the second organisme has a part of.
    fn includes(&self, day: Date) -> bool {
        let within = self.debut.is_none_or(|d| d <= day) && self.fin.is_none_or(|d| day <= d);
        within && (self.jours.is_empty() || self.jours.iter().any(|j| j.weekday() == day.weekday()))
    }
}

impl Stage {
    /// Whether two organismes share it.
    pub fn is_shared(&self) -> bool {
        !self.second_organisme.is_empty() && self.second_organisme != self.organisme
    }

    /// Whether a day is spent in the second organisme, the whole of it.
    pub fn is_in_second(&self, day: Date) -> bool {
        self.is_shared()
            && !self.partage.is_untold()
            && self.partage.heures_semaine.is_none()
            && self.partage.includes(day)
    }

    /// Minutes that the second organisme has of each day of presence; `None` where the stage is not shared, or where its
    /// convention does not tell how.
    pub fn minutes_of_second(&self, jours: &BTreeMap<Date, JourPrevu>) -> Option<BTreeMap<Date, u32>> {
        if !self.is_shared() || self.partage.is_untold() {
            return None;
        }
        // Of the hours of the week, those that are spent there.
        let part = |minutes: u32| match (self.partage.heures_semaine, self.heures_semaine) {
            (None, _) => minutes,
            (Some(there), whole) => {
                let whole = whole.map_or(35 * 60, Heures::minutes).max(1);
                proportion(minutes, there.minutes().min(whole), whole)
            }
        };
        let there = jours.iter().filter(|(day, _)| self.partage.includes(**day));
        Some(there.map(|(day, jour)| (*day, part(jour.minutes))).collect())
    }
}

impl Prevision {
    /// What each organisme has of a shared stage, the second one last; `None` where that is not told. Journées that the
    /// convention tells without their days are shared as the days of its dates are.
    pub fn parts(&self, stage: &Stage) -> Option<[Part; 2]> {
        let second = stage.minutes_of_second(&self.jours)?;
        let (counted, total) = (self.minutes.values().sum::<u32>(), self.total());
        let there = second.values().sum::<u32>();
        let minutes = if self.dites.is_some() { proportion(there, total, counted) } else { there };
        let halves: u32 = self.jours.iter().filter(|(d, _)| second.contains_key(d)).map(|(_, j)| j.demis).sum();
        let days = stage.partage.heures_semaine.is_none().then(|| {
            let all: u32 = self.jours.values().map(|j| j.demis).sum();
            let whole = self.journees().halves();
            Journees::of_halves(if self.dites.is_some() { proportion(halves, whole, all) } else { halves })
        });
        let rest = days.map(|n| Journees::of_halves(self.journees().halves().saturating_sub(n.halves())));
        Some([Part { journees: rest, minutes: total.saturating_sub(minutes) }, Part { journees: days, minutes }])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::promotion::calcul::prevision_avec;

    fn day(month: i8, day: i8) -> Option<Date> {
        Date::new(2026, month, day)
    }

    /// Four weeks of 35 hours.
    fn stage(partage: Partage) -> Stage {
        Stage {
            organisme: "a".to_owned(),
            second_organisme: "b".to_owned(),
            debut: day(1, 5),
            fin: day(1, 30),
            heures_semaine: Heures::parse("35"),
            partage,
            ..Stage::default()
        }
    }

    /// Journées, by halves, and hours of each.
    fn parts(stage: &Stage) -> Option<[(Option<u32>, u32); 2]> {
        let prevision = prevision_avec(stage, [Some(&BTreeSet::new()); 2]).unwrap();
        Some(prevision.parts(stage)?.map(|p| (p.journees.map(Journees::halves), p.minutes / 60)))
    }

    #[test]
    fn each_organisme_has_its_days_and_its_hours() {
        let days = Partage { jours: vec![Jour::Jeudi, Jour::Vendredi], ..Partage::default() };
        assert_eq!(parts(&stage(days.clone())), Some([(Some(24), 84), (Some(16), 56)]));
        let from = Partage { debut: day(1, 19), ..Partage::default() };
        assert_eq!(parts(&stage(from)), Some([(Some(20), 70), (Some(20), 70)]));
        let both = Partage { fin: day(1, 16), ..days.clone() };
        assert_eq!(parts(&stage(both)), Some([(Some(32), 112), (Some(8), 28)]));
        let hours = Partage { heures_semaine: Heures::parse("10,5"), ..Partage::default() };
        assert_eq!(parts(&stage(hours)), Some([(None, 98), (None, 42)]));
        // Journées that the convention tells are shared as its days are.
        let told = Stage { journees: Some(15.into()), ..stage(days) };
        assert_eq!(parts(&told), Some([(Some(18), 63), (Some(12), 42)]));
    }

    #[test]
    fn nothing_is_shared_that_is_not_told() {
        assert_eq!(parts(&stage(Partage::default())), None);
        let days = Partage { jours: vec![Jour::Jeudi], ..Partage::default() };
        let alone = Stage { second_organisme: String::new(), ..stage(days.clone()) };
        assert_eq!(parts(&alone), None);
        let thursday = Date::new(2026, 1, 8).unwrap();
        assert!(stage(days.clone()).is_in_second(thursday) && !alone.is_in_second(thursday));
        let hours = Partage { heures_semaine: Heures::parse("7"), ..days };
        assert!(!stage(hours).is_in_second(thursday), "a day of which each has a part");
    }
}
