//! What counts as an empty text: signs without a word, « à compléter », « TODO », a form's own placeholder. One list for
//! every folder, whatever key, cell or section it is asked of.

use super::identifiers::normalise;

/// What says that the text is still to be written, as [`normalise`] leaves it: alone, or with nothing but [`LATER`] after it.
const TO_WRITE: [&str; 20] = [
    "a completer",
    "a confirmer",
    "a definir",
    "a determiner",
    "a ecrire",
    "a faire",
    "a fournir",
    "a indiquer",
    "a preciser",
    "a rediger",
    "a remplir",
    "a renseigner",
    "a saisir",
    "a venir",
    "a voir",
    "fixme",
    "non renseigne",
    "tbd",
    "to do",
    "todo",
];

/// Those of them that nobody begins an answer with: what follows only says what is to be written, or who is to write it.
const OPENS: [&str; 4] = ["a completer", "fixme", "tbd", "todo"];

/// Words that put it off.
const LATER: [&str; 8] = ["ici", "plus tard", "ulterieurement", "prochainement", "svp", "merci", "ensuite", "bientot"];

/// Words that fill a text without saying anything.
const FILLING: [&str; 9] = ["abc", "asdf", "azerty", "bla", "blabla", "qwerty", "test", "texte", "xyz"];

/// Most words of a placeholder: a longer text that begins so is a text.
const FEW: usize = 12;

/// Whether a text, of whatever key, says nothing: no letter and no digit, or words that only hold the place of others.
pub fn is_empty(text: &str) -> bool {
    let bare = text.trim();
    if !bare.chars().any(char::is_alphanumeric) || is_blank_of_a_form(bare) {
        return true;
    }
    // Before any work: most texts are answers.
    if bare.split_whitespace().nth(FEW).is_some() {
        return false;
    }
    let words = normalise(bare);
    let crossed = || words.len() > 1 && words.chars().all(|c| matches!(c, 'x' | ' '));
    let put_off = |rest: &str| rest.is_empty() || LATER.contains(&rest);
    let after = |start: &&str| words.strip_prefix(*start).filter(|rest| rest.is_empty() || rest.starts_with(' '));
    crossed()
        || TO_WRITE.iter().filter_map(&after).any(|rest| put_off(rest.trim()))
        || OPENS.iter().any(|start| after(start).is_some())
}

/// Whether a text that is to be read, a section, a context, says nothing: empty as above, no word of two letters, one sign
/// over and over, or the typographers' Latin.
pub fn says_nothing(text: &str) -> bool {
    if is_empty(text) {
        return true;
    }
    let words = normalise(text);
    let mut letters = words.chars().filter(|c| *c != ' ');
    let first = letters.next();
    let one_sign = letters.all(|c| Some(c) == first);
    let mut all = words.split(' ');
    one_sign
        || words.starts_with("lorem ipsum")
        || all.clone().all(|w| w.chars().count() < 2)
        || all.all(|w| FILLING.contains(&w))
}

/// « [Nom du tuteur] », « <adresse> », « (à compléter) »: what a form prints where one writes, and nothing besides.
fn is_blank_of_a_form(text: &str) -> bool {
    let inside = |open: char, close: char| {
        let inner = text.strip_prefix(open)?.strip_suffix(close)?;
        (!inner.contains([open, close])).then_some(inner)
    };
    // « [1] » is a note, « <3 » no form.
    let named = |inner: &str| inner.chars().filter(|c| c.is_alphabetic()).count() > 1;
    inside('[', ']').or_else(|| inside('<', '>')).is_some_and(named) || inside('(', ')').is_some_and(is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_holds_a_place_is_empty() {
        for text in [
            "",
            "  ",
            ".",
            "-",
            "–",
            "…",
            "...",
            "?",
            "??",
            "___",
            "/",
            "•",
            "à compléter",
            "À COMPLÉTER",
            "A completer",
            "à compléter.",
            "(à compléter)",
            "« à compléter »",
            "[À COMPLÉTER : le service, le client, ce qui a conduit à la situation et tout ce qui l’a précédée]",
            "à compléter par le tuteur",
            "À compléter : adresse",
            "à compléter plus tard",
            "TODO",
            "todo",
            "TODO : demander à l’agence",
            "TBD",
            "à définir",
            "À préciser ultérieurement",
            "à renseigner",
            "xxx",
            "XX",
            "xx xx xx",
            "Non renseigné",
            "[nom du tuteur]",
            "<adresse>",
        ] {
            assert!(is_empty(text), "{text:?}");
            assert!(says_nothing(text), "{text:?}");
        }
    }

    #[test]
    fn what_says_something_is_not() {
        for text in [
            "Néant",
            "Aucun",
            "0",
            "X",
            "A",
            "12",
            "à pied",
            "À faire : relancer la cliente le 12 mars",
            "À venir : la signature du 3 juin",
            "À définir avec le tuteur à son retour",
            "Compléter un dossier de sinistre",
            "Todoïst",
            "Maxx",
            "[Auto] et [Habitation]",
            "A.1.1",
            "S2.1.1",
            "À compléter une proposition, puis à la relire avec elle, j’ai appris à poser les questions dans l’ordre.",
        ] {
            assert!(!is_empty(text), "{text:?}");
        }
    }

    #[test]
    fn a_text_to_be_read_has_words() {
        for text in [
            "x",
            "X.",
            "a",
            "1",
            "- x\n- x\n",
            "zzzz",
            "Lorem ipsum dolor sit amet, consectetur",
            "bla bla bla",
            "Test.",
            "a b c",
        ] {
            assert!(says_nothing(text), "{text:?}");
        }
        for text in ["Néant.", "Sans suite", "Aucun document.", "12 000 €", "Le test de conduite a été réussi.", "Vu"]
        {
            assert!(!says_nothing(text), "{text:?}");
        }
    }
}
