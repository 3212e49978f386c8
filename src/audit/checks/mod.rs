//! Data checks: what is wrong or incomplete in the survey itself.
//!
//! One file for each check. A check of one record is a function; a check across records keeps what it must remember and
//! speaks when everything is read.

mod missing;

use chrono::NaiveDate;

use super::document::AuditedRecord;
use super::exception::{Exception, Kind, Place, Severity};
use crate::plan::Plan;
use crate::survey::{Field, Record};

/// The data checks of an audit.
#[derive(Debug)]
pub(super) struct Checks {
    sectors: Vec<String>,
    as_of: NaiveDate,
}

impl Checks {
    /// Prepares the checks.
    pub(super) fn new(plan: &Plan, as_of: NaiveDate) -> Self {
        Self { sectors: plan.sectors.clone(), as_of }
    }

    /// Checks a record.
    pub(super) fn record(&mut self, record: &Record, audited: &AuditedRecord, found: &mut dyn FnMut(Exception)) {
        missing::check(record, audited, found);
    }

    /// What the records together show.
    pub(super) fn finish(&mut self, _found: &mut dyn FnMut(Exception)) {
        let _ = (&self.sectors, self.as_of);
    }
}

/// A data exception of a record, shown at the cell of a field.
fn exception(
    code: &str,
    severity: Severity,
    audited: &AuditedRecord,
    field: Field,
    message: String,
    suggestion: &str,
) -> Exception {
    let cells = &audited.source.cells;
    let cell = cells.get(&field).or_else(|| cells.get(&Field::Equipment)).or_else(|| cells.get(&Field::Enterprise));
    Exception {
        id: format!("{code}:{}", audited.id),
        code: code.to_owned(),
        kind: Kind::Data,
        severity,
        source: Place {
            file: audited.source.file.to_string(),
            sheet: audited.source.sheet.to_string(),
            row: Some(audited.source.row),
            cell: cell.cloned(),
        },
        record: Some(audited.id.clone()),
        message,
        suggestion: suggestion.to_owned(),
        basis: String::new(),
    }
}
