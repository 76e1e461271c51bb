//! The journées of stage of one student over the whole training: done before, and in each stage of the folder.

use super::{Etudiant, Promotion, Stage};
use crate::domain::Journees;
use crate::domain::duree::Verdict;
use crate::domain::referentiel::Stage as Durees;

/// What a student did, has to do and is to do, in journées of presence.
///
/// A stage counts for its recorded presence, else for what its convention foresees (the told number, else the days of
/// its dates as its avenants leave them).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cumul {
    /// Done before the stages of the folder: told for the student, else for the class; `None` where neither is.
    pub anterieures: Option<Journees>,
    /// Foreseen by the conventions of the folder.
    pub prevues: Journees,
    /// Recorded in the stages of the folder.
    pub faites: Journees,
    /// What each stage of the folder counts for, with its rank.
    pub stages: Vec<(usize, Journees)>,
    /// Fewest and most in all, a reduction that is told and grounded taken into account.
    pub dues_min: u32,
    pub dues_max: u32,
}

impl Cumul {
    /// The journées of a student; `foreseen` gives those that the convention of a stage foresees, by its rank.
    /// `None` where a stage has neither recorded nor foreseen journées: the sum is unknown.
    pub fn of(
        promotion: &Promotion,
        etudiant: &Etudiant,
        foreseen: impl Fn(usize) -> Option<Journees>,
        durees: &Durees,
    ) -> Option<Self> {
        let class = promotion.reglage.formation.journees_anterieures;
        let mut cumul = Cumul {
            anterieures: etudiant.journees_anterieures.or(class),
            dues_min: etudiant.fondements().requises(durees),
            dues_max: u32::from(durees.journees_max),
            ..Cumul::default()
        };
        for (rank, stage) in promotion.stages_of(&etudiant.cle) {
            let (planned, done) = (foreseen(rank), done(stage));
            cumul.prevues += planned.unwrap_or_default();
            cumul.faites += done.unwrap_or_default();
            cumul.stages.push((rank, done.or(planned)?));
        }
        Some(cumul)
    }

    /// Journées of the folder's stages, recorded or foreseen.
    pub fn dans_le_dossier(&self) -> Journees {
        self.stages.iter().map(|(_, n)| *n).sum()
    }

    /// All the journées, recorded or foreseen; the earlier ones where they are told.
    pub fn total(&self) -> Journees {
        self.anterieures.unwrap_or_default() + self.dans_le_dossier()
    }

    /// What the total comes to; `None` where the earlier journées are not told and the folder alone is too short.
    pub fn verdict(&self, etudiant: &Etudiant, durees: &Durees) -> Option<Verdict> {
        let known = self.anterieures.is_some() || self.total() >= Journees::from(u32::from(durees.journees_min));
        known.then(|| etudiant.fondements().verdict(self.total(), durees))
    }

    /// "25 + 43 = 68 journées", the earlier ones first; "43 journées" for one number alone.
    pub fn working(&self) -> String {
        let parts: Vec<String> =
            self.anterieures.into_iter().chain(self.stages.iter().map(|(_, n)| *n)).map(|n| n.to_string()).collect();
        let total = self.total();
        let journees = format!("{total} journée{}", if total.is_plural() { "s" } else { "" });
        if parts.len() > 1 { format!("{} = {journees}", parts.join(" + ")) } else { journees }
    }
}

/// The journées that were recorded.
fn done(stage: &Stage) -> Option<Journees> {
    stage.presence.as_ref().and_then(|p| p.journees)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::candidat::{MotifReduction, Reduction};
    use crate::domain::promotion::stage::Presence;
    use crate::domain::referentiel::Referentiel;

    fn durees() -> Durees {
        Referentiel::parse(include_str!("../../../templates/bts-assurance/referentiel.toml")).unwrap().stage
    }

    /// A student with two stages: one recorded, one foreseen.
    fn class(anterieures: Option<u32>) -> Promotion {
        let anterieures = anterieures.map(Journees::from);
        let stage = |presence| Stage { etudiant: "a".to_owned(), presence, ..Stage::default() };
        let done = Presence { journees: Some(18.into()), ..Presence::default() };
        Promotion {
            etudiants: vec![Etudiant { cle: "a".to_owned(), journees_anterieures: anterieures, ..Etudiant::default() }],
            stages: vec![stage(Some(done)), stage(None)],
            ..Promotion::default()
        }
    }

    #[test]
    fn what_was_recorded_counts_else_what_is_foreseen() {
        let (class, durees) = (class(Some(25)), durees());
        let cumul = Cumul::of(&class, &class.etudiants[0], |_| Some(20.into()), &durees).unwrap();
        assert_eq!([cumul.prevues, cumul.faites, cumul.total()].map(Journees::whole), [40, 18, 63]);
        assert_eq!((cumul.dues_min, cumul.dues_max), (75, 80));
        assert_eq!(cumul.working(), "25 + 18 + 20 = 63 journées");
        assert_eq!(cumul.verdict(&class.etudiants[0], &durees), Some(Verdict::Short));
    }

    /// Half a journée short is short; the full duration to the half is enough.
    #[test]
    fn a_half_journee_counts_for_half() {
        let (mut class, durees) = (class(Some(36)), durees());
        class.stages[0].presence = Some(Presence { journees: Journees::parse("18,5"), ..Presence::default() });
        let with =
            |foreseen: &str| Cumul::of(&class, &class.etudiants[0], |_| Journees::parse(foreseen), &durees).unwrap();
        assert_eq!(with("20").working(), "36 + 18,5 + 20 = 74,5 journées");
        assert_eq!(with("20").verdict(&class.etudiants[0], &durees), Some(Verdict::Short));
        assert_eq!(with("20,5").verdict(&class.etudiants[0], &durees), Some(Verdict::Enough));
    }

    #[test]
    fn nothing_is_concluded_from_what_is_not_told() {
        let (mut class, durees) = (class(None), durees());
        let one = |c: &Promotion| Cumul::of(c, &c.etudiants[0], |_| Some(20.into()), &durees).unwrap();
        assert_eq!(one(&class).verdict(&class.etudiants[0], &durees), None);
        // The class tells for those whose row does not.
        class.reglage.formation.journees_anterieures = Some(40.into());
        assert_eq!(one(&class).working(), "40 + 18 + 20 = 78 journées");
        assert_eq!(one(&class).verdict(&class.etudiants[0], &durees), Some(Verdict::Enough));
        assert_eq!(Cumul::of(&class, &class.etudiants[0], |_| None, &durees), None, "a stage without days");
    }

    #[test]
    fn a_reduction_that_is_grounded_changes_what_is_due() {
        let (mut class, durees) = (class(Some(25)), durees());
        let granted = Reduction { journees: Some(60), ..Reduction::default() };
        class.etudiants[0].reduction = Some(granted.clone());
        let due = |c: &Promotion| Cumul::of(c, &c.etudiants[0], |_| Some(20.into()), &durees).unwrap().dues_min;
        assert_eq!(due(&class), 75, "without its ground, nothing is reduced");
        let decided = Reduction {
            motif: Some(MotifReduction::Positionnement),
            date: crate::domain::Date::new(2025, 9, 12),
            reference: "DEC 2025-118".to_owned(),
            ..granted
        };
        class.etudiants[0].reduction = Some(decided);
        assert_eq!(due(&class), 60);
    }
}
