//! What a lot is, for an archive: its title, its days, how long it is kept, from when everybody may read it.

use std::collections::BTreeMap;

use super::{Demande, Lot, PlanError};
use crate::archive::{Communicabilite, Conservation, Partie, Sort};
use crate::diagnostic::io::in_french;
use crate::domain::examen::Epreuve;
use crate::domain::{Candidat, Date, Dossier, Fiche};
use crate::pipeline::control::{Library, Texts};
use crate::pipeline::manifest::Manifest;
use crate::sources::discover::{Found, Kind};
use crate::sources::pack::PackError;
use crate::sources::{DiskFolder, load_dossier, load_examen, load_promotion, load_session};

/// The kind of document that a lot is, as an archivist names it.
pub(super) fn document(kind: Kind) -> &'static str {
    match kind {
        Kind::Dossier => "Dossier professionnel de candidat",
        Kind::Promotion => "Conventions et attestations de stage",
        Kind::Examen => "Épreuve d’examen",
        Kind::Session => "Contrôle des dossiers d’une session",
    }
}

/// A folder, as an archive describes it.
pub(super) struct Described {
    pub lot: Lot,
    pub titre: String,
    /// First and last day of what it tells.
    pub dates: Option<(Date, Date)>,
    /// Titles of activity sheets, by path.
    pub fiches: BTreeMap<String, String>,
}

/// What a folder is, and its title.
pub(super) fn lot(
    found: &Found,
    demande: &Demande<'_>,
    manifest: Option<&Manifest>,
    library: &Library,
) -> Result<Described, PlanError> {
    let unreadable = |e: std::io::Error| PlanError::Unreadable(found.path.clone(), in_french(&e));
    let folder = DiskFolder::open(&found.path).map_err(unreadable)?;
    let (mut secret, mut days, mut fiches) = (None, Vec::new(), BTreeMap::new());
    let (texts, session, titre, conservation) = match found.kind {
        Kind::Dossier => {
            let dossier = load_dossier(&folder).dossier;
            days = days_of(&dossier);
            fiches = titles(&dossier);
            let candidat = dossier.candidat;
            let (session, texts) = (candidat.examen.session, library.texts(candidat.diplome())?);
            let asked = Epreuve { statut: candidat.examen.statut, ..Epreuve::default() };
            let kept = is_kept(&texts, session, &asked, "E32", Some("dossiers professionnels"))?;
            let conservation = conservation(&texts, session, found.kind, kept)?;
            (texts, session, named(&candidat), conservation)
        }
        Kind::Promotion => {
            let promotion = load_promotion(&folder).promotion;
            days = promotion.stages.iter().flat_map(|s| [s.debut, s.fin]).flatten().collect();
            let formation = promotion.reglage.formation;
            let texts = library.texts(formation.diplome())?;
            let conservation = conservation(&texts, formation.session, found.kind, false)?;
            (texts, formation.session, format!("Promotion {}", found.name), conservation)
        }
        Kind::Session => {
            let session = load_session(&folder).session;
            let texts = library.texts(session.diplome())?;
            let annee = session.fichier.session.annee;
            // The dossiers that are kept until the next session are those of candidates in CCF: some of them may be.
            let e32 = texts.referentiel(annee)?;
            let kept = e32.epreuve("E32").is_some_and(|e| e.formes.iter().any(|f| !f.conserve.is_empty()));
            let kept = kept && demande.partie == Partie::Candidat;
            days.extend(session.fichier.session.jour);
            let conservation = conservation(&texts, annee, found.kind, kept)?;
            (texts, annee, "Contrôle des dossiers professionnels".to_owned(), conservation)
        }
        Kind::Examen => {
            let epreuve = load_examen(&folder).examen.reglage.epreuve;
            let texts = library.texts(epreuve.diplome())?;
            let kept = is_kept(&texts, epreuve.session, &epreuve, epreuve.code.trim(), None)?;
            let titre = format!("{} – {}", epreuve.code.trim(), epreuve.code_sujet.trim());
            secret = still_secret(&epreuve, demande.date).filter(|_| demande.partie == Partie::Candidat);
            days.extend(epreuve.date);
            let conservation = conservation(&texts, epreuve.session, found.kind, kept)?;
            (texts, epreuve.session, titre, conservation)
        }
    };
    // A day of another year is a fault of the data, which is told elsewhere.
    days.retain(|d: &Date| (1..8000).contains(&d.year()));
    let dates = days.iter().min().copied().zip(days.iter().max().copied());
    let acces = acces(&texts, session, found.kind, dates.map(|(_, last)| last), demande.date)?;
    let conforme = manifest.is_some_and(|m| m.conforming);
    let (nom, genre) = (found.name.clone(), found.kind.name().to_owned());
    let lot = Lot { nom, genre, session, conforme, conservation, acces, secret };
    Ok(Described { lot, titre, dates, fiches })
}

/// A candidate, as the title of a dossier.
fn named(candidat: &Candidat) -> String {
    let identite = &candidat.identite;
    let nom = format!("{} {}", identite.nom_famille.trim(), identite.prenoms.trim());
    let numero = candidat.examen.numero_candidat.trim();
    let numero = if numero.is_empty() { String::new() } else { format!(" – n° {numero}") };
    format!("{}{numero}", nom.trim())
}

/// The days that a dossier tells of.
fn days_of(dossier: &Dossier) -> Vec<Date> {
    let periodes = dossier.periodes.iter().flat_map(|p| [p.debut, p.fin]);
    let fiches = dossier.fiches.iter().flat_map(|f| [f.date, f.fin]);
    periodes.chain(fiches).flatten().collect()
}

/// The titles of its activity sheets, by path.
fn titles(dossier: &Dossier) -> BTreeMap<String, String> {
    let one = |f: &Fiche| {
        let titre = f.titre.trim();
        let titre = if titre.is_empty() { String::new() } else { format!(" – {titre}") };
        Some((f.file.clone(), format!("Fiche {}{titre}", f.numero?)))
    };
    dossier.fiches.iter().filter_map(one).collect()
}

/// From when everybody may read a lot: so many years after its latest document, which is never before the end of its session.
fn acces(
    texts: &Texts,
    session: Option<i32>,
    kind: Kind,
    last: Option<Date>,
    day: Date,
) -> Result<Option<Communicabilite>, PackError> {
    let regles = texts.pack.conservation()?;
    let Some(delai) = regles.delai(kind.name(), day) else { return Ok(None) };
    // Of a lot that tells no day, the day of the transfer: nothing in it is later.
    let debut = session.and_then(|s| regles.fin(s)).max(last).unwrap_or(day);
    let a_partir = debut.plus_months(12 * i32::from(delai.annees));
    Ok(Some(Communicabilite { debut: debut.iso(), a_partir: a_partir.iso(), texte: delai.texte.clone() }))
}

/// Why the subject of an exam may be told to no candidate that day; nothing once its own day is over.
fn still_secret(epreuve: &Epreuve, day: Date) -> Option<String> {
    match epreuve.date {
        None => Some("le jour de l’épreuve n’est pas dit (date, dans examen.toml)".to_owned()),
        Some(date) if day <= date => Some(format!("il est secret jusqu’au {} inclus", date.in_words())),
        Some(_) => None,
    }
}

/// Whether the référentiel wants something of the épreuve kept until the next session, for such candidates.
fn is_kept(
    texts: &Texts,
    session: Option<i32>,
    asked: &Epreuve,
    code: &str,
    what: Option<&str>,
) -> Result<bool, PackError> {
    let referentiel = texts.referentiel(session)?;
    let Some(epreuve) = referentiel.epreuve(code) else { return Ok(false) };
    let formes = asked.colonnes(&referentiel).into_iter().filter_map(|c| epreuve.forme(c.numero));
    let of_form = formes.filter(|f| asked.forme.is_none_or(|told| told == f.nature));
    Ok(of_form.into_iter().any(|f| f.conserve.iter().any(|c| what.is_none_or(|w| w == c))))
}

/// How long a lot is kept: as the référentiel says, or as the office's rule of its kind.
fn conservation(
    texts: &Texts,
    session: Option<i32>,
    kind: Kind,
    kept: bool,
) -> Result<Option<Conservation>, PackError> {
    let regles = texts.pack.conservation()?;
    let Some((session, debut)) = session.and_then(|s| Some((s, regles.fin(s)?))) else { return Ok(None) };
    let after = |years: i32| regles.fin(session + years).map(|d| d.plus_days(1).iso());
    if kept {
        let regle = format!("jusqu’à la session suivante ({})", regles.source);
        return Ok(Some(Conservation { debut: debut.iso(), fin: after(1), regle, sort: Sort::Detruire }));
    }
    Ok(regles.regles.iter().find(|r| r.genre == kind.name()).map(|r| {
        let sort = if r.sort == "detruire" { Sort::Detruire } else { Sort::Conserver };
        let fin = if sort == Sort::Detruire { after(r.annees.into()) } else { None };
        Conservation { debut: debut.iso(), fin, regle: r.texte.clone(), sort }
    }))
}
