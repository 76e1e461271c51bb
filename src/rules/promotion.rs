//! What a rule of the conventions and certificates looks at.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::cv::annee::{self, Presences};
use super::cv::periodes::Couverture;
use super::losses::{Losses, lost_path};
use crate::diagnostic::Place;
use crate::domain::Date;
use crate::domain::calendrier::Calendriers;
use crate::domain::droit::DroitDesStages;
use crate::domain::fault::Fault;
use crate::domain::promotion::calcul::{self, Prevision};
use crate::domain::promotion::{Avenant, Cumul, Etudiant, FILE, ObjetAvenant, Promotion, Stage};
use crate::domain::referentiel::Referentiel;
use crate::domain::reglages::Reglages;

/// A promotion, what was wrong in its files, and the texts that apply.
pub struct PromotionContext<'a> {
    pub promotion: &'a Promotion,
    pub faults: &'a [Fault],
    pub referentiel: &'a Referentiel,
    pub calendriers: &'a Calendriers,
    pub droit: &'a DroitDesStages,
    pub reglages: &'a Reglages,
    /// The diplomas that are known, by the name of their pack.
    pub diplomes: &'a [String],
    losses: Losses,
    /// The stages that avenants change, as they leave them.
    changed: BTreeMap<usize, Stage>,
    /// The avenants that cannot be, by their stage.
    impossibles: BTreeMap<usize, Vec<&'a Avenant>>,
    /// The presence that each stage foresees.
    previsions: Vec<Option<Prevision>>,
    cumuls: OnceCell<Vec<Option<Cumul>>>,
    couverture: OnceCell<Couverture>,
    presences: OnceCell<Vec<Presences>>,
    glissees: OnceCell<BTreeSet<usize>>,
}

/// The texts that apply to a promotion.
#[derive(Clone, Copy)]
pub struct Textes<'a> {
    pub referentiel: &'a Referentiel,
    pub calendriers: &'a Calendriers,
    pub droit: &'a DroitDesStages,
    pub reglages: &'a Reglages,
    pub diplomes: &'a [String],
}

impl<'a> PromotionContext<'a> {
    /// What several rules need is computed here, once: losses, stages as their avenants leave them, presences.
    pub fn new(promotion: &'a Promotion, faults: &'a [Fault], textes: Textes<'a>) -> Self {
        let Textes { referentiel, calendriers, droit, reglages, diplomes } = textes;
        let mut context = PromotionContext {
            promotion,
            faults,
            referentiel,
            calendriers,
            droit,
            reglages,
            diplomes,
            losses: Losses::of(faults),
            changed: BTreeMap::new(),
            impossibles: BTreeMap::new(),
            previsions: Vec::new(),
            cumuls: OnceCell::new(),
            couverture: OnceCell::new(),
            presences: OnceCell::new(),
            glissees: OnceCell::new(),
        };
        let cited: BTreeSet<usize> =
            promotion.avenants.iter().filter_map(|a| Some(promotion.stage(&a.convention)?.0)).collect();
        for i in cited {
            let stage = &promotion.stages[i];
            context.changed.insert(i, promotion.en_vigueur(stage).into_owned());
            context.impossibles.insert(i, promotion.impossibles_of(stage));
        }
        context.previsions = context.foresee();
        context
    }

    fn foresee(&self) -> Vec<Option<Prevision>> {
        let ranks = 0..self.promotion.stages.len();
        if !self.calendriers.has(self.calendrier()) {
            return ranks.map(|_| None).collect();
        }
        let dates = ranks.clone().filter_map(|i| self.now(i).debut.zip(self.now(i).fin));
        // More than fifty years are a slip of the pen: that many holidays are not looked for.
        let years: BTreeSet<i16> = dates.flat_map(|(a, b)| a.year()..=b.year().min(a.year() + 50)).collect();
        let unknown = unknown_days(self.faults);
        let known = |i: &usize| unknown.as_ref().is_some_and(|ranks| !ranks.contains(i));
        let places = ranks.clone().map(|i| self.promotion.calendriers_de(self.now(i), self.calendriers));
        let places: Vec<[Option<&str>; 2]> = places.collect();
        let keys: BTreeSet<&str> = places.iter().flatten().flatten().copied().collect();
        let all = |cle: &str| years.iter().flat_map(|y| self.calendriers.feries(cle, *y)).collect();
        let holidays: BTreeMap<&str, BTreeSet<Date>> = keys.into_iter().map(|cle| (cle, all(cle))).collect();
        let one = |i: usize| {
            let of = |cle: Option<&str>| cle.and_then(|cle| holidays.get(cle));
            calcul::prevision_avec(self.now(i), places[i].map(of))
        };
        ranks.map(|i| known(&i).then(|| one(i)).flatten()).collect()
    }

    /// Whether a value at the key `key` of some row or default of `file`, one of its parents or one of its children was
    /// lost to a fault already told.
    pub fn lost_at(&self, file: &str, key: &str) -> bool {
        self.losses.at(file, key)
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
        Place::value(&self.promotion.files.defauts, format!("defauts.{key}"))
    }

    /// Where a person writes a default, in words.
    pub fn ou_defauts(&self) -> String {
        match self.promotion.files.defauts.as_str() {
            FILE => format!("[defauts] de {FILE}"),
            file => format!("les valeurs par défaut de {file}"),
        }
    }

    /// The place of a key of the settings, in `promotion.toml` or in a table of its own.
    pub fn reglage(&self, key: &str) -> Place {
        Place::value(self.promotion.files.of(key), key)
    }

    /// Whether a key of the settings was lost to a fault already told.
    pub fn lost_reglage(&self, key: &str) -> bool {
        self.lost_at(self.promotion.files.of(key), key)
    }

    /// Stage `i` as its avenants leave it.
    pub fn now(&self, i: usize) -> &Stage {
        self.changed.get(&i).unwrap_or(&self.promotion.stages[i])
    }

    /// The avenants to stage `i` that cannot be: they change nothing, and CV40 tells them.
    pub fn impossibles(&self, i: usize) -> &[&'a Avenant] {
        self.impossibles.get(&i).map_or(&[], Vec::as_slice)
    }

    /// The avenant, by its rank, that makes the hours or the gratification of stage `i` what they are from a day on.
    pub fn avenant_from(&self, i: usize, objet: ObjetAvenant, day: Date) -> Option<usize> {
        let (stage, p) = (&self.promotion.stages[i], self.promotion);
        let cannot = |a: &Avenant| self.impossibles(i).iter().any(|other| std::ptr::eq(*other, a));
        let holds = |a: &&Avenant| a.objet == Some(objet) && a.effet().is_none_or(|d| d <= day) && !cannot(a);
        let last = p.avenants_of(stage).into_iter().rfind(holds)?;
        p.avenants.iter().position(|a| std::ptr::eq(a, last))
    }

    /// Whether an avenant that cannot be would have changed the days of stage `i`: what is held against them is not told.
    pub fn has_doubtful_days(&self, i: usize) -> bool {
        use ObjetAvenant::{Dates, Horaires, Interruption, Rupture};
        let days = |a: &&Avenant| matches!(a.objet, Some(Dates | Horaires | Interruption | Rupture));
        self.impossibles(i).iter().any(days)
    }

    /// The day of birth of a student; of one that cannot be nothing is concluded.
    pub fn birth(&self, etudiant: &Etudiant) -> Option<Date> {
        let session = self.promotion.reglage.formation.session;
        let age = |born| session.and_then(|s| self.reglages.age_insolite(born, s));
        etudiant.date_naissance.filter(|born| age(*born).is_none_or(|age| age.possible))
    }

    /// The presence that stage `i` foresees, its avenants taken into account; `None` where its dates do not tell.
    pub fn prevision(&self, i: usize) -> Option<&Prevision> {
        self.previsions[i].as_ref()
    }

    /// The journées of each student, by rank; `None` where a stage does not tell its own.
    pub fn cumuls(&self) -> &[Option<Cumul>] {
        self.cumuls.get_or_init(|| {
            let known = |i: usize| self.prevision(i).filter(|_| !self.has_doubtful_days(i));
            let foreseen = |i: usize| known(i).map(Prevision::journees);
            let students = self.promotion.etudiants.iter();
            students.map(|e| Cumul::of(self.promotion, e, foreseen, &self.referentiel.stage)).collect()
        })
    }

    /// The periods that no convention covers.
    pub fn couverture(&self) -> &Couverture {
        self.couverture.get_or_init(|| Couverture::of(self))
    }

    /// The presence of each student in each organisme, by teaching year.
    pub fn presences(&self) -> &[Presences] {
        self.presences.get_or_init(|| annee::by_year(self))
    }

    /// Whether the dates of stage `i` can only be a slip, most often of the year: CV32 tells it, and nothing else is held
    /// against them.
    pub fn has_slipped(&self, i: usize) -> bool {
        self.glissees.get_or_init(|| annee::slips(self)).contains(&i)
    }

    /// Whether a day is a holiday where the stage is.
    pub fn is_ferie(&self, stage: &Stage, day: Date) -> bool {
        let place = self.promotion.calendriers_de(stage, self.calendriers)[usize::from(stage.is_in_second(day))];
        place.is_some_and(|cle| self.calendriers.feries(cle, day.year()).contains(&day))
    }

    /// The holiday calendar of the promotion.
    pub fn calendrier(&self) -> &str {
        self.promotion.reglage.formation.calendrier()
    }

    /// The stages for which `wrong` is true, by where they are told: one diagnostic in the defaults for those that
    /// share their value of `key` (`same` compares it), one for each row otherwise.
    pub fn grouped(
        &self,
        key: &str,
        same: impl Fn(&Stage, &Stage) -> bool,
        wrong: impl Fn(&Stage) -> bool,
    ) -> Vec<(Place, Vec<usize>)> {
        let (stages, defaults) = (&self.promotion.stages, &self.promotion.reglage.defauts);
        // What is right in the defaults is wrong by what else the rows tell.
        let shared = wrong(defaults);
        self.gathered(key, |a, b| shared && same(a, b), (0..stages.len()).filter(|i| wrong(&stages[*i])))
    }

    /// The same for the stages `wrong`, by rank, where what is wrong is in what they share.
    pub fn gathered(
        &self,
        key: &str,
        same: impl Fn(&Stage, &Stage) -> bool,
        wrong: impl IntoIterator<Item = usize>,
    ) -> Vec<(Place, Vec<usize>)> {
        let (stages, defaults) = (&self.promotion.stages, &self.promotion.reglage.defauts);
        // The defaults are the place to mend what several rows have of them and what they do not tell.
        let (mut shared, mut own): (Vec<_>, Vec<_>) = wrong.into_iter().partition(|i| same(&stages[*i], defaults));
        if shared.len() == 1 {
            own.append(&mut shared);
            own.sort_unstable();
        }
        let own = own.into_iter().map(|i| (self.stage(i, key), vec![i]));
        let shared = (!shared.is_empty()).then(|| (self.defaut(key), shared));
        shared.into_iter().chain(own).collect()
    }

    /// The stages of each student in each organisme, by rank; those that two share are in both.
    pub fn by_student_and_organisme(&self) -> BTreeMap<(&str, &str), Vec<usize>> {
        let mut out: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        for (i, s) in self.promotion.stages.iter().enumerate() {
            let second = s.is_shared().then_some(s.second_organisme.as_str());
            for organisme in [s.organisme.as_str()].into_iter().chain(second) {
                out.entry((s.etudiant.as_str(), organisme)).or_default().push(i);
            }
        }
        out
    }
}

/// The stages whose days a fault already told took away: nothing is computed of them. `None` where it may be all.
fn unknown_days(faults: &[Fault]) -> Option<BTreeSet<usize>> {
    const DAYS: [&str; 9] = [
        "jours",
        "demi_journees",
        "jours_supplementaires",
        "demi_journees_supplementaires",
        "interruption",
        "heures_semaine",
        "journees",
        // How many of them are spent in each organisme.
        "partage",
        "second_organisme",
    ];
    let mut ranks = BTreeSet::new();
    for path in faults.iter().filter_map(lost_path) {
        let (table, key) = path.split_once('.').unwrap_or((&path, ""));
        if !DAYS.contains(&key.split(['.', '[']).next().unwrap_or_default()) {
            continue;
        }
        match table.strip_prefix("stage[").and_then(|t| t.strip_suffix(']')?.parse().ok()) {
            Some(rank) => drop(ranks.insert(rank)),
            None if ["defauts", "stage"].contains(&table) => return None,
            None => {}
        }
    }
    Some(ranks)
}

fn row(file: &str, table: &str, i: usize, key: &str) -> Place {
    let dot = if key.is_empty() { "" } else { "." };
    Place::value(file, format!("{table}[{i}]{dot}{key}"))
}
