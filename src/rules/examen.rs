//! What a rule of the exam papers looks at.

use super::losses::Losses;
use crate::diagnostic::Place;
use crate::domain::clause::printed;
use crate::domain::examen::{Annexe, FILE, MotsDuJury, Question, Reglement};
use crate::domain::fault::Fault;
use crate::domain::referentiel::Referentiel;
use crate::domain::referentiel::{Modalite, NatureForme, SourcesPartie};
use crate::domain::reglages::Reglages;
use crate::domain::{Date, Examen};

/// An exam, what was wrong in its files, and the texts that apply.
pub struct ExamenContext<'a> {
    pub examen: &'a Examen,
    pub faults: &'a [Fault],
    pub referentiel: &'a Referentiel,
    pub reglages: &'a Reglages,
    /// The words that announce a text of the jury.
    pub mots: &'a MotsDuJury,
    /// The diplomas that are known, by the name of their pack.
    pub diplomes: &'a [String],
    /// What the règlement says of the épreuve; nothing where its code is not known.
    pub reglement: Option<Reglement<'a>>,
    /// Today: a date limit is before it or not.
    pub aujourdhui: Date,
    losses: Losses,
}

impl<'a> ExamenContext<'a> {
    pub fn new(
        examen: &'a Examen,
        faults: &'a [Fault],
        (referentiel, reglages, mots): (&'a Referentiel, &'a Reglages, &'a MotsDuJury),
        diplomes: &'a [String],
        aujourdhui: Date,
    ) -> Self {
        let (reglement, losses) = (examen.reglement(referentiel), Losses::of(faults));
        ExamenContext { examen, faults, referentiel, reglages, mots, diplomes, reglement, aujourdhui, losses }
    }

    /// Whether a value at the key `key` of `file`, one of its parents or one of its children was lost to a fault already told.
    pub fn lost_at(&self, file: &str, key: &str) -> bool {
        self.losses.at(file, key)
    }

    /// Whether a fault already told stands in the bytes of a question or a part.
    pub fn lost_in(&self, repere: &crate::domain::examen::Repere) -> bool {
        let within = |f: &&Fault| match &f.place.at {
            crate::diagnostic::At::Bytes(bytes) => bytes.start >= repere.tout.start && bytes.end <= repere.tout.end,
            _ => false,
        };
        self.faults.iter().filter(|f| f.place.file == repere.file).any(|f| within(&f))
    }

    /// The place of a key of `examen.toml`.
    pub fn reglage(&self, key: &str) -> Place {
        Place::value(FILE, key)
    }

    /// The place of a key of an annexe.
    pub fn annexe(&self, annexe: &Annexe, key: &str) -> Place {
        Place::value(&annexe.file, key)
    }

    /// The code of the épreuve, as told.
    pub fn epreuve(&self) -> &str {
        self.examen.reglage.epreuve.code.trim()
    }

    /// The form: as told, or the only one of the column.
    pub fn forme(&self) -> Option<NatureForme> {
        self.examen.reglage.epreuve.forme.or_else(|| self.reglement?.forme.map(|f| f.nature))
    }

    /// Where the text says of the paper's part what `which` names: its own lines, or those of a later text.
    pub fn texte(&self, which: impl Fn(&SourcesPartie) -> &Option<String>) -> String {
        let Some(reglement) = self.reglement else { return String::new() };
        let own = reglement.partie.and_then(|p| which(&p.sources).as_deref());
        let source = own.or(reglement.forme.map(|f| f.source.as_str())).unwrap_or(&reglement.epreuve.source);
        printed(source)
    }

    /// Whether candidates write: where the règlement does not say, as for CCF, whether there is a subject.
    pub fn is_written(&self) -> bool {
        match self.reglement.and_then(|r| r.partie).and_then(|p| p.modalite) {
            Some(told) => told == Modalite::Ecrite,
            None => !self.examen.sujet.files.is_empty(),
        }
    }

    /// Every question, in order.
    pub fn questions(&self) -> impl Iterator<Item = &'a Question> {
        self.examen.questions()
    }
}
