//! What changes a convention that was signed, and what the stage is once it is changed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::stage::{Interruption, Stage, TuteurDeStage};
use crate::domain::Date;
use crate::domain::choice::choice;

choice! {
    /// What an avenant changes.
    pub enum ObjetAvenant {
        Dates = "dates", "Dates du stage";
        Tuteur = "tuteur", "Tuteur";
        Lieu = "lieu", "Lieu du stage";
        Interruption = "interruption", "Interruption du stage";
        Rupture = "rupture", "Rupture de la convention";
    }
}

/// Un avenant à une convention : une ligne du tableau des avenants.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Avenant {
    /// Convention modifiée : la clé de la ligne de stage.
    #[schemars(extend("x-requis" = true, "x-exemple" = "c-07"))]
    pub convention: String,
    /// Numéro de l’avenant à cette convention.
    #[schemars(extend("x-requis" = true, "x-exemple" = 1), range(min = 1, max = 99))]
    pub numero: Option<u32>,
    /// Date de l’avenant.
    #[schemars(extend("x-requis" = true, "x-exemple" = "2025-12-08"))]
    pub date: Option<Date>,
    /// Ce qui change : dates, tuteur, lieu, interruption ou rupture.
    #[schemars(extend("x-requis" = true, "x-exemple" = "dates"))]
    pub objet: Option<ObjetAvenant>,
    /// Nouveau premier jour, ou premier jour de l’interruption.
    #[schemars(extend("x-exemple" = "2025-12-01"))]
    pub debut: Option<Date>,
    /// Nouveau dernier jour, dernier jour de l’interruption, ou jour de la rupture.
    #[schemars(extend("x-exemple" = "2026-01-23"))]
    pub fin: Option<Date>,
    /// Nom du nouveau tuteur.
    #[schemars(extend("x-exemple" = "Karim BELHADJ"))]
    pub tuteur: String,
    /// Fonction du nouveau tuteur.
    #[schemars(extend("x-exemple" = "Chargé de clientèle"))]
    pub tuteur_fonction: String,
    /// Nouveau lieu du stage.
    #[schemars(extend("x-exemple" = "Agence de Bron, 2 avenue Camille-Rousset, 69500 Bron"))]
    pub lieu: String,
    /// Motif.
    #[schemars(extend("x-exemple" = "Report à la demande de l’organisme"))]
    pub motif: String,
    /// Qui signe pour l’organisme, si ce n’est plus la même personne que sur la convention (ce sera signalé).
    #[schemars(extend("x-exemple" = "Marc DELORME"))]
    pub signataire_organisme: String,
}

impl Avenant {
    /// The stage once changed. What the avenant does not tell stays; its new tuteur and its new place stand for all
    /// those of before, as one row names one of each. A count of days that was told by hand does not outlive its dates.
    pub fn apply(&self, stage: &Stage) -> Stage {
        let mut new = stage.clone();
        match self.objet {
            Some(ObjetAvenant::Dates) => {
                new.debut = self.debut.or(stage.debut);
                new.fin = self.fin.or(stage.fin);
                new.journees = None;
            }
            Some(ObjetAvenant::Tuteur) if !self.tuteur.trim().is_empty() => {
                let (nom, fonction) = (self.tuteur.clone(), self.tuteur_fonction.clone());
                new.tuteur = vec![TuteurDeStage { nom, fonction, ..TuteurDeStage::default() }];
            }
            Some(ObjetAvenant::Lieu) if !self.lieu.trim().is_empty() => new.lieux = vec![self.lieu.clone()],
            Some(ObjetAvenant::Interruption) => {
                new.interruption.push(Interruption { debut: self.debut, fin: self.fin, motif: None });
                new.journees = None;
            }
            Some(ObjetAvenant::Rupture) => {
                new.fin = self.fin.or(stage.fin);
                new.journees = None;
            }
            Some(ObjetAvenant::Tuteur | ObjetAvenant::Lieu) | None => {}
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: i8, day: i8) -> Option<Date> {
        Date::new(2026, month, day)
    }

    fn stage() -> Stage {
        let tuteur = |nom: &str| TuteurDeStage { nom: nom.to_owned(), ..TuteurDeStage::default() };
        Stage {
            cle: "c-01".to_owned(),
            debut: day(1, 5),
            fin: day(2, 27),
            journees: Some(40),
            tuteur: vec![tuteur("A"), tuteur("B")],
            ..Stage::default()
        }
    }

    fn of(objet: ObjetAvenant) -> Avenant {
        Avenant { objet: Some(objet), fin: day(2, 13), ..Avenant::default() }
    }

    #[test]
    fn untold_dates_stay() {
        let new = of(ObjetAvenant::Dates).apply(&stage());
        assert_eq!((new.debut, new.fin, new.journees), (day(1, 5), day(2, 13), None));
        let new = Avenant { debut: day(1, 12), fin: None, ..of(ObjetAvenant::Dates) }.apply(&stage());
        assert_eq!((new.debut, new.fin), (day(1, 12), day(2, 27)));
    }

    #[test]
    fn a_tuteur_and_a_place_stand_for_those_of_before() {
        let told = Avenant { tuteur: "C".to_owned(), lieu: "Bron".to_owned(), ..of(ObjetAvenant::Tuteur) };
        let new = told.apply(&stage());
        assert_eq!(new.tuteur.iter().map(|t| t.nom.as_str()).collect::<Vec<_>>(), ["C"]);
        // Its object alone changes: neither the place nor the dates nor the count of days.
        assert_eq!((&new.lieux, new.fin, new.journees), (&stage().lieux, day(2, 27), Some(40)));
        assert_eq!(Avenant { objet: Some(ObjetAvenant::Lieu), ..told }.apply(&stage()).lieux, ["Bron"]);
        // Nothing told, nothing changed.
        assert_eq!(of(ObjetAvenant::Tuteur).apply(&stage()), stage());
        assert_eq!(of(ObjetAvenant::Lieu).apply(&stage()), stage());
    }

    #[test]
    fn an_interruption_is_added_and_a_rupture_is_the_last_day() {
        let stop = Avenant { debut: day(2, 2), ..of(ObjetAvenant::Interruption) };
        let twice = stop.apply(&stop.apply(&stage()));
        assert_eq!((twice.interruption.len(), twice.fin), (2, day(2, 27)));
        assert_eq!((twice.interruption[0].debut, twice.interruption[0].fin), (day(2, 2), day(2, 13)));
        let broken = Avenant { debut: day(1, 12), ..of(ObjetAvenant::Rupture) }.apply(&stage());
        assert_eq!((broken.debut, broken.fin), (day(1, 5), day(2, 13)));
    }
}
