//! 淘汰禁止, 待核实, 限制类: one row for each thing that a line names.

use super::{Grid, Value};
use crate::matching::demanded;
use crate::report::view::{self, Case, Class, View};
use crate::survey::Field;

/// 淘汰、禁止, gravest first.
#[must_use]
pub fn grave<'a>(view: &'a View<'a>) -> Grid<'a> {
    let columns = [
        ("序号", 6),
        ("判定", 7),
        ("企业名称", 16),
        ("统一社会信用代码", 12),
        ("所在地", 10),
        ("行业", 8),
        ("设备（工艺、产品）", 14),
        ("识别参数", 16),
        ("数量", 7),
        ("产能", 8),
        ("产能单位", 8),
        ("依据", 28),
        ("理由", 18),
        ("淘汰期限", 11),
        ("已超期（天）", 9),
        ("写明什么可除外", 11),
        ("出处", 14),
        ("依据来源", 16),
        ("运行状态", 14),
        ("重大隐患", 10),
        ("说明", 30),
        ("建议", 30),
        ("州市", 20),
        ("县市区", 18),
        ("首次出现", 13),
        ("记录编号", 16),
    ];
    let about = "目录淘汰、禁止的设备、工艺、产品，重者在前";
    let rows = view.of(Class::Grave).enumerate().map(|(index, case)| {
        let record = case.record;
        let (quantity, capacity, capacity_unit) = amounts(case);
        let (deadline, overdue) = match view.deadline(case) {
            Some((date, days)) => (Value::Date(date), if days > 0 { Value::Whole(days) } else { Value::Empty }),
            None => (Value::text(first(case, |finding| view.deadline_words(finding))), Value::Empty),
        };
        [
            number(index),
            Value::Verdict(case.verdict),
            text(case, Field::Enterprise),
            text(case, Field::Uscc),
            Value::text(view::place(record)),
            text(case, Field::Sector),
            Value::text(case.item.text.as_str()),
            Value::text(view::parameters(case.item)),
            quantity,
            capacity,
            capacity_unit,
            citations(view, case),
            Value::text(case.reason()),
            deadline,
            overdue,
            Value::list(&case.unless()),
            source(case),
            Value::text(first(case, |finding| view.evidence_words(finding))),
            status(case),
            text(case, Field::Hazard),
            Value::list(&case.remarks()),
            suggestions(case),
            text(case, Field::Prefecture),
            text(case, Field::County),
            record.first_seen.map_or(Value::Empty, Value::Date),
            Value::Record(&record.id),
        ]
    });
    Grid::new("淘汰禁止", about, columns, rows).printing(17)
}

/// 待核实: what to ask, with an empty column for the answer.
#[must_use]
pub fn review<'a>(view: &'a View<'a>) -> Grid<'a> {
    let columns = [
        ("序号", 6),
        ("企业名称", 22),
        ("所在地", 18),
        ("行业", 9),
        ("设备（工艺、产品）", 20),
        ("已知参数", 20),
        ("请核实", 28),
        ("核实结果（填写）", 20),
        ("涉及条文", 36),
        ("出处", 20),
        ("缺什么", 26),
        ("理由", 30),
        ("写明什么可除外", 26),
        ("说明", 30),
        ("州市", 20),
        ("县市区", 18),
        ("记录编号", 16),
    ];
    let about = "缺了参数或条件，还不能判定；请在“核实结果”一栏填写";
    let rows = view.of(Class::Review).enumerate().map(|(index, case)| {
        [
            number(index),
            text(case, Field::Enterprise),
            Value::text(view::place(case.record)),
            text(case, Field::Sector),
            Value::text(case.item.text.as_str()),
            Value::text(view::parameters(case.item)),
            Value::text(question(case)),
            Value::Empty,
            citations(view, case),
            source(case),
            Value::list(&case.missing()),
            Value::text(case.reason()),
            Value::list(&case.unless()),
            Value::list(&case.remarks()),
            text(case, Field::Prefecture),
            text(case, Field::County),
            Value::Record(&case.record.id),
        ]
    });
    Grid::new("待核实", about, columns, rows).printing(10)
}

/// 限制: for information.
#[must_use]
pub fn restrict<'a>(view: &'a View<'a>) -> Grid<'a> {
    let columns = [
        ("序号", 6),
        ("企业名称", 24),
        ("所在地", 18),
        ("行业", 9),
        ("设备（工艺、产品）", 22),
        ("识别参数", 22),
        ("依据", 40),
        ("理由", 30),
        ("出处", 22),
        ("说明", 30),
        ("州市", 20),
        ("县市区", 18),
        ("记录编号", 16),
    ];
    let about = "目录限制的设备、工艺、产品：供掌握，不要求退出";
    let rows = view.of(Class::Restrict).enumerate().map(|(index, case)| {
        [
            number(index),
            text(case, Field::Enterprise),
            Value::text(view::place(case.record)),
            text(case, Field::Sector),
            Value::text(case.item.text.as_str()),
            Value::text(view::parameters(case.item)),
            citations(view, case),
            Value::text(case.reason()),
            source(case),
            Value::list(&case.remarks()),
            text(case, Field::Prefecture),
            text(case, Field::County),
            Value::Record(&case.record.id),
        ]
    });
    Grid::new("限制类", about, columns, rows).printing(9)
}

/// The question that a review puts to the one who filled in the line.
#[must_use]
pub fn question(case: &Case<'_>) -> String {
    let missing = case.missing();
    if missing.is_empty() {
        return "请核实该设备是否属于所列条文".to_owned();
    }
    format!("请{}", demanded(&missing))
}

pub(super) fn number<'a>(index: usize) -> Value<'a> {
    i64::try_from(index + 1).map_or(Value::Empty, Value::Whole)
}

pub(super) fn text<'a>(case: &Case<'a>, field: Field) -> Value<'a> {
    Value::text(view::field(case.record, field))
}

pub(super) fn source<'a>(case: &Case<'a>) -> Value<'a> {
    let source = &case.record.source;
    Value::Source { file: &source.file, sheet: &source.sheet, cell: view::cell(case.record).into() }
}

/// Every entry that carries the verdict, one a line: document number and place. Titles and wording stand in 目录依据.
pub(super) fn citations<'a>(view: &View<'_>, case: &Case<'_>) -> Value<'a> {
    let citations: Vec<String> = case.deciding().map(|finding| view.short_citation(finding)).collect();
    Value::text(citations.join("\n"))
}

/// Number of pieces, capacity, its unit. The number written in the item itself comes before the quantity column, which
/// speaks of the whole line.
fn amounts<'a>(case: &Case<'a>) -> (Value<'a>, Value<'a>, Value<'a>) {
    let decimal = |field| view::measured(case.record, field);
    let quantity = match (case.item.quantity, decimal(Field::Quantity)) {
        (Some(quantity), _) => Value::Whole(i64::from(quantity)),
        (None, Some(measured)) => Value::Decimal((&*measured.value).into()),
        (None, None) => text(case, Field::Quantity),
    };
    match decimal(Field::Capacity) {
        Some(measured) => (quantity, Value::Decimal((&*measured.value).into()), Value::text(&*measured.unit)),
        None => (quantity, text(case, Field::Capacity), Value::Empty),
    }
}

/// The survey's own word, with what it was understood to mean where that matters.
fn status<'a>(case: &Case<'a>) -> Value<'a> {
    let word = view::field(case.record, Field::Status);
    match crate::report::words::presence(case.item.presence) {
        "" => Value::text(word),
        meaning if word.is_empty() => Value::text(meaning),
        meaning => Value::text(format!("{word}（{meaning}）")),
    }
}

fn first<'a>(case: &Case<'a>, word: impl Fn(&'a crate::matching::Finding) -> &'a str) -> &'a str {
    case.deciding().next().map_or("", word)
}

fn suggestions<'a>(case: &Case<'a>) -> Value<'a> {
    let suggestions: Vec<&str> = case.exceptions.iter().map(|exception| exception.suggestion.as_str()).collect();
    Value::list(&suggestions)
}
