//! Merged cells: what stands in the first of them holds for all their rows.

use std::collections::BTreeMap;

use super::Cell;

/// Rows of one column that are one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    pub column: usize,
    pub first: u64,
    pub last: u64,
}

/// The merges of a sheet, as its rows go by.
#[derive(Debug, Default)]
pub struct Merges {
    /// Those that have not begun, the next one last.
    to_come: Vec<Merge>,
    /// Those under way, by their column, with the row where they end and what they hold: of two, the one that began last.
    open: BTreeMap<usize, (u64, Cell)>,
}

impl Merges {
    /// Of a sheet that tells them all at once.
    pub fn new(mut all: Vec<Merge>) -> Self {
        all.retain(|m| m.last > m.first);
        all.sort_by_key(|m| std::cmp::Reverse(m.first));
        Merges { to_come: all, open: BTreeMap::new() }
    }

    /// One that begins on the row that is being read.
    pub fn begin(&mut self, merge: Merge) {
        self.to_come.push(merge);
    }

    /// Completes the cells of a row, unless it has none of its own.
    pub fn fill(&mut self, number: u64, cells: &mut Vec<Cell>) {
        self.open.retain(|_, (last, _)| *last >= number);
        if cells.iter().any(|c| !c.is_blank()) {
            for (&column, (_, held)) in &self.open {
                if cells.len() <= column {
                    cells.resize(column + 1, Cell::default());
                }
                if cells[column].is_blank() {
                    cells[column] = held.clone();
                }
            }
        }
        while let Some(merge) = self.to_come.pop_if(|m| m.first <= number) {
            let begins = |c: &&Cell| merge.first == number && !c.is_blank();
            if let Some(held) = cells.get(merge.column).filter(begins) {
                self.open.insert(merge.column, (merge.last, held.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merged_cell_holds_for_its_rows_and_makes_none() {
        let mut merges =
            Merges::new(vec![Merge { column: 0, first: 2, last: 4 }, Merge { column: 1, first: 9, last: 9 }]);
        let mut told = |number, cells: [&str; 2]| {
            let mut cells = cells.map(|c| Cell::text(c.to_owned())).to_vec();
            merges.fill(number, &mut cells);
            cells.into_iter().map(|c| c.text).collect::<Vec<_>>()
        };
        assert_eq!(told(1, ["", "x"]), ["", "x"]);
        assert_eq!(told(2, ["A", "x"]), ["A", "x"]);
        assert_eq!(told(3, ["", ""]), ["", ""], "a row that has nothing of its own stays blank");
        assert_eq!(told(4, ["", "z"]), ["A", "z"]);
        assert_eq!(told(5, ["", "z"]), ["", "z"]);
    }
}
