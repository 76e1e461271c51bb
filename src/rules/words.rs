//! Lists and numbers as French writes them.

/// "1, 2 et 5".
pub fn and<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    joined(items, "et")
}

/// "1, 2 ou 5".
pub fn or<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    joined(items, "ou")
}

fn joined<T: ToString>(items: impl IntoIterator<Item = T>, last_word: &str) -> String {
    let items: Vec<_> = items.into_iter().map(|i| i.to_string()).collect();
    match items.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} {last_word} {last}", head.join(", ")),
    }
}

/// "fiche 3", "fiches 3 et 4"; "fiches 1 à 5" for numbers that follow each other.
pub fn fiches(numeros: &[i32]) -> String {
    match numeros {
        [one] => format!("fiche {one}"),
        [first, _, .., last] if numeros.windows(2).all(|w| w[1] == w[0] + 1) => format!("fiches {first} à {last}"),
        _ => format!("fiches {}", and(numeros)),
    }
}

/// "s" from two on.
pub fn s(count: usize) -> &'static str {
    if count > 1 { "s" } else { "" }
}

/// The text with a small first letter: a label in the middle of a phrase.
pub fn small(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_french() {
        assert_eq!((and([1, 2, 5]), or(["a", "b"])), ("1, 2 et 5".to_owned(), "a ou b".to_owned()));
        assert_eq!(fiches(&[1, 2, 3]), "fiches 1 à 3");
        assert_eq!((fiches(&[3, 4]), fiches(&[7])), ("fiches 3 et 4".to_owned(), "fiche 7".to_owned()));
        assert_eq!(small("Épargne"), "épargne");
    }
}
