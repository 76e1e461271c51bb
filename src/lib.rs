//! liasse: from folders of structured inputs to official documents that conform.
//!
//! One way through the house, and layers import downwards only:
//! `cli` → `pipeline`, `watch` → `archive`, `typeset`, `templates`, `rules`, `sources` → `zip`, `domain` → `diagnostic`.
//! ARCHITECTURE.md tells why; `tests/architecture.rs` holds it.

// The program has its doors and no bare unwrap; tests may do as they like.
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::disallowed_methods))]
// What is printed goes through `cli::out`.
#![cfg_attr(not(test), warn(clippy::print_stdout, clippy::print_stderr))]

pub mod archive;
pub mod cli;
pub mod diagnostic;
pub mod disk;
pub mod domain;
pub mod fonts;
pub mod pipeline;
pub mod rules;
pub mod sources;
pub mod templates;
pub mod typeset;
pub mod watch;
pub mod zip;
