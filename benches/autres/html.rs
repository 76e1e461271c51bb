//! A convention as an HTML page, for WeasyPrint; its look is in `convention.css`.

use std::fmt::Write;

use super::convention::{Bloc, Cartouche, Convention, Ligne, Partie, Signature, Valeur};

/// The style sheet of every page.
pub const STYLE: &str = include_str!("convention.css");

/// Text for elements and quoted attributes; characters that neither HTML nor XML may hold are left out.
pub fn echapper(texte: &str) -> String {
    let mut out = String::with_capacity(texte.len() + 16);
    for c in texte.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// The same, its line ends kept.
fn texte(texte: &str) -> String {
    echapper(texte).replace('\n', "<br>")
}

/// The whole page.
pub fn page(convention: &Convention) -> String {
    let title = echapper(&convention.titre);
    let (gauche, droite) = (echapper(&convention.courant.gauche), echapper(&convention.courant.droite));
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\n\
         <body data-gauche=\"{gauche}\" data-droite=\"{droite}\">\n"
    );
    for Partie { pied, blocs } in convention.parties() {
        let _ = writeln!(out, "<section data-pied=\"{}\">", echapper(pied));
        blocs.iter().for_each(|b| bloc(&mut out, b));
        out.push_str("</section>\n");
    }
    out.push_str("</body></html>\n");
    out
}

fn bloc(out: &mut String, bloc: &Bloc<'_>) {
    let mut element = |opening: &str, text: &str| {
        let name = opening.split(' ').next().unwrap_or_default();
        let _ = writeln!(out, "<{opening}>{}</{name}>", texte(text));
    };
    match bloc {
        Bloc::Entete(lignes) => element("p class=\"entete\"", &lignes.join("\n")),
        Bloc::Titre(t) => element("h1", t),
        Bloc::Rubrique(t) => element("h2", t),
        Bloc::Intertitre(t) => element("h3", t),
        Bloc::Petit(t) => element("p class=\"petit\"", t),
        Bloc::Alinea(t) => element("p", t),
        Bloc::Cartouche(c) => cartouche(out, c),
        Bloc::Particularites(lignes) => particularites(out, lignes),
        Bloc::Registre(entetes, rangees) => registre(out, entetes, rangees),
        Bloc::Signatures(all) => signatures(out, all),
    }
}

fn cartouche(out: &mut String, c: &Cartouche) {
    let (diplome, session) = (texte(&c.diplome), valeur(&c.session));
    let _ = write!(
        out,
        "<div class=\"cartouche\"><p><b class=\"reference\">Convention de stage</b><b>{diplome}</b><br>\
         <span class=\"gris\">{session}</span></p><table>"
    );
    lignes(out, &c.lignes);
    out.push_str("</table></div>\n");
}

fn particularites(out: &mut String, all: &[Ligne]) {
    out.push_str("<table class=\"particularites\">");
    lignes(out, all);
    out.push_str("</table>\n");
}

fn lignes(out: &mut String, all: &[Ligne]) {
    for ligne in all {
        let _ =
            write!(out, "<tr><th scope=\"row\">{}</th><td>{}</td></tr>", texte(&ligne.libelle), valeur(&ligne.valeur));
    }
}

fn valeur(valeur: &Valeur) -> String {
    match valeur {
        Valeur::Dit(t) => texte(t),
        Valeur::Blanc { .. } => "<span class=\"blanc\"></span>".to_owned(),
        Valeur::Liste { liste } => liste.iter().map(|t| format!("<div>{}</div>", texte(t))).collect(),
        Valeur::Codes { codes } => {
            let row = |(code, words): &(String, String)| format!("<div><b>{}</b> {}</div>", texte(code), texte(words));
            codes.iter().map(row).collect()
        }
    }
}

fn registre(out: &mut String, entetes: &[&str; 3], rangees: &[[String; 3]]) {
    out.push_str("<table class=\"registre\"><thead><tr>");
    out.extend(entetes.iter().map(|e| format!("<th scope=\"col\">{}</th>", texte(e))));
    out.push_str("</tr></thead><tbody>");
    for rangee in rangees {
        let cells: String = rangee.iter().map(|c| format!("<td>{}</td>", texte(c))).collect();
        let _ = write!(out, "<tr>{cells}</tr>");
    }
    out.push_str("</tbody></table>\n");
}

fn signatures(out: &mut String, all: &[Signature]) {
    out.push_str("<table class=\"signatures\">");
    for pair in all.chunks(2) {
        out.push_str("<tr>");
        for s in pair {
            let _ = write!(
                out,
                "<td><b>{}</b><br><small>Nom, qualité\u{a0}: </small>{}<br><small>Date\u{a0}: </small>{}<br>\
                 <small>Signature et cachet</small></td>",
                texte(&s.libelle),
                texte(&s.qui()),
                texte(s.date())
            );
        }
        out.push_str(if pair.len() < 2 { "<td class=\"vide\"></td></tr>" } else { "</tr>" });
    }
    out.push_str("</table>\n");
}
