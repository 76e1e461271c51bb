//! DP09: a piece that must be signed bears no complete signature.

use super::super::{nv, words};
use super::{Context, Rule};
use crate::diagnostic::{Finding, Place};
use crate::domain::reglages::{PieceAViser, VisaAttendu};
use crate::domain::{Visa, periode};

pub static RULE: Rule = Rule::dossier("DP09", check);

/// A piece that is in the dossier and may have to be signed.
struct Piece<'a> {
    kind: PieceAViser,
    /// In words, with its article.
    name: String,
    /// Where its `visa` would stand: the path before it, and the file.
    file: String,
    table: String,
    /// What to point at when there is no `visa`.
    shown: &'static str,
    visas: &'a [Visa],
    numero: Option<i32>,
}

fn check(ctx: &Context) -> Vec<Finding> {
    let pieces = pieces(ctx);
    let of = |piece: &'_ Piece| {
        ctx.reglages.visas(piece.kind).filter_map(|e| check_piece(ctx, piece, e)).collect::<Vec<_>>()
    };
    pieces.iter().flat_map(of).collect()
}

fn pieces<'a>(ctx: &Context<'a>) -> Vec<Piece<'a>> {
    let mut out = Vec::new();
    for (i, periode) in ctx.dossier.periodes.iter().enumerate() {
        let Some(j) = &periode.justificatif else { continue };
        out.push(Piece {
            kind: PieceAViser::Justificatif,
            name: j
                .nature
                .map_or("le justificatif".to_owned(), |n| format!("la pièce « {} »", words::small(n.label()))),
            file: periode::FILE.to_owned(),
            table: format!("periode[{i}].justificatif."),
            shown: "nature",
            visas: &j.visa,
            numero: None,
        });
    }
    for e in ctx.dossier.entreprises.iter().filter(|e| ctx.dossier.periodes.iter().any(|p| p.entreprise == e.id)) {
        let name = format!("la fiche de l’entreprise « {} »", e.designation());
        out.push(Piece {
            kind: PieceAViser::Entreprise,
            name,
            file: e.file(),
            table: String::new(),
            shown: "nom",
            visas: &e.visa,
            numero: None,
        });
    }
    for f in &ctx.dossier.fiches {
        let name = f.numero.map_or("la fiche".to_owned(), |n| format!("la fiche {n}"));
        out.push(Piece {
            kind: PieceAViser::Fiche,
            name,
            file: f.file.clone(),
            table: String::new(),
            shown: "titre",
            visas: &f.visa,
            numero: f.numero,
        });
    }
    out
}

fn check_piece(ctx: &Context, piece: &Piece, expected: &VisaAttendu) -> Option<Finding> {
    let fits = |v: &Visa| v.qualite.is_none_or(|q| expected.qualites.contains(&q));
    let path = format!("{}visa", piece.table);
    if piece.visas.iter().any(|v| v.is_complete() && fits(v)) || ctx.lost_at(&piece.file, &path) {
        return None;
    }
    let Piece { name, .. } = piece;
    let qualites = words::or(expected.qualites.iter().map(|q| words::small(q.label())));
    let found = match piece.visas.iter().position(fits) {
        Some(i) => {
            let lacks = lacks(&piece.visas[i]);
            RULE.at(
                Place::value(&piece.file, format!("{path}[{i}]")),
                format!("le visa enregistré pour {name} est incomplet, il manque : {lacks}"),
            )
        }
        None if !piece.visas.is_empty() => {
            let found = words::and(piece.visas.iter().filter_map(|v| v.qualite).map(|q| words::small(q.label())));
            RULE.at(
                Place::value(&piece.file, format!("{path}[0].qualite")),
                format!("{name} a le visa de : {found}, il faut : {qualites}"),
            )
        }
        None => {
            let place = Place::value(&piece.file, format!("{}{}", piece.table, piece.shown));
            RULE.at(place, format!("{name} n’a pas de visa enregistré, il faut : {qualites}"))
        }
    };
    let found = match piece.visas.is_empty() {
        true => found.help(format!(
            "faites signer la pièce, puis notez-le dans un bloc [[{}visa]] : nom, qualite, date",
            block(&piece.table)
        )),
        false => found.help("complétez ou corrigez ce bloc d’après la pièce signée, ou faites-la signer"),
    };
    let found =
        found.help("la liste des signataires est un réglage ([[visa]] de dossier.toml) : le texte ne les nomme pas");
    Some(found.risk(nv::risk(ctx, piece.numero)))
}

fn lacks(visa: &Visa) -> String {
    let parts =
        [(visa.nom.trim().is_empty(), "nom"), (visa.qualite.is_none(), "qualite"), (visa.date.is_none(), "date")];
    words::and(parts.iter().filter(|(lacks, _)| *lacks).map(|(_, key)| *key))
}

/// `periode[1].justificatif.` as the title of a block writes it.
fn block(table: &str) -> &str {
    if table.is_empty() { "" } else { "periode.justificatif." }
}
