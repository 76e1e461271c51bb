//! liasse: from folders of structured inputs to official documents that conform.
//!
//! One way through the house, and layers import downwards only:
//! `cli` → `pipeline`, `watch` → `typeset`, `templates`, `rules`, `sources` → `domain` → `diagnostic`.
//! ARCHITECTURE.md tells why; `tests/architecture.rs` holds it.

pub mod cli;
pub mod diagnostic;
pub mod domain;
pub mod fonts;
pub mod pipeline;
pub mod rules;
pub mod sources;
pub mod templates;
pub mod typeset;
pub mod watch;
