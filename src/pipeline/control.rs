//! The control of one folder: load, apply the rules, sort.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::clock;
use super::scans::Scans;
use crate::diagnostic::{self, Diagnostic, Strictness, Summary, ToSign};
use crate::domain::calendrier::Calendriers;
use crate::domain::candidat::DIPLOME;
use crate::domain::droit::DroitDesStages;
use crate::domain::duree::Decompte;
use crate::domain::examen::MotsDuJury;
use crate::domain::referentiel::Referentiel;
use crate::domain::reglages::Reglages;
use crate::rules::{self, Context, ExamenContext, LostPaths, PromotionContext, Textes};
use crate::sources::clauses::Clauses;
use crate::sources::pack::PackError;
use crate::sources::{
    Folder, Loaded, LoadedExamen, LoadedPromotion, Pack, SubFolder, load_dossier, load_examen, load_promotion,
};

/// Why a folder was not controlled: nobody's fault who wrote in it.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    #[error(transparent)]
    Pack(#[from] PackError),
    /// No process can be started to look at scans.
    #[error("liasse ne peut pas se relancer pour lire une numérisation : {0}")]
    Machine(String),
}

/// The texts of every diploma, each read when a candidate first follows it; and who looks at scans.
pub struct Library {
    pack: Pack,
    scans: Arc<Scans>,
    diplomes: Vec<String>,
    texts: RefCell<BTreeMap<String, Rc<Texts>>>,
}

impl Library {
    /// The texts of a pack's diplomas. Scans are looked at in this process: see [`Library::with_scans`].
    ///
    /// # Errors
    /// Those of the default diploma cannot be used, with the file.
    pub fn new(pack: Pack) -> Result<Self, PackError> {
        let diplomes = pack.diplomes();
        let library = Library { pack, scans: Arc::new(Scans::here()), diplomes, texts: RefCell::default() };
        library.texts(DIPLOME)?;
        Ok(library)
    }

    /// The same, scans being looked at by `scans`.
    pub fn with_scans(self, scans: Arc<Scans>) -> Self {
        Library { scans, ..self }
    }

    /// Who looks at scans.
    pub(super) fn scans(&self) -> &Arc<Scans> {
        &self.scans
    }

    /// The pack, for another thread to read its own texts from.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The diplomas that are known, by the name of their pack.
    pub fn diplomes(&self) -> &[String] {
        &self.diplomes
    }

    /// The texts of `diplome`, or of the default one where it is not known: the rules tell it.
    ///
    /// # Errors
    /// They cannot be used, with the file.
    pub fn texts(&self, diplome: &str) -> Result<Rc<Texts>, PackError> {
        if let Some(known) = self.texts.borrow().get(diplome) {
            return Ok(Rc::clone(known));
        }
        let Some(pack) = self.pack.of_diploma(diplome) else { return self.texts(DIPLOME) };
        let read = Rc::new(Texts::new(pack)?);
        self.texts.borrow_mut().insert(diplome.to_owned(), Rc::clone(&read));
        Ok(read)
    }
}

/// The texts of one diploma, read once for all folders; the référentiel once per session.
pub struct Texts {
    pub pack: Pack,
    pub reglages: Reglages,
    pub calendriers: Calendriers,
    pub droit: DroitDesStages,
    pub mots: MotsDuJury,
    pub clauses: Clauses,
    referentiels: RefCell<BTreeMap<Option<i32>, Rc<Referentiel>>>,
    pack_hash: OnceCell<String>,
}

impl Texts {
    /// Reads a pack's texts.
    ///
    /// # Errors
    /// One of them cannot be used, with its file.
    pub fn new(pack: Pack) -> Result<Self, PackError> {
        let (reglages, calendriers, droit) = (pack.reglages()?, pack.calendriers()?, pack.droit()?);
        let (mots, clauses) = (pack.mots_du_jury()?, pack.clauses());
        let unusable = |name: &str, reason: &str| {
            Err(PackError::Unusable { path: pack.own(name).into(), reason: reason.to_owned() })
        };
        // Without a clause of its own, whatever a candidate hands in would conform.
        if !pack.has_clauses() {
            return unusable("clauses", "ce diplôme n’a aucune clause : rien ne serait contrôlé");
        }
        if let Some(code) = rules::unchecked(&clauses).first() {
            return unusable(&format!("clauses/{code}.md"), "rien ne contrôle une clause de ce code");
        }
        Ok(Texts {
            pack,
            reglages,
            calendriers,
            droit,
            mots,
            clauses,
            referentiels: RefCell::default(),
            pack_hash: OnceCell::new(),
        })
    }

    /// SHA-256 of the pack, in hexadecimal.
    pub fn pack_hash(&self) -> &str {
        self.pack_hash.get_or_init(|| self.pack.hash())
    }

    /// The référentiel that governs `session`.
    ///
    /// # Errors
    /// It cannot be used.
    pub fn referentiel(&self, session: Option<i32>) -> Result<Rc<Referentiel>, PackError> {
        if let Some(known) = self.referentiels.borrow().get(&session) {
            return Ok(Rc::clone(known));
        }
        let read = Rc::new(self.pack.referentiel(session)?);
        self.referentiels.borrow_mut().insert(session, Rc::clone(&read));
        Ok(read)
    }
}

/// A folder once controlled.
pub struct Controlled {
    pub loaded: Loaded,
    pub texts: Rc<Texts>,
    pub referentiel: Rc<Referentiel>,
    /// Who draws the scans.
    pub scans: Arc<Scans>,
    /// Sorted by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// What is still to be signed by hand.
    pub to_sign: ToSign,
    /// The reckoning of the journées of stage, where a duration binds and is known.
    pub decompte: Option<Decompte>,
}

impl Controlled {
    /// Counts the diagnostics.
    pub fn summary(&self, strict: Strictness) -> Summary {
        Summary::of(&self.diagnostics, strict)
    }
}

/// Controls a candidate's folder.
///
/// # Errors
/// The texts of the candidate's diploma and session cannot be used.
pub fn control(folder: &dyn Folder, library: &Library) -> Result<Controlled, ControlError> {
    let mut loaded = load_dossier(folder);
    let named = std::mem::take(&mut loaded.scans);
    let Loaded { dossier, attachments, faults, .. } = &mut loaded;
    library.scans.settle(&named, &mut dossier.attachments, attachments, faults)?;
    let texts = library.texts(loaded.dossier.candidat.diplome())?;
    let referentiel = texts.referentiel(loaded.dossier.candidat.examen.session)?;
    let context = Context {
        dossier: &loaded.dossier,
        faults: &loaded.faults,
        referentiel: &referentiel,
        reglages: &texts.reglages,
        calendriers: &texts.calendriers,
        diplomes: &library.diplomes,
        lost_paths: LostPaths::of(&loaded.faults),
    };
    let mut diagnostics = rules::check(&context, &texts.clauses);
    let decompte = rules::decompte(&context);
    diagnostic::sort(&mut diagnostics, &loaded.sources);
    let to_sign = rules::to_sign(&loaded.dossier, &texts.reglages);
    Ok(Controlled { loaded, texts, referentiel, scans: Arc::clone(&library.scans), diagnostics, to_sign, decompte })
}

/// A promotion's folder once controlled.
pub struct ControlledPromotion {
    pub loaded: LoadedPromotion,
    pub texts: Rc<Texts>,
    pub referentiel: Rc<Referentiel>,
    /// Who draws the scans.
    pub scans: Arc<Scans>,
    /// Sorted by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Controls a promotion's folder.
///
/// # Errors
/// The texts of its diploma and session cannot be used.
pub fn control_promotion(folder: &dyn Folder, library: &Library) -> Result<ControlledPromotion, ControlError> {
    let mut loaded = load_promotion(folder);
    let named = std::mem::take(&mut loaded.scans);
    let LoadedPromotion { promotion, attachments, faults, .. } = &mut loaded;
    library.scans.settle(&named, &mut promotion.attachments, attachments, faults)?;
    let formation = &loaded.promotion.reglage.formation;
    let texts = library.texts(formation.diplome())?;
    let referentiel = texts.referentiel(formation.session)?;
    let applying = Textes {
        referentiel: &referentiel,
        calendriers: &texts.calendriers,
        droit: &texts.droit,
        reglages: &texts.reglages,
        diplomes: &library.diplomes,
    };
    let context = PromotionContext::new(&loaded.promotion, &loaded.faults, applying);
    let mut diagnostics = rules::check_promotion(&context, &texts.clauses);
    diagnostic::sort(&mut diagnostics, &loaded.sources);
    Ok(ControlledPromotion { loaded, texts, referentiel, scans: Arc::clone(&library.scans), diagnostics })
}

/// An exam's folder once controlled.
pub struct ControlledExamen {
    pub loaded: LoadedExamen,
    pub texts: Rc<Texts>,
    pub referentiel: Rc<Referentiel>,
    /// Who draws the scans.
    pub scans: Arc<Scans>,
    /// Sorted by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Controls an exam's folder.
///
/// # Errors
/// The texts of its diploma and session cannot be used.
pub fn control_examen(folder: &dyn Folder, library: &Library) -> Result<ControlledExamen, ControlError> {
    let mut loaded = load_examen(folder);
    let named = std::mem::take(&mut loaded.scans);
    let LoadedExamen { examen, attachments, faults, .. } = &mut loaded;
    library.scans.settle(&named, &mut examen.attachments, attachments, faults)?;
    for oral in loaded.examen.oraux.iter_mut().filter(|o| !o.fiches.is_empty()) {
        // Its faults are its candidate's to mend: here only whether there are any.
        let dossier = control(&SubFolder { parent: folder, path: &oral.dossier }, library)?;
        oral.erreurs = dossier.summary(Strictness::Normal).errors;
    }
    let epreuve = &loaded.examen.reglage.epreuve;
    let texts = library.texts(epreuve.diplome())?;
    let referentiel = texts.referentiel(epreuve.session)?;
    let applying = (&*referentiel, &texts.reglages, &texts.mots);
    let context = ExamenContext::new(&loaded.examen, &loaded.faults, applying, &library.diplomes, clock::today());
    let mut diagnostics = rules::check_examen(&context, &texts.clauses);
    diagnostic::sort(&mut diagnostics, &loaded.sources);
    Ok(ControlledExamen { loaded, texts, referentiel, scans: Arc::clone(&library.scans), diagnostics })
}
