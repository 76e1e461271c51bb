//! The documents of an oral: the situation as the candidate reads it, and, as other types, the scenario and the grid of the jury.

use serde::Serialize;

use super::{Cadre, ExamenInputs, Presentation, duree};
use crate::domain::examen::{Oral, Scenario};
use crate::domain::referentiel::{Partie, Phase};
use crate::templates::typography::{french, verbatim};
use crate::templates::view::markdown::Bloc;

/// A situation as the candidate gets it: nothing here comes from what is the jury's.
#[derive(Serialize)]
pub struct SituationOrale {
    #[serde(flatten)]
    pub cadre: Cadre,
    pub candidat: String,
    pub numero: String,
    pub titre: String,
    pub preparation: String,
    pub duree: String,
    pub situation: Vec<Bloc>,
    pub apporter: Vec<String>,
}

/// A scenario as the jury has it.
#[derive(Serialize)]
pub struct ScenarioJury {
    #[serde(flatten)]
    pub cadre: Cadre,
    pub candidat: String,
    pub numero: String,
    pub reserve: bool,
    /// The reading taken where the text tells this épreuve in two ways.
    pub lecture: String,
    pub temps: Vec<TempsVue>,
    pub scenarios: Vec<ScenarioVue>,
    pub commission: Vec<(String, String)>,
}

/// A phase and its minutes.
#[derive(Serialize)]
pub struct TempsVue {
    pub phase: String,
    pub minutes: String,
}

/// One simulation.
#[derive(Serialize)]
pub struct ScenarioVue {
    pub titre: String,
    pub fiche: String,
    pub auteur: String,
    pub contrat: String,
    pub conditions_generales: String,
    /// What, in the sheet, in the scenario.
    pub parametres: Vec<(String, String, String)>,
    pub situation: Vec<Bloc>,
    pub role: Vec<Bloc>,
    pub attendus: Vec<Bloc>,
}

/// The phases that have a scenario, each with its part: as many as there are scenarios.
fn simulations<'a>(inputs: ExamenInputs<'a>) -> Vec<(&'a Partie, &'a Phase)> {
    let forme = inputs.reglement().and_then(|r| r.forme);
    let all = forme.into_iter().flat_map(|f| &f.parties).flat_map(|p| p.phases.iter().map(move |phase| (p, phase)));
    all.filter(|(_, phase)| phase.scenario.is_some()).collect()
}

/// The situation of scenario `rank` (from 0).
pub fn situation_orale(inputs: ExamenInputs<'_>, oral: &Oral, rank: usize) -> SituationOrale {
    let simulation = simulations(inputs).get(rank).copied();
    // Only the first simulation of a part is prepared.
    let first = simulation.is_some_and(|(p, phase)| p.phases.first() == Some(phase));
    let preparation = simulation.map(|(p, _)| u32::from(p.preparation_minutes)).filter(|m| first && *m > 0);
    let minutes = simulation.and_then(|(_, phase)| phase.minutes_max);
    SituationOrale {
        cadre: inputs.cadre("", Presentation::ORDINAIRE),
        candidat: french(oral.candidat.trim()),
        numero: verbatim(oral.numero_candidat.trim()),
        titre: simulation.map_or_else(|| "Situation".to_owned(), |(_, phase)| capital(&phase.intitule)),
        preparation: preparation.map_or_else(|| "sans préparation".to_owned(), duree),
        duree: minutes.map_or_else(String::new, |m| format!("{} au plus", duree(m.into()))),
        situation: inputs.galerie().blocs(&oral.scenario[rank].textes.situation),
        apporter: inputs.examen.reglage.materiel.autorise.iter().map(|m| french(m.trim())).collect(),
    }
}

/// All the scenarios of an oral, for its jury.
pub fn scenario_jury(inputs: ExamenInputs<'_>, oral: &Oral) -> ScenarioJury {
    let simulations = simulations(inputs);
    let one = |(rank, s): (usize, &Scenario)| scenario(inputs, oral, s, simulations.get(rank).copied());
    ScenarioJury {
        cadre: inputs.cadre("Jury", Presentation::ORDINAIRE),
        candidat: french(oral.candidat.trim()),
        numero: verbatim(oral.numero_candidat.trim()),
        reserve: oral.reserve,
        lecture: inputs.lecture(),
        temps: temps(inputs, oral),
        scenarios: oral.scenario.iter().enumerate().map(one).collect(),
        commission: oral
            .membre
            .iter()
            .map(|m| (french(m.nom.trim()), m.qualite.map_or_else(String::new, |q| french(q.label()))))
            .collect(),
    }
}

fn scenario(inputs: ExamenInputs<'_>, oral: &Oral, s: &Scenario, simulation: Option<(&Partie, &Phase)>) -> ScenarioVue {
    let titre = s.fiche.and_then(|n| oral.fiche(n)).map_or("", |f| f.titre.as_str());
    let fiche = s.fiche.map_or_else(String::new, |n| format!("Fiche {n} – {titre}"));
    ScenarioVue {
        titre: simulation.map_or_else(|| "Simulation".to_owned(), |(_, phase)| capital(&phase.intitule)),
        fiche: french(fiche.trim_end_matches([' ', '–'])),
        auteur: s.auteur.map_or_else(String::new, |a| french(a.label())),
        contrat: french(s.contrat.trim()),
        conditions_generales: french(s.conditions_generales.trim()),
        parametres: s
            .parametre
            .iter()
            .map(|p| (french(p.quoi.trim()), french(p.fiche.trim()), french(p.scenario.trim())))
            .collect(),
        situation: inputs.galerie().blocs(&s.textes.situation),
        role: inputs.galerie().blocs(&s.textes.role),
        attendus: inputs.galerie().blocs(&s.textes.attendus),
    }
}

/// The phases with their minutes: as told, else as the règlement bounds them.
fn temps(inputs: ExamenInputs<'_>, oral: &Oral) -> Vec<TempsVue> {
    let mut out = Vec::new();
    let forme = inputs.reglement().and_then(|r| r.forme);
    for partie in forme.into_iter().flat_map(|f| &f.parties) {
        let told = oral.temps.iter().find(|t| t.partie == Some(partie.numero.into()));
        let preparation = told.and_then(|t| t.preparation).unwrap_or_else(|| partie.preparation_minutes.into());
        if preparation > 0 {
            out.push(TempsVue { phase: "Préparation".to_owned(), minutes: duree(preparation) });
        }
        for (i, phase) in partie.phases.iter().enumerate() {
            let minutes = match (told.and_then(|t| t.phases.get(i)), phase.minutes_min, phase.minutes_max) {
                (Some(m), ..) => duree(*m),
                (None, Some(least), _) => format!("au moins {}", duree(least.into())),
                (None, None, Some(most)) => format!("au plus {}", duree(most.into())),
                _ => String::new(),
            };
            out.push(TempsVue { phase: capital(&phase.intitule), minutes });
        }
    }
    out
}

pub(super) fn capital(words: &str) -> String {
    let words = french(words);
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
