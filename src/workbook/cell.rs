//! One cell: its value and its address.

use std::fmt;

use chrono::NaiveDateTime;

/// A cell of a row. Only filled cells exist; a blank cell is not stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Column, 0-based (A = 0).
    pub column: u32,
    /// What the cell holds.
    pub value: CellValue,
    /// The cell's number format code where it says more than digits: a unit (`0"t/h"`), a percent sign, the precision of a
    /// date (`yyyy"年"m"月"`). `None` elsewhere, and where the file format does not tell.
    pub format: Option<std::sync::Arc<str>>,
}

/// The value of a filled cell, the same for every file format.
#[derive(Debug, Clone, PartialEq)]
pub enum CellValue {
    /// Text as stored: not trimmed, not folded, with control characters removed except line breaks and tabs.
    Text(String),
    /// A finite number.
    Number(f64),
    /// A truth value.
    Bool(bool),
    /// A number that the file formats with a year or a day (1900 or 1904 epoch already applied), or an ISO date. A number
    /// whose format shows a bare `m` or a time of day stays a number.
    Date(NaiveDateTime),
    /// An error value such as `#N/A`, in the spelling of spreadsheet programs.
    Error(String),
    /// A formula whose result the writing program did not store. Holds the formula text without `=`.
    FormulaWithoutValue(String),
}

/// The address of a cell as a spreadsheet program shows it, such as `D7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellAddress {
    /// Row, 0-based.
    pub row: u32,
    /// Column, 0-based.
    pub column: u32,
}

impl CellAddress {
    /// The address of a row and a column, both 0-based.
    #[must_use]
    pub fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }
}

impl fmt::Display for CellAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column), self.row + 1)
    }
}

/// The letters of a 0-based column: 0 → `A`, 26 → `AA`.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = ((rest - 1) % 26) as u8;
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}
