//! AT04: a certificate dated before the end of its period, of a candidate's dossier or of a promotion.

use super::at06;
use crate::diagnostic::{Finding, Severity};
use crate::domain::periode::NatureJustificatif;
use crate::domain::promotion::stage::Presence;
use crate::domain::visa::Qualite;
use crate::domain::{Periode, Visa};
use crate::rules::cv::lignes::{self, Faute};
use crate::rules::st::duree::Stages;
use crate::rules::st::presence;
use crate::rules::{Context, PromotionContext, Rule, words};

pub static RULE: Rule = Rule::both("AT04", check, check_promotion);

/// The certificate of a candidate's period.
fn check(ctx: &Context) -> Vec<Finding> {
    ctx.dossier.periodes.iter().enumerate().filter_map(|(i, p)| proof(ctx, i, p)).collect()
}

fn proof(ctx: &Context, i: usize, p: &Periode) -> Option<Finding> {
    let (begins, justificatif) = (p.debut?, p.justificatif.as_ref()?);
    // Days out of order are FMT06.
    if p.fin.is_some_and(|fin| fin < begins) {
        return None;
    }
    // Several people may sign: the last of them attests the whole. The candidate attests nothing.
    let attests = |v: &&(usize, &Visa)| v.1.qualite != Some(Qualite::Candidat);
    let visas: Vec<_> = justificatif.visa.iter().enumerate().collect();
    let (n, signed) = visas.iter().filter(attests).filter_map(|(n, v)| Some((*n, v.date?))).max_by_key(|(_, d)| *d)?;
    let kind = p.justificatif_attendu(ctx.statut());
    // A piece of a kind that the status does not accept is DP08's.
    let regle = ctx.statut().and_then(|s| ctx.referentiel.statut(s.key()));
    if regle.is_some_and(|r| !r.justificatifs.contains(&kind)) {
        return None;
    }
    let name = format!("la pièce « {} »", words::small(kind.label()));
    let at = |message: String| RULE.at(ctx.periode(i, &format!("justificatif.visa[{n}].date")), message);
    // A stage after the examination does not count (ST01): its own days are doubtful.
    if Stages::of(ctx).is_some_and(|stages| stages.late.contains(&i)) {
        return None;
    }
    if signed < begins {
        let message = format!("{name} est signée le {signed}, avant le début de la période ({begins})");
        let found = at(message).severity(Severity::Error).related(ctx.periode(i, "debut"), "premier jour");
        return Some(
            found.help("corrigez celle des deux dates qui est fausse : on n’atteste pas une présence à venir"),
        );
    }
    // An attestation tells a quality while the contract goes on: ST22 looks at its length.
    let ends = p.fin.filter(|fin| signed < *fin && kind != NatureJustificatif::AttestationEmployeur)?;
    let message = format!("{name} est signée le {signed}, avant la fin de la période ({ends})");
    let found = at(message).related(ctx.periode(i, "fin"), "dernier jour");
    if kind == NatureJustificatif::CertificatTravail {
        return Some(found.help("pour un emploi en cours, fin est le jour du certificat ; sinon, corrigez la date"));
    }
    let days = presence::days(ctx, i, p);
    let whole = days.as_ref().map(presence::journees);
    let possible = days.as_ref().map(|days| presence::journees(days.range(..=signed)));
    // Signed on the Friday of a period that ends on the Sunday: all of it was done.
    if whole.is_some() && whole == possible {
        return None;
    }
    // More journées than the whole period has days are ST06's.
    let told = p.journees.filter(|n| whole.is_some_and(|whole| *n <= whole));
    match told.zip(possible) {
        Some((told, possible)) if told > possible => {
            let found = found.severity(Severity::Error).label(format!("{possible} au plus étaient faites ce jour-là"));
            let found = found.related(ctx.periode(i, "journees"), format!("{told} journées attestées"));
            Some(found.help("le certificat se remet à la fin de la période : corrigez la date, ou faites-le signer"))
        }
        _ => Some(found.help("datez le certificat du dernier jour ou après, ou corrigez la fin de la période")),
    }
}

fn check_promotion(ctx: &PromotionContext) -> Vec<Finding> {
    let mut fautes = Vec::new();
    for (i, s) in ctx.promotion.stages.iter().enumerate() {
        let judged = |p: &&Presence| !ctx.has_doubtful_days(i) && !at06::tells(ctx, i, p);
        let Some(presence) = s.presence.as_ref().filter(judged) else { continue };
        let (Some(date), Some(end)) = (presence.date, presence.fin.or(ctx.now(i).fin)) else { continue };
        if date < end {
            let found = format!("certificat daté du {date}, avant la fin du stage ({end})");
            let faute = Faute::new(i, "presence.date", found, "").severity(Severity::Warning);
            let faute = faute.related("fin", "dernier jour");
            fautes.push(faute.help("datez le certificat du dernier jour ou après"));
        }
    }
    lignes::told(ctx, &RULE, fautes, |a, b| a.presence == b.presence)
}
