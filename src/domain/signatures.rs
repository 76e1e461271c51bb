//! The boxes that somebody signs on a dossier's pieces, and which of them the dossier prints empty: only the signed scan of a
//! piece, which takes its place, shows a signature.

use super::periode::Periode;
use super::reglages::{PieceAViser, Reglages};
use super::{Dossier, Entreprise, Fiche, Visa};

/// A box to sign.
#[derive(Clone, Debug, PartialEq)]
pub struct Case<'a> {
    /// What stands above it.
    pub libelle: &'a str,
    /// The signature that is recorded for it.
    pub visa: Option<&'a Visa>,
}

/// The boxes of a piece: those that the settings expect, each with the recorded signature that fits, then the signatures
/// that nobody asked for: they are somebody's too.
pub fn cases<'a>(recorded: &'a [Visa], piece: PieceAViser, reglages: &'a Reglages) -> Vec<Case<'a>> {
    let mut left: Vec<&Visa> = recorded.iter().collect();
    let mut cases = Vec::new();
    for expected in reglages.visas(piece) {
        let at = left.iter().position(|v| v.qualite.is_some_and(|q| expected.qualites.contains(&q)));
        cases.push(Case { libelle: &expected.libelle, visa: at.map(|i| left.remove(i)) });
    }
    cases.extend(left.into_iter().map(|v| Case { libelle: v.qualite.map_or("Visa", |q| q.label()), visa: Some(v) }));
    cases
}

/// What is signed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Signee<'a> {
    /// The proof of a period.
    Justificatif(&'a Periode),
    Entreprise(&'a Entreprise),
    Fiche(&'a Fiche),
}

/// A piece whose boxes are printed empty.
#[derive(Clone, Debug, PartialEq)]
pub struct ASigner<'a> {
    pub piece: Signee<'a>,
    pub cases: Vec<Case<'a>>,
}

/// The pieces that somebody has still to sign by hand once they are printed, in the order of the dossier.
pub fn a_signer<'a>(dossier: &'a Dossier, reglages: &'a Reglages) -> Vec<ASigner<'a>> {
    let scanned = |path: &str| dossier.attachments.contains_key(path);
    let mut out = Vec::new();
    let mut ask = |piece: Signee<'a>, visas: &'a [Visa], kind: PieceAViser| {
        let cases = cases(visas, kind, reglages);
        if !cases.is_empty() {
            out.push(ASigner { piece, cases });
        }
    };
    for p in &dossier.periodes {
        match &p.justificatif {
            Some(j) if scanned(&j.piece) => {}
            j => {
                let visas = j.as_ref().map_or(&[][..], |j| &j.visa);
                ask(Signee::Justificatif(p), visas, PieceAViser::Justificatif);
            }
        }
    }
    for e in dossier.entreprises.iter().filter(|e| !scanned(&e.piece)) {
        ask(Signee::Entreprise(e), &e.visa, PieceAViser::Entreprise);
    }
    for f in dossier.fiches.iter().filter(|f| !scanned(&f.piece)) {
        ask(Signee::Fiche(f), &f.visa, PieceAViser::Fiche);
    }
    out
}
