//! What a text says of the clock: « 9 h – 12 h 30 et 14 h – 17 h 30 ». What is not understood whole is not read at all.

use crate::domain::identifiers::normalise;
use crate::domain::periode::Jour;

/// The clock of some days of the week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Horaire {
    /// 1 Monday … 7 Sunday; none where it is that of every day.
    pub jours: Vec<i8>,
    /// Stretches of presence, in minutes from midnight, in order; what is told of a break by the clock is taken out.
    pub plages: Vec<(u32, u32)>,
    /// Minutes of the breaks that are told by their length.
    pub pause: u32,
    /// Whether a break is told without its length.
    pub floue: bool,
}

impl Horaire {
    /// Minutes from the first arrival to the last departure, without what is told of breaks.
    pub fn total(&self) -> u32 {
        self.plages.iter().map(|(a, b)| b - a).sum::<u32>().saturating_sub(self.pause)
    }

    /// The longest stretch.
    pub fn longest(&self) -> Option<(u32, u32)> {
        self.plages.iter().copied().max_by_key(|(a, b)| b - a)
    }

    /// The longest time between two stretches.
    pub fn coupure(&self) -> u32 {
        self.plages.windows(2).map(|w| w[1].0.saturating_sub(w[0].1)).max().unwrap_or(0)
    }

    pub fn debut(&self) -> Option<u32> {
        self.plages.first().map(|p| p.0)
    }

    pub fn fin(&self) -> Option<u32> {
        self.plages.last().map(|p| p.1)
    }
}

/// "9 h", "12 h 30".
pub fn clock(minutes: u32) -> String {
    match (minutes / 60 % 24, minutes % 60) {
        (h, 0) => format!("{h} h"),
        (h, m) => format!("{h} h {m:02}"),
    }
}

/// The clock of a day of the week.
pub fn of_day(horaires: &[Horaire], weekday: i8) -> Option<&Horaire> {
    let own = horaires.iter().find(|h| h.jours.contains(&weekday));
    own.or_else(|| horaires.iter().find(|h| h.jours.is_empty()))
}

/// Reads a text; `None` where a word or a figure of it is not understood.
pub fn read(text: &str) -> Option<Vec<Horaire>> {
    let mut reader = Reader { tokens: tokens(text)?, ..Reader::default() };
    while let Some(token) = reader.tokens.get(reader.at).cloned() {
        reader.step(token)?;
    }
    reader.finish()
}

/// Pieces of a text.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// « 9 h », « 12:30 », « midi »: a moment, or a length in hours.
    Heure(u32),
    Minutes(u32),
    Nombre(u32),
    Tiret,
    /// A stop.
    Coupe,
    Mot(String),
}

/// Words of a break.
const PAUSES: [&str; 7] = ["pause", "pauses", "coupure", "dejeuner", "repas", "interruption", "meridienne"];
/// Words that say nothing of their own.
const LIENS: [&str; 30] = [
    "de", "du", "des", "au", "aux", "le", "les", "la", "et", "puis", "chaque", "tous", "jour", "jours", "matin",
    "matinee", "apres", "avec", "l", "d", "en", "semaine", "horaires", "horaire", "presence", "ouvres", "midi", "soit",
    "dont", "pour",
];

/// Cuts a text.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let text: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let chars: Vec<char> = text.to_lowercase().chars().collect();
    let (mut out, mut i) = (Vec::new(), 0);
    let number = |from: usize| {
        let end = (from..chars.len()).find(|j| !chars[*j].is_ascii_digit()).unwrap_or(chars.len());
        let digits: String = chars.get(from..end)?.iter().collect();
        (digits.len() <= 2).then(|| digits.parse::<u32>().ok()).flatten().map(|n| (n, end))
    };
    let blank = |from: usize| (from..chars.len()).find(|j| chars[*j] != ' ').unwrap_or(chars.len());
    let word = |from: usize| {
        let end = (from..chars.len()).find(|j| !chars[*j].is_alphabetic()).unwrap_or(chars.len());
        (chars.get(from..end).unwrap_or_default().iter().collect::<String>(), end)
    };
    while i < chars.len() {
        match chars[i] {
            ' ' | '’' | '\'' | '(' | ')' | '«' | '»' | ':' | '+' => i += 1,
            ',' | ';' | '.' | '•' | '·' | '|' => {
                out.push(Token::Coupe);
                i += 1;
            }
            '-' | '–' | '—' | '−' | '‑' | '/' | '→' => {
                out.push(Token::Tiret);
                i += 1;
            }
            c if c.is_ascii_digit() => {
                let (n, end) = number(i)?;
                let next = blank(end);
                let (unit, after) = word(next);
                if ["h", "heure", "heures"].contains(&unit.as_str()) {
                    let digits = blank(after);
                    // The minutes, unless they are the hours of another moment.
                    let minutes = chars.get(digits).filter(|c| c.is_ascii_digit()).and_then(|_| number(digits));
                    let minutes = minutes
                        .filter(|(m, end)| *m < 60 && !["h", "heure", "heures"].contains(&&*word(blank(*end)).0));
                    let (minutes, end) = minutes.unwrap_or((0, after));
                    let (unit, past) = word(blank(end));
                    out.push(Token::Heure(n * 60 + minutes));
                    i = if minutes > 0 && ["min", "mn", "minutes"].contains(&&*unit) { past } else { end };
                } else if ["min", "mn", "minute", "minutes"].contains(&unit.as_str()) {
                    out.push(Token::Minutes(n));
                    i = after;
                } else if let (Some(':'), Some((m, end))) = (chars.get(end), number(end + 1).filter(|(m, _)| *m < 60)) {
                    out.push(Token::Heure(n * 60 + m));
                    i = end;
                } else {
                    out.push(Token::Nombre(n));
                    i = end;
                }
            }
            c if c.is_alphabetic() => {
                let (found, end) = word(i);
                out.push(Token::Mot(normalise(&found)));
                i = end;
            }
            _ => return None,
        }
    }
    Some(out)
}

/// What was read so far.
#[derive(Default)]
struct Reader {
    tokens: Vec<Token>,
    at: usize,
    done: Vec<Horaire>,
    now: Horaire,
    /// Breaks by the clock of the days that are read.
    coupures: Vec<(u32, u32)>,
    /// Whether days stand before their hours; known once the first of them is read.
    days_first: Option<bool>,
    /// A length whose meaning comes after it: « une heure de pause ».
    pending: Option<u32>,
    /// Whether a break is being told, and whether its length was.
    pause: Option<bool>,
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead)
    }

    fn word(&self, ahead: usize) -> &str {
        match self.peek(ahead) {
            Some(Token::Mot(word)) => word,
            _ => "",
        }
    }

    fn step(&mut self, token: Token) -> Option<()> {
        if let Some((range, taken)) = self.range() {
            self.at += taken;
            return self.add(range);
        }
        self.at += 1;
        match token {
            Token::Heure(n) | Token::Minutes(n) => self.length(n),
            Token::Mot(word) => self.told(&word),
            Token::Nombre(_) => None,
            Token::Coupe => {
                self.end_of_pause();
                Some(())
            }
            Token::Tiret => Some(()),
        }
    }

    /// Two moments with what stands between them, and how many pieces they are.
    fn range(&self) -> Option<((u32, u32), usize)> {
        let between = matches!(self.peek(1), Some(Token::Tiret)) || self.word(1) == "a";
        let midi = |ahead: usize| (self.word(ahead) == "midi").then_some(12 * 60);
        let hour = |ahead: usize| match self.peek(ahead) {
            Some(Token::Heure(n)) => Some(*n),
            _ => midi(ahead),
        };
        let bare = |ahead: usize| match self.peek(ahead) {
            Some(Token::Nombre(n)) => Some(n * 60),
            _ => None,
        };
        // « 9-12 h » and « 9 h-12 », but not « 9-12 ».
        let both = match (hour(0).or_else(|| bare(0)), hour(2).or_else(|| bare(2))) {
            (Some(a), Some(b)) if between && (hour(0).is_some() || hour(2).is_some()) => (a, b),
            _ => return None,
        };
        (both.0 < 24 * 60 && both.1 <= 24 * 60).then_some((both, 3))
    }

    fn add(&mut self, (from, to): (u32, u32)) -> Option<()> {
        let to = if to <= from { to + 24 * 60 } else { to };
        if self.pause.is_some() {
            self.coupures.push((from, to));
            self.pause = Some(true);
            return Some(());
        }
        if self.days_first == Some(false) && !self.now.jours.is_empty() {
            self.close()?;
        }
        self.now.plages.push((from, to));
        Some(())
    }

    /// A length: of a break, or of what a word after it tells.
    fn length(&mut self, n: u32) -> Option<()> {
        if self.pause == Some(false) {
            self.now.pause += n;
            self.pause = Some(true);
            return Some(());
        }
        // « soit 7 h », « 7 h par jour ».
        if self.word(0) == "par" || self.at >= 2 && matches!(&self.tokens[self.at - 2], Token::Mot(w) if w == "soit") {
            self.at += usize::from(self.word(0) == "par");
            return Some(());
        }
        self.pending.replace(n).is_none().then_some(())
    }

    fn told(&mut self, word: &str) -> Option<()> {
        if let Some(day) = Jour::named(word) {
            return self.day(day.weekday());
        }
        if PAUSES.contains(&word) {
            let known = self.pause.unwrap_or(false);
            self.pause = Some(known || self.pending.is_some());
            self.now.pause += self.pending.take().unwrap_or(0);
            return Some(());
        }
        let next = (self.word(0).to_owned(), self.word(1).to_owned());
        match (word, next.0.as_str()) {
            ("une", "heure") => self.spelt(60, 1),
            ("demi", _) if matches!(self.peek(0), Some(Token::Tiret)) && next.1 == "heure" => self.spelt(30, 2),
            ("une", "demi") => Some(()),
            (word, _) if LIENS.contains(&word) => Some(()),
            _ => None,
        }
    }

    fn spelt(&mut self, minutes: u32, more: usize) -> Option<()> {
        self.at += more;
        self.length(minutes)
    }

    /// A day, or the first of several in a row.
    fn day(&mut self, day: i8) -> Option<()> {
        self.end_of_pause();
        let first = *self.days_first.get_or_insert(self.now.plages.is_empty());
        if first && !self.now.plages.is_empty() {
            self.close()?;
        }
        let between = ["a", "au"].contains(&self.word(0)) || matches!(self.peek(0), Some(Token::Tiret));
        let last = Jour::named(self.word(1)).filter(|_| between).map(Jour::weekday).filter(|last| *last >= day);
        self.at += if last.is_some() { 2 } else { 0 };
        self.now.jours.extend(day..=last.unwrap_or(day));
        Some(())
    }

    fn end_of_pause(&mut self) {
        self.now.floue |= self.pause.take() == Some(false);
    }

    /// The days that were read, and the next ones begin.
    fn close(&mut self) -> Option<()> {
        self.end_of_pause();
        let mut done = std::mem::take(&mut self.now);
        done.plages.sort_unstable();
        for (from, to) in std::mem::take(&mut self.coupures) {
            let cut = |(a, b): (u32, u32)| [(a, b.min(from)), (a.max(to), b)];
            done.plages = done.plages.into_iter().flat_map(cut).filter(|(a, b)| a < b).collect();
        }
        done.plages.sort_unstable();
        done.plages.dedup();
        let apart = done.plages.windows(2).all(|w| w[0].1 <= w[1].0);
        let read = apart && !done.plages.is_empty() && self.pending.is_none();
        read.then(|| self.done.push(done))
    }

    fn finish(mut self) -> Option<Vec<Horaire>> {
        self.close()?;
        Some(self.done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days, stretches by the clock, break.
    fn said(text: &str) -> Option<Vec<String>> {
        let one = |h: &Horaire| {
            let days: String = h.jours.iter().map(i8::to_string).collect();
            let hours: Vec<String> = h.plages.iter().map(|(a, b)| format!("{}-{}", clock(*a), clock(*b))).collect();
            let pause = if h.pause > 0 { format!(" p{}", h.pause) } else { String::new() };
            format!("{days} {}{pause}{}", hours.join(" "), if h.floue { " ?" } else { "" }).trim().to_owned()
        };
        Some(read(text)?.iter().map(one).collect())
    }

    #[test]
    fn the_clock_is_read_as_people_write_it() {
        let usual = "9 h-12 h 30 14 h-17 h 30";
        for text in [
            "9 h – 12 h 30 et 14 h – 17 h 30",
            "9h-12h30, 14h-17h30",
            "9:00-12:30 / 14:00-17:30",
            "09 h 00 à 12 h 30 puis 14 h 00 à 17 h 30",
            "de 9 h à 12 h 30 et de 14 h à 17 h 30",
            "Matin : 9 h – 12 h 30. Après-midi : 14 h – 17 h 30.",
            "9 heures – 12 heures 30 ; 14 heures – 17 heures 30",
            "9\u{a0}h\u{a0}–\u{a0}17\u{a0}h\u{a0}30, pause déjeuner de 12 h 30 à 14 h",
            "9-12h30 et 14-17h30",
            "9 h – 12 h 30 et 14 h – 17 h 30, soit 7 h par jour",
        ] {
            assert_eq!(said(text), Some(vec![usual.to_owned()]), "{text}");
        }
        for (text, told) in [
            ("9 h – midi", vec!["9 h-12 h"]),
            ("9 h – 17 h, pause de 45 minutes", vec!["9 h-17 h p45"]),
            ("9 h – 17 h avec une heure de pause", vec!["9 h-17 h p60"]),
            ("9 h – 17 h, pause d’une demi-heure", vec!["9 h-17 h p30"]),
            ("9 h – 17 h, 1 h de pause", vec!["9 h-17 h p60"]),
            ("9 h – 17 h, pause déjeuner", vec!["9 h-17 h ?"]),
            (
                "du lundi au jeudi : 8 h 30 – 12 h ; 13 h – 17 h, vendredi 9 h – 12 h",
                vec!["1234 8 h 30-12 h 13 h-17 h", "5 9 h-12 h"],
            ),
            ("9 h – 12 h les lundis et mardis, 14 h – 18 h le jeudi", vec!["12 9 h-12 h", "4 14 h-18 h"]),
            ("22 h – 2 h", vec!["22 h-2 h"]),
        ] {
            assert_eq!(said(text), Some(told.into_iter().map(str::to_owned).collect()), "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_not_read() {
        for text in [
            "",
            "9 h",
            "9 – 12",
            "horaires de l’agence",
            "9 h – 12 h ou 14 h – 17 h",
            "9 h – 12 h une semaine sur deux",
            "99999 h",
            "9 h – 12 h, 11 h – 15 h",
            "selon le planning",
            "9 h – 12 h 75",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
