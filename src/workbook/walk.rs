//! Formats that write a whole workbook as one document (ods, SpreadsheetML 2003, web pages) are walked twice: once on
//! opening for what stands around the cells, once for the rows of one sheet. Both walks run the same code with different
//! visitors.

use std::sync::Arc;

use super::cell::CellValue;
use super::facts::{Facts, FactsBudget, sheet_name};
use super::limits::Limits;
use super::sheet::{Merge, SheetFacts, Visibility};
use super::sink::{RowSink, Stop};

/// What a walk tells.
pub(super) trait Visitor {
    /// A sheet starts. False: its inside need not be told.
    fn sheet(&mut self, name: &str, visibility: Visibility) -> Result<bool, Stop>;
    /// Whether cells need be told; where not, runs of equal cells are not unrolled.
    fn wants_cells(&self) -> bool {
        true
    }
    /// Hidden rows of the current sheet, both ends included.
    fn hidden_rows(&mut self, _first: u32, _last: u32) {}
    /// Hidden columns of the current sheet, both ends included.
    fn hidden_columns(&mut self, _first: u32, _last: u32) {}
    /// A merged area of the current sheet.
    fn merge(&mut self, _area: Merge) -> Result<(), Stop> {
        Ok(())
    }
    /// Something worth saying about the current sheet.
    fn note(&mut self, _note: String) {}
    /// A cell of the current sheet.
    fn cell(&mut self, row: u32, column: u32, value: CellValue, format: Option<Arc<str>>) -> Result<(), Stop>;
    /// The current sheet ends.
    fn sheet_end(&mut self) -> Result<(), Stop> {
        Ok(())
    }
}

/// Collects the facts of all sheets.
pub(super) struct FactsVisitor {
    budget: FactsBudget,
    current: Option<(String, Visibility)>,
    facts: Facts,
    pub(super) sheets: Vec<SheetFacts>,
    pub(super) notes: Vec<String>,
}

impl FactsVisitor {
    pub(super) fn new(limits: &Limits) -> Self {
        let (budget, facts) = (FactsBudget::new(limits), Facts::default());
        Self { budget, current: None, facts, sheets: Vec::new(), notes: Vec::new() }
    }
}

impl Visitor for FactsVisitor {
    fn sheet(&mut self, name: &str, visibility: Visibility) -> Result<bool, Stop> {
        self.budget.sheet()?;
        self.current = Some((sheet_name(name), visibility));
        Ok(true)
    }

    fn hidden_rows(&mut self, first: u32, last: u32) {
        self.budget.hide(&mut self.facts.hidden_rows, first, last);
    }

    fn hidden_columns(&mut self, first: u32, last: u32) {
        self.budget.hide(&mut self.facts.hidden_columns, first, last);
    }

    fn merge(&mut self, area: Merge) -> Result<(), Stop> {
        Ok(self.budget.merge(&mut self.facts, area)?)
    }

    fn note(&mut self, note: String) {
        if self.facts.notes.len() < 100 {
            self.facts.notes.push(note);
        }
    }

    fn cell(&mut self, _: u32, _: u32, _: CellValue, _: Option<Arc<str>>) -> Result<(), Stop> {
        Ok(())
    }

    fn wants_cells(&self) -> bool {
        false
    }

    fn sheet_end(&mut self) -> Result<(), Stop> {
        if let Some((name, visibility)) = self.current.take() {
            let (sheet, notes) = std::mem::take(&mut self.facts).settle(name, visibility);
            self.sheets.push(sheet);
            self.notes.extend(notes);
        }
        Ok(())
    }
}

/// Hands the cells of one sheet to a sink and stops behind it.
pub(super) struct SheetVisitor<'a, 'b> {
    pub(super) wanted: usize,
    pub(super) sink: &'a mut RowSink<'b>,
    seen: usize,
}

impl<'a, 'b> SheetVisitor<'a, 'b> {
    pub(super) fn new(wanted: usize, sink: &'a mut RowSink<'b>) -> Self {
        Self { wanted, sink, seen: 0 }
    }

    fn inside(&self) -> bool {
        self.seen == self.wanted + 1
    }
}

impl Visitor for SheetVisitor<'_, '_> {
    fn sheet(&mut self, _: &str, _: Visibility) -> Result<bool, Stop> {
        self.seen += 1;
        Ok(self.inside())
    }

    fn cell(&mut self, row: u32, column: u32, value: CellValue, format: Option<Arc<str>>) -> Result<(), Stop> {
        if self.inside() { self.sink.cell(row, column, value, format) } else { Ok(()) }
    }

    fn sheet_end(&mut self) -> Result<(), Stop> {
        if self.inside() { Err(Stop::Done) } else { Ok(()) }
    }
}
