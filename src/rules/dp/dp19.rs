//! DP19: one scan for two periods or two sheets, told by its bytes and not by its name.

use super::super::words;
use super::{Context, Rule};
use crate::diagnostic::{Finding, Place, Severity};
use crate::domain::dossier::Attachment;
use crate::domain::periode::{self, NatureJustificatif};

pub static RULE: Rule = Rule::dossier("DP19", check);

/// A place of the data that names a scan.
struct Use<'a> {
    place: Place,
    /// "la période 2", "la fiche 3".
    name: String,
    path: &'a str,
    scan: &'a Attachment,
    /// What it proves; nothing for a sheet.
    proof: Option<Proof<'a>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Proof<'a> {
    firm: &'a str,
    stage: bool,
}

fn check(ctx: &Context) -> Vec<Finding> {
    let uses = uses(ctx);
    let again = |(i, later): (usize, &Use)| {
        let first = uses[..i].iter().find(|u| u.scan.empreinte == later.scan.empreinte)?;
        told(first, later)
    };
    uses.iter().enumerate().filter_map(again).collect()
}

fn uses<'a>(ctx: &Context<'a>) -> Vec<Use<'a>> {
    let statut = ctx.statut();
    let of_period = |(i, p): (usize, &'a crate::domain::Periode)| {
        let path = p.justificatif.as_ref()?.piece.as_str();
        Some(Use {
            place: Place::value(periode::FILE, format!("periode[{i}].justificatif.piece")),
            name: format!("la période {}", i + 1),
            path,
            scan: ctx.dossier.attachments.get(path)?,
            proof: Some(Proof {
                firm: &p.entreprise,
                stage: p.justificatif_attendu(statut) == NatureJustificatif::CertificatStage,
            }),
        })
    };
    let of_sheet = |f: &'a crate::domain::Fiche| {
        Some(Use {
            place: Place::value(&f.file, "piece"),
            name: f.numero.map_or("une fiche sans numéro".to_owned(), |n| format!("la fiche {n}")),
            path: &f.piece,
            scan: ctx.dossier.attachments.get(&f.piece)?,
            proof: None,
        })
    };
    let of_firm = |e: &'a crate::domain::Entreprise| {
        Some(Use {
            place: Place::value(e.file(), "piece"),
            name: format!("la fiche de l’entreprise « {} »", e.designation()),
            path: &e.piece,
            scan: ctx.dossier.attachments.get(&e.piece)?,
            proof: None,
        })
    };
    let periods = ctx.dossier.periodes.iter().enumerate().filter_map(of_period);
    let firms = ctx.dossier.entreprises.iter().filter_map(of_firm);
    periods.chain(firms).chain(ctx.dossier.fiches.iter().filter_map(of_sheet)).collect()
}

fn told(first: &Use, later: &Use) -> Option<Finding> {
    let copy = match first.path == later.path {
        true => String::new(),
        false => format!(" (« {} » et « {} » sont le même fichier)", first.path, later.path),
    };
    let names = words::and([&first.name, &later.name]);
    let found =
        |message: String| RULE.at(later.place.clone(), message).related(first.place.clone(), first.name.clone());
    let Some((one, two)) = first.proof.zip(later.proof) else {
        let message = format!("la même pièce numérisée sert à {} et à {}{copy}", first.name, later.name);
        let help = "une fiche numérisée prend la place de la fiche dans le dossier : numérisez chacune à part";
        return Some(found(message).help(help));
    };
    let message = format!("la même pièce numérisée prouve {names}{copy}");
    match (one.firm == two.firm, one.stage || two.stage) {
        // A page is signed by one firm; a file of several pages may hold two certificates.
        (false, _) if later.scan.pages == 1 => {
            let help = "une entreprise n’atteste que sa propre période : joignez la pièce de chacune";
            Some(found(message).help(help))
        }
        (false, _) | (true, true) => {
            let help =
                "chaque période a son certificat : joignez-les à part, ou vérifiez que ce fichier contient les deux";
            Some(found(message).severity(Severity::Warning).help(help))
        }
        // One employer may attest two posts, or two contracts, on one page.
        (true, false) => {
            let message = format!("vérifier que cette pièce prouve bien {names}{copy}");
            Some(found(message).severity(Severity::Human).help("elle doit dire les dates et l’emploi de chacune"))
        }
    }
}
