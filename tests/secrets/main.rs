//! What only the jury of an exam reads is in no byte of what a candidate receives; what is secret is closed to others.

#[path = "../support/mod.rs"]
mod support;

mod brouillon;
mod fields;
mod kinds;
mod plant;
mod reader;
mod rights;
mod shapes;
