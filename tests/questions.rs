//! Questions to a county and back, through the binary: written out, filled in, read in, judged again.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod cli_support;
mod office_support;

use std::collections::BTreeMap;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use cli_support::{CLEAR, OPEN, Place, Run};
use office_support::{Sheet, libreoffice};
use rust_xlsxwriter::Workbook;

const CARBIDE: [&str; 8] = ["己厂", "曲靖市", "宣威市", "化工", "电石炉", "12500kVA", "1", ""];
const SEVERAL: [&str; 8] = ["庚厂", "曲靖市", "富源县", "钢铁", "炼铁高炉、转炉", "", "", ""];
const NO_PLACE: [&str; 8] = ["辛厂", "", "", "化工", "=1+1电石炉", "12500kVA", "1.5", ""];

/// The questions of a workbook: id → (question, how to answer).
fn questions(path: &Path) -> BTreeMap<String, (String, String)> {
    let mut workbook: Xlsx<_> = open_workbook(path).expect("a workbook");
    let range = workbook.worksheet_range("请核实").expect("the sheet");
    let text = |cell: Option<&Data>| cell.map(ToString::to_string).unwrap_or_default();
    let rows: Vec<&[Data]> = range.rows().collect();
    let head = rows.iter().position(|row| row.iter().any(|cell| *cell == "问题编号")).expect("a heading");
    let column = |name: &str| rows[head].iter().position(|cell| *cell == name).expect("a column");
    let (id, question, how) = (column("问题编号"), column("请回答"), column("怎样填写"));
    rows[head + 1..].iter().map(|row| (text(row.get(id)), (text(row.get(question)), text(row.get(how))))).collect()
}

/// A filled-in workbook: other columns left out, rows in the order given.
fn answered(place: &Place, name: &str, answers: &[(&str, &str)]) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, heading) in [(0, "答复（填写）"), (1, "问题编号"), (2, "填写人（填写）")] {
        sheet.write_string(3, column, heading).expect("written");
    }
    for (row, (id, answer)) in (4..).zip(answers) {
        match answer.parse::<f64>() {
            Ok(number) => sheet.write_number(row, 0, number).expect("written"),
            Err(_) => sheet.write_string(row, 0, *answer).expect("written"),
        };
        sheet.write_string(row, 1, *id).expect("written");
        sheet.write_string(row, 2, "张三").expect("written");
    }
    place.write(name, workbook.save_to_buffer().expect("a workbook"));
}

fn id_of(questions: &BTreeMap<String, (String, String)>, name: &str) -> String {
    questions.keys().find(|id| id.ends_with(&format!(":{name}"))).expect(name).clone()
}

fn verdicts(run: &Run) -> BTreeMap<String, String> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let document = run.json();
    let records = document["records"].as_array().expect("records");
    records.iter().map(|record| (text(&record["enterprise"]), text(&record["verdict"]))).collect()
}

fn codes(run: &Run, prefix: &str) -> Vec<String> {
    let document = run.json();
    let codes = document["exceptions"].as_array().expect("exceptions").iter();
    let mut codes: Vec<String> = codes
        .filter_map(|found| found["code"].as_str())
        .filter(|code| code.starts_with(prefix))
        .map(str::to_owned)
        .collect();
    codes.sort();
    codes
}

#[test]
fn each_county_gets_its_questions_the_same_bytes_each_time() {
    let place = Place::new();
    place.workbook("表.xlsx", &[CLEAR, OPEN, CARBIDE, SEVERAL, NO_PLACE]);
    place.audit(&["表.xlsx", "--questions", "问", "--fail-on", "never"]);
    place.audit(&["表.xlsx", "--questions", "再问", "--fail-on", "never"]);
    let mut names: Vec<String> = std::fs::read_dir(place.path("问"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["曲靖市宣威市.xlsx", "曲靖市富源县.xlsx", "未写州市县.xlsx"]);
    for name in &names {
        let bytes = |folder: &str| std::fs::read(place.path(folder).join(name)).expect("written");
        assert!(bytes("问") == bytes("再问"), "{name}");
    }
    let asked = questions(&place.path("问/曲靖市宣威市.xlsx"));
    assert_eq!(asked[&id_of(&asked, "炉型")].1, "选一项：开放式、内燃式、密闭式");
    assert_eq!(asked[&id_of(&asked, "有效容积")].1, "填一个数，单位 m³");
    let elsewhere = questions(&place.path("问/未写州市县.xlsx"));
    assert!(elsewhere[&id_of(&elsewhere, "数量")].0.contains("1.5"));
    place.audit(&["表.xlsx", "--questions", "州", "--by", "prefecture"]);
    assert!(place.path("州/曲靖市.xlsx").exists());
}

#[test]
fn a_county_that_was_renamed_gets_one_workbook() {
    let place = Place::new();
    let of = |county: &'static str, plant: &'static str| [plant, "曲靖", county, "钢铁", "炼铁高炉", "", "1", ""];
    place.workbook("表.xlsx", &[of("沾益县", "甲厂"), of("沾益区", "乙厂"), of("沾益", "丙厂")]);
    place.audit(&["表.xlsx", "--questions", "问"]);
    let names: Vec<String> = std::fs::read_dir(place.path("问"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, ["曲靖市沾益区.xlsx"]);
}

/// The round as offices do it: the county opens the workbook itself, fills in three columns and saves it with its own program.
#[test]
fn the_workbook_itself_comes_back_filled_in_and_saved_by_another_program() {
    let place = Place::new();
    place.workbook("表.xlsx", &[OPEN, CARBIDE]);
    place.audit(&["表.xlsx", "--questions", "问"]);
    let asked = place.path("问/曲靖市宣威市.xlsx");
    let mut sheet = Sheet::read(&asked, "请核实", "问题编号");
    for (question, answer) in [("戊厂", "350"), ("电石炉", "密闭式")] {
        let wanted = if question == "戊厂" { ":有效容积" } else { ":炉型" };
        let row = sheet.row(wanted);
        sheet.fill(row, &[("答复（填写）", answer), ("填写人（填写）", "李四"), ("填写日期（填写）", "2019-06-25")]);
    }
    sheet.save("请核实", &place.path("答/回.xlsx"));
    let mut folders = vec!["答"];
    std::fs::create_dir_all(place.path("答二")).expect("a folder");
    if libreoffice(&place.path("答/回.xlsx"), "ods", &place.path("答二")).is_some() {
        folders.push("答二");
    }
    for folder in folders {
        let run = place.audit(&["表.xlsx", "--answers", folder, "--questions", "再问", "--format", "json"]);
        assert_eq!(verdicts(&run)["戊厂"], "eliminate", "{folder}");
        assert_eq!(codes(&run, "answer-applied").len(), 2, "{folder}");
        let document = run.json();
        let answers: Vec<_> =
            document["records"].as_array().expect("records").iter().map(|r| &r["answers"][0]).collect();
        assert!(answers.iter().all(|answer| answer["by"] == "李四" && answer["on"] == "2019-06-25"), "{answers:?}");
        assert!(run.stderr.contains("未答 1"), "only a code is still asked: {}", run.stderr);
        let again = questions(&place.path("再问/曲靖市宣威市.xlsx"));
        assert!(again.keys().all(|id| id.ends_with(":统一社会信用代码")), "{again:?}");
    }
}

#[test]
fn answers_change_the_verdict_wherever_the_rows_have_moved_to() {
    let place = Place::new();
    place.workbook("表.xlsx", &[OPEN, CARBIDE, SEVERAL]);
    let before = place.audit(&["表.xlsx", "--questions", "问", "--format", "json"]);
    assert_eq!(verdicts(&before)["戊厂"], "review");
    let asked = questions(&place.path("问/曲靖市宣威市.xlsx"));
    let other = questions(&place.path("问/曲靖市富源县.xlsx"));
    let several = |name: &str| id_of(&other, name);
    answered(&place, "答/宣威.xlsx", &[(&id_of(&asked, "炉型"), "密闭式"), (&id_of(&asked, "有效容积"), "350")]);
    answered(&place, "答/富源.xlsx", &[(&several("有效容积"), "1080m³"), (&several("公称容量"), "25t")]);
    place.workbook("表.xlsx", &[CLEAR, SEVERAL, CARBIDE, OPEN]);
    let after = place.audit(&["表.xlsx", "--answers", "答", "--format", "json"]);
    let verdict = verdicts(&after);
    assert_eq!(verdict["戊厂"], "eliminate");
    assert_ne!(verdict["己厂"], "review");
    assert_eq!(verdict["庚厂"], "eliminate", "a converter of 25 t");
    assert_eq!(codes(&after, "answer-applied").len(), 4);
    let document = after.json();
    let records = document["records"].as_array().expect("records");
    let furnace = records.iter().find(|record| record["enterprise"] == "戊厂").expect("the record");
    assert_eq!(furnace["answers"][0]["source"]["file"], "答/宣威.xlsx");
    assert_eq!(furnace["answers"][0]["source"]["cell"], "A6");
    assert_eq!(furnace["answers"][0]["by"], "张三");
    assert!(furnace["items"][0]["facts"].to_string().contains("\"answer\""), "{furnace}");
    let both = records.iter().find(|record| record["enterprise"] == "庚厂").expect("the record");
    let each: Vec<&str> =
        both["items"].as_array().expect("items").iter().filter_map(|item| item["verdict"].as_str()).collect();
    assert_eq!(each, ["restrict", "eliminate"], "1080 m³ is the blast furnace, 25 t the converter");
}

#[test]
fn what_cannot_be_used_is_said_and_nothing_is_guessed() {
    let place = Place::new();
    place.workbook("表.xlsx", &[OPEN, CARBIDE]);
    place.audit(&["表.xlsx", "--questions", "问"]);
    let asked = questions(&place.path("问/曲靖市宣威市.xlsx"));
    let (volume, kind, code) = (id_of(&asked, "有效容积"), id_of(&asked, "炉型"), id_of(&asked, "统一社会信用代码"));
    answered(
        &place,
        "答/甲.xlsx",
        &[(&volume, "大约三百吧"), (&kind, "密闭式"), (&code, "不详"), ("0000000000000000:炉型", "密闭式")],
    );
    answered(&place, "答/乙.xlsx", &[(&kind, "开放式")]);
    let run = place.audit(&["表.xlsx", "--answers", "答", "--format", "json"]);
    assert_eq!(verdicts(&run)["戊厂"], "review");
    assert_eq!(verdicts(&run)["己厂"], "review");
    let said = codes(&run, "answer-");
    assert_eq!(
        said,
        ["answer-contradictory", "answer-contradictory", "answer-not-understood", "answer-open", "answer-unknown"]
    );
    assert!(run.stderr.contains("看不懂 1"), "{}", run.stderr);
}

#[test]
fn a_file_that_is_no_workbook_of_questions_stops_the_run() {
    let place = Place::new();
    place.workbook("表.xlsx", &[OPEN]);
    place.workbook("答/别的.xlsx", &[CLEAR]);
    let run = place.audit(&["表.xlsx", "--answers", "答"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("别的.xlsx") && run.stderr.contains("问题编号"), "{}", run.stderr);
}

#[test]
fn answers_that_are_there_are_not_written_over() {
    let place = Place::new();
    place.workbook("表.xlsx", &[OPEN]);
    place.audit(&["表.xlsx", "--questions", "问"]);
    assert_eq!(place.audit(&["表.xlsx", "--questions", "问", "--fail-on", "never"]).code, 0, "blank ones are");
    let asked = questions(&place.path("问/曲靖市宣威市.xlsx"));
    answered(&place, "问/曲靖市宣威市.xlsx", &[(&id_of(&asked, "有效容积"), "350")]);
    let run = place.audit(&["表.xlsx", "--questions", "问"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("不覆盖"), "{}", run.stderr);
}
