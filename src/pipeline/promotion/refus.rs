//! Which documents the errors of a promotion keep back: those that they bear on, and no other.

use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::promotion::{Contrat, Promotion, Stage};

/// The family of the clauses on recorded presence: the convention is right all the same.
const PRESENCE: &str = "AT";

/// The codes of the errors that keep back the documents of each row, by its rank in its table.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Refus {
    /// All the documents of a stage.
    pub(super) stages: Vec<Codes>,
    /// Its certificates and attestations alone.
    pub(super) presences: Vec<Codes>,
    pub(super) avenants: Vec<Codes>,
    pub(super) contrats: Vec<Codes>,
}

pub(super) type Codes = BTreeSet<&'static str>;

/// What `diagnostics` keep back.
pub(super) fn refus(promotion: &Promotion, diagnostics: &[Diagnostic]) -> Refus {
    let none = |n: usize| vec![Codes::new(); n];
    let stages = promotion.stages.len();
    let (avenants, contrats) = (none(promotion.avenants.len()), none(promotion.contrats.len()));
    let mut out = Refus { stages: none(stages), presences: none(stages), avenants, contrats };
    for d in diagnostics.iter().filter(|d| d.severity == Severity::Error && d.keeps_back) {
        out.take(promotion, d);
    }
    // An avenant to a convention that is kept back waits with it.
    let ranks: HashMap<&str, usize> = promotion.stages.iter().enumerate().map(|(i, s)| (s.cle.as_str(), i)).collect();
    for (codes, avenant) in out.avenants.iter_mut().zip(&promotion.avenants) {
        let of = ranks.get(avenant.convention.as_str());
        codes.extend(of.into_iter().flat_map(|rank| &out.stages[*rank]));
    }
    out
}

impl Refus {
    fn take(&mut self, promotion: &Promotion, d: &Diagnostic) {
        let path = d.place.field().unwrap_or_default();
        let (table, rest) = path.split_once('[').unwrap_or((path, ""));
        // A heading of a table bears on all its rows.
        let table = table.split('.').next().unwrap_or_default();
        let rank = rest.split(']').next().and_then(|n| n.parse::<usize>().ok());
        let one = |rows: &mut Vec<Codes>, rank: usize| {
            if let Some(codes) = rows.get_mut(rank) {
                codes.insert(d.code);
            }
        };
        match (table, rank) {
            ("stage", Some(rank)) if d.code.starts_with(PRESENCE) => one(&mut self.presences, rank),
            ("stage", Some(rank)) => one(&mut self.stages, rank),
            ("defauts", _) => {
                let rows = if d.code.starts_with(PRESENCE) { &mut self.presences } else { &mut self.stages };
                let all: Vec<usize> = (0..rows.len()).collect();
                // Rows that tell their own value, or whose stage is of another kind, are right all the same.
                let told = if d.rows.is_empty() { &all } else { &d.rows };
                told.iter().for_each(|rank| one(rows, *rank));
            }
            ("avenant", Some(rank)) => one(&mut self.avenants, rank),
            ("contrat", Some(rank)) => one(&mut self.contrats, rank),
            ("avenant", None) => self.avenants.iter_mut().for_each(|codes| codes.extend([d.code])),
            ("contrat", None) => self.contrats.iter_mut().for_each(|codes| codes.extend([d.code])),
            ("etudiant", Some(rank)) => {
                let key = promotion.etudiants.get(rank).map_or("", |e| e.cle.as_str());
                self.rows(d.code, promotion, |s| s.etudiant == key, |c| c.etudiant == key);
            }
            ("organisme", Some(rank)) => {
                let key = promotion.organismes.get(rank).map_or("", |o| o.cle.as_str());
                let stage = |s: &Stage| s.organisme == key || s.second_organisme == key;
                self.rows(d.code, promotion, stage, |c| c.organisme == key);
            }
            ("referent", Some(rank)) => {
                let key = promotion.reglage.referent.get(rank).map_or("", |r| r.cle.as_str());
                self.rows(d.code, promotion, |s| s.referent == key, |_| false);
            }
            // What the rows share: the établissement, the formation, the defaults, a whole table.
            _ => self.rows(d.code, promotion, |_| true, |_| true),
        }
    }

    fn rows(
        &mut self,
        code: &'static str,
        promotion: &Promotion,
        stage: impl Fn(&Stage) -> bool,
        contrat: impl Fn(&Contrat) -> bool,
    ) {
        for (codes, _) in self.stages.iter_mut().zip(&promotion.stages).filter(|(_, s)| stage(s)) {
            codes.insert(code);
        }
        for (codes, _) in self.contrats.iter_mut().zip(&promotion.contrats).filter(|(_, c)| contrat(c)) {
            codes.insert(code);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;
    use crate::domain::promotion::{Avenant, Etudiant};
    use crate::rules;
    use crate::sources::Pack;

    /// A fault of the rule `code` under its clause.
    fn under(code: &str, path: &str, rows: &[usize]) -> Diagnostic {
        let clauses = Pack::embedded().clauses();
        let found = rules::find(code).unwrap().at(Place::value("promotion.toml", path), "").rows(rows);
        found.under(clauses.get(code).unwrap().law())
    }

    /// The ranks that an error of `code` at `path` keeps back: stages, presences, avenants.
    fn told(code: &str, path: &str) -> [Vec<usize>; 3] {
        let stage =
            |cle: &str, etudiant: &str| Stage { cle: cle.into(), etudiant: etudiant.into(), ..Stage::default() };
        let promotion = Promotion {
            etudiants: vec![Etudiant::default(), Etudiant { cle: "b".into(), ..Etudiant::default() }],
            stages: vec![stage("c-1", "a"), stage("c-2", "b")],
            avenants: vec![Avenant { convention: "c-2".into(), ..Avenant::default() }],
            ..Promotion::default()
        };
        let found = Diagnostic { severity: Severity::Error, ..under(code, path, &[]) };
        let refus = refus(&promotion, &[found]);
        let ranks = |rows: &[Codes]| (0..rows.len()).filter(|i| rows[*i].contains(code)).collect();
        [ranks(&refus.stages), ranks(&refus.presences), ranks(&refus.avenants)]
    }

    #[test]
    fn an_error_keeps_back_what_it_bears_on() {
        assert_eq!(told("CV36", "stage[0].fiche_pays"), [vec![0], vec![], vec![]]);
        assert_eq!(told("AT01", "stage[1].presence"), [vec![], vec![1], vec![]]);
        assert_eq!(told("AT01", "defauts.presence"), [vec![], vec![0, 1], vec![]]);
        assert_eq!(told("CV31", "etudiant[1].representant_legal"), [vec![1], vec![], vec![0]]);
        assert_eq!(told("CV40", "avenant[0].objet"), [vec![], vec![], vec![0]]);
        assert_eq!(told("CV01", "defauts.pedagogie.objectifs"), [vec![0, 1], vec![], vec![0]]);
    }

    /// A default is wrong for the rows that have it, and that its clause bears on: no other waits for it.
    #[test]
    fn a_default_keeps_back_the_rows_that_it_bears_on() {
        let of = |rows: &[usize]| {
            let promotion = Promotion { stages: vec![Stage::default(); 3], ..Promotion::default() };
            let found = under("CV34", "defauts.clauses.conges", rows);
            let refus = refus(&promotion, &[found]);
            (0..3).filter(|i| !refus.stages[*i].is_empty()).collect::<Vec<_>>()
        };
        assert_eq!(of(&[0, 2]), [0, 2]);
        assert_eq!(of(&[]), [0, 1, 2]);
    }
}
