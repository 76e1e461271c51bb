//! The documents of an exam, each as a piece: those of the candidate below `candidat/`, those of the jury below `jury/`.

use serde::Serialize;
use tera::Context;

use super::compose::{Composer, Piece, Readers, fault};
use super::view::{self, ExamenInputs, Presentation};
use crate::domain::document::{Document, TemplateFault};

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
