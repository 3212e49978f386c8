//! `capex ingest` through the binary: forms, explanation, exit codes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot set its scene must fail, and prints what it found"
)]

use assert_cmd::Command;
use predicates::prelude::*;

const SURVEY: &str = "\
昆明市2019年落后产能摸底表,,,,,,,
单位：万吨,,,,,,,
序号,企业名称,县（市、区）,设备名称,规格型号,数量（台）,产能,投产时间
1,昆明甲钢铁有限公司,安宁市,高炉,380m³,1,40,2004年5月
,,,转炉,25吨,2,50,2005.6
合计,,,,,3,90,
";

fn ingest(folder: &tempfile::TempDir, arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("capex").unwrap().current_dir(folder.path()).arg("ingest").args(arguments).assert()
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn json_lines_hold_the_fields_their_cells_and_the_inherited_enterprise() {
    let folder = folder(&[("摸底.csv", SURVEY)]);
    let output = ingest(&folder, &["摸底.csv", "--format", "jsonl"]).code(0).get_output().stdout.clone();
    let text = String::from_utf8(output).unwrap();
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        lines[1],
        serde_json::json!({
            "source": {"file": "摸底.csv", "sheet": "摸底", "row": 5, "cells": {
                "enterprise": "B4", "county": "C4", "equipment": "D5", "model": "E5", "quantity": "F5",
                "capacity": "G5", "commissioned": "H5"}},
            "enterprise": "昆明甲钢铁有限公司", "prefecture": "昆明市", "county": "安宁市", "equipment": "转炉",
            "model": "25吨", "quantity": {"value": "2", "unit": "台"}, "capacity": {"value": "50", "unit": "万吨"},
            "commissioned": "2005-06"
        })
    );
}

#[test]
fn the_explanation_names_header_columns_units_and_the_balanced_rows() {
    let folder = folder(&[("摸底.csv", SURVEY)]);
    ingest(&folder, &["摸底.csv", "--explain"]).code(0).stdout(
        predicate::str::contains("表头第3行")
            .and(predicate::str::contains("产能 → 产能 capacity，单位 万吨"))
            .and(predicate::str::contains("行数：6 = 表头1 + 空行0 + 合计行1 + 说明2 + 记录2 + 没看懂0")),
    );
}

#[test]
fn an_output_file_is_written_whole_and_never_over_an_input() {
    let folder = folder(&[("摸底.csv", SURVEY)]);
    ingest(&folder, &["摸底.csv", "-o", "摸底.csv"]).code(2);
    assert_eq!(std::fs::read_to_string(folder.path().join("摸底.csv")).unwrap(), SURVEY);
    ingest(&folder, &["摸底.csv", "-o", "记录.jsonl", "-o", "记录.csv"]).code(0);
    assert_eq!(std::fs::read_to_string(folder.path().join("记录.jsonl")).unwrap().lines().count(), 2);
    assert!(std::fs::read_to_string(folder.path().join("记录.csv")).unwrap().contains("昆明甲钢铁有限公司"));
    ingest(&folder, &["摸底.csv", "-o", "记录.docx"]).code(2).stderr(predicate::str::contains(".jsonl .csv"));
}

#[test]
fn what_could_not_be_read_or_understood_is_exit_code_3() {
    let folder = folder(&[("摸底.csv", SURVEY), ("坏.csv", "甲,1,2\n乙,3,4\n"), ("空.csv", "")]);
    ingest(&folder, &["没有.csv"]).code(3).stderr(predicate::str::contains("没有.csv"));
    ingest(&folder, &["摸底.csv", "坏.csv"]).code(3).stderr(predicate::str::contains("没有找到表头"));
}

#[test]
fn a_survey_without_a_record_is_exit_code_4() {
    let folder = folder(&[("空表.csv", "企业名称,设备名称,数量\n,,\n合计,,0\n")]);
    ingest(&folder, &["空表.csv"]).code(4);
}

const ODD: &str = "\
本县情况,,,,
厂子,东西,多大,几个,能出多少
昆明甲钢铁有限公司,高炉,380m³,1,40
昆明乙钢铁有限公司,转炉,25吨,2,50
";

#[test]
fn a_mapping_explains_the_headings_of_an_odd_office() {
    let mapping = "\
sheets:
  - sheet: \"*\"
    columns:
      - {header: 厂子, field: enterprise}
      - {header: 东西, field: equipment}
      - {header: 多大, field: model}
      - {column: D, field: quantity, unit: 座}
      - {header: 能出多少, field: capacity, unit: 万吨/年}
";
    let folder = folder(&[("奇.csv", ODD), ("对照.yaml", mapping)]);
    // By themselves, names of companies and machines give two columns; the rest keeps its heading.
    let output = ingest(&folder, &["奇.csv", "--format", "jsonl"]).code(0);
    let text = String::from_utf8(output.get_output().stdout.clone()).unwrap();
    let line: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!((&line["enterprise"], &line["equipment"]), (&"昆明乙钢铁有限公司".into(), &"转炉".into()));
    assert_eq!((&line["capacity"], &line["extra"]["能出多少"]), (&serde_json::Value::Null, &"50".into()));
    let output = ingest(&folder, &["奇.csv", "--format", "jsonl", "--mapping", "对照.yaml"]).code(0);
    let text = String::from_utf8(output.get_output().stdout.clone()).unwrap();
    let line: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!(line["enterprise"], "昆明乙钢铁有限公司");
    assert_eq!(line["quantity"], serde_json::json!({"value": "2", "unit": "座"}));
    assert_eq!(line["capacity"], serde_json::json!({"value": "50", "unit": "万吨/年"}));
}

#[test]
fn a_mapping_may_name_the_area_of_the_table_and_skip_a_sheet() {
    let area = "\
sheets:
  - sheet: 奇
    area: A2:E3
    header_rows: 1
    columns:
      - {column: A, field: enterprise}
      - {column: B, field: equipment}
";
    let skip = "sheets:\n  - {sheet: 奇, skip: true}\n";
    let folder = folder(&[("奇.csv", ODD), ("区域.yaml", area), ("跳过.yaml", skip)]);
    let output = ingest(&folder, &["奇.csv", "--format", "jsonl", "--mapping", "区域.yaml"]).code(0);
    assert_eq!(String::from_utf8(output.get_output().stdout.clone()).unwrap().lines().count(), 1);
    ingest(&folder, &["奇.csv", "--explain", "--mapping", "跳过.yaml"])
        .code(4)
        .stdout(predicate::str::contains("整张表没有读"));
}

#[test]
fn mistakes_in_a_mapping_stop_the_run_with_their_places() {
    let folder = folder(&[
        ("摸底.csv", SURVEY),
        ("坏.yaml", "sheets:\n  - sheet: 甲\n    columns:\n      - {header: 厂子, feild: enterprise}\n"),
    ]);
    ingest(&folder, &["摸底.csv", "--mapping", "坏.yaml"])
        .code(2)
        .stderr(predicate::str::contains("坏.yaml:4:").and(predicate::str::contains("feild")));
    ingest(&folder, &["摸底.csv", "--mapping", "没有.yaml"]).code(2);
}

#[test]
fn the_starter_mapping_reads_back_to_the_same_records() {
    let folder = folder(&[("摸底.csv", SURVEY)]);
    let plain = ingest(&folder, &["摸底.csv", "--format", "jsonl"]).code(0).get_output().stdout.clone();
    ingest(&folder, &["摸底.csv", "--write-mapping", "对照.yaml"]).code(0);
    let mapped = ingest(&folder, &["摸底.csv", "--format", "jsonl", "--mapping", "对照.yaml"]).code(0);
    assert_eq!(mapped.get_output().stdout, plain);
}
