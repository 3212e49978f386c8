//! Columns that areas from above cover: in web pages and SpreadsheetML 2003 a row leaves such cells out.

/// Which columns are covered down to which row.
#[derive(Default)]
pub(super) struct Covered {
    /// First row that is free again, by column.
    free_from: Vec<u32>,
}

impl Covered {
    pub(super) fn clear(&mut self) {
        self.free_from.clear();
    }

    /// Covers columns down to a row, all ends included.
    pub(super) fn cover(&mut self, first_column: u32, last_column: u32, last_row: u32) {
        let behind = last_column as usize + 1;
        if self.free_from.len() < behind {
            self.free_from.resize(behind, 0);
        }
        if let Some(columns) = self.free_from.get_mut(first_column as usize..behind) {
            columns.fill(last_row.saturating_add(1));
        }
    }

    /// The first column from `column` on that is free in a row.
    pub(super) fn next_free(&self, row: u32, column: u32) -> u32 {
        let rest = self.free_from.get(column as usize..).unwrap_or_default();
        let covered = rest.iter().take_while(|free_from| **free_from > row).count();
        column.saturating_add(u32::try_from(covered).unwrap_or(u32::MAX))
    }
}
