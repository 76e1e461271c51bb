//! A school's promotion: its établissement, its students, the organismes that take them, and a row for each stage.

pub mod avenant;
pub mod calcul;
pub mod contrat;
pub mod cumul;
pub mod etudiant;
mod files;
pub mod horaires;
pub mod index;
pub mod organisme;
pub mod partage;
mod regime;
mod reglage;
pub mod signataires;
pub mod stage;
pub mod taux;

pub use avenant::{Avenant, Impossible, ObjetAvenant};
use calcul::Prevision;
pub use contrat::{Contrat, NatureContrat};
pub use cumul::Cumul;
pub use etudiant::Etudiant;
pub use files::Files;
pub use index::Index;
pub use organisme::Organisme;
pub use partage::Partage;
pub use regime::Regime;
pub use reglage::{
    EtablissementSignataire, FormationSuivie, Ordre, PeriodeScolaire, PromotionFile, Referent, Representant, Sortie,
};
pub use signataires::{Partie, Signataire};
pub use stage::Stage;
pub use taux::Taux;

use super::calendrier::Calendriers;

/// Name of the file that makes a folder a promotion's.
pub const FILE: &str = "promotion.toml";

/// A promotion once read: the rows have the defaults of `promotion.toml` where they tell nothing themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Promotion {
    pub reglage: PromotionFile,
    pub etudiants: Vec<Etudiant>,
    pub organismes: Vec<Organisme>,
    pub stages: Vec<Stage>,
    pub avenants: Vec<Avenant>,
    pub contrats: Vec<Contrat>,
    /// Files that hold each table, where the places of faults are looked up.
    pub files: Files,
    /// The logo and the country sheets that the data name and that were accepted, by path.
    pub attachments: std::collections::BTreeMap<String, super::dossier::Attachment>,
    /// Ranks of the rows by key, made at the first look-up.
    pub index: Index,
}

impl Promotion {
    /// The student of that key.
    pub fn etudiant(&self, cle: &str) -> Option<&Etudiant> {
        self.etudiants.get(self.rang_etudiant(cle)?)
    }

    /// The rank of that student.
    pub fn rang_etudiant(&self, cle: &str) -> Option<usize> {
        self.index().etudiant(cle)
    }

    /// The organisme of that key.
    pub fn organisme(&self, cle: &str) -> Option<&Organisme> {
        self.organismes.get(self.index().organisme(cle)?)
    }

    /// The teacher of that key.
    pub fn referent(&self, cle: &str) -> Option<&Referent> {
        self.reglage.referent.get(self.index().referent(cle)?)
    }

    /// The stage of that key, with its rank.
    pub fn stage(&self, cle: &str) -> Option<(usize, &Stage)> {
        let rank = self.index().stage(cle)?;
        Some((rank, self.stages.get(rank)?))
    }

    /// The stages of a student, with their rank.
    pub fn stages_of(&self, etudiant: &str) -> impl Iterator<Item = (usize, &Stage)> {
        self.index().stages_of(etudiant).iter().filter_map(|i| Some((*i, self.stages.get(*i)?)))
    }

    /// The stages in an organisme, with their rank.
    pub fn stages_in(&self, organisme: &str) -> impl Iterator<Item = (usize, &Stage)> {
        self.index().stages_in(organisme).iter().filter_map(|i| Some((*i, self.stages.get(*i)?)))
    }

    /// The avenants of a stage, in the order of their numbers.
    pub fn avenants_of(&self, stage: &Stage) -> Vec<&Avenant> {
        let mut all: Vec<_> =
            self.index().avenants_of(&stage.cle).iter().filter_map(|i| self.avenants.get(*i)).collect();
        all.sort_by_key(|a| a.numero);
        all
    }

    /// The avenants of the stage that came before `avenant`, by their numbers.
    pub fn avenants_before(&self, stage: &Stage, avenant: &Avenant) -> Vec<&Avenant> {
        self.avenants_of(stage).into_iter().filter(|a| a.numero < avenant.numero).collect()
    }

    /// A stage as its avenants leave it: its dates, its interruptions, the day of its end.
    pub fn en_vigueur<'a>(&self, stage: &'a Stage) -> std::borrow::Cow<'a, Stage> {
        match self.avenants_of(stage).as_slice() {
            [] => std::borrow::Cow::Borrowed(stage),
            avenants => std::borrow::Cow::Owned(self.changed(stage, avenants)),
        }
    }

    /// The stage once changed by avenants, in their order; those that cannot be change nothing.
    pub fn changed(&self, stage: &Stage, avenants: &[&Avenant]) -> Stage {
        let formation = &self.reglage.formation;
        let one = |stage: Stage, avenant: &&Avenant| match avenant.impossible(&stage, formation) {
            Some(_) => stage,
            None => avenant.apply(&stage),
        };
        avenants.iter().fold(stage.clone(), one)
    }

    /// The stage as the avenants before `avenant` left it.
    pub fn before(&self, stage: &Stage, avenant: &Avenant) -> Stage {
        self.changed(stage, &self.avenants_before(stage, avenant))
    }

    /// The avenants of a stage that cannot be: what they would change stays as it was.
    pub fn impossibles_of<'a>(&'a self, stage: &Stage) -> Vec<&'a Avenant> {
        let cannot = |a: &&Avenant| a.impossible(&self.before(stage, a), &self.reglage.formation).is_some();
        self.avenants_of(stage).into_iter().filter(cannot).collect()
    }

    /// The presence that a stage foresees, the holidays of each place on the days that are spent there.
    pub fn prevision(&self, stage: &Stage, calendriers: &Calendriers) -> Option<Prevision> {
        let (debut, fin) = (stage.debut?, stage.fin?);
        let of = |cle: Option<&str>| match cle {
            Some(cle) if !calendriers.has(cle) => None,
            cle => Some(cle.map(|cle| calcul::feries(calendriers, cle, debut, fin))),
        };
        let [first, second] = self.calendriers_de(stage, calendriers).map(of);
        calcul::prevision_avec(stage, [first?.as_ref(), second?.as_ref()])
    }

    /// The holiday calendars of the places where a stage is, in its organisme and in the second one.
    pub fn calendriers_de<'a>(&'a self, stage: &Stage, calendriers: &'a Calendriers) -> [Option<&'a str>; 2] {
        let first = self.calendrier_de(stage, calendriers);
        let ordinaire = self.reglage.formation.calendrier();
        let of = |o: &'a Organisme| calendriers.du_lieu(&o.pays, &o.code_postal, ordinaire);
        [first, self.second_organisme(stage).map_or(first, of)]
    }

    /// The organisme abroad of a stage: the second one where the first is in France.
    pub fn a_l_etranger(&self, stage: &Stage) -> Option<&Organisme> {
        let second = self.second_organisme(stage);
        [self.organisme(&stage.organisme), second].into_iter().flatten().find(|o| o.is_abroad())
    }

    /// The holiday calendar of the place where a stage is: that of its places where they all tell one postal area, else
    /// that of its organisme. `None` abroad, where none is known.
    pub fn calendrier_de<'a>(&'a self, stage: &Stage, calendriers: &'a Calendriers) -> Option<&'a str> {
        let ordinaire = self.reglage.formation.calendrier();
        let Some(organisme) = self.organisme(&stage.organisme) else { return Some(ordinaire) };
        let own = || calendriers.du_lieu(&organisme.pays, &organisme.code_postal, ordinaire);
        if organisme.is_abroad() {
            return own();
        }
        let place = |lieu: &String| calendriers.du_lieu("", code_postal_de(lieu)?, ordinaire);
        let places: Option<Vec<&str>> = stage.lieux.iter().map(place).collect();
        match places.as_deref() {
            Some([first, others @ ..]) if others.iter().all(|o| o == first) => Some(first),
            _ => own(),
        }
    }

    /// Whether a contrat of work or of apprenticeship names the student.
    pub fn has_contrat(&self, etudiant: &str) -> bool {
        self.index().has_contrat(etudiant)
    }

    fn index(&self) -> index::Ranks<'_> {
        self.index.of(self)
    }
}

/// The postal code of an address in one line: its last word of five digits that others follow.
fn code_postal_de(adresse: &str) -> Option<&str> {
    let words: Vec<&str> = adresse.split([' ', ',', '\u{a0}']).filter(|w| !w.is_empty()).collect();
    let (_, others) = words.split_last()?;
    others.iter().rev().copied().find(|w| w.len() == 5 && w.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_one_line_has_its_postal_code() {
        for (adresse, code) in [
            ("Agence de Bron, 2 avenue Camille-Rousset, 69500 Bron", Some("69500")),
            ("12500 route de Metz, 57000 Metz", Some("57000")),
            ("Agence de Bron", None),
            ("dossier 12345", None),
            ("", None),
        ] {
            assert_eq!(code_postal_de(adresse), code, "{adresse}");
        }
    }

    /// The days of a stage are those of its place, not of the school.
    #[test]
    fn a_stage_has_the_calendar_of_its_place() {
        let calendriers: Calendriers =
            toml::from_str(include_str!("../../../templates/droit/jours-feries.toml")).unwrap();
        let organisme = |pays: &str, code: &str| Organisme {
            cle: "o".to_owned(),
            pays: pays.to_owned(),
            code_postal: code.to_owned(),
            ..Organisme::default()
        };
        let stage = |lieux: &[&str]| Stage {
            organisme: "o".to_owned(),
            lieux: lieux.iter().map(|l| (*l).to_owned()).collect(),
            ..Stage::default()
        };
        let of = |o: Organisme, s: &Stage| {
            let p = Promotion { organismes: vec![o], ..Promotion::default() };
            p.calendrier_de(s, &calendriers).map(str::to_owned)
        };
        let metz = "Agence de Metz, 2 rue Serpenoise, 57000 Metz";
        assert_eq!(of(organisme("", "69003"), &stage(&[])).as_deref(), Some("metropole"));
        assert_eq!(of(organisme("", "69003"), &stage(&[metz])).as_deref(), Some("alsace-moselle"));
        assert_eq!(
            of(organisme("", "69003"), &stage(&[metz, "1 place Foch, 69300 Caluire"])).as_deref(),
            Some("metropole")
        );
        assert_eq!(of(organisme("", "69003"), &stage(&[metz, "en télétravail"])).as_deref(), Some("metropole"));
        assert_eq!(of(organisme("Belgique", "1040"), &stage(&[])), None);
        assert_eq!(of(organisme("La Réunion", "97400"), &stage(&[])).as_deref(), Some("reunion"));
    }
}
