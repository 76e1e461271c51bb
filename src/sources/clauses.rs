//! The clauses of a diploma: a Markdown page each, its data between two `+++` lines.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::front_matter::{body_start, front_matter};
use super::pack::in_french;
use crate::domain::clause::{Clause, Regle};

/// Clauses by code. A page is read when it is first asked for: a check reads those of its faults alone.
#[derive(Debug, Default)]
pub struct Clauses {
    pages: BTreeMap<String, (String, OnceCell<Clause>)>,
}

impl Clauses {
    /// The clauses of `pages`, by code; each was tried with [`read`], or is ours.
    pub fn new(pages: impl IntoIterator<Item = (String, String)>) -> Self {
        Clauses { pages: pages.into_iter().map(|(code, page)| (code, (page, OnceCell::new()))).collect() }
    }

    /// Every code, sorted.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.pages.keys().map(String::as_str)
    }

    /// Every clause, sorted by code.
    pub fn all(&self) -> impl Iterator<Item = &Clause> {
        self.codes().filter_map(|code| self.get(code))
    }

    /// The clause `code`, in any case.
    pub fn get(&self, code: &str) -> Option<&Clause> {
        let (code, (page, clause)) = self.pages.get_key_value(code.to_uppercase().as_str())?;
        // Whatever is not ours was read once already when the pack was.
        Some(clause.get_or_init(|| read(code, page).unwrap_or_else(|e| panic!("{code} : {e}"))))
    }
}

/// The clause of a page.
///
/// # Errors
/// What is wrong with it, in French, with its line.
pub fn read(code: &str, page: &str) -> Result<Clause, String> {
    let front =
        front_matter(page).ok_or("la page ne commence pas par les données de la clause, entre deux lignes « +++ »")?;
    // The line of an error is that of the page.
    let data = "\n".repeat(page[..front.start].matches('\n').count()) + &page[front];
    let regle: Regle = toml::from_str(&data).map_err(|e| in_french(&e, Some(&data)))?;
    if regle.sources.is_empty() {
        return Err("aucune [[source]] : une clause dit d’où elle vient".to_owned());
    }
    let body = page[body_start(page)..].trim_start();
    let (title, rest) = body.split_once('\n').unwrap_or((body, ""));
    let wanted = format!("# {code} — ");
    let titre =
        title.strip_prefix(&wanted).ok_or_else(|| format!("le titre de la page ne commence pas par « {wanted}»"))?;
    let reference = regle.reference();
    Ok(Clause {
        code: code.to_owned(),
        titre: titre.trim().to_owned(),
        regle,
        page: rest.trim().to_owned() + "\n",
        reference,
    })
}
