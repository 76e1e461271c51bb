//! The activity sheets by their numbers, and what a number commits to.

use super::{Context, words};
use crate::diagnostic::Place;
use crate::domain::Fiche;
use crate::domain::fault::FaultKind;
use crate::domain::fiche::FOLDER;
use crate::domain::referentiel::Composition;

/// A sheet at its number.
pub struct Sheet<'a> {
    pub numero: i32,
    pub fiche: &'a Fiche,
    /// What the sheets of that number must be, together.
    pub composition: &'a Composition,
}

impl Sheet<'_> {
    /// The place of one of its keys.
    pub fn at(&self, key: &str) -> Place {
        Place::value(&self.fiche.file, key)
    }

    /// Its activities of the domain that its number calls for, and the known ones of another.
    pub fn activites<'s>(&'s self, ctx: &'s Context) -> (Vec<&'s str>, Vec<&'s str>) {
        let domaine = |code: &str| ctx.referentiel.activite(code).map(|a| a.domaine.as_str());
        let known = self.fiche.activites.iter().map(String::as_str).filter(|c| domaine(c).is_some());
        known.partition(|c| domaine(c) == Some(&self.composition.domaine))
    }

    /// Whether it is wholly of another domain (DP06): what its number asks for would only repeat that fault.
    pub fn is_misplaced(&self, ctx: &Context) -> bool {
        let (inside, outside) = self.activites(ctx);
        inside.is_empty() && !outside.is_empty() && outside.len() == self.fiche.activites.len()
    }
}

/// The numbers that a dossier has, each with its composition, in order.
pub fn numeros<'a>(ctx: &Context<'a>) -> Vec<(i32, &'a Composition)> {
    let of = |c: &'a Composition| c.fiches.iter().map(move |n| (i32::from(*n), c));
    let mut numeros: Vec<_> = ctx.referentiel.compositions.iter().flat_map(of).collect();
    numeros.sort_by_key(|(n, _)| *n);
    numeros
}

/// "1 à 9".
pub fn range(ctx: &Context) -> String {
    let numeros = numeros(ctx);
    let ends = numeros.first().zip(numeros.last());
    ends.map(|((first, _), (last, _))| format!("{first} à {last}")).unwrap_or_default()
}

/// The sheet of a number: of two, the one whose file is named for it, or else the first.
pub fn owner<'a>(ctx: &Context<'a>, numero: i32) -> Option<&'a Fiche> {
    let named = |f: &&Fiche| f.file == Fiche::file_of(numero);
    let mut same = ctx.dossier.fiches.iter().filter(|f| f.numero == Some(numero));
    same.clone().find(named).or_else(|| same.next())
}

/// One sheet per number.
pub fn all<'a>(ctx: &Context<'a>) -> Vec<Sheet<'a>> {
    let sheet = |(numero, composition)| Some(Sheet { numero, fiche: owner(ctx, numero)?, composition });
    numeros(ctx).into_iter().filter_map(sheet).collect()
}

/// The sheets whose number and activities agree.
pub fn well_placed<'a>(ctx: &Context<'a>) -> Vec<Sheet<'a>> {
    all(ctx).into_iter().filter(|s| !s.is_misplaced(ctx)).collect()
}

/// The numbers that no sheet has.
pub fn free(ctx: &Context) -> Vec<i32> {
    numeros(ctx).into_iter().map(|(n, _)| n).filter(|n| owner(ctx, *n).is_none()).collect()
}

/// The numbers that no file can account for: a sheet that is there with another fault is not missing.
pub fn missing(ctx: &Context) -> Vec<i32> {
    let mut missing = free(ctx);
    let unreadable = ctx.faults.iter().filter(|f| matches!(f.kind, FaultKind::Unreadable(_))).map(|f| &f.place.file);
    let unreadable: Vec<_> = unreadable.filter(|file| file.starts_with(FOLDER)).map(String::as_str).collect();
    if unreadable.contains(&FOLDER) {
        return Vec::new();
    }
    let owners: Vec<_> = all(ctx).iter().map(|s| s.fiche.file.as_str()).collect();
    let stray = ctx.dossier.fiches.iter().map(|f| f.file.as_str()).filter(|file| !owners.contains(file));
    let (named, unnamed): (Vec<_>, Vec<_>) =
        stray.chain(unreadable).partition(|file| number_in_name(file).is_some_and(|n| missing.contains(&n)));
    missing.retain(|n| !named.iter().any(|file| number_in_name(file) == Some(*n)));
    missing.drain(..unnamed.len().min(missing.len()));
    missing
}

/// The number that a file's name tells: 3 for `fiches/03.md` or `fiches/fiche-3.md`.
pub fn number_in_name(file: &str) -> Option<i32> {
    let (stem, _) = file.rsplit('/').next()?.rsplit_once('.')?;
    stem.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok()
}

/// "fiches 1 à 5".
pub fn of_composition(composition: &Composition) -> String {
    words::fiches(&composition.fiches.iter().map(|n| i32::from(*n)).collect::<Vec<_>>())
}
