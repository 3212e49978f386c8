//! 复核意见: what people have decided, and what became of it.

use super::cases::{citations, number, source, text};
use super::{Grid, Value};
use crate::report::view::{self, Class, View};
use crate::report::words;
use crate::survey::Field;

/// The waivers given, in force or not.
#[must_use]
pub fn waivers<'a>(view: &'a View<'a>) -> Grid<'a> {
    let columns = [
        ("意见编号", 16),
        ("状态", 12),
        ("对象", 36),
        ("决定", 12),
        ("理由", 44),
        ("依据文件", 36),
        ("决定日期", 14),
        ("有效期至", 14),
        ("适用记录数", 12),
        ("适用记录", 36),
    ];
    let rows = view.document.waivers.iter().map(|waiver| {
        [
            Value::text(waiver.id.as_str()),
            Value::text(words::waiver_state(&waiver.state)),
            Value::text(waiver.scope.as_str()),
            Value::text(words::waiver_decision(&waiver.decision)),
            Value::text(waiver.reason.as_str()),
            Value::text(waiver.basis.as_str()),
            waiver.decided.map_or(Value::Empty, Value::Date),
            waiver.expires.map_or(Value::text("未定"), Value::Date),
            Value::Whole(i64::try_from(waiver.records.len()).unwrap_or(i64::MAX)),
            Value::text(waiver.records.join("、")),
        ]
    });
    Grid::new("复核意见", "复核意见和它们的状态；过期的不再适用", columns, rows)
}

/// What would be a finding, had a person not decided otherwise.
#[must_use]
pub fn waived<'a>(view: &'a View<'a>) -> Grid<'a> {
    let columns = [
        ("序号", 6),
        ("企业名称", 24),
        ("所在地", 18),
        ("行业", 9),
        ("设备（工艺、产品）", 22),
        ("原判定", 8),
        ("依据", 44),
        ("理由", 34),
        ("复核意见", 14),
        ("说明", 36),
        ("出处", 22),
        ("记录编号", 16),
    ];
    let rows = view.of(Class::Waived).enumerate().map(|(index, case)| {
        [
            number(index),
            text(case, Field::Enterprise),
            Value::text(view::place(case.record)),
            text(case, Field::Sector),
            Value::text(case.item.text.as_str()),
            Value::Verdict(case.without_waivers()),
            citations(view, case),
            Value::text(case.reason()),
            Value::text(case.waivers().join("、")),
            Value::list(&case.remarks()),
            source(case),
            Value::Record(&case.record.id),
        ]
    });
    Grid::new("复核后不列入", "符合条文、经复核意见认定不列入的设备", columns, rows)
}
