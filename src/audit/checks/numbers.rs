//! 数量 that is no whole number, 产能 without unit.

use rust_decimal::Decimal;

use super::{AuditedRecord, Exception, Severity, exception};
use crate::survey::{Field, Record};

/// Checks the numbers of a record.
pub(super) fn check(record: &Record, audited: &AuditedRecord, found: &mut dyn FnMut(Exception)) {
    if let Some(quantity) = record.fields.get(&Field::Quantity) {
        let number = quantity.measured.as_ref().and_then(|measured| measured.value.parse::<Decimal>().ok());
        let whole = number.is_some_and(|number| number.is_integer() && !number.is_sign_negative());
        if !whole {
            let message = format!("数量“{}”不是整数", quantity.text);
            let advice = "数量只填台（套、座、条）数，如“2座”；规格写在型号栏";
            found(exception("quantity-not-whole", Severity::Warning, audited, Field::Quantity, message, advice));
        }
    }
    if let Some(capacity) = record.fields.get(&Field::Capacity)
        && let Some(measured) = &capacity.measured
        && measured.unit.is_empty()
    {
        let message = format!("产能“{}”没有单位：表头、表内说明和单元格都没有写", capacity.text);
        let advice = "在表头写明单位，如“产能（万吨/年）”";
        found(exception("capacity-without-unit", Severity::Warning, audited, Field::Capacity, message, advice));
    }
}
