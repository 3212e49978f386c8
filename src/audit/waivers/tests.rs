use super::*;
use crate::audit::Document;

const FILE: &str = "复核意见.yaml";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn document() -> Document {
    serde_json::from_str(include_str!("../../../tests/fixtures/result.json")).unwrap()
}

/// A waiver of the blast furnace in the fixture, with other lines added.
fn one(scope: &str, decision: &str, more: &str) -> String {
    format!(
        "waivers:\n  - id: w-1\n    {scope}\n    decision: {decision}\n    reason: 现场核实为铸造用\n    \
         basis: 玉应急〔2019〕31号\n    decided: 2019-05-01\n{more}"
    )
}

fn read(text: &str) -> Waivers {
    Waivers::read(FILE, text).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn applied(waivers: &mut Waivers, as_of: &str) -> Vec<AuditedRecord> {
    let mut records = document().records;
    records.iter_mut().for_each(|record| waivers.apply(record, day(as_of)));
    records
}

fn state(waivers: &Waivers, as_of: &str) -> String {
    waivers.uses(&[], day(as_of))[0].state.clone()
}

#[test]
fn an_exempted_finding_no_longer_counts_and_stays_in_the_record() {
    let mut waivers = read(&one("finding: elimination:r-5f1c0a2e", "exempt", ""));
    let record = applied(&mut waivers, "2019-06-30").remove(0);
    assert_eq!(record.verdict, Verdict::Exempt);
    assert_eq!(record.waived_by.as_deref(), Some("w-1"));
    assert_eq!(record.items[0].findings.len(), 2);
    for finding in &record.items[0].findings {
        assert_eq!(finding.outcome, Outcome::Exempt);
        assert!(finding.remarks.iter().any(|remark| remark.contains("现场核实为铸造用")), "{finding:?}");
    }
    assert_eq!(state(&waivers, "2019-06-30"), "in-force");
}

#[test]
fn a_waiver_of_one_entry_leaves_the_other() {
    let scope = "enterprise: 玉溪示例钢铁集团有限公司\n    entry: blast-furnace\n    catalog: ndrc-2013";
    let mut waivers = read(&one(scope, "exempt", ""));
    let record = applied(&mut waivers, "2019-06-30").remove(0);
    assert_eq!(record.verdict, Verdict::Eliminate, "国发〔2010〕7号 still applies");
    assert_eq!(record.waived_by, None);
    assert_eq!(waivers.uses(&[], day("2019-06-30"))[0].records, ["r-5f1c0a2e"]);
}

#[test]
fn an_item_is_named_by_its_number() {
    let mut waivers = read(&one("finding: elimination:r-77aa01bc#2", "exempt", ""));
    let records = applied(&mut waivers, "2019-06-30");
    assert_eq!(records[1].items[1].verdict, Verdict::Exempt);
    assert_eq!(records[1].waived_by.as_deref(), Some("w-1"));
    assert_eq!(records[0].verdict, Verdict::Eliminate);
}

#[test]
fn a_confirmed_review_becomes_a_hit_and_a_hit_under_review_a_review() {
    let mut confirmed = read(&one("finding: r-aa120034", "confirmed", ""));
    let record = applied(&mut confirmed, "2019-06-30").remove(3);
    assert_eq!((record.verdict, record.waived_by.as_deref()), (Verdict::Eliminate, None));
    let mut doubted = read(&one("finding: r-5f1c0a2e", "under-review", ""));
    let record = applied(&mut doubted, "2019-06-30").remove(0);
    assert_eq!(record.verdict, Verdict::Review);
    assert!(record.items[0].findings[0].missing.iter().any(|missing| missing.contains("复核中")));
}

#[test]
fn the_last_day_counts_and_the_day_after_does_not() {
    let text = one("finding: r-5f1c0a2e", "exempt", "    expires: 2019-06-30\n");
    for (as_of, verdict, expected) in [
        ("2019-06-29", Verdict::Exempt, "in-force"),
        ("2019-06-30", Verdict::Exempt, "in-force"),
        ("2019-07-01", Verdict::Eliminate, "expired"),
    ] {
        let mut waivers = read(&text);
        assert_eq!(applied(&mut waivers, as_of)[0].verdict, verdict, "{as_of}");
        assert_eq!(state(&waivers, as_of), expected, "{as_of}");
    }
    let mut waivers = read(&text);
    assert_eq!(applied(&mut waivers, "2019-04-30")[0].verdict, Verdict::Eliminate);
    assert_eq!(state(&waivers, "2019-04-30"), "not-yet");
}

#[test]
fn unused_and_unknown_waivers_are_told_apart_and_said() {
    let said = |scope: &str| {
        let mut waivers = read(&one(scope, "exempt", ""));
        applied(&mut waivers, "2019-06-30");
        let uses = waivers.uses(&[], day("2019-06-30"));
        let codes: Vec<String> = waivers.exceptions(&uses).into_iter().map(|exception| exception.code).collect();
        (uses[0].state.clone(), codes.join(","))
    };
    // r-bb000002 is there and clear.
    assert_eq!(said("finding: r-bb000002"), ("unused".into(), "waiver-unused".into()));
    assert_eq!(said("finding: r-00000000"), ("unknown".into(), "waiver-unknown".into()));
    let other = "enterprise: 没有这家厂\n    entry: blast-furnace";
    assert_eq!(said(other), ("unknown".into(), "waiver-unknown".into()));
    assert_eq!(said("finding: r-5f1c0a2e"), ("in-force".into(), String::new()));
}

#[test]
fn every_code_is_documented() {
    let document = include_str!("../../../docs/exceptions.md");
    for code in ["waiver-expired", "waiver-not-yet", "waiver-unused", "waiver-unknown"] {
        assert!(document.contains(&format!("\n### {code}\n")), "{code} has no section in docs/exceptions.md");
        assert!(include_str!("../waivers.rs").contains(&format!("\"{code}\"")), "{code} is not given by anything");
    }
}

#[test]
fn every_mistake_is_reported_at_its_place() {
    let text = "waivers:\n  - id: w-1\n    finding: r-1\n    decision: maybe\n    reason: 理由\n    decided: 2019-05-01\n  \
                - id: w-1\n    decision: exempt\n    reason: ''\n    basis: 文件\n    decided: 2019-05-01\n    \
                expires: 2019-04-30\n    expire: 1\n";
    let problems = Waivers::read(FILE, text).unwrap_err();
    let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let all = shown.join("\n");
    for part in ["decision", "basis", "reason", "没有写清对哪个结果", "expire", "早于"] {
        assert!(all.contains(part), "{part}\n{all}");
    }
    assert!(problems.iter().all(|problem| problem.position.line > 0), "{all}");
}

#[test]
fn no_waiver_changes_nothing() {
    let mut waivers = Waivers::default();
    assert_eq!(applied(&mut waivers, "2019-06-30"), document().records);
    assert!(waivers.uses(&[], day("2019-06-30")).is_empty());
}
