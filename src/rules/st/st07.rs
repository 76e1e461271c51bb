//! ST07: a stage, or an employment that stands for it, in a firm that is not of the insurance sector.

use super::{emplois, regle, stages};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::promotion::{NatureContrat, Organisme};
use crate::domain::referentiel::Convient;
use crate::rules::{Context, PromotionContext, Rule, words};
use crate::sources::reader::nearest;

pub static RULE: Rule = Rule::both("ST07", check, check_promotion);

const DOUBT: &str = "le diplôme mène aussi aux bancassureurs et aux services d’assurance d’autres organisations (annexe I A), \
    mais le stage se fait dans le secteur de l’assurance : les autorités académiques apprécient";

fn check(ctx: &Context) -> Vec<Finding> {
    let Some(regle) = regle(ctx).filter(|r| r.secteur_assurance) else { return Vec::new() };
    let mut periodes = stages(ctx);
    if regle.emploi.is_some() {
        periodes.extend(emplois(ctx));
        periodes.sort_by_key(|(i, _)| *i);
        periodes.dedup_by_key(|(i, _)| *i);
    }
    let mut out = Vec::new();
    for firm in &ctx.dossier.entreprises {
        let here: Vec<_> = periodes.iter().filter(|(_, p)| p.entreprise == firm.id).map(|(i, _)| *i).collect();
        let Some(secteur) = firm.secteur.filter(|_| !here.is_empty()) else { continue };
        let (name, place) = (&firm.nom, Place::value(firm.file(), "secteur"));
        let found = match ctx.referentiel.secteur(secteur.key()).map(|s| s.convient) {
            Some(Convient::Oui) | None => continue,
            Some(Convient::Non) => RULE
                .at(place, format!("« {name} » n’est pas du secteur de l’assurance, où la période doit se dérouler"))
                .help(
                    "si l’entreprise est un assureur, un intermédiaire ou un gestionnaire d’assurance, \
                    corrigez secteur ; sinon cette période ne convient pas",
                ),
            Some(Convient::AVerifier) => RULE
                .at(place, format!("vérifier que la période chez « {name} » relève bien du secteur de l’assurance"))
                .severity(Severity::Human)
                .label(secteur.label())
                .help(DOUBT),
        };
        out.push(
            here.iter().fold(found, |d, i| d.related(ctx.periode(*i, "entreprise"), format!("période {}", i + 1))),
        );
    }
    out
}

fn check_promotion(ctx: &PromotionContext) -> Vec<Finding> {
    if ctx.referentiel.secteurs.is_empty() || ctx.lost_at(&ctx.promotion.files.organismes, "secteur") {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut untold: Vec<usize> = Vec::new();
    for (i, o) in ctx.promotion.organismes.iter().enumerate() {
        let rows = bound(ctx, o);
        let Some(first) = rows.first().filter(|_| ctx.promotion.organisme(&o.cle).is_some_and(|k| std::ptr::eq(k, o)))
        else {
            continue;
        };
        match o.secteur.trim() {
            "" => untold.push(i),
            told => out.extend(judged(ctx, i, told).map(|d| d.related(first.clone(), stages_there(rows.len())))),
        }
    }
    if let Some(first) = untold.first() {
        let whose = match untold.len() {
            1 => "le secteur de cet organisme n’est pas dit".to_owned(),
            n => format!("le secteur de {n} organismes n’est pas dit"),
        };
        let message = format!("{whose} : vérifier que le stage s’y déroule dans le secteur de l’assurance");
        let found = RULE.at(ctx.organisme(*first, "secteur"), message).severity(Severity::Human);
        out.push(found.help(format!("écrivez secteur : {}", accepted(ctx))));
    }
    out
}

/// The rows of an organisme of which the text wants that it be of the insurance sector: stages, and the employment that
/// stands for one.
fn bound(ctx: &PromotionContext, o: &Organisme) -> Vec<Place> {
    let regle = |etudiant: &str| {
        let statut = ctx.promotion.etudiant(etudiant)?.statut();
        ctx.referentiel.statut(statut.key()).filter(|r| r.secteur_assurance)
    };
    let stages = ctx.promotion.stages_in(&o.cle).filter(|(_, s)| regle(&s.etudiant).is_some());
    let mut out: Vec<Place> = stages.map(|(i, _)| ctx.stage(i, "organisme")).collect();
    let contrats = ctx.promotion.contrats.iter().enumerate().filter(|(_, c)| {
        let work = c.organisme == o.cle && c.nature == Some(NatureContrat::Travail);
        work && regle(&c.etudiant).is_some_and(|r| r.emploi.is_some())
    });
    out.extend(contrats.map(|(i, _)| ctx.contrat(i, "organisme")));
    out
}

/// What is wrong with the sector that an organisme tells.
fn judged(ctx: &PromotionContext, i: usize, told: &str) -> Option<Finding> {
    let (place, name) = (ctx.organisme(i, "secteur"), &ctx.promotion.organismes[i].nom);
    let Some(secteur) = ctx.referentiel.secteur(told) else {
        let message = format!("« {told} » n’est pas un secteur où le stage peut se dérouler");
        let near = nearest(told, ctx.referentiel.secteurs.iter().map(|s| s.code.as_str()));
        let found = RULE.at(place, message);
        let found = near.into_iter().fold(found, |f, n| f.label(format!("vouliez-vous « {n} » ?")));
        return Some(found.help(format!("valeurs acceptées : {}", accepted(ctx))));
    };
    match secteur.convient {
        Convient::Oui => None,
        Convient::Non => {
            let message = format!("« {name} » n’est pas du secteur de l’assurance, où le stage doit se dérouler");
            Some(RULE.at(place, message).help(
                "si l’organisme est un assureur, un intermédiaire ou un gestionnaire d’assurance, corrigez secteur ; sinon \
                 ce stage ne convient pas",
            ))
        }
        Convient::AVerifier => {
            let message = format!("vérifier que le stage chez « {name} » relève bien du secteur de l’assurance");
            Some(RULE.at(place, message).severity(Severity::Human).label(secteur.intitule.clone()).help(DOUBT))
        }
    }
}

fn accepted(ctx: &PromotionContext) -> String {
    words::or(ctx.referentiel.secteurs.iter().map(|s| format!("\"{}\"", s.code)))
}

/// "un stage", "3 stages".
fn stages_there(n: usize) -> String {
    if n == 1 { "le stage".to_owned() } else { format!("le premier de {n} stages") }
}
