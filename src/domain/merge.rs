//! Lays one TOML file over another: a later version over a text, a school's settings over a pack's.
//!
//! Tables merge key by key. Arrays of tables merge entry by entry where a key of [`IDENTITY`] names
//! their entries; new entries come last. Everything else is replaced. An entry or a table that says
//! `retire = true` is taken away.

use toml::{Table, Value};

/// The keys that may name an entry of an array of tables: the first that every entry has.
pub const IDENTITY: [&str; 7] = ["code", "cle", "numero", "colonne", "epreuve", "unite", "annee"];

/// The mark of an entry to take away.
pub const RETIRED: &str = "retire";

/// Lays `over` on `base`, in place.
pub fn merge(base: &mut Table, over: Table) {
    for (key, value) in over {
        if is_retired(&value) {
            base.remove(&key);
            continue;
        }
        match (base.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => merge(below, above),
            (Some(Value::Array(below)), Value::Array(above)) => merge_arrays(below, above),
            (Some(below), above) => *below = without_retired(above),
            (None, above) => {
                base.insert(key, without_retired(above));
            }
        }
    }
    base.remove(RETIRED);
}

/// Lays an array over another: entry by entry where a key names them, else as a whole.
fn merge_arrays(base: &mut Vec<Value>, over: Vec<Value>) {
    match identity(base, &over) {
        Some(key) => over.into_iter().for_each(|entry| merge_entry(base, entry, key)),
        None => *base = kept(over),
    }
}

/// Lays one named entry on the entry of that name, or adds it at the end.
fn merge_entry(base: &mut Vec<Value>, entry: Value, key: &str) {
    let place = base.iter().position(|below| below.get(key) == entry.get(key));
    match (place, is_retired(&entry)) {
        (Some(place), true) => {
            base.remove(place);
        }
        (None, true) => {}
        (Some(place), false) => {
            if let (Value::Table(below), Value::Table(above)) = (&mut base[place], entry) {
                merge(below, above);
            }
        }
        (None, false) => base.push(without_retired(entry)),
    }
}

/// The key that names every entry of both arrays, unless there is nothing to lay.
fn identity(base: &[Value], over: &[Value]) -> Option<&'static str> {
    let names_all =
        |key: &&str| base.iter().chain(over).all(|entry| entry.as_table().is_some_and(|t| t.contains_key(*key)));
    if over.is_empty() { None } else { IDENTITY.into_iter().find(names_all) }
}

fn is_retired(value: &Value) -> bool {
    value.get(RETIRED).and_then(Value::as_bool).unwrap_or(false)
}

/// A value that nothing stood under: what it retires was not there, so it only goes.
fn without_retired(value: Value) -> Value {
    match value {
        Value::Table(over) => {
            let mut table = Table::new();
            merge(&mut table, over);
            Value::Table(table)
        }
        Value::Array(over) => Value::Array(kept(over)),
        other => other,
    }
}

/// The entries that are not retired.
fn kept(over: Vec<Value>) -> Vec<Value> {
    over.into_iter().filter(|entry| !is_retired(entry)).map(without_retired).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Merges two texts and compares with a third.
    fn check(base: &str, over: &str, expected: &str) {
        let mut merged: Table = toml::from_str(base).expect("base");
        merge(&mut merged, toml::from_str(over).expect("over"));
        assert_eq!(merged, toml::from_str::<Table>(expected).expect("expected"));
    }

    #[test]
    fn tables_merge_key_by_key() {
        check("a.x = 1\na.y = 2\nb = 3", "a.y = 4\na.z = 5", "a = { x = 1, y = 4, z = 5 }\nb = 3");
    }

    #[test]
    fn entries_merge_by_their_name_and_new_ones_come_last() {
        check(
            "[[e]]\ncode = 'E1'\nc = 3\n[[e]]\ncode = 'E2'\nc = 2",
            "[[e]]\ncode = 'E3'\nc = 9\n[[e]]\ncode = 'E1'\nd = 1",
            "[[e]]\ncode = 'E1'\nc = 3\nd = 1\n[[e]]\ncode = 'E2'\nc = 2\n[[e]]\ncode = 'E3'\nc = 9",
        );
    }

    #[test]
    fn every_identifying_key_names_entries_and_depth_does_not_matter() {
        for key in IDENTITY {
            check(
                &format!("[[a]]\n{key} = 1\n[[a.b]]\n{key} = 2\nv = 'old'\nw = 'kept'"),
                &format!("[[a]]\n{key} = 1\n[[a.b]]\n{key} = 2\nv = 'new'"),
                &format!("[[a]]\n{key} = 1\n[[a.b]]\n{key} = 2\nv = 'new'\nw = 'kept'"),
            );
        }
    }

    #[test]
    fn a_key_that_not_every_entry_has_names_none() {
        check(
            "a = [{ code = 1, cle = 'x', v = 1 }]",
            "a = [{ cle = 'x', v = 2 }]",
            "a = [{ code = 1, cle = 'x', v = 2 }]",
        );
        check("a = [{ code = 1 }]", "a = [{ v = 2 }]", "a = [{ v = 2 }]");
    }

    #[test]
    fn plain_arrays_and_values_are_replaced() {
        check("a = [1, 2]\nb = 1\nc = [{ code = 1 }]", "a = [3]\nb = 'two'\nc = []", "a = [3]\nb = 'two'\nc = []");
        check("a = 1", "a = { b = 1 }", "a = { b = 1 }");
    }

    #[test]
    fn what_is_retired_goes_and_the_mark_never_stays() {
        check("a = [{ code = 1 }, { code = 2 }]", "a = [{ code = 1, retire = true }]", "a = [{ code = 2 }]");
        check("a = [{ code = 1 }]", "a = [{ code = 7, retire = true }]", "a = [{ code = 1 }]");
        check("a.b = 1\nc = 2", "a = { retire = true }", "c = 2");
        check("", "a = [{ code = 1, retire = true }, { code = 2, retire = false }]", "a = [{ code = 2 }]");
        check("a = [{ code = 1, v = 1 }]", "a = [{ code = 1, retire = false, v = 2 }]", "a = [{ code = 1, v = 2 }]");
    }
}
