//! Any spreadsheet file → a bounded stream of rows.
//!
//! The rest of capex sees only the types of this module: which program wrote a file, and in which format, ends here.
//! Nothing read from a file is trusted: every size is capped by [`Limits`] before memory is allocated, and an error in one
//! cell costs that cell, not the sheet.

mod archive;
mod book;
mod bytes;
mod cell;
mod covered;
mod delimited;
mod error;
mod facts;
mod format_code;
mod html;
mod limits;
mod number;
mod ods;
mod sheet;
mod sink;
mod sniff;
mod source;
mod strings;
mod text_encoding;
mod value;
mod walk;
mod xls;
mod xlsb;
mod xlsx;
mod xml;
mod xml2003;

pub use book::{Format, Workbook};
pub use cell::{Cell, CellAddress, CellValue, column_letters};
pub use error::{LimitHit, OpenError, ReadError, ReadErrorDetails};
pub use limits::Limits;
pub use number::{date_of_serial, decimal_text, serial_of_date};
pub use sheet::{CellProblem, Merge, Merges, Row, SheetEnd, SheetFacts, Visibility};
pub use value::is_error_text;
