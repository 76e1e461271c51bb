//! `variantes.csv`: values that differ from a variant of the subject to another, written `{{surface}}` in its texts.

use sha2::{Digest, Sha256};

use super::{Cellule, Examen};
use crate::domain::identifiers::normalise;
use crate::domain::markdown::{Block, Inline};

/// The file.
pub const VARIANTES: &str = "variantes.csv";
/// The heading of the column that names the variants.
const NOM: &str = "variante";
/// How many variants are drawn, where the table does not name its own.
const TIREES: usize = 2;

/// The table: a column for each parameter, a coherent set of values in each row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variantes {
    /// The names of the parameters, as the headings say them.
    pub parametres: Vec<Cellule>,
    /// The rows, as long as the headings or shorter.
    pub lignes: Vec<Vec<Cellule>>,
}

/// A variant: its name, « A », and its row.
#[derive(Clone, Debug, PartialEq)]
pub struct Variante {
    pub nom: String,
    /// Rank of the row, from 0.
    pub ligne: usize,
}

impl Variantes {
    /// Whether the folder has any.
    pub fn is_empty(&self) -> bool {
        self.parametres.is_empty()
    }

    /// The column that names them; none where they are drawn.
    pub fn colonne_des_noms(&self) -> Option<usize> {
        self.parametres.iter().position(|p| !p.text.trim().starts_with('#') && normalise(&p.text) == NOM)
    }

    /// The rank of a parameter's column.
    pub fn colonne(&self, parametre: &str) -> Option<usize> {
        self.parametres.iter().position(|p| p.text.trim() == parametre && normalise(parametre) != NOM)
    }

    /// The variants: those that the table names, or two of its rows drawn by `graine`, called A and B. The same number
    /// draws the same rows for ever: their order is that of a digest.
    pub fn variantes(&self, graine: Option<u32>) -> Vec<Variante> {
        if let Some(column) = self.colonne_des_noms() {
            let name = |row: &Vec<Cellule>| row.get(column).map_or_else(String::new, |c| c.text.trim().to_owned());
            return self
                .lignes
                .iter()
                .enumerate()
                .map(|(ligne, row)| Variante { nom: name(row), ligne })
                .filter(|v| !v.nom.is_empty())
                .collect();
        }
        let Some(graine) = graine else { return Vec::new() };
        let mut drawn: Vec<usize> = (0..self.lignes.len()).collect();
        drawn.sort_by_cached_key(|row| Sha256::digest(format!("{graine}/{row}")).to_vec());
        let named = drawn.into_iter().take(TIREES).zip('A'..);
        named.map(|(ligne, letter)| Variante { nom: letter.to_string(), ligne }).collect()
    }

    /// What a parameter is worth in a row.
    fn valeur(&self, parametre: &str, ligne: usize) -> Option<&str> {
        Some(self.lignes.get(ligne)?.get(self.colonne(parametre)?)?.text.trim())
    }
}

impl Examen {
    /// The variants of the subject.
    pub fn variantes(&self) -> Vec<Variante> {
        self.variantes.variantes(self.reglage.epreuve.graine)
    }

    /// The exam with the values of a variant in every text of its subject, corrigé and annexes. Its code tells which it is.
    pub fn en_variante(&self, variante: &Variante) -> Examen {
        let mut examen = self.clone();
        let row = variante.ligne;
        examen.each_text(&mut |text| *text = replaced(text, |name| self.variantes.valeur(name, row)));
        let epreuve = &mut examen.reglage.epreuve;
        epreuve.code_sujet = format!("{}-{}", epreuve.code_sujet.trim(), variante.nom);
        examen.variante.clone_from(&variante.nom);
        examen
    }

    /// The parameters that its texts use, in order, each time that they do.
    pub fn parametres(&self) -> Vec<String> {
        let (mut all, mut copy) = (Vec::new(), self.clone());
        copy.each_text(&mut |text| all.extend(parametres(text).into_iter().map(str::to_owned)));
        all
    }

    fn each_text(&mut self, edit: &mut impl FnMut(&mut String)) {
        self.sujet.introduction.iter_mut().for_each(|b| block(b, edit));
        for partie in &mut self.sujet.parties {
            edit(&mut partie.titre);
            partie.situation.iter_mut().for_each(|b| block(b, edit));
            for question in &mut partie.questions {
                edit(&mut question.titre);
                let texts = [&mut question.enonce, &mut question.corrige, &mut question.bareme];
                texts.into_iter().flatten().for_each(|b| block(b, edit));
            }
        }
        // What was set aside is printed nowhere, but a parameter that it uses is used.
        self.sujet.ecarts.iter_mut().flat_map(|e| &mut e.blocks).for_each(|b| block(b, edit));
        for annexe in &mut self.annexes {
            edit(&mut annexe.titre);
            edit(&mut annexe.contexte);
            annexe.blocks.iter_mut().for_each(|b| block(b, edit));
            annexe.lignes.iter_mut().flatten().for_each(|cell| edit(&mut cell.text));
        }
    }
}

fn block(block_: &mut Block, edit: &mut impl FnMut(&mut String)) {
    match block_ {
        Block::Heading { inlines, .. } | Block::Paragraph { inlines } => runs(inlines, edit),
        Block::List { items, .. } => items.iter_mut().flatten().for_each(|b| block(b, edit)),
        Block::Table { header, rows, .. } => {
            header.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| runs(cell, edit));
        }
        Block::Quote { blocks } => blocks.iter_mut().for_each(|b| block(b, edit)),
        Block::Figure { alternative, caption, .. } => {
            edit(alternative);
            edit(caption);
        }
        Block::Rule => {}
    }
}

fn runs(inlines: &mut [Inline], edit: &mut impl FnMut(&mut String)) {
    for inline in inlines {
        match inline {
            Inline::Text { text } | Inline::Code { text } => edit(text),
            Inline::Emph { inlines } | Inline::Strong { inlines } | Inline::Link { inlines, .. } => {
                runs(inlines, edit);
            }
            Inline::Image { alternative, caption, .. } => {
                edit(alternative);
                edit(caption);
            }
            Inline::Break => {}
        }
    }
}

/// The parameters that a text names: `{{surface}}`.
pub fn parametres(text: &str) -> Vec<&str> {
    pieces(text).filter_map(|(_, name)| name).collect()
}

/// The text with values in the place of the parameters that have one.
fn replaced<'v>(text: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut out = String::with_capacity(text.len());
    for (before, name) in pieces(text) {
        out.push_str(before);
        if let Some(name) = name {
            match value(name) {
                Some(value) => out.push_str(value),
                None => out.push_str(&format!("{{{{{name}}}}}")),
            }
        }
    }
    out
}

/// The text cut at its parameters: what stands before each, and its name; the last piece has none.
fn pieces(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let here = rest?;
        let found = here.split_once("{{").and_then(|(before, after)| {
            let (name, after) = after.split_once("}}")?;
            Some((before, name.trim(), after))
        });
        let Some((before, name, after)) = found else {
            rest = None;
            return Some((here, None));
        };
        rest = Some(after);
        Some((before, Some(name)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(headings: &[&str], rows: &[&[&str]]) -> Variantes {
        let cell = |t: &&str| Cellule { text: (*t).to_owned(), bytes: 0..0 };
        Variantes {
            parametres: headings.iter().map(cell).collect(),
            lignes: rows.iter().map(|r| r.iter().map(cell).collect()).collect(),
        }
    }

    #[test]
    fn parameters_are_found_and_replaced() {
        assert_eq!(parametres("a {{x}} b {{ y }} {{z"), ["x", "y"]);
        let value = |name: &str| (name == "x").then_some("24 m²");
        assert_eq!(replaced("de {{x}}, {{y}} et { } {{", value), "de 24 m², {{y}} et { } {{");
    }

    #[test]
    fn variants_are_named_or_drawn() {
        let named = table(&["Variante", "x"], &[&["A", "1"], &["B", "2"], &["", "3"]]);
        assert_eq!(named.variantes(None).iter().map(|v| v.nom.as_str()).collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(named.colonne("Variante"), None);
        let drawn = table(&["x"], &[&["1"], &["2"], &["3"], &["4"]]);
        assert!(drawn.variantes(None).is_empty());
        let rows = |graine| drawn.variantes(Some(graine)).iter().map(|v| v.ligne).collect::<Vec<_>>();
        assert_eq!(rows(2026), rows(2026));
        assert!((0..20).map(rows).collect::<std::collections::BTreeSet<_>>().len() > 4);
        assert!((0..20).all(|g| rows(g)[0] != rows(g)[1]));
    }
}
