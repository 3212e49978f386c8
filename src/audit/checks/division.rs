//! 州市, 县市区: unknown, outdated, or a county that is not in its prefecture.

use super::{AuditedRecord, Exception, Severity, exception};
use crate::region::{PlaceProblem, Places};
use crate::survey::{Field, Record};

/// Checks the place of a record.
pub(super) fn check(record: &Record, audited: &AuditedRecord, places: &mut Places, found: &mut dyn FnMut(Exception)) {
    let (prefecture, county) = (record.text(Field::Prefecture), record.text(Field::County));
    let answer = places.place(prefecture, county);
    for problem in &answer.1 {
        let field = |name: &str| if name == county { Field::County } else { Field::Prefecture };
        match problem {
            PlaceProblem::Unknown { name } => {
                let message = format!("区划“{name}”不在云南省区划表内");
                let advice = "按行政区划全称填写；外省企业请确认是否属本次范围";
                found(exception("division-unknown", Severity::Warning, audited, field(name), message, advice));
            }
            PlaceProblem::Outdated { name, now, since } => {
                let year = since.map(|year| format!("已于{year}年")).unwrap_or_default();
                let message = format!("区划“{name}”是旧称，{year}改为“{now}”");
                let advice = format!("改写为“{now}”");
                found(exception("division-outdated", Severity::Info, audited, field(name), message, &advice));
            }
            PlaceProblem::NotInPrefecture { county, prefecture, lies_in } => {
                let message = format!("“{county}”不属“{prefecture}”，属“{lies_in}”");
                let advice = "核对州市和县市区哪一个写错";
                found(exception("division-mismatch", Severity::Warning, audited, Field::County, message, advice));
            }
        }
    }
}
