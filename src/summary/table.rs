//! The year's tables as values: every number knows the records behind it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// A record behind a number: the place of its result among those summed up, and its place in it.
pub type Reference = (usize, usize);

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// A number and the records it was made from.
    Number(Decimal, Vec<Reference>),
}

impl Cell {
    /// Words, or nothing if there are none.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// A count of records.
    #[must_use]
    pub fn count(records: Vec<Reference>) -> Self {
        Self::Number(Decimal::from(records.len()), records)
    }

    /// The number, if it is one.
    #[must_use]
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number, _) => Some(*number),
            _ => None,
        }
    }

    /// The cell as words; numbers as exact decimals.
    #[must_use]
    pub fn to_text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::Number(number, _) => Cow::Owned(number.normalize().to_string()),
        }
    }
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// One thing.
    Body,
    /// The sum of some rows: 小计.
    Subtotal,
    /// The sum of all: 合计.
    Total,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// Cells, as many as the table's columns.
    pub cells: Vec<Cell>,
    /// The records it speaks of, besides those of its numbers.
    pub records: Vec<Reference>,
}

impl Row {
    /// A row of one thing.
    #[must_use]
    pub fn body(cells: Vec<Cell>, records: Vec<Reference>) -> Self {
        Self { kind: RowKind::Body, cells, records }
    }

    /// Every record behind it, ascending, once each.
    #[must_use]
    pub fn references(&self) -> BTreeSet<Reference> {
        let numbers = self.cells.iter().filter_map(|cell| match cell {
            Cell::Number(_, records) => Some(records),
            _ => None,
        });
        numbers.flatten().chain(&self.records).copied().collect()
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Name, fit for a sheet.
    pub name: &'static str,
    /// What it holds and how it was counted, in a sentence.
    pub about: String,
    /// Headings.
    pub columns: Vec<String>,
    /// Rows.
    pub rows: Vec<Row>,
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(name: &'static str, about: impl Into<String>, columns: &[&str]) -> Self {
        Self {
            name,
            about: about.into(),
            columns: columns.iter().map(|title| (*title).to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds the 合计 row; every cell but those given, by their places, is empty.
    pub(super) fn push_total<const N: usize>(&mut self, given: [(usize, Cell); N]) {
        let mut cells = vec![Cell::Empty; self.columns.len()];
        for (place, cell) in [(0, Cell::text("合计"))].into_iter().chain(given) {
            if let Some(slot) = cells.get_mut(place) {
                *slot = cell;
            }
        }
        self.rows.push(Row { kind: RowKind::Total, cells, records: Vec::new() });
    }

    /// The place of a column by its heading.
    #[must_use]
    pub fn column(&self, title: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == title)
    }

    /// The number in a column of the 合计 row.
    #[must_use]
    pub fn total(&self, title: &str) -> Option<Decimal> {
        let column = self.column(title)?;
        let row = self.rows.iter().find(|row| row.kind == RowKind::Total)?;
        row.cells.get(column)?.number()
    }

    /// Rows of one thing each.
    pub fn body(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.kind == RowKind::Body)
    }
}
