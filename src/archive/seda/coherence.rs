//! What a manifest says against itself: units without a title, days in the wrong order, objects without what they need.

use super::USES;
use super::links::Links;
use super::structure::Remarks;
use crate::archive::declaration::Objet;
use crate::archive::shown;

/// A unit that is being read.
#[derive(Default)]
pub(super) struct Unite {
    pub titled: bool,
    /// It completes one that is archived already.
    pub update: bool,
    /// First and last day.
    pub days: (String, String),
}

/// An object that is being read.
#[derive(Default)]
pub(super) struct EnCours {
    pub objet: Objet,
    pub physical: bool,
    pub attached: bool,
    pub has_format: bool,
}

impl Unite {
    /// What is wrong in its description.
    pub(super) fn check(&self, coherence: &mut Remarks) {
        if !self.titled && !self.update {
            coherence.push("une unité n’a pas de titre, ou il est vide".to_owned());
        }
        let (first, last) = &self.days;
        before(first, last, "une unité", coherence);
        far(first, coherence);
        far(last, coherence);
    }
}

/// Nothing ends before it begins. As days: their hours may be in several zones.
pub(super) fn before(first: &str, last: &str, what: &str, coherence: &mut Remarks) {
    if let (Some(from), Some(to)) = (first.get(..10), last.get(..10))
        && to < from
        && !first.starts_with('-')
    {
        coherence.push(format!("{what} finit ({to}) avant de commencer ({from})"));
    }
}

/// A year that no archive system takes.
pub(super) fn far(day: &str, coherence: &mut Remarks) {
    let end = day.bytes().take_while(u8::is_ascii_digit).count();
    if end > 4 || end == 4 && &day[..end] >= "9000" {
        coherence.push(format!("le {} est une date impossible", shown(day)));
    }
}

/// A value of an object.
pub(super) fn part(
    en_cours: &mut EnCours,
    above: &str,
    name: &str,
    text: &str,
    links: &mut Links,
    coherence: &mut Remarks,
) {
    let of_object = matches!(above, "BinaryDataObject" | "PhysicalDataObject");
    let objet = &mut en_cours.objet;
    match name {
        "Uri" if of_object => text.clone_into(&mut objet.uri),
        "Attachment" if of_object => en_cours.attached = true,
        "MessageDigest" if of_object => objet.empreinte = text.to_ascii_lowercase(),
        // A size that is none is told by the structure.
        "Size" if of_object => objet.size = text.parse().ok(),
        "Filename" if above == "FileInfo" => text.clone_into(&mut objet.nom),
        "FormatId" if above == "FormatIdentification" => en_cours.has_format = !text.is_empty(),
        "PhysicalId" if of_object && text.is_empty() => {
            coherence.push("un objet physique a un identifiant (PhysicalId) vide".to_owned());
        }
        "DataObjectVersion" if of_object => {
            links.use_of(text);
            let (word, number) = text.split_once('_').map_or((text, None), |(w, n)| (w, Some(n)));
            let known = USES.contains(&word);
            let numbered = number.is_none_or(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
            if !known || !numbered || (word == "PhysicalMaster") != en_cours.physical {
                let what = if en_cours.physical { "un objet physique" } else { "un objet numérique" };
                coherence.push(format!("« {} » n’est pas l’usage (DataObjectVersion) d’{what}", shown(text)));
            }
        }
        _ => {}
    }
}
