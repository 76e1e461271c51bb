//! What a person reads first in a set: what it is, to whom it may go, how it is verified.

use super::Description;
use crate::archive::Partie;

/// The text.
pub(super) fn lisezmoi(description: &Description) -> String {
    let partie = match description.partie {
        Some(Partie::Jury) => "la partie réservée au jury : elle n’est communiquée à aucun candidat",
        _ => "la partie qui peut être communiquée aux candidats",
    };
    let mut out = format!(
        "{} – {partie}.\n\n\
         Cet ensemble a été fait par {}. Chaque pièce y est avec son empreinte SHA-512 et sa taille, dans le bordereau\n\
         (manifest.xml, norme SEDA) ou dans le manifeste (BagIt).\n\n\
         Pour le vérifier :            liasse verify ENSEMBLE\n\
         et refaire les documents :    liasse verify --deep ENSEMBLE\n\
         Pour en sortir les pièces :   liasse extract ENSEMBLE --to REPERTOIRE\n\n\
         Sans liasse : c’est un zip ordinaire. Dans un ensemble SEDA, les pièces sont dans content/ ; leur nom est dans\n\
         l’élément Filename du bordereau, leur empreinte dans MessageDigest (sha512sum la calcule).\n\n\
         Un répertoire « entrees » contient ce qui a été saisi, un répertoire « documents » les PDF qui en ont été faits.\n\n\
         Contenu :\n",
        description.titre, description.outil
    );
    for lot in &description.lots {
        let without = if lot.conforme { "" } else { " (non conforme : les entrées, sans les documents)" };
        out += &format!("  {} – {}{without}\n", lot.nom, lot.genre);
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
