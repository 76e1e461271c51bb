//! What is still to be signed by hand, in words: no fault, but no dossier that can be handed in either.

use super::words::{and, fiches, s, small};
use crate::diagnostic::{PieceToSign, ToSign};
use crate::domain::reglages::Reglages;
use crate::domain::signatures::{ASigner, Signee, a_signer};
use crate::domain::{Dossier, Periode, periode};

/// What of a dossier is printed with an empty box.
pub fn to_sign(dossier: &Dossier, reglages: &Reglages) -> ToSign {
    let all = a_signer(dossier, reglages);
    let statut = dossier.candidat.statut();
    let name = |one: &ASigner| match one.piece {
        Signee::Justificatif(p) => (proof(p, p.justificatif_attendu(statut).label()), periode::FILE.to_owned()),
        Signee::Entreprise(e) => (format!("fiche de l’entreprise « {} »", e.designation()), e.file()),
        Signee::Fiche(f) => {
            (f.numero.map_or_else(|| "fiche sans numéro".to_owned(), |n| format!("fiche {n}")), f.file.clone())
        }
    };
    let piece = |one: &ASigner| {
        let (piece, file) = name(one);
        PieceToSign { piece, file, by: by(one) }
    };
    let pieces: Vec<PieceToSign> = all.iter().map(piece).collect();
    ToSign { lines: lines(&all, &pieces), words: summed(&all), pieces }
}

fn by(one: &ASigner) -> Vec<String> {
    one.cases.iter().map(|c| small(c.libelle)).collect()
}

fn proof(p: &Periode, nature: &str) -> String {
    let days = p.debut.zip(p.fin).map(|(a, b)| format!(" du {a} au {b}")).unwrap_or_default();
    format!("{}{days}", small(nature))
}

/// A line for each piece; one for the sheets that the same people sign.
fn lines(all: &[ASigner], pieces: &[PieceToSign]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut sheets: Vec<(Vec<String>, Vec<i32>)> = Vec::new();
    for (one, piece) in all.iter().zip(pieces) {
        match one.piece {
            Signee::Fiche(f) if f.numero.is_some() => {
                let numero = f.numero.unwrap_or_default();
                match sheets.iter_mut().find(|(by, _)| *by == piece.by) {
                    Some((_, numeros)) => numeros.push(numero),
                    None => sheets.push((piece.by.clone(), vec![numero])),
                }
            }
            _ => out.push(format!("{} : {}", piece.piece, and(&piece.by))),
        }
    }
    out.extend(sheets.into_iter().map(|(by, numeros)| format!("{} : {}", fiches(&numeros), and(by))));
    out
}

/// "2 justificatifs et fiches 1 à 9".
fn summed(all: &[ASigner]) -> String {
    let count = |wanted: fn(&Signee) -> bool| all.iter().filter(|one| wanted(&one.piece)).count();
    let proofs = count(|p| matches!(p, Signee::Justificatif(_)));
    let firms = count(|p| matches!(p, Signee::Entreprise(_)));
    let unnumbered = count(|p| matches!(p, Signee::Fiche(f) if f.numero.is_none()));
    let numero = |one: &ASigner| match one.piece {
        Signee::Fiche(f) => f.numero,
        _ => None,
    };
    let numeros: Vec<i32> = all.iter().filter_map(numero).collect();
    let parts = [
        (proofs > 0).then(|| format!("{proofs} justificatif{}", s(proofs))),
        (firms > 0).then(|| format!("{firms} fiche{} d’entreprise", s(firms))),
        (!numeros.is_empty()).then(|| fiches(&numeros)),
        (unnumbered > 0).then(|| format!("{unnumbered} fiche{} sans numéro", s(unnumbered))),
    ];
    and(parts.into_iter().flatten())
}
