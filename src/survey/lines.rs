//! Rows with the merged areas that cover them, in one pass and bounded memory.
//!
//! A merged area keeps the value of its first cell while its rows go by; it may be declared far beyond the filled cells,
//! so it is asked cell by cell and never spread out.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::cards::LikelyLabel;
use super::layout::HeadingScore;
use crate::workbook::{Cell, CellAddress, CellValue, Merge, Merges, Row};

/// A merged area that covers the present row.
#[derive(Debug, Clone)]
pub(super) struct Cover {
    /// The area.
    pub area: Merge,
    /// Its first cell, if that is filled.
    pub cell: Option<Cell>,
}

/// A row with the merged areas that cover it.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// The row as read.
    pub row: Row,
    covers: Arc<BTreeMap<u32, Cover>>,
    /// What was worked out of its cells; asked again and again while a line waits its turn.
    pub known: Known,
}

/// What was worked out of the cells of a line.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// Whether some cell is a known heading.
    pub heading: OnceCell<bool>,
    /// How much it looks like a header.
    pub score: OnceCell<HeadingScore>,
    /// For each cell the label that it may be.
    pub labels: OnceCell<Vec<OnceCell<Option<LikelyLabel>>>>,
}

/// What stands at a column of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'l> {
    /// The value.
    pub value: &'l CellValue,
    /// The number format.
    pub format: Option<&'l str>,
    /// The cell that holds the value: another than asked for in a merged area.
    pub address: CellAddress,
    /// The merged area that holds it.
    pub area: Option<Merge>,
}

impl Line {
    /// The row's index, 0-based.
    pub(super) fn index(&self) -> u32 {
        self.row.index
    }

    /// About how much memory the row takes.
    pub(super) fn bytes(&self) -> usize {
        let text = |cell: &Cell| match &cell.value {
            CellValue::Text(text) | CellValue::Error(text) | CellValue::FormulaWithoutValue(text) => text.len(),
            _ => 0,
        };
        self.row.cells.iter().map(|cell| size_of::<Cell>() + text(cell)).sum()
    }

    /// What stands at a column: the cell itself, or the first cell of the merged area that covers it.
    pub(super) fn at(&self, column: u32) -> Option<Found<'_>> {
        let cover = self.cover(column);
        if let Ok(at) = self.row.cells.binary_search_by_key(&column, |cell| cell.column)
            && let Some(cell) = self.row.cells.get(at)
        {
            return Some(Found {
                value: &cell.value,
                format: cell.format.as_deref(),
                address: CellAddress::new(self.row.index, column),
                area: cover
                    .map(|cover| cover.area)
                    .filter(|area| area.first.column == column && area.first.row == self.row.index),
            });
        }
        let cover = cover?;
        let cell = cover.cell.as_ref()?;
        Some(Found {
            value: &cell.value,
            format: cell.format.as_deref(),
            address: cover.area.first,
            area: Some(cover.area),
        })
    }

    /// The merged area that covers a column.
    pub(super) fn cover(&self, column: u32) -> Option<&Cover> {
        let (_, cover) = self.covers.range(..=column).next_back()?;
        (cover.area.last.column >= column).then_some(cover)
    }
}

/// Follows the merged areas down the sheet.
#[derive(Debug)]
pub(super) struct Tracker {
    /// Areas that begin below the present row, the next one last.
    waiting: Vec<Merge>,
    active: Arc<BTreeMap<u32, Cover>>,
    /// The first row in which an active area ends.
    next_end: u32,
    /// Whether the file tells its merged areas.
    pub known: bool,
}

impl Tracker {
    /// For one sheet.
    pub(super) fn new(merges: &Merges) -> Self {
        let (mut waiting, known) = match merges {
            Merges::Known(list) => (list.clone(), true),
            Merges::Unknown => (Vec::new(), false),
        };
        waiting.retain(|area| {
            area.last.row >= area.first.row && area.last.column >= area.first.column && area.first != area.last
        });
        waiting.sort_by_key(|area| std::cmp::Reverse(area.first));
        Self { waiting, active: Arc::default(), next_end: u32::MAX, known }
    }

    /// The next row with the areas that cover it. Rows come in ascending order.
    pub(super) fn advance(&mut self, row: Row) -> Line {
        let index = row.index;
        if self.next_end < index {
            let active = Arc::make_mut(&mut self.active);
            active.retain(|_, cover| cover.area.last.row >= index);
            self.next_end = active.values().map(|cover| cover.area.last.row).min().unwrap_or(u32::MAX);
        }
        while let Some(area) = self.waiting.pop_if(|area| area.first.row <= index) {
            if area.last.row < index {
                continue;
            }
            // An area whose first row was blank and not delivered has no value.
            let cell = (area.first.row == index)
                .then(|| row.cells.iter().find(|cell| cell.column == area.first.column).cloned())
                .flatten();
            self.next_end = self.next_end.min(area.last.row);
            Arc::make_mut(&mut self.active).insert(area.first.column, Cover { area, cell });
        }
        Line { row, covers: Arc::clone(&self.active), known: Known::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(index: u32, cells: &[(u32, &str)]) -> Row {
        let cell = |(column, text): &(u32, &str)| Cell {
            column: *column,
            value: CellValue::Text((*text).into()),
            format: None,
        };
        Row { index, cells: cells.iter().map(cell).collect() }
    }

    fn text(found: Option<Found<'_>>) -> Option<(String, String)> {
        found.map(|found| (super::super::clean::raw_text(found.value).into_owned(), found.address.to_string()))
    }

    #[test]
    fn a_merged_area_gives_its_first_cell_to_every_cell_and_ends() {
        let area = |r1, c1, r2, c2| Merge { first: CellAddress::new(r1, c1), last: CellAddress::new(r2, c2) };
        let merges = Merges::Known(vec![area(0, 0, 1, 2), area(1, 3, 1_048_575, 16_383)]);
        let mut tracker = Tracker::new(&merges);
        let first = tracker.advance(row(0, &[(0, "甲")]));
        assert_eq!(text(first.at(2)), Some(("甲".into(), "A1".into())));
        let second = tracker.advance(row(1, &[(3, "乙")]));
        assert_eq!(text(second.at(1)), Some(("甲".into(), "A1".into())));
        let third = tracker.advance(row(2, &[(1, "丙")]));
        assert_eq!(text(third.at(0)), None);
        assert_eq!(text(third.at(16_383)), Some(("乙".into(), "D2".into())));
    }
}
