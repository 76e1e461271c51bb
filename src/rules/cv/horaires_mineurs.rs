//! What the schedule of a minor leaves of breaks and of rest, and whether it is at night (L3162-1 to L3164-1), told by CV35.

use super::lignes::Faute;
use super::mineurs::days;
use crate::diagnostic::Severity;
use crate::domain::droit::Mineurs;
use crate::domain::promotion::Regime;
use crate::domain::promotion::horaires::{Horaire, clock, of_day, read};
use crate::domain::promotion::stage::is_neant;
use crate::domain::promotion::{Etudiant, ObjetAvenant};
use crate::domain::{Date, Heures};
use crate::rules::PromotionContext;

const KEY: &str = "horaires";

/// What is wrong with the schedule of stage `i`, whose student is a minor on some of its days: the first thing that is; what
/// a schedule does not tell is for a person.
pub fn check(ctx: &PromotionContext, i: usize) -> Option<Faute> {
    let stage = ctx.now(i);
    let etudiant = ctx.promotion.etudiant(&stage.etudiant)?;
    let all: Vec<Date> = days(ctx, i).collect();
    let mut doubt = None;
    for (first, last, regime) in stage.regimes_dates() {
        // What the defaults say of the clock is of other days, and CV16 tells it.
        let text =
            if stage.regimes.is_empty() { stage.clock(&ctx.promotion.reglage.defauts) } else { &regime.horaires };
        let days: Vec<Date> = all.iter().copied().filter(|d| (first..=last).contains(d)).collect();
        // Hours that are not told are CV04's.
        if text.trim().is_empty() || is_neant(text) || days.is_empty() {
            continue;
        }
        let Some(horaires) = read(text) else {
            doubt = doubt.or(Some(Doubt::Texte));
            continue;
        };
        let judge = Judge { law: &ctx.droit.mineurs, regime: &regime, horaires: &horaires };
        match judge.check(etudiant, &days) {
            Ok(None) => {}
            Ok(Some(found)) => doubt = doubt.or(Some(found)),
            Err((before, help)) => {
                let faute = Faute::new(i, KEY, before, " : l’étudiant est mineur");
                let avenant = ctx.avenant_from(i, ObjetAvenant::Horaires, first);
                return Some(faute.of_avenant(avenant).help(help));
            }
        }
    }
    doubt.map(|doubt| doubtful(ctx, i, doubt))
}

/// Why a schedule cannot be judged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doubt {
    /// Its text, or its days, are not understood.
    Texte,
    /// Its break is not told.
    Pause,
}

fn doubtful(ctx: &PromotionContext, i: usize, doubt: Doubt) -> Faute {
    let law = &ctx.droit.mineurs;
    let before = match doubt {
        Doubt::Texte => "horaires d’un mineur qui ne se lisent pas jour par jour",
        Doubt::Pause => "horaires d’un mineur qui ne disent pas la pause",
    };
    let after = format!(
        " : vérifier une pause de {} minutes au plus tard après {}, et {} heures de repos entre deux jours",
        law.minutes_de_pause,
        clock(law.minutes_sans_pause),
        law.heures_de_repos
    );
    Faute::new(i, KEY, before, after)
        .severity(Severity::Human)
        .help("dites les heures d’arrivée, de pause et de départ : « 9 h – 12 h 30 et 14 h – 17 h 30 »")
}

/// The schedule of some days that have the same hours.
struct Judge<'a> {
    law: &'a Mineurs,
    regime: &'a Regime,
    horaires: &'a [Horaire],
}

/// What is found and what to do; where nothing is, what is in doubt.
type Found = Result<Option<Doubt>, (String, String)>;

impl Judge<'_> {
    fn check(&self, etudiant: &Etudiant, days: &[Date]) -> Found {
        let mut doubt = None;
        let youngest = |day: Date| etudiant.is_under(self.law.age_jeune, day);
        for day in days {
            let Some(horaire) = of_day(self.horaires, day.weekday()) else {
                doubt = Some(Doubt::Texte);
                continue;
            };
            self.night(horaire, youngest(*day))?;
            doubt = doubt.or(self.breaks(horaire, *day)?);
        }
        for pair in days.windows(2).filter(|pair| pair[0].plus_days(1) == pair[1]) {
            self.rest([pair[0], pair[1]], youngest(pair[0]))?;
        }
        Ok(doubt)
    }

    fn night(&self, horaire: &Horaire, youngest: bool) -> Result<(), (String, String)> {
        let law = self.law;
        let evening = if youngest { law.nuit_commence_jeune } else { law.nuit_commence } * 60;
        let (Some(from), Some(to)) = (horaire.debut(), horaire.fin()) else { return Ok(()) };
        let early = from < law.nuit_finit * 60;
        if !law.nuit_interdite || !early && to <= evening {
            return Ok(());
        }
        let when = if early { format!("dès {}", clock(from)) } else { format!("jusqu’à {}", clock(to)) };
        let help = format!("un mineur ne travaille pas {} (L3163-1 et L3163-2) : corrigez les horaires", law.nuit);
        Err((format!("présence {when}"), help))
    }

    /// The presence of a day and its break.
    fn breaks(&self, horaire: &Horaire, day: Date) -> Found {
        let law = self.law;
        let (whole, half) = self.regime.minutes_of_days();
        let foreseen = if self.regime.half_days().contains(&day.weekday()) { half } else { whole };
        let (total, most) = (horaire.total(), law.heures_par_jour * 60);
        let Some((from, to)) = horaire.longest() else { return Ok(None) };
        let hours = |minutes: u32| Heures::of_minutes(minutes).in_words();
        let enough = law.minutes_de_pause;
        let help = || {
            format!(
                "au plus {} de suite, puis une pause d’au moins {enough} minutes (L3162-3) : corrigez les horaires",
                clock(law.minutes_sans_pause)
            )
        };
        // Hours that are fewer than the time between arrival and departure leave one for a break that is not told.
        let implied = total.saturating_sub(foreseen) >= enough || horaire.floue;
        if to - from > law.minutes_sans_pause {
            // A break of a known length may cut it where the law wants it.
            let cut = horaire.pause >= enough && (to - from) - horaire.pause <= 2 * law.minutes_sans_pause;
            return match () {
                () if cut && total <= most => Ok(None),
                () if horaire.pause == 0 && implied => Ok(Some(Doubt::Pause)),
                () if cut => Err((format!("{} de présence par jour", hours(total)), self.day_help())),
                () => Err((format!("{} de suite, de {} à {}", hours(to - from), clock(from), clock(to)), help())),
            };
        }
        if total > most {
            return match implied && horaire.pause == 0 && horaire.floue {
                true => Ok(Some(Doubt::Pause)),
                false => Err((format!("{} de présence par jour", hours(total)), self.day_help())),
            };
        }
        if total > law.minutes_sans_pause && horaire.coupure().max(horaire.pause) < enough {
            return match horaire.floue {
                true => Ok(Some(Doubt::Pause)),
                false => Err((format!("{} de présence sans pause de {enough} minutes", hours(total)), help())),
            };
        }
        Ok(None)
    }

    fn day_help(&self) -> String {
        format!("au plus {} heures par jour avant dix-huit ans (L3162-1)", self.law.heures_par_jour)
    }

    /// The rest between two days in a row.
    fn rest(&self, [day, next]: [Date; 2], youngest: bool) -> Result<(), (String, String)> {
        let law = self.law;
        let wanted = if youngest { law.heures_de_repos_jeune } else { law.heures_de_repos };
        let leaves = of_day(self.horaires, day.weekday()).and_then(Horaire::fin);
        let comes = of_day(self.horaires, next.weekday()).and_then(Horaire::debut);
        let (Some(leaves), Some(comes)) = (leaves, comes) else { return Ok(()) };
        let rest = (24 * 60 + comes).saturating_sub(leaves);
        if rest >= wanted * 60 {
            return Ok(());
        }
        let found = format!("{} de repos entre deux jours", Heures::of_minutes(rest).in_words());
        let youth = if youngest { " avant seize ans" } else { "" };
        Err((found, format!("au moins {wanted} heures de suite{youth} (L3164-1) : corrigez les horaires")))
    }
}
