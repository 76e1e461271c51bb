//! Tera decides what a document is made of and writes its small main file; the Typst library lays it out.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tera::{Context, Kwargs, State, Tera};

use super::suivi::Suivi;
use super::view::{self, Inputs};
use crate::domain::document::{Document, Shared, TemplateFault, TemplateFaultKind, literal};

/// A document to make, and where it goes.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Path in the output folder: `dossier-professionnel.pdf`, `pieces/03-….pdf`, `compte-rendu.pdf`.
    pub path: String,
    pub title: String,
    pub document: Document,
    /// Somebody signs it: it is made even while the dossier has errors.
    pub to_sign: bool,
    pub readers: Readers,
}

/// Who may read a document's file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Readers {
    /// Whom the folder lets in.
    #[default]
    All,
    /// Its owner alone: what only a jury knows.
    Owner,
}

/// The templates of a pack, parsed once.
pub struct Composer {
    pub(super) tera: Tera,
    /// Pages for browsers, with another escape than Typst's.
    pages: Tera,
    /// Files that every document has: the library.
    pub(super) library: BTreeMap<String, Shared>,
    /// Files of the pack that a document may name, such as a logo.
    pictures: BTreeMap<String, Shared>,
}

/// Ending of the files that Tera composes.
const SUFFIX: &str = ".tera";
/// Ending of the pages for browsers.
const PAGE: &str = ".html";
/// Virtual path of the letterhead's logo.
const LOGO: &str = "img/logo";

impl Composer {
    /// Parses the templates among the files of a pack: Tera files by their name alone, the library below `lib/`.
    ///
    /// # Errors
    /// A template cannot be parsed.
    pub fn new<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Result<Self, TemplateFault> {
        let mut tera = Tera::default();
        // Before the templates: they name it.
        tera.register_filter("code", code);
        tera.autoescape_on([SUFFIX]);
        tera.set_escape_fn(escape);
        let (mut sources, mut pages) = (Vec::new(), Vec::new());
        let (mut library, mut pictures) = (BTreeMap::new(), BTreeMap::new());
        for (path, bytes) in files {
            if path.ends_with(SUFFIX) {
                sources.push((path, String::from_utf8_lossy(bytes)));
            } else if path.ends_with(PAGE) {
                pages.push((path, String::from_utf8_lossy(bytes)));
            } else if path.starts_with("lib/") {
                library.insert(path.to_owned(), Shared::from(bytes));
            } else if [".png", ".jpg", ".jpeg"].iter().any(|e| path.to_lowercase().ends_with(e)) {
                pictures.insert(path.to_owned(), Shared::from(bytes));
            }
        }
        tera.add_raw_templates(sources).map_err(|e| fault(&e, ""))?;
        let mut html = Tera::default();
        html.autoescape_on([PAGE]);
        html.add_raw_templates(pages).map_err(|e| fault(&e, ""))?;
        Ok(Composer { tera, pages: html, library, pictures })
    }

    /// The page that follows a promotion up.
    ///
    /// # Errors
    /// The template stops on its data.
    pub fn suivi(&self, suivi: &Suivi) -> Result<String, TemplateFault> {
        const TEMPLATE: &str = "lib/suivi.html";
        let context = Context::from_serialize(suivi).map_err(|e| fault(&e, TEMPLATE))?;
        self.pages.render(TEMPLATE, &context).map_err(|e| fault(&e, TEMPLATE))
    }

    /// The documents of a folder: the whole dossier, each piece on its own, the report of the control.
    ///
    /// # Errors
    /// A template stops on its data.
    pub fn documents(&self, inputs: &Inputs<'_>) -> Result<Vec<Piece>, TemplateFault> {
        let vue = view::vue(inputs);
        let whole = serde_json::to_value(&vue).expect("a view is plain data");
        let whose = &vue.courant.a_qui;
        let title = |words: &str| format!("{words} – {whose}");
        let mut out = Vec::new();
        out.push(self.piece(inputs, "dossier-professionnel", title(&vue.titres.dossier), "dossier.tera", &whole)?);
        for (i, partie) in vue.parties.iter().enumerate() {
            for (j, piece) in partie.pieces.iter().enumerate() {
                let data = json!({
                    "courant": whole["courant"],
                    "cartouche": whole["cartouche"],
                    "piece": whole["parties"][i]["pieces"][j],
                });
                let path = format!("pieces/{}", piece.fichier);
                let made = self.piece(inputs, &path, title(&piece.titre), "piece.tera", &data)?;
                out.push(Piece { to_sign: piece.a_signer, ..made });
            }
        }
        let report = serde_json::to_value(view::compte_rendu(inputs)).expect("a view is plain data");
        let words = title(&vue.titres.compte_rendu);
        out.push(self.piece(inputs, "compte-rendu", words, "compte-rendu.tera", &report)?);
        Ok(out)
    }

    fn piece(
        &self,
        inputs: &Inputs<'_>,
        path: &str,
        title: String,
        template: &str,
        data: &Value,
    ) -> Result<Piece, TemplateFault> {
        let context = Context::from_serialize(&outline(data)).map_err(|e| fault(&e, template))?;
        let main = self.tera.render(template, &context).map_err(|e| fault(&e, template))?;
        let document = Document {
            main,
            origin: template.to_owned(),
            data: data.to_string(),
            files: self.files(inputs, data),
            title: title.clone(),
            ident: format!("{}/{path}", view::identifiant(inputs.dossier)),
            timestamp: inputs.timestamp.unwrap_or_else(|| view::moment(inputs.dossier)),
        };
        Ok(Piece { path: format!("{path}.pdf"), title, document, to_sign: false, readers: Readers::All })
    }

    /// The pictures that `data` names, by their virtual paths.
    pub(super) fn pictures_of(&self, images: &BTreeMap<String, Vec<Shared>>, data: &Value) -> Vec<(String, Shared)> {
        let mut named = Vec::new();
        view::images_of(data, &mut named);
        let named: BTreeSet<String> = named.into_iter().collect();
        let all = images.values().enumerate();
        let pages = all
            .flat_map(|(rank, pages)| pages.iter().enumerate().map(move |(page, b)| (view::image_path(rank, page), b)));
        pages.filter(|(path, _)| named.contains(path)).map(|(path, bytes)| (path, bytes.clone())).collect()
    }

    /// The library, the pictures that `data` names, the logo.
    fn files(&self, inputs: &Inputs<'_>, data: &Value) -> BTreeMap<String, Shared> {
        let mut files = self.library.clone();
        files.extend(self.pictures_of(inputs.images, data));
        if let Some(logo) = self.pictures.get(&inputs.reglages.entete.logo) {
            files.insert(LOGO.to_owned(), logo.clone());
        }
        files
    }
}

/// What Tera decides on: all but the bodies of the pieces, which only the library reads.
fn outline(data: &Value) -> Value {
    match data {
        Value::Object(all) => {
            let kept = all.iter().filter(|(key, _)| *key != "corps");
            Value::Object(kept.map(|(key, v)| (key.clone(), outline(v))).collect())
        }
        Value::Array(all) => Value::Array(all.iter().map(outline).collect()),
        other => other.clone(),
    }
}

/// Prints a value where Typst reads content: a string expression, closed whatever it holds. The `;` keeps what
/// follows from being read as a part of it.
fn escape(text: &str, out: &mut dyn Write) -> std::io::Result<()> {
    write!(out, "#{};", literal(text))
}

/// Prints a value where Typst reads code.
fn code(value: &tera::Value, _: Kwargs, _: &State<'_>) -> tera::Value {
    let text = match value.as_str() {
        Some(text) => literal(text),
        None => value.to_string(),
    };
    tera::Value::safe_string(&text)
}

/// A fault of a Tera file, with its place.
pub(super) fn fault(error: &tera::Error, template: &str) -> TemplateFault {
    let report = match error.kind() {
        tera::ErrorKind::SyntaxError(r) | tera::ErrorKind::RenderingError(r) => Some(r),
        _ => None,
    };
    let kind = TemplateFaultKind::Template;
    match report {
        Some(r) => TemplateFault {
            kind,
            file: r.filename().to_owned(),
            line: r.span().start_line,
            column: r.span().start_col + 1,
            message: r.message().to_owned(),
            hints: Vec::new(),
        },
        None => TemplateFault {
            kind,
            file: template.to_owned(),
            line: 0,
            column: 0,
            message: error.to_string(),
            hints: Vec::new(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tera_prints_is_closed() {
        let mut tera = Tera::default();
        tera.register_filter("code", code);
        tera.autoescape_on([SUFFIX]);
        tera.set_escape_fn(escape);
        tera.add_raw_template("a.tera", "[{{ x }}] f({{ x | code }}, {{ n | code }})").unwrap();
        let context = Context::from_serialize(&json!({"x": "\"; #panic(\\\n", "n": 3})).unwrap();
        let expected = r#"[#"\"; #panic(\\\u{a}";] f("\"; #panic(\\\u{a}", 3)"#;
        assert_eq!(tera.render("a.tera", &context).unwrap(), expected);
    }

    #[test]
    fn a_broken_template_is_told_with_its_place() {
        let fault = Composer::new([("piece.tera", &b"a\n{% for %}"[..])]).err().unwrap();
        assert_eq!((fault.file.as_str(), fault.line, fault.kind.code()), ("piece.tera", 2, "PR02"));
    }
}
