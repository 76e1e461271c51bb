//! The names that a manifest writes, and the files that they mean: encoded or not, in one normal form or the other, as tools of
//! checksums write them.

use std::cell::OnceCell;
use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use crate::archive::container::Kind;
use crate::archive::read::Ensemble;
use crate::domain::identifiers::composed;

/// The files of a bag by their names.
pub(super) struct Names<'e> {
    ensemble: &'e Ensemble<'e>,
    top: String,
    /// By their names composed, and composed in small letters; nothing where two have the same. Made where a name is not found
    /// as it is.
    alike: OnceCell<[HashMap<String, Option<&'e str>>; 2]>,
}

/// How a name differs from that of its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Otherwise {
    /// `*`, before a name that `md5sum -b` wrote.
    pub star: bool,
    /// `./` before it.
    pub relative: bool,
    /// Signs that are encoded and should not be, or the other way round.
    pub encoded: bool,
    /// Spaces behind it.
    pub spaces: bool,
    /// Accents in another normal form.
    pub form: bool,
    /// Capitals.
    pub case: bool,
}

/// A name, and the file that it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Resolved {
    /// Below the top: as the file is called, or as it would be.
    pub path: String,
    pub there: bool,
    pub otherwise: Otherwise,
}

impl Resolved {
    /// Whether it is below `data/`, and stays there.
    pub(super) fn is_payload(&self) -> bool {
        self.path.starts_with("data/") && self.stays()
    }

    /// Whether it is in the bag.
    pub(super) fn stays(&self) -> bool {
        let segment = |s: &str| !matches!(s, "" | "." | "..");
        self.path.split('/').all(segment) && !self.path.starts_with('~')
    }
}

impl<'e> Names<'e> {
    pub(super) fn of(ensemble: &'e Ensemble<'e>, top: &str) -> Self {
        Names { ensemble, top: top.to_owned(), alike: OnceCell::new() }
    }

    /// The names of all files below the top.
    pub(super) fn below_top(&self) -> impl Iterator<Item = &'e str> {
        let files = self.ensemble.items.iter().filter(|i| i.kind != Kind::Folder);
        files.filter_map(|i| i.name.strip_prefix(self.top.as_str()))
    }

    fn has(&self, path: &str) -> bool {
        let index = match self.top.is_empty() {
            true => self.ensemble.find(path),
            false => self.ensemble.find(&format!("{}{path}", self.top)),
        };
        index.is_some_and(|i| self.ensemble.items[i].kind != Kind::Folder)
    }

    /// The file that `told` means. Since 1.0 (`strict`) the sign of the encoding is encoded too.
    pub(super) fn resolve(&self, told: &str, strict: bool) -> Resolved {
        // As nearly all are.
        if !told.contains('%') && self.has(told) {
            return Resolved { path: told.to_owned(), there: true, otherwise: Otherwise::default() };
        }
        let starred = told.strip_prefix('*').map(|rest| (rest, true));
        let ways = std::iter::once((told, false)).chain(starred);
        for (text, star) in ways.clone() {
            for (text, spaces) in [(text, false), (text.trim_end(), true)] {
                let (path, relative) = bare(text);
                let (usual, stray) = decoded(path, strict);
                let whole = percent_decode_str(path).decode_utf8().unwrap_or_default().into_owned();
                for (path, encoded) in [(usual.as_str(), stray), (path, strict), (whole.as_str(), true)] {
                    if self.has(path) {
                        let otherwise = Otherwise { star, relative, encoded, spaces, ..Otherwise::default() };
                        return Resolved { path: path.to_owned(), there: true, otherwise };
                    }
                }
            }
        }
        for (text, star) in ways {
            let (path, relative) = bare(text);
            let (usual, encoded) = decoded(path, strict);
            if let Some((path, case)) = self.alike(&usual) {
                let otherwise = Otherwise { star, relative, encoded, case, form: !case, ..Otherwise::default() };
                return Resolved { path: path.to_owned(), there: true, otherwise };
            }
        }
        let star = told.starts_with("*data/") || told.starts_with("*./data/");
        let (path, relative) = bare(if star { &told[1..] } else { told });
        let otherwise = Otherwise { star, relative, ..Otherwise::default() };
        Resolved { path: decoded(path, strict).0, there: false, otherwise }
    }

    /// The only file whose name is that one but for its normal form, or else for its capitals too, which is told.
    fn alike(&self, path: &str) -> Option<(&'e str, bool)> {
        let [composed_names, small] = self.alike.get_or_init(|| {
            let mut all: [HashMap<String, Option<&'e str>>; 2] = Default::default();
            for name in self.below_top() {
                let composed = composed(name);
                for (map, key) in all.iter_mut().zip([composed.clone(), composed.to_lowercase()]) {
                    map.entry(key).and_modify(|one| *one = None).or_insert(Some(name));
                }
            }
            all
        });
        let wanted = composed(path);
        match composed_names.get(&wanted) {
            Some(same) => same.map(|one| (one, false)),
            None => small.get(&wanted.to_lowercase()).copied().flatten().map(|one| (one, true)),
        }
    }
}

/// A path without the `./` before it.
fn bare(path: &str) -> (&str, bool) {
    let mut rest = path;
    while let Some(after) = rest.strip_prefix("./") {
        rest = after;
    }
    (rest, rest.len() != path.len())
}

/// A path as it is written in a manifest, decoded: the ends of lines and, since 1.0, the sign of the encoding itself. Whether that
/// sign stands where it should be encoded.
fn decoded(path: &str, strict: bool) -> (String, bool) {
    let (mut out, mut stray) = (String::with_capacity(path.len()), false);
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let sign = rest.get(at + 1..at + 3).unwrap_or_default();
        let known = match sign.to_ascii_uppercase().as_str() {
            "0A" => Some('\n'),
            "0D" => Some('\r'),
            "25" if strict => Some('%'),
            _ => None,
        };
        out.push(known.unwrap_or('%'));
        stray |= strict && known.is_none();
        rest = &rest[at + if known.is_some() { 3 } else { 1 }..];
    }
    (out + rest, stray)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded_and_nothing_else() {
        for (written, strict, right) in [
            ("data/a%0Ab%0dc", true, "data/a\nb\rc"),
            ("data/50%25.txt", true, "data/50%.txt"),
            ("data/50%25.txt", false, "data/50%25.txt"),
            ("data/%test%7E%", true, "data/%test%7E%"),
            ("data/%250A", true, "data/%0A"),
        ] {
            assert_eq!(decoded(written, strict).0, right, "{written}");
        }
    }
}
