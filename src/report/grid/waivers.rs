//! 复核意见: what people have decided, and what became of it.

use std::collections::BTreeSet;

use super::cases::{citations, number, source, text};
use super::{Grid, Value};
use crate::audit::{WaiverUse, waiver_headings};
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
        let [id, state, scope, decision, reason, basis, decided] = said(waiver);
        [
            id,
            state,
            scope,
            decision,
            reason,
            basis,
            decided,
            waiver.expires.map_or(Value::text("未定"), Value::Date),
            Value::Whole(i64::try_from(waiver.records.len()).unwrap_or(i64::MAX)),
            Value::text(waiver.records.join("、")),
        ]
    });
    Grid::new("复核意见", "复核意见和它们的状态；过期的不再适用", columns, rows).printing(8)
}

/// What both tables say first of a waiver: its id, state, object, decision, reason, basis and day.
fn said(waiver: &WaiverUse) -> [Value<'_>; 7] {
    [
        Value::text(waiver.id.as_str()),
        Value::text(words::waiver_state(&waiver.state)),
        Value::text(waiver.scope.as_str()),
        Value::text(words::waiver_decision(&waiver.decision)),
        Value::text(waiver.reason.as_str()),
        Value::text(waiver.basis.as_str()),
        waiver.decided.map_or(Value::Empty, Value::Date),
    ]
}

/// Blank lines for opinions that speak of no finding listed: of an enterprise, of an entry.
const BLANK_LINES: usize = 10;

/// The waivers given, then every finding on which nobody has decided yet, as a form to fill in: `--waivers` reads it back.
#[must_use]
pub fn opinions<'a>(view: &'a View<'a>) -> Grid<'a> {
    let columns = [
        (waiver_headings::ID, 14),
        ("状态", 10),
        ("对象", 34),
        (waiver_headings::DECISION, 11),
        (waiver_headings::REASON, 30),
        (waiver_headings::BASIS, 24),
        (waiver_headings::DECIDED, 12),
        (waiver_headings::EXPIRES, 12),
        (waiver_headings::FINDING, 22),
        (waiver_headings::ENTERPRISE, 20),
        (waiver_headings::ENTRY, 16),
        (waiver_headings::CATALOG, 14),
        ("适用记录数", 10),
        ("适用记录", 30),
    ];
    let about =
        "列出的结果照填“决定、理由、依据文件、决定日期”即可，不填的行不算；填好后 capex audit 摸底表 --waivers 本文件";
    let given = view.document.waivers.iter().map(|waiver| {
        let part = |text: &'a Option<String>| Value::text(text.as_deref().unwrap_or_default());
        let [id, state, scope, decision, reason, basis, decided] = said(waiver);
        [
            id,
            state,
            scope,
            decision,
            reason,
            basis,
            decided,
            waiver.expires.map_or(Value::Empty, Value::Date),
            part(&waiver.finding),
            part(&waiver.enterprise),
            part(&waiver.entry),
            part(&waiver.catalog),
            Value::Whole(i64::try_from(waiver.records.len()).unwrap_or(i64::MAX)),
            Value::text(waiver.records.join("、")),
        ]
    });
    let known: BTreeSet<&str> = view.document.waivers.iter().map(|waiver| waiver.id.as_str()).collect();
    let day = view.document.as_of.format("%Y%m%d").to_string();
    let free = (1..).map(move |number| format!("{day}-{number}")).filter(move |id| !known.contains(id.as_str()));
    let open = view.of(Class::Grave).chain(view.of(Class::Review)).filter(|case| case.waivers().is_empty());
    let open = open.zip(free).map(|(case, id)| {
        let mut row: [Value<'a>; 14] = std::array::from_fn(|_| Value::Empty);
        let about = [
            view::field(case.record, Field::Enterprise).into_owned(),
            case.item.text.clone(),
            case.verdict.chinese().into(),
        ];
        row[0] = Value::text(id);
        row[1] = Value::text("待填");
        row[2] = Value::text(about.join("　").trim().to_owned());
        row[8] = Value::text(case.finding_id());
        row
    });
    let blank = std::iter::repeat_with(|| std::array::from_fn(|_| Value::Empty)).take(BLANK_LINES);
    Grid::new("复核意见", about, columns, given.chain(open).chain(blank)).printing(8)
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
    Grid::new("复核后不列入", "符合条文、经复核意见认定不列入的设备", columns, rows).printing(10)
}
