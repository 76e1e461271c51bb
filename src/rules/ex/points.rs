//! How a barème shares the points of a question, as people write it: « a) 2 points ; b) 1,5 point ».

use crate::domain::examen::{Points, centiemes};
use crate::domain::markdown::{Block, plain};

/// The points that a text shares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Somme {
    /// What is counted for sure.
    pub certain: Points,
    /// Whether something is counted that has no sure number: « 2 points par élément », « ou ».
    pub open: bool,
    /// Whether some line shares nothing, so that points may be left.
    pub partial: bool,
    /// What it says to be its total.
    pub total: Option<Points>,
    /// How many amounts were read.
    pub count: usize,
}

impl Somme {
    /// The sum, or the total that is told, where it cannot be that of a question worth `worth`.
    pub fn other_than(self, worth: Points) -> Option<Points> {
        if let Some(total) = self.total.filter(|t| *t != worth) {
            return Some(total);
        }
        let exact = !self.open && !self.partial;
        let wrong = self.count > 0 && (self.certain > worth || exact && self.certain != worth);
        wrong.then_some(self.certain)
    }

    fn add(&mut self, other: Somme) {
        self.certain = self.certain + other.certain;
        self.open |= other.open;
        self.partial |= other.partial;
        self.total = self.total.or(other.total);
        self.count += other.count;
    }
}

/// What the barème of a question shares.
pub fn of_bareme(blocks: &[Block]) -> Somme {
    let mut all = Somme::default();
    blocks.iter().for_each(|b| all.add(of_block(b)));
    all
}

/// What an énoncé shares between the parts of its question: the amounts in brackets that end its lines, from two on.
pub fn of_enonce(blocks: &[Block]) -> Somme {
    let text = crate::domain::markdown::text(blocks);
    let ends = text.lines().filter_map(|line| {
        let inner = line.trim().trim_end_matches(['.', ';', ':', ' ']).strip_suffix(')')?.rsplit_once('(')?.1;
        let found = of_clause(inner);
        (found.count == 1 && !found.open && inner.split_whitespace().count() <= 3).then_some(found.certain)
    });
    let amounts: Vec<Points> = ends.collect();
    match amounts.len() {
        0 | 1 => Somme::default(),
        count => Somme { certain: amounts.into_iter().sum(), count, ..Somme::default() },
    }
}

fn of_block(block: &Block) -> Somme {
    match block {
        Block::Paragraph { inlines } => of_line(&plain(inlines)),
        Block::Heading { .. } | Block::Figure { .. } | Block::Rule => Somme::default(),
        Block::Quote { blocks } => of_bareme(blocks),
        Block::List { items, .. } => {
            let mut all = Somme::default();
            items.iter().for_each(|item| all.add(of_item(item)));
            all
        }
        Block::Table { header, rows, .. } => {
            let header: Vec<String> = header.iter().map(|c| plain(c)).collect();
            let rows: Vec<Vec<String>> = rows.iter().map(|r| r.iter().map(|c| plain(c)).collect()).collect();
            of_table(&header, &rows)
        }
    }
}

/// An item, and the items below it that share what it counts.
fn of_item(blocks: &[Block]) -> Somme {
    let nested = |b: &&Block| matches!(b, Block::List { .. });
    let mut own = Somme::default();
    blocks.iter().filter(|b| !nested(b)).for_each(|b| own.add(of_block(b)));
    let mut below = Somme::default();
    blocks.iter().filter(nested).for_each(|b| below.add(of_block(b)));
    match (own.count, below.count) {
        (_, 0) => own,
        (0, _) => Somme { partial: below.partial, ..below },
        // Told twice: in all and in detail.
        _ if own.certain == below.certain && !below.open => own,
        _ => Somme { open: true, certain: own.certain.max(below.certain), ..own },
    }
}

fn of_table(header: &[String], rows: &[Vec<String>]) -> Somme {
    const HEADINGS: [&str; 6] = ["points", "pts", "point", "bareme", "nombre de points", "points attribues"];
    let normal = |t: &String| crate::domain::identifiers::normalise(t);
    let column = header.iter().position(|h| HEADINGS.contains(&normal(h).as_str()));
    let mut all = Somme::default();
    for row in rows {
        let Some(column) = column else {
            row.iter().map(|cell| of_line(cell)).filter(|s| s.count > 0 || s.total.is_some()).for_each(|s| all.add(s));
            continue;
        };
        let cell = row.get(column).map_or("", |c| c.trim());
        let bare = cell.trim_end_matches(|c: char| c.is_alphabetic() || c.is_whitespace() || c == '.');
        let is_total = row.iter().take(column).any(|c| normal(c).split(' ').any(|w| w == "total"));
        match centiemes(bare).map(Points::hundredths) {
            Some(points) if is_total => all.total = Some(points),
            Some(points) => all.add(Somme { certain: points, count: 1, ..Somme::default() }),
            None => all.open |= !cell.is_empty(),
        }
    }
    all
}

fn of_line(line: &str) -> Somme {
    let mut all = Somme::default();
    let clauses = line.split([';', '\n']).flat_map(|c| c.split(". ")).filter(|c| c.chars().any(char::is_alphanumeric));
    for clause in clauses {
        all.add(of_clause(clause));
    }
    all
}

/// A word, or a number in hundredths.
#[derive(Clone, Debug, PartialEq)]
enum Mot {
    Nombre(u32),
    Texte(String),
}

fn mots(clause: &str) -> Vec<Mot> {
    let spaced: String = clause
        .replace("½", " 0,5 ")
        .replace("1/2", " 0,5 ")
        .chars()
        .flat_map(|c| match c {
            '×' | '*' => vec![' ', 'x', ' '],
            '(' | ')' | '[' | ']' | ':' | '’' | '\'' | '"' | '«' | '»' | '!' | '?' => vec![' '],
            // What is taken away is not shared.
            '−' | '–' | '—' => vec![' ', '-', ' '],
            c => vec![c],
        })
        .collect();
    let word = |w: &str| {
        let w = w.trim_matches([',', '.']);
        let number = match w {
            "demi" => Some(50),
            "un" | "une" => Some(100),
            "deux" => Some(200),
            "trois" => Some(300),
            "quatre" => Some(400),
            "cinq" => Some(500),
            "six" => Some(600),
            "sept" => Some(700),
            "huit" => Some(800),
            "neuf" => Some(900),
            "dix" => Some(1000),
            w => centiemes(w),
        };
        number.map_or_else(|| Mot::Texte(w.to_owned()), Mot::Nombre)
    };
    let lower = spaced.to_lowercase().replace("demi-point", "demi point");
    let mut out = Vec::new();
    for w in lower.split_whitespace() {
        // « 2pts », « 2x1 », « -1 ».
        let cut = w.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.')).filter(|i| *i > 0);
        match cut.filter(|i| matches!(&w[*i..], "pt" | "pts" | "point" | "points" | "x")) {
            Some(i) => out.extend([word(&w[..i]), word(&w[i..])]),
            None => out.push(word(w)),
        }
    }
    out
}

fn of_clause(clause: &str) -> Somme {
    let mots = mots(clause);
    let is = |at: usize, words: &[&str]| matches!(mots.get(at), Some(Mot::Texte(w)) if words.contains(&w.as_str()));
    let has = |words: &[&str]| (0..mots.len()).any(|i| is(i, words));
    let points = |at: usize| {
        let unit = is(at + 1, &["point", "points", "pt", "pts"]) && !is(at + 2, &["de", "d", "du"]);
        // « un demi point »: a half.
        matches!(mots.get(at), Some(Mot::Nombre(_))) && unit
    };
    let number = |at: usize| match mots.get(at) {
        Some(Mot::Nombre(n)) => Some(*n),
        _ => None,
    };
    if has(&["-", "retirer", "enlever", "ôter", "retrancher", "malus", "pénalité", "moins"])
        || mots.iter().any(|m| matches!(m, Mot::Texte(w) if w.starts_with('-') && w.len() > 1 && w[1..].starts_with(|c: char| c.is_ascii_digit())))
    {
        return Somme::default();
    }
    let mut amounts: Vec<u32> = Vec::new();
    let mut at = 0;
    while at < mots.len() {
        if is(at, &["dont"]) {
            break;
        }
        if points(at) {
            let amount = number(at).unwrap_or(0);
            // « 3 x 2 points », « 1 à 3 points ».
            let times = at.checked_sub(2).filter(|_| is(at - 1, &["x", "fois"])).and_then(number);
            amounts.push(times.map_or(amount, |t| amount * t / 100));
        }
        at += 1;
    }
    let Some(first) = amounts.first().copied() else { return Somme { partial: true, ..Somme::default() } };
    let found = |hundredths: u32| Points::hundredths(hundredths);
    if has(&["total", "totaux"]) {
        return Somme { total: Some(found(first)), ..Somme::default() };
    }
    let count = amounts.len();
    let most =
        (0..mots.len()).find(|i| is(*i, &["limite", "maximum", "max", "maximal", "plafonné", "plafonnée", "jusqu"]));
    if let Some(most) = most {
        let after = (most..mots.len()).find_map(number);
        let before = (0..most).rev().find_map(number);
        return Somme { certain: found(after.or(before).unwrap_or(first)), count: 1, ..Somme::default() };
    }
    if has(&["par", "chacun", "chacune", "chaque"]) {
        return Somme { certain: found(first), open: true, count: 1, ..Somme::default() };
    }
    if has(&["ou", "sinon", "si", "défaut", "seulement", "bonus"]) && count > 1 || has(&["bonus", "sinon"]) {
        return Somme { open: true, count, ..Somme::default() };
    }
    let sum: u32 = amounts.iter().sum();
    // « 3 points : 1 point pour le calcul, 2 points pour la conclusion ».
    let whole = count > 1 && first * 2 == sum;
    Somme { certain: found(if whole { first } else { sum }), count, ..Somme::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, worth: f64) -> Option<String> {
        of_line(text).other_than(Points::try_from(worth).unwrap()).map(|p| p.to_string())
    }

    #[test]
    fn what_a_barème_shares_is_what_its_question_is_worth() {
        for (text, worth) in [
            ("a) 3 points ; b) 2 points ; c) 2 points.", 7.0),
            ("a) 1,5 point ; b) 0,5 pt ; c) ½ point", 2.5),
            ("Un point pour le calcul ; un demi-point pour l’unité", 1.5),
            ("2 points par élément relevé et qualifié ; 2 points pour le délai et sa source.", 8.0),
            ("1 point par condition exacte et justifiée, dans la limite de 5 ; 1 point pour la conclusion.", 6.0),
            ("3 x 2 points", 6.0),
            ("3 points : 1 point pour le calcul, 2 points pour la conclusion", 3.0),
            ("de 0 à 2 points ; 4 points (dont 2 pour la source)", 6.0),
            ("2 points pour la forme. Le reste au fond.", 6.0),
            ("5 points ; -1 point par erreur", 5.0),
            ("Méthode claire, calcul juste.", 4.0),
            ("Total : 7 points", 7.0),
            ("2 points de permis sont retirés", 1.0),
        ] {
            assert_eq!(line(text, worth), None, "{text}");
        }
        for (text, worth, found) in [
            ("a) 5 points ; b) 4 points ; c) 4 points.", 7.0, "13"),
            ("a) 2 points ; b) 2 points ; c) 2 points", 7.0, "6"),
            ("a) 1,5 point ; b) 2 points", 3.0, "3,5"),
            ("Total : 8 points", 7.0, "8"),
            ("4 pts ; 4pts", 7.0, "8"),
            ("1 point par condition, dans la limite de 5 ; 3 points pour la conclusion", 6.0, "8"),
            ("8 points par élément", 7.0, "8"),
        ] {
            assert_eq!(line(text, worth).as_deref(), Some(found), "{text}");
        }
    }

    #[test]
    fn tables_and_lists_are_read_too() {
        use crate::sources::markdown::parse_blocks;
        let sum = |text: &str, worth| of_bareme(&parse_blocks(text, 0).0).other_than(Points::whole(worth));
        let table = "| Élément | Points |\n|---|---|\n| a | 2 |\n| b | 1,5 |\n| Total | 3,5 |\n";
        assert_eq!(sum(table, 3), Some(Points::hundredths(350)));
        assert_eq!(of_bareme(&parse_blocks(table, 0).0).other_than(Points::hundredths(350)), None);
        assert_eq!(
            sum("- 3 points pour le calcul\n  - 1 point : formule\n  - 2 points : résultat\n- 1 point", 4),
            None
        );
        assert_eq!(sum("- 3 points\n- 2 points", 4), Some(Points::whole(5)));
        let enonce = |text: &str, worth| of_enonce(&parse_blocks(text, 0).0).other_than(Points::whole(worth));
        assert_eq!(enonce("a) Calculez. (3 points)\n\nb) Concluez (4 points).", 6), Some(Points::whole(7)));
        assert_eq!(enonce("a) Calculez. (3 points)\n\nb) Concluez (3 points).", 6), None);
        assert_eq!(enonce("Le client a reçu un bonus (500 points).", 6), None);
    }
}
