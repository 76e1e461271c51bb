//! ST03: a reduced duration without what the text asks for it.

use super::duree::{Bilan, Stages};
use super::{classe, journees, words};
use crate::diagnostic::{Finding, Severity};
use crate::domain::duree::{Flaw, Verdict};
use crate::rules::{Context, PromotionContext, Rule};

pub static RULE: Rule = Rule::both("ST03", check, check_promotion);

fn check(ctx: &Context) -> Vec<Finding> {
    let Some(stages) = Stages::of(ctx) else { return Vec::new() };
    told(&stages.bilan).into_iter().collect()
}

fn check_promotion(ctx: &PromotionContext) -> Vec<Finding> {
    let mine = |v: &Verdict| matches!(v, Verdict::Unfounded(_) | Verdict::Enough);
    classe::judged(ctx, mine).iter().filter_map(told).collect()
}

fn told(bilan: &Bilan) -> Option<Finding> {
    match &bilan.verdict {
        Some(Verdict::Unfounded(flaw)) => Some(unfounded(bilan, flaw)),
        Some(Verdict::Enough) => ungranted(bilan),
        _ => None,
    }
}

fn unfounded(bilan: &Bilan, flaw: &Flaw) -> Finding {
    let (total, min) = (journees(bilan.total), bilan.durees().journees_min);
    let motifs = &bilan.durees().reduction.motifs;
    let motif = bilan.fondements.reduction.and_then(|r| r.motif);
    let intitule = motif.and_then(|m| motifs.iter().find(|known| known.code == m)).map_or("", |m| &m.intitule);
    let found = match flaw {
        Flaw::Motif => {
            let choices: Vec<_> = motifs.iter().map(|m| m.code.key()).collect();
            let message = format!("le stage est réduit à {total} au lieu de {min}, sans motif");
            let place = bilan.place("reduction");
            RULE.at(place, message).label("« motif » manque").help(format!("motifs admis : {}", words::or(&choices)))
        }
        Flaw::Decision { date, acte } => {
            let missing = match (date, acte) {
                (false, false) => "sa date, et l’autorité ou la référence",
                (false, true) => "sa date",
                _ => "l’autorité ou la référence",
            };
            let what = if *date || *acte { "est incomplète" } else { "n’est pas dite" };
            let message = format!("le stage est réduit à {total} au lieu de {min}, la décision du recteur {what}");
            RULE.at(bilan.place("reduction"), message)
                .label(format!("il manque {missing}"))
                .related(bilan.place("reduction.motif"), intitule)
                .help(
                    "recopiez la décision : autorite, date et reference ; sans décision, le stage garde sa \
                    durée normale",
                )
        }
        Flaw::Admission(told) => {
            let message = format!(
                "le stage est réduit à {total} au lieu de {min}, mais son motif ne va pas \
                avec l’admission déclarée"
            );
            RULE.at(bilan.place("reduction.motif"), message)
                .label(intitule)
                .related(bilan.place("admission"), told.label())
                .help("corrigez le motif ou l’admission, selon ce qui est vrai")
        }
    };
    found.risk(bilan.risk())
}

/// A recteur's decision that does not tell the duration it grants: only a person who reads it can judge.
fn ungranted(bilan: &Bilan) -> Option<Finding> {
    let reduction = bilan.fondements.reduction?;
    let motifs = &bilan.durees().reduction.motifs;
    let decided = motifs.iter().any(|m| Some(m.code) == reduction.motif && m.decision_recteur);
    let short = bilan.total.whole() < u32::from(bilan.durees().journees_min);
    (short && decided && reduction.journees.is_none()).then(|| {
        let message = format!(
            "vérifier dans la décision du recteur que {} suffisent : la durée accordée n’est \
            pas dite",
            journees(bilan.total)
        );
        let found = RULE.at(bilan.place("reduction"), message).severity(Severity::Human);
        found.help("ajoutez la durée accordée pour que le contrôle la compare : journees = 45")
    })
}
