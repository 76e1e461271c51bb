//! Marks as people write them, and the mark that the levels of a grid or the points of a copy give.

use super::reglage::{Arrondi, Notation};

/// The mark that every épreuve is brought to, in hundredths.
pub const NOTE_MAX: u32 = 2000;
/// The highest level of a criterion; the lowest is 1.
pub const NIVEAUX: u32 = 4;

/// A mark in hundredths: "14,5" is 1450; nothing where it is no number of at most two decimals.
pub fn centiemes(text: &str) -> Option<u32> {
    let text = text.trim().replace(',', ".");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 4 || decimals.len() > 2 || !digits(whole) || !digits(decimals) {
        return None;
    }
    let cents: u32 = format!("{decimals:0<2}").parse().ok()?;
    Some(whole.parse::<u32>().ok()? * 100 + cents)
}

/// Hundredths as people write them: 1450 is "14,5".
pub fn nombre(centiemes: u32) -> String {
    let (whole, cents) = (centiemes / 100, centiemes % 100);
    match cents {
        0 => whole.to_string(),
        c if c % 10 == 0 => format!("{whole},{}", c / 10),
        c => format!("{whole},{c:02}"),
    }
}

/// How a mark on 20 is found: points, out of how many, what that gives and what it is rounded to. All in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calcul {
    pub points: u32,
    pub sur: u32,
    /// To the nearest hundredth, before it is rounded to the step.
    pub exacte: u32,
    pub note: u32,
}

impl Calcul {
    /// Brings `points` hundredths out of `sur` hundredths to 20, rounded as the centre says; nothing out of nothing.
    pub fn new(points: u32, sur: u32, notation: &Notation) -> Option<Calcul> {
        if sur == 0 || points > sur {
            return None;
        }
        let pas = centiemes(&notation.pas).filter(|p| *p > 0);
        let exacte = rounded(points, sur, 1, Arrondi::Proche);
        let note = pas.map_or(exacte, |pas| rounded(points, sur, pas, notation.arrondi.unwrap_or(Arrondi::Proche)));
        Some(Calcul { points, sur, exacte, note })
    }

    /// The mark of those levels, one for each of `criteres` criteria; nothing where they or the points of a level are not
    /// all told.
    pub fn of_levels(niveaux: &[u32], criteres: usize, notation: &Notation) -> Option<Calcul> {
        let values = &notation.points_par_niveau;
        let whole = niveaux.len() == criteres && values.len() == NIVEAUX as usize;
        let best = values.iter().max().copied().filter(|_| whole)?;
        let one = |n: &u32| values.get((*n as usize).checked_sub(1)?).copied();
        let sum: u32 = niveaux.iter().map(one).sum::<Option<u32>>()?;
        let sur = best.checked_mul(u32::try_from(criteres).ok()?)?;
        Calcul::new(sum.checked_mul(100)?, sur.checked_mul(100)?, notation)
    }
}

/// `points` hundredths out of `sur` hundredths, brought to 20 and to a multiple of `pas` hundredths.
fn rounded(points: u32, sur: u32, pas: u32, sense: Arrondi) -> u32 {
    // points / sur × 2000 / pas
    let (over, under) = (u64::from(points) * u64::from(NOTE_MAX), u64::from(sur) * u64::from(pas));
    let steps = match sense {
        Arrondi::Superieur => over.div_ceil(under),
        Arrondi::Inferieur => over / under,
        Arrondi::Proche => (2 * over + under) / (2 * under),
    };
    u32::try_from(steps * u64::from(pas)).unwrap_or(NOTE_MAX).min(NOTE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_as_people_write_them() {
        let told = ["14,5", "14.50", "9", "0,25", "20"].map(centiemes);
        assert_eq!(told, [Some(1450), Some(1450), Some(900), Some(25), Some(2000)]);
        assert_eq!(["", "-1", "14,555", "quatorze", "1e3", ",5"].map(centiemes), [None; 6]);
        assert_eq!([1450, 900, 25, 1571, 5].map(nombre), ["14,5", "9", "0,25", "15,71", "0,05"]);
    }

    fn notation(pas: &str, arrondi: Option<Arrondi>) -> Notation {
        Notation { pas: pas.to_owned(), arrondi, points_par_niveau: vec![0, 1, 2, 3] }
    }

    #[test]
    fn a_mark_is_rounded_as_the_centre_says() {
        // 15 of 21 is 14.2857 on 20.
        let note = |pas, sense| Calcul::new(1500, 2100, &notation(pas, sense)).unwrap().note;
        assert_eq!(note("", None), 1429);
        assert_eq!(note("0,5", Some(Arrondi::Superieur)), 1450);
        assert_eq!(note("0,5", Some(Arrondi::Inferieur)), 1400);
        assert_eq!(note("0,5", None), 1450);
        assert_eq!(note("1", Some(Arrondi::Proche)), 1400);
        // What is on the step stays there, and nothing goes beyond 20.
        assert_eq!(Calcul::new(3000, 4000, &notation("0,5", Some(Arrondi::Superieur))).unwrap().note, 1500);
        assert_eq!(Calcul::new(4000, 4000, &notation("3", Some(Arrondi::Superieur))).unwrap().note, 2000);
        assert_eq!(Calcul::new(4100, 4000, &notation("", None)), None);
    }

    #[test]
    fn levels_give_a_mark_where_their_points_are_told() {
        let told = notation("0,5", Some(Arrondi::Superieur));
        let calcul = Calcul::of_levels(&[3, 4, 3, 4, 3, 3, 2], 7, &told).unwrap();
        assert_eq!((calcul.points, calcul.sur, calcul.exacte, calcul.note), (1500, 2100, 1429, 1450));
        assert_eq!(Calcul::of_levels(&[3, 4], 7, &told), None);
        assert_eq!(Calcul::of_levels(&[3, 5], 2, &told), None);
        assert_eq!(Calcul::of_levels(&[3, 0], 2, &told), None);
        assert_eq!(Calcul::of_levels(&[3, 3], 2, &Notation::default()), None);
    }
}
