//! ST10: employments that do not come to the duration that may stand for the stage.

use super::{emplois, lost, nv, regle, stages, words};
use crate::diagnostic::Finding;
use crate::domain::periode::{Periode, Temps};
use crate::domain::referentiel::Anciennete;
use crate::domain::{Date, Journees};
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule::dossier("ST10", check);

/// The text's « mois » where days of several employments are added up.
const DAYS_OF_A_MONTH: i32 = 30;

fn check(ctx: &Context) -> Vec<Finding> {
    employment(ctx).into_iter().collect()
}

fn employment(ctx: &Context) -> Option<Finding> {
    let regle = regle(ctx)?;
    let (emploi, emplois, stages) = (regle.emploi.as_ref()?, emplois(ctx), stages(ctx));
    // No period at all is DP07; stages only, ST20.
    if lost(ctx) || emplois.is_empty() {
        return None;
    }
    // Of days that are out of order (FMT06) no duration is concluded.
    if emplois.iter().any(|(_, p)| p.debut.zip(p.fin).is_some_and(|(debut, fin)| fin < debut)) {
        return None;
    }
    let journees: Journees = stages.iter().filter_map(|(_, p)| p.journees).sum();
    if journees.whole() >= u32::from(ctx.referentiel.stage.journees_min) {
        return None;
    }
    let (exam, told) = ctx.reglages.premiere_epreuve(ctx.dossier.candidat.examen.session?)?;
    let full = counted(&emplois, |t| t == Some(Temps::Plein), emploi.temps_plein, exam);
    let any = counted(&emplois, |t| t.is_some(), emploi.temps_partiel, exam);
    if full.0 >= i32::from(emploi.temps_plein.mois) || any.0 >= i32::from(emploi.temps_partiel.mois) {
        return None;
    }
    if let Some((i, _)) = emplois.iter().find(|(_, p)| p.temps.is_none()) {
        let found = RULE.at(ctx.periode(*i, ""), "cet emploi ne dit pas s’il est à temps plein ou à temps partiel");
        return Some(
            found
                .label("« temps » manque")
                .help("recopiez le certificat de travail : temps = \"plein\" ou temps = \"partiel\"")
                .risk(nv::risk(ctx, None)),
        );
    }
    let message = format!(
        "les emplois ne font ni {} à temps plein dans les {} mois avant l’examen ({} trouvés), ni {} à temps \
            partiel dans les {} mois ({} trouvés)",
        months(emploi.temps_plein.mois.into(), 0),
        emploi.temps_plein.sur_mois,
        months(full.0, full.1),
        months(emploi.temps_partiel.mois.into(), 0),
        emploi.temps_partiel.sur_mois,
        months(any.0, any.1),
    );
    let (last, others) = emplois.split_last()?;
    let mut found = RULE.at(ctx.periode(last.0, "fin"), message).label(employment_of(last.1));
    for (i, p) in others {
        found = found.related(ctx.periode(*i, "fin"), employment_of(p));
    }
    let day = if told {
        ""
    } else {
        " (jour par défaut : la circulaire de la session fixe le vrai, à écrire \
        dans les réglages)"
    };
    let found = found.help(format!("l’examen commence le {}{day}", exam.in_words()));
    let found = found.help("ajoutez un autre certificat de travail ou des certificats de stage, ou corrigez les dates");
    Some(found.risk(nv::risk(ctx, None)))
}

fn employment_of(p: &Periode) -> String {
    let temps = p.temps.map_or_else(String::new, |t| words::small(t.label()));
    p.debut.map_or_else(String::new, |debut| format!("{temps}, depuis le {debut}"))
}

/// "4 mois et 12 jours"
fn months(months: i32, days: i32) -> String {
    let s = words::s(days as usize);
    match (months, days) {
        (m, 0) => format!("{m} mois"),
        (0, d) => format!("{d} jour{s}"),
        (m, d) => format!("{m} mois et {d} jour{s}"),
    }
}

/// Months and days of employment before the examination, as a union: no day counts twice.
fn counted(
    emplois: &[(usize, &Periode)],
    wanted: fn(Option<Temps>) -> bool,
    rule: Anciennete,
    exam: Date,
) -> (i32, i32) {
    let (from, last) = (exam.plus_months(-i32::from(rule.sur_mois)), exam.plus_days(-1));
    let inside = |p: &Periode| Some((p.debut?.max(from), p.fin?.min(last))).filter(|(a, b)| a <= b);
    let mut spans: Vec<_> = emplois.iter().filter(|(_, p)| wanted(p.temps)).filter_map(|(_, p)| inside(p)).collect();
    spans.sort();
    let mut runs: Vec<(Date, Date)> = Vec::new();
    for (a, b) in spans {
        match runs.last_mut() {
            Some(run) if follows(run.1, a) => run.1 = run.1.max(b),
            _ => runs.push((a, b)),
        }
    }
    let (mut months, mut days) = (0, 0);
    for (a, b) in runs {
        let whole = (1..).take_while(|m| a.plus_months(*m) <= b.plus_days(1)).count() as i32;
        months += whole;
        days += a.plus_months(whole).until(b).count() as i32;
    }
    (months + days / DAYS_OF_A_MONTH, days % DAYS_OF_A_MONTH)
}

/// Whether an employment that begins on `next` goes on from one that ended on `last`, but for a week-end.
fn follows(last: Date, next: Date) -> bool {
    next <= last || last.plus_days(1).until(next.plus_days(-1)).all(|d| d.weekday() > 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(temps: Temps, debut: &str, fin: &str) -> Periode {
        Periode { temps: Some(temps), debut: Date::parse(debut), fin: Date::parse(fin), ..Periode::default() }
    }

    fn months_of(jobs: &[Periode]) -> (i32, i32) {
        let ranked: Vec<_> = jobs.iter().enumerate().collect();
        let exam = Date::new(2026, 5, 11).unwrap();
        counted(&ranked, |t| t.is_some(), Anciennete { mois: 6, sur_mois: 12 }, exam)
    }

    #[test]
    fn six_months_are_six_months_whatever_their_lengths() {
        for (debut, fin) in [("2025-08-31", "2026-02-27"), ("2025-11-11", "2026-05-10"), ("2025-06-01", "2025-11-30")] {
            assert_eq!(months_of(&[job(Temps::Plein, debut, fin)]).0, 6, "{debut} {fin}");
        }
        assert_eq!(months_of(&[job(Temps::Plein, "2025-06-01", "2025-11-29")]), (5, 29));
    }

    #[test]
    fn a_union_counts_no_day_twice_and_only_days_before_the_examination() {
        let twice = [job(Temps::Plein, "2026-01-01", "2026-02-28"), job(Temps::Partiel, "2026-01-15", "2026-02-28")];
        assert_eq!(months_of(&twice), (2, 0));
        assert_eq!(months_of(&[job(Temps::Plein, "2020-01-01", "2030-01-01")]), (12, 0));
        assert_eq!(months_of(&[job(Temps::Plein, "2024-01-01", "2025-05-10")]), (0, 0));
        let week_end = [job(Temps::Plein, "2025-11-01", "2026-01-30"), job(Temps::Plein, "2026-02-02", "2026-04-30")];
        assert_eq!(months_of(&week_end), (6, 0));
        let apart = [job(Temps::Plein, "2025-09-01", "2025-11-20"), job(Temps::Plein, "2026-01-05", "2026-01-15")];
        assert_eq!(months_of(&apart), (3, 1));
    }
}
