//! ST17: a candidate who failed at an earlier session.

use crate::diagnostic::{Finding, Severity};
use crate::domain::{Statut, candidat};
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule::dossier("ST17", check);

fn check(ctx: &Context) -> Vec<Finding> {
    let Some(redoublement) = &ctx.dossier.candidat.redoublement else { return Vec::new() };
    let lost = ctx.losses(candidat::FILE).any(|path| path.is_empty() || path.starts_with("redoublement"));
    let (Some(failed), false) = (redoublement.session_precedente, lost) else { return Vec::new() };
    if let Some(session) = ctx.dossier.candidat.examen.session.filter(|s| failed >= *s) {
        let message = format!(
            "la session de l’échec ({failed}) n’est pas antérieure à celle de l’examen \
            ({session})"
        );
        let found = RULE.at(ctx.candidat("redoublement.session_precedente"), message).severity(Severity::Warning);
        let found = found.related(ctx.candidat("examen.session"), "session de l’examen");
        return vec![found.help("corrigez l’une des deux années")];
    }
    let message = format!(
        "les stages et les contrats d’avant la session {failed} comptent, un nouveau stage \
        est facultatif"
    );
    let mut out = vec![RULE.at(ctx.candidat("redoublement"), message).help(
        "décidez-en au vu de la notation et des appréciations du jury ; gardez les certificats et \
                attestations déjà obtenus",
    )];
    if ctx.statut() == Some(Statut::Scolaire) && redoublement.modalites.trim().is_empty() {
        let message = "les modalités de scolarité fixées par le chef d’établissement ne sont pas dites";
        let found = RULE.at(ctx.candidat("redoublement"), message).severity(Severity::Warning);
        out.push(found.label("« modalites » manque").help(
            "demandez-les à l’établissement, par exemple : \
            modalites = \"Seconde année complète, sans nouveau stage\"",
        ));
    }
    out
}
