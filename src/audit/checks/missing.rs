//! What a record does not say: enterprise, equipment, or words that nobody knows.

use super::{AuditedRecord, Exception, Severity, exception};
use crate::survey::{Field, Record};

/// Fields that can name what is there.
const NAMING: [Field; 5] = [Field::Equipment, Field::Line, Field::Process, Field::Product, Field::Model];

/// Checks a record.
pub(super) fn check(record: &Record, audited: &AuditedRecord, found: &mut dyn FnMut(Exception)) {
    if record.text(Field::Enterprise).is_empty() {
        found(exception(
            "enterprise-missing",
            Severity::Warning,
            audited,
            Field::Enterprise,
            "没有写企业名称".into(),
            "补填企业全称和统一社会信用代码",
        ));
    }
    let named = NAMING.iter().map(|&field| record.text(field)).find(|text| !text.is_empty());
    let Some(named) = named else {
        found(exception(
            "equipment-missing",
            Severity::Warning,
            audited,
            Field::Equipment,
            format!("{}没有写设备、工艺或产品，无法对照目录", record.text(Field::Enterprise)),
            "补填设备名称和型号参数；没有设备的写明“无”和原因",
        ));
        return;
    };
    if !audited.items.iter().any(|item| item.equipment.is_some()) {
        found(exception(
            "equipment-unrecognised",
            Severity::Info,
            audited,
            Field::Equipment,
            format!("“{named}”不在词表里，未对照任何条目"),
            "核对名称写法；确属目录设备的，请补充词表（vocabulary.yaml）",
        ));
    }
}
