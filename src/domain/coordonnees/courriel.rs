//! E-mails of persons: not the boxes of a service.

use super::{Coordonnee, Sorte};

/// Boxes that are no person's.
const BOXES: [&str; 10] = [
    "assistance",
    "dpo",
    "gestion",
    "mediat",
    "no-reply",
    "noreply",
    "reclamation",
    "resiliation",
    "service",
    "sinistre",
];

pub(super) fn courriels(text: &str) -> Vec<Coordonnee> {
    let local = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-') || (c.is_alphabetic() && !c.is_ascii())
    };
    let mut out = Vec::new();
    for (at, _) in text.match_indices('@') {
        let start =
            text[..at].rfind(|c| !local(c)).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
        let rest = &text[at + 1..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(rest.len());
        let domain = rest[..end].trim_end_matches(['.', '-']);
        let name = text[start..at].trim_start_matches('.');
        let top = domain.rsplit('.').next().unwrap_or_default();
        let whole = domain.contains('.') && top.len() >= 2 && top.chars().all(char::is_alphabetic);
        if name.is_empty() || !whole || BOXES.iter().any(|b| name.to_lowercase().starts_with(b)) {
            continue;
        }
        let initial: String = name.chars().take(1).collect();
        out.push(Coordonnee {
            sorte: Sorte::Courriel,
            debut: format!("{initial}…@{domain}"),
            cle: format!("{name}@{domain}").to_lowercase(),
        });
    }
    out
}
