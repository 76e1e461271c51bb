//! The documents of an exam, each as a piece: those of the candidate below `candidat/`, those of the jury below `jury/`.

use serde::Serialize;
use tera::Context;

use super::compose::{Composer, Piece, Readers, fault};
use super::view::{self, ExamenInputs, Presentation};
use crate::domain::document::{Document, TemplateFault};
use crate::domain::examen::Oral;

/// Folder of what a candidate gets.
pub const CANDIDAT: &str = "candidat";
/// Folder of what only the jury reads.
pub const JURY: &str = "jury";

/// The subject without pages, for those who have it read aloud or put in braille: paths in the output folder, and texts.
pub fn lectures(inputs: ExamenInputs<'_>) -> [(String, String); 2] {
    let vue = view::sujet(inputs, Presentation::ORDINAIRE);
    let path = |ending: &str| format!("{CANDIDAT}/{}.{ending}", inputs.fichier("sujet"));
    [(path("html"), view::lecture::html(&vue)), (path("txt"), view::lecture::texte(&vue))]
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

    /// The sheet on which one copy is marked.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn feuille_de_notation(&self, inputs: ExamenInputs<'_>) -> Result<Piece, TemplateFault> {
        let titre = inputs.titre("Feuille de notation");
        self.examen_piece(inputs, "notation.tera", JURY, "notation", titre, &view::corrige(inputs))
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

    /// The grid of evaluation, of a candidate where an oral is given.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn grille(&self, inputs: ExamenInputs<'_>, oral: Option<&Oral>) -> Result<Piece, TemplateFault> {
        let name = oral.map_or_else(|| "grille".to_owned(), |o| format!("oral {} grille", o.nom_court()));
        let titre = inputs.titre("Grille d’évaluation");
        self.examen_piece(inputs, "grille.tera", JURY, &name, titre, &view::grille(inputs, oral))
    }

    /// The convocations, a sheet for each candidate.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn convocations(&self, inputs: ExamenInputs<'_>) -> Result<Piece, TemplateFault> {
        let titre = inputs.titre("Convocations");
        self.examen_piece(inputs, "convocations.tera", CANDIDAT, "convocations", titre, &view::convocations(inputs))
    }

    /// What else is made of the candidates, in one document each: épreuves, lists to sign, labels, procès-verbal.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn candidats(&self, inputs: ExamenInputs<'_>) -> [Result<Piece, TemplateFault>; 4] {
        let (to, of) = (CANDIDAT, JURY);
        let titre = |words: &str| inputs.titre(words);
        [
            self.examen_piece(inputs, "epreuves.tera", to, "epreuves", titre("Épreuves"), &view::epreuves(inputs)),
            self.examen_piece(
                inputs,
                "emargement.tera",
                of,
                "emargement",
                titre("Listes d’émargement"),
                &view::liste(inputs, "Émargement"),
            ),
            self.examen_piece(
                inputs,
                "etiquettes.tera",
                of,
                "etiquettes",
                titre("Étiquettes"),
                &view::liste(inputs, "Étiquettes"),
            ),
            self.examen_piece(
                inputs,
                "proces-verbal.tera",
                of,
                "proces-verbal",
                titre("Procès-verbal"),
                &view::proces_verbal(inputs),
            ),
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
        let readers = if folder == JURY { Readers::Owner } else { Readers::All };
        let path = format!("{folder}/{}.pdf", inputs.fichier(name));
        Ok(Piece { path, title: titre, document, to_sign: false, readers })
    }
}
