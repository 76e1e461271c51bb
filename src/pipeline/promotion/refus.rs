//! Which documents the errors of a promotion keep back: those that they bear on, and no other.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::promotion::{Contrat, Promotion, Stage};

/// A clause that bears on what is not there: no document of the student is wrong for it.
const ABSENCE: &str = "CV41";
/// The family of the clauses on recorded presence: the convention is right all the same.
const PRESENCE: &str = "AT";

/// The documents that are kept back, by the rank of their row.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Refus {
    /// Stages all of whose documents are.
    pub(super) stages: BTreeSet<usize>,
    /// Stages whose certificates and attestations are.
    pub(super) presences: BTreeSet<usize>,
    pub(super) avenants: BTreeSet<usize>,
    pub(super) contrats: BTreeSet<usize>,
}

/// What `diagnostics` keep back.
pub(super) fn refus(promotion: &Promotion, diagnostics: &[Diagnostic]) -> Refus {
    let mut out = Refus::default();
    for d in diagnostics.iter().filter(|d| d.severity == Severity::Error && d.code != ABSENCE) {
        let path = d.place.field().unwrap_or_default();
        let (table, rest) = path.split_once('[').unwrap_or((path, ""));
        let rank = rest.split(']').next().and_then(|n| n.parse::<usize>().ok());
        match (table, rank) {
            ("stage", Some(rank)) if d.code.starts_with(PRESENCE) => drop(out.presences.insert(rank)),
            ("stage", Some(rank)) => drop(out.stages.insert(rank)),
            ("avenant", Some(rank)) => drop(out.avenants.insert(rank)),
            ("contrat", Some(rank)) => drop(out.contrats.insert(rank)),
            ("etudiant", Some(rank)) => {
                let key = promotion.etudiants.get(rank).map_or("", |e| e.cle.as_str());
                out.rows(promotion, |s| s.etudiant == key, |c| c.etudiant == key);
            }
            ("organisme", Some(rank)) => {
                let key = promotion.organismes.get(rank).map_or("", |o| o.cle.as_str());
                out.rows(promotion, |s| s.organisme == key, |c| c.organisme == key);
            }
            ("referent", Some(rank)) => {
                let key = promotion.reglage.referent.get(rank).map_or("", |r| r.cle.as_str());
                out.rows(promotion, |s| s.referent == key, |_| false);
            }
            // What the rows share: the établissement, the formation, the defaults, a whole table.
            _ => out.rows(promotion, |_| true, |_| true),
        }
    }
    // An avenant to a convention that is kept back waits with it.
    let held = |cle: &str| promotion.stages.iter().enumerate().any(|(i, s)| s.cle == cle && out.stages.contains(&i));
    let waiting = promotion.avenants.iter().enumerate().filter(|(_, a)| held(&a.convention)).map(|(i, _)| i);
    let waiting: Vec<usize> = if out.stages.is_empty() { Vec::new() } else { waiting.collect() };
    out.avenants.extend(waiting);
    out
}

impl Refus {
    fn rows(&mut self, promotion: &Promotion, stage: impl Fn(&Stage) -> bool, contrat: impl Fn(&Contrat) -> bool) {
        let stages = promotion.stages.iter().enumerate().filter(|(_, s)| stage(s));
        self.stages.extend(stages.map(|(i, _)| i));
        let contrats = promotion.contrats.iter().enumerate().filter(|(_, c)| contrat(c));
        self.contrats.extend(contrats.map(|(i, _)| i));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;
    use crate::domain::promotion::{Avenant, Etudiant};
    use crate::rules;

    fn told(code: &str, path: &str) -> Refus {
        let stage =
            |cle: &str, etudiant: &str| Stage { cle: cle.into(), etudiant: etudiant.into(), ..Stage::default() };
        let promotion = Promotion {
            etudiants: vec![Etudiant::default(), Etudiant { cle: "b".into(), ..Etudiant::default() }],
            stages: vec![stage("c-1", "a"), stage("c-2", "b")],
            avenants: vec![Avenant { convention: "c-2".into(), ..Avenant::default() }],
            ..Promotion::default()
        };
        let rule = rules::find(code).unwrap();
        let found = Diagnostic { severity: Severity::Error, ..rule.at(Place::value("promotion.toml", path), "") };
        refus(&promotion, &[found])
    }

    #[test]
    fn an_error_keeps_back_what_it_bears_on() {
        let set = |all: &[usize]| all.iter().copied().collect::<BTreeSet<_>>();
        assert_eq!(told("CV36", "stage[0].fiche_pays"), Refus { stages: set(&[0]), ..Refus::default() });
        assert_eq!(told("AT01", "stage[1].presence"), Refus { presences: set(&[1]), ..Refus::default() });
        let both = Refus { stages: set(&[1]), avenants: set(&[0]), ..Refus::default() };
        assert_eq!(told("CV31", "etudiant[1].representant_legal"), both);
        assert_eq!(told("CV40", "avenant[0].objet"), Refus { avenants: set(&[0]), ..Refus::default() });
        assert_eq!(told("CV01", "defauts.pedagogie.objectifs").stages, set(&[0, 1]));
    }
}
