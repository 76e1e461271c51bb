//! Names of a promotion's files, from the pattern of `[sortie]`: safe on every system, one for each document.

use std::collections::BTreeSet;

use crate::domain::Date;
use crate::domain::promotion::Promotion;
use crate::domain::slug::slug;

/// How files are named where `[sortie]` says nothing.
const PATTERN: &str = "{classe}-{nom}-{prenom}-{organisme}";

/// Gives names, each once; files of the same folder are named by the same one.
pub(super) struct Names<'p> {
    promotion: &'p Promotion,
    pattern: &'p str,
    taken: BTreeSet<String>,
}

/// What a name tells, and the folder in which it is the only one of its name: never a birthday, never a number of a person.
pub(super) struct Named<'p> {
    pub(super) folder: &'p str,
    pub(super) document: &'p str,
    pub(super) etudiant: &'p str,
    pub(super) organisme: &'p str,
    pub(super) cle: &'p str,
    pub(super) debut: Option<Date>,
}

impl<'p> Names<'p> {
    pub(super) fn new(promotion: &'p Promotion) -> Self {
        let told = promotion.reglage.sortie.nom_fichier.as_str();
        let pattern = if told.trim().is_empty() { PATTERN } else { told };
        Names { promotion, pattern, taken: BTreeSet::new() }
    }

    /// The path of one more file, without its ending.
    pub(super) fn next(&mut self, named: &Named<'_>) -> String {
        self.next_with(named, "")
    }

    /// The same, with a suffix that stands whatever the pattern says.
    pub(super) fn next_with(&mut self, named: &Named<'_>, suffix: &str) -> String {
        let etudiant = self.promotion.etudiant(named.etudiant);
        let prenom = etudiant.and_then(|e| e.prenoms.split_whitespace().next()).unwrap_or_default();
        let organisme = self.promotion.organisme(named.organisme).map_or(named.organisme, |o| o.nom.as_str());
        let debut = named.debut.map_or_else(String::new, |d| format!("{}-{:02}-{:02}", d.year(), d.month(), d.day()));
        let name = self
            .pattern
            .replace("{document}", named.document)
            .replace("{classe}", etudiant.map_or("", |e| &e.classe))
            .replace("{nom}", etudiant.map_or("", |e| e.nom()))
            .replace("{prenom}", prenom)
            .replace("{organisme}", organisme)
            .replace("{cle}", named.cle)
            .replace("{debut}", &debut);
        let base = slug(&name);
        let base = if base.is_empty() { slug(named.document) } else { base };
        let base = if suffix.is_empty() { base } else { format!("{base}-{suffix}") };
        let base = format!("{}/{base}", named.folder);
        let numbered = (2..).map(|n| format!("{base}-{n}"));
        let free = std::iter::once(base.clone()).chain(numbered).find(|n| self.taken.insert(n.to_lowercase()));
        free.unwrap_or(base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::promotion::Etudiant;

    #[test]
    fn no_name_is_a_device_and_none_stands_twice() {
        let etudiant = Etudiant { cle: "e".into(), nom_famille: "CON".into(), ..Etudiant::default() };
        let mut promotion = Promotion { etudiants: vec![etudiant], ..Promotion::default() };
        promotion.reglage.sortie.nom_fichier = "{nom}".into();
        let mut names = Names::new(&promotion);
        let named = |etudiant| Named {
            folder: "conventions",
            document: "convention",
            etudiant,
            organisme: "",
            cle: "",
            debut: None,
        };
        let all = [names.next(&named("e")), names.next(&named("e")), names.next(&named("absent"))];
        assert_eq!(all, ["conventions/con-x", "conventions/con-x-2", "conventions/convention"]);
    }
}
