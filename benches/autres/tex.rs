//! A convention as a LaTeX document, for LuaLaTeX; its look is in `preambule.tex`.

use std::fmt::Write;

use super::convention::{Bloc, Cartouche, Convention, Ligne, Partie, Signature, Valeur};

/// What every document loads; the font stands in `../polices`.
const PREAMBULE: &str = include_str!("preambule.tex");

/// Text as text: what LaTeX would take for a command is written as the character it is; controls are left out.
pub fn echapper(texte: &str) -> String {
    let mut out = String::with_capacity(texte.len() + 16);
    for c in texte.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '{' | '}' | '$' | '&' | '#' | '_' | '%' => out.extend(['\\', c]),
            '\n' => out.push_str("\\newline{}"),
            '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// The whole document.
pub fn document(convention: &Convention) -> String {
    let (gauche, droite) = (echapper(&convention.courant.gauche), echapper(&convention.courant.droite));
    let mut out = format!("{PREAMBULE}\\courant{{{gauche}}}{{{droite}}}\n\\begin{{document}}\n");
    for (i, Partie { pied, blocs }) in convention.parties().iter().enumerate() {
        let _ = writeln!(out, "{}\\pied{{{}}}", if i > 0 { "\\newpage" } else { "" }, echapper(pied));
        blocs.iter().for_each(|b| bloc(&mut out, b));
    }
    out.push_str("\\label{fin}\n\\end{document}\n");
    out
}

fn bloc(out: &mut String, bloc: &Bloc<'_>) {
    let mut command = |name: &str, text: &str| out.push_str(&format!("\\{name}{{{}}}\n", echapper(text)));
    match bloc {
        Bloc::Entete(lignes) => command("entete", &lignes.join("\n")),
        Bloc::Titre(t) => command("section*", t),
        Bloc::Rubrique(t) => command("subsection*", t),
        Bloc::Intertitre(t) => command("subsubsection*", t),
        Bloc::Petit(t) => command("petit", t),
        Bloc::Alinea(t) => out.push_str(&format!("{}\\par\n", echapper(t))),
        Bloc::Cartouche(c) => cartouche(out, c),
        Bloc::Particularites(lignes) => particularites(out, lignes),
        Bloc::Registre(entetes, rangees) => registre(out, entetes, rangees),
        Bloc::Signatures(all) => signatures(out, all),
    }
}

fn cartouche(out: &mut String, c: &Cartouche) {
    let _ =
        writeln!(out, "\\cartouche{{{}}}{{{}}}{{Convention de stage}}{{%", echapper(&c.diplome), valeur(&c.session));
    for l in &c.lignes {
        let _ = writeln!(out, "\\lignecartouche{{{}}}{{{}}}", echapper(&l.libelle), valeur(&l.valeur));
    }
    out.push_str("}\n");
}

fn particularites(out: &mut String, lignes: &[Ligne]) {
    out.push_str("\\begin{particularites}\n");
    for l in lignes {
        let _ = writeln!(out, "\\libelle{{{}}} & {} \\\\\\hline", echapper(&l.libelle), valeur(&l.valeur));
    }
    out.push_str("\\end{particularites}\n");
}

fn valeur(valeur: &Valeur) -> String {
    match valeur {
        Valeur::Dit(t) => echapper(t),
        Valeur::Blanc { .. } => "\\blanc{}".to_owned(),
        Valeur::Liste { liste } => liste.iter().map(|t| echapper(t)).collect::<Vec<_>>().join("\\newline{}"),
        Valeur::Codes { codes } => {
            let row = |(code, words): &(String, String)| format!("\\textbf{{{}}} {}", echapper(code), echapper(words));
            codes.iter().map(row).collect::<Vec<_>>().join("\\newline{}")
        }
    }
}

fn registre(out: &mut String, entetes: &[&str; 3], rangees: &[[String; 3]]) {
    let heads: Vec<_> = entetes.iter().map(|e| format!("\\tete{{{}}}", echapper(e))).collect();
    let _ = writeln!(out, "\\begin{{registre}}{}\\\\\\hline\\endhead", heads.join(" & "));
    for rangee in rangees {
        let cells: Vec<_> = rangee.iter().map(|c| echapper(c)).collect();
        let _ = writeln!(out, "{} \\\\\\hline", cells.join(" & "));
    }
    out.push_str("\\end{registre}\n");
}

fn signatures(out: &mut String, all: &[Signature]) {
    for pair in all.chunks(2) {
        let boxes: Vec<_> = pair
            .iter()
            .map(|s| {
                format!("\\signature{{{}}}{{{}}}{{{}}}", echapper(&s.libelle), echapper(&s.qui()), echapper(s.date()))
            })
            .collect();
        let _ = writeln!(out, "\\noindent{}\\par", boxes.join("\\hfill"));
    }
}
