//! Data checks: what is wrong or incomplete in the survey itself.
//!
//! One file for each check. A check of one record is a function; a check across records keeps what it must remember and
//! speaks when everything is read.

mod dates;
mod disposition;
mod division;
mod duplicate;
mod missing;
mod numbers;
mod places;
mod plausible;
mod uscc;
mod words;

pub use words::STATUS_WORDS;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::document::AuditedRecord;
use super::exception::{Exception, Kind, Place, Severity};
use crate::plan::{Enforcement, Plan};
use crate::region::{Divisions, Places};
use crate::survey::{Field, Record};

/// The checks that need only the record itself: no other record, no plan, no day.
pub(super) fn alone(record: &Record, audited: &AuditedRecord, found: &mut dyn FnMut(Exception)) {
    missing::check(record, audited, found);
    uscc::check(record, audited, found);
    words::status(record, audited, found);
    numbers::check(record, audited, found);
    plausible::check(record, audited, found);
}

/// The data checks of an audit.
#[derive(Debug)]
pub(super) struct Checks {
    sectors: Vec<String>,
    enforcement: Enforcement,
    /// The day, as dates of a record are written.
    today: String,
    places: Places,
    codes: uscc::Pairs,
    seen: duplicate::Seen,
    /// By code, the last cell that was spoken of and what was said.
    told: BTreeMap<String, (Place, String)>,
}

impl Checks {
    /// Prepares the checks.
    pub(super) fn new(plan: &Plan, as_of: NaiveDate) -> Self {
        Self {
            sectors: plan.sectors.clone(),
            enforcement: plan.enforcement.clone(),
            today: as_of.to_string(),
            places: Places::new(Divisions::built_in()),
            codes: uscc::Pairs::default(),
            seen: duplicate::Seen::default(),
            told: BTreeMap::new(),
        }
    }

    /// Why records could not be compared with those before them any more, if so.
    pub(super) fn failed(&self) -> Option<&std::io::Error> {
        self.seen.failed()
    }

    /// Checks a record, alone and against those before it. `sector` is the sector that its words mean.
    pub(super) fn record(
        &mut self,
        record: &Record,
        audited: &AuditedRecord,
        sector: Option<&str>,
        found: &mut dyn FnMut(Exception),
    ) {
        let Self { told, places, .. } = self;
        let found = &mut |exception: Exception| {
            if is_news(told, &exception) {
                found(exception);
            }
        };
        alone(record, audited, found);
        self.codes.check(record, audited, found);
        division::check(record, audited, places, found);
        words::sector(record, audited, sector, &self.sectors, found);
        words::answer(record, audited, found);
        dates::check(record, audited, &self.today, found);
        disposition::check(record, audited, &self.enforcement, found);
        self.seen.check(record, audited, found);
    }
}

/// Whether an exception was not told of the line before: a merged cell holds for many lines, its mistake is one.
fn is_news(told: &mut BTreeMap<String, (Place, String)>, exception: &Exception) -> bool {
    if exception.source.cell.is_none() {
        return true;
    }
    // The row is that of the line, not of the cell.
    let place = Place { row: None, ..exception.source.clone() };
    let said = (place, exception.message.clone());
    if told.get(&exception.code) == Some(&said) {
        return false;
    }
    told.insert(exception.code.clone(), said);
    true
}

/// Where a record was read, as one says it: 「a.xlsx 钢铁 第7行」.
/// File, sheet and row of a record.
type Where = (Arc<str>, Arc<str>, u32);

fn place_words((file, sheet, row): &Where) -> String {
    line_words(file, sheet, *row)
}

fn line_words(file: &str, sheet: &str, row: u32) -> String {
    format!("{file} [{sheet}] 第{row}行")
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
    Exception {
        id: format!("{code}:{}:{}", audited.id, field.name()),
        code: code.to_owned(),
        kind: Kind::Data,
        severity,
        source: Place::of(&audited.source, &[field, Field::Equipment, Field::Enterprise]),
        record: Some(audited.id.clone()),
        message,
        suggestion: suggestion.to_owned(),
        basis: String::new(),
    }
}
