//! The law of stages as dated data (`templates/droit/stages.toml`): durations, gratification, caps.

use serde::Deserialize;

/// What the code de l’éducation sets for stages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DroitDesStages {
    /// Where the values are from.
    pub source: String,
    /// Hours of presence that make a day (D124-6).
    pub heures_par_jour: u32,
    /// Days that make a month (D124-6).
    pub jours_par_mois: u32,
    /// Longest stay of a stagiaire in one organisme and teaching year, in months (L124-5).
    pub mois_au_plus: u32,
    /// Beyond these months a gratification is due (L124-6).
    pub mois_sans_gratification: u32,
    /// Beyond these months leave must be told (L124-13).
    pub mois_sans_conges: u32,
    /// Weekly hours that are usual, and that nothing allows to pass.
    pub heures_conseillees: u32,
    pub heures_au_plus: u32,
    /// Hours of one day that nothing usual passes.
    pub heures_par_jour_au_plus: u32,
    /// Most stagiaires of a teacher, and of a tuteur at the same time.
    pub stagiaires_par_referent: u32,
    pub stagiaires_par_tuteur: u32,
    /// From this staff on, the quota is a percentage (rounded up); below, a number.
    pub quota_effectif: u32,
    pub quota_pourcent: u32,
    pub quota_petit: u32,
    pub mineurs: Mineurs,
    pub presence: EcartsDePresence,
    pub minimum: Vec<Minimum>,
}

/// What the labour code allows a young worker, stagiaires included (L3161-1).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mineurs {
    /// Where the values are from.
    pub source: String,
    /// Until the day before this birthday.
    pub age: u32,
    pub heures_par_semaine: u32,
    pub heures_par_jour: u32,
    /// Consecutive days of rest in a week.
    pub jours_de_repos: u32,
    pub nuit_interdite: bool,
    /// What night is, in words.
    pub nuit: String,
    /// Hours of the clock between which it is night; earlier in the evening before `age_jeune`.
    pub nuit_commence: u32,
    pub nuit_commence_jeune: u32,
    pub nuit_finit: u32,
    pub feries_interdits: bool,
    /// Longest presence without a break, and the break that follows it, in minutes.
    pub minutes_sans_pause: u32,
    pub minutes_de_pause: u32,
    /// Hours of rest in a row between two days; more before `age_jeune`.
    pub heures_de_repos: u32,
    pub heures_de_repos_jeune: u32,
    /// Until the day before this birthday, the youngest.
    pub age_jeune: u32,
}

/// How far what is recorded may be from what it is counted against, before it is told.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EcartsDePresence {
    /// Hours against journées, in percent: beyond the first a warning, beyond the second an error.
    pub heures_pourcent: u32,
    pub heures_pourcent_au_plus: u32,
    /// Total of the gratification against the hours at their rate, in centimes.
    pub gratification_centimes: u32,
}

/// The least gratification of one calendar year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minimum {
    pub annee: i16,
    /// Plafond horaire de la sécurité sociale, in euros.
    pub plafond: u32,
    /// Per hour of presence, in centimes.
    pub centimes: u32,
}

impl DroitDesStages {
    /// Hours of a number of months.
    pub fn heures(&self, mois: u32) -> u32 {
        mois * self.jours_par_mois * self.heures_par_jour
    }

    /// The least gratification of `annee` per hour, in centimes.
    pub fn minimum(&self, annee: i16) -> Option<u32> {
        self.minimum.iter().find(|m| m.annee == annee).map(|m| m.centimes)
    }

    /// The plafond horaire de la sécurité sociale of `annee`, in euros.
    pub fn plafond(&self, annee: i16) -> Option<u32> {
        self.minimum.iter().find(|m| m.annee == annee).map(|m| m.plafond)
    }

    /// Most stagiaires at the same time in an organisme of `effectif` people.
    pub fn quota(&self, effectif: u32) -> u32 {
        if effectif < self.quota_effectif { self.quota_petit } else { (effectif * self.quota_pourcent).div_ceil(100) }
    }
}
