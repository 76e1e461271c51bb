//! The sheet of a document on which a language is spoken, as the candidate gets it (E2, EF1).

use serde::Serialize;

use super::sujet::{AnnexeVue, annexe};
use super::{Cadre, ExamenInputs, Presentation, duree};
use crate::domain::examen::Annexe;
use crate::domain::referentiel::Modalite;

/// The sheet.
#[derive(Serialize)]
pub struct DocumentOral {
    #[serde(flatten)]
    pub cadre: Cadre,
    /// "20 minutes"; empty where the text gives none.
    pub preparation: String,
    pub duree: String,
    /// What the candidate does, phase by phase, with the minutes that bound it.
    pub phases: Vec<(String, String)>,
    pub document: AnnexeVue,
}

impl ExamenInputs<'_> {
    /// Whether documents are talked about in a language, one sheet for each.
    pub fn is_oral_of_a_language(self) -> bool {
        let Some(r) = self.reglement().filter(|r| r.epreuve.niveau_cecrl.is_some()) else { return false };
        r.partie.is_some_and(|p| p.modalite == Some(Modalite::Orale))
    }
}

/// The sheet of one of the documents.
pub fn document_oral(inputs: ExamenInputs<'_>, told: &Annexe) -> DocumentOral {
    let partie = inputs.reglement().and_then(|r| r.partie);
    let minutes = |m: Option<u16>| m.filter(|m| *m > 0).map_or_else(String::new, |m| duree(m.into()));
    let phases = partie.into_iter().flat_map(|p| &p.phases);
    let phases = phases.map(|p| {
        let most = p.minutes_max.map_or_else(String::new, |m| format!("{} au plus", duree(m.into())));
        (super::oral::capital(&p.intitule), most)
    });
    DocumentOral {
        cadre: inputs.cadre("", Presentation::ORDINAIRE),
        preparation: minutes(partie.map(|p| p.preparation_minutes)),
        duree: inputs.identite().duree,
        phases: phases.collect(),
        document: annexe(inputs, told),
    }
}
