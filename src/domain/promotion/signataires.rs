//! Who signs a convention or an avenant to it, in the order of the boxes, with the day on which each has signed.

use super::stage::{Signatures, Stage, TuteurDeStage};
use super::{Organisme, Promotion, Representant};
use crate::domain::Date;

/// In which quality one signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Partie {
    Etablissement,
    /// For the organisme, or for the second one.
    Organisme {
        second: bool,
    },
    Etudiant,
    RepresentantLegal,
    Referent,
    /// A tuteur; of the second organisme where a stage is shared.
    Tuteur {
        second: bool,
    },
}

/// One who signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signataire {
    pub partie: Partie,
    /// Blank where nobody is named.
    pub nom: String,
    pub qualite: String,
    pub date: Option<Date>,
}

impl Promotion {
    /// Who signs for an organisme of the stage: one, or two together.
    pub fn representants(&self, stage: &Stage, second: bool) -> Vec<Representant> {
        let organisme = if second { &stage.second_organisme } else { &stage.organisme };
        let organisme = self.organisme(organisme).cloned().unwrap_or_default();
        let named = |r: &Representant| !r.nom.trim().is_empty();
        // What the row tells is of the first organisme.
        let told = |r: &Option<Representant>| r.clone().filter(|r| named(r) && !second);
        let first = told(&stage.signataire).unwrap_or(organisme.representant);
        let with = told(&stage.second_signataire).or(Some(organisme.second_representant).filter(named));
        [Some(first), with].into_iter().flatten().collect()
    }

    /// The second organisme of a shared stage.
    pub fn second_organisme(&self, stage: &Stage) -> Option<&Organisme> {
        self.organisme(&stage.second_organisme).filter(|_| stage.is_shared())
    }

    /// All who sign, dated by `signatures`.
    pub fn signataires(&self, stage: &Stage, signatures: &Signatures) -> Vec<Signataire> {
        let s = signatures;
        let mut out = Vec::new();
        let mut add = |partie, nom: &str, qualite: &str, date| {
            let (nom, qualite) = (nom.trim().to_owned(), qualite.trim().to_owned());
            out.push(Signataire { partie, nom, qualite, date });
        };
        let ecole = &self.reglage.etablissement.representant;
        add(Partie::Etablissement, &ecole.nom, &ecole.qualite, s.etablissement);
        let second = self.second_organisme(stage).is_some();
        for (second, days) in [
            (false, [s.organisme, s.second_signataire]),
            (true, [s.second_organisme, s.second_organisme_second_signataire]),
        ]
        .into_iter()
        .take(1 + usize::from(second))
        {
            for (who, day) in self.representants(stage, second).iter().zip(days) {
                add(Partie::Organisme { second }, &who.nom, &who.qualite, day);
            }
        }
        let student = self.etudiant(&stage.etudiant).cloned().unwrap_or_default();
        if stage.debut.is_some_and(|d| student.is_minor_on(d)) {
            add(Partie::RepresentantLegal, &student.representant_legal, "", s.etudiant);
            if !student.second_representant_legal.trim().is_empty() {
                let day = s.second_representant_legal;
                add(Partie::RepresentantLegal, &student.second_representant_legal, "", day);
            }
        } else {
            let name = format!("{} {}", student.nom(), student.prenoms.trim());
            add(Partie::Etudiant, &name, &stage.qualite, s.etudiant);
        }
        let referent = self.referent(&stage.referent).cloned().unwrap_or_default();
        add(Partie::Referent, &referent.nom, &referent.fonction, s.referent);
        // Who signs for the organisme and is the tuteur too signs in both qualities.
        let tuteurs: Vec<&TuteurDeStage> = stage.tuteurs().collect();
        for (i, t) in tuteurs.iter().enumerate() {
            let day = if i == 0 { s.tuteur } else { s.second_tuteur };
            add(Partie::Tuteur { second: stage.is_of_second(t) }, &t.nom, &t.fonction, day);
        }
        if tuteurs.is_empty() {
            add(Partie::Tuteur { second: false }, "", "", s.tuteur);
        }
        out
    }
}

impl Stage {
    /// The tuteurs that it names.
    pub fn tuteurs(&self) -> impl Iterator<Item = &TuteurDeStage> {
        self.tuteur.iter().filter(|t| !t.nom.trim().is_empty())
    }

    /// Whether a tuteur is one of the second organisme.
    pub fn is_of_second(&self, tuteur: &TuteurDeStage) -> bool {
        let of = tuteur.organisme.trim();
        !of.is_empty() && of == self.second_organisme && of != self.organisme
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::promotion::Etudiant;

    fn who(nom: &str) -> Representant {
        Representant { nom: nom.to_owned(), ..Representant::default() }
    }

    fn class() -> Promotion {
        let organisme = |cle: &str, second: &str| Organisme {
            cle: cle.to_owned(),
            representant: who(&format!("{cle}-1")),
            second_representant: who(second),
            ..Organisme::default()
        };
        let student = Etudiant {
            cle: "e".to_owned(),
            nom_famille: "E".to_owned(),
            date_naissance: Date::new(2008, 3, 2),
            representant_legal: "P1".to_owned(),
            second_representant_legal: "P2".to_owned(),
            ..Etudiant::default()
        };
        Promotion {
            etudiants: vec![student],
            organismes: vec![organisme("a", "a-2"), organisme("b", "")],
            ..Promotion::default()
        }
    }

    fn stage(debut: Option<Date>) -> Stage {
        let tuteur = |nom: &str, organisme: &str| TuteurDeStage {
            nom: nom.to_owned(),
            organisme: organisme.to_owned(),
            ..TuteurDeStage::default()
        };
        Stage {
            etudiant: "e".to_owned(),
            organisme: "a".to_owned(),
            second_organisme: "b".to_owned(),
            debut,
            tuteur: vec![tuteur("T1", ""), tuteur("T2", "b")],
            ..Stage::default()
        }
    }

    #[test]
    fn everyone_signs_in_their_quality_and_has_a_day_of_their_own() {
        let (class, minor) = (class(), stage(Date::new(2026, 1, 5)));
        let day = Date::new(2025, 11, 3);
        let signed = Signatures { second_tuteur: day, second_organisme: day, ..Signatures::default() };
        let all = class.signataires(&minor, &signed);
        let names: Vec<&str> = all.iter().map(|s| s.nom.as_str()).collect();
        assert_eq!(names, ["", "a-1", "a-2", "b-1", "P1", "P2", "", "T1", "T2"]);
        let dated: Vec<&str> = all.iter().filter(|s| s.date.is_some()).map(|s| s.nom.as_str()).collect();
        assert_eq!(dated, ["b-1", "T2"]);
        assert_eq!(all[8].partie, Partie::Tuteur { second: true });
        // On the day of eighteen years the student signs, and no parent does.
        let adult = class.signataires(&stage(Date::new(2026, 3, 2)), &signed);
        assert!(adult.iter().any(|s| s.partie == Partie::Etudiant) && adult.iter().all(|s| s.nom != "P1"));
    }

    #[test]
    fn what_a_row_tells_of_who_signs_is_of_its_first_organisme() {
        let (class, mut stage) = (class(), stage(None));
        stage.signataire = Some(who("S"));
        let named = |second| class.representants(&stage, second).into_iter().map(|r| r.nom).collect::<Vec<_>>();
        assert_eq!((named(false), named(true)), (vec!["S".to_owned(), "a-2".to_owned()], vec!["b-1".to_owned()]));
    }
}
