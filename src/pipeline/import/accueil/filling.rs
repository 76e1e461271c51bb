//! A table that is completed cell by cell: an empty cell is filled as long as no one has edited the table, another one stays. Pure.

use std::collections::HashMap;

use super::{Dit, Table};
use crate::pipeline::import::cellules::{plain, same};
use crate::pipeline::import::ecarts::{digits, words};
use crate::pipeline::import::fichier::Fichier;
use crate::sources::import::registre::Registre;
use crate::sources::import::{Illisible, Origin, Trouble};
use crate::sources::schema::Node;

/// The table, and what is to be told of it.
pub struct Filling<'a> {
    pub table: Registre,
    /// No one has edited it.
    pub ours: bool,
    /// Its columns, looked up once.
    columns: HashMap<String, usize>,
    /// What the exports told first of each cell, and where.
    said: HashMap<(usize, String), (&'a str, &'a Origin)>,
    pub out: Table,
}

impl<'a> Filling<'a> {
    /// A table with the columns that are told: those that it lacks are added, as long as it is ours.
    pub fn new(mut table: Registre, ours: bool, names: impl Iterator<Item = &'a str>) -> Self {
        let mut columns: HashMap<String, usize> = HashMap::new();
        let mut absent = std::collections::HashSet::new();
        for name in names {
            if columns.contains_key(name) || absent.contains(name) {
                continue;
            }
            match table.column(name) {
                Some(column) => drop(columns.insert(name.to_owned(), column)),
                None if ours => {
                    columns.insert(name.to_owned(), table.headings.len());
                    table.headings.push(name.to_owned());
                }
                None => drop(absent.insert(name)),
            }
        }
        Filling { table, ours, columns, said: HashMap::new(), out: Table::default() }
    }

    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.get(name).copied()
    }

    pub fn cell(&self, row: usize, name: &str) -> &str {
        self.table.rows[row].get(self.column(name))
    }

    pub fn set(&mut self, row: usize, name: &str, value: &str) {
        if let Some(column) = self.column(name) {
            self.table.rows[row].set(column, plain(value));
        }
    }

    /// Adds a row of these cells alone.
    pub fn add(&mut self, cells: &[(&str, &str)]) -> usize {
        let mut row = vec![String::new(); self.table.headings.len()];
        for (name, value) in cells {
            if let Some(cell) = self.columns.get(*name).and_then(|c| row.get_mut(*c)) {
                (*value).clone_into(cell);
            }
        }
        self.table.push(row);
        self.table.rows.len() - 1
    }

    /// Lays what an export tells in a row: what it does not tell yet is filled, as long as the table is ours. The columns that
    /// then tell nothing.
    pub fn lay(&mut self, row: usize, dit: &'a Dit) -> Vec<String> {
        let (mut empty, mut changed) = (Vec::new(), false);
        let line = self.table.rows[row].line;
        for (name, value) in &dit.cells {
            if let Some((first, at)) = self.said.get(&(row, name.clone())) {
                if !alike(name, first, value) {
                    let (column, trouble) = (Some(name.clone()), Trouble::Differs(at.elsewhere()));
                    self.out.differences.push(Illisible { origin: dit.origin.clone(), column, trouble });
                }
                continue;
            }
            self.said.insert((row, name.clone()), (value, &dit.origin));
            let Some(column) = self.column(name) else {
                self.out.kept.insert((line, name.clone()));
                continue;
            };
            let there = self.table.rows[row].get(Some(column));
            if there.is_empty() && self.ours {
                self.table.rows[row].set(column, plain(value));
                changed = true;
            } else if there.is_empty() {
                empty.push(name.clone());
            } else if !alike(name, there, value) {
                self.out.kept.insert((line, name.clone()));
            }
        }
        self.out.told += usize::from(changed);
        empty
    }

    /// What becomes of the table, written if it changed.
    pub fn done(mut self, file: &Fichier, rows: &Node, changed: bool, former: Option<&String>) -> Table {
        self.out.digest = former.cloned();
        if changed {
            (self.out.bytes, self.out.digest) = file.make(&self.table, rows).unzip();
        }
        self.out
    }
}

/// Whether a cell tells what an export tells, but for the spelling.
fn alike(column: &str, cell: &str, value: &str) -> bool {
    match column.rsplit('.').next() {
        Some("telephone") => digits(cell) == digits(value),
        _ => same(cell, value) || words(cell, &plain(value)),
    }
}
