//! What may stand in an element, and in what order: a row of `structure.txt` as an automaton of places.

/// What a child is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// An element of the schema, by the rank of its type.
    Type(u16),
    /// Anything: nothing of it is looked at.
    Anything,
}

/// How an element may be empty whatever its type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Empty {
    /// Where it says so (`xsi:nil`).
    pub nil: bool,
    /// It has a value then, which the schema tells.
    pub default: bool,
}

/// A place of a content, where one child may stand.
#[derive(Clone, Debug)]
enum Slot {
    Element {
        name: &'static str,
        of: Of,
        empty: Empty,
    },
    /// An element of another namespace.
    Other,
    /// An element that the content has no place of its own for.
    Any,
}

/// How far a content was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reached {
    at: Option<u16>,
    /// Of a content without order, what was seen of it.
    seen: u64,
}

/// What an element may hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    slots: Vec<Slot>,
    first: Vec<u16>,
    follow: Vec<Vec<u16>>,
    last: Vec<bool>,
    may_be_empty: bool,
    unordered: bool,
}

/// A part of a model: where it may begin and end.
struct Part {
    first: Vec<u16>,
    last: Vec<u16>,
    may_be_empty: bool,
}

impl Model {
    /// The model that a row writes: `(a:T,b:T?)`, `(a:T|b:T)*`, `(a:T?&b:T?)`, `##other*`, `a:T~^` (see [`Empty`]); `of` finds the type of a name.
    pub(super) fn parse(row: &'static str, of: &mut dyn FnMut(&'static str) -> Of) -> Self {
        let mut model = Model { unordered: row.contains('&'), ..Model::default() };
        let mut rest = row;
        let whole = match row {
            "()" => Part { first: Vec::new(), last: Vec::new(), may_be_empty: true },
            _ => model.part(&mut rest, of),
        };
        debug_assert!(rest.is_empty() || row == "()", "{row}");
        model.may_be_empty = whole.may_be_empty;
        model.last = vec![false; model.slots.len()];
        whole.last.iter().for_each(|i| model.last[usize::from(*i)] = true);
        model.first = whole.first;
        model
    }

    fn part(&mut self, rest: &mut &'static str, of: &mut dyn FnMut(&'static str) -> Of) -> Part {
        let mut part = match rest.strip_prefix('(') {
            Some(inner) => {
                *rest = inner;
                self.several(rest, of)
            }
            None => self.one(rest, of),
        };
        let sign = rest.chars().next().filter(|c| "?*+".contains(*c));
        if let Some(sign) = sign {
            *rest = &rest[1..];
            part.may_be_empty |= sign != '+';
            if sign != '?' {
                for i in &part.last {
                    self.follow[usize::from(*i)].extend(&part.first);
                }
            }
        }
        part
    }

    fn several(&mut self, rest: &mut &'static str, of: &mut dyn FnMut(&'static str) -> Of) -> Part {
        let mut whole = self.part(rest, of);
        while let Some(by) = rest.chars().next() {
            *rest = &rest[1..];
            if by == ')' {
                break;
            }
            let next = self.part(rest, of);
            if by == ',' {
                for i in &whole.last {
                    self.follow[usize::from(*i)].extend(&next.first);
                }
                if whole.may_be_empty {
                    whole.first.extend(&next.first);
                }
                let before = if next.may_be_empty { std::mem::take(&mut whole.last) } else { Vec::new() };
                whole.last = [before, next.last].concat();
                whole.may_be_empty &= next.may_be_empty;
            } else {
                whole.first.extend(next.first);
                whole.last.extend(next.last);
                // Of what has no order, all that must be there is; of a choice, one is enough.
                whole.may_be_empty = if by == '&' {
                    whole.may_be_empty && next.may_be_empty
                } else {
                    whole.may_be_empty || next.may_be_empty
                };
            }
        }
        whole
    }

    fn one(&mut self, rest: &mut &'static str, of: &mut dyn FnMut(&'static str) -> Of) -> Part {
        let end = rest.find(['(', ')', ',', '|', '&', '?', '*', '+']).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        *rest = after;
        let slot = match word.split_once(':') {
            None if word == "##other" => Slot::Other,
            None => Slot::Any,
            Some((name, kind)) => {
                let empty = Empty { nil: kind.contains('~'), default: kind.contains('^') };
                Slot::Element { name, of: of(kind.trim_end_matches(['~', '^'])), empty }
            }
        };
        let i = u16::try_from(self.slots.len()).expect("a content has a few hundred places");
        self.slots.push(slot);
        self.follow.push(Vec::new());
        Part { first: vec![i], last: vec![i], may_be_empty: false }
    }

    fn next(&self, reached: Reached) -> &[u16] {
        match reached.at {
            Some(i) if !self.unordered => &self.follow[usize::from(i)],
            _ => &self.first,
        }
    }

    /// What the child `name` is, and how far the content is read with it; `known` tells an element of the schema's namespace,
    /// `foreign` one of another. Nothing where it may not stand there.
    pub(super) fn step(
        &self,
        reached: Reached,
        name: &str,
        known: bool,
        foreign: bool,
    ) -> Option<(Reached, Of, Empty)> {
        let next = self.next(reached);
        let named = next.iter().copied().find(|i| match &self.slots[usize::from(*i)] {
            Slot::Element { name: own, .. } => known && *own == name,
            _ => false,
        });
        let wild = || {
            next.iter().copied().find(|i| match &self.slots[usize::from(*i)] {
                Slot::Element { .. } => false,
                Slot::Other => foreign,
                // What has a place of its own stands there and nowhere else.
                Slot::Any => !known || !self.has(name),
            })
        };
        let i = named.or_else(wild)?;
        let bit = 1u64.checked_shl(u32::from(i)).unwrap_or(0);
        if self.unordered && reached.seen & bit != 0 {
            return None;
        }
        let (of, empty) = match &self.slots[usize::from(i)] {
            Slot::Element { of, empty, .. } => (*of, *empty),
            _ => (Of::Anything, Empty::default()),
        };
        Some((Reached { at: Some(i), seen: reached.seen | bit }, of, empty))
    }

    fn has(&self, name: &str) -> bool {
        self.slots.iter().any(|s| matches!(s, Slot::Element { name: own, .. } if *own == name))
    }

    /// Whether the content may end there.
    pub(super) fn may_end(&self, reached: Reached) -> bool {
        match reached.at {
            // Of the contents without order that SEDA has, nothing is obligatory.
            _ if self.unordered => self.may_be_empty,
            None => self.may_be_empty,
            Some(i) => self.last[usize::from(i)],
        }
    }

    /// Whether no child has a place in it.
    pub(super) fn holds_nothing(&self) -> bool {
        self.slots.is_empty()
    }

    /// What may come next, by name.
    pub(super) fn expected(&self, reached: Reached) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = Vec::new();
        for i in self.next(reached) {
            let seen = self.unordered && reached.seen & 1u64.checked_shl(u32::from(*i)).unwrap_or(0) != 0;
            if let Slot::Element { name, .. } = &self.slots[usize::from(*i)]
                && !seen
                && !names.contains(name)
            {
                names.push(name);
            }
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the children, told by letters, are the content that `row` wants.
    fn takes(row: &'static str, children: &str) -> bool {
        let model = Model::parse(row, &mut |_| Of::Anything);
        let mut reached = Reached::default();
        for child in children.chars() {
            let (name, known) = (child.to_ascii_lowercase().to_string(), child.is_ascii_lowercase());
            match model.step(reached, &name, known, !known) {
                Some((next, ..)) => reached = next,
                None => return false,
            }
        }
        model.may_end(reached)
    }

    #[test]
    fn order_number_and_choice() {
        for (row, good, bad) in [
            ("(a:T,b:T?,c:T+)", &["ac", "abc", "acc"][..], &["", "a", "ab", "ca", "abbc", "abca"][..]),
            ("(a:T|(b:T,c:T))*", &["", "a", "bca", "aabc"], &["b", "ba", "c"]),
            ("((a:T?,b:T?)|c:T)", &["", "a", "ab", "b", "c"], &["ba", "ac", "cc"]),
            ("(a:T?&b:T?&c:T?)", &["", "cab", "b"], &["aa", "aba", "d"]),
            ("(a:T,##other*)", &["a", "aX", "aXY"], &["X", "ab", "aa"]),
            ("(a:T,b:T?,##any*)", &["a", "ab", "az", "abzzX"], &["aba", "abb", "azb", "z"]),
            ("()", &[""], &["a", "X"]),
        ] {
            good.iter().for_each(|g| assert!(takes(row, g), "{row}: {g}"));
            bad.iter().for_each(|b| assert!(!takes(row, b), "{row}: {b}"));
        }
    }

    #[test]
    fn what_may_come_next_is_told() {
        let model = Model::parse("(a:T?,b:T,(c:T|d:T)?)", &mut |_| Of::Anything);
        assert_eq!(model.expected(Reached::default()), ["a", "b"]);
        let (reached, ..) = model.step(Reached::default(), "b", true, false).unwrap();
        assert_eq!(model.expected(reached), ["c", "d"]);
    }
}
