//! The parts of a dossier, in the order of the text (annexe II B), and the page that opens each.

use serde::Serialize;

use super::fiche::FicheResume;
use super::garde::fiches;
use super::justificatif::PeriodeResume;
use super::pieces::{self, Corps, Numbering, Piece};
use super::valeur::Texte;
use super::{View, capitalised, file_name};
use crate::domain::referentiel::Composition;
use crate::domain::{Fiche, Journees};
use crate::templates::typography::french;

/// A part of the dossier: a page of its own where it has a title, then its pieces.
#[derive(Serialize, Default)]
pub struct Partie {
    pub titre: Option<String>,
    pub chapeau: Option<Texte>,
    /// Rows of the part's own page.
    pub periodes: Vec<PeriodeResume>,
    pub total: Option<String>,
    pub fiches: Vec<FicheResume>,
    /// Code, words, sheets: what the sheets show together.
    pub competences: Vec<(String, String, String)>,
    pub pieces: Vec<Piece>,
}

/// The parts of the dossier.
pub fn parties(view: &View<'_>) -> Vec<Partie> {
    let mut numbering = Numbering::default();
    let mut parties = vec![justificatifs(view, &mut numbering), entreprises(view, &mut numbering)];
    for composition in &view.inputs.referentiel.compositions {
        parties.push(epreuve(view, composition, &mut numbering));
    }
    parties.push(hors_numero(view, &mut numbering));
    parties.push(annexes(view, &mut numbering));
    parties.retain(|p| p.titre.is_some() || !p.pieces.is_empty());
    parties
}

fn justificatifs(view: &View<'_>, numbering: &mut Numbering) -> Partie {
    let mut partie = Partie { titre: Some(view.titres().justificatifs), ..Partie::default() };
    let mut placed: Vec<(&str, String)> = Vec::new();
    for p in &view.dossier().periodes {
        let scan = p.justificatif.as_ref().map(|j| j.piece.as_str()).filter(|s| !s.is_empty());
        // One scan may prove several periods: it is placed once.
        let known = scan.and_then(|s| placed.iter().find(|(path, _)| *path == s));
        let ancre = match known {
            Some((_, ancre)) => ancre.clone(),
            None => {
                let piece = pieces::justificatif(view, p, numbering);
                let ancre = piece.ancre.clone();
                placed.extend(scan.map(|s| (s, ancre.clone())));
                partie.pieces.push(piece);
                ancre
            }
        };
        partie.periodes.push(view.periode_resume(p, ancre));
    }
    let journees: Vec<Journees> = view.dossier().periodes.iter().filter_map(|p| p.journees).collect();
    if !journees.is_empty() {
        partie.total = Some(journees.into_iter().sum::<Journees>().to_string());
    }
    if partie.periodes.is_empty() {
        partie.chapeau = gap(view.manque("périodes de stage, de contrat ou d’emploi"));
    }
    partie
}

/// A gap that stands alone; nothing in a final dossier, where a line to fill would ask for nothing.
fn gap(texte: Texte) -> Option<Texte> {
    Some(texte).filter(|t| matches!(t, Texte::Manque(_)))
}

fn entreprises(view: &View<'_>, numbering: &mut Numbering) -> Partie {
    let label = view.titres().entreprise;
    let mut all: Vec<_> = view.dossier().entreprises.iter().map(|e| pieces::entreprise(view, e, numbering)).collect();
    for id in view.attendues() {
        let titre = format!("{label} – {}", french(id));
        let suite = format!("À écrire dans le fichier entreprises/{id}.toml.");
        all.push(pieces::absente(numbering, &titre, label.clone(), view.manque("fiche de cette entreprise"), &suite));
    }
    let chapeau = if all.is_empty() { gap(view.manque("fiche de chaque entreprise d’accueil")) } else { None };
    Partie { titre: chapeau.is_some().then_some(label), chapeau, pieces: all, ..Partie::default() }
}

fn epreuve(view: &View<'_>, composition: &Composition, numbering: &mut Numbering) -> Partie {
    let domaine = view.inputs.referentiel.domaine(&composition.domaine);
    let domaine = domaine.map(|d| format!(" relatives au domaine d’activités {} « {} »", d.code, d.intitule));
    let chapeau = format!("{}{}.", capitalised(&fiches(&composition.fiches)), domaine.unwrap_or_default());
    let mut partie = Partie {
        titre: Some(view.titre_epreuve(composition)),
        chapeau: Some(Texte::Dit(french(&chapeau))),
        ..Partie::default()
    };
    let all = view.fiches_de(composition);
    partie.competences = view.competences_de(&all);
    for numero in &composition.fiches {
        let these: Vec<_> = all.iter().filter(|f| f.numero == Some(i32::from(*numero))).collect();
        if these.is_empty() {
            let what = format!("fiche n°\u{a0}{numero}");
            let piece = view.brouillon().then(|| fiche_absente(view, *numero, &composition.epreuve, &what, numbering));
            partie.fiches.push(FicheResume {
                numero: Texte::Dit(numero.to_string()),
                titre: view.manque(&what),
                client: String::new(),
                produits: Vec::new(),
                ancre: piece.as_ref().map(|p| p.ancre.clone()).unwrap_or_default(),
            });
            partie.pieces.extend(piece);
        }
        for fiche in these {
            let piece = pieces::fiche(view, fiche, &composition.epreuve, numbering);
            partie.fiches.push(view.resume(fiche, piece.ancre.clone()));
            partie.pieces.push(piece);
        }
    }
    partie
}

/// The place of a sheet that is not written yet.
fn fiche_absente(view: &View<'_>, numero: u8, epreuve: &str, what: &str, numbering: &mut Numbering) -> Piece {
    let titre = format!("Fiche n°\u{a0}{numero}");
    let reference = format!("{epreuve} · {} n°\u{a0}{numero}", view.titres().fiche);
    let suite = format!("À écrire dans le fichier fiches/{numero:02}.md.");
    let piece = pieces::absente(numbering, &titre, reference, view.manque(what), &suite);
    Piece { fichier: file_name(piece.numero, &format!("fiche {numero}")), ..piece }
}

/// Sheets that belong to no épreuve, for want of a number that has one: a draft still shows them.
fn hors_numero(view: &View<'_>, numbering: &mut Numbering) -> Partie {
    let known = |f: &Fiche| {
        f.numero
            .and_then(|n| u8::try_from(n).ok())
            .is_some_and(|n| view.inputs.referentiel.composition_of_fiche(n).is_some())
    };
    let stray = view.dossier().fiches.iter().filter(|f| !known(f));
    Partie { pieces: stray.map(|f| pieces::fiche(view, f, "", numbering)).collect(), ..Partie::default() }
}

fn annexes(view: &View<'_>, numbering: &mut Numbering) -> Partie {
    let titres = view.titres();
    let couverture = Corps::Couverture(view.couverture());
    let verifications = Corps::Verifications(view.verifications());
    let pieces = vec![
        numbering.piece("couverture", titres.couverture.clone(), titres.couverture.clone(), "couverture", couverture),
        numbering.piece(
            "verifications",
            titres.liste_humaine.clone(),
            titres.liste_humaine,
            "points a verifier",
            verifications,
        ),
    ];
    Partie { pieces, ..Partie::default() }
}
