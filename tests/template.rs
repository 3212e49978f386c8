//! `capex template`: what is filled in is read back field by field, without an exception and without a question.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::{Cursor, Read, Write};
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

/// The first row to be filled in.
const FIRST: usize = 5;

fn capex(folder: &Path, arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("capex").unwrap().current_dir(folder).args(arguments).assert()
}

fn parts(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(std::fs::read(path).unwrap())).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn part(path: &Path, name: &str) -> String {
    let (_, bytes) = parts(path).into_iter().find(|(part, _)| part == name).expect("the part");
    String::from_utf8(bytes).unwrap()
}

/// A value as a spreadsheet program stores it in a cell.
#[derive(Clone, Copy)]
enum Typed {
    Text(&'static str),
    Number(&'static str),
}
use Typed::{Number, Text};

/// Puts values into empty cells of the first sheet, which keep their styles.
fn fill(path: &Path, cells: &[(String, Typed)]) {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, mut bytes) in parts(path) {
        if name == "xl/worksheets/sheet1.xml" {
            let mut xml = String::from_utf8(bytes).unwrap();
            for (address, typed) in cells {
                let start = xml.find(&format!("<c r=\"{address}\" ")).unwrap_or_else(|| panic!("no cell {address}"));
                let end = start + xml[start..].find("/>").unwrap();
                let opening = xml[start..end].to_owned();
                assert!(!opening.contains('>'), "{address} is not empty");
                let filled = match typed {
                    Text(text) => format!("{opening} t=\"inlineStr\"><is><t>{text}</t></is></c>"),
                    Number(number) => format!("{opening}><v>{number}</v></c>"),
                };
                xml.replace_range(start..end + 2, &filled);
            }
            bytes = xml.into_bytes();
        }
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    std::fs::write(path, zip.finish().unwrap().into_inner()).unwrap();
}

/// Every column in the order of the sheet: field (`""` for a column of units), and two plants, one kept, one closed.
const LINES: &[(&str, [Typed; 2])] = &[
    ("enterprise", [Text("安宁甲钢铁有限公司"), Text("玉溪乙玻璃有限公司")]),
    ("uscc", [Text("91530181MA6K00001D"), Text("91530402MA6N00002A")]),
    ("prefecture", [Text("昆明市"), Text("玉溪市")]),
    ("county", [Text("安宁市"), Text("红塔区")]),
    ("address", [Text("连然街道1号"), Text("高仓街道2号")]),
    ("sector", [Text("钢铁"), Text("平板玻璃")]),
    ("line", [Text("1号高炉系统"), Text("1号线")]),
    ("equipment", [Text("炼铁高炉"), Text("平拉生产线")]),
    ("process", [Text("高炉炼铁"), Text("平拉工艺")]),
    ("product", [Text("炼钢生铁"), Text("平板玻璃")]),
    ("model", [Text("1080m³"), Text("日熔化量150吨")]),
    ("parameter", [Text("风口20个"), Text("原板宽2.5m")]),
    ("quantity", [Number("1"), Number("1")]),
    ("capacity", [Number("90"), Number("90")]),
    ("", [Text("万吨/年"), Text("万重量箱/年")]),
    ("output", [Number("85.5"), Number("60")]),
    ("", [Text("万吨"), Text("万重量箱")]),
    ("commissioned", [Text("2012-05"), Text("1998")]),
    ("status", [Text("在产"), Text("拆除")]),
    ("basis", [Text(""), Text("产业结构调整指导目录淘汰类")]),
    ("hazard", [Text("否"), Text("否")]),
    ("measure", [Text(""), Text("依法关闭")]),
    // 43647 = 2019-07-01.
    ("ordered_on", [Text(""), Number("43647")]),
    ("due_on", [Text(""), Number("43708")]),
    ("completed_on", [Text(""), Number("43698")]),
    ("result", [Text(""), Text("已完成")]),
    ("copied_to", [Text(""), Text("市发展改革委、供电局")]),
    ("pricing", [Text(""), Text("差别电价")]),
    ("closed_on", [Text(""), Number("43698")]),
    ("accepted_on", [Text(""), Number("43753")]),
    ("opinion_no", [Text(""), Text("玉应急验〔2019〕3号")]),
    ("remarks", [Text("甲"), Text("乙")]),
];

fn letters(at: usize) -> String {
    let letter = |at: usize| char::from(b'A' + u8::try_from(at).unwrap());
    if at < 26 { letter(at).to_string() } else { format!("{}{}", letter(at / 26 - 1), letter(at % 26)) }
}

fn filled() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    capex(folder.path(), &["template"]).code(0);
    let mut cells = Vec::new();
    for (at, (_, values)) in LINES.iter().enumerate() {
        for (row, typed) in values.iter().enumerate() {
            if !matches!(typed, Text("")) {
                cells.push((format!("{}{}", letters(at), FIRST + row), *typed));
            }
        }
    }
    fill(&folder.path().join("摸底表.xlsx"), &cells);
    folder
}

#[test]
fn every_field_that_is_filled_in_is_read_back() {
    let folder = filled();
    let output =
        capex(folder.path(), &["ingest", "摸底表.xlsx", "--format", "jsonl"]).code(0).get_output().stdout.clone();
    let records: Vec<Value> = String::from_utf8(output)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|line| line.get("enterprise").is_some())
        .collect();
    assert_eq!(records.len(), 2, "{records:#?}");
    for (row, record) in records.iter().enumerate() {
        for (at, (field, values)) in LINES.iter().enumerate().filter(|(_, (field, _))| !field.is_empty()) {
            let read = &record[field];
            let expected = match values[row] {
                Text("") => {
                    assert!(read.is_null(), "{field}: {read}");
                    continue;
                }
                Number("43647") => "2019-07-01",
                Number("43708") => "2019-08-31",
                Number("43698") => "2019-08-21",
                Number("43753") => "2019-10-15",
                Text(text) | Number(text) => text,
            };
            let value = if read.is_object() { &read["value"] } else { read };
            let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            assert_eq!(shown, expected, "row {row} {field}: {read}");
            if matches!(*field, "capacity" | "output") {
                let Text(unit) = LINES[at + 1].1[row] else { panic!("a unit") };
                assert_eq!(read["unit"], unit, "row {row} {field}: {read}");
            }
        }
        assert!(record["extra"].as_object().is_none_or(serde_json::Map::is_empty), "{record:#}");
    }
}

#[test]
fn what_is_filled_in_raises_no_question() {
    let folder = filled();
    let run = ["audit", "摸底表.xlsx", "--as-of", "2019-12-31", "--format", "json", "--fail-on", "never"];
    let output = capex(folder.path(), &run).code(0).get_output().stdout.clone();
    let document: Value = serde_json::from_slice(&output).unwrap();
    let questions: Vec<&Value> = document["exceptions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|exception| exception["kind"] != "compliance")
        .collect();
    assert!(questions.is_empty(), "{questions:#?}");
    let output = capex(folder.path(), &["ingest", "摸底表.xlsx", "--explain"]).code(0).get_output().stdout.clone();
    let explained = String::from_utf8(output).unwrap();
    let (survey, others) = explained.split_once("工作表「填表说明」").unwrap();
    assert!(!survey.contains("  说明："), "{survey}");
    assert!(!survey.contains("其他栏目"), "{survey}");
    let (instructions, lists) = others.split_once("工作表「下拉选项」").unwrap();
    for skipped in [instructions, lists] {
        assert!(skipped.contains("已跳过") && skipped.contains("记录0"), "{skipped}");
    }
}

#[test]
fn the_empty_workbook_holds_nothing_to_audit() {
    let folder = tempfile::tempdir().unwrap();
    capex(folder.path(), &["template", "-o", "空.xlsx"]).code(0);
    capex(folder.path(), &["audit", "空.xlsx"]).code(4);
}

#[test]
fn a_workbook_that_is_there_is_kept_unless_forced_and_the_bytes_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("摸底表.xlsx");
    std::fs::write(&path, b"filled in by hand").unwrap();
    let refused = capex(folder.path(), &["template"]).code(2).get_output().stderr.clone();
    assert!(String::from_utf8(refused).unwrap().contains("已经存在"));
    assert_eq!(std::fs::read(&path).unwrap(), b"filled in by hand");
    capex(folder.path(), &["template", "--force"]).code(0);
    capex(folder.path(), &["template", "-o", "又.xlsx"]).code(0);
    assert_eq!(std::fs::read(&path).unwrap(), std::fs::read(folder.path().join("又.xlsx")).unwrap());
}

#[test]
fn lists_checks_and_locks_are_in_the_sheet() {
    let folder = tempfile::tempdir().unwrap();
    capex(folder.path(), &["template"]).code(0);
    let path = folder.path().join("摸底表.xlsx");
    let sheet = part(&path, "xl/worksheets/sheet1.xml");
    let validations = sheet.matches("<dataValidation ").count();
    assert_eq!(validations, 20, "{sheet}");
    for wanted in [
        "钢铁,水泥,电解铝",
        "在产,停产,关停,拆除,在建,拟建",
        "限期整改,停产整改,依法关闭",
        "OFFSET(下拉选项!$C$1,MATCH($C5,",
        "type=\"textLength\"",
        "type=\"whole\"",
        "type=\"date\"",
        "<sheetProtection",
        "orientation=\"landscape\"",
        "topLeftCell=\"B5\"",
    ] {
        assert!(sheet.contains(wanted), "{wanted}");
    }
    assert!(part(&path, "xl/workbook.xml").contains("state=\"hidden\""));
}

#[test]
fn a_prefecture_gets_its_own_counties_only_and_a_foreign_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    capex(folder.path(), &["template", "--prefecture", "玉溪"]).code(0);
    let texts = part(&folder.path().join("摸底表.xlsx"), "xl/sharedStrings.xml");
    assert!(texts.contains("峨山彝族自治县") && texts.contains("玉溪市2019年"));
    assert!(!texts.contains("嵩明县"));
    let refused = capex(folder.path(), &["template", "-o", "外.xlsx", "--prefecture", "成都"]).code(2);
    assert!(String::from_utf8(refused.get_output().stderr.clone()).unwrap().contains("玉溪市"));
    assert!(!folder.path().join("外.xlsx").exists());
}
