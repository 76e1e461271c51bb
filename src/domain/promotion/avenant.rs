//! What changes a convention that was signed, and what the stage is once it is changed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::FormationSuivie;
use super::regime::Regime;
use super::stage::{Gratification, Interruption, Signatures, Stage, TuteurDeStage};
use crate::domain::choice::choice;
use crate::domain::periode::Jour;
use crate::domain::{Date, Heures};

choice! {
    /// What an avenant changes.
    pub enum ObjetAvenant {
        Dates = "dates", "Dates du stage";
        Tuteur = "tuteur", "Tuteur";
        Referent = "referent", "Enseignant référent";
        Lieu = "lieu", "Lieu du stage";
        Horaires = "horaires", "Jours et horaires de présence";
        Gratification = "gratification", "Gratification";
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
    /// Ce qui change : dates, tuteur, référent, lieu, horaires, gratification, interruption ou rupture.
    #[schemars(extend("x-requis" = true, "x-exemple" = "dates"))]
    pub objet: Option<ObjetAvenant>,
    /// Nouveau premier jour, premier jour de l’interruption, ou jour à partir duquel les horaires ou la gratification changent (la date de l’avenant si rien n’est dit).
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
    /// Nouvel enseignant référent : sa clé.
    #[schemars(extend("x-exemple" = "bernard"))]
    pub referent: String,
    /// Nouveaux jours de présence dans la semaine.
    #[schemars(extend("x-exemple" = "mardi"))]
    pub jours: Vec<Jour>,
    /// Nouveaux jours d’une demi-journée.
    #[schemars(extend("x-exemple" = "mercredi"))]
    pub demi_journees: Vec<Jour>,
    /// Nouvelles heures de présence par semaine.
    #[schemars(extend("x-exemple" = 28), range(min = 1, max = 99))]
    pub heures_semaine: Option<Heures>,
    /// Nouveaux horaires, tels qu’ils s’impriment.
    #[schemars(extend("x-exemple" = "9 h – 12 h 30, 14 h – 17 h 30"))]
    pub horaires: String,
    /// Nouveaux jours de télétravail.
    #[schemars(extend("x-exemple" = "vendredi"))]
    pub teletravail: Vec<Jour>,
    /// Nouvelle gratification.
    pub gratification: Gratification,
    /// L’interruption ne prend qu’une demi-journée de chacun de ces jours.
    #[schemars(extend("x-exemple" = false))]
    pub interruption_partielle: bool,
    /// Nouveau lieu du stage.
    #[schemars(extend("x-exemple" = "Agence de Bron, 2 avenue Camille-Rousset, 69500 Bron"))]
    pub lieu: String,
    /// Motif.
    #[schemars(extend("x-exemple" = "Report à la demande de l’organisme"))]
    pub motif: String,
    /// Qui signe pour l’organisme, si ce n’est plus la même personne que sur la convention (ce sera signalé).
    #[schemars(extend("x-exemple" = "Marc DELORME"))]
    pub signataire_organisme: String,
    /// Date d’envoi de l’avenant à signer.
    #[schemars(extend("x-exemple" = "2025-12-09"))]
    pub envoi: Option<Date>,
    /// Signatures recueillies sur l’avenant.
    pub signatures: Signatures,
    /// Date de signature du nouveau tuteur ou du nouvel enseignant référent.
    #[schemars(extend("x-exemple" = "2025-12-12"))]
    pub signature_nouveau: Option<Date>,
}

/// Why a convention cannot be changed as an avenant says, whatever its days of presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// A rupture or an interruption with no day between the first and the last of the stage.
    HorsDuStage,
    /// An end before its start: of the interruption, or of the stage as it would be.
    Renverse,
    /// Hours or a gratification that would change once the stage is over.
    ApresLaFin,
    /// A stage that would leave the teaching year of its convention, from this day to that one.
    HorsDeLAnnee(Date, Date),
}

impl Avenant {
    /// Why the stage cannot be changed so: it stays as it was, and nothing else is told of what would come of it.
    pub fn impossible(&self, before: &Stage, formation: &FormationSuivie) -> Option<Impossible> {
        let (debut, fin) = before.debut.zip(before.fin).filter(|(a, b)| a <= b)?;
        let meets = |from: Date, to: Date| from <= fin && debut <= to;
        match self.objet? {
            ObjetAvenant::Rupture => self.fin.filter(|day| !meets(*day, *day)).map(|_| Impossible::HorsDuStage),
            ObjetAvenant::Interruption => match self.debut.zip(self.fin)? {
                (from, to) if to < from => Some(Impossible::Renverse),
                (from, to) => (!meets(from, to)).then_some(Impossible::HorsDuStage),
            },
            ObjetAvenant::Dates => {
                let (from, to) = (self.debut.unwrap_or(debut), self.fin.unwrap_or(fin));
                if to < from {
                    return Some(Impossible::Renverse);
                }
                // A convention that is outside it already is another fault.
                let (first, last) = formation.year()?;
                let inside = |a: Date, b: Date| first <= a && b <= last;
                (inside(debut, fin) && !inside(from, to)).then_some(Impossible::HorsDeLAnnee(first, last))
            }
            ObjetAvenant::Horaires | ObjetAvenant::Gratification => {
                self.effet().filter(|day| *day > fin).map(|_| Impossible::ApresLaFin)
            }
            ObjetAvenant::Tuteur | ObjetAvenant::Lieu | ObjetAvenant::Referent => None,
        }
    }

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
                let (debut, fin, partielle) = (self.debut, self.fin, self.interruption_partielle);
                new.interruption.push(Interruption { debut, fin, partielle, motif: None });
                new.journees = None;
            }
            Some(ObjetAvenant::Referent) if !self.referent.is_empty() => new.referent.clone_from(&self.referent),
            Some(ObjetAvenant::Horaires) => self.change_hours(&mut new),
            Some(ObjetAvenant::Gratification) => {
                let told = |text: &str| !text.trim().is_empty();
                new.change_from(self.effet(), |r| {
                    if told(&self.gratification.horaire) {
                        r.gratification.horaire.clone_from(&self.gratification.horaire);
                    }
                    if told(&self.gratification.modalites) {
                        r.gratification.modalites.clone_from(&self.gratification.modalites);
                    }
                });
            }
            Some(ObjetAvenant::Rupture) => {
                new.fin = self.fin.or(stage.fin);
                new.journees = None;
            }
            Some(ObjetAvenant::Tuteur | ObjetAvenant::Lieu | ObjetAvenant::Referent) | None => {}
        }
        new
    }

    /// From which day on hours or a gratification change.
    pub fn effet(&self) -> Option<Date> {
        self.debut.or(self.date)
    }

    /// What is said of the clock does not outlive other days or other hours.
    fn change_hours(&self, stage: &mut Stage) {
        let days = !self.jours.is_empty() || !self.demi_journees.is_empty();
        if days || self.heures_semaine.is_some() {
            stage.journees = None;
        }
        let week = |r: &Regime| (r.full_days(), r.half_days(), r.heures_semaine);
        stage.change_from(self.effet(), |r| {
            let before = week(r);
            if days {
                // Half days alone are told of the days that there were.
                if !self.jours.is_empty() {
                    r.jours.clone_from(&self.jours);
                } else if !r.jours.is_empty() {
                    r.jours.extend(std::mem::take(&mut r.demi_journees));
                }
                r.demi_journees.clone_from(&self.demi_journees);
            }
            r.heures_semaine = self.heures_semaine.or(r.heures_semaine);
            if !self.horaires.trim().is_empty() || week(r) != before {
                r.horaires.clone_from(&self.horaires);
            }
            if !self.teletravail.is_empty() {
                r.teletravail.clone_from(&self.teletravail);
            }
        });
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
            journees: Some(40.into()),
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
        assert_eq!((&new.lieux, new.fin, new.journees), (&stage().lieux, day(2, 27), Some(40.into())));
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

    #[test]
    fn hours_and_gratification_change_from_a_day_on() {
        let mut stage = stage();
        (stage.horaires, stage.heures_semaine) = ("9 h – 17 h".to_owned(), Heures::parse("35"));
        let shorter = Avenant {
            debut: day(2, 2),
            jours: vec![Jour::Lundi, Jour::Mardi],
            heures_semaine: Heures::parse("14"),
            ..of(ObjetAvenant::Horaires)
        };
        let paid = Avenant {
            // No day of its own: that of the avenant.
            date: day(1, 19),
            gratification: Gratification { horaire: "4,50".to_owned(), ..Gratification::default() },
            ..of(ObjetAvenant::Gratification)
        };
        let new = paid.apply(&shorter.apply(&stage));
        let told: Vec<_> = new
            .regimes_dates()
            .into_iter()
            .map(|(a, b, r)| (a, b, r.heures_semaine, r.gratification.horaire))
            .collect();
        let d = |m, d| day(m, d).unwrap();
        let (long, short) = (Heures::parse("35"), Heures::parse("14"));
        assert_eq!(
            told,
            [
                (d(1, 5), d(1, 18), long, String::new()),
                (d(1, 19), d(2, 1), long, "4,50".to_owned()),
                (d(2, 2), d(2, 27), short, "4,50".to_owned()),
            ]
        );
        assert_eq!((new.journees, new.weekdays(), new.horaires.as_str()), (None, vec![1, 2], ""));
        // From before the first day, it is so for the whole stage.
        let early = Avenant { debut: day(1, 1), ..shorter }.apply(&stage);
        assert_eq!((early.regimes_dates().len(), early.weekdays()), (1, vec![1, 2]));
    }

    #[test]
    fn what_cannot_be_is_told_by_its_kind() {
        let year = FormationSuivie { debut: Date::new(2025, 9, 1), fin: day(7, 3), ..FormationSuivie::default() };
        let at = |objet, debut, fin| Avenant { debut, fin, ..of(objet) }.impossible(&stage(), &year);
        use ObjetAvenant::{Dates, Gratification, Horaires, Interruption, Rupture};
        let outside = Some(Impossible::HorsDuStage);
        for (fin, why) in [(day(1, 4), outside), (day(1, 5), None), (day(2, 27), None), (day(2, 28), outside)] {
            assert_eq!(at(Rupture, None, fin), why, "{fin:?}");
        }
        assert_eq!(at(Interruption, day(3, 2), day(3, 6)), outside);
        assert_eq!(at(Interruption, day(2, 26), day(3, 6)), None);
        assert_eq!(at(Interruption, day(2, 6), day(2, 2)), Some(Impossible::Renverse));
        assert_eq!(at(Dates, None, day(1, 4)), Some(Impossible::Renverse));
        assert_eq!(at(Dates, day(3, 2), None), Some(Impossible::Renverse));
        // Until the day before the next teaching year begins.
        let next = Date::new(2026, 8, 31).zip(Date::new(2026, 9, 1)).unwrap();
        assert_eq!(at(Dates, None, Some(next.0)), None);
        let beyond = Some(Impossible::HorsDeLAnnee(Date::new(2025, 9, 1).unwrap(), next.0));
        assert_eq!(at(Dates, None, Some(next.1)), beyond);
        assert_eq!(at(Dates, Date::new(2024, 11, 24), None), beyond);
        for objet in [Horaires, Gratification] {
            assert_eq!(at(objet, day(2, 27), None), None);
            assert_eq!(at(objet, day(2, 28), None), Some(Impossible::ApresLaFin));
        }
    }

    #[test]
    fn a_referent_takes_over() {
        let new = Avenant { referent: "oezdemir".to_owned(), ..of(ObjetAvenant::Referent) };
        assert_eq!(new.apply(&stage()).referent, "oezdemir");
        assert_eq!(of(ObjetAvenant::Referent).apply(&stage()), stage());
    }
}
