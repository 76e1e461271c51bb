//! The subject without its pages: plain text for a braille transcription, one HTML page for a screen reader. Every text is
//! escaped; pictures are told by their words.

use std::fmt::Write as _;

use super::sujet::{AnnexeVue, QuestionVue, Sujet};
use crate::templates::view::markdown::{Bloc, Run};

/// The subject as plain text: an empty line between blocks, no line cut.
pub fn texte(sujet: &Sujet) -> String {
    let mut out = String::new();
    write_all(sujet, &mut Texte(&mut out));
    out
}

/// The subject as one HTML page, without anything from elsewhere.
pub fn html(sujet: &Sujet) -> String {
    let (i, mut body) = (&sujet.cadre.identite, String::new());
    write_all(sujet, &mut Html(&mut body));
    let titre = escaped(&format!("{} – {} – session {} – {}", i.sigle, named(sujet), i.session, i.code));
    format!(
        "<!doctype html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n<title>{titre}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<style>body{{max-width:46em;margin:2em auto;padding:0 1em;\
         font:1.25em/1.6 sans-serif}}table{{border-collapse:collapse}}td,th{{border:1px solid;padding:.3em .6em;\
         text-align:left}}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}

fn named(sujet: &Sujet) -> &str {
    let i = &sujet.cadre.identite;
    if i.sous_epreuve.is_empty() { &i.epreuve } else { &i.sous_epreuve }
}

/// A form that a subject is written in.
trait Forme {
    fn titre(&mut self, niveau: usize, texte: &str);
    fn paragraphe(&mut self, runs: &[Run]);
    fn liste(&mut self, debut: Option<u64>, articles: &[Vec<Bloc>]);
    fn tableau(&mut self, entete: &[Vec<Run>], lignes: &[Vec<&[Run]>]);
    fn citation(&mut self, blocs: &[Bloc]);
    /// A title whose words are in that language, between words in French.
    fn titre_en(&mut self, niveau: usize, avant: &str, (langue, texte): (&str, &str), apres: &str) {
        let _ = langue;
        let all: Vec<&str> = [avant, texte, apres].into_iter().filter(|t| !t.is_empty()).collect();
        self.titre(niveau, &all.join(" "));
    }
    /// Words in French inside what is in another language.
    fn dit_en_francais(&mut self, texte: &str) {
        self.dit(texte);
    }
    /// What follows is in that language.
    fn langue(&mut self, code: &str);
    fn fin_de_langue(&mut self);

    fn dit(&mut self, texte: &str) {
        self.paragraphe(&[Run::Text { text: texte.to_owned() }]);
    }

    fn blocs(&mut self, blocs: &[Bloc], niveau: usize) {
        for bloc in blocs {
            self.bloc(bloc, niveau);
        }
    }

    fn bloc(&mut self, bloc: &Bloc, niveau: usize) {
        match bloc {
            Bloc::Titre { rang, inlines } => self.titre(niveau + rang, &plain(inlines)),
            Bloc::Paragraphe { inlines, .. } => self.paragraphe(inlines),
            Bloc::Liste { ordonnee, debut, articles, .. } => self.liste(ordonnee.then_some(*debut), articles),
            Bloc::Tableau { entete, lignes, .. } => {
                let lignes: Vec<Vec<&[Run]>> =
                    lignes.iter().map(|l| l.cellules.iter().map(Vec::as_slice).collect()).collect();
                self.tableau(entete, &lignes);
            }
            Bloc::Citation { blocs } => self.citation(blocs),
            Bloc::Figure { alternative, legende, .. } => {
                self.dit(&format!("[Image : {alternative}]"));
                if !legende.is_empty() {
                    self.dit(legende);
                }
            }
            Bloc::Absente { cible } => self.dit(&format!("[Image absente : {cible}]")),
            Bloc::Filet => {}
        }
    }
}

fn write_all(sujet: &Sujet, out: &mut impl Forme) {
    let i = &sujet.cadre.identite;
    out.titre(1, &format!("{} – {}", i.sigle, named(sujet)));
    let told = [
        (!i.session.is_empty()).then(|| format!("Session {}", i.session)),
        (!i.situation.is_empty()).then(|| i.situation.clone()),
        (!i.langue.is_empty()).then(|| format!("Langue : {}", i.langue)),
        (!i.duree.is_empty()).then(|| format!("Durée : {}", i.duree)),
        (!i.coefficient.is_empty()).then(|| format!("Coefficient : {}", i.coefficient)),
        (!i.code.is_empty()).then(|| format!("Code du sujet : {}", i.code)),
        (!sujet.a_rendre.is_empty()).then(|| format!("À rendre avec la copie : {}", sujet.a_rendre.join(", "))),
    ];
    told.into_iter().flatten().for_each(|line| out.dit(&line));
    sujet.materiel.iter().for_each(|m| out.dit(m));
    out.dit("Tout autre matériel est interdit.");
    if !sujet.theme.is_empty() {
        out.dit(&format!("Thème : {}", sujet.theme));
    }
    out.dit(format!("Barème indicatif : {}. {}", sujet.total, sujet.ramene).trim_end());
    out.blocs(&sujet.introduction, 1);
    for partie in &sujet.parties {
        let titre = if partie.titre.is_empty() { "Questions" } else { &partie.titre };
        out.titre(2, &format!("{titre} ({})", partie.points));
        out.blocs(&partie.situation, 2);
        out.langue(partie.langue);
        partie.questions.iter().for_each(|q| question(q, partie.langue, out));
        out.fin_de_langue();
    }
    sujet.annexes.iter().for_each(|a| annexe(a, sujet.mot, out));
}

fn question(q: &QuestionVue, langue: &str, out: &mut impl Forme) {
    let points = if q.points.is_empty() { String::new() } else { format!("({})", q.points) };
    out.titre_en(3, &q.numero, (langue, &q.titre), &points);
    out.blocs(&q.enonce, 3);
    if !q.reponse.is_empty() {
        out.dit_en_francais(&format!("Répondez sur l’annexe {}, à rendre avec la copie.", q.reponse));
    }
}

fn annexe(a: &AnnexeVue, mot: &str, out: &mut impl Forme) {
    let rendre = if a.a_rendre { "(à rendre avec la copie)" } else { "" };
    out.titre_en(2, &format!("{mot} {} –", a.numero), (a.langue, &a.titre), rendre);
    if !a.contexte.is_empty() {
        out.dit(&a.contexte);
    }
    out.langue(a.langue);
    out.blocs(&a.blocs, 2);
    if !a.entete.is_empty() {
        let run = |cell: &String| vec![Run::Text { text: cell.clone() }];
        let entete: Vec<_> = a.entete.iter().map(run).collect();
        let lignes: Vec<Vec<_>> = a.lignes.iter().map(|l| l.iter().map(run).collect()).collect();
        let lignes: Vec<Vec<&[Run]>> = lignes.iter().map(|l| l.iter().map(Vec::as_slice).collect()).collect();
        out.tableau(&entete, &lignes);
    }
    a.pages.iter().for_each(|p| out.dit(&format!("[Document numérisé : {}]", p.alternative)));
    out.fin_de_langue();
    let source: Vec<&str> = [a.source.as_str(), &a.date].into_iter().filter(|t| !t.is_empty()).collect();
    if !source.is_empty() {
        out.dit(&format!("Source : {}", source.join(", ")));
    }
}

/// The words of runs; a break is a space.
fn plain(runs: &[Run]) -> String {
    let one = |run: &Run| match run {
        Run::Text { text } | Run::Code { text } => text.clone(),
        Run::Emph { inlines } | Run::Strong { inlines } | Run::Link { inlines, .. } => plain(inlines),
        Run::Image { alternative, .. } => format!("[Image : {alternative}]"),
        Run::Break => " ".to_owned(),
    };
    // A place where a line may break is nothing to hear.
    runs.iter().map(one).collect::<String>().replace('\u{200b}', "")
}

struct Texte<'o>(&'o mut String);

impl Forme for Texte<'_> {
    fn titre(&mut self, niveau: usize, texte: &str) {
        let _ = write!(self.0, "{}{}\n\n", if niveau < 3 { "\n" } else { "" }, texte.replace('\u{200b}', ""));
    }

    fn paragraphe(&mut self, runs: &[Run]) {
        let _ = write!(self.0, "{}\n\n", plain(runs));
    }

    fn liste(&mut self, debut: Option<u64>, articles: &[Vec<Bloc>]) {
        for (rank, article) in articles.iter().enumerate() {
            let mut inner = String::new();
            Texte(&mut inner).blocs(article, 3);
            let mark = debut.map_or_else(|| "-".to_owned(), |n| format!("{}.", n + rank as u64));
            let _ = writeln!(self.0, "{mark} {}", inner.trim().replace("\n\n", "\n  "));
        }
        self.0.push('\n');
    }

    fn tableau(&mut self, entete: &[Vec<Run>], lignes: &[Vec<&[Run]>]) {
        // Row by row, each cell after its heading: a table is heard, not seen.
        for (rank, ligne) in lignes.iter().enumerate() {
            let cells = entete.iter().zip(ligne).map(|(titre, cell)| {
                let (titre, cell) = (plain(titre), plain(cell));
                let cell = if cell.trim().is_empty() { "(vide)".to_owned() } else { cell };
                if titre.is_empty() { cell } else { format!("{titre} : {cell}") }
            });
            let _ = writeln!(self.0, "Ligne {} – {}", rank + 1, cells.collect::<Vec<_>>().join(" ; "));
        }
        self.0.push('\n');
    }

    fn citation(&mut self, blocs: &[Bloc]) {
        self.blocs(blocs, 3);
    }

    fn langue(&mut self, _: &str) {}

    fn fin_de_langue(&mut self) {}
}

struct Html<'o>(&'o mut String);

impl Forme for Html<'_> {
    fn titre(&mut self, niveau: usize, texte: &str) {
        let niveau = niveau.min(6);
        let _ = writeln!(self.0, "<h{niveau}>{}</h{niveau}>", escaped(texte));
    }

    fn titre_en(&mut self, niveau: usize, avant: &str, (langue, texte): (&str, &str), apres: &str) {
        let niveau = niveau.min(6);
        let (avant, texte, apres) = (escaped(avant), escaped(texte), escaped(apres));
        let all: Vec<String> = match langue {
            "fr" => [avant, texte, apres].into_iter().collect(),
            // Each in its own language and direction: a figure is not carried to the other side.
            _ => vec![spanned("fr", &avant), spanned(langue, &texte), spanned("fr", &apres)],
        };
        let all: Vec<String> = all.into_iter().filter(|t| !t.is_empty()).collect();
        let _ = writeln!(self.0, "<h{niveau}>{}</h{niveau}>", all.join(" "));
    }

    fn dit_en_francais(&mut self, texte: &str) {
        let _ = writeln!(self.0, "<p lang=\"fr\" dir=\"ltr\">{}</p>", escaped(texte));
    }

    fn paragraphe(&mut self, runs: &[Run]) {
        let _ = writeln!(self.0, "<p>{}</p>", inline(runs));
    }

    fn liste(&mut self, debut: Option<u64>, articles: &[Vec<Bloc>]) {
        let (open, close) = match debut {
            Some(n) => (format!("<ol start=\"{n}\">"), "</ol>"),
            None => ("<ul>".to_owned(), "</ul>"),
        };
        let _ = writeln!(self.0, "{open}");
        for article in articles {
            self.0.push_str("<li>");
            self.blocs(article, 3);
            self.0.push_str("</li>\n");
        }
        let _ = writeln!(self.0, "{close}");
    }

    fn tableau(&mut self, entete: &[Vec<Run>], lignes: &[Vec<&[Run]>]) {
        let cells = |tag: &str, end: &str, all: Vec<String>| {
            all.into_iter().map(|c| format!("<{tag}>{c}</{end}>")).collect::<String>()
        };
        let head = cells("th scope=\"col\"", "th", entete.iter().map(|c| inline(c)).collect());
        let _ = writeln!(self.0, "<table>\n<thead><tr>{head}</tr></thead>\n<tbody>");
        for ligne in lignes {
            let row = cells("td", "td", ligne.iter().map(|c| inline(c)).collect());
            let _ = writeln!(self.0, "<tr>{row}</tr>");
        }
        self.0.push_str("</tbody>\n</table>\n");
    }

    fn citation(&mut self, blocs: &[Bloc]) {
        self.0.push_str("<blockquote>\n");
        self.blocs(blocs, 3);
        self.0.push_str("</blockquote>\n");
    }

    fn langue(&mut self, code: &str) {
        let way = if code == "he" { " dir=\"rtl\"" } else { "" };
        let _ = writeln!(self.0, "<div lang=\"{code}\"{way}>");
    }

    fn fin_de_langue(&mut self) {
        self.0.push_str("</div>\n");
    }
}

/// Words in a language, set apart from what is around them; nothing of nothing.
fn spanned(langue: &str, words: &str) -> String {
    let way = if langue == "he" { "rtl" } else { "ltr" };
    if words.is_empty() { String::new() } else { format!("<bdi lang=\"{langue}\" dir=\"{way}\">{words}</bdi>") }
}

fn inline(runs: &[Run]) -> String {
    let one = |run: &Run| match run {
        Run::Emph { inlines } => format!("<em>{}</em>", inline(inlines)),
        Run::Strong { inlines } => format!("<strong>{}</strong>", inline(inlines)),
        Run::Code { text } => format!("<code>{}</code>", escaped(text)),
        Run::Break => "<br>".to_owned(),
        // An address is read in its words: a paper leads nowhere.
        Run::Link { inlines, .. } => inline(inlines),
        other => escaped(&plain(std::slice::from_ref(other))),
    };
    runs.iter().map(one).collect()
}

fn escaped(text: &str) -> String {
    text.replace('\u{200b}', "").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
