//! ST07: a stage, or an employment that stands for it, in a firm that is not of the insurance sector.

use super::{emplois, regle, stages};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::domain::entreprise::Secteur;
use crate::rules::{Context, Rule};

pub static RULE: Rule = Rule {
    code: "ST07",
    severity: Severity::Error,
    title: "entreprise hors du secteur de l’assurance",
    reference: "référentiel, annexe III B, B 1 a, B 3 a et B 3 b (l. 3132, 3152 et 3155)",
    nv: None,
    explain: include_str!("st07.md"),
    check: crate::rules::Check::Dossier(check),
};

fn check(ctx: &Context) -> Vec<Diagnostic> {
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
        let found = match secteur {
            Secteur::Assurance => continue,
            Secteur::Autre => RULE
                .at(place, format!("« {name} » n’est pas du secteur de l’assurance, où la période doit se dérouler"))
                .help("si l’entreprise est un assureur, un intermédiaire ou un gestionnaire d’assurance, \
                    corrigez secteur ; sinon cette période ne convient pas"),
            Secteur::Banque | Secteur::ServiceAssurance => RULE
                .at(place, format!("vérifier que la période chez « {name} » relève bien du secteur de l’assurance"))
                .severity(Severity::Human)
                .label(secteur.label())
                .help(
                    "le diplôme mène aussi aux bancassureurs et aux services d’assurance d’autres organisations (l. 27), \
                     mais le stage se fait dans le secteur de l’assurance : les autorités académiques apprécient",
                ),
        };
        out.push(
            here.iter().fold(found, |d, i| d.related(ctx.periode(*i, "entreprise"), format!("période {}", i + 1))),
        );
    }
    out
}
