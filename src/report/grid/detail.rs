//! 全部明细: every record, one row for each thing that it names, in reading order.

use super::cases::number;
use super::{Grid, Value};
use crate::audit::AuditedRecord;
use crate::matching::Item;
use crate::report::view::{self, View};
use crate::survey::Field;

/// Every record, clear ones included.
#[must_use]
pub fn detail<'a>(view: &'a View<'a>) -> Grid<'a> {
    let columns = [
        ("序号", 7),
        ("记录编号", 12),
        ("行判定", 8),
        ("企业名称", 16),
        ("所在地", 10),
        ("行业", 8),
        ("设备", 15),
        ("规格型号", 12),
        ("识别为", 12),
        ("识别参数", 16),
        ("项判定", 8),
        ("产能", 8),
        ("产能单位", 8),
        ("依据", 26),
        ("理由", 20),
        ("出处", 14),
        ("数量", 8),
        ("工艺", 20),
        ("产品", 16),
        ("投产时间", 13),
        ("运行状态", 12),
        ("缺什么", 22),
        ("差在哪里", 80),
        ("复核意见", 14),
        ("统一社会信用代码", 20),
        ("州市", 20),
        ("县市区", 18),
        ("其他栏目", 30),
        ("首次出现", 13),
    ];
    let about = "读到的每一条设备记录，包括未发现问题的；一格写了几样的分行列出";
    let lines = view.document.records.iter().flat_map(|record| {
        let items: Vec<Option<&Item>> =
            if record.items.is_empty() { vec![None] } else { record.items.iter().map(Some).collect() };
        items.into_iter().map(move |item| (record, item))
    });
    let against = format!("未发现：{}", view.looked_against());
    let rows = lines.enumerate().map(move |(index, (record, item))| row(view, index, record, item, &against));
    Grid::new("全部明细", about, columns, rows).printing(16)
}

/// Why an item has its verdict; of one in which nothing was found, against what it was held.
fn reasons<'a>(against: &str, item: Option<&'a Item>) -> Value<'a> {
    let findings = item.map_or(&[][..], |item| &item.findings);
    if findings.is_empty() {
        return Value::text(against.to_owned());
    }
    Value::text(view::unique(findings.iter().flat_map(|finding| &finding.because)).join("；"))
}

fn row<'a>(
    view: &View<'a>,
    index: usize,
    record: &'a AuditedRecord,
    item: Option<&'a Item>,
    against: &str,
) -> [Value<'a>; 29] {
    let text = |field| Value::text(view::field(record, field));
    let number_of = |field| match view::measured(record, field) {
        Some(measured) => Value::Decimal((&*measured.value).into()),
        None => text(field),
    };
    let findings = || item.into_iter().flat_map(|item| &item.findings);
    let join = |texts: Vec<String>| Value::text(texts.join("；"));
    let cited: Vec<String> = findings().map(|finding| view.short_citation(finding)).collect();
    let extra: Vec<String> = record.extra.iter().map(|(name, value)| format!("{name}：{value}")).collect();
    [
        number(index),
        Value::Record(&record.id),
        Value::Verdict(record.verdict),
        text(Field::Enterprise),
        Value::text(view::place(record)),
        text(Field::Sector),
        text(Field::Equipment),
        text(Field::Model),
        Value::text(item.and_then(|item| item.equipment.as_deref()).unwrap_or_default()),
        Value::text(item.map(view::parameters).unwrap_or_default()),
        item.map_or(Value::Empty, |item| Value::Verdict(item.verdict)),
        number_of(Field::Capacity),
        Value::text(view::measured(record, Field::Capacity).map_or("", |measured| &*measured.unit)),
        Value::text(view::unique(cited.iter()).join("；")),
        reasons(against, item),
        Value::Source { file: &record.source.file, sheet: &record.source.sheet, cell: view::cell(record).into() },
        item.and_then(|item| item.quantity)
            .map_or_else(|| number_of(Field::Quantity), |quantity| Value::Whole(i64::from(quantity))),
        text(Field::Process),
        text(Field::Product),
        Value::date(&view::field(record, Field::Commissioned)),
        text(Field::Status),
        Value::text(view::unique(findings().flat_map(|finding| &finding.missing)).join("；")),
        join(
            item.into_iter()
                .flat_map(|item| &item.near_misses)
                .map(|miss| format!("{} {}：{}", miss.catalog, miss.entry, miss.stopped_by))
                .collect(),
        ),
        Value::text(record.waived_by.as_deref().unwrap_or_default()),
        text(Field::Uscc),
        text(Field::Prefecture),
        text(Field::County),
        join(extra),
        record.first_seen.map_or(Value::Empty, Value::Date),
    ]
}
