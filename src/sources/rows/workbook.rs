//! Workbooks, XLSX and ODS, streamed: no cell that a file merely claims to have takes any memory.

use super::trouble::Trouble;

pub use super::ods::read_ods;
pub use super::xlsx::read_xlsx;

/// Bytes that the texts shared by the cells of a workbook may take.
pub(super) const SHARED_LIMIT: usize = 24 << 20;
/// Sheets that are looked at.
pub(super) const SHEETS: usize = 50;
/// Formats of cells, and merged cells, that are looked at.
pub(super) const STYLES: usize = 65_536;

/// Nothing, or the row at which reading stopped (0 for the file as a whole) and why.
pub(super) type Done = Result<(), (u64, Trouble)>;
