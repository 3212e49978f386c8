//! A sheet: what is known of it before its rows, and its rows.

use serde::{Deserialize, Serialize};

use super::cell::{Cell, CellAddress};

/// Whether a sheet is shown by the program that wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    /// Shown.
    Visible,
    /// Hidden by the user.
    Hidden,
    /// Hidden so that only a program can show it.
    VeryHidden,
}

/// What is known of a sheet before its rows are read.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetFacts {
    /// The sheet's name; for a text file the file's stem.
    pub name: String,
    /// Whether the sheet is shown.
    pub visibility: Visibility,
    /// The merged areas, or that the format has none to tell.
    pub merges: Merges,
    /// Hidden rows, 0-based, ascending, as inclusive ranges.
    pub hidden_rows: Vec<(u32, u32)>,
    /// Hidden columns, 0-based, ascending, as inclusive ranges.
    pub hidden_columns: Vec<(u32, u32)>,
}

/// The merged areas of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Merges {
    /// The file tells its merged areas (there may be none), in reading order, none overlapping another.
    Known(Vec<Merge>),
    /// The format cannot tell (csv), or the reader could not learn it: a blank may or may not be a merged cell.
    Unknown,
}

/// A merged area: corners inclusive, 0-based. Its value is in its first cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Merge {
    /// Top left corner.
    pub first: CellAddress,
    /// Bottom right corner.
    pub last: CellAddress,
}

impl Merge {
    /// Whether a cell lies in the area.
    #[must_use]
    pub fn contains(&self, cell: CellAddress) -> bool {
        (self.first.row..=self.last.row).contains(&cell.row)
            && (self.first.column..=self.last.column).contains(&cell.column)
    }
}

/// A row with at least one filled cell. Rows come in ascending order; a row that is not delivered is blank.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Row, 0-based.
    pub index: u32,
    /// Filled cells in ascending order of column.
    pub cells: Vec<Cell>,
}

/// Something of a sheet that could not be read; the rest of the sheet was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellProblem {
    /// Where; `None` where the place is not one cell.
    pub cell: Option<CellAddress>,
    /// A stable kebab-case code, such as `shared-string-missing`.
    pub code: &'static str,
    /// One Chinese sentence, with the cell in it.
    pub message: String,
}

/// What is known once a sheet's rows are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetEnd {
    /// Rows handed over.
    pub rows: u64,
    /// Filled cells handed over.
    pub cells: u64,
    /// What could not be read, in reading order.
    pub problems: Vec<CellProblem>,
    /// The caller asked to stop before the end of the sheet.
    pub stopped: bool,
}
