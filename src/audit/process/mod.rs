//! Process exceptions: steps of the plan that are missing, late or contradictory.
//!
//! Pure functions over (records, plan, day). On its due date everything is still in time; the day after it is late. Dates
//! that are known to the month only are late when the whole month is.

mod case;
mod code;
mod consistency;
mod coverage;
mod day;
mod steps;

use chrono::NaiveDate;

pub use case::{Case, Rectification, says_running};
pub use code::Code;
pub use coverage::{Coverage, Expected, coverage, missing_surveys};
pub use day::Day;

use super::{AuditedRecord, Exception, Kind, Place};
use crate::plan::Plan;
use crate::survey::Field;

/// The process exceptions of every record, in the order of the records.
#[must_use]
pub fn check(records: &[AuditedRecord], plan: &Plan, as_of: NaiveDate) -> Vec<Exception> {
    records.iter().flat_map(|record| check_record(record, plan, as_of)).collect()
}

/// The process exceptions of one record.
#[must_use]
pub fn check_record(record: &AuditedRecord, plan: &Plan, as_of: NaiveDate) -> Vec<Exception> {
    let case = Case::new(record, plan, as_of);
    let mut found = Vec::new();
    steps::check(&case, plan, as_of, &mut found);
    consistency::check(&case, plan, as_of, &mut found);
    merged(found).into_iter().map(|(code, field, message)| exception(record, code, field, message, plan)).collect()
}

/// One entry a code: several findings of one code are one exception with all its messages, shown at the first field.
fn merged(found: Found) -> Found {
    let mut merged: Found = Vec::new();
    for (code, field, message) in found {
        match merged.iter_mut().find(|(known, _, _)| *known == code) {
            Some((_, _, messages)) => {
                messages.push('；');
                messages.push_str(&message);
            }
            None => merged.push((code, field, message)),
        }
    }
    merged
}

/// What a check found: the code, the field that shows it, and the message without the enterprise's name.
type Found = Vec<(Code, Field, String)>;

fn exception(record: &AuditedRecord, code: Code, field: Field, message: String, plan: &Plan) -> Exception {
    let enterprise = record.fields.get(&Field::Enterprise).map(crate::survey::Value::to_text).unwrap_or_default();
    Exception {
        id: exception_id(code.name(), &record.id),
        code: code.name().to_owned(),
        kind: Kind::Process,
        severity: code.severity(),
        source: Place::of(&record.source, &[field, Field::Equipment, Field::Enterprise]),
        record: Some(record.id.clone()),
        message: if enterprise.is_empty() { message } else { format!("{enterprise}：{message}") },
        suggestion: code.suggestion().to_owned(),
        basis: plan.article(code.phase()),
    }
}

/// The id of an exception: its code and its subject, so that it is the same when rows move.
fn exception_id(code: &str, subject: &str) -> String {
    format!("{code}:{subject}")
}

#[cfg(test)]
mod tests;
