//! The sheet 复核意见: written with what may be decided, filled in by hand, saved by another program, read back.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod cli_support;
mod office_support;

use std::collections::BTreeMap;

use cli_support::{BANNED, CLEAR, HIT, OPEN, Place, Run};
use office_support::{Sheet, libreoffice};

const SEVERAL: [&str; 8] = ["庚厂", "曲靖市", "富源县", "钢铁", "炼铁高炉350m³、转炉25t", "", "", ""];
const SHEET: &str = "复核意见";
const DECISION: &str = "决定（填写）";
const REASON: &str = "理由（填写）";
const BASIS: &str = "依据文件（填写）";
const DECIDED: &str = "决定日期（填写）";
const EXPIRES: &str = "有效期至（填写）";

/// An audited survey and its opinions, ready to be filled in.
fn written(lines: &[[&str; 8]]) -> (Place, Sheet) {
    let place = Place::new();
    place.workbook("表.xlsx", lines);
    place.audit(&["表.xlsx", "-o", "异常清单.xlsx"]);
    let sheet = Sheet::read(&place.path("异常清单.xlsx"), SHEET, DECISION);
    (place, sheet)
}

fn verdicts(run: &Run) -> BTreeMap<String, String> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let document = run.json();
    let records = document["records"].as_array().expect("records");
    records.iter().map(|record| (text(&record["enterprise"]), text(&record["verdict"]))).collect()
}

fn states(run: &Run) -> BTreeMap<String, String> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let document = run.json();
    let waivers = document["waivers"].as_array().expect("waivers").clone();
    waivers.iter().map(|waiver| (text(&waiver["reason"]), text(&waiver["state"]))).collect()
}

const FILLED: [(&str, &str); 4] =
    [(DECISION, "不属于"), (REASON, "铸造用"), (BASIS, "玉应急〔2019〕31号"), (DECIDED, "2019-05-20")];

#[test]
fn what_is_filled_in_by_hand_holds_and_what_is_not_does_not() {
    let (place, mut sheet) = written(&[HIT, BANNED, OPEN, SEVERAL, CLEAR]);
    let open: Vec<&Vec<String>> = sheet.rows[sheet.head + 1..].iter().filter(|row| row[1] == "待填").collect();
    assert_eq!(open.len(), 5, "one line for each thing to decide on");
    let furnace = sheet.row("乙厂");
    sheet.fill(furnace, &FILLED);
    let second = sheet.row("庚厂　转炉");
    sheet
        .fill(second, &[(DECISION, "复核中"), (REASON, "现场待查"), (BASIS, "会议纪要3号"), (DECIDED, "2019年6月1日")]);
    let unclear = sheet.row("戊厂");
    sheet.fill(unclear, &[(DECISION, "确认属于"), (REASON, "铭牌300"), (BASIS, "现场记录"), (DECIDED, "2019.6.2")]);
    sheet.save(SHEET, &place.path("意见.xlsx"));
    let mut forms = vec!["意见.xlsx".to_owned()];
    if let Some(ods) = libreoffice(&place.path("意见.xlsx"), "ods", &place.path("")) {
        forms.push(ods.file_name().expect("a name").to_string_lossy().into_owned());
    }
    for form in forms {
        let run = place.audit(&["表.xlsx", "--waivers", &form, "--format", "json"]);
        let verdict = verdicts(&run);
        assert_eq!(verdict["乙厂"], "exempt", "{form}");
        assert_eq!(verdict["戊厂"], "eliminate", "{form}: confirmed");
        assert_eq!(verdict["庚厂"], "eliminate", "{form}: its furnace");
        assert_eq!(verdict["丙厂"], "prohibit", "{form}: nobody has decided");
        let document = run.json();
        let records = document["records"].as_array().expect("records");
        let both = records.iter().find(|record| record["enterprise"] == "庚厂").expect("the record");
        assert_eq!(both["items"][0]["verdict"], "eliminate", "{form}");
        assert_eq!(both["items"][1]["verdict"], "review", "{form}");
        assert!(states(&run).values().all(|state| state == "in-force"), "{form}");
    }
}

#[test]
fn the_opinions_of_one_workbook_stand_in_the_next_and_are_read_from_there() {
    let (place, mut sheet) = written(&[HIT, BANNED]);
    let (furnace, machine) = (sheet.row("乙厂"), sheet.row("丙厂"));
    sheet.fill(furnace, &FILLED);
    sheet.fill(furnace, &[(EXPIRES, "2019-12-31")]);
    sheet.fill(
        machine,
        &[
            (DECISION, "不属于"),
            (REASON, "已过期的"),
            (BASIS, "旧文"),
            (DECIDED, "2018-01-01"),
            (EXPIRES, "2019-06-29"),
        ],
    );
    // A line of its own: enterprise and entry, without an id.
    let blank = sheet.rows.len();
    sheet.rows.push(vec![String::new(); sheet.rows[blank - 1].len()]);
    sheet.fill(blank, &FILLED);
    sheet.fill(blank, &[(REASON, "没有这家厂"), ("企业名称（填写）", "壬厂"), ("条目编号（填写）", "blast-furnace")]);
    sheet.save(SHEET, &place.path("一.xlsx"));
    let first = place.audit(&["表.xlsx", "--waivers", "一.xlsx", "-o", "二.xlsx", "--format", "json"]);
    let second = place.audit(&["表.xlsx", "--waivers", "二.xlsx", "-o", "三.xlsx", "--format", "json"]);
    let expected = [("铸造用", "in-force"), ("已过期的", "expired"), ("没有这家厂", "unknown")]
        .map(|(reason, state)| (reason.to_owned(), state.to_owned()));
    assert_eq!(states(&first), BTreeMap::from(expected));
    assert_eq!(states(&first), states(&second));
    assert_eq!(verdicts(&first), verdicts(&second));
    assert_eq!(first.json()["waivers"].as_array().map(Vec::len), Some(3));
    let opinions = |name: &str| Sheet::read(&place.path(name), SHEET, DECISION).rows;
    assert_eq!(opinions("二.xlsx"), opinions("三.xlsx"));
    let said = first.json()["exceptions"].to_string();
    assert!(said.contains("waiver-expired") && said.contains("waiver-unknown"), "{said}");
    assert!(said.contains("一.xlsx"), "where the opinion stands is said");
}

#[test]
fn every_mistake_is_said_with_its_cell() {
    let (place, mut sheet) = written(&[HIT, BANNED, OPEN]);
    let (furnace, machine, unclear) = (sheet.row("乙厂"), sheet.row("丙厂"), sheet.row("戊厂"));
    sheet.fill(furnace, &[(DECISION, "不属于"), (DECIDED, "2019-05-20")]);
    sheet.fill(machine, &[(DECISION, "豁免"), (REASON, "理由"), (BASIS, "文件"), (DECIDED, "去年")]);
    sheet.fill(unclear, &FILLED);
    sheet.fill(unclear, &[(EXPIRES, "2019-05-01"), ("结果编号（填写）", "")]);
    sheet.save(SHEET, &place.path("意见.xlsx"));
    let run = place.audit(&["表.xlsx", "--waivers", "意见.xlsx"]);
    assert_eq!(run.code, 2);
    // The rows were reversed when the sheet was saved.
    let last = sheet.rows.len() + sheet.head + 1;
    for (row, column, words) in [
        (furnace, REASON, "没有填理由"),
        (furnace, BASIS, "没有填依据文件"),
        (machine, DECISION, "决定“豁免”看不懂，应是不属于、确认属于、复核中之一"),
        (machine, DECIDED, "决定日期“去年”不是一个日期"),
        (unclear, EXPIRES, "有效期至 2019-05-01 早于决定日期 2019-05-20"),
        (unclear, "结果编号（填写）", "没有写清对哪个结果的意见"),
    ] {
        let letter = char::from(b'A' + u8::try_from(sheet.column(column)).expect("a letter"));
        let place = format!("意见.xlsx 复核意见 {letter}{}: {words}", last - row);
        assert!(run.stderr.contains(&place), "{place}\n{}", run.stderr);
    }
}

#[test]
fn a_workbook_without_the_sheet_and_one_that_nobody_filled_in_are_told_apart() {
    let (place, _) = written(&[HIT]);
    let other = place.audit(&["表.xlsx", "--waivers", "表.xlsx"]);
    assert_eq!(other.code, 2);
    assert!(other.stderr.contains("没有复核意见表"), "{}", other.stderr);
    let unfilled = place.audit(&["表.xlsx", "--waivers", "异常清单.xlsx"]);
    assert_eq!(unfilled.code, 1);
    assert!(unfilled.stderr.contains("没有填好的意见"), "{}", unfilled.stderr);
}

#[test]
fn the_opinions_are_not_overwritten_by_the_new_list() {
    let (place, _) = written(&[HIT]);
    let before = std::fs::read(place.path("异常清单.xlsx")).expect("readable");
    let run = place.audit(&["表.xlsx", "--waivers", "异常清单.xlsx", "-o", "异常清单.xlsx"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("就是输入文件"), "{}", run.stderr);
    assert_eq!(std::fs::read(place.path("异常清单.xlsx")).expect("readable"), before);
}
