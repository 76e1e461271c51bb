//! DP15: a registered candidate without any dossier; a dossier of nobody who is registered, or of another session; a decision
//! on nobody.

use super::Rule;
use crate::diagnostic::{Diagnostic, Nv, Place, Severity};
use crate::domain::session::{DECISIONS, Etat};
use crate::rules::SessionContext;

pub static RULE: Rule = Rule {
    code: "DP15",
    severity: Severity::Error,
    title: "candidat inscrit sans dossier, dossier sans candidat inscrit",
    reference: "référentiel, annexe II B (l. 2230, 2242)",
    nv: Some(Nv::Listed),
    explain: include_str!("dp15.md"),
    check: crate::rules::Check::Session(check),
};

fn check(ctx: &SessionContext) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for suivi in ctx.suivis.iter().filter(|s| s.etat == Etat::Absent) {
        let key = if suivi.inscription.dossier.trim().is_empty() { "numero_candidat" } else { "dossier" };
        let found = RULE.at(ctx.inscription(suivi.rang, key), "aucun dossier n’est arrivé pour ce candidat");
        let help = format!(
            "déposez-le dans « {} », ou dites son nom dans la colonne `dossier` s’il ne porte pas le numéro du candidat",
            ctx.session.dossiers()
        );
        out.push(found.help(help));
    }
    let numbered = |i: &str| !i.trim().is_empty();
    for (rang, suivi) in ctx.suivis.iter().enumerate() {
        let numero = &suivi.inscription.numero_candidat;
        let before = ctx.suivis[..rang].iter().any(|s| s.inscription.numero_candidat.trim() == numero.trim());
        if numbered(numero) && before {
            let message = format!("le numéro {} est déjà celui d’un autre candidat", numero.trim());
            out.push(plain(RULE.at(ctx.inscription(rang, "numero_candidat"), message)).help("corrigez l’un des deux"));
        }
    }
    let annee = ctx.session.fichier.session.annee;
    for suivi in &ctx.suivis {
        let Some((controle, told)) = suivi.controle.and_then(|c| Some((c, c.session?))) else { continue };
        if annee.is_some_and(|a| a != told) {
            let place = Place::file(format!("{}/{}", ctx.session.dossiers(), controle.nom));
            let message = format!("ce dossier est celui de la session {told}");
            let found = plain(RULE.at(place, message)).severity(Severity::Warning);
            out.push(found.help("vérifiez qu’il est bien celui que le candidat présente"));
        }
    }
    for controle in &ctx.etrangers {
        let place = Place::file(format!("{}/{}", ctx.session.dossiers(), controle.nom));
        let message = "ce dossier n’est celui d’aucun candidat inscrit";
        let found = plain(RULE.at(place, message)).severity(Severity::Warning);
        out.push(
            found.help("vérifiez le numéro de candidat qu’il porte, ou dites à qui il est dans la colonne `dossier`"),
        );
    }
    for (i, decision) in ctx.session.decisions.iter().enumerate() {
        let numero = decision.numero_candidat.trim();
        if !numero.is_empty() && ctx.of_number(numero).next().is_none() && !ctx.session.inscriptions.is_empty() {
            let place = Place::value(DECISIONS, format!("decision[{i}].numero_candidat"));
            let found = plain(RULE.at(place, "cette décision porte sur un candidat qui n’est pas inscrit"));
            out.push(found.severity(Severity::Warning).help("corrigez le numéro"));
        }
    }
    out
}

/// A fault of the lists brings no mention to anyone.
fn plain(found: Diagnostic) -> Diagnostic {
    Diagnostic { nv: None, ..found }
}
