//! ST03: a reduced duration without what the text asks for it.

use super::duree::{Flaw, Stages, Verdict};
use super::{journees, nv, words};
use crate::diagnostic::{Diagnostic, Nv, Severity};
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule {
    code: "ST03",
    severity: Severity::Error,
    title: "durée de stage réduite sans fondement",
    reference: "référentiel, annexe III B, C (l. 3161 et 3162)",
    nv: Some(Nv::Listed),
    explain: include_str!("st03.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
    let Some(stages) = Stages::of(ctx) else { return Vec::new() };
    match &stages.verdict {
        Verdict::Unfounded(flaw) => vec![unfounded(ctx, &stages, flaw)],
        Verdict::Enough => ungranted(ctx, &stages).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn unfounded(ctx: &Context, stages: &Stages, flaw: &Flaw) -> Diagnostic {
    let (total, min) = (journees(stages.total), ctx.referentiel.stage.journees_min);
    let motifs = &ctx.referentiel.stage.reduction.motifs;
    let motif = ctx.dossier.candidat.reduction.as_ref().and_then(|r| r.motif);
    let intitule = motif.and_then(|m| motifs.iter().find(|known| known.code == m)).map_or("", |m| &m.intitule);
    let found = match flaw {
        Flaw::Motif => {
            let choices: Vec<_> = motifs.iter().map(|m| m.code.key()).collect();
            let message = format!("le stage est réduit à {total} au lieu de {min}, sans motif");
            let place = ctx.candidat("reduction");
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
            RULE.at(ctx.candidat("reduction"), message)
                .label(format!("il manque {missing}"))
                .related(ctx.candidat("reduction.motif"), intitule)
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
            RULE.at(ctx.candidat("reduction.motif"), message)
                .label(intitule)
                .related(ctx.candidat("formation.admission"), told.label())
                .help("corrigez le motif ou l’admission, selon ce qui est vrai")
        }
    };
    found.help(nv::risk(ctx, None))
}

/// A recteur's decision that does not tell the duration it grants: only a person who reads it can judge.
fn ungranted(ctx: &Context, stages: &Stages) -> Option<Diagnostic> {
    let reduction = ctx.dossier.candidat.reduction.as_ref()?;
    let motifs = &ctx.referentiel.stage.reduction.motifs;
    let decided = motifs.iter().any(|m| Some(m.code) == reduction.motif && m.decision_recteur);
    let short = stages.total < u32::from(ctx.referentiel.stage.journees_min);
    (short && decided && reduction.journees.is_none()).then(|| {
        let message = format!(
            "vérifier dans la décision du recteur que {} suffisent : la durée accordée n’est \
            pas dite",
            journees(stages.total)
        );
        let found = RULE.at(ctx.candidat("reduction"), message).severity(Severity::Human);
        found.help("ajoutez la durée accordée pour que le contrôle la compare : journees = 45")
    })
}
