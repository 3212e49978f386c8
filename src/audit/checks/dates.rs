//! Dates that are none, lie in the future, or before 1949.

use super::{AuditedRecord, Exception, Severity, exception};
use crate::survey::{Field, Record};

const DATES: [Field; 6] =
    [Field::Commissioned, Field::OrderedOn, Field::DueOn, Field::CompletedOn, Field::ClosedOn, Field::AcceptedOn];

/// Checks the dates of a record.
pub(super) fn check(record: &Record, audited: &AuditedRecord, today: &str, found: &mut dyn FnMut(Exception)) {
    for field in DATES {
        let Some(value) = record.fields.get(&field) else { continue };
        let name = field.chinese();
        let Some(date) = &value.date else {
            let message = format!("{name}“{}”不是一个日期，未用于期限核查", value.text);
            let advice = "写成“2004年5月”或“2004-05-01”的样子；尚未发生的留空，说明写在备注";
            found(exception("date-unreadable", Severity::Info, audited, field, message, advice));
            continue;
        };
        if date.get(..4).is_some_and(|year| year < "1949") {
            let message = format!("{name} {date} 早于1949年");
            found(exception("date-too-early", Severity::Warning, audited, field, message, "核对年份"));
        }
        // What has happened cannot lie ahead. The other dates of a case are held against each other by the process checks.
        let future = today.get(..date.len()).is_some_and(|today| **date > *today);
        if field == Field::Commissioned && future {
            let message = format!("{name} {date} 晚于核查日 {today}");
            let advice = "核对年份；尚未投产的，在运行状态写“在建”或“拟建”";
            found(exception("date-in-future", Severity::Warning, audited, field, message, advice));
        }
    }
}
