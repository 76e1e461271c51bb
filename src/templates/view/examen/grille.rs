//! The grid of evaluation of an épreuve: to fill, or filled for a candidate, with the working of its mark. For the jury alone.

use serde::Serialize;

use super::oral::capital;
use super::{Cadre, ExamenInputs, Presentation};
use crate::domain::examen::{Calcul, Evaluation, NOTE_MAX, nombre};
use crate::domain::referentiel::NatureForme;
use crate::templates::typography::{french, verbatim};

/// The grids of an épreuve: one to fill, or one for each candidate.
#[derive(Serialize)]
pub struct Grilles {
    #[serde(flatten)]
    pub cadre: Cadre,
    /// « Grille d’évaluation », « Fiche d’évaluation ».
    pub titre: String,
    /// Codes and words.
    pub competences: Vec<(String, String)>,
    pub criteres: Vec<String>,
    /// What each level is worth, where the centre says; else empty.
    pub points: Vec<String>,
    /// How the mark is rounded; empty where the centre does not say.
    pub arrondi: String,
    pub grilles: Vec<Grille>,
}

/// The grid of a candidate.
#[derive(Serialize)]
pub struct Grille {
    /// Empty where it is to be written, as all that follows.
    pub candidat: String,
    pub numero: String,
    pub reserve: bool,
    /// The level of each criterion, from 1.
    pub niveaux: Vec<u32>,
    /// How the mark was found, where the levels give it.
    pub calcul: String,
    /// The proposed mark.
    pub note: String,
    pub observations: String,
    pub membres: Vec<String>,
}

/// The grids of those candidates; one to fill where there are none.
pub fn grilles(inputs: ExamenInputs<'_>, titre: &str, all: &[Evaluation<'_>]) -> Grilles {
    let (code, referentiel) = (inputs.examen.reglage.epreuve.code.trim(), inputs.referentiel);
    let unite = referentiel.epreuve(code).and_then(|e| e.unite.as_deref());
    let evaluated = referentiel.competences.iter().filter(|c| Some(c.evaluee.as_str()) == unite);
    let words = inputs.arrondi_in_words();
    let blank = [Evaluation::default()];
    Grilles {
        cadre: inputs.cadre(titre, Presentation::ORDINAIRE),
        titre: french(titre),
        competences: evaluated.map(|c| (c.code.clone(), french(&c.intitule))).collect(),
        criteres: referentiel.criteres(code).iter().map(|c| french(c)).collect(),
        points: inputs.examen.reglage.notation.points_par_niveau.iter().map(u32::to_string).collect(),
        arrondi: if words.is_empty() { words } else { french(&format!("Note {words}.")) },
        grilles: if all.is_empty() { &blank } else { all }.iter().map(|e| grille(inputs, e)).collect(),
    }
}

fn grille(inputs: ExamenInputs<'_>, one: &Evaluation<'_>) -> Grille {
    let (code, notation) = (inputs.examen.reglage.epreuve.code.trim(), &inputs.examen.reglage.notation);
    let criteres = inputs.referentiel.criteres(code).len();
    let jury = inputs.referentiel.jurys.iter().find(|j| j.epreuve == code);
    let told: Vec<String> = one.membres.iter().map(|m| french(m.nom.trim())).collect();
    let due = jury.into_iter().flat_map(|j| &j.membres).map(|m| capital(&m.intitule)).collect();
    Grille {
        candidat: french(&one.candidat),
        numero: verbatim(one.numero),
        reserve: one.reserve,
        niveaux: one.niveaux.to_vec(),
        calcul: one.calcul(criteres, notation).map_or_else(String::new, |c| working(inputs, c)),
        note: one.note(criteres, notation).map_or_else(String::new, nombre),
        observations: french(one.observations.trim()),
        membres: if told.is_empty() { due } else { told },
    }
}

/// "Total : 15 points sur 21, soit 14,29 sur 20, arrondi à 14,5."
fn working(inputs: ExamenInputs<'_>, c: Calcul) -> String {
    let rounded = match c.note == c.exacte {
        true => String::new(),
        false => format!(", {} : {}", inputs.arrondi_in_words(), nombre(c.note)),
    };
    let on = NOTE_MAX / 100;
    french(&format!(
        "Total : {} points sur {}, soit {} sur {on}{rounded}.",
        nombre(c.points),
        nombre(c.sur),
        nombre(c.exacte)
    ))
}

impl<'a> ExamenInputs<'a> {
    /// Whether the text gives criteria for the épreuve.
    pub fn has_criteria(self) -> bool {
        !self.referentiel.criteres(self.examen.reglage.epreuve.code.trim()).is_empty()
    }

    /// What is said of the candidates of the list, in CCF, where copies bear a name.
    pub fn listed_grids(self) -> Vec<Evaluation<'a>> {
        let told = self.examen.reglage.epreuve.forme;
        let forme = told.or_else(|| self.reglement()?.forme.map(|f| f.nature));
        if forme != Some(NatureForme::Ccf) {
            return Vec::new();
        }
        let takes = |e: &Evaluation<'_>| e.rang.is_none_or(|r| self.examen.acquis(r, self.referentiel).is_none());
        self.examen.evaluations().into_iter().filter(takes).collect()
    }

    /// "arrondie au pas supérieur de 0,5 point"; empty where the centre has no step.
    pub(super) fn arrondi_in_words(self) -> String {
        let notation = &self.examen.reglage.notation;
        match notation.pas.trim() {
            "" => String::new(),
            pas => {
                let sense = notation.arrondi.unwrap_or(crate::domain::examen::Arrondi::Proche);
                format!("arrondie {} de {pas} point", sense.label())
            }
        }
    }
}
