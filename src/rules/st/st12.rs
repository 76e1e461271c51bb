//! ST12: what an apprentice who failed presents at the next session.

use crate::diagnostic::Finding;
use crate::domain::Date;
use crate::domain::candidat::{self, SituationApprenti};
use crate::domain::periode::{NaturePeriode, Periode};
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule::dossier("ST12", check);

fn check(ctx: &Context) -> Vec<Finding> {
    untold(ctx).into_iter().collect()
}

fn untold(ctx: &Context) -> Option<Finding> {
    let redoublement = ctx.dossier.candidat.redoublement.as_ref()?;
    let (statut, session) = (ctx.statut()?, ctx.dossier.candidat.examen.session?);
    let open: Vec<_> = ctx.referentiel.redoublements.iter().filter(|r| r.statuts.contains(&statut)).collect();
    let lost = ctx.losses(candidat::FILE).any(|path| path.is_empty() || path.starts_with("redoublement"));
    if open.is_empty() || redoublement.session_precedente? + 1 != session || lost {
        return None;
    }
    let Some(situation) = redoublement.situation else {
        let mut found = RULE
            .at(ctx.candidat("redoublement"), "la situation présentée à la session qui suit l’échec n’est pas dite")
            .label("« situation » manque");
        for r in open {
            found = found.help(format!("situation = \"{}\" : {}", r.code.key(), r.intitule));
        }
        return Some(found);
    };
    if let Some(found) = contradicted(ctx, situation, session) {
        return Some(found);
    }
    let authorised = open.iter().any(|r| r.code == situation && r.autorisation_recteur);
    (authorised && redoublement.autorisation.is_none()).then(|| {
        let message = "le contrat initial non prorogé demande l’autorisation expresse du recteur, sa date n’est \
            pas dite";
        let found = RULE.at(ctx.candidat("redoublement.situation"), message);
        found.help("ajoutez la date de l’autorisation, par exemple : autorisation = 2025-09-10")
    })
}

/// What the declared contracts say against the situation that is told.
fn contradicted(ctx: &Context, situation: SituationApprenti, session: i32) -> Option<Finding> {
    let is_contract = |p: &&Periode| p.nature == Some(NaturePeriode::Apprentissage);
    let contracts: Vec<_> = ctx.dossier.periodes.iter().filter(is_contract).collect();
    let place = ctx.candidat("redoublement.situation");
    let (message, help) = match situation {
        SituationApprenti::NouveauContrat => {
            // New: concluded once the candidate had failed.
            let (failed, _) = ctx.reglages.premiere_epreuve(session - 1)?;
            let begun: Vec<_> = contracts.iter().map(|p| p.debut).collect::<Option<_>>()?;
            let is_new = |begin: &Date| *begin >= failed;
            let newest = contracts.iter().zip(&begun).filter(|(_, begin)| is_new(begin)).map(|(p, _)| p);
            let before: Vec<_> = contracts.iter().zip(&begun).filter(|(_, b)| !is_new(b)).map(|(p, _)| p).collect();
            let mut newest = newest.peekable();
            let last = *begun.iter().max()?;
            if newest.peek().is_none() {
                let message = format!(
                    "un nouveau contrat est dit, or aucun des contrats déclarés ne suit l’échec (le dernier commence le {last})"
                );
                (message, "ajoutez la période du nouveau contrat, avec son attestation, ou corrigez la situation")
            } else {
                let employer = before.first().map(|p| p.entreprise.as_str()).filter(|e| !e.is_empty())?;
                if newest.any(|p| p.entreprise != employer) {
                    return None;
                }
                let message =
                    format!("un nouveau contrat se conclut avec un autre employeur, or tous sont chez « {employer} »");
                (
                    message,
                    "avec le même employeur, le contrat initial est prorogé d’un an : situation = \"contrat-proroge\"",
                )
            }
        }
        SituationApprenti::ContratProroge => {
            let dated = |p: &&&Periode| p.debut.zip(p.fin).is_none_or(|(debut, fin)| debut <= fin);
            if !contracts.iter().all(|p| dated(&p)) {
                return None;
            }
            let last = contracts.iter().map(|p| p.fin).collect::<Option<Vec<_>>>()?.into_iter().max()?;
            let (exam, _) = ctx.reglages.premiere_epreuve(session).filter(|(exam, _)| last < *exam)?;
            let message = format!("le contrat prorogé d’un an finit le {last}, avant l’examen ({exam})");
            (message, "recopiez dans periodes.toml la nouvelle fin du contrat, ou corrigez la situation")
        }
        SituationApprenti::ContratInitialAutorise => return None,
    };
    Some(RULE.at(place, message).help(help))
}
