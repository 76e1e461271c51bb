//! The reckoning of a candidate's journées of stage, as a person would write it out: what is added, what is asked, what would change it.

use super::duree::{Examen, Stages};
use super::journees;
use crate::domain::Periode;
use crate::domain::duree::{Decompte, Flaw, Terme, Verdict};
use crate::rules::Context;

/// `None` where no duration of stage binds this candidate, or where values that it rests on were lost.
pub fn decompte(ctx: &Context) -> Option<Decompte> {
    let stages = Stages::of(ctx)?;
    let exam = Examen::of(ctx);
    let terme = |(i, p): &(usize, &Periode)| Terme {
        journees: exam.counted(ctx, *i, p),
        libelle: match p.debut.zip(p.fin) {
            Some((debut, fin)) => format!("période {}, du {debut} au {fin}", i + 1),
            None => format!("période {}", i + 1),
        },
        place: ctx.periode(*i, "journees"),
    };
    let bilan = &stages.bilan;
    let requises = bilan.fondements.requises(bilan.durees());
    Some(Decompte {
        termes: stages.periodes.iter().map(terme).collect(),
        somme: bilan.sum.clone(),
        requises,
        derogations: derogations(&stages),
        remedes: remedes(&stages, requises),
    })
}

/// Each way to a shorter stage (annexe III B, B 1 a et C).
fn derogations(stages: &Stages) -> Vec<(&'static str, String)> {
    let bilan = &stages.bilan;
    let reduction = match (bilan.fondements.reduction, &bilan.verdict) {
        (None, _) => "non demandée ([reduction] de candidat.toml)".to_owned(),
        (Some(_), Some(Verdict::Unfounded(flaw))) => format!("demandée, sans fondement : {}", lack(flaw)),
        (Some(r), _) => match r.journees {
            Some(n) => format!("demandée, {}", journees(n)),
            None => "demandée, sans dire les journées accordées".to_owned(),
        },
    };
    let admission = match bilan.fondements.admission {
        None => "non dite (formation.admission de candidat.toml)".to_owned(),
        Some(told) => told.label().to_owned(),
    };
    let empechement = match bilan.empechement {
        None => "non demandé ([empechement] de candidat.toml)".to_owned(),
        Some(_) => "demandé".to_owned(),
    };
    vec![
        ("réduction par décision du recteur", reduction),
        ("formation en un an ou entrée en deuxième année", admission),
        ("empêchement (maladie ou force majeure)", empechement),
    ]
}

fn lack(flaw: &Flaw) -> &'static str {
    match flaw {
        Flaw::Motif => "son motif manque",
        Flaw::Decision { date: false, .. } => "la décision ne dit pas sa date",
        Flaw::Decision { .. } => "la décision ne dit ni l’autorité ni la référence",
        Flaw::Admission(_) => "son motif ne va pas avec l’admission déclarée",
    }
}

fn remedes(stages: &Stages, requises: u32) -> Vec<String> {
    let bilan = &stages.bilan;
    if !stages.untold.is_empty() {
        let all: Vec<String> = stages.untold.iter().map(|i| (i + 1).to_string()).collect();
        return vec![format!("les journées de la période {}", all.join(", "))];
    }
    let total = bilan.total.whole();
    if stages.is_enough() || total >= requises {
        return Vec::new();
    }
    let floor = u32::from(bilan.durees().reduction.journees_min);
    let mut out = vec![format!("{} de plus", journees(requises - total))];
    if total >= floor && bilan.fondements.reduction.is_none() {
        out.push(format!(
            "une réduction fondée (motif, décision datée, autorité ou référence) à {total} journées ou moins"
        ));
    }
    if bilan.empechement.is_none() {
        out.push(
            "la dérogation des services académiques, si la maladie ou la force majeure a empêché le stage".to_owned(),
        );
    }
    out
}
