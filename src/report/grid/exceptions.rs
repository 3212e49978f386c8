//! 死灰复燃, 数据质量 and 处置进度: what is back, what is wrong with the survey, which steps are missing or late.

use std::collections::BTreeMap;

use super::cases::number;
use super::{Grid, Value};
use crate::audit::{AuditedRecord, Exception, Kind};
use crate::report::view::{self, View};
use crate::survey::Field;

/// Problems of the data, then compliance exceptions that belong to no single piece of equipment.
#[must_use]
pub fn data<'a>(view: &'a View<'a>) -> Grid<'a> {
    grid("数据质量", "摸底表填写的问题：错、漏、前后矛盾", view.exceptions(Kind::Data))
}

/// 死灰复燃: what was closed and runs again.
#[must_use]
pub fn returned<'a>(view: &'a View<'a>) -> Grid<'a> {
    let columns = [
        ("序号", 6),
        ("企业名称", 22),
        ("所在地", 16),
        ("行业", 9),
        ("设备", 20),
        ("首次出现", 13),
        ("问题", 46),
        ("怎么办", 36),
        ("出处", 20),
        ("记录编号", 16),
        ("异常编号", 16),
    ];
    let records: BTreeMap<&str, &AuditedRecord> =
        view.document.records.iter().map(|record| (record.id.as_str(), record)).collect();
    let rows = view.returned().enumerate().map(move |(index, exception)| {
        let record = exception.record.as_deref().and_then(|id| records.get(id).copied());
        let text = |field| Value::text(record.map(|record| view::field(record, field)).unwrap_or_default());
        [
            number(index),
            text(Field::Enterprise),
            Value::text(record.map(view::place).unwrap_or_default()),
            text(Field::Sector),
            Value::text(record.map(view::equipment).unwrap_or_default()),
            record.and_then(|record| record.first_seen).map_or(Value::Empty, Value::Date),
            Value::text(exception.message.as_str()),
            Value::text(exception.suggestion.as_str()),
            source(exception),
            exception.record.as_deref().map_or(Value::Empty, Value::Record),
            Value::text(exception.id.as_str()),
        ]
    });
    Grid::new("死灰复燃", "已经关闭、拆除或验收，又在运行的设备：最先处理", columns, rows).printing(9)
}

/// Steps of the plan that are missing, late or contradictory.
#[must_use]
pub fn process<'a>(view: &'a View<'a>) -> Grid<'a> {
    let about = "处置流程的问题：没有下达、超期、缺抄送、前后矛盾";
    grid("处置进度", about, view.other_compliance().chain(view.exceptions(Kind::Process)))
}

fn grid<'a>(name: &'static str, about: &str, exceptions: impl Iterator<Item = &'a Exception> + 'a) -> Grid<'a> {
    let columns = [
        ("序号", 6),
        ("级别", 8),
        ("问题", 60),
        ("怎么办", 44),
        ("出处", 36),
        ("代码", 30),
        ("记录编号", 16),
        ("异常编号", 16),
    ];
    let rows = exceptions.enumerate().map(|(index, exception)| {
        [
            number(index),
            Value::Severity(exception.severity),
            Value::text(exception.message.as_str()),
            Value::text(exception.suggestion.as_str()),
            source(exception),
            Value::text(exception.code.as_str()),
            exception.record.as_deref().map_or(Value::Empty, Value::Record),
            Value::text(exception.id.as_str()),
        ]
    });
    Grid::new(name, about, columns, rows).printing(5)
}

/// The place of an exception.
#[must_use]
pub fn source(exception: &Exception) -> Value<'_> {
    let place = &exception.source;
    if place.file.is_empty() && place.sheet.is_empty() {
        return Value::Empty;
    }
    let cell = match (&place.cell, place.row) {
        (Some(cell), _) => cell.as_str().into(),
        (None, Some(row)) => format!("第{row}行").into(),
        (None, None) => "".into(),
    };
    Value::Source { file: &place.file, sheet: &place.sheet, cell }
}
