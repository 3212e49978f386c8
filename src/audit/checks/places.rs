//! Where records stand, each as a number: lines that follow one another take no room of their own.

use std::sync::Arc;

use super::AuditedRecord;

/// The places of records, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Places {
    sheets: Vec<(Arc<str>, Arc<str>)>,
    runs: Vec<Run>,
    count: u32,
}

/// Records on lines that follow one another.
#[derive(Debug, Clone, Copy)]
struct Run {
    first: u32,
    sheet: u32,
    row: u32,
}

impl Places {
    /// The number that [`Places::add`] will give.
    pub(super) fn next(&self) -> u32 {
        self.count
    }

    /// Adds the place of a record.
    pub(super) fn add(&mut self, audited: &AuditedRecord) {
        let source = &audited.source;
        if self.sheets.last().is_none_or(|(file, sheet)| **file != *source.file || **sheet != *source.sheet) {
            self.sheets.push((Arc::clone(&source.file), Arc::clone(&source.sheet)));
        }
        let sheet = u32::try_from(self.sheets.len() - 1).unwrap_or(u32::MAX);
        let next = |run: &Run| (run.sheet, run.row.wrapping_add(self.count - run.first));
        if self.runs.last().map(next) != Some((sheet, source.row)) {
            self.runs.push(Run { first: self.count, sheet, row: source.row });
        }
        self.count = self.count.saturating_add(1);
    }

    /// File, sheet and row, 1-based, of a record that was added.
    pub(super) fn get(&self, number: u32) -> Option<(&str, &str, u32)> {
        let run = self.runs.get(self.runs.partition_point(|run| run.first <= number).checked_sub(1)?)?;
        let (file, sheet) = self.sheets.get(run.sheet as usize)?;
        Some((file, sheet, run.row + (number - run.first)))
    }
}
