//! Any spreadsheet file → a bounded stream of rows.
//!
//! The rest of capex sees only the types of this module: which program wrote a file, and in which format, ends here.
//! Nothing read from a file is trusted: every size is capped by [`Limits`] before memory is allocated, and an error in one
//! cell costs that cell, not the sheet.

mod cell;
mod limits;
mod sheet;

pub use cell::{Cell, CellAddress, CellValue};
pub use limits::Limits;
pub use sheet::{Merge, Merges, Row, SheetFacts, Visibility};
