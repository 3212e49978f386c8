//! The row ledger 行数平衡: every row read is accounted for.

use std::ops::AddAssign;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Rows by what became of them. Balanced when rows = header + blank + subtotal + note + records + `not_understood`, and
/// records = hit + review + exempt + waived + clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Ledger {
    /// Rows read: all rows from a sheet's first to its last filled row.
    pub rows: u64,
    /// Title and header rows, repeated headers and lines of column numbers included.
    pub header: u64,
    /// Blank rows.
    pub blank: u64,
    /// Subtotal, total and 其中 rows.
    pub subtotal: u64,
    /// Titles, notes, signatures, instruction sheets.
    pub note: u64,
    /// Rows that became records.
    pub records: u64,
    /// Rows that look like data and could not be read as a record.
    pub not_understood: u64,
    /// Records with a hit, restriction included.
    pub hit: u64,
    /// Records that need an answer.
    pub review: u64,
    /// Records with a proved exception.
    pub exempt: u64,
    /// Records whose findings a person has waived.
    pub waived: u64,
    /// Records without a finding.
    pub clear: u64,
}

impl Ledger {
    /// Whether both equations hold.
    #[must_use]
    pub fn balances(&self) -> bool {
        self.rows == self.header + self.blank + self.subtotal + self.note + self.records + self.not_understood
            && self.records == self.hit + self.review + self.exempt + self.waived + self.clear
    }
}

impl AddAssign for Ledger {
    fn add_assign(&mut self, other: Self) {
        self.rows += other.rows;
        self.header += other.header;
        self.blank += other.blank;
        self.subtotal += other.subtotal;
        self.note += other.note;
        self.records += other.records;
        self.not_understood += other.not_understood;
        self.hit += other.hit;
        self.review += other.review;
        self.exempt += other.exempt;
        self.waived += other.waived;
        self.clear += other.clear;
    }
}
