//! What a person reads first in a set: what it holds, to whom it may go, how it is verified.

use super::{DOCUMENTS, Description, ENTREES};
use crate::archive::{Partie, Unite};

/// The text, of lots and their units in the same order.
pub(super) fn lisezmoi(description: &Description, unites: &[Unite]) -> String {
    let (partie, pour) = match description.partie {
        Some(Partie::Jury) => (
            "la partie réservée au jury",
            "  au jury, à l’autorité académique qui organise l’examen et au service d’archives. À aucun candidat : elle peut contenir\n\
             \x20 des corrigés, des barèmes, des évaluations et les noms de tous. Si elle voyage ou reste sur un poste, chiffrez-la\n\
             \x20 (liasse archive --recipient ou --passphrase).\n",
        ),
        _ => (
            "la partie qui ne contient rien de réservé au jury",
            "  au service qui l’a faite et au service d’archives ; à un candidat, ce qui le concerne et les documents remis à tous, pas\n\
             \x20 l’ensemble entier s’il contient les données d’autres personnes. Ce que seul le jury lit est dans un autre ensemble.\n",
        ),
    };
    let mut out = format!(
        "{} – {partie}.\n\n\
         À qui elle peut aller :\n{pour}\n\
         Cet ensemble a été fait par {}. Chaque pièce y est avec son empreinte SHA-512 et sa taille, dans le bordereau\n\
         (manifest.xml, norme SEDA) ou dans le manifeste (BagIt).\n\n\
         Pour le vérifier :            liasse verify ENSEMBLE\n\
         et refaire les documents :    liasse verify --deep ENSEMBLE\n\
         Pour en sortir les pièces :   liasse extract ENSEMBLE --to REPERTOIRE\n\n\
         Sans liasse : c’est un zip ordinaire. Dans un ensemble SEDA, les pièces sont dans content/ ; leur nom est dans\n\
         l’élément Filename du bordereau, leur empreinte dans MessageDigest (sha512sum la calcule). Un ensemble BagIt se vérifie\n\
         par « bagit.py --validate », ses pièces sont dans data/.\n\n\
         Un répertoire « entrees » contient ce qui a été saisi, un répertoire « documents » les PDF qui en ont été faits.\n\n\
         Contenu :\n",
        description.titre, description.outil
    );
    for (lot, unite) in description.lots.iter().zip(unites) {
        let without = if lot.conforme { "" } else { " (non conforme : les entrées, sans les documents)" };
        let count = |folder: &str| {
            let of = format!("{}/{folder}/", lot.nom);
            unite.all().iter().filter(|p| p.nom.starts_with(&of)).count()
        };
        let (entrees, documents) = (count(ENTREES), count(DOCUMENTS));
        out += &format!("  {} – {}, {entrees} entrée(s), {documents} document(s){without}\n", lot.nom, lot.genre);
        if let Some(why) = &lot.secret {
            out += &format!("      sans le sujet : {why}\n");
        }
        if let Some(a) = &lot.acces {
            out += &format!("      accès : {}\n", a.in_words());
        }
        if let Some(c) = &lot.conservation {
            let fin =
                c.fin.as_ref().map_or_else(String::new, |_| format!(" ; éliminable à partir du {}", c.fin_in_words()));
            out += &format!("      conservation : {}{fin}\n", c.regle);
        }
    }
    out
}
