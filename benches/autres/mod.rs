//! The same conventions in the formats of other systems, and the commands that make their PDF.

pub mod convention;
pub mod docx;
pub mod html;
pub mod polices;
pub mod preuves;
pub mod promotion;
pub mod systemes;
pub mod tex;
