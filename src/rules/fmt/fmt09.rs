//! FMT09: a referenced file that is missing, outside the folder, or not of an accepted kind.

use super::{Rule, told};
use crate::diagnostic::Finding;
use crate::domain::fault::{BadReference, Excess, Fault, FaultKind, Format};
use crate::sources::folder::refuse_path;

pub static RULE: Rule = Rule::files("FMT09", check);

fn check(faults: &[Fault]) -> Vec<Finding> {
    told(faults, |place, kind| {
        let FaultKind::Reference { target, reason } = kind else { return None };
        let (found, help) = match written_as_on_windows(target) {
            Some(path) if *reason == BadReference::Outside => (
                "est écrit avec des « \\ »".to_owned(),
                format!("écrivez le chemin avec des « / », qui valent partout : \"{path}\""),
            ),
            _ => words(reason),
        };
        Some(RULE.at(place.clone(), format!("« {target} » {found}")).help(help))
    })
}

/// The path with slashes, where only its backslashes are wrong.
fn written_as_on_windows(target: &str) -> Option<String> {
    let path = target.replace('\\', "/");
    (target.contains('\\') && refuse_path(&path).is_none()).then_some(path)
}

fn words(reason: &BadReference) -> (String, String) {
    match reason {
        BadReference::Missing => (
            "n’existe pas dans le dossier".to_owned(),
            "ajoutez le fichier, ou corrigez son nom (les accents comptent)".to_owned(),
        ),
        BadReference::Outside | BadReference::Link => (
            "est hors du dossier".to_owned(),
            "copiez le fichier dans le dossier et donnez son chemin depuis le dossier, avec des « / »".to_owned(),
        ),
        BadReference::Twins => (
            "est là deux fois : deux noms qui se lisent de même (accents composés ou non, majuscules)".to_owned(),
            "gardez l’un des deux fichiers".to_owned(),
        ),
        BadReference::Kind { accepted, found: None } => {
            (format!("n’est pas d’un type accepté ({accepted})"), format!("convertissez le fichier en {accepted}"))
        }
        BadReference::Kind { accepted, found: Some(format) } => {
            let (name, way_out) = of_format(*format);
            (format!("est {name}, qui n’est pas d’un type accepté ({accepted})"), way_out.to_owned())
        }
        BadReference::Damaged(detail) => (
            format!("est abîmé : {detail}"),
            "ouvrez-le pour vérifier, puis exportez-le ou numérisez-le de nouveau".to_owned(),
        ),
        BadReference::TooLarge { found, limit } => (
            format!("est trop grand : {found}, la limite est de {limit}"),
            "réduisez l’image ou la résolution de la numérisation (200 points par pouce suffisent)".to_owned(),
        ),
        BadReference::Excess(excess) => {
            let found = match excess {
                Excess::Time { seconds } => format!("demande plus de {seconds} secondes pour être dessiné"),
                Excess::Memory { mib } => format!("demande plus de {mib} Mio de mémoire pour être dessiné"),
                Excess::Crash => "arrête le programme qui le lit".to_owned(),
            };
            let help = "ce PDF est trop compliqué, ou fait pour bloquer qui l’ouvre : imprimez la pièce et numérisez-la, \
                        ou donnez-la en PNG ou en JPEG";
            (found, help.to_owned())
        }
    }
}

/// What a file is, and how to make of it one that is accepted.
fn of_format(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::Heic => (
            "une photo HEIC (celle des iPhone)",
            "sur l’iPhone : Réglages › Appareil photo › Formats › « Le plus compatible », puis reprenez la photo ; ou \
             ouvrez-la et exportez-la en JPEG",
        ),
        Format::Avif => {
            ("une image AVIF", "ouvrez-la dans un navigateur ou une visionneuse et exportez-la en PNG ou JPEG")
        }
        Format::WebP => {
            ("une image WebP (celle des sites web)", "ouvrez-la avec Paint ou Aperçu et enregistrez-la en PNG ou JPEG")
        }
        Format::Gif => ("une image GIF", "ouvrez-la et enregistrez-la en PNG"),
        Format::Bmp => ("une image BMP", "ouvrez-la avec Paint et enregistrez-la en PNG"),
        Format::Tiff => ("une image TIFF (celle des scanners)", "numérisez en PDF ou en JPEG, ou exportez-la en PNG"),
        Format::Svg => ("un dessin SVG", "exportez-le en PNG, à 300 points par pouce"),
        Format::Office => (
            "un document de bureautique",
            "exportez-le en PDF depuis le traitement de texte, ou faites une image de ce qui doit être montré",
        ),
        Format::Pdf => ("un PDF", "exportez la page en PNG ou JPEG ; un PDF se joint comme pièce numérisée"),
    }
}
