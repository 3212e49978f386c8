//! Each check on the day before, on and after its due date, and what it must not report.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::*;
use crate::audit::Severity;
use crate::matching::{Item, Presence, Verdict};
use crate::survey::{Fields, Source, Value};
use crate::workbook::CellAddress;

fn plan() -> Plan {
    Plan::builtin("yunnan-2019").unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A record of one furnace. `violation` makes it an elimination.
fn furnace(violation: bool, presence: Presence, fields: &[(Field, &str)]) -> AuditedRecord {
    let verdict = if violation { Verdict::Eliminate } else { Verdict::Clear };
    let mut values = Fields::from([(Field::Enterprise, Value::Text("甲公司".into()))]);
    values.extend(fields.iter().map(|(field, text)| (*field, Value::Text((*text).into()))));
    AuditedRecord {
        id: "r1".into(),
        source: Source {
            file: "a.xlsx".into(),
            sheet: "钢铁".into(),
            row: 7,
            cells: Fields::from([
                (Field::Equipment, CellAddress::new(6, 3)),
                (Field::Measure, CellAddress::new(6, 12)),
            ]),
        },
        fields: values,
        extra: BTreeMap::new(),
        verdict,
        waived_by: None,
        items: vec![Item {
            text: "380m³高炉".into(),
            equipment: Some("高炉".into()),
            quantity: Some(1),
            presence,
            verdict,
            facts: Vec::new(),
            findings: Vec::new(),
            near_misses: Vec::new(),
            remarks: Vec::new(),
            trace: None,
        }],
        answers: Vec::new(),
        first_seen: None,
    }
}

fn codes(record: &AuditedRecord, as_of: &str) -> Vec<String> {
    check_record(record, &plan(), date(as_of)).into_iter().map(|exception| exception.code).collect()
}

/// A case in order: ordered, copied, priced, in time.
const IN_ORDER: [(Field, &str); 5] = [
    (Field::Measure, "限期整改"),
    (Field::OrderedOn, "2019-08-01"),
    (Field::DueOn, "2019-10-31"),
    (Field::CopiedTo, "发展改革、电力"),
    (Field::Pricing, "差别电价"),
];

fn in_order(more: &[(Field, &str)]) -> Vec<(Field, &'static str)> {
    let mut fields: BTreeMap<Field, &'static str> = IN_ORDER.into_iter().collect();
    fields.extend(more.iter().map(|(field, text)| (*field, &*String::from(*text).leak())));
    fields.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

#[test]
fn a_case_in_order_has_no_exception() {
    let record = furnace(true, Presence::InPlace, &in_order(&[]));
    assert!(codes(&record, "2019-10-31").is_empty());
}

#[test]
fn an_order_is_missing_from_the_day_after_the_enforcement_date() {
    let record = furnace(true, Presence::InPlace, &[]);
    assert!(codes(&record, "2019-09-29").is_empty());
    assert!(codes(&record, "2019-09-30").is_empty());
    assert_eq!(codes(&record, "2019-10-01"), ["order-missing"]);
    let exception = &check_record(&record, &plan(), date("2019-10-03"))[0];
    assert_eq!(exception.message, "甲公司：属淘汰、禁止类，执法检查期限 2019-09-30 已过 3 天，没有下达处置措施");
    assert_eq!(exception.basis, "云应急办〔2019〕14号 执法检查阶段");
    assert_eq!(exception.source.cell.as_deref(), Some("M7"));
}

#[test]
fn no_order_is_asked_for_what_is_clear_gone_or_only_planned() {
    for (violation, presence) in [(false, Presence::InPlace), (true, Presence::Planned)] {
        assert!(codes(&furnace(violation, presence, &[]), "2019-10-01").is_empty(), "{presence:?}");
    }
    let closed = furnace(true, Presence::Closed, &[(Field::ClosedOn, "2019-03-01")]);
    assert!(codes(&closed, "2019-10-01").is_empty());
}

#[test]
fn a_word_that_is_no_measure_of_the_plan_is_no_order() {
    let record = furnace(true, Presence::InPlace, &[(Field::Measure, "口头约谈")]);
    let exception = &check_record(&record, &plan(), date("2019-10-01"))[0];
    assert_eq!(exception.code, "order-missing");
    assert!(exception.message.contains("口头约谈"));
}

#[test]
fn an_order_is_overdue_from_the_day_after_its_due_date() {
    let record = furnace(true, Presence::InPlace, &in_order(&[(Field::DueOn, "2019-10-31")]));
    assert!(codes(&record, "2019-10-30").is_empty());
    assert!(codes(&record, "2019-10-31").is_empty());
    assert_eq!(codes(&record, "2019-11-01"), ["order-overdue", "failed-not-listed-for-exit"]);
}

#[test]
fn a_due_month_is_overdue_only_when_the_month_is_over() {
    let record = furnace(true, Presence::InPlace, &in_order(&[(Field::DueOn, "2019-10")]));
    assert!(codes(&record, "2019-10-31").is_empty());
    assert!(codes(&record, "2019-11-01").contains(&"order-overdue".to_owned()));
}

#[test]
fn a_completed_order_is_not_overdue_and_one_completed_tomorrow_is() {
    let done = furnace(true, Presence::InPlace, &in_order(&[(Field::CompletedOn, "2019-10-20")]));
    assert!(codes(&done, "2019-11-30").is_empty());
    let tomorrow = furnace(true, Presence::InPlace, &in_order(&[(Field::CompletedOn, "2019-11-02")]));
    assert!(codes(&tomorrow, "2019-11-01").contains(&"order-overdue".to_owned()));
}

#[test]
fn a_major_hazard_demands_a_halt_of_production() {
    let hazard = |measure| {
        furnace(false, Presence::InPlace, &in_order(&[(Field::Hazard, "煤气柜泄漏"), (Field::Measure, measure)]))
    };
    assert_eq!(codes(&hazard("限期整改"), "2019-08-02"), ["hazard-answer-too-light"]);
    assert!(codes(&hazard("停产整改"), "2019-08-02").is_empty());
    assert!(codes(&hazard("限期整改并停产整顿"), "2019-08-02").is_empty());
    assert!(codes(&hazard("依法关闭"), "2019-08-02").is_empty());
}

#[test]
fn a_failed_rectification_must_be_listed_for_exit() {
    let failed = |measure| {
        furnace(true, Presence::InPlace, &in_order(&[(Field::Result, "整改不到位"), (Field::Measure, measure)]))
    };
    assert_eq!(codes(&failed("限期整改"), "2019-10-15"), ["failed-not-listed-for-exit"]);
    assert!(codes(&failed("依法关闭"), "2019-10-15").is_empty());
}

#[test]
fn an_exit_is_due_by_the_end_of_the_year() {
    let record = furnace(
        true,
        Presence::InPlace,
        &in_order(&[(Field::Measure, "依法关闭"), (Field::DueOn, ""), (Field::OrderedOn, "2019-10-08")]),
    );
    assert!(codes(&record, "2019-12-30").is_empty());
    assert!(codes(&record, "2019-12-31").is_empty());
    assert_eq!(codes(&record, "2020-01-01"), ["exit-not-closed"]);
}

#[test]
fn orders_are_copied_and_priced() {
    let record = furnace(true, Presence::InPlace, &in_order(&[(Field::CopiedTo, ""), (Field::Pricing, "")]));
    assert_eq!(codes(&record, "2019-09-30"), ["order-not-copied"]);
    assert_eq!(codes(&record, "2019-10-01"), ["order-not-copied", "price-missing"]);
    let denied = furnace(true, Presence::InPlace, &in_order(&[(Field::Pricing, "未执行差别电价")]));
    assert_eq!(codes(&denied, "2019-10-01"), ["price-missing"]);
    let water = furnace(true, Presence::InPlace, &in_order(&[(Field::Pricing, "超定额用水累进加价")]));
    assert!(codes(&water, "2019-10-01").is_empty());
}

#[test]
fn a_closed_plant_is_accepted_by_mid_december() {
    let record =
        furnace(true, Presence::Closed, &in_order(&[(Field::ClosedOn, "2019-11-20"), (Field::Status, "已关闭")]));
    assert!(codes(&record, "2019-12-14").is_empty());
    assert!(codes(&record, "2019-12-15").is_empty());
    assert_eq!(codes(&record, "2019-12-16"), ["closed-without-acceptance"]);
}

#[test]
fn an_opinion_has_a_number_and_a_date_and_follows_the_closing() {
    let closed = |fields: &[(Field, &str)]| {
        let mut all = vec![(Field::ClosedOn, "2019-11-20")];
        all.extend(fields);
        furnace(true, Presence::Closed, &in_order(&all))
    };
    assert_eq!(codes(&closed(&[(Field::AcceptedOn, "2019-12-01")]), "2019-12-10"), ["acceptance-incomplete"]);
    assert_eq!(codes(&closed(&[(Field::OpinionNo, "1号")]), "2019-12-10"), ["acceptance-incomplete"]);
    let whole = [(Field::AcceptedOn, "2019-12-01"), (Field::OpinionNo, "1号")];
    assert!(codes(&closed(&whole), "2019-12-20").is_empty());
    let same_day = [(Field::AcceptedOn, "2019-11-20"), (Field::OpinionNo, "1号")];
    assert!(codes(&closed(&same_day), "2019-12-20").is_empty());
    let before = [(Field::AcceptedOn, "2019-11-19"), (Field::OpinionNo, "1号")];
    assert_eq!(codes(&closed(&before), "2019-12-20"), ["opinion-before-closing"]);
}

#[test]
fn an_opinion_without_any_closing_comes_before_it() {
    let fields = [(Field::Measure, "依法关闭"), (Field::AcceptedOn, "2019-12-01"), (Field::OpinionNo, "1号")];
    let record = furnace(true, Presence::InPlace, &in_order(&fields));
    assert!(codes(&record, "2019-12-10").contains(&"opinion-before-closing".to_owned()));
}

#[test]
fn contradicting_dates_are_one_exception_with_all_of_them() {
    let record = furnace(
        true,
        Presence::InPlace,
        &in_order(&[(Field::OrderedOn, "2019-11-01"), (Field::CompletedOn, "2019-10-20")]),
    );
    let exceptions = check_record(&record, &plan(), date("2019-11-05"));
    assert_eq!(exceptions.len(), 1, "{exceptions:?}");
    assert_eq!(exceptions[0].code, "dates-contradict");
    assert!(exceptions[0].message.contains("整改期限") && exceptions[0].message.contains("完成时间"));
    let same_month = furnace(
        true,
        Presence::InPlace,
        &in_order(&[(Field::OrderedOn, "2019-10"), (Field::CompletedOn, "2019-10-20")]),
    );
    assert!(codes(&same_month, "2019-11-05").is_empty());
}

#[test]
fn what_has_happened_does_not_lie_in_the_future() {
    let record = furnace(false, Presence::InPlace, &[(Field::ClosedOn, "2019-11-06")]);
    assert_eq!(codes(&record, "2019-11-05"), ["dates-contradict"]);
    assert!(codes(&record, "2019-11-06").is_empty());
}

#[test]
fn results_and_dates_agree() {
    let failed = furnace(
        true,
        Presence::InPlace,
        &in_order(&[(Field::Measure, "依法关闭"), (Field::Result, "不合格"), (Field::CompletedOn, "2019-10-20")]),
    );
    assert_eq!(codes(&failed, "2019-10-25"), ["status-contradicts-dates"]);
    let undated = furnace(true, Presence::InPlace, &in_order(&[(Field::Result, "已完成")]));
    assert_eq!(codes(&undated, "2019-10-25"), ["status-contradicts-dates"]);
}

#[test]
fn a_closed_plant_that_runs_is_an_error() {
    let record =
        furnace(true, Presence::InPlace, &in_order(&[(Field::ClosedOn, "2019-09-20"), (Field::Status, "在产")]));
    let exceptions = check_record(&record, &plan(), date("2019-10-31"));
    assert_eq!(exceptions[0].code, "closed-plant-running");
    assert_eq!(exceptions[0].severity, Severity::Error);
    let stopped =
        furnace(true, Presence::InPlace, &in_order(&[(Field::ClosedOn, "2019-09-20"), (Field::Status, "停产")]));
    assert!(codes(&stopped, "2019-10-31").is_empty());
}

#[test]
fn an_accepted_rectification_may_run() {
    let fields = [
        (Field::AcceptedOn, "2019-10-20"),
        (Field::OpinionNo, "1号"),
        (Field::CompletedOn, "2019-10-10"),
        (Field::Status, "在产"),
    ];
    assert!(codes(&furnace(false, Presence::InPlace, &in_order(&fields)), "2019-10-31").is_empty());
}

#[test]
fn what_must_not_come_back_is_named() {
    let record = furnace(true, Presence::InPlace, &in_order(&[(Field::Product, "地条钢")]));
    assert_eq!(codes(&record, "2019-08-02"), ["banned-return"]);
}

#[test]
fn surveys_are_missing_from_the_day_after_the_due_date() {
    let expected = [
        Expected { prefecture: "昆明市".into(), counties: vec!["安宁市".into(), "嵩明县".into()] },
        Expected { prefecture: "曲靖市".into(), counties: vec!["宣威市".into()] },
    ];
    let record = furnace(false, Presence::InPlace, &[(Field::Prefecture, "昆明市"), (Field::County, "安宁市")]);
    let coverage = coverage(&[record], &expected);
    assert!(missing_surveys(&coverage, &plan(), date("2019-06-30")).is_empty());
    let found = missing_surveys(&coverage, &plan(), date("2019-07-01"));
    let found: Vec<(&str, &str)> = found.iter().map(|e| (e.code.as_str(), e.message.as_str())).collect();
    assert_eq!(
        found,
        [
            ("county-survey-missing", "昆明市嵩明县没有报送摸底表，摸底期限 2019-06-30 已过 1 天"),
            ("prefecture-survey-missing", "曲靖市没有报送摸底表（1个县市区），摸底期限 2019-06-30 已过 1 天"),
        ]
    );
}

#[test]
fn all_of_yunnan_is_expected() {
    let expected = Expected::of(&plan(), crate::region::Divisions::built_in());
    assert_eq!(expected.len(), 16);
    assert_eq!(expected.iter().map(|prefecture| prefecture.counties.len()).sum::<usize>(), 129);
    let kunming = &expected[0];
    assert_eq!((kunming.prefecture.as_str(), kunming.counties.len()), ("昆明市", 14));
}

#[test]
fn codes_are_unique_and_documented() {
    let document = include_str!("../../../docs/exceptions.md");
    let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    for name in &names {
        assert!(document.contains(&format!("\n### {name}\n")), "{name} has no section in docs/exceptions.md");
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Code::ALL.len());
}
