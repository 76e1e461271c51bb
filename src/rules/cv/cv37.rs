//! CV37: a teacher, a tuteur or an organisme with more stagiaires than the caps.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::promotion::Stage;
use crate::rules::{Check, PromotionContext, Rule};

pub static RULE: Rule = Rule {
    code: "CV37",
    severity: Severity::Warning,
    title: "plafond de suivi dépassé",
    reference: "code de l’éducation, R124-10 et R124-13 (valeurs en partie de seconde main)",
    nv: None,
    explain: include_str!("cv37.md"),
    check: Check::Promotion(check),
};

fn check(ctx: &PromotionContext) -> Vec<Diagnostic> {
    let (droit, stages) = (ctx.droit, &ctx.promotion.stages);
    let mut referents: Groupes = BTreeMap::new();
    let (mut tuteurs, mut organismes): (Groupes, Groupes) = (BTreeMap::new(), BTreeMap::new());
    for (i, s) in stages.iter().enumerate() {
        referents.entry(s.referent.clone()).or_default().push(i);
        organismes.entry(s.organisme.clone()).or_default().push(i);
        for t in s.tuteur.iter().filter(|t| !t.nom.trim().is_empty()) {
            tuteurs.entry(format!("{} {}", s.organisme, t.nom.trim())).or_default().push(i);
        }
    }
    let quota = |rows: &[usize]| {
        let effectif = ctx.promotion.organisme(&stages[rows[0]].organisme).and_then(|o| o.effectif);
        effectif.map_or(u32::MAX, |e| droit.quota(e))
    };
    let mut out = Vec::new();
    let mut tell = |groups: Groupes, key: &str, what: &str, cap: &dyn Fn(&[usize]) -> u32| {
        for (_, rows) in groups.iter().filter(|(name, _)| !name.is_empty()) {
            let (cap, (last, count)) = (cap(rows), busiest(stages, rows));
            if count > cap as usize {
                let message = format!("{what} {count} stagiaires en même temps, {cap} au plus");
                let found = RULE.at(ctx.stage(last, key), message);
                out.push(found.help("déplacez un stage, ou changez la valeur dans droit/stages.toml d’une surcharge"));
            }
        }
    };
    tell(referents, "referent", "cet enseignant référent suit", &|_| droit.stagiaires_par_referent);
    tell(tuteurs, "tuteur", "ce tuteur suit", &|_| droit.stagiaires_par_tuteur);
    tell(organismes, "organisme", "cet organisme accueille", &quota);
    out
}

type Groupes = BTreeMap<String, Vec<usize>>;

/// The stage on whose first day most of `rows` are under way, and how many are.
fn busiest(stages: &[Stage], rows: &[usize]) -> (usize, usize) {
    let under_way = |i: usize| {
        let on = |j: &&usize| {
            let other = &stages[**j];
            let day = stages[i].debut;
            day.is_some_and(|d| other.debut.is_some_and(|a| a <= d) && other.fin.is_some_and(|b| d <= b))
        };
        rows.iter().filter(on).count()
    };
    rows.iter().map(|i| (*i, under_way(*i))).max_by_key(|(_, n)| *n).unwrap_or((0, 0))
}
