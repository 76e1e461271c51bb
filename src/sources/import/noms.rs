//! Family name and first names that stand in one cell: told apart by their capitals, or not at all.

/// A cell taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noms {
    Apart {
        nom: String,
        prenoms: String,
    },
    /// A single word: a name, without a first name.
    Alone,
    /// Capitals do not tell which words are which: « MARTIN LEA », « Martin Léa ».
    Ambiguous,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// In capitals: « MARTIN », « LE », « D’ALMEIDA », « d’ALMEIDA », « McDONALD ».
    Capitals,
    /// « Léa », « Jean-Noël ».
    Capitalised,
    /// A particle: « de », « van », « d’ ».
    Small,
    /// « J. », « A »: as well a name as a first name.
    Letter,
}

/// Takes a cell apart. « NOM Prénoms » and « Prénoms NOM » are told by their capitals; « NOM, Prénoms » by its comma.
pub fn apart(cell: &str) -> Noms {
    if let Some((nom, prenoms)) = cell.split_once(',') {
        let (nom, prenoms) = (nom.trim(), prenoms.trim());
        let plain = !nom.is_empty() && !prenoms.is_empty() && !prenoms.contains(',');
        return if plain { told(nom, prenoms) } else { Noms::Ambiguous };
    }
    let words: Vec<&str> = cell.split_whitespace().collect();
    if words.len() < 2 {
        return Noms::Alone;
    }
    let kinds: Vec<Word> = words.iter().map(|w| kind(w)).collect();
    let name = |range: std::ops::Range<usize>| is_name(&kinds[range]);
    let first = |range: std::ops::Range<usize>| is_first(&kinds[range]);
    let len = words.len();
    let cut = |at: usize| (words[..at].join(" "), words[at..].join(" "));
    // Where one side is all in capitals, with particles, and the other has none.
    let before: Vec<usize> = (1..len).filter(|i| name(0..*i) && first(*i..len)).collect();
    let after: Vec<usize> = (1..len).filter(|i| first(0..*i) && name(*i..len)).collect();
    match (before.as_slice(), after.as_slice()) {
        ([at], []) => {
            let (nom, prenoms) = cut(*at);
            told(&nom, &prenoms)
        }
        ([], [at]) => {
            let (prenoms, nom) = cut(*at);
            told(&nom, &prenoms)
        }
        _ => Noms::Ambiguous,
    }
}

fn told(nom: &str, prenoms: &str) -> Noms {
    Noms::Apart { nom: nom.to_owned(), prenoms: prenoms.to_owned() }
}

/// A family name: capitals, and particles before them.
fn is_name(words: &[Word]) -> bool {
    words.last() == Some(&Word::Capitals) && words.iter().all(|w| matches!(w, Word::Capitals | Word::Small))
}

/// First names: a capitalised word, then others and initials.
fn is_first(words: &[Word]) -> bool {
    words.first() == Some(&Word::Capitalised) && words.iter().all(|w| matches!(w, Word::Capitalised | Word::Letter))
}

fn kind(word: &str) -> Word {
    // A particle with its apostrophe is a part of the name: « d’ALMEIDA ».
    let bare = word.split_once(['’', '\'']).filter(|(p, rest)| p.chars().count() <= 2 && !rest.is_empty());
    let bare = bare.map_or(word, |(_, rest)| rest);
    let letters: Vec<char> = bare.chars().filter(|c| c.is_alphabetic()).collect();
    let capitals = letters.iter().filter(|c| c.is_uppercase()).count();
    match letters.as_slice() {
        [] | [_] if capitals == letters.len() => Word::Letter,
        _ if capitals == letters.len() => Word::Capitals,
        // « McDONALD », « MacGREGOR ».
        [.., a, b] if capitals > 2 && a.is_uppercase() && b.is_uppercase() => Word::Capitals,
        [first, ..] if first.is_uppercase() => Word::Capitalised,
        _ => Word::Small,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_tell_a_name_from_first_names() {
        for (cell, nom, prenoms) in [
            ("BEN ALI Mohamed Amine", "BEN ALI", "Mohamed Amine"),
            ("D’ALMEIDA Inês", "D’ALMEIDA", "Inês"),
            ("d'ALMEIDA Inês", "d'ALMEIDA", "Inês"),
            ("de LA TOUR Jean", "de LA TOUR", "Jean"),
            ("LE GUENNEC-CŒURET Maël Yann", "LE GUENNEC-CŒURET", "Maël Yann"),
            ("MUÑOZ DE LA PEÑA María", "MUÑOZ DE LA PEÑA", "María"),
            ("N’GUYEN Jean-Noël", "N’GUYEN", "Jean-Noël"),
            ("McDONALD Ronald J.", "McDONALD", "Ronald J."),
            ("ÇELIK Aÿlin", "ÇELIK", "Aÿlin"),
            ("van DER BERG Anna", "van DER BERG", "Anna"),
            ("O’NEIL Mary-Ann", "O’NEIL", "Mary-Ann"),
            ("Léa MARTIN", "MARTIN", "Léa"),
            ("Marie Anne de LA TOUR", "de LA TOUR", "Marie Anne"),
            ("Martin, Léa Inès", "Martin", "Léa Inès"),
        ] {
            let told = Noms::Apart { nom: nom.to_owned(), prenoms: prenoms.to_owned() };
            assert_eq!(apart(cell), told, "{cell}");
        }
    }

    #[test]
    fn what_capitals_do_not_tell_is_not_guessed() {
        for cell in [
            "MARTIN LEA",
            "Martin Léa",
            "MARTIN Léa DUPONT",
            "martin léa",
            "MARTIN L.",
            "LE GUENNEC MAËL",
            "Léa de la Tour",
            "MARTIN, Léa, Inès",
            "A B",
        ] {
            assert_eq!(apart(cell), Noms::Ambiguous, "{cell}");
        }
        assert_eq!(apart("MARTIN"), Noms::Alone);
    }
}
