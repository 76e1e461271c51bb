//! The documents of an exam, each as a piece, in three trees: what a candidate gets on the day, what is sent before, what is
//! the jury's.

use std::ops::Range;

use serde::Serialize;
use tera::Context;

use super::compose::{Composer, Piece, Readers, fault};
use super::view::{self, ExamenInputs, Presentation};
use crate::domain::document::{Document, TemplateFault};
use crate::domain::examen::{Annexe, Evaluation, Oral, Portfolio};

/// Folder of what a candidate gets on the day: secret until then.
pub const CANDIDAT: &str = "candidat";
/// Folder of what is sent to candidates weeks before.
pub const CONVOCATIONS: &str = "convocations";
/// Folder of what only the jury reads.
pub const JURY: &str = "jury";

/// Who may read what is in one of the three trees: a subject is as secret as its corrigé until the day, and nobody knows here
/// whether that day is over.
pub fn readers(folder: &str) -> Readers {
    if folder == CONVOCATIONS { Readers::All } else { Readers::Owner }
}

/// The subject without pages, for those who have it read aloud or put in braille: paths in the output folder, and texts.
pub fn lectures(inputs: ExamenInputs<'_>) -> [(String, String); 2] {
    let vue = view::sujet(inputs, Presentation::ORDINAIRE);
    let path = |ending: &str| format!("{CANDIDAT}/{}.{ending}", inputs.fichier("sujet"));
    [(path("html"), view::lecture::html(&vue)), (path("txt"), view::lecture::texte(&vue))]
}

/// Sheets in one document: more would hold a worker's memory, and one worker alone would be at them.
const VOLUME: usize = 100;

/// The documents in which `count` sheets are made: names, and the ranks of the sheets of each.
fn volumes(name: &str, count: usize) -> impl Iterator<Item = (String, Range<usize>)> {
    let named = move |i: usize| if count > VOLUME { format!("{name} {:02}", i + 1) } else { name.to_owned() };
    (0..count.div_ceil(VOLUME)).map(move |i| (named(i), i * VOLUME..count.min((i + 1) * VOLUME)))
}

impl Composer {
    /// The subject, in a presentation.
    ///
    /// # Errors
    /// The template stops on its data. So for all of them.
    pub fn sujet(&self, inputs: ExamenInputs<'_>, presentation: Presentation) -> Result<Piece, TemplateFault> {
        let name = if presentation == Presentation::ORDINAIRE { "sujet".to_owned() } else { presentation.name() };
        let titre = inputs.titre(if presentation == Presentation::ORDINAIRE { "Sujet" } else { "Sujet adapté" });
        self.examen_piece(inputs, "sujet.tera", CANDIDAT, &name, titre, &view::sujet(inputs, presentation))
    }

    /// The corrigé with its barème.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn corrige(&self, inputs: ExamenInputs<'_>) -> Result<Piece, TemplateFault> {
        let titre = inputs.titre("Corrigé et barème");
        self.examen_piece(inputs, "corrige.tera", JURY, "corrige", titre, &view::corrige(inputs))
    }

    /// The sheet on which a copy is marked; then one for each copy, where they are known.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn notation(&self, inputs: ExamenInputs<'_>) -> Vec<Result<Piece, TemplateFault>> {
        let one = |name: &str, titre: &str, vue: &view::Notation| {
            self.examen_piece(inputs, "notation.tera", JURY, name, inputs.titre(titre), vue)
        };
        let blank = one("notation", "Feuille de notation", &view::notation(inputs));
        let copies = volumes("copies", inputs.copies())
            .map(|(name, which)| one(&name, "Notation des copies", &view::notation_des_copies(inputs, which)));
        std::iter::once(blank).chain(copies).collect()
    }

    /// The sheet of a document on which a language is spoken.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn document_oral(&self, inputs: ExamenInputs<'_>, document: &Annexe) -> Result<Piece, TemplateFault> {
        let (name, titre) = (format!("document {}", document.numero.trim()), inputs.titre("Document de l’oral"));
        let vue = view::document_oral(inputs, document);
        self.examen_piece(inputs, "document-oral.tera", CANDIDAT, &name, titre, &vue)
    }

    /// The portfolio of a candidate.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn portfolio(&self, inputs: ExamenInputs<'_>, portfolio: &Portfolio) -> Result<Piece, TemplateFault> {
        let (name, titre) = (format!("portfolio {}", portfolio.nom_court()), inputs.titre("Portfolio"));
        self.examen_piece(inputs, "portfolio.tera", CANDIDAT, &name, titre, &view::portfolio(inputs, portfolio))
    }

    /// The situation of scenario `rank` (from 0) of an oral, as its candidate gets it.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn situation_orale(&self, inputs: ExamenInputs<'_>, oral: &Oral, rank: usize) -> Result<Piece, TemplateFault> {
        let (name, titre) = (format!("oral {} situation {}", oral.nom_court(), rank + 1), inputs.titre("Situation"));
        let vue = view::situation_orale(inputs, oral, rank);
        self.examen_piece(inputs, "situation-orale.tera", CANDIDAT, &name, titre, &vue)
    }

    /// The scenarios of an oral, for its jury.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn scenario_jury(&self, inputs: ExamenInputs<'_>, oral: &Oral) -> Result<Piece, TemplateFault> {
        let (name, titre) = (format!("oral {} scenario", oral.nom_court()), inputs.titre("Scénario d’évaluation"));
        self.examen_piece(inputs, "scenario-jury.tera", JURY, &name, titre, &view::scenario_jury(inputs, oral))
    }

    /// The grids of evaluation in one document: of those candidates, or one to fill where there are none.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn grilles(&self, inputs: ExamenInputs<'_>, all: &[Evaluation<'_>]) -> Result<Piece, TemplateFault> {
        self.grilles_called(inputs, None, all)
    }

    /// The grids of the candidates of the list, or one to fill.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn grilles_de_la_liste(&self, inputs: ExamenInputs<'_>) -> Vec<Result<Piece, TemplateFault>> {
        let all = inputs.listed_grids();
        if all.is_empty() {
            return vec![self.grilles(inputs, &all)];
        }
        volumes("grilles", all.len())
            .map(|(name, which)| self.grilles_called(inputs, Some(name), &all[which]))
            .collect()
    }

    fn grilles_called(
        &self,
        inputs: ExamenInputs<'_>,
        name: Option<String>,
        all: &[Evaluation<'_>],
    ) -> Result<Piece, TemplateFault> {
        let of_portfolio = all.iter().any(|e| inputs.examen.portfolios.iter().any(|p| p.file == e.file));
        let (titre, end) =
            if of_portfolio { ("Fiche d’évaluation", "fiche") } else { ("Grille d’évaluation", "grille") };
        let name = name.unwrap_or_else(|| match all {
            [one] if of_portfolio => format!("portfolio {} {end}", one.nom_court),
            [one] if !one.nom_court.is_empty() => format!("oral {} {end}", one.nom_court),
            [] => end.to_owned(),
            _ => format!("{end}s"),
        });
        let vue = view::grilles(inputs, titre, all);
        self.examen_piece(inputs, "grille.tera", JURY, &name, inputs.titre(titre), &vue)
    }

    /// What is sent to the candidates: the convocations to print, a sheet for each, then each alone, called after its rank
    /// in the list; the épreuves that each takes.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn convocations(&self, inputs: ExamenInputs<'_>) -> Vec<Result<Piece, TemplateFault>> {
        let piece = |template, name: &str, titre, vue: &view::Feuilles<view::Convocation>| {
            self.examen_piece(inputs, template, CONVOCATIONS, name, inputs.titre(titre), vue)
        };
        let called = view::ranges(inputs.convoques());
        let all = volumes("convocations", called.len()).map(|(name, which)| {
            piece("convocations.tera", &name, "Convocations", &view::convocations(inputs, &called[which]))
        });
        let alone = called.chunks(1).map(|one| {
            let name = format!("convocation {:03}", one[0].0 + 1);
            piece("convocations.tera", &name, "Convocation", &view::convocations(inputs, one))
        });
        let listed = view::ranges(inputs.examen.inscrits.iter().enumerate().collect());
        let epreuves = volumes("epreuves", listed.len()).map(|(name, which)| {
            let (titre, vue) = (inputs.titre("Épreuves"), view::epreuves(inputs, &listed[which]));
            self.examen_piece(inputs, "epreuves.tera", CONVOCATIONS, &name, titre, &vue)
        });
        all.chain(alone).chain(epreuves).collect()
    }

    /// What is made of the candidates for those who receive them: lists to sign, labels, procès-verbal.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn candidats(&self, inputs: ExamenInputs<'_>) -> [Result<Piece, TemplateFault>; 3] {
        let liste = |template, name, titre, words| {
            self.examen_piece(inputs, template, JURY, name, inputs.titre(titre), &view::liste(inputs, words))
        };
        let vue = view::proces_verbal(inputs);
        let proces_verbal =
            self.examen_piece(inputs, "proces-verbal.tera", JURY, "proces-verbal", inputs.titre("Procès-verbal"), &vue);
        [
            liste("emargement.tera", "emargement", "Listes d’émargement", "Émargement"),
            liste("etiquettes.tera", "etiquettes", "Étiquettes", "Étiquettes"),
            proces_verbal,
        ]
    }

    fn examen_piece(
        &self,
        inputs: ExamenInputs<'_>,
        template: &str,
        folder: &str,
        name: &str,
        titre: String,
        vue: &impl Serialize,
    ) -> Result<Piece, TemplateFault> {
        let main = self.tera.render(template, &Context::new()).map_err(|e| fault(&e, template))?;
        let data = serde_json::to_value(vue).expect("a view is plain data");
        let mut files = self.library.clone();
        files.extend(self.pictures_of(inputs.images, &data));
        let epreuve = &inputs.examen.reglage.epreuve;
        let day = epreuve.date.or_else(|| {
            let year = epreuve.session.and_then(|s| i16::try_from(s).ok())?;
            crate::domain::Date::new(year, 1, 1)
        });
        let document = Document {
            main,
            origin: template.to_owned(),
            data: data.to_string(),
            files,
            title: titre.clone(),
            ident: format!("{}/{}/{folder}/{name}", epreuve.code, epreuve.code_sujet),
            timestamp: day.map_or(0, view::midnight),
        };
        let readers = readers(folder);
        let path = format!("{folder}/{}.pdf", inputs.fichier(name));
        Ok(Piece { path, title: titre, document, to_sign: false, readers })
    }
}
