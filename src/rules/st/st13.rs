//! ST13: a candidate at distance whose actual status is not told.

use crate::diagnostic::{Finding, Severity};
use crate::domain::{Statut, candidat};
use crate::rules::{Context, Rule, words};

pub static RULE: Rule = Rule::dossier("ST13", check);

fn check(ctx: &Context) -> Vec<Finding> {
    untold(ctx).into_iter().collect()
}

fn untold(ctx: &Context) -> Option<Finding> {
    let examen = &ctx.dossier.candidat.examen;
    let lost =
        ctx.losses(candidat::FILE).any(|path| path.is_empty() || path == "examen" || path.starts_with("examen.statut"));
    if lost {
        return None;
    }
    if examen.statut != Some(Statut::Distance) {
        return useless(ctx);
    }
    let actual = Statut::ALL.iter().filter(|s| !matches!(s, Statut::Distance | Statut::Experience)).map(|s| s.key());
    let choices = format!(
        "ajoutez statut_effectif, avec le statut dont vous relevez : {}",
        actual.collect::<Vec<_>>().join(", ")
    );
    match examen.statut_effectif {
        None => Some(
            RULE.at(
                ctx.candidat("examen.statut"),
                "formation à distance : le statut réel n’est pas dit, c’est \
                lui qui fixe les règles",
            )
            .label("« statut_effectif » manque à côté")
            .help(choices),
        ),
        Some(Statut::Distance) => Some(
            RULE.at(
                ctx.candidat("examen.statut_effectif"),
                "« distance » n’est pas un statut réel, c’est lui \
                qui fixe les règles",
            )
            .help(choices),
        ),
        Some(Statut::Experience) => Some(
            RULE.at(
                ctx.candidat("examen.statut_effectif"),
                "l’expérience professionnelle n’est pas un des \
                statuts de la formation à distance",
            )
            .severity(Severity::Warning)
            .help(
                "si vous vous présentez au titre de votre expérience, écrivez statut = \"experience\" et \
                    supprimez statut_effectif",
            ),
        ),
        Some(_) => None,
    }
}

/// An actual status beside a status that is one: which of the two is true?
fn useless(ctx: &Context) -> Option<Finding> {
    let examen = &ctx.dossier.candidat.examen;
    let (statut, effectif) = examen.statut.zip(examen.statut_effectif)?;
    (statut != effectif).then(|| {
        let message = format!(
            "statut_effectif ne sert qu’à la formation à distance : le dossier est contrôlé comme « {} »",
            words::small(statut.label())
        );
        let found = RULE.at(ctx.candidat("examen.statut_effectif"), message).severity(Severity::Warning);
        let found = found.related(ctx.candidat("examen.statut"), "statut");
        found.help(
            "si vous suivez la formation à distance, écrivez statut = \"distance\" ; sinon, supprimez cette ligne",
        )
    })
}
