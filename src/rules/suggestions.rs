//! « Vouliez-vous … ? » for keys that a table does not have: looked for among all of its rows, so not without end.

use std::collections::BTreeMap;

use crate::sources::reader::nearest;

/// The suggestions of one table, each key looked for once.
#[derive(Default)]
pub struct Suggestions(BTreeMap<String, Option<String>>);

/// Beyond so many wrong keys it is the column that is wrong, and each search compares with every row.
const MANY: usize = 20;

impl Suggestions {
    /// The key among `known` that resembles `key` most, if one does.
    pub fn of<'a, K: Iterator<Item = &'a str>>(&mut self, key: &str, known: impl Fn() -> K) -> Option<String> {
        if let Some(found) = self.0.get(key) {
            return found.clone();
        }
        if self.0.len() >= MANY {
            return None;
        }
        let found = nearest(key, known().filter(|k| !k.is_empty()));
        self.0.insert(key.to_owned(), found.clone());
        found
    }
}
