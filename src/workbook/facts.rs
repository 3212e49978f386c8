//! What stands around the cells of a sheet, collected under the caps that hold for the workbook.

use std::collections::BTreeMap;

use super::error::ReadError;
use super::limits::Limits;
use super::sheet::{Merge, Merges, SheetFacts, Visibility};

/// Rows of the grid of spreadsheet programs.
pub(super) const GRID_ROWS: u32 = 1_048_576;
/// Columns of the grid of spreadsheet programs.
pub(super) const GRID_COLUMNS: u32 = 16_384;
/// Hidden ranges of all sheets together that are kept.
const HIDDEN_RANGES: usize = 200_000;

/// What was found around the cells of one sheet.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) merges: Vec<Merge>,
    pub(super) hidden_rows: Vec<(u32, u32)>,
    pub(super) hidden_columns: Vec<(u32, u32)>,
    pub(super) notes: Vec<String>,
}

/// What all sheets of a workbook together may still keep.
pub(super) struct FactsBudget {
    merges_cap: u64,
    merges: u64,
    hidden: usize,
    sheets_cap: u64,
    sheets: u64,
}

impl FactsBudget {
    pub(super) fn new(limits: &Limits) -> Self {
        let (merges_cap, sheets_cap) = (u64::from(limits.merges), u64::from(limits.sheets));
        Self { merges_cap, merges: 0, hidden: 0, sheets_cap, sheets: 0 }
    }

    /// Takes a sheet, of whatever kind.
    pub(super) fn sheet(&mut self) -> Result<(), ReadError> {
        self.sheets += 1;
        if self.sheets > self.sheets_cap {
            let (flag, cap) = ("--limit-sheets", self.sheets_cap);
            return Err(ReadError::over("limit-sheets", flag, "工作表数", cap, self.sheets, "工作簿"));
        }
        Ok(())
    }

    /// Takes a merged area; one cell alone is none.
    pub(super) fn merge(&mut self, facts: &mut Facts, area: Merge) -> Result<(), ReadError> {
        if area.first == area.last {
            return Ok(());
        }
        self.merges += 1;
        if self.merges > self.merges_cap {
            let (flag, cap, place) = ("--limit-merges", self.merges_cap, format!("合并区域 {}", area.first));
            return Err(ReadError::over("limit-merges", flag, "累计合并区域数", cap, self.merges, place));
        }
        facts.merges.push(area);
        Ok(())
    }

    /// Takes hidden rows or columns, both ends included.
    pub(super) fn hide(&mut self, ranges: &mut Vec<(u32, u32)>, first: u32, last: u32) {
        if first > last {
            return;
        }
        if let Some(previous) = ranges.last_mut()
            && first == previous.1.saturating_add(1)
        {
            previous.1 = last;
        } else if self.hidden < HIDDEN_RANGES {
            self.hidden += 1;
            ranges.push((first, last));
        }
    }
}

impl Facts {
    /// The facts of a sheet of this name; merged areas in reading order, without those that overlap an earlier one, which
    /// no program shows.
    pub(super) fn settle(mut self, name: String, visibility: Visibility) -> (SheetFacts, Vec<String>) {
        self.merges.sort_unstable();
        let before = self.merges.len();
        let merges = without_overlaps(self.merges);
        let dropped = before - merges.len();
        if dropped > 0 {
            self.notes.push(format!("有 {dropped} 个合并区域与其他合并区域重叠，已忽略"));
        }
        self.hidden_columns.sort_unstable();
        self.hidden_rows.sort_unstable();
        let notes = self.notes.iter().map(|note| format!("工作表「{name}」{note}")).collect();
        let (hidden_rows, hidden_columns) = (self.hidden_rows, self.hidden_columns);
        (SheetFacts { name, visibility, merges: Merges::Known(merges), hidden_rows, hidden_columns }, notes)
    }
}

/// Keeps the areas that overlap none before them. `areas` are in reading order.
fn without_overlaps(areas: Vec<Merge>) -> Vec<Merge> {
    // Areas that reach the current row, by first column; they never overlap one another.
    let mut open: BTreeMap<u32, Merge> = BTreeMap::new();
    let mut row = None;
    let mut kept = Vec::with_capacity(areas.len());
    for area in areas {
        if row != Some(area.first.row) {
            row = Some(area.first.row);
            open.retain(|_, other| other.last.row >= area.first.row);
        }
        let left = open.range(..=area.last.column).next_back();
        if left.is_some_and(|(_, other)| other.last.column >= area.first.column) {
            continue;
        }
        open.insert(area.first.column, area);
        kept.push(area);
    }
    kept
}

/// A name fit for messages and outputs: one line, at most 255 characters.
pub(super) fn sheet_name(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(255).collect()
}
