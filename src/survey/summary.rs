//! What was found in a sheet: tables, rows by what became of them, notes, problems.

use serde::Serialize;

use super::Field;
use crate::workbook::{CellAddress, column_letters};

/// Rows by what became of them: every line of a sheet from its first to its last filled row is counted exactly once.
///
/// A line that yields several records (equipment in columns, tables beside one another) counts once for each, so that
/// `rows` = `header` + `blank` + `subtotal` + `note` + `records` + `not_understood` always holds; `split` is how many
/// lines that adds to the rows that a spreadsheet program shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct RowCount {
    /// All lines.
    pub rows: u64,
    /// Header rows, repeated headers, lines of column numbers, label lines of card forms.
    pub header: u64,
    /// Blank rows.
    pub blank: u64,
    /// Subtotal, total and 其中 rows.
    pub subtotal: u64,
    /// Titles, notes, signatures, section headings, code lists and instructions.
    pub note: u64,
    /// Lines that became a record, one for each record.
    pub records: u64,
    /// Lines that look like data and could not be read as a record.
    pub not_understood: u64,
    /// Lines added because one row yields several records.
    pub split: u64,
}

impl RowCount {
    /// Whether every line is accounted for.
    #[must_use]
    pub fn balances(&self) -> bool {
        self.rows == self.header + self.blank + self.subtotal + self.note + self.records + self.not_understood
    }
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Header,
    Blank,
    Subtotal,
    Note,
    Record,
    NotUnderstood,
}

impl std::ops::AddAssign for RowCount {
    fn add_assign(&mut self, other: Self) {
        self.rows += other.rows;
        self.header += other.header;
        self.blank += other.blank;
        self.subtotal += other.subtotal;
        self.note += other.note;
        self.records += other.records;
        self.not_understood += other.not_understood;
        self.split += other.split;
    }
}

impl RowCount {
    pub(super) fn count(&mut self, fate: Fate, lines: u64) {
        self.rows += lines;
        *match fate {
            Fate::Header => &mut self.header,
            Fate::Blank => &mut self.blank,
            Fate::Subtotal => &mut self.subtotal,
            Fate::Note => &mut self.note,
            Fate::Record => &mut self.records,
            Fate::NotUnderstood => &mut self.not_understood,
        } += lines;
    }
}

/// How grave a [`Problem`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemSeverity {
    /// To know.
    Info,
    /// To look at.
    Warning,
    /// To act on.
    Error,
}

/// What could not be read as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Kebab-case code.
    pub code: &'static str,
    /// How grave it is.
    pub severity: ProblemSeverity,
    /// The cell, where it is one.
    pub cell: Option<CellAddress>,
    /// The row, 0-based, where it is one.
    pub row: Option<u32>,
    /// What is the matter, in Chinese, without file and sheet.
    pub message: String,
    /// What to do, in Chinese.
    pub suggestion: String,
}

/// A column as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSummary {
    /// Column, 0-based.
    pub column: u32,
    /// The heading, levels joined by `/`.
    pub header: String,
    /// The field; `None` for running numbers, units and what goes to `extra`.
    pub field: Option<Field>,
    /// What it is, in Chinese: the field's name, 序号, 计量单位, 其他栏目.
    pub meaning: String,
    /// The unit of bare numbers.
    pub unit: Option<String>,
    /// Why, in Chinese.
    pub why: String,
    /// Whether the sheet hides it.
    pub hidden: bool,
}

impl ColumnSummary {
    /// The column's letters.
    #[must_use]
    pub fn letters(&self) -> String {
        column_letters(self.column)
    }

    /// Whether neither its heading nor its content said what it means.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.field.is_none() && self.why == UNKNOWN
    }
}

/// Why a column goes to `extra`.
pub(super) const UNKNOWN: &str = "词典中没有这个表头，原样保留";

/// A table that was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableSummary {
    /// First and last header row, 0-based; `None` for a card form.
    pub header_rows: Option<(u32, u32)>,
    /// First and last row after the header that belongs to the table, 0-based.
    pub data_rows: Option<(u32, u32)>,
    /// Its columns.
    pub columns: Vec<ColumnSummary>,
    /// Records read from it.
    pub records: u64,
    /// What kind of table it is, in Chinese.
    pub kind: &'static str,
    /// How it was read where that is not plain from the columns, in Chinese.
    pub notes: Vec<String>,
}

/// What was found in a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetSummary {
    /// The sheet's name.
    pub name: String,
    /// `visible`, `hidden`, `very-hidden`.
    pub state: &'static str,
    /// Tables in reading order.
    pub tables: Vec<TableSummary>,
    /// Rows by what became of them.
    pub rows: RowCount,
    /// What was skipped or assumed, in Chinese.
    pub notes: Vec<String>,
    /// What could not be read as it stands.
    pub problems: Vec<Problem>,
    /// Why the sheet could not be read to its end, in Chinese; what stands before was read.
    pub error: Option<String>,
}

/// How many problems of one code a sheet lists one by one; the rest are counted in a note.
pub(super) const PROBLEMS_OF_A_CODE: usize = 200;

/// How many notes a sheet keeps; the rest are counted in a last one.
const NOTES: usize = 200;

/// Collects notes and problems of a sheet, each note once, problems bounded by code.
#[derive(Debug, Default)]
pub(super) struct Talk {
    pub notes: Vec<String>,
    pub problems: Vec<Problem>,
    counts: std::collections::BTreeMap<&'static str, usize>,
    /// Notes beyond those that are kept.
    more_notes: usize,
}

impl Talk {
    pub(super) fn note(&mut self, note: String) {
        if self.notes.len() >= NOTES {
            self.more_notes += 1;
        } else if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    pub(super) fn problem(&mut self, problem: Problem) {
        let count = self.counts.entry(problem.code).or_default();
        *count += 1;
        if *count <= PROBLEMS_OF_A_CODE {
            self.problems.push(problem);
        }
    }

    /// Notes and problems; what was not listed one by one is counted in a note.
    pub(super) fn finish(mut self) -> (Vec<String>, Vec<Problem>) {
        for (code, count) in &self.counts {
            if *count > PROBLEMS_OF_A_CODE {
                self.notes.push(format!("同类问题（{code}）共{count}处，只逐条列出前{PROBLEMS_OF_A_CODE}处"));
            }
        }
        if self.more_notes > 0 {
            self.notes.push(format!("另有{}条说明没有列出", self.more_notes));
        }
        (self.notes, self.problems)
    }
}
