//! The four states and the plant that comes back, on hand-made results.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::*;
use crate::audit::{AuditedRecord, Document, Ledger, PlanUse, SCHEMA, Scope, Tool, Totals};
use crate::matching::{Fact, Item, Presence, Verdict};
use crate::plan::Plan;
use crate::survey::{Field, Fields, Source, Value};

fn plan() -> Plan {
    Plan::builtin("yunnan-2019").unwrap()
}

pub(crate) fn furnace(row: u32, name: &str, size: &str, fields: &[(Field, &str)]) -> AuditedRecord {
    let mut values = Fields::from([
        (Field::Enterprise, Value::Text(name.into())),
        (Field::Equipment, Value::Text(format!("{size}m³高炉").into())),
    ]);
    values.extend(fields.iter().map(|(field, text)| (*field, Value::Text((*text).into()))));
    let status = values.get(&Field::Status).map(Value::to_text).unwrap_or_default();
    let presence = match status.as_str() {
        "已关闭" => Presence::Closed,
        "已拆除" => Presence::Dismantled,
        "停产" => Presence::Idle,
        _ => Presence::InPlace,
    };
    AuditedRecord {
        id: format!("{name}-{size}"),
        source: Source { file: "a.xlsx".into(), sheet: "钢铁".into(), row, cells: Fields::new() },
        fields: values,
        extra: BTreeMap::new(),
        verdict: Verdict::Eliminate,
        waived_by: None,
        items: vec![Item {
            text: format!("{size}m³高炉"),
            equipment: Some("高炉".into()),
            quantity: None,
            presence,
            verdict: Verdict::Eliminate,
            facts: vec![Fact {
                parameter: "有效容积".into(),
                value: size.into(),
                unit: "m3".into(),
                text: String::new(),
                from: String::new(),
            }],
            findings: Vec::new(),
            near_misses: Vec::new(),
            remarks: Vec::new(),
            trace: None,
        }],
        answers: Vec::new(),
        first_seen: None,
    }
}

pub(crate) fn document(as_of: &str, records: Vec<AuditedRecord>) -> Document {
    Document {
        schema: SCHEMA.into(),
        tool: Tool { name: "capex".into(), version: "0".into() },
        plan: PlanUse { id: "yunnan-2019".into(), ..PlanUse::default() },
        as_of: date(as_of),
        scope: Scope::default(),
        catalogs: Vec::new(),
        inputs: Vec::new(),
        ledger: Ledger::default(),
        records,
        exceptions: Vec::new(),
        cited: Vec::new(),
        waivers: Vec::new(),
        totals: Totals::default(),
    }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn states(diff: &Diff) -> Vec<(State, String)> {
    diff.differences.iter().map(|d| (d.state, d.equipment.clone())).collect()
}

#[test]
fn the_four_states_are_told_apart_when_rows_move() {
    let june = document(
        "2019-06-30",
        vec![
            furnace(4, "甲公司", "380", &[(Field::Status, "在产")]),
            furnace(5, "甲公司", "450", &[(Field::Status, "在产")]),
            furnace(6, "乙公司", "300", &[]),
        ],
    );
    let july = document(
        "2019-07-31",
        vec![
            furnace(4, "丙公司", "280", &[]),
            furnace(7, "甲公司", "450", &[(Field::Status, "停产")]),
            furnace(9, "甲（集团）公司", "380", &[(Field::Status, "在产")]),
        ],
    );
    let diff = diff(&june, &july, &plan());
    assert_eq!(
        states(&diff),
        [
            (State::New, "280m³高炉".to_owned()),
            (State::Changed, "450m³高炉".to_owned()),
            (State::Changed, "380m³高炉".to_owned()),
            (State::Gone, "300m³高炉".to_owned()),
        ]
    );
    assert_eq!(diff.differences[1].changes[0].field, "status");
    assert_eq!(diff.differences[2].changes[0].field, "enterprise");
    assert_eq!(diff.differences[0].first_seen, date("2019-07-31"));
    assert_eq!(diff.differences[1].first_seen, date("2019-06-30"));
    assert_eq!(diff.totals[&State::Unchanged], 0);
    assert_eq!(diff.totals.values().sum::<u64>(), 4);
}

#[test]
fn spelling_alone_is_no_change() {
    let june = document("2019-06-30", vec![furnace(4, "甲公司", "380", &[(Field::Status, "在 产")])]);
    let july = document("2019-07-31", vec![furnace(9, "甲 公司", "380", &[(Field::Status, "在产")])]);
    assert_eq!(states(&diff(&june, &july, &plan()))[0].0, State::Unchanged);
}

#[test]
fn the_day_first_seen_is_carried_through_the_months() {
    let june = document("2019-06-30", vec![furnace(4, "甲公司", "380", &[])]);
    let mut july = document("2019-07-31", vec![furnace(4, "乙公司", "300", &[]), furnace(5, "甲公司", "380", &[])]);
    carry_first_seen(&june, &mut july);
    let august = document("2019-08-31", vec![furnace(4, "甲公司", "380", &[]), furnace(5, "乙公司", "300", &[])]);
    let diff = diff(&july, &august, &plan());
    assert_eq!(diff.differences[0].first_seen, date("2019-06-30"));
    assert_eq!(diff.differences[1].first_seen, date("2019-07-31"));
}

#[test]
fn a_closed_furnace_that_runs_again_is_the_gravest_exception() {
    let closed = [(Field::Status, "已拆除"), (Field::ClosedOn, "2019-09-20"), (Field::AcceptedOn, "2019-10-08")];
    let october = document("2019-10-31", vec![furnace(4, "甲公司", "380", &closed)]);
    let november = document("2019-11-30", vec![furnace(8, "甲公司", "380", &[(Field::Status, "在产")])]);
    let diff = diff(&october, &november, &plan());
    assert_eq!(diff.exceptions.len(), 1);
    assert_eq!(diff.exceptions[0].code, "returned-after-exit");
    assert_eq!(
        diff.exceptions[0].message,
        "甲公司：死灰复燃：2019-10-31 的结果中 2019-09-20 关闭退出、2019-10-08 验收，现运行状态为「在产」"
    );
}

#[test]
fn a_closing_that_is_no_longer_recorded_is_asked_about() {
    let october = document("2019-10-31", vec![furnace(4, "甲公司", "380", &[(Field::Status, "已关闭")])]);
    let november = document("2019-11-30", vec![furnace(8, "甲公司", "380", &[(Field::Status, "停产")])]);
    let found = diff(&october, &november, &plan()).exceptions;
    assert_eq!(found[0].code, "closing-no-longer-recorded");
    let still = document("2019-11-30", vec![furnace(8, "甲公司", "380", &[(Field::Status, "已关闭")])]);
    assert!(diff(&october, &still, &plan()).exceptions.is_empty());
}

#[test]
fn new_equipment_in_a_closed_plant_is_a_return() {
    let october = document("2019-10-31", vec![furnace(4, "甲公司", "380", &[(Field::Status, "已关闭")])]);
    let new = furnace(9, "甲公司", "450", &[(Field::Status, "在产"), (Field::Line, "新线")]);
    let mut kiln = new;
    kiln.items[0].equipment = Some("电炉".into());
    kiln.fields.insert(Field::Equipment, Value::Text("电炉".into()));
    let november = document("2019-11-30", vec![furnace(8, "甲公司", "380", &[(Field::Status, "已关闭")]), kiln]);
    let found = diff(&october, &november, &plan()).exceptions;
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("全部关闭退出"), "{}", found[0].message);
}

#[test]
fn results_with_other_catalogues_say_so() {
    let june = document("2019-06-30", vec![]);
    let mut july = document("2019-07-31", vec![]);
    july.plan.id = "guizhou-2020".into();
    assert!(diff(&june, &july, &plan()).notes[0].contains("工作方案不同"));
}

#[test]
fn codes_are_documented() {
    let document = include_str!("../../docs/exceptions.md");
    for code in [returned::RETURNED, returned::CLOSING_LOST] {
        assert!(document.contains(&format!("\n### {code}\n")), "{code} has no section in docs/exceptions.md");
    }
}
