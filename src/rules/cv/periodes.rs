//! The periods of stage that the établissement set, and which of them no convention covers for a student.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::promotion::{Etudiant, PeriodeScolaire, Stage};
use crate::domain::{Date, Statut};
use crate::rules::PromotionContext;
use crate::sources::reader::nearest;

/// A period with its rank, its first day and its last.
pub type Periode<'a> = (usize, &'a PeriodeScolaire, [Date; 2]);

/// The periods that bear on a class, by rank, dates told; `None` where the dates of one of them are not known.
pub fn of_class<'a>(ctx: &PromotionContext<'a>, classe: &str) -> Option<Vec<Periode<'a>>> {
    let theirs = |p: &PeriodeScolaire| p.classes.is_empty() || p.classes.iter().any(|c| c.trim() == classe.trim());
    let all = ctx.promotion.reglage.periode_scolaire.iter().enumerate().filter(|(_, p)| theirs(p));
    all.map(|(i, p)| Some((i, p, [p.debut?, p.fin.filter(|fin| Some(*fin) >= p.debut)?]))).collect()
}

/// Whether a stage lies outside every period of its student's class; not where they have none.
pub fn is_outside(ctx: &PromotionContext, stage: &Stage) -> bool {
    let (Some(debut), Some(fin)) = (stage.debut, stage.fin) else { return false };
    let classe = ctx.promotion.etudiant(&stage.etudiant).map_or("", |e| e.classe.as_str());
    let Some(periodes) = of_class(ctx, classe) else { return false };
    let inside = |[a, b]: [Date; 2]| a <= debut && fin <= b;
    debut <= fin && !periodes.is_empty() && !periodes.iter().any(|(_, _, dates)| inside(*dates))
}

/// What no convention covers.
#[derive(Debug, Default)]
pub struct Couverture {
    /// Periods that are covered for nobody, with the number of students on whom they bear (more than one).
    pub personne: BTreeMap<usize, usize>,
    /// The other periods that are not covered, by the student's rank; empty where the class has no period and its
    /// other students have a stage.
    pub etudiants: BTreeMap<usize, Vec<usize>>,
    pub doubts: Doubts,
}

impl Couverture {
    /// The periods that no convention covers, for the students of voie scolaire on whom they bear.
    ///
    /// A period is covered by a convention that foresees presence in it: one of some consecutive weeks, or one for a day
    /// of each week. Where the period does not say that it is `obligatoire`, a convention in another period of the class
    /// that has days in common with it covers it too: the student has the one stage or the other.
    pub fn of(ctx: &PromotionContext) -> Self {
        let p = ctx.promotion;
        let classe_of = |s: &Stage| p.etudiant(&s.etudiant).map(|e| e.classe.trim());
        let staged: BTreeSet<&str> = p.stages.iter().filter_map(classe_of).collect();
        let mut out = Couverture { doubts: Doubts::of(ctx), ..Couverture::default() };
        let mut classes = HashMap::new();
        let mut bears = BTreeMap::<usize, usize>::new();
        for (rank, e) in p.etudiants.iter().enumerate() {
            if out.doubts.about(&e.cle) || !is_concerned(ctx, e) {
                continue;
            }
            let periodes = classes.entry(e.classe.as_str()).or_insert_with(|| of_class(ctx, &e.classe));
            let Some(periodes) = periodes else { continue };
            let required = || periodes.iter().filter(|p| p.1.obligatoire != Some(false));
            required().for_each(|(i, _, _)| *bears.entry(*i).or_default() += 1);
            let wanting: Vec<usize> =
                required().filter(|p| !is_covered(ctx, e, p, periodes)).map(|(i, _, _)| *i).collect();
            let none = p.stages_of(&e.cle).next().is_none();
            if !wanting.is_empty() || (periodes.is_empty() && none && staged.contains(e.classe.trim())) {
                out.etudiants.insert(rank, wanting);
            }
        }
        told_once(out, &bears)
    }

    /// Whether something is told of the student.
    pub fn tells(&self, etudiant: usize) -> bool {
        self.etudiants.contains_key(&etudiant)
    }
}

/// Whether a convention of the student is in the period, or in one that is another choice.
fn is_covered(ctx: &PromotionContext, e: &Etudiant, (_, one, dates): &Periode, all: &[Periode]) -> bool {
    let choice = |[a, b]: &[Date; 2]| one.obligatoire.is_none() && *a <= dates[1] && dates[0] <= *b;
    has_presence(ctx, &e.cle, *dates) || all.iter().any(|(_, _, d)| choice(d) && has_presence(ctx, &e.cle, *d))
}

/// What is covered for nobody is a fault of the period, told there.
fn told_once(mut couverture: Couverture, bears: &BTreeMap<usize, usize>) -> Couverture {
    let mut wanting = BTreeMap::<usize, usize>::new();
    couverture.etudiants.values().flatten().for_each(|i| *wanting.entry(*i).or_default() += 1);
    couverture.personne =
        bears.iter().filter(|(i, n)| **n > 1 && wanting.get(i) == Some(n)).map(|(i, n)| (*i, *n)).collect();
    let nobody = &couverture.personne;
    couverture.etudiants.retain(|_, periodes| {
        let without_period = periodes.is_empty();
        periodes.retain(|i| !nobody.contains_key(i));
        without_period || !periodes.is_empty()
    });
    couverture
}

/// Whether a student owes a convention for the periods: of voie scolaire, without a contract, not one who failed before
/// (a new stage is optional, annexe III B, D), nor one who has done all journées already; and whose stages' dates say
/// where they are.
fn is_concerned(ctx: &PromotionContext, e: &Etudiant) -> bool {
    let p = ctx.promotion;
    let before = e.journees_anterieures.or(p.reglage.formation.journees_anterieures).unwrap_or_default();
    let done = before.whole() >= e.fondements().requises(&ctx.referentiel.stage);
    let dated = p
        .stages_of(&e.cle)
        .all(|(i, s)| ctx.prevision(i).is_some() && !ctx.has_doubtful_days(i) && !is_outside(ctx, s));
    let owes = e.statut() == Statut::Scolaire && !p.has_contrat(&e.cle) && e.redoublement.is_none() && !done;
    owes && !e.cle.is_empty() && dated
}

/// Whether a convention of the student foresees presence from one day to another.
fn has_presence(ctx: &PromotionContext, etudiant: &str, [a, b]: [Date; 2]) -> bool {
    ctx.promotion.stages_of(etudiant).any(|(i, _)| {
        let Some(prevision) = ctx.prevision(i) else { return false };
        // Journées told without their days may be any of the dates'; a stage without any day is CV15's.
        let all = prevision.jours.is_empty() || prevision.dites.is_some();
        let stage = ctx.now(i);
        let touches = stage.debut.is_some_and(|d| d <= b) && stage.fin.is_some_and(|d| a <= d);
        if all { touches } else { prevision.jours.range(a..=b).next().is_some() }
    })
}

/// Students to whom a row may belong whose student's key is lost, absent or unknown: nothing is concluded of them from
/// the absence of a row.
#[derive(Debug, Default)]
pub struct Doubts {
    everyone: bool,
    keys: BTreeSet<String>,
}

impl Doubts {
    /// From the rows whose student is not found.
    pub fn of(ctx: &PromotionContext) -> Self {
        const MANY: usize = 20;
        let p = ctx.promotion;
        let lost = |file: &str, keys: &[&str]| keys.iter().any(|key| ctx.lost_at(file, key));
        let everyone = lost(&p.files.stages, &["stage", "stage.etudiant"])
            || ctx.lost_reglage("periode_scolaire")
            || lost(&p.files.etudiants, &["cle"]);
        let unknown: BTreeSet<&str> =
            p.stages.iter().map(|s| s.etudiant.as_str()).filter(|key| p.etudiant(key).is_none()).collect();
        let known = || p.etudiants.iter().map(|e| e.cle.as_str());
        if everyone || unknown.len() > MANY {
            return Doubts { everyone: true, keys: BTreeSet::new() };
        }
        let near: Option<BTreeSet<String>> = unknown.iter().map(|key| nearest(key, known())).collect();
        Doubts { everyone: near.is_none(), keys: near.unwrap_or_default() }
    }

    /// Whether a row may be missing for the student of that key.
    pub fn about(&self, etudiant: &str) -> bool {
        self.everyone || self.keys.contains(etudiant)
    }
}
